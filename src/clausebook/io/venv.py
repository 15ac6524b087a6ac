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

from clausebook.errors import UserError

BUILD_LOCK, RUN_LOCK, TEST_LOCK = "requirements-build.lock", "requirements.lock", "requirements-dev.lock"
STAMP = "made-from"  # the installer takes files so named away before the rest
INSIDE = "BUILD_PY_INSIDE_VENV"


def inside() -> bool:
    """Whether this process was started by `rerun`; asked once, because children must not inherit the answer."""
    return os.environ.pop(INSIDE, "") != ""


def guarded(work: Callable[[], int]) -> int:
    """The exit code of `work`: 130 after Ctrl-C and 2 after trouble with the machine, never a traceback for these."""
    try:
        return work()
    except KeyboardInterrupt:
        return 130
    except UserError as error:
        _say(str(error))
        return 2


def rerun(root: str, argv: list[str]) -> int:
    """Run build.py, or for `test` pytest, in the repository `root` with .venv's Python, made first where needed."""
    testing = argv[:1] == ["test"]
    ensure(root, TEST_LOCK if testing else RUN_LOCK)
    # UTF-8 whatever the machine's code page: piped text on Windows would else fail at the first letter it lacks.
    command = [interpreter(root), "-X", "utf8"]
    if testing:
        return _follow([*command, "-m", "pytest", *argv[1:]], folder=root)
    return _follow([*command, os.path.join(root, "build.py"), *argv], env={**os.environ, INSIDE: "1"})


def interpreter(root: str, os_name: str = os.name) -> str:
    """The path of .venv's Python: venv lays its folder out differently on Windows."""
    return os.path.join(root, ".venv", *(("Scripts", "python.exe") if os_name == "nt" else ("bin", "python")))


def ensure(root: str, lock: str) -> None:
    """Make .venv hold what `lock` names; where it does already, three small reads and nothing else."""
    if is_true(root, lock):
        return
    try:
        with _alone(root):
            if not is_true(root, lock):  # another process may have made it while this one waited
                _make(root, lock)
    except OSError as error:
        raise UserError(f"cannot make .venv ({error}); close programs that use it, or move the repository") from error


def is_true(root: str, lock: str) -> bool:
    """Whether .venv was made to the end, by this Python version, from `lock` as it reads now."""
    try:
        with open(_stamp_path(root, lock), encoding="utf-8") as file:
            return file.read() == _stamp(root, lock) and os.path.exists(interpreter(root))
    except OSError:
        return False


def _stamp_path(root: str, lock: str) -> str:
    return os.path.join(root, ".venv", f"{STAMP}-{lock}.txt")


def _stamp(root: str, lock: str) -> str:
    """What the stamp of a .venv made now would hold: the Python version and the hash of what is installed."""
    from hashlib import sha256

    text = b"".join(_bytes(os.path.join(root, name)) for name in (BUILD_LOCK, lock))
    return f"{sys.implementation.cache_tag} {sha256(text).hexdigest()}\n"


def _make(root: str, lock: str) -> None:
    """Add the tests' packages to a good .venv; in every other case throw .venv away and make it anew."""
    from clausebook.io import installer, merge_driver  # only here: this file is read before every command

    started = time.monotonic()
    mark = _stamp_path(root, lock)
    adding = lock == TEST_LOCK and is_true(root, RUN_LOCK) and not os.path.exists(mark)
    folder, locks = os.path.join(root, ".venv"), [os.path.join(root, name) for name in (BUILD_LOCK, lock)]
    try:
        installer.require()
        _say(f"installing {lock} into .venv (once, about a minute)")
        if adding:
            _write(mark, "unfinished\n")  # killed from here on, .venv is made anew next time
        installer.fill(folder, interpreter(root), locks, anew=not adding)
        _add_source(folder)
    except BaseException as error:
        if not adding:
            installer.clear(folder)  # nothing half-made is left
        elif isinstance(error, UserError) and os.path.exists(mark):
            os.remove(mark)  # installers download everything before they change anything: what was good still is
        raise
    # Last, so that a .venv with a stamp is whole. The tests' lock holds all that the other one does.
    for name in {RUN_LOCK, lock}:
        _write(_stamp_path(root, name), _stamp(root, name))
    merge_driver.register(root)
    _say(f".venv is ready ({time.monotonic() - started:.0f} s)")


def _add_source(folder: str) -> None:
    """Let .venv's Python import the engine from src/, by a path that stays right when the repository moves."""
    import glob

    for packages in glob.glob(os.path.join(folder, "*", "site-packages")) + glob.glob(
        os.path.join(folder, "*", "*", "site-packages")
    ):
        _write(
            os.path.join(packages, "clausebook.pth"),
            os.path.relpath("src", os.path.relpath(packages, os.path.dirname(folder))) + "\n",
        )


def _say(words: str) -> None:
    print(f"build.py: {words}", file=sys.stderr)


def _follow(command: list[str], folder: str | None = None, env: dict[str, str] | None = None) -> int:
    """Run `command` in the foreground and give its exit code; Ctrl-C and a polite kill are for it to answer."""
    import signal
    import subprocess

    process = subprocess.Popen(command, cwd=folder, env=env)
    # Ctrl-C reaches both processes; SIGTERM only this one, so it is handed on. Windows has no such thing to hand on.
    before = signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    try:
        code = _awaited(process.wait)
    finally:
        signal.signal(signal.SIGTERM, before)
    return code if code >= 0 else 128 - code  # a shell's way of saying which signal ended it


def _awaited(wait: Callable[[], int]) -> int:
    while True:
        try:
            return wait()
        except KeyboardInterrupt:
            continue


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


@contextmanager
def _alone(root: str) -> Iterator[None]:
    """Hold the right to change .venv; the system takes it back from a process that is killed."""
    with open(os.path.join(root, RUN_LOCK), "r+b") as file:
        if not _try_lock(file.fileno()):
            _say("waiting for another build.py that is installing")
            while not _try_lock(file.fileno()):
                time.sleep(0.2)
        os.set_inheritable(file.fileno(), True)  # an installer that outlives this process keeps the right until it ends
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
