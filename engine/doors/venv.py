"""Makes .venv, the folder the installed packages live in, keeps it true to the locks, and runs build.py inside it.

Standard library only, and little of it at the top: this runs before anything is installed, and before every command.
"""

# Why a second process and not site.addsitedir in this one: the in-process way saves about 20 ms, but leaves the outer
# Python's own packages, plug-ins and .pth hooks in sight, works only where both Pythons are of one version, and gives
# children a sys.executable without the packages. Why os.path here: importing pathlib costs more than all of the check.

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

TYPE_CHECKING = False  # importing typing costs as much as the whole check
if TYPE_CHECKING:
    from typing import IO

BUILD_LOCK, RUN_LOCK, TEST_LOCK = "requirements-build.lock", "requirements.lock", "requirements-dev.lock"
INSIDE = "BUILD_PY_INSIDE_VENV"

NO_VENV = "this Python cannot make a virtual environment; on Debian or Ubuntu: sudo apt install python3-venv"
OFFLINE = "cannot reach the package index; the first run needs the network: connect (or set up pip's proxy) and run again"
UNTRUSTED = "the network's certificate is not trusted; set PIP_CERT to your network's certificate file and run again"
ALTERED = "a package is not the one the lock names (its hash differs); run again, and if it stays renew the lock"
FULL = "the disk is full; make about 1 GB of room and run again"

# What pip and uv print, and what it means; the first sign found counts.
SIGNS = (
    ("hash mismatch", ALTERED),
    ("do not match the hashes", ALTERED),
    ("no space left", FULL),
    ("certificate", UNTRUSTED),
    ("connection broken", OFFLINE),
    ("newconnectionerror", OFFLINE),
    ("connecttimeout", OFFLINE),
    ("proxyerror", OFFLINE),
    ("name resolution", OFFLINE),
    ("name or service not known", OFFLINE),
    ("getaddrinfo failed", OFFLINE),
    ("network is unreachable", OFFLINE),
    ("error sending request", OFFLINE),
    ("dns error", OFFLINE),
    ("from versions: none", OFFLINE),
)


class SetupTrouble(Exception):
    """The machine keeps the engine from starting; the message is one line that ends with the remedy."""


def inside() -> bool:
    """Whether this process was started by `rerun`; asked once, because children must not inherit the answer."""
    return os.environ.pop(INSIDE, "") != ""


def guarded(work: Callable[[], int]) -> int:
    """The exit code of `work`: 130 after Ctrl-C and 2 after trouble with the machine, never a traceback for these."""
    try:
        return work()
    except KeyboardInterrupt:
        return 130
    except SetupTrouble as trouble:
        print(f"build.py: {trouble}", file=sys.stderr)
        return 2


def rerun(root: str, argv: list[str]) -> int:
    """Run build.py, or for `test` pytest, in the repository `root` with .venv's Python, made first where needed."""
    testing = argv[:1] == ["test"]
    ensure(root, TEST_LOCK if testing else RUN_LOCK)
    # UTF-8 whatever the machine's code page, so that text piped on Windows is not cut to what the code page holds.
    command = [interpreter(root), "-X", "utf8"]
    if testing:
        return _follow([*command, "-m", "pytest", *argv[1:]], cwd=root)
    return _follow([*command, os.path.join(root, "build.py"), *argv], env={**os.environ, INSIDE: "1"})


def interpreter(root: str, os_name: str = os.name) -> str:
    """The path of .venv's Python: venv lays its folder out differently on Windows."""
    return os.path.join(root, ".venv", *(("Scripts", "python.exe") if os_name == "nt" else ("bin", "python")))


def ensure(root: str, lock: str) -> None:
    """Make .venv hold what `lock` names; where it does already, two small reads and nothing else."""
    if is_true(root, lock):
        return
    with _alone(root):
        if not is_true(root, lock):  # another process may have made it while this one waited
            _make(root, lock)


def is_true(root: str, lock: str) -> bool:
    """Whether .venv was made to the end, by this Python version, from `lock` as it reads now."""
    try:
        with open(_stamp_path(root, lock), encoding="utf-8") as file:
            return file.read() == _stamp(root, lock) and os.path.exists(interpreter(root))
    except FileNotFoundError:
        return False


def explain(output: str) -> str:
    """What a failed installer's output means, in one line that ends with the remedy."""
    low = output.lower()
    for sign, meaning in SIGNS:
        if sign in low:
            return meaning
    said = [line.strip() for line in output.splitlines() if line.strip()] or ["it said nothing"]
    error = next((line for line in said if line.lower().startswith("error")), said[-1])
    return f"the packages could not be installed ({error}); mend that and run again"


def _stamp_path(root: str, lock: str) -> str:
    return os.path.join(root, ".venv", f"made-from-{lock}.txt")


def _stamp(root: str, lock: str) -> str:
    """What the stamp of a .venv made now would hold: the Python version and the lock's hash."""
    import hashlib

    with open(os.path.join(root, lock), "rb") as file:
        return f"{sys.implementation.cache_tag} {hashlib.sha256(file.read()).hexdigest()}\n"


def _make(root: str, lock: str) -> None:
    """Add the tests' packages to a good .venv; in every other case throw .venv away and make it anew."""
    started = time.monotonic()
    print(f"build.py: installing {lock} into .venv (once, about a minute)", file=sys.stderr)
    adding = lock == TEST_LOCK and is_true(root, RUN_LOCK) and not os.path.exists(_stamp_path(root, TEST_LOCK))
    try:
        if adding:
            _write(_stamp_path(root, lock), "unfinished\n")  # killed from here on: made anew next time
        _fill(root, lock, anew=not adding)
    except PermissionError as error:
        raise SetupTrouble(f"cannot write {error.filename}; close programs that use .venv, or move the folder") from error
    except BaseException:
        # nothing half-made is left
        _clear(root)
        raise
    for name in {RUN_LOCK, lock}:  # last, so that a .venv with a stamp is whole; the tests' lock holds the other one too
        _write(_stamp_path(root, name), _stamp(root, name))
    print(f"build.py: .venv is ready ({time.monotonic() - started:.0f} s)", file=sys.stderr)


def _fill(root: str, lock: str, anew: bool) -> None:
    """Install with uv where it is at hand, else, or where uv fails, with pip."""
    import shutil

    uv = shutil.which("uv")
    if uv:
        try:
            _fresh(root, anew)
            return _install(root, lock, [uv, "pip", "install", "--python", interpreter(root)])
        except SetupTrouble as trouble:
            print(f"build.py: uv: {trouble}\nbuild.py: trying with pip", file=sys.stderr)
    if not can_make_pip():
        raise SetupTrouble(NO_VENV)
    _fresh(root, anew)
    _call([interpreter(root), "-I", "-m", "ensurepip"], lambda output: f"pip is broken here; {NO_VENV}")
    pip = [interpreter(root), "-I", "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    _install(root, lock, [*pip, "--no-warn-script-location", "--progress-bar", "off"])


def can_make_pip() -> bool:
    """Whether this Python has what puts pip into a virtual environment; a bare Debian's has not."""
    from importlib.util import find_spec

    return find_spec("ensurepip") is not None and find_spec("venv") is not None


def _fresh(root: str, anew: bool) -> None:
    """An empty .venv, made by the Python that is not itself in one."""
    if not anew:
        return
    _clear(root)
    base = getattr(sys, "_base_executable", None) or sys.executable
    _call([base, "-m", "venv", "--without-pip", os.path.join(root, ".venv")], lambda output: NO_VENV)


def _install(root: str, lock: str, installer: list[str]) -> None:
    # Every hash must fit, nothing beyond the lock comes in, and what is built is built with the locked tool.
    strict = ["--require-hashes", "--no-deps", "--no-build-isolation"]
    for name in (BUILD_LOCK, lock):
        _call([*installer, *strict, "-r", os.path.join(root, name)], explain)


def _call(command: list[str], meaning: Callable[[str], str]) -> None:
    """Run an installer's command, showing its latest line on a terminal; SetupTrouble where it fails."""
    import subprocess

    # A user's own pip settings may send packages elsewhere than .venv; these must not.
    env = {name: value for name, value in os.environ.items() if name not in ("PIP_TARGET", "PIP_PREFIX", "PIP_USER")}
    env["PIP_USER"] = "0"
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, env=env, encoding="utf-8", errors="replace", **pipes) as process:
        assert process.stdout
        output = "".join(_shown(process.stdout))
    if process.returncode:
        raise SetupTrouble(meaning(output))


def _shown(lines: IO[str]) -> Iterator[str]:
    """The lines as they come, the latest one on the terminal's last line."""
    terminal = sys.stderr.isatty()
    for line in lines:
        if terminal:
            sys.stderr.write(f"\r  {line.strip()[:70]:<70}")
        yield line
    if terminal:
        sys.stderr.write(f"\r{'':<72}\r")


def _follow(command: list[str], **options: object) -> int:
    """Run `command` in the foreground and give its exit code; Ctrl-C and a polite kill are for it to answer."""
    import signal
    import subprocess

    process = subprocess.Popen(command, **options)
    # Ctrl-C reaches both processes; SIGTERM only this one, so it is handed on. Windows has no such thing to hand on.
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    while True:
        try:
            code = process.wait()
            return code if code >= 0 else 128 - code
        except KeyboardInterrupt:
            continue


def _clear(root: str) -> None:
    import shutil

    folder = os.path.join(root, ".venv")
    for lock in (RUN_LOCK, TEST_LOCK):
        if os.path.exists(_stamp_path(root, lock)):
            os.remove(_stamp_path(root, lock))
    if os.path.islink(folder):
        os.remove(folder)
    elif os.path.exists(folder):
        shutil.rmtree(folder)


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


@contextmanager
def _alone(root: str) -> Iterator[None]:
    """Hold the right to change .venv; the system takes it back from a process that is killed."""
    with open(os.path.join(root, RUN_LOCK), "r+b") as file:
        if not _try_lock(file.fileno()):
            print("build.py: waiting for another build.py that is installing", file=sys.stderr)
            while not _try_lock(file.fileno()):
                time.sleep(0.2)
        yield


def _try_lock(handle: int) -> bool:
    """Lock an open file without waiting: False where another process holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, 1 << 30, os.SEEK_SET)  # a byte beyond the end: others may still read the file
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True  # a file system without locks: go on rather than not at all
    return True
