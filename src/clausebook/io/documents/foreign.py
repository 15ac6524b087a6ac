"""OpenDocument, web pages, Markdown and reStructuredText -> pandoc's tree, in one run of the program within limits."""

from __future__ import annotations

import json
import subprocess
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
        raise UserError(f"{name} cannot be read: {said}", "open it in its own program and save it anew")
    try:
        made: dict[str, Any] = json.loads(done.stdout)
    except RecursionError as error:
        raise UserError(f"{name} is too deeply nested to be read", "save it in another format") from error
    return made
