"""What a page says of its words by their form: struck out, without ink, tiny, coloured, highlighted, commented."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

LEFT_OUT = ("struck out", "hidden text")
Box = tuple[float, float, float, float]  # left, top, right and bottom in points from the upper left corner
Mark = tuple[str, str, str]  # how, a colour of six digits where it is one, the words
_INVISIBLE = 3  # the way of drawing text that draws nothing: ISO 32000-1, table 106
_NAME = 512  # bytes of the name of a layer
_SMALLEST = 3.0  # points, as in limits.SMALLEST, which this program cannot import
_THIN = 2.0  # points of a line that strikes words out
_STRUCK, _HIGHLIGHTED = ("StrikeOut",), ("Highlight", "Squiggly")
_NOTES = ("Text", "FreeText", "Caret", "Popup", "Stamp", *_STRUCK, *_HIGHLIGHTED, "Underline")


def layers_off(catalog: Any) -> frozenset[str]:
    """The names of the layers that are not shown when the file is opened: ISO 32000-1, 8.11.4."""
    from pdfminer.pdftypes import resolve_all

    layers = resolve_all(catalog.get("OCProperties")) or {}
    shown = layers.get("D") or {}
    off, on = shown.get("OFF") or [], shown.get("ON") or []
    if str(getattr(shown.get("BaseState"), "name", "")) == "OFF":
        off = [*off, *(one for one in layers.get("OCGs") or [] if one not in on)]
    return frozenset(_text(one.get("Name")) for one in off)


def _layers(one: Any) -> Iterator[str]:
    """The names of the layers that something drawn belongs to."""
    import ctypes

    import pypdfium2.raw as pdfium

    length = ctypes.c_ulong()
    for at in range(pdfium.FPDFPageObj_CountMarks(one)):
        mark, room = pdfium.FPDFPageObj_GetMark(one, at), ctypes.create_string_buffer(_NAME)
        into = ctypes.cast(room, ctypes.POINTER(pdfium.FPDF_WCHAR))
        if pdfium.FPDFPageObjMark_GetParamStringValue(mark, b"Name", into, _NAME, length):
            yield " ".join(room.raw[: max(0, length.value - 2)].decode("utf-16-le", "replace").split())


def unseen(page: Any, off: frozenset[str] = frozenset()) -> list[Box]:
    """Where words are that are drawn without ink or on a layer that is off, by the second reader."""
    import pypdfium2.raw as pdfium

    height, found = page.get_height(), []
    for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        red, green, blue, ink = (pdfium.c_uint() for _ in range(4))
        known = pdfium.FPDFPageObj_GetFillColor(one, red, green, blue, ink)
        inkless = pdfium.FPDFTextObj_GetTextRenderMode(one) == _INVISIBLE or (known and ink.value == 0)
        if inkless or (off and off.intersection(_layers(one))):
            left, bottom, right, top = one.get_bounds()
            found.append((left, height - top, right, height - bottom))
    return found


def key(char: Any) -> tuple[float, float, str]:
    """What distinguishes one letter of a page from the others."""
    return char["x0"], char["top"], char["text"]


def marks(page: Any, words: list[Any], without_ink: list[Box] | None) -> tuple[list[Mark], set[Any]]:
    """The marked words in a row, and the letters of those that are left out. `without_ink` is None on a scanned page,

    where all words are: a program that reads pictures laid them there.
    """
    notes = [one for one in page.annots if _kind(one) in _NOTES]
    struck = [box for one in notes if _kind(one) in _STRUCK for box in _boxes(one, page)]
    bright = [box for one in notes if _kind(one) in _HIGHLIGHTED for box in _boxes(one, page)]
    lines = [_box(one) for one in (*page.lines, *page.rects) if one["height"] < _THIN and one["width"] > _THIN]
    grounds = [(_box(one), _colour(one.get("non_stroking_color"))) for one in page.rects if _is_ground(one)]
    pictures = [_box(one) for one in page.images]
    found: list[tuple[str, str, str]] = []
    gone: set[Any] = set()
    before = ""
    for word in words:
        how, colour = _how(word, page, struck, bright, lines, grounds, pictures, without_ink or [])
        if how in LEFT_OUT:
            gone.update(key(char) for char in word["chars"])
        if how and how + colour == before:
            found[-1] = (how, colour, f"{found[-1][2]} {word['text']}")
        elif how:
            found.append((how, colour, word["text"]))
        before = how + colour if how else ""
    return [*found, *_comments(notes)], gone


def _how(
    word: Any,
    page: Any,
    struck: list[Box],
    bright: list[Box],
    lines: list[Box],
    grounds: list[tuple[Box, str]],
    pictures: list[Box],
    without_ink: list[Box],
) -> tuple[str, str]:
    """How a word is marked, and in which colour."""
    box = (word["x0"], word["top"], word["x1"], word["bottom"])
    if any(_covers(one, box) for one in struck) or any(_strikes(one, box) for one in lines):
        return "struck out", ""
    outside = box[2] < 0 or box[0] > float(page.width) or box[3] < 0 or box[1] > float(page.height)
    if outside or any(_covers(one, box) for one in without_ink):
        return "hidden text", ""
    if float(word["size"]) < _SMALLEST:
        return "tiny", ""
    if any(_covers(one, box) for one in bright):
        return "highlighted", ""
    behind = [(one, colour) for one, colour in grounds if _covers(one, box)]
    shaded = any(colour not in ("", "ffffff") for _, colour in behind) or any(_covers(one, box) for one in pictures)
    close = [colour for one, colour in behind if one[3] - one[1] < 2.2 * (box[3] - box[1]) and _is_inside(one, page)]
    colour = _colour(word["chars"][0].get("non_stroking_color")) if word["chars"] else ""
    if close and colour not in ("ffffff",):
        return "ground", close[-1]
    return ("colour on a ground" if shaded else "colour", colour) if colour not in ("", "000000") else ("", "")


def _is_inside(box: Box, page: Any) -> bool:
    """Whether a ground lies behind some words and is not a bar across the page."""
    return box[2] - box[0] < 0.7 * float(page.width)


def _is_ground(rect: Any) -> bool:
    return bool(rect.get("fill")) and rect["height"] >= 2 * _THIN and rect["width"] >= 2 * _THIN


def _box(one: Any) -> Box:
    return float(one["x0"]), float(one["top"]), float(one["x1"]), float(one["bottom"])


def _covers(box: Box, word: Box) -> bool:
    middle, height = (word[0] + word[2]) / 2, (word[1] + word[3]) / 2
    return box[0] - 1 <= middle <= box[2] + 1 and box[1] - 1 <= height <= box[3] + 1


def _strikes(line: Box, word: Box) -> bool:
    """Whether a drawn line runs through the middle of a word."""
    height, at = word[3] - word[1], (line[1] + line[3]) / 2
    shared = min(line[2], word[2]) - max(line[0], word[0])
    return word[1] + 0.35 * height < at < word[3] - 0.22 * height and shared > 0.6 * (word[2] - word[0])


def _kind(annotation: Any) -> str:
    subtype = (annotation.get("data") or {}).get("Subtype")
    return str(getattr(subtype, "name", subtype) or "")


def _boxes(annotation: Any, page: Any) -> Iterator[Box]:
    """Where an annotation lies: four corners for each line of its words, else the whole of it."""
    points = (annotation.get("data") or {}).get("QuadPoints") or []
    height = float(page.height)
    for at in range(0, len(points) - 7, 8):
        across = [float(one) for one in points[at : at + 8 : 2]]
        up = [float(one) for one in points[at + 1 : at + 8 : 2]]
        yield min(across), height - max(up), max(across), height - min(up)
    if not points:
        yield _box(annotation)


def _comments(notes: list[Any]) -> Iterator[Mark]:
    """What annotations say themselves, with who says it in place of a colour."""
    for one in notes:
        data = one.get("data") or {}
        said = _text(data.get("Contents"))
        if said and _kind(one) != "Popup":
            yield "comment", _text(data.get("T")), said


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-16" if value[:2] in (b"\xfe\xff", b"\xff\xfe") else "latin-1", "replace")
    return " ".join(str(value or "").split())


def _colour(parts: Any) -> str:
    """A colour as six digits; "" where it is not known."""
    parts = parts if isinstance(parts, list | tuple) else [parts]
    if not parts or not all(isinstance(one, int | float) for one in parts):
        return ""
    if len(parts) == 4:
        parts = [(1 - parts[at]) * (1 - parts[3]) for at in range(3)]
    parts = list(parts) * 3 if len(parts) == 1 else list(parts)
    if len(parts) != 3:
        return ""
    return "".join(f"{round(255 * max(0.0, min(1.0, float(one)))):02x}" for one in parts)
