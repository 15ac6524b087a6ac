"""Objects of a PDF -> digests: one digest means one thing that is drawn, whatever numbers its objects have."""

from __future__ import annotations

import hashlib
from typing import Any

ELSEWHERE = {"/Parent", "/P", "/Pg", "/Annots", "/StructParents", "/StructParent", "/Popup", "/Dest", "/D"}
DEEPEST = 60


class Digests:
    """Digests of one open file; each of its objects is read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bytes] = {}
        self._open: set[tuple[int, int]] = set()

    def of(self, value: Any, leave_out: frozenset[str] = frozenset()) -> str:
        """The digest of an object and all that it leads to, but not of where it is, as 64 hexadecimal digits."""
        return hashlib.sha256(self._parts(value, 0, leave_out)).hexdigest()

    def _parts(self, value: Any, depth: int, leave_out: frozenset[str] = frozenset()) -> bytes:
        key = getattr(value, "objgen", (0, 0))
        if not key[0]:
            return self._direct(value, depth, leave_out)
        if key in self._known and not leave_out:
            return self._known[key]
        if key in self._open or depth > DEEPEST:
            return b"again"
        self._open.add(key)
        made = hashlib.sha256(self._direct(value, depth, leave_out)).digest()
        self._open.discard(key)
        if not leave_out:
            self._known[key] = made
        return made

    def _direct(self, value: Any, depth: int, leave_out: frozenset[str]) -> bytes:
        import pikepdf

        if isinstance(value, pikepdf.Stream):
            raw = hashlib.sha256(value.read_raw_bytes()).digest()
            return b"stream" + raw + self._entries(value.stream_dict, depth, leave_out | {"/Length"})
        if isinstance(value, pikepdf.Dictionary):
            return b"<<" + self._entries(value, depth, leave_out) + b">>"
        if isinstance(value, pikepdf.Array):
            return b"[" + b",".join(self._parts(one, depth + 1) for one in list(value)) + b"]"
        if isinstance(value, pikepdf.String):
            return b"(" + bytes(value) + b")"
        return str(value).encode("utf-8", "replace")

    def _entries(self, value: Any, depth: int, leave_out: frozenset[str]) -> bytes:
        keys = sorted(key for key in value.keys() if key not in ELSEWHERE and key not in leave_out)  # noqa: SIM118
        return b"".join(key.encode() + b"=" + self._parts(value[key], depth + 1) + b";" for key in keys)
