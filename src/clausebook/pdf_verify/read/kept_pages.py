"""What pages draw, kept by all that it is drawn of, so that a page that was read before is not followed again."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any, Protocol

from clausebook.pdf_verify.read.geometry import Box, ReplacementText, TextSpan

DEEPEST = 30  # objects within objects; deeper, or in a circle, nothing is kept


class Kept(Protocol):
    """Small files by name."""

    def read(self, name: str) -> bytes | None:
        """The bytes kept under a name, or None."""

    def write(self, name: str, content: bytes) -> None:
        """Keep bytes under a name."""


class KeptPages:
    """The pages of one open file. Two pages have one name only where content, resources and sheet are the same."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._known: dict[tuple[int, int], bytes] = {}

    def spans(self, page: Any, shown: Box, draw: Callable[[], list[TextSpan]]) -> list[TextSpan]:
        """What a page draws: as it was kept, or else what `draw` finds, which is kept."""
        try:
            entries = (page.obj.get("/Contents"), page.obj.get("/Resources"))
            name = sha256(repr(shown).encode() + b"".join(self._parts(one, 0) for one in entries)).hexdigest()
        except RecursionError:
            return draw()
        if (content := self._kept.read(name)) is not None:
            return _read(content)
        found = draw()
        self._kept.write(name, _written(found))
        return found

    def _parts(self, value: Any, depth: int) -> bytes:
        """The digest of an object and all that it leads to, whatever numbers the objects have."""
        if depth > DEEPEST:
            raise RecursionError
        key = getattr(value, "objgen", (0, 0))
        if not key[0]:
            return sha256(self._direct(value, depth)).digest()
        if key not in self._known:
            self._known[key] = sha256(self._direct(value, depth)).digest()
        return self._known[key]

    def _direct(self, value: Any, depth: int) -> bytes:
        import pikepdf

        if isinstance(value, pikepdf.Stream):
            return b"stream" + sha256(value.read_raw_bytes()).digest() + self._entries(value.stream_dict, depth)
        if isinstance(value, pikepdf.Dictionary):
            return b"<<" + self._entries(value, depth)
        if isinstance(value, pikepdf.Array):
            return b"[" + b"".join(self._parts(one, depth + 1) for one in list(value))
        if isinstance(value, pikepdf.String):
            return b"(" + bytes(value)
        return f"{type(value).__name__} {value}".encode("utf-8", "surrogatepass")

    def _entries(self, value: Any, depth: int) -> bytes:
        keys = sorted(value.keys())
        return b"".join(
            sha256(key.encode("utf-8", "surrogatepass")).digest() + self._parts(value[key], depth + 1) for key in keys
        )


def _written(spans: list[TextSpan]) -> bytes:
    said = {id(one.said): one.said.text for one in spans if one.said}  # each stretch has its own
    places = list(said)
    rows = [
        (
            one.text,
            one.box,
            one.mark,
            one.artifact,
            one.flaw,
            places.index(id(one.said)) if one.said else None,
            one.colour,
            one.covered,
        )
        for one in spans
    ]
    return json.dumps([list(said.values()), rows]).encode()


def _read(content: bytes) -> list[TextSpan]:
    texts, rows = json.loads(content)
    said = [ReplacementText(text) for text in texts]
    return [
        TextSpan(
            text,
            tuple(box),
            mark,
            artifact,
            flaw,
            None if place is None else said[place],
            None if colour is None else tuple(colour),
            covered,
        )
        for text, box, mark, artifact, flaw, place, colour, covered in rows
    ]
