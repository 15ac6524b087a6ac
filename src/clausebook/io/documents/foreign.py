"""Files that other programs read: pandoc's tree of a text format, and .doc and RTF as LibreOffice saves them."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from clausebook.errors import UserError
from clausebook.io.documents import limits
from clausebook.io.pandoc import program

# no smart quotes: words stay as they are. GitHub's Markdown and pandoc's, because both are written.
FORMATS = {
    "odt": "odt",
    "html": "html-smart+native_divs",
    "md": "commonmark_x-smart+sourcepos-implicit_figures-gfm_auto_identifiers-emoji",
    "rst": "rst-smart",
}


def tree(data: bytes, kind: str, name: str) -> dict[str, Any]:
    """Pandoc's tree as plain values. Raises UserError where it takes too long, too much memory, or is not understood.

    The program runs sandboxed: it reads no other file and fetches nothing. Its heap has a limit of its own.
    """
    command = [str(program()), f"--from={FORMATS[kind]}", "--to=json", "--sandbox"]
    command += ["+RTS", f"-M{limits.HEAP}M", "-RTS"]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=limits.SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise UserError(f"reading {name} takes more than {limits.SECONDS} s", "save it in another format") from error
    if done.returncode in (251, 252) or b"heap" in done.stderr.lower():
        raise UserError(f"{name} is too big or too deeply nested to be read", "split it, or save it in another format")
    if done.returncode:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())[:200]
        raise UserError(f"{name} cannot be read: {said}", "open it in its own program and save it again")
    try:
        made: dict[str, Any] = json.loads(done.stdout)
    except RecursionError as error:
        raise UserError(f"{name} is too deeply nested to be read", "save it in another format") from error
    return made


KINDS = {"doc": "a Word file of the old kind (.doc)", "rtf": "an RTF file"}
_SAVE = "open it in Word or LibreOffice and save it as .docx"


def office_program() -> str | None:
    """The path of LibreOffice, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def converted(data: bytes, kind: str, name: str) -> bytes:
    """The file as .docx. Raises UserError where LibreOffice is not there, cannot read the file, or takes too long.

    It runs with an empty profile of its own in a folder that is thrown away; macros do not run there.
    """
    office = office_program()
    if office is None:
        raise UserError(f"{name} is {KINDS[kind]}", _SAVE)
    with tempfile.TemporaryDirectory(prefix="clausebook-") as folder:
        source = Path(folder, f"source.{kind}")
        source.write_bytes(data)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [office, "--headless", "--norestore", profile, "--convert-to", "docx:MS Word 2007 XML"]
        _run([*command, "--outdir", str(Path(folder, "made")), str(source)], name)
        made = Path(folder, "made", "source.docx")
        if not made.is_file() or made.stat().st_size > limits.FILE:
            raise UserError(f"{name} is {KINDS[kind]} that LibreOffice cannot read", _SAVE)
        return made.read_bytes()


def _run(command: list[str], name: str) -> None:
    """Run LibreOffice, which starts a process of its own; both are ended in time."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True) as process:
        try:
            process.wait(limits.SECONDS)
        except subprocess.TimeoutExpired as error:
            with contextlib.suppress(OSError, AttributeError):
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            raise UserError(f"reading {name} takes LibreOffice more than {limits.SECONDS} s", _SAVE) from error
