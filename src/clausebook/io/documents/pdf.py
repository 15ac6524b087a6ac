"""A PDF with text -> its lines with position, size and weight, and its ruled tables, read in a process of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from clausebook.errors import UserError
from clausebook.io.documents import limits
from clausebook.io.documents.colours import is_grey, named
from clausebook.io.documents.word.look import Marked
from clausebook.model.documents.extracted import (
    HIDDEN,
    LEFT_OUT,
    ExcludedText,
    ExtractedBlock,
    ExtractedDocument,
    SourceDoubt,
    SourceLine,
    SourcePage,
    SourcePosition,
)
from clausebook.text.inline import Inline, Run

_REASONS = {
    "encrypted": ("is protected with a password", "save it without its password"),
    "damaged": ("is damaged: it cannot be read as a PDF", "get another copy, or import the document it was made from"),
    "memory": ("needs too much memory to be read", "import the document it was made from"),
}
_FEWEST = 3  # words a page, below which a PDF is pictures of pages


def read(data: bytes, name: str) -> ExtractedDocument:
    """The manuscript of a PDF. Raises UserError for a scan, for one that is protected or damaged, and beyond limits.

    A PDF can be made to keep its reader busy for ever. So it is read by a second Python, which is ended in time.
    """
    made = _answer(data, name)
    if "pages" not in made:
        if made.get("trouble") == "long":
            raise UserError(
                f"{name} has {made['count']} pages; a PDF may have {limits.PAGES}",
                "split it into the policies it holds",
            )
        what, hint = _REASONS.get(str(made.get("trouble")), _REASONS["damaged"])
        raise UserError(f"{name} {what}", hint)
    pages = tuple(_page(page) for page in made["pages"])
    words = sum(len(line.words.split()) for page in pages for line in page.lines) + sum(
        len(block.all_words.split()) for page in pages for _, _, block in page.tables
    )
    if words < _FEWEST * len(pages):
        raise UserError(f"{name} holds no text: it is pictures of pages", _ocr(name))
    marked, asides, doubts = _formed(made["pages"])
    remarks = [f"{made['pictures']} pictures left out: a policy is words"] if made["pictures"] else []
    if made["fields"]:
        remarks.append("fields that can be filled in were left out: look for blanks at the places to sign")
    return ExtractedDocument(
        name=name,
        format="pdf",
        pages=pages,
        remarks=tuple(remarks),
        properties=(("title", made["title"]),) if made["title"] else (),
        asides=tuple(asides),
        doubts=(*doubts, *marked.doubts(words), *(_parted(page) for page in made["pages"] if page["parted"])),
        counted=tuple(page["counted"] for page in made["pages"]),
        unread=tuple(f"page {page['number']}, which is a picture," for page in made["pages"] if _is_picture(page)),
    )


def _formed(pages: Sequence[dict[str, Any]]) -> tuple[Marked, list[ExcludedText], list[SourceDoubt]]:
    """What the form of words says of them: marked ones, those that are left out, and what is unsure."""
    marked, asides, doubts = Marked(), list[ExcludedText](), list[SourceDoubt]()
    for page in pages:
        origin = SourcePosition(page=page["number"])
        read = sum(len(line["runs"]) for line in page["lines"])
        for how, colour, words in page["marks"]:
            if how in LEFT_OUT:
                asides.append(ExcludedText(why=how, text=words, origin=origin, may_be_text=how == HIDDEN))
                hint = "look whether it still holds"
                doubts.append(SourceDoubt(message=LEFT_OUT[how], hint=hint, words=words, origin=origin))
            elif how == "comment":
                label = f"comment by {colour}" if colour else "comment"
                asides.append(ExcludedText(why=label, text=words, origin=origin))
                hint = "settle it; it is in the report and in no clause"
                doubts.append(SourceDoubt(message=f"is a {label}", hint=hint, words=words, origin=origin))
            elif said := _marked(how, colour):
                marked.keep(said, words, origin, False)
        if page["unknown"]:
            what = f"{page['unknown']} signs of the page have no letter in the file and were left out"
            doubts.append(SourceDoubt(message=what, hint="look at the page, and add them", origin=origin))
        if page["scan"] and read:
            hint = "look at every word"
            doubts.append(SourceDoubt(message="is a picture with words that a program read", hint=hint, origin=origin))
    return marked, asides, doubts


def _marked(how: str, colour: str) -> str:
    """How words are marked, as the other formats say it; "" for what marks nothing."""
    if how == "tiny":
        return "set too small to be read"
    if how == "highlighted" or (how == "ground" and not is_grey(colour)):
        return "highlighted"
    name = named(colour, shaded=how != "colour") if how.startswith("colour") else ""
    return f"set in {name}" if name else ""


def _is_picture(page: dict[str, Any]) -> bool:
    return bool(page["scan"]) and len(page["counted"].split()) < _FEWEST


def _ocr(name: str) -> str:
    """The next move for a scan, by the programs of this machine."""
    if shutil.which("ocrmypdf"):
        return f"ocrmypdf {name} text.pdf reads the words into it: import text.pdf, and look at every word"
    if shutil.which("tesseract"):
        return "tesseract reads pictures of pages: make text of it with it, import that, and look at every word"
    return "install OCRmyPDF, which reads the words into it, or scan it as text"


def _parted(page: dict[str, Any]) -> SourceDoubt:
    """The doubt about words that two readers part differently."""
    return SourceDoubt(
        message="two ways of reading the page part these words differently",
        hint="look whether words are glued together or torn apart",
        words=" ".join(page["parted"]),
        origin=SourcePosition(page=page["number"]),
    )


def _answer(data: bytes, name: str) -> dict[str, Any]:
    source = Path(__file__).resolve().parents[3]
    program = (
        f"import sys; sys.path.insert(0, {str(source)!r}); from clausebook.io.pdf_pages.reader import main; main()"
    )
    command = [sys.executable, "-I", "-c", program, str(limits.PAGES)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=limits.SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        hint = "import the document it was made from"
        raise UserError(f"reading {name} takes more than {limits.SECONDS} s", hint) from error
    try:
        made: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return {"trouble": "memory" if b"MemoryError" in done.stderr or done.returncode < 0 else "damaged"}
    return made


def _page(page: dict[str, Any]) -> SourcePage:
    number = page["number"]
    lines = tuple(
        SourceLine(
            text=_inline(line["runs"]),
            left=line["left"],
            right=line["right"],
            top=line["top"],
            bottom=line["bottom"],
            size=line["size"],
            column=line["column"],
            origin=SourcePosition(page=number, line=place),
        )
        for place, line in enumerate(page["lines"], 1)
    )
    tables = tuple(
        (
            table["top"],
            table["column"],
            ExtractedBlock(
                kind="table",
                rows=tuple(tuple((Run(cell),) if cell else () for cell in row) for row in table["rows"]),
                origin=SourcePosition(page=number),
            ),
        )
        for table in page["tables"]
    )
    return SourcePage(number=number, width=page["width"], height=page["height"], lines=lines, tables=tables)


def _inline(runs: list[list[Any]]) -> Inline:
    return tuple(Run(text, bold=bool(bold), italic=bool(italic)) for text, bold, italic in runs)
