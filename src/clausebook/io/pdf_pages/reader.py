"""The second Python that reads a PDF: bytes in, JSON out. It knows nothing of the engine but this folder.

`main`, with the most pages that a PDF may have as its argument, answers {"pages": …} or {"trouble": "encrypted" |
"damaged" | "long" | "memory"}.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
import unicodedata
from bisect import bisect
from collections import Counter
from typing import Any

from clausebook.io.pdf_pages import form, layout

MEMORY = 1 << 31  # bytes of address space, where the system has such a limit
GAP = 0.15  # of the size of the type: white from which two words are two
NARROW = 0.02  # of the size of the type: white that letters of one word do not have between them
GLUED = re.compile(r"(\d{1,2}(?:\.\d{1,2})*\.?\)?|[A-Za-z][.)]|\([a-z]{1,4}\)|[•●○▪‣])(?=[A-Z][a-z]|[A-Z]{2}|A$)")
INSIDE = 0.5  # points by which the middle of a blank is inside a letter that it underlines
NO_LETTER = re.compile(r"\(cid:\d+\)")  # what the first reader writes for a sign whose letter the file does not say
SEAM = "\ue00f"  # as in model.documents.extracted, which this program cannot import
BROKEN = re.compile(r"[-\u2010\u00ad]\r?\n|[\ufffe\x02](?:\r?\n)?")  # a word that may go on in the next line


def answer(data: bytes, most: int) -> dict[str, Any]:
    """What the PDF holds, or what prevents reading it."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > most:
                return {"trouble": "long", "count": len(document.pages)}
            second, unseen = _second(data, form.layers_off(document.doc.catalog))
            pages = [
                _page(page, second.get(page.page_number), unseen.get(page.page_number, [])) for page in document.pages
            ]
            title = str((document.metadata or {}).get("Title") or "").strip()
    except MemoryError:
        return {"trouble": "memory"}
    except Exception as error:  # pdfminer raises whatever a broken file makes it raise
        protected = isinstance(error, PDFPasswordIncorrect) or "PDFPasswordIncorrect" in repr(error)
        return {"trouble": "encrypted" if protected else "damaged"}
    return {
        "pages": [{key: page[key] for key in page if key not in ("pictures", "fields")} for page in pages],
        "title": title,
        "pictures": sum(page["pictures"] for page in pages),
        "fields": sum(page["fields"] for page in pages),
    }


def _second(data: bytes, off: frozenset[str]) -> tuple[dict[int, str], dict[int, list[form.Box]]]:
    """What each page says to a second reader, which parts words by a method of its own; not pages it cannot read.

    And where on the page words are that are drawn without ink, or on one of the layers that are off.
    """
    found: dict[int, str] = {}
    unseen: dict[int, list[form.Box]] = {}
    with contextlib.suppress(Exception):  # where it reads nothing, the first reader's count is all there is
        import pypdfium2

        document = pypdfium2.PdfDocument(data)
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            found[number + 1] = text.get_text_range()
            text.close()
            unseen[number + 1] = form.unseen(page, off)
            page.close()
        document.close()
    return found, unseen


def _letters_of(text: str) -> Counter[str]:
    return Counter(sign for sign in unicodedata.normalize("NFKC", text) if sign.isalnum())


def _counted(words: list[Any], second: str | None, left_out: list[str]) -> dict[str, Any]:
    """The words of a page by the second reader, and those that the two part differently.

    Where both have the same letters, words that the first reads as one are one word or two.
    """
    first = " ".join((*(word["text"] for word in words), *left_out))
    if second is None:
        return {"counted": first, "parted": []}
    apart = {word["text"] for word in words}
    second = re.sub(r"\S+", lambda found: _as_parted(found[0], apart), second)
    joined = BROKEN.sub(SEAM, second)
    missing = _letters_of(joined) - _letters_of(first)
    there = Counter(_bare(first))
    there.subtract(_bare(BROKEN.sub("-", second)))
    parted = [word for word, times in there.items() if times > 0 and len(word) > 2]
    if any(missing.values()) or not parted:
        return {"counted": " ".join(joined.split()), "parted": []}
    known, made = set(_bare(first)), ""
    for word in joined.split():
        strange = not set(_bare(word)) <= known
        made += (SEAM if strange and made.endswith("\ue010") else " ") + word + ("\ue010" if strange else "")
    return {"counted": made.replace("\ue010", ""), "parted": parted}


def _as_parted(word: str, apart: set[str]) -> str:
    """A word of the second reader, as the first one parted it from its mark."""
    mark = GLUED.match(word)
    parts = (mark[1], word[mark.end(1) :]) if mark and word not in apart else (word,)
    return " ".join(parts) if apart.issuperset(parts) else word


def _bare(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text))


def _words(page: Any) -> list[Any]:
    found: list[Any] = page.extract_words(
        keep_blank_chars=False,
        use_text_flow=False,
        x_tolerance_ratio=GAP,
        extra_attrs=["fontname", "size"],
        return_chars=True,
    )
    for word in found:
        word["text"] = NO_LETTER.sub("", word["text"])
    return [part for word in found if word["text"] for part in _parted(word)]


def _parted(word: Any) -> list[Any]:
    """A word, or the mark at its beginning and the word, where a narrow gap shows that they are two: 1.1The."""
    mark, chars = GLUED.match(word["text"]), word["chars"]
    at = len(mark[1]) if mark else 0
    if not mark or len(chars) != len(word["text"]) or chars[at]["x0"] - chars[at - 1]["x1"] < NARROW * word["size"]:
        return [word]
    first = {**word, "text": mark[1], "chars": chars[:at], "x1": chars[at - 1]["x1"]}
    return [first, {**word, "text": word["text"][at:], "chars": chars[at:], "x0": chars[at]["x0"]}]


def _page(page: Any, second: str | None, unseen: list[form.Box]) -> dict[str, Any]:
    if second is not None and len(page.chars) > 1.3 * len("".join(second.split())):
        page = page.dedupe_chars()  # bold type that is drawn twice
    whole = page
    under = _under_letters(page.chars)
    if under:
        page = page.filter(lambda one: one["object_type"] != "char" or form.key(one) not in under)
    scan = any(one["width"] * one["height"] > 0.6 * float(page.width) * float(page.height) for one in page.images)
    marks, gone = form.marks(page, _words(page), None if scan else unseen)
    if gone:
        page = page.filter(lambda one: one["object_type"] != "char" or form.key(one) not in gone)
    tables = page.find_tables()
    tables = [table for table in tables if len(table.rows) > 1 and len(table.rows[0].cells) > 1]
    boxes = [table.bbox for table in tables]
    words = _words(page)
    outside = [word for word in words if not any(_inside(word, box) for box in boxes)]
    outside, aside = layout.parted_aside(outside)
    lines = layout.lines(outside)
    gutter = layout.gutter(lines, float(page.width))
    made = {
        "number": page.page_number,
        "width": float(page.width),
        "height": float(page.height),
        "lines": [
            *(_line(line, column) for column, line in layout.reading_order(lines, gutter)),
            *(_line(line, layout.ASIDE) for line in layout.lines(aside)),
        ],
        "tables": [
            {"top": float(table.bbox[1]), "column": layout.column(table.bbox, gutter), "rows": _rows(table)}
            for table in tables
        ],
        "pictures": len(page.images),
        "scan": scan,
        "marks": marks,
        "unknown": sum(bool(NO_LETTER.search(char["text"])) for char in page.chars),
        **_counted(words, second, [words_ for how, _, words_ in marks if how in form.LEFT_OUT]),
        "fields": sum(1 for one in page.annots if (one.get("data") or {}).get("Subtype", "") and _is_field(one)),
    }
    whole.close()
    return made


def _under_letters(chars: list[Any]) -> set[Any]:
    """Blanks that are drawn where letters are, as some programs underline: they part no words."""
    letters: dict[int, list[tuple[float, float]]] = {}
    for one in chars:
        if not one["text"].isspace():
            letters.setdefault(round(one["bottom"]), []).append((one["x0"], one["x1"]))
    found = set()
    for line in letters.values():
        line.sort()
    for one in chars:
        line = letters.get(round(one["bottom"]), []) if one["text"].isspace() else []
        middle = (one["x0"] + one["x1"]) / 2
        at = bisect(line, (middle, 0.0)) - 1
        if line and at >= 0 and line[at][1] - INSIDE > middle > line[at][0] + INSIDE:
            found.add(form.key(one))
    return found


def _is_field(annotation: Any) -> bool:
    return bool("Widget" in str(annotation["data"].get("Subtype")))


def _rows(table: Any) -> list[list[str]]:
    return [[_cell(NO_LETTER.sub("", cell or "")) for cell in row] for row in table.extract(x_tolerance_ratio=GAP)]


def _cell(text: str) -> str:
    """The words of a cell, each item that has a mark on a line of its own."""
    made = ""
    for line in text.split("\n"):
        words = line.split()
        is_item = len(words) > 1 and layout.MARKS.fullmatch(words[0]) and made
        made += ("\n" if is_item else " ") + " ".join(words)
    return made.strip()


def _inside(word: Any, box: tuple[float, float, float, float]) -> bool:
    middle, height = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= middle <= box[2] and box[1] <= height <= box[3])


def _line(words: list[Any], column: int) -> dict[str, Any]:
    runs: list[list[Any]] = []
    end = None
    for word in words:
        name = word["fontname"].rpartition("+")[2].lower()
        style = [
            any(mark in name for mark in ("bold", "black", "heavy", "semibd")),
            "italic" in name or "oblique" in name,
        ]
        gap = "" if end is None else "\t" if word["x0"] - end > word["size"] * 2.5 else " "
        if runs and runs[-1][1:] == style:
            runs[-1][0] += gap + word["text"]
        else:
            if runs:
                runs[-1][0] += gap
            runs.append([word["text"], *style])
        end = word["x1"]
    sizes = sorted((len(word["text"]), round(float(word["size"]) * 2) / 2) for word in words)
    return {
        "runs": runs,
        "left": float(words[0]["x0"]),
        "right": float(words[-1]["x1"]),
        "top": float(min(word["top"] for word in words)),
        "bottom": float(max(word["bottom"] for word in words)),
        "size": sizes[-1][1],
        "column": column,
    }


def main() -> None:
    """Read standard input, answer on standard output."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    import logging

    logging.disable(logging.CRITICAL)
    made = answer(sys.stdin.buffer.read(), int(sys.argv[1]))
    sys.stdout.buffer.write(json.dumps(made).encode("ascii"))


if __name__ == "__main__":
    main()
