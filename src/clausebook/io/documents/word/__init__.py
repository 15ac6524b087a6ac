"""A Word file -> a manuscript: its paragraphs with styles, Word's own numbers, bookmarks, tables, notes and comments.

Pandoc reads Word files too, but loses automatic numbers, text boxes, headers, and which bookmark stands where.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clausebook.io.documents.guard import docx_parts
from clausebook.io.documents.word.body import BodyReader
from clausebook.io.documents.word.counting import counting
from clausebook.io.documents.word.package import Package, package
from clausebook.io.documents.word.runs import RunReader
from clausebook.io.documents.word.styles import W, styles
from clausebook.model.documents.extracted import ExcludedText, ExtractedDocument

_OURS = ("cover reference", "cover school")
_CORE = "docProps/core.xml"


def read(data: bytes, name: str) -> ExtractedDocument:
    """The manuscript of a .docx. Raises UserError for a file that is none, or that is beyond the limits."""
    found = package(docx_parts(data, name), name)
    looks = styles(found.one("styles"))
    body = BodyReader(RunReader(looks, found.links()), looks, counting(found.one("numbering")), dict(_notes(found)))
    root = found.root(found.main)
    blocks = tuple(body.read(root.find(f"{W}body") if root is not None else []))
    remarks = [*body.remarks]
    if found.has_macros:
        remarks.append("the file brings macros: they were neither read nor run")
    return ExtractedDocument(
        name=name,
        format="docx",
        blocks=blocks,
        asides=(*body.asides, *_margins(found), *_comments(found)),
        remarks=tuple(remarks),
        properties=tuple(_properties(found)),
        ours={block.style for block in blocks}.issuperset(_OURS),
    )


def _notes(found: Package) -> Iterator[tuple[str, str]]:
    for kind in ("footnote", "endnote"):
        root = found.one(f"{kind}s")
        for note in root.findall(f"{W}{kind}") if root is not None else ():
            if note.get(f"{W}type") is None:
                yield f"{kind}:{note.get(f'{W}id', '')}", _words(note)


def _margins(found: Package) -> Iterator[ExcludedText]:
    """Headers and footers: each once, however many pages show it."""
    seen: set[str] = set()
    for kind in ("header", "footer"):
        for _, root in found.beside(kind):
            words = _words(root)
            if words and words not in seen:
                seen.add(words)
                yield ExcludedText(why=f"{kind} of the pages", text=words)


def _comments(found: Package) -> Iterator[ExcludedText]:
    root = found.one("comments")
    for comment in root.findall(f"{W}comment") if root is not None else ():
        who = comment.get(f"{W}author", "")
        yield ExcludedText(why=f"comment by {who}" if who else "comment", text=_words(comment))


def _properties(found: Package) -> Iterator[tuple[str, str]]:
    root = found.root(_CORE)
    for element in root if root is not None else ():
        if isinstance(element.tag, str) and element.text and element.text.strip():
            yield element.tag.rpartition("}")[2], " ".join(element.text.split())


def _words(root: Any) -> str:
    """All words below an element, a blank between paragraphs."""
    paragraphs = (
        "".join((part.text or "") if part.tag == f"{W}t" else " " for part in one.iter(f"{W}t", f"{W}tab", f"{W}br"))
        for one in root.iter(f"{W}p")
    )
    return " ".join(" ".join(paragraphs).split())
