"""A Word file -> a manuscript: its paragraphs with styles, Word's own numbers, bookmarks, tables, notes and comments.

Pandoc reads Word files too, but loses automatic numbers, text boxes, headers, and which bookmark is where.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from clausebook.io.documents.guard import docx_parts
from clausebook.io.documents.word.body import BodyReader, Note
from clausebook.io.documents.word.counting import counting
from clausebook.io.documents.word.drawn import DrawnReader, alternatives, watermarks
from clausebook.io.documents.word.package import ChunkReader, Embedded, MarginComment, Package, margin_comments, package
from clausebook.io.documents.word.runs import RunReader
from clausebook.io.documents.word.second_count import counted_words
from clausebook.io.documents.word.styles import W, styles, themed
from clausebook.model.documents.extracted import ExcludedText, ExtractedDocument, SourceDoubt

_OURS = ("cover reference", "cover school")
_CORE = "docProps/core.xml"
WATERMARK = "watermark"


def read(data: bytes, name: str, embedded: Embedded | None = None) -> ExtractedDocument:
    """The manuscript of a .docx. Raises UserError for a file that is none, or that is beyond the limits.

    `embedded` reads a part that another program put into the file; without it such a part is named as not read.
    """
    found = package(docx_parts(data, name), name)
    named, theme, document = found.one("styles"), found.one("theme"), found.root(found.main)
    for root in (named, document):
        themed(root, theme)
    looks = styles(named)
    chunks = ChunkReader(found, embedded)
    comments = list(margin_comments(found))
    labels = {one.id: f"{one.label}: “{' '.join(one.text.split())}”" for one in comments}
    drawn = DrawnReader(found)
    notes = dict(_notes(found))
    body = BodyReader(
        RunReader(looks, found.links()), looks, counting(found.one("numbering")), notes, labels, drawn, chunks.read
    )
    blocks = (*body.read(document.find(f"{W}body") if document is not None else []), *body.flush())
    remarks = [*body.remarks]
    if found.has_macros:
        remarks.append("the file brings macros: they were neither read nor run")
    unplaced = [
        ExcludedText(why="a note that no place refers to", text=_words(note))
        for key, (note, _) in notes.items()
        if key not in body.noted and _words(note)
    ]
    margins = list(_margins(found, drawn))
    words = sum(len(block.all_words.split()) for block in blocks)
    return ExtractedDocument(
        name=name,
        format="docx",
        blocks=blocks,
        asides=(*body.asides, *drawn.asides, *chunks.asides, *margins, *unplaced, *_comments(comments)),
        remarks=tuple(remarks),
        properties=tuple(_properties(found)),
        doubts=(*body.doubts(words), *chunks.doubts, *_watermarks(margins)),
        counted=(*counted_words(found), *chunks.counted),
        unread=tuple(dict.fromkeys((*drawn.unread, *chunks.unread))),
        ours={block.style for block in blocks}.issuperset(_OURS),
    )


def _notes(found: Package) -> Iterator[tuple[str, Note]]:
    """Footnotes and endnotes, each with what its links lead to: a part has links of its own."""
    for kind in ("footnote", "endnote"):
        for path, root in found.beside(f"{kind}s"):
            links = found.links(path)
            for note in root.findall(f"{W}{kind}"):
                if note.get(f"{W}type") is None:
                    yield f"{kind}:{note.get(f'{W}id', '')}", (note, links)


def _margins(found: Package, drawn: DrawnReader) -> Iterator[ExcludedText]:
    """Headers and footers, and what is across the pages: each once, however many pages show it."""
    seen: set[str] = set()
    for kind in ("header", "footer"):
        for _, root in found.beside(kind):
            for why, words in (
                (f"{kind} of the pages", _words(root)),
                *((WATERMARK, line) for line in watermarks(root)),
                *(("words in place of a picture", line) for line in alternatives(root)),
            ):
                if words and words not in seen:
                    seen.add(words)
                    yield ExcludedText(why=why, text=words)


def _watermarks(margins: list[ExcludedText]) -> Iterator[SourceDoubt]:
    for one in margins:
        if one.why == WATERMARK:
            hint = "look whether this is the edition that was adopted"
            yield SourceDoubt(message="is across the pages as a watermark", hint=hint, words=one.text)


def _comments(found: Sequence[MarginComment]) -> Iterator[ExcludedText]:
    for one in found:
        yield ExcludedText(why=one.label, text=" ".join(one.text.split()))


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
