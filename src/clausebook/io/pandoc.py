"""Pandoc: typed tree -> bytes of a Word file, in one run of the program."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from clausebook.errors import UserError
from clausebook.model.artefact import Artefact


def write(artefact: Artefact) -> bytes:
    """The Word file of an artefact whose `source` is a tree of `pandoc.types`.

    `files` may hold `reference.docx` (styles, page, header and footer) and `template.openxml` (what is around the
    body). The package's own `write` would run pandoc through plumbum, whose environment is one for the whole process
    and cannot be dated while another thread works; so the package makes the tree and its JSON, and pandoc is run
    here. Raises UserError where pandoc is missing or refuses.
    """
    from pandoc import write_json_v2

    with tempfile.TemporaryDirectory(prefix="policy-") as folder:
        options = list(_options(artefact, Path(folder)))
        made = _run(options, json.dumps(write_json_v2(artefact.source)).encode("ascii"), artefact)
    return artefact.finish(made) if artefact.finish else made


def _options(artefact: Artefact, folder: Path) -> list[str]:
    options = ["--from=json", "--to=docx", "--output=-", "--syntax-highlighting=none", "--fail-if-warnings"]
    for name, option in (("reference.docx", "--reference-doc"), ("template.openxml", "--template")):
        if name in artefact.files:
            (folder / name).write_bytes(artefact.files[name])
            options.append(f"{option}={folder / name}")
    return options


def _run(options: list[str], source: bytes, artefact: Artefact) -> bytes:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(_seconds(artefact.dated or date(1980, 1, 1)))}
    result = subprocess.run([str(program()), *options], input=source, capture_output=True, env=environment, check=False)
    if result.returncode:
        lines = result.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UserError(f"pandoc could not make {artefact.path}: {' '.join(lines)}")
    return result.stdout


def _seconds(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


@lru_cache(maxsize=1)
def program() -> Path:
    """The pandoc that comes with the package pypandoc_binary, or else the one on PATH."""
    spec = find_spec("pypandoc")
    if spec and spec.origin:
        files = Path(spec.origin).parent / "files"
        for name in ("pandoc.exe", "pandoc"):
            if (files / name).is_file():
                return files / name
    found = shutil.which("pandoc")
    if not found:
        raise UserError("pandoc is not installed", "delete .venv and run build.py again: it comes with pypandoc_binary")
    return Path(found)
