"""Wheels of the engine: made from the source repository, read, and pinned by engine.lock."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from clausebook.errors import UserError
from clausebook.io.engine import defaults, is_source
from clausebook.text.records import dataclass

PIN, VENDOR = "engine.lock", "vendor"
# what a wheel is made from: files and folders, among them the law, which it brings for texts outside a repository
SOURCES = (
    *("pyproject.toml", "setup.py", "LICENSE", "build.py", ".gitattributes", ".gitignore", ".gitlab-ci.yml"),
    *("desk.cmd", "desk.command"),
    *(".github", "src", "templates", "site", "schema", "requirements", "policy/instruments", "policy/instruments.yaml"),
)
_DAY = "1767225600"  # no clock in a wheel: the same source gives the same bytes
_BUILD = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"
_HEAD = """\
# The engine that builds this repository. It moves with: python3 build.py engine --upgrade WHEEL
"""


@dataclass(frozen=True, kw_only=True)
class Wheel:
    """An engine as a wheel: its file name, its version and its bytes."""

    name: str
    version: str
    content: bytes

    @property
    def path(self) -> str:
        """Where a repository keeps it."""
        return f"{VENDOR}/{self.name}"

    @property
    def pin(self) -> str:
        """engine.lock for this wheel."""
        return pin_text(self.version, sha256(self.content).hexdigest(), self.path)

    def file(self, path: str) -> bytes:
        """One file of what it carries for repositories; UserError where that is not in it."""
        try:
            with ZipFile(BytesIO(self.content)) as packed:
                return packed.read(f"clausebook/defaults/{path}")
        except KeyError:
            raise UserError(f"{self.name} carries no {path}", "take a wheel of a released engine") from None

    def files(self, folder: str) -> Mapping[str, bytes]:
        """The files of a folder that it carries, by path."""
        start = "clausebook/defaults/"
        with ZipFile(BytesIO(self.content)) as packed:
            names = [name for name in packed.namelist() if name.startswith(f"{start}{folder}/") and name[-1] != "/"]
            return {name.removeprefix(start): packed.read(name) for name in names}


def pin_text(version: str, digest: str, place: str) -> str:
    """engine.lock for a wheel that is at `place`: a path in the repository, or an address."""
    return f"{_HEAD}version: {version}\nsha256: {digest}\nwheel: {place}\n"


def read_pin(text: str) -> dict[str, str]:
    """What engine.lock says, by key."""
    parts = (line.partition(":") for line in text.splitlines() if not line.startswith("#"))
    return {key.strip(): value.strip() for key, colon, value in parts if colon}


def read_wheel(path: Path) -> Wheel:
    """The wheel in a file. Raises UserError for a file that is not an engine."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UserError(f"cannot read {path} ({error.strerror})", "name the file of an engine: a .whl") from error
    return _read(path.name, content, str(path))


def fetch_wheel(address: str) -> Wheel:
    """The wheel at an address that begins with https://. Raises UserError where it cannot be had."""
    from urllib.request import urlopen

    try:
        with urlopen(address, timeout=60) as answer:
            content: bytes = answer.read()
    except OSError as error:
        raise UserError(f"cannot fetch {address} ({error})", "connect, or name the file of a wheel") from error
    return _read(address.rpartition("/")[2], content, address)


def _read(name: str, content: bytes, place: str) -> Wheel:
    try:
        with ZipFile(BytesIO(content)) as packed:
            (facts,) = [one for one in packed.namelist() if re.fullmatch(r"clausebook-[^/]+\.dist-info/METADATA", one)]
            found = re.search(r"(?m)^Version: (\S+)$", packed.read(facts).decode("utf-8"))
    except (BadZipFile, ValueError):
        found = None
    if found is None:
        raise UserError(f"{place} is no wheel of clausebook", "name the file of an engine: clausebook-….whl")
    return Wheel(name=name, version=found[1], content=content)


def this_engine(root: Path) -> Wheel:
    """The engine that runs, as a wheel: made from source, or the one that the repository `root` pins.

    Raises UserError where it runs from neither.
    """
    if is_source():
        return make_wheel(defaults())
    pinned = root / PIN
    place = read_pin(pinned.read_text(encoding="utf-8")).get("wheel", "") if pinned.is_file() else ""
    if place.startswith("https://"):
        return fetch_wheel(place)
    if not place:
        raise UserError("this engine was installed without its wheel", "say which with --wheel FILE.whl")
    return read_wheel(root / place)


def make_wheel(source: Path) -> Wheel:
    """The engine of a source repository as a wheel, without the network. Raises UserError where setuptools refuses."""
    with tempfile.TemporaryDirectory(prefix="wheel-") as scratch:
        copied, made = Path(scratch, "source"), Path(scratch, "made")
        for name in SOURCES:
            if (source / name).is_dir():
                shutil.copytree(
                    source / name, copied / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
                )
            else:
                (copied / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source / name, copied / name)
        made.mkdir()
        done = subprocess.run(
            [sys.executable, "-c", _BUILD, str(made)],
            cwd=copied,
            env={**_environment(), "SOURCE_DATE_EPOCH": _DAY},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        wheels = sorted(made.glob("*.whl"))
        if done.returncode or not wheels:
            said = [line for line in done.stderr.splitlines() if line.strip()] or ["it said nothing"]
            raise UserError(f"the wheel cannot be made: {said[-1]}", "python3 build.py test shows what is wrong")
        return read_wheel(wheels[0])


def _environment() -> dict[str, str]:
    import os

    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
