"""The parts of a Word file that matter for its text: the main document, and what stands beside it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from clausebook.errors import UserError
from clausebook.io.documents.guard import xml

_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_STRICT = "http://purl.oclc.org/ooxml/"
_STRICT_TO = {  # the ISO "strict" namespaces of the same words
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}


@dataclass(frozen=True)
class Package:
    """A Word file's parts by path, and the path of its main document."""

    name: str
    parts: Mapping[str, bytes]
    main: str

    def root(self, path: str) -> Any:
        """The root element of a part, or None where there is no such part."""
        if path not in self.parts:
            return None
        data = self.parts[path]
        if _STRICT.encode() in data:
            for strict, usual in _STRICT_TO.items():
                data = data.replace(strict, usual)
        return xml(data, self.name, path)

    def beside(self, kind: str) -> Iterator[tuple[str, Any]]:
        """Path and root of each part that the main document names as styles, numbering, footnotes, header …"""
        for target_kind, target, external in self._relations():
            path = self._path(target)
            if target_kind == kind and not external and path in self.parts:
                yield path, self.root(path)

    def one(self, kind: str) -> Any:
        """The root of the first such part, or None."""
        return next((root for _, root in self.beside(kind)), None)

    def links(self, part: str = "") -> dict[str, str]:
        """Addresses outside the file that the main document, or another part, leads to, by relation id."""
        root = self.root(_relations_of(part or self.main))
        found = root.iter(f"{_PACKAGE}Relationship") if root is not None else ()
        return {one.get("Id", ""): one.get("Target", "") for one in found if one.get("TargetMode") == "External"}

    def part_of(self, relation: str) -> str:
        """The path of the part that a relation of the main document leads to; "" for none."""
        for one in self._elements():
            if one.get("Id", "") == relation and one.get("TargetMode") != "External":
                return self._path(one.get("Target", ""))
        return ""

    def related(self, relation: str) -> Any:
        """The root of that part, or None."""
        return self.root(self.part_of(relation))

    @property
    def has_macros(self) -> bool:
        """Whether the file brings programs with it."""
        return b"macroEnabled" in self.parts.get("[Content_Types].xml", b"") or b"vbaProject" in self.parts.get(
            _relations_of(self.main), b""
        )

    def _path(self, target: str) -> str:
        if target.startswith("/"):
            return target.lstrip("/")
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.main), target)).lstrip("/")

    def _elements(self) -> Iterator[Any]:
        root = self.root(_relations_of(self.main))
        yield from root.iter(f"{_PACKAGE}Relationship") if root is not None else ()

    def _relations(self) -> Iterator[tuple[str, str, bool]]:
        for one in self._elements():
            kind = one.get("Type", "").rpartition("/")[2]
            yield kind, one.get("Target", ""), one.get("TargetMode") == "External"


def package(parts: Mapping[str, bytes], name: str) -> Package:
    """The package whose parts were unpacked. Raises UserError where it has no main document."""
    top = Package(name, parts, "")
    root = top.root("_rels/.rels")
    targets = [
        one.get("Target", "").lstrip("/")
        for one in (root.iter(f"{_PACKAGE}Relationship") if root is not None else ())
        if one.get("Type", "").endswith("/officeDocument")
    ]
    main = next((target for target in (*targets, "word/document.xml") if target in parts), "")
    if not main:
        raise UserError(
            f"{name} is damaged: it has no main document", "open it in Word, save it anew, or get another copy"
        )
    return Package(name, parts, main)


def _relations_of(path: str) -> str:
    folder, file = posixpath.split(path)
    return posixpath.join(folder, "_rels", f"{file}.rels")
