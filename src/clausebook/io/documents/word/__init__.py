"""A Word file -> a manuscript: its paragraphs with styles, Word's own numbers, bookmarks, tables, notes and comments.

Pandoc reads Word files too, but loses automatic numbers, text boxes, headers, and which bookmark is where.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from clausebook.io.documents.guard import docx_parts
from clausebook.io.documents.word.body import BodyReader, Note
from clausebook.io.documents.word.counting import BULLET, counting
from clausebook.io.documents.word.drawn import DrawnReader, alternatives, watermarks
from clausebook.io.documents.word.package import ChunkReader, Embedded, MarginComment, Package, margin_comments, package
from clausebook.io.documents.word.runs import RunReader
from clausebook.io.documents.word.second_count import counted_words
from clausebook.io.documents.word.styles import W, styles, themed
from clausebook.model.documents.extracted import ExcludedText, ExtractedBlock, ExtractedDocument, SourceDoubt

_OURS = ("cover reference", "cover school")
_CORE = "docProps/core.xml"
WATERMARK = "watermark"
_DEEPER = 9.0  # points by which an item is set in when it is deeper


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
    margins = list(_margins(found))
    words = sum(len(block.all_words.split()) for block in blocks)
    ours = {block.style for block in blocks}.issuperset(_OURS)
    return ExtractedDocument(
        name=name,
        format="docx",
        blocks=blocks if ours else tuple(_set_in(blocks)),
        asides=(*body.asides, *drawn.asides, *chunks.asides, *margins, *unplaced, *_comments(comments)),
        remarks=tuple(remarks),
        properties=tuple(_properties(found)),
        doubts=(*body.doubts(words), *chunks.doubts, *_watermarks(margins)),
        counted=(*counted_words(found), *chunks.counted),
        unread=tuple(dict.fromkeys((*drawn.unread, *chunks.unread))),
        ours=ours,
    )


def _set_in(blocks: Iterable[ExtractedBlock]) -> Iterator[ExtractedBlock]:
    """The blocks, those items deeper that only their place on the page sets in: "List Bullet 2" is a list of its own.

    Lists are told apart by their ids, bullets of one list also by where they are.
    """
    above: list[tuple[ExtractedBlock, int]] = []  # the open lists: the first item of each, and how deep it is
    for block in blocks:
        if block.kind != "item":
            if not (block.kind == "paragraph" and (block.level or "list continue" in block.style)):
                above.clear()
            yield block
            continue
        same = next((at for at, (one, _) in enumerate(above) if _is_beside(one, block)), None)
        if same is not None:
            del above[same + 1 :]
            yield replace(block, level=above[same][1])
            continue
        while above and above[-1][0].indent > block.indent + _DEEPER and block.level <= above[-1][0].level:
            above.pop()
        while above and block.level < above[-1][0].level and (not block.indent or _is_deeper(above[-1][0], block)):
            above.pop()
        level = block.level
        if above:
            last, depth = above[-1]
            level = depth + max(block.level - last.level, int(_is_deeper(block, last)), 0)
        above.append((block, level))
        yield replace(block, level=level)


def _is_beside(one: ExtractedBlock, other: ExtractedBlock) -> bool:
    """Whether two items are of one list and one depth."""
    apart = BULLET in (one.mark, other.mark) and abs(one.indent - other.indent) > _DEEPER
    return (one.list, one.level) == (other.list, other.level) and not apart


def _is_deeper(one: ExtractedBlock, other: ExtractedBlock) -> bool:
    return one.indent > other.indent + _DEEPER


def _notes(found: Package) -> Iterator[tuple[str, Note]]:
    """Footnotes and endnotes, each with what its links lead to: a part has links of its own."""
    for kind in ("footnote", "endnote"):
        for path, root in found.beside(f"{kind}s"):
            links = found.links(path)
            for note in root.findall(f"{W}{kind}"):
                if note.get(f"{W}type") is None:
                    yield f"{kind}:{note.get(f'{W}id', '')}", (note, links)


def _margins(found: Package) -> Iterator[ExcludedText]:
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
