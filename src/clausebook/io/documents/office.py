"""Old Word files (.doc) and RTF -> .docx by LibreOffice, where the machine has it; elsewhere a line says what to do."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from clausebook.errors import UserError
from clausebook.io.documents import limits

KINDS = {"doc": "a Word file of the old kind (.doc)", "rtf": "an RTF file"}
_SAVE = "open it in Word or LibreOffice and save it as .docx"


def program() -> str | None:
    """The path of LibreOffice, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def converted(data: bytes, kind: str, name: str) -> bytes:
    """The file as .docx. Raises UserError where LibreOffice is not there, cannot read the file, or takes too long.

    It runs with an empty profile of its own in a folder that is thrown away; macros do not run there.
    """
    office = program()
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
