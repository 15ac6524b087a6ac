"""Where words are on a page -> lines in reading order: columns, lists side by side, text across the page."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import Any

GUTTER = 6.0  # points of white between two columns
COLUMN = 8  # lines that a page set in columns has in each
FULL = 12  # letters of a line of a column: less is a label in a table
WIDE = 1.5  # of the size of the type: white that no two words of one text have between them
MARKS = re.compile(
    r"[•●○◦▪■‣⁃·➢✓❖\uf0b7\uf0a7\uf0d8\uf076*–-]|\(?[a-z0-9]{1,3}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?|\([a-z0-9]{1,4}\)"
)
ASIDE = 9  # the column of words beside the text
SMALLER = 0.93  # times the size of the text, below which letters are those of a column beside it
_ENDS = (".", ":", "!", "?", ";")


def column(box: tuple[float, float, float, float], gutter: float | None) -> int:
    """The column in which a table is: 0 where it is as wide as the page."""
    if gutter is None or box[0] < gutter < box[2]:
        return 0
    return 1 if box[2] <= gutter else 2


def reading_order(lines: list[list[Any]], gutter: float | None) -> list[tuple[int, list[Any]]]:
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


def parted_aside(words: list[Any]) -> tuple[list[Any], list[Any]]:
    """The words of the text, and those of a narrow column of smaller letters beside it, which is read after it."""
    sizes = Counter[float]()
    for word in words:
        sizes[round(float(word["size"]), 1)] += len(word["text"])
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    small = [word for word in words if word["size"] < SMALLER * body]
    heights = {round(float(word["bottom"])) for word in small}
    if len(heights) < 2:
        return words, []
    others = [word for word in words if word["size"] >= SMALLER * body]
    top, bottom = min(word["top"] for word in small), max(word["bottom"] for word in small)
    beside = [word for word in others if word["bottom"] > top and word["top"] < bottom]
    left, right = min(word["x0"] for word in small), max(word["x1"] for word in small)
    apart = all(word["x1"] < left - GUTTER for word in beside) or all(word["x0"] > right + GUTTER for word in beside)
    return (others, small) if beside and apart else (words, [])


def _side_by_side(lines: list[list[Any]], start: int) -> tuple[int, float] | None:
    """Where text ends that stands side by side from a line on, and where the white between runs.

    Lists, or text that goes on from line to line on both sides: cells of a row that are beside each other do not.
    """
    split = _wide_gap(lines[start])
    if split is None:
        return None
    left, right = lines[start][0]["x0"], lines[start][split]["x0"]
    size = float(lines[start][0]["size"])
    rows: list[tuple[list[Any], list[Any]]] = []
    for line in lines[start:]:
        near = not rows or line[0]["top"] - max(word["bottom"] for side in rows[-1] for word in side) < 3.5 * size
        crossed = any(word["x0"] < right - 2 < word["x1"] for word in line)
        beside = [word for word in line if word["x0"] >= right - 2]
        before = [word for word in line if word["x1"] < right - 2]
        touching = bool(beside and before) and beside[0]["x0"] - before[-1]["x1"] < WIDE * 0.6 * size
        aligned = not beside or beside[0]["x0"] - right < 4 * size
        outdented = bool(before) and before[0]["x0"] < left - 2
        if not near or crossed or touching or not aligned or outdented:
            break
        rows.append((before, beside))
    last = max((at for at, (_, beside) in enumerate(rows, 1) if beside), default=0)
    labels = [before for before, beside in rows if before and beside]
    if 2 * sum(len(before) == 1 and _is_item(before) for before in labels) >= len(labels):  # numbers that hang
        return None
    if _goes_on([row[0] for row in rows], right - left) and _goes_on([row[1] for row in rows[:last]]):
        tail = any(before and before[-1]["x1"] > right - 0.35 * (right - left) for before, _ in rows[last:])
        return start + (len(rows) if tail else last), right - 2
    end = next(
        (at for at, row in enumerate(rows) if not row[1] and not (_hangs(row[0], left) and _is_near(rows, at))),
        len(rows),
    )
    items = [row[1] for row in rows[:end] if row[1] and MARKS.fullmatch(row[1][0]["text"])]
    marked = sum(item[0]["x0"] - right < 2 * size for item in items)
    return (start + end, right - 2) if marked >= 2 else None


def _goes_on(lines: list[list[Any]], width: float = 0.0) -> bool:
    """Whether lines are text that goes on from one to the next, or with a `width` at least a list."""
    texts = [line for line in lines if line]
    wraps = sum(
        below[0]["text"][:1].islower() and not above[-1]["text"].endswith(_ENDS) and not _is_item(below)
        for above, below in pairwise(texts)
    )
    return len(texts) > 2 and (wraps > 0 or (bool(width) and sum(map(_is_item, texts)) > 1))


def _hangs(line: list[Any], left: float) -> bool:
    """Whether a line alone on the left belongs to a list there."""
    return _is_item(line) or line[0]["x0"] > left + 2


def _is_near(rows: list[tuple[list[Any], list[Any]]], at: int) -> bool:
    """Whether a line is as close to the one above it as a line of the same text, or an item."""
    line, above = rows[at][0], [word for side in rows[at - 1] for word in side] if at else []
    return not above or _is_item(line) or line[0]["top"] - max(one["bottom"] for one in above) < line[0]["size"]


def _is_item(line: list[Any]) -> bool:
    return bool(MARKS.fullmatch(line[0]["text"]))


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


def gutter(lines: list[list[Any]], width: float) -> float | None:
    """Where the white between two columns runs: hardly a word crosses it, and many lines have text on both sides."""
    if len(lines) < COLUMN:
        return None
    places = [width * share / 100 for share in range(35, 66)]
    crossed = {place: sum(any(word["x0"] < place < word["x1"] for word in line) for line in lines) for place in places}
    fewest = min(crossed.values())
    best = [place for place in places if crossed[place] == fewest]
    middle = best[len(best) // 2]
    left = sum(_letters(line, middle) > FULL for line in lines)
    right = sum(_letters(line, middle, right=True) > FULL for line in lines)
    return middle if fewest <= len(lines) * 0.1 and min(left, right) >= COLUMN else None


def _letters(line: list[Any], gutter: float, right: bool = False) -> int:
    """How much text a line has on one side."""
    return sum(len(word["text"]) for word in line if (word["x0"] >= gutter) == right)


def lines(words: list[Any]) -> list[list[Any]]:
    """Words on one height are a line, from left to right."""
    made: list[list[Any]] = []
    for word in sorted(words, key=lambda one: (one["bottom"], one["x0"])):
        last = made[-1] if made else None
        if last and abs(last[-1]["bottom"] - word["bottom"]) <= min(3.0, word["size"] * 0.35):
            last.append(word)
        else:
            made.append([word])
    return [sorted(line, key=lambda word: word["x0"]) for line in made]
