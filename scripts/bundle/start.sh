#!/bin/sh
# Sets klagepunkt up in the user's own folder, once, without a network and without administrator's rights; then runs it.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
programs=${KLAGEPUNKT_ENV:-${XDG_DATA_HOME:-$HOME/.local/share}/klagepunkt-program}
target=$programs/@DIGEST@
if [ ! -f "$target/ready" ]; then
    python=
    for candidate in "$here/python/bin/python3" python@VERSION@ python3; do
        if "$candidate" -c 'import sys, venv; sys.exit(sys.version_info[:2] != (@TUPLE@))' 2>/dev/null; then
            python=$candidate
            break
        fi
    done
    if [ -z "$python" ]; then
        echo "klagepunkt: Python @VERSION@ blev ikke fundet. / Python @VERSION@ was not found. See delivery.md." >&2
        exit 2
    fi
    echo "klagepunkt: opsætning, kun denne ene gang ... / setting up, this once ..." >&2
    (cd "$here" && sha256sum --quiet --check SHA256SUMS) >&2
    umask 077
    mkdir -p "$programs"
    rm -rf "$target"
    "$python" -m venv --without-pip "$target"
    "$target/bin/python" "$here/wheels/@PIP@/pip" install --quiet --disable-pip-version-check --no-index \
        --find-links "$here/wheels" --require-hashes --requirement "$here/requirements.txt"
    : > "$target/ready"
fi
exec "$target/bin/python" -P -m classifier "$@"
