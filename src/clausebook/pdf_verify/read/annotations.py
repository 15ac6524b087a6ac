"""What lies on the pages of an open PDF: notes, stamps, links and fields, each with what it says and what it covers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clausebook.model.approvals.pdf_evidence import PdfAnnotation
from clausebook.pdf_verify.read.digests import Digests
from clausebook.pdf_verify.read.geometry import Box, TextSpan, area, box_of, lies_on

QUIET = {"/Link", "/Widget"}  # annotations that a policy's PDF has
LONGEST = 80  # letters that are quoted
# the looks and the value of a field, which filling in and signing change
_OF_A_FIELD = frozenset({"/V", "/AP", "/AS", "/M", "/DV", "/MK", "/F", "/Ff"})


def read_annotations(pdf: Any, digests: Digests, drawn: list[list[TextSpan]] | None) -> Iterator[PdfAnnotation]:
    """All annotations but the fields of timestamps that show nothing. With `drawn` also the words they cover."""
    for number, page in enumerate(pdf.pages, start=1):
        for note in listed(page.obj.get("/Annots")):
            kind = str(note.get("/Subtype", "/unknown"))
            if kind == "/Widget" and _is_timestamp(note):
                continue
            left_out = _OF_A_FIELD if kind == "/Widget" else frozenset[str]()
            yield PdfAnnotation(
                page=number,
                kind=kind.removeprefix("/"),
                field=full_name(note) if kind == "/Widget" else "",
                digest=digests.of(note, left_out),
                says=_says(note),
                target=_target(note),
                covers=under(note, drawn[number - 1]) if drawn and kind not in QUIET else "",
            )


def _is_timestamp(field: Any) -> bool:
    """Whether a field is for a timestamp over the document, holds one or nothing yet, and shows nothing."""
    value, place = inherited(field, "/V"), field.get("/Rect")
    kind = str(value.get("/Type", "")) if value is not None and hasattr(value, "get") else ""
    empty = value is None and str(inherited(field, "/FT")) == "/Sig"
    shows = look_of(field) is not None or (place is not None and area(box_of(place)) > 0)
    return not shows and (empty or kind == "/DocTimeStamp")


def _says(note: Any) -> str:
    """Who wrote a note and what it says."""
    by, words = _text(note, "/T"), _text(note, "/Contents")
    if str(note.get("/Subtype", "")) == "/Widget" or not (by or words):
        return ""
    return " ".join(part for part in (f"by {by}" if by else "", f"“{words}”" if words else "") if part)


def _text(note: Any, key: str) -> str:
    text = " ".join(str(note.get(key, "")).split())
    return f"{text[:LONGEST]}…" if len(text) > LONGEST else text


def _target(note: Any) -> str:
    action = note.get("/A")
    return str(action.get("/URI", "")) if action is not None and hasattr(action, "get") else ""


def under(note: Any, words: list[TextSpan]) -> str:
    """The words of a page that an annotation lies over."""
    place = note.get("/Rect")
    if place is None:
        return ""
    rect: Box = box_of(place)
    return " ".join(one.under(rect) for one in words if one.text.strip() and lies_on(rect, one.box))


def look_of(field: Any) -> Any:
    """The drawing that a viewer shows for an annotation now."""
    import pikepdf

    looks = field.get("/AP")
    normal = looks.get("/N") if looks is not None else None
    if isinstance(normal, pikepdf.Stream):
        return normal
    state = str(field.get("/AS", "/Off"))
    found = normal.get(state) if isinstance(normal, pikepdf.Dictionary) else None
    return found if isinstance(found, pikepdf.Stream) else None


def listed(value: Any) -> list[Any]:
    """The entries of an array that are dictionaries; nothing where there is no array."""
    import pikepdf

    return [one for one in value if isinstance(one, pikepdf.Dictionary)] if isinstance(value, pikepdf.Array) else []


def full_name(field: Any) -> str:
    """The name of a field with those of the fields it belongs to."""
    parts: list[str] = []
    for _ in range(16):
        if field is None:
            break
        if "/T" in field:
            parts.insert(0, str(field.T))
        field = field.get("/Parent")
    return ".".join(parts)


def inherited(field: Any, key: str) -> Any:
    """An entry of a field, its own or that of a field it belongs to."""
    for _ in range(16):
        if field is None or key in field:
            break
        field = field.get("/Parent")
    return None if field is None else field.get(key)
