"""The second Python that reads a PDF: bytes in, JSON out. It knows nothing of the engine and may be ended at any time.

`python pdf_reader.py PAGES` answers {"pages": …} or {"trouble": "encrypted" | "damaged" | "long" | "memory"}.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from typing import Any

MEMORY = 1 << 31  # bytes of address space, where the system has such a limit
GUTTER = 6.0  # points of white between two columns
COLUMN = 8  # lines that a page set in columns has in each
FULL = 12  # letters of a line of a column: less is a label in a table


def answer(data: bytes, most: int) -> dict[str, Any]:
    """What the PDF holds, or what stands against reading it."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > most:
                return {"trouble": "long", "count": len(document.pages)}
            pages = [_page(page) for page in document.pages]
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


def _page(page: Any) -> dict[str, Any]:
    tables = page.find_tables()
    tables = [table for table in tables if len(table.rows) > 1 and len(table.rows[0].cells) > 1]
    boxes = [table.bbox for table in tables]
    words = page.extract_words(
        keep_blank_chars=False, use_text_flow=False, extra_attrs=["fontname", "size"], return_chars=False
    )
    outside = [word for word in words if not any(_inside(word, box) for box in boxes)]
    lines = _lines(outside)
    gutter = _gutter(lines, float(page.width))
    made = {
        "number": page.page_number,
        "width": float(page.width),
        "height": float(page.height),
        "lines": [_line(line, column) for column, line in _in_order(lines, gutter)],
        "tables": [
            {"top": float(table.bbox[1]), "column": _column(table.bbox, gutter), "rows": _rows(table)}
            for table in tables
        ],
        "pictures": len(page.images),
        "fields": sum(1 for one in page.annots if (one.get("data") or {}).get("Subtype", "") and _is_field(one)),
    }
    page.close()
    return made


def _is_field(annotation: Any) -> bool:
    return bool("Widget" in str(annotation["data"].get("Subtype")))


def _rows(table: Any) -> list[list[str]]:
    return [[" ".join((cell or "").split()) for cell in row] for row in table.extract()]


def _inside(word: Any, box: tuple[float, float, float, float]) -> bool:
    middle, height = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= middle <= box[2] and box[1] <= height <= box[3])


def _column(box: tuple[float, float, float, float], gutter: float | None) -> int:
    """The column in which a table stands: 0 where it is as wide as the page."""
    if gutter is None or box[0] < gutter < box[2]:
        return 0
    return 1 if box[2] <= gutter else 2


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
