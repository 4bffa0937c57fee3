"""Nothing in the package works on one system only: no call that Windows lacks, no encoding left to the machine."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
EXCUSE = "# portable: "
"""What a line that is safe all the same ends in, with the reason behind it."""
MODULES = frozenset(
    "fcntl pwd grp spwd resource termios tty pty syslog crypt curses readline posix nis ossaudiodev msvcrt winreg "
    "winsound _winapi".split()
)
CALLS = frozenset(
    """
    os.fork os.forkpty os.register_at_fork os.chown os.lchown os.fchown os.fchmod os.lchmod os.getuid os.geteuid
    os.getgid os.getegid os.getgroups os.setuid os.setgid os.setsid os.setpgid os.getpgid os.getpgrp os.killpg os.kill
    os.mkfifo os.mknod os.nice os.wait os.wait3 os.wait4 os.waitid os.uname os.statvfs os.fstatvfs os.sysconf
    os.pathconf os.ttyname os.openpty os.pread os.pwrite os.readv os.writev os.sendfile os.fdatasync os.sync
    os.getloadavg os.sched_getaffinity os.sched_setaffinity os.posix_spawn os.posix_fadvise os.posix_fallocate
    os.startfile os.symlink os.link os.rename os.chroot os.confstr os.mkstemp os.tmpnam os.memfd_create
    signal.alarm signal.pause signal.setitimer signal.sigwait signal.pthread_kill signal.pthread_sigmask
    time.tzset asyncio.start_unix_server asyncio.open_unix_connection socket.AF_UNIX socket.socketpair
    """.split()
)
METHODS = {
    "rename": "it fails over an existing file on Windows: use replace",
    "symlink_to": "links are for administrators there",
    "hardlink_to": "not every disk has them",
    "add_signal_handler": "Windows has none",
}
SIGNALS = frozenset({"SIGINT", "SIGTERM", "SIGABRT", "SIGFPE", "SIGILL", "SIGSEGV"})
PLACES = re.compile(r"(?:/tmp|/dev|/proc|/sys|/etc|/var|/usr|/home|/opt|/run)(?:/|$)|[A-Za-z]:[\\/]|~/")
NOT_IN_NAMES = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$')
RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10))})
PATHS = re.compile(r"path|file|folder|target|source|output|temporary|page", re.IGNORECASE)
TIMES = re.compile(r"%(?:-[a-zA-Z]|[sePDrR])")


def faults(source: str) -> list[str]:
    """List what in a file works on some systems only, with its line."""
    lines = source.splitlines()
    tree = ast.parse(source)
    documents = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
    }
    found = []
    for node in ast.walk(tree):
        if id(node) in documents:
            continue
        for fault in _faults_of(node):
            line = getattr(node, "lineno", 1)
            last = getattr(node, "end_lineno", line)
            if not any(EXCUSE in text for text in lines[line - 1 : last]):
                found.append(f"{line}: {fault}")
    return sorted(set(found))


def _faults_of(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
        for name in (module.partition(".")[0] for module in modules):
            if name in MODULES:
                yield f"import of {name}"
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names if f"{node.module}.{alias.name}" in CALLS)
    elif isinstance(node, ast.Attribute):
        name = _dotted(node)
        if name in CALLS:
            yield name
        if re.fullmatch(r"signal\.SIG[A-Z0-9]+", name) and node.attr not in SIGNALS:
            yield name
    elif isinstance(node, ast.Call):
        yield from _faults_of_call(node)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and PLACES.match(node.value):
        yield f"the place {node.value[:20]!r}"
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        yield from _faults_of_name(node.right)


def _faults_of_call(call: ast.Call) -> Iterator[str]:
    name = _dotted(call.func)
    method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    keywords = {keyword.arg for keyword in call.keywords}
    if method in METHODS and not (method == "rename" and len(call.args) != 1):
        yield f"{method}: {METHODS[method]}"
    if "encoding" not in keywords and _is_text(call, name, method, keywords):
        yield f"{name or method} of a text without an encoding"
    if name.endswith("NamedTemporaryFile") and not {"delete", "delete_on_close"} & keywords:
        yield f"{name}: Windows cannot open it a second time"
    for word in {"preexec_fn", "start_new_session", "pass_fds", "shell"} & keywords:
        yield f"{name or method} with {word}"
    if method in ("get_context", "set_start_method") and [_text(each) for each in call.args] != ["spawn"]:
        yield f"{method} of anything but spawn"
    if method == "strftime" and any(TIMES.search(_text(each)) for each in call.args):
        yield "strftime with a form that Windows lacks"
    if method in ("with_name", "joinpath", "with_stem"):
        for each in call.args:
            yield from _faults_of_name(each)


def _is_text(call: ast.Call, name: str, method: str, keywords: set[str | None]) -> bool:
    """Tell whether a call reads or writes text."""
    if method == "read_text":
        return not call.args
    if method == "write_text":
        return len(call.args) < 2
    if name.startswith("subprocess."):
        return bool({"text", "universal_newlines"} & keywords)
    if name.endswith("TemporaryFile"):
        return "b" not in _mode(call, 0, "w+b")
    if name in ("gzip.open", "bz2.open", "lzma.open"):
        return "t" in _mode(call, 1, "rb")
    if name in ("open", "io.open", "os.fdopen"):
        return "b" not in _mode(call, 1, "r")
    if method == "open" and not call.args and not call.keywords and isinstance(call.func, ast.Attribute):
        # Other things than paths can be opened without a word.
        return not isinstance(call.func.value, ast.Name) or bool(PATHS.search(call.func.value.id))
    # What an archive opens is no mode, and gives bytes.
    return method == "open" and bool(re.fullmatch(r"[rwxat+]+", _mode(call, 0, "r")))


def _faults_of_name(node: ast.expr) -> Iterator[str]:
    """Look at what becomes part of a path."""
    text = _text(node)
    for part in text.split("/"):
        if NOT_IN_NAMES.search(part) and part not in (".", ".."):
            yield f"the file name {text[:30]!r}"
        if part.partition(".")[0].lower() in RESERVED:
            yield f"the file name {text[:30]!r}"
    calls = [each for each in ast.walk(node) if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute)]
    if isinstance(node, ast.JoinedStr) and any(call.func.attr == "isoformat" for call in calls):  # type: ignore[attr-defined]
        yield "a time with colons in a file name"


def _mode(call: ast.Call, place: int, default: str) -> str:
    for keyword in call.keywords:
        if keyword.arg == "mode":
            return _text(keyword.value)
    return _text(call.args[place]) or "?" if len(call.args) > place else default


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def _text(node: ast.expr) -> str:
    """Return the fixed text of an expression; what is filled in counts as x."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(each) if isinstance(each, ast.Constant) else "x" for each in node.values)
    return ""


@pytest.mark.parametrize(
    "source",
    [
        "import fcntl",
        "from resource import getrusage",
        "from os import fork",
        "import os\nos.fork()",
        "import os\nos.chown('a', 1, 1)",
        "import os\nos.rename('a', 'b')",
        "import os, signal\nos.kill(1, signal.SIGKILL)",
        "import signal\nsignal.signal(signal.SIGHUP, print)",
        "open('a')",
        "open('a', 'w')",
        "open(path, mode='r+')",
        "path.open()",
        "(home / 'a').open()",
        "path.open('w')",
        "path.read_text()",
        "path.write_text('a')",
        "gzip.open(path, 'rt')",
        "io.open(path)",
        "tempfile.TemporaryFile('w+')",
        "tempfile.NamedTemporaryFile()",
        "subprocess.run(['a'], text=True)",
        "subprocess.run('a', shell=True)",
        "subprocess.Popen(['a'], preexec_fn=print)",
        "path.rename(other)",
        "path.symlink_to(other)",
        "path = '/tmp/a'",
        "path = '/dev/null'",
        "path = r'C:\\Temp'",
        "home / 'a:b'",
        "home / f'{day}: list.csv'",
        "home / 'nul.txt'",
        "home / 'ends.'",
        "home / f'{now.isoformat()}.zip'",
        "day.strftime('%-d. %B')",
        "multiprocessing.get_context('fork')",
        "loop.add_signal_handler(1, print)",
    ],
)
def test_what_is_found(source: str) -> None:
    """Each of these works on the machine of whoever wrote it."""
    assert faults(source)


@pytest.mark.parametrize(
    "source",
    [
        "open('a', 'rb')",
        "open('a', encoding='utf-8')",
        "path.open('rb')",
        "path.open(mode='wb')",
        "path.open('w', encoding='utf-8', newline='')",
        "path.read_text(encoding='utf-8')",
        "path.write_text('a', encoding='utf-8')",
        "archive.open('home/a')",
        "archive.open(name)",
        "sealed.open()",
        "gzip.open(path)",
        "gzip.open(path, 'rt', encoding='utf-8')",
        "frame.rename(columns={}, index={})",
        "path.replace(other)",
        "total / 'models'",
        "home / 'models' / f'{name}.json'",
        "signal.signal(signal.SIGINT, print)",
        "url = 'https://a/b'",
        "'''Keep it in /tmp/a.'''",
        "os.getuid()  # portable: asked for on POSIX alone",
        "day.strftime('%d.%m.%Y')",
        "tempfile.NamedTemporaryFile(delete=False)",
    ],
)
def test_what_is_left_alone(source: str) -> None:
    """Works everywhere, or says why it is safe."""
    assert faults(source) == []


def test_the_package_works_on_every_system() -> None:
    """And so do what builds it and the scripts that an office's IT runs."""
    files = [
        *sorted((ROOT / "classifier").rglob("*.py")),
        ROOT / "hatch_build.py",
        *(ROOT / "scripts" / name for name in ("build_starter.py", "build_bundle.py")),
    ]
    found = [
        f"{path.relative_to(ROOT)}:{fault}" for path in files for fault in faults(path.read_text(encoding="utf-8"))
    ]
    assert found == []
