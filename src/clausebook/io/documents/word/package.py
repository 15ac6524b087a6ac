"""The parts of a Word file: relations, comments in the margin, and parts that are documents themselves."""

from __future__ import annotations

import email
import email.policy
import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from clausebook.errors import UserError
from clausebook.io.documents.guard import xml
from clausebook.io.documents.word.styles import W
from clausebook.model.documents.extracted import ExcludedText, ExtractedBlock, ExtractedDocument, SourceDoubt
from clausebook.text.records import dataclass

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
            f"{name} is damaged: it has no main document", "open it in Word, save it again, or get another copy"
        )
    return Package(name, parts, main)


def _relations_of(path: str) -> str:
    folder, file = posixpath.split(path)
    return posixpath.join(folder, "_rels", f"{file}.rels")


Embedded = Callable[[bytes, str], ExtractedDocument]
_MOST = 20  # parts that are read


@dataclass
class ChunkReader:
    """Reads embedded parts as they are met, and keeps what their readers said."""

    package: Package
    embedded: Embedded | None
    asides: list[ExcludedText] = field(default_factory=list)
    doubts: list[SourceDoubt] = field(default_factory=list)
    counted: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    _count: int = 0

    def read(self, relation: str) -> Sequence[ExtractedBlock]:
        """The blocks of the part that a relation leads to; a part that cannot be read is named."""
        path = self.package.part_of(relation)
        data = self.package.parts.get(path, b"")
        self._count += 1
        if not data or self.embedded is None or self._count > _MOST:
            self.unread.append(f"an embedded part ({path or relation or 'missing'})")
            return ()
        try:
            found = self.embedded(*_unpacked(data, path))
        except UserError:
            self.unread.append(f"an embedded part ({path})")
            return ()
        self.asides += found.asides
        self.doubts += found.doubts
        self.counted += found.counted or [one.all_words for one in found.blocks]
        self.counted += [line.words for line in found.lines if not found.counted]
        self.unread += found.unread
        lines = (ExtractedBlock(kind="paragraph", text=line.text) for line in found.lines if line.words)
        return found.blocks or tuple(lines)


def _unpacked(data: bytes, path: str) -> tuple[bytes, str]:
    """The page inside a web archive (.mht); anything else as it is, with a name that says what it is."""
    head = data[:4096].lstrip().lower()
    if b"mime-version:" in head or b"content-type: multipart" in head:
        message = email.message_from_bytes(data, policy=email.policy.default)
        page = message.get_body(preferencelist=("html", "plain"))
        if page is not None:
            return str(page.get_content()).encode("utf-8"), f"{path}.html"
    if b"<html" in head or b"<body" in head or b"<p" in head or b"<!doctype html" in head:
        return data, f"{path}.html"
    return data, path


_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginComment:
    """One comment. `answers` names whose comment it is a reply to; `text` has a line a paragraph."""

    id: str
    who: str
    when: str
    text: str
    answers: str = ""
    resolved: bool = False

    @property
    def label(self) -> str:
        """What it is: "comment by A. Head (resolved)", "reply by B. Deputy to A. Head"."""
        by = f" by {self.who}" if self.who else ""
        kind = f"reply{by} to {self.answers}" if self.answers else f"comment{by}"
        return f"{kind} (resolved)" if self.resolved else kind


def margin_comments(package: Package) -> Iterator[MarginComment]:
    """Every comment, in the order of the file."""
    root = package.one("comments")
    comments = list(root.iter(f"{W}comment")) if root is not None else []
    authors = {_paragraph_id(one): one.get(f"{W}author", "").strip() for one in comments}
    states = dict(_states(package))
    for comment in comments:
        done, above = states.get(_paragraph_id(comment), (False, ""))
        done = done or states.get(above, (False, ""))[0]  # a thread is resolved as a whole
        paragraphs = ("".join(part.text or "" for part in one.iter(f"{W}t")) for one in comment.iter(f"{W}p"))
        yield MarginComment(
            id=comment.get(f"{W}id", ""),
            who=comment.get(f"{W}author", "").strip(),
            when=comment.get(f"{W}date", ""),
            text="\n".join(line for line in paragraphs if line.strip()),
            answers=(authors.get(above) or "a comment") if above else "",
            resolved=done,
        )


def _states(package: Package) -> Iterator[tuple[str, tuple[bool, str]]]:
    """Of each comment by the id of its last paragraph: whether it is resolved, and which paragraph's it answers."""
    root = package.one("commentsExtended")
    for one in root.iter(f"{_W15}commentEx") if root is not None else ():
        done = one.get(f"{_W15}done", "0") not in ("0", "false", "off")
        yield one.get(f"{_W15}paraId", ""), (done, one.get(f"{_W15}paraIdParent", ""))


def _paragraph_id(comment: Any) -> str:
    paragraphs = comment.findall(f"{W}p")
    return paragraphs[-1].get(f"{_W14}paraId", "") if paragraphs else ""
