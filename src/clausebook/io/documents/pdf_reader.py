"""The second Python that reads a PDF: bytes in, JSON out. It knows nothing of the engine and may be ended at any time.

`python pdf_reader.py PAGES` answers {"pages": …} or {"trouble": "encrypted" | "damaged" | "long" | "memory"}.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
import unicodedata
from collections import Counter
from typing import Any

MEMORY = 1 << 31  # bytes of address space, where the system has such a limit
GUTTER = 6.0  # points of white between two columns
COLUMN = 8  # lines that a page set in columns has in each
FULL = 12  # letters of a line of a column: less is a label in a table
GAP = 0.15  # of the size of the type: white from which two words are two
WIDE = 1.5  # of the size of the type: white that no two words of one text have between them
MARKS = re.compile(r"[•●○◦▪■‣⁃·➢✓❖\uf0b7\uf0a7\uf0d8\uf076*–-]|\(?[a-z0-9]{1,3}[.)]|\([a-z0-9]{1,4}\)")
SEAM = "\ue00f"  # as in model.documents.extracted, which this program cannot import
BROKEN = re.compile(r"[-\u2010\u00ad]\r?\n|[\ufffe\x02](?:\r?\n)?")  # a word that may go on in the next line


def answer(data: bytes, most: int) -> dict[str, Any]:
    """What the PDF holds, or what stands against reading it."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > most:
                return {"trouble": "long", "count": len(document.pages)}
            second = _second(data)
            pages = [_page(page, second.get(page.page_number)) for page in document.pages]
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


def _second(data: bytes) -> dict[int, str]:
    """What each page says to a second reader, which parts words by a method of its own; not pages it cannot read."""
    found: dict[int, str] = {}
    with contextlib.suppress(Exception):  # where it reads nothing, the first reader's count is all there is
        import pypdfium2

        document = pypdfium2.PdfDocument(data)
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            found[number + 1] = text.get_text_range()
            text.close()
            page.close()
        document.close()
    return found


def _letters_of(text: str) -> Counter[str]:
    return Counter(sign for sign in unicodedata.normalize("NFKC", text) if sign.isalnum())


def _counted(words: list[Any], second: str | None) -> dict[str, Any]:
    """The words of a page by the second reader, and those that the two part differently.

    Where both have the same letters, words that the first reads as one are one word or two.
    """
    first = " ".join(word["text"] for word in words)
    if second is None:
        return {"counted": first, "parted": []}
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


def _bare(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text))


def _page(page: Any, second: str | None) -> dict[str, Any]:
    if second is not None and len(page.chars) > 1.3 * len("".join(second.split())):
        page = page.dedupe_chars()  # bold type that is drawn twice
    tables = page.find_tables()
    tables = [table for table in tables if len(table.rows) > 1 and len(table.rows[0].cells) > 1]
    boxes = [table.bbox for table in tables]
    words = page.extract_words(
        keep_blank_chars=False,
        use_text_flow=False,
        x_tolerance_ratio=GAP,
        extra_attrs=["fontname", "size"],
        return_chars=False,
    )
    outside = [word for word in words if not any(_inside(word, box) for box in boxes)]
    lines = _lines(outside)
    gutter = _gutter(lines, float(page.width))
    made = {
        "number": page.page_number,
        "width": float(page.width),
        "height": float(page.height),
        "lines": [_line(line, column) for column, line in _reading_order(lines, gutter)],
        "tables": [
            {"top": float(table.bbox[1]), "column": _column(table.bbox, gutter), "rows": _rows(table)}
            for table in tables
        ],
        "pictures": len(page.images),
        "scan": any(one["width"] * one["height"] > 0.6 * float(page.width) * float(page.height) for one in page.images),
        **_counted(words, second),
        "fields": sum(1 for one in page.annots if (one.get("data") or {}).get("Subtype", "") and _is_field(one)),
    }
    page.close()
    return made


def _is_field(annotation: Any) -> bool:
    return bool("Widget" in str(annotation["data"].get("Subtype")))


def _rows(table: Any) -> list[list[str]]:
    return [[" ".join((cell or "").split()) for cell in row] for row in table.extract(x_tolerance_ratio=GAP)]


def _inside(word: Any, box: tuple[float, float, float, float]) -> bool:
    middle, height = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= middle <= box[2] and box[1] <= height <= box[3])


def _column(box: tuple[float, float, float, float], gutter: float | None) -> int:
    """The column in which a table stands: 0 where it is as wide as the page."""
    if gutter is None or box[0] < gutter < box[2]:
        return 0
    return 1 if box[2] <= gutter else 2


def _reading_order(lines: list[list[Any]], gutter: float | None) -> list[tuple[int, list[Any]]]:
    """Lines in reading order: lists that stand side by side one after the other, on any page."""
    ordered: list[tuple[int, list[Any]]] = []
    rest: list[list[Any]] = []
    at = 0
    while at < len(lines):
        found = _side_by_side(lines, at) if gutter is None else None
        if found is None:
            rest.append(lines[at])
            at += 1
            continue
        end, between = found
        ordered += _in_order(rest, gutter)
        rest = []
        ordered += [(2 + column, line) for column, line in _columns(lines[at:end], between)]
        at = end
    return [*ordered, *_in_order(rest, gutter)]


def _side_by_side(lines: list[list[Any]], start: int) -> tuple[int, float] | None:
    """Where lists end that stand side by side from a line on, and where the white between them runs."""
    split = _wide_gap(lines[start])
    if split is None:
        return None
    left, right = lines[start][0]["x0"], lines[start][split]["x0"]
    size = float(lines[start][0]["size"])
    end, marked = start, 0
    for line in lines[start:]:
        near = line is lines[start] or line[0]["top"] - lines[end - 1][0]["bottom"] < 2.5 * size
        crossed = any(word["x0"] < right - 2 < word["x1"] for word in line)
        beside = [word for word in line if word["x0"] >= right - 2]
        before = [word for word in line if word["x1"] < right - 2]
        touching = bool(beside and before) and beside[0]["x0"] - before[-1]["x1"] < WIDE * 0.6 * size
        aligned = not beside or beside[0]["x0"] - right < 4 * size
        outdented = bool(before) and before[0]["x0"] < left - 2
        if not near or crossed or touching or not aligned or outdented or (not beside and not _hangs(line, left)):
            break
        marked += bool(beside) and bool(MARKS.fullmatch(beside[0]["text"])) and beside[0]["x0"] - right < 2 * size
        end += 1
    return (end, right - 2) if marked >= 2 else None


def _hangs(line: list[Any], left: float) -> bool:
    """Whether a line alone on the left belongs to a list there."""
    return bool(MARKS.fullmatch(line[0]["text"])) or line[0]["x0"] > left + 2


def _wide_gap(line: list[Any]) -> int | None:
    """The first word of the part of a line that stands apart from what is before it; not the text behind a mark."""
    for at in range(1, len(line)):
        before, word = line[at - 1], line[at]
        behind_mark = at == 1 and MARKS.fullmatch(before["text"])
        if not behind_mark and word["x0"] - before["x1"] > WIDE * word["size"]:
            return at
    return None


def _in_order(lines: list[list[Any]], gutter: float | None) -> list[tuple[int, list[Any]]]:
    """Lines in reading order with their column: on a page set in two columns the left one first."""
    if gutter is None:
        return [(0, line) for line in lines]
    ordered: list[tuple[int, list[Any]]] = []
    waiting: list[list[Any]] = []
    for line in [*lines, None]:
        if line is None or any(word["x0"] < gutter < word["x1"] for word in line) or _spans(line, gutter):
            ordered += [(column, part) for column, part in _columns(waiting, gutter)]
            waiting = []
            if line is not None:
                ordered.append((0, line))
        else:
            waiting.append(line)
    return ordered


def _columns(lines: list[list[Any]], gutter: float) -> list[tuple[int, list[Any]]]:
    left = [[word for word in line if word["x1"] <= gutter] for line in lines]
    right = [[word for word in line if word["x0"] >= gutter] for line in lines]
    return [(1, line) for line in left if line] + [(2, line) for line in right if line]


def _spans(line: list[Any], gutter: float) -> bool:
    """Whether a line runs across: no wide white at the gutter, and words on both sides."""
    before = [word["x1"] for word in line if word["x1"] <= gutter]
    after = [word["x0"] for word in line if word["x0"] >= gutter]
    return bool(before and after and min(after) - max(before) < GUTTER)


def _gutter(lines: list[list[Any]], width: float) -> float | None:
    """Where the white between two columns runs: hardly a word crosses it, and many lines have text on both sides."""
    if len(lines) < COLUMN:
        return None
    places = [width * share / 100 for share in range(35, 66)]
    crossed = {place: sum(any(word["x0"] < place < word["x1"] for word in line) for line in lines) for place in places}
    fewest = min(crossed.values())
    best = [place for place in places if crossed[place] == fewest]
    gutter = best[len(best) // 2]
    left = sum(_letters(line, gutter) > FULL for line in lines)
    right = sum(_letters(line, gutter, right=True) > FULL for line in lines)
    return gutter if fewest <= len(lines) * 0.1 and min(left, right) >= COLUMN else None


def _letters(line: list[Any], gutter: float, right: bool = False) -> int:
    """How much text a line has on one side."""
    return sum(len(word["text"]) for word in line if (word["x0"] >= gutter) == right)


def _lines(words: list[Any]) -> list[list[Any]]:
    """Words on one height are a line, from left to right."""
    lines: list[list[Any]] = []
    for word in sorted(words, key=lambda one: (one["bottom"], one["x0"])):
        last = lines[-1] if lines else None
        if last and abs(last[-1]["bottom"] - word["bottom"]) <= min(3.0, word["size"] * 0.35):
            last.append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word["x0"]) for line in lines]


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
