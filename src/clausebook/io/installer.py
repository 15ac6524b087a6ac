"""Fills a virtual environment with exactly what the locks name, with uv or pip, and says in one line why it cannot.

Standard library only: it runs before anything is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec

from clausebook.errors import UserError

STAMP = "made-from"  # how the names of the files begin that say an environment is whole

NO_VENV = "this Python cannot make a virtual environment; on Debian or Ubuntu: sudo apt install python3-venv"
OFFLINE = "cannot reach the package index, which the first run needs; connect (or set pip's proxy) and run again"
UNTRUSTED = "the network's certificate is not trusted; set PIP_CERT to your network's certificate file and run again"
ALTERED = "a package is not the one the lock names (its hash differs); run again, and if it stays renew the lock"
NOT_HERE = "a package is not to be had for this Python or machine; run again with Python 3.11, 3.12 or 3.13"
FULL = "the disk is full; make about 1 GB of room and run again"
NOT_OURS = "no right to write in .venv; close programs that use it, or move the repository to a folder of yours"

# What pip and uv print, and what it means; the first sign found counts.
SIGNS = (
    ("hash mismatch", ALTERED),
    ("do not match the hashes", ALTERED),
    ("no space left", FULL),
    ("permission denied", NOT_OURS),
    ("certificate verify", UNTRUSTED),
    ("certificate_verify", UNTRUSTED),
    ("peer certificate", UNTRUSTED),
    ("after connection broken by", OFFLINE),
    ("max retries exceeded", OFFLINE),
    ("proxyerror", OFFLINE),
    ("name resolution", OFFLINE),
    ("getaddrinfo failed", OFFLINE),
    ("network is unreachable", OFFLINE),
    ("error sending request", OFFLINE),
    ("dns error", OFFLINE),
    ("from versions:", NOT_HERE),
    ("no wheels with a matching", NOT_HERE),
)


def require() -> None:
    """Raise UserError where neither uv nor pip can be had: a bare Debian's Python has no ensurepip."""
    if not shutil.which("uv"):
        _require_pip()


def fill(folder: str, python: str, locks: list[str], anew: bool) -> None:
    """Install `locks` in turn into the environment `folder` (made first if `anew`), whose Python is `python`.

    With uv where it is at hand; else, or where uv fails, with pip. Raises UserError, whose one line has the hint.
    """
    if uv := shutil.which("uv"):
        try:
            _fresh(folder, anew)
            _install(locks, [uv, "pip", "install", "--python", python])
        except UserError as error:
            _say(f"uv: {error}")
            _say("trying with pip")
        else:
            return
    _require_pip()
    _fresh(folder, anew)
    _call([python, "-I", "-m", "ensurepip"], lambda output: explain(output, otherwise=NO_VENV))
    pip = [python, "-I", "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    _install(locks, [*pip, "--no-warn-script-location", "--progress-bar", "off"])


def clear(folder: str) -> None:
    """Remove an environment, whatever state it is in: first its stamps, so that a part of it never passes for whole."""
    if os.path.islink(folder) or os.path.isfile(folder):
        os.remove(folder)
    elif os.path.isdir(folder):
        for name in os.listdir(folder):
            if name.startswith(STAMP):
                os.remove(os.path.join(folder, name))
        shutil.rmtree(folder)


def explain(output: str, otherwise: str = "") -> str:
    """What a failed installer's output means, in one line that ends with the hint."""
    low = output.lower()
    for sign, meaning in SIGNS:
        if sign in low:
            return meaning
    said = [line.strip() for line in output.splitlines() if line.strip()] or ["it said nothing"]
    error = next((line for line in said if line.lower().startswith("error")), said[-1])
    return otherwise or f"the packages could not be installed ({error}); mend that and run again"


def _require_pip() -> None:
    if find_spec("ensurepip") is None or find_spec("venv") is None:
        raise UserError(NO_VENV)


def _fresh(folder: str, anew: bool) -> None:
    """An empty .venv, made by the Python that is not itself in one."""
    if not anew:
        return
    clear(folder)
    base = getattr(sys, "_base_executable", None) or sys.executable
    _call([base, "-m", "venv", "--without-pip", folder], lambda output: explain(output, otherwise=NO_VENV))


def _install(locks: list[str], installer: list[str]) -> None:
    # Every hash must fit, nothing beyond the lock comes in, and what is built is built with the locked tool.
    strict = ["--require-hashes", "--no-deps", "--no-build-isolation"]
    for lock in locks:
        _call([*installer, *strict, "-r", lock], explain)


def _call(command: list[str], meaning: Callable[[str], str]) -> None:
    """Run an installer's command, showing its latest line on a terminal; UserError where it fails."""
    env = dict(os.environ, PIP_USER="0")  # a user's own pip settings may send packages elsewhere than .venv
    for name in ("PIP_TARGET", "PIP_PREFIX", "PYTHONHOME"):
        env.pop(name, None)
    pipe, quiet, merged = subprocess.PIPE, subprocess.DEVNULL, subprocess.STDOUT
    # close_fds: the lock that keeps other processes out of .venv is held until the last installer ends.
    with subprocess.Popen(
        command, env=env, stdin=quiet, stdout=pipe, stderr=merged, encoding="utf-8", errors="replace", close_fds=False
    ) as process:
        output = "".join(_shown(process.stdout or ()))
    if process.returncode:
        raise UserError(meaning(output))


def _shown(lines: Iterable[str]) -> Iterator[str]:
    """The lines as they come, the latest one on the terminal's last line."""
    terminal = sys.stderr.isatty()
    for line in lines:
        if terminal:
            sys.stderr.write(f"\r  {line.strip()[:70]:<70}")
        yield line
    if terminal:
        sys.stderr.write(f"\r{'':<72}\r")


def _say(words: str) -> None:
    print(f"build.py: {words}", file=sys.stderr)
