"""Makes .venv, the folder the installed packages live in, keeps it true to the locks, and runs the engine inside it.

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
from typing import Any

import clausebook
from clausebook.errors import UserError
from clausebook.io.freshness import unchanged

BUILD_LOCK, RUN_LOCK, TEST_LOCK = "build.lock", "run.lock", "test.lock"
LOCKS = "requirements"
PIN = "engine.lock"
STAMP = "made-from"  # the installer takes files so named away before the rest
ROOT = "BUILD_PY_ROOT"
# Commands that need more than the engine's own packages, where the engine has a lock of that name.
EXTRAS = ("desk", "fleet")

Wheel = Callable[[], str]


def handed_root() -> str:
    """The repository that `start` hands to the engine inside; "" for an engine started otherwise.

    Asked once, because children must not inherit the answer.
    """
    return os.environ.pop(ROOT, "")


def start(root: str, argv: list[str], wheel: Wheel | None = None) -> int:
    """The exit code of one command line in the repository `root`. `wheel` gives the path of the pinned, checked wheel.

    A build or check in which nothing changed is answered here, without a second process.
    """
    answer = unchanged(root, argv)
    if answer is not None:
        with open(sys.stdout.fileno(), "wb", closefd=False) as out:  # as UTF-8, like the second process
            out.write(answer[1].encode("utf-8"))
        return answer[0]
    return guarded(lambda: rerun(root, argv, wheel))


def guarded(work: Callable[[], int]) -> int:
    """The exit code of `work`: 130 after Ctrl-C and 2 after trouble with the machine, never a traceback for these."""
    try:
        return work()
    except KeyboardInterrupt:
        return 130
    except UserError as error:
        _say(str(error))
        return 2


def rerun(root: str, argv: list[str], wheel: Wheel | None = None) -> int:
    """Run the engine, or for `test` in its source repository pytest, with .venv's Python, made first where needed."""
    from clausebook.io import merge_driver

    testing = argv[:1] == ["test"] and not is_pinned(root)
    ensure(root, TEST_LOCK if testing else _lock_for(root, argv), wheel)
    merge_driver.register(root)
    # UTF-8 whatever the machine's code page: piped text on Windows would else fail at the first letter it lacks.
    command = [interpreter(root), "-X", "utf8"]
    if testing:
        return _follow([*command, "-m", "pytest", *argv[1:]], folder=root)
    # -P: a file of the folder the user is in must not pass for a module.
    return _follow([*command, "-P", "-m", "clausebook", *argv], env={**os.environ, ROOT: root})


def is_pinned(root: str) -> bool:
    """Whether the repository has no engine of its own, but pins a wheel."""
    return os.path.exists(os.path.join(root, PIN))


def interpreter(root: str, os_name: str = os.name) -> str:
    """The path of .venv's Python: venv lays its folder out differently on Windows."""
    return os.path.join(root, ".venv", *(("Scripts", "python.exe") if os_name == "nt" else ("bin", "python")))


def packages(root: str, os_name: str = os.name) -> str:
    """The folder of .venv that packages are installed in."""
    parts = ("Lib",) if os_name == "nt" else ("lib", f"python{sys.version_info[0]}.{sys.version_info[1]}")
    return os.path.join(root, ".venv", *parts, "site-packages")


def ensure(root: str, lock: str, wheel: Wheel | None = None) -> None:
    """Make .venv hold what `lock` names and the engine; where it does already, a few small reads and nothing else."""
    if is_true(root, lock):
        return
    try:
        with _alone(root):
            if not is_true(root, lock):  # another process may have made it while this one waited
                _make(root, lock, wheel)
    except OSError as error:
        raise UserError(f"cannot make .venv ({error}); close programs that use it, or move the repository") from error


def is_true(root: str, lock: str) -> bool:
    """Whether .venv was made to the end, by this Python version, from `lock` and the engine as they read now."""
    return _holds(root, lock) and _read(_stamp_path(root, "engine")) == _engine(root)


def _holds(root: str, lock: str) -> bool:
    """Whether .venv holds the packages of `lock`."""
    return _read(_stamp_path(root, lock)) == _stamp(root, lock) and os.path.exists(interpreter(root))


def _lock_for(root: str, argv: list[str]) -> str:
    """The lock of what a command needs."""
    extra = f"{argv[0]}.lock" if argv and argv[0] in EXTRAS else ""
    return extra if extra and _lock(root, extra) is not None else RUN_LOCK


def _stamp_path(root: str, name: str) -> str:
    return os.path.join(root, ".venv", f"{STAMP}-{name}.txt")


def _stamp(root: str, lock: str) -> str:
    """What the stamp of a .venv made now would hold: the Python version and the hash of what is installed."""
    from hashlib import sha256

    text = b"".join(_lock(root, name) or b"" for name in (BUILD_LOCK, lock))
    return f"{sys.implementation.cache_tag} {sha256(text).hexdigest()}\n"


def _engine(root: str) -> str:
    """What the engine's stamp of a .venv made now would hold: the hash of the pinned wheel, or src."""
    if not is_pinned(root):
        return "src\n"
    lines = (_read(os.path.join(root, PIN)) or "").splitlines()
    return next((f"{line.partition(':')[2].strip()}\n" for line in lines if line.startswith("sha256:")), "")


def _lock(root: str, name: str) -> bytes | None:
    """A lock: of the source repository, or of the engine that runs, which may be a wheel. None where there is none."""
    if not is_pinned(root):
        return _bytes(os.path.join(root, LOCKS, name))
    inside = os.path.join(os.path.dirname(clausebook.__file__), "defaults", LOCKS, name)
    loader: Any = vars(clausebook)["__loader__"]
    try:
        found: bytes = loader.get_data(inside)
    except OSError:
        return None
    return found


def _make(root: str, lock: str, wheel: Wheel | None) -> None:
    """Add what is missing to a good .venv; in every other case throw .venv away and make it again."""
    from clausebook.io import installer  # only here: this file is read before every command

    started = time.monotonic()
    if not _holds(root, lock):
        mark = _stamp_path(root, lock)
        adding = lock != RUN_LOCK and _holds(root, RUN_LOCK) and not os.path.exists(mark)
        folder = os.path.join(root, ".venv")
        try:
            installer.require()
            _say(f"installing {lock} into .venv (once, about a minute)")
            if adding:
                _write(mark, "unfinished\n")  # killed from here on, .venv is made again next time
            with _locks_on_disk(root, (BUILD_LOCK, lock)) as locks:
                installer.fill(folder, interpreter(root), locks, anew=not adding)
        except BaseException as error:
            if not adding:
                installer.clear(folder)  # nothing half-made is left
            elif isinstance(error, UserError) and os.path.exists(mark):
                os.remove(mark)  # installers download everything before they change anything: what was good still is
            raise
    _add_engine(root, wheel)
    # Last, so that a .venv with a stamp is whole. The other locks hold all that the engine's own does.
    for name in {RUN_LOCK, lock}:
        _write(_stamp_path(root, name), _stamp(root, name))
    _say(f".venv is ready ({time.monotonic() - started:.0f} s)")


@contextmanager
def _locks_on_disk(root: str, names: tuple[str, ...]) -> Iterator[list[str]]:
    """Paths of locks, written out for installers where the engine is a wheel."""
    if not is_pinned(root):
        yield [os.path.join(root, LOCKS, name) for name in names]
        return
    import tempfile

    with tempfile.TemporaryDirectory(prefix="locks-") as folder:
        paths = [os.path.join(folder, name) for name in names]
        for name, path in zip(names, paths, strict=True):
            with open(path, "wb") as file:
                file.write(_lock(root, name) or b"")
        yield paths


def _add_engine(root: str, wheel: Wheel | None) -> None:
    """Let .venv's Python import the engine: the pinned wheel, unpacked, or src/ by a path that survives a move."""
    import shutil

    folder, stamp = packages(root), _stamp_path(root, "engine")
    if _read(stamp) == _engine(root):
        return
    path = wheel() if is_pinned(root) and wheel else ""
    if os.path.exists(stamp):
        os.remove(stamp)
    os.makedirs(folder, exist_ok=True)
    for name in os.listdir(folder):
        if name == "clausebook" or name.startswith("clausebook-"):
            shutil.rmtree(os.path.join(folder, name))
    pth = os.path.join(folder, "clausebook.pth")
    if path:
        from zipfile import ZipFile

        if os.path.exists(pth):
            os.remove(pth)
        with ZipFile(path) as packed:  # pure Python without scripts: to unpack it is to install it
            packed.extractall(folder)
        # for editors; the source repository has them in git
        schema = os.path.join(folder, "clausebook", "defaults", "schema")
        shutil.copytree(schema, os.path.join(root, "schema"), dirs_exist_ok=True)
    else:
        _write(pth, os.path.relpath(os.path.join(root, "src"), folder) + "\n")
    _write(stamp, _engine(root))


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


def _read(path: str) -> str | None:
    found = _bytes(path)
    return None if found is None else found.decode("utf-8", "replace")


def _bytes(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


@contextmanager
def _alone(root: str) -> Iterator[None]:
    """Hold the right to change .venv; the system takes it back from a process that is killed."""
    with open(_guard(root), "r+b") as file:
        if not _try_lock(file.fileno()):
            _say("waiting for another build.py that is installing")
            while not _try_lock(file.fileno()):
                time.sleep(0.2)
        os.set_inheritable(file.fileno(), True)  # an installer that outlives this process keeps the right until it ends
        yield


def _guard(root: str) -> str:
    """The file whose lock is the right to change .venv."""
    return os.path.join(root, PIN) if is_pinned(root) else os.path.join(root, LOCKS, RUN_LOCK)


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
