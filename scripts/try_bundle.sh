#!/bin/sh
# Tries an offline bundle as an office would: another folder (with a blank in its name), an empty user's folder, no network.
#   scripts/try_bundle.sh dist/klagepunkt-0.1.0-linux-py311
set -eu
bundle=$(CDPATH='' cd -- "$1" && pwd)
letters=$(CDPATH='' cd -- "$(dirname -- "$0")/../data/examples" && pwd)
office=$(mktemp -d)
trap 'rm -rf "$office"' EXIT
mkdir "$office/et hjem" "$office/indbakke"
cp "$letters"/*.txt "$office/indbakke"
cp -R "$bundle" "$office/et program"
if unshare -rn true 2> /dev/null; then
    cut="unshare -rn"
elif unshare -n true 2> /dev/null; then
    cut="unshare -n"
else
    echo "No network namespace can be made here, so the bundle was not tried." >&2
    exit 3
fi
cat > "$office/try" << 'END'
set -eu
cd "$HOME"
if [ "$(tail -n +2 /proc/net/route | wc -l)" != 0 ]; then
    echo "There is a route to somewhere." >&2
    exit 1
fi
start="../et program/start.sh"
"$start" tag ../indbakke -o forslag.csv
"$start" tag ../indbakke -o forslag.jsonl
if [ "$(wc -l < forslag.jsonl)" != 5 ]; then
    echo "Five letters were put in, and something else came out." >&2
    exit 1
fi
"$start" evaluate --help > /dev/null
"$start" settings > /dev/null
END
# shellcheck disable=SC2086
env -i PATH="$PATH" LANG=C.UTF-8 HOME="$office/et hjem" $cut sh "$office/try"
echo "The bundle was set up and five letters were tagged without a network."
