"""Documents from elsewhere: a file in, an extracted document out, in bounded time and memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from clausebook.errors import UserError
from clausebook.io.documents import foreign, pdf, plain, site_markdown, text_count, word
from clausebook.io.documents.guard import kind_of, read_bytes, unpack, xml
from clausebook.io.documents.open_document import read_form
from clausebook.io.documents.outline_numbers import STYLE, numbered
from clausebook.io.documents.raw_html import plain_html
from clausebook.io.documents.tree import TreeReader
from clausebook.io.documents.web_page import PreparedPage, prepared
from clausebook.model.documents.extracted import (
    DocumentFormat,
    ExcludedText,
    ExtractedBlock,
    ExtractedDocument,
    SourcePosition,
)
from clausebook.text.inline import Run

FORMATS = (".docx", ".odt", ".html", ".md", ".rst", ".txt", ".pdf", ".eml", ".doc", ".rtf")
_TEXTS: dict[str, DocumentFormat] = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    **dict.fromkeys((".md", ".markdown"), "md"),
    **dict.fromkeys((".rst",), "rst"),
    **dict.fromkeys((".txt", ".text", ""), "txt"),
}
_MACHINES = ("generator", "viewport", "lang", "language", "pagetitle", "css", "theme-color")
_TITLE = ".//{http://purl.org/dc/elements/1.1/}title"
_INSIDE = 2  # documents inside documents
_SCRIPT = re.compile(r"<script\b", re.I)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.I)


def opened(path: Path) -> ExtractedDocument:
    """The manuscript of a file. What the file is decides, not what it is called.

    Raises UserError, with the next move, for a file that is missing, damaged, protected, too big, or no document.
    """
    return _document(read_bytes(path), path.name)


def _document(data: bytes, name: str, nesting: int = 0) -> ExtractedDocument:
    """The same from bytes. A Word file may hold another document, which may hold one more."""
    kind = kind_of(data, name)
    ending = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    if kind == "docx":
        inner = (lambda part, path: _document(part, path, nesting + 1)) if nesting < _INSIDE else None
        return word.read(data, name, inner)
    if kind in foreign.KINDS:
        found = word.read(foreign.converted(data, kind, name), name)
        return replace(found, remarks=(*found.remarks, f"{foreign.KINDS[kind]}: read through LibreOffice"))
    if kind == "odt":
        return _odt(data, name)
    if kind == "pdf":
        return pdf.read(data, name)
    if ending == ".eml" or (ending not in _TEXTS and plain.is_mail(data)):
        return _mail(data, name)
    if ending in (".docx", ".docm", ".odt", ".pdf", ".doc"):
        raise UserError(f"{name} is damaged: it is no {ending} file", "open it in its own program, or get another copy")
    if ending not in _TEXTS:
        raise UserError(f"{name}: files ending in {ending} cannot be imported", f"import {', '.join(FORMATS)}")
    return _text(data, name, _TEXTS[ending])


def _mail(data: bytes, name: str) -> ExtractedDocument:
    sent = plain.opened(data, name)
    found = _text(sent.data, name, _TEXTS[sent.ending])
    unread = tuple(f"{one}, which is attached to the mail," for one in sent.attached)
    return replace(found, asides=(*found.asides, sent.head), unread=(*found.unread, *unread))


def _text(data: bytes, name: str, kind: DocumentFormat) -> ExtractedDocument:
    text, remark = plain.decoded(_declared(data) if kind == "html" else data, name)
    remarks = [remark] if remark else []
    if not text.strip():
        raise UserError(f"{name} holds no words", "choose another file")
    if kind == "txt":
        lines, counted = plain.lines(text), (text_count.counted(text, kind),)
        return ExtractedDocument(name=name, format=kind, lines=lines, remarks=tuple(remarks), counted=counted)
    if kind == "html":
        scripts = len(_SCRIPT.findall(text))
        if scripts:
            remarks.append(f"{scripts} script{'s' * (scripts > 1)} in the page: neither read nor run")
        page = prepared(text, name)
        found = _by_pandoc(page.text.encode("utf-8"), name, kind, remarks, page.asides)
        return replace(
            found, doubts=(*page.doubts, *found.doubts), counted=page.counted, remarks=(*found.remarks, *page.remarks)
        )
    site = site_markdown.prepared(text, kind)
    found = _by_pandoc(site.text.encode("utf-8"), name, kind, remarks, site.asides, site.facts)
    counted = (text_count.counted(text, kind),)
    keys = " ".join(key for key, _ in site.facts)
    named = (ExcludedText(why="names of the facts at the head", text=keys),) if keys else ()
    return replace(
        found,
        asides=(*found.asides, *named),
        doubts=(*site.doubts, *found.doubts),
        unread=tuple(site.unread),
        counted=counted,
    )


def _declared(data: bytes) -> bytes:
    """A web page in the encoding that it declares, as UTF-8."""
    found = _CHARSET.search(data[:4096])
    if found and found[1].lower() not in (b"utf-8", b"utf8", b"utf-16"):
        try:
            return data.decode(found[1].decode("ascii")).encode("utf-8")
        except (LookupError, UnicodeDecodeError):
            return data
    return data


def _odt(data: bytes, name: str) -> ExtractedDocument:
    parts = unpack(data, name, lambda path: path in ("content.xml", "styles.xml", "META-INF/manifest.xml", "meta.xml"))
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise UserError(f"{name} is protected with a password", "open it, take the password off and save it again")
    content = xml(parts.get("content.xml", b""), name, "content.xml")
    styles = xml(parts["styles.xml"], name, "styles.xml") if "styles.xml" in parts else None
    form = read_form(data, content, styles)
    margins = _margins(styles)
    found = _by_pandoc(form.data, name, "odt", [], [*margins, *form.asides])
    counted = (*form.counted, *(one.text for one in margins))
    blocks = list(numbered(found.blocks, content, styles))
    titled = next((at for at, one in enumerate(blocks) if form.title and one.words == form.title), None)
    for at, one in enumerate(blocks):
        blocks[at] = replace(one, indent=form.indents.get(one.words, 0.0), style="title" if at == titled else one.style)
    said = xml(parts["meta.xml"], name, "meta.xml").findtext(_TITLE) if "meta.xml" in parts else None
    properties = (("title", " ".join(said.split())),) if said and said.strip() else ()
    doubts = (*form.doubts, *found.doubts)
    return replace(found, blocks=tuple(blocks), doubts=doubts, counted=counted, properties=properties)


def _margins(styles: Any) -> list[ExcludedText]:
    """Headers and footers of an OpenDocument file, which pandoc does not read."""
    found: list[ExcludedText] = []
    for kind in ("header", "footer") if styles is not None else ():
        for element in styles.iter(f"{STYLE}{kind}", f"{STYLE}{kind}-first"):
            words = " ".join(" ".join(element.itertext()).split())
            if words and all(aside.text != words for aside in found):
                found.append(ExcludedText(why=f"{kind} of the pages", text=words))
    return found


def _by_pandoc(
    data: bytes,
    name: str,
    kind: DocumentFormat,
    remarks: Sequence[str],
    margins: Sequence[ExcludedText] = (),
    head: Sequence[tuple[str, str]] = (),
) -> ExtractedDocument:
    made = foreign.tree(data, kind, name)
    tree = TreeReader(name, keeps_lines=kind in ("md", "rst"))
    pages: list[PreparedPage] = []

    def page(text: str) -> Any:
        pages.append(prepared(text, name))
        return foreign.tree(pages[-1].text.encode("utf-8"), "html", name)["blocks"]

    blocks = tuple(tree.read(plain_html(made["blocks"], page)))
    if not any(block.all_words for block in blocks):
        raise UserError(f"{name} holds no words", "choose another file")
    pictures = [f"{tree.pictures} picture{'s' * (tree.pictures > 1)} left out: a policy is words"] * bool(tree.pictures)
    properties = (*_titled(head), *_properties(made["meta"], tree))
    facts = [] if kind == "html" else [_line_of(key, words, kind) for key, words in properties]
    titled = [ExcludedText(why="title of the window", text=words) for key, words in properties if key == "title"]
    return ExtractedDocument(
        name=name,
        format=kind,
        blocks=(*facts, *blocks),
        asides=(
            *tree.asides,
            *margins,
            *(aside for one in pages for aside in one.asides),
            *(titled if kind == "html" else ()),
        ),
        remarks=(*remarks, *pictures),
        properties=properties,
        doubts=(*tree.doubts, *(doubt for one in pages for doubt in one.doubts)),
    )


def _line_of(key: str, words: str, kind: DocumentFormat) -> ExtractedBlock:
    """A fact in the document's head as a line of its front page."""
    origin = SourcePosition(line=1) if kind in ("md", "rst") else SourcePosition()
    if key in ("title", "subtitle"):
        return ExtractedBlock(kind="paragraph", text=(Run(words),), style=key, origin=origin)
    label = key.replace("_", " ").replace("-", " ").capitalize()
    return ExtractedBlock(kind="paragraph", text=(Run(f"{label}: {words}"),), style="document fact", origin=origin)


def _titled(head: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The facts at the head of a text; where none is called its title, its name is."""
    keys = [key.lower() for key, _ in head]
    for key, words in head:
        is_title = key.lower() == "title" or (key.lower() == "name" and "title" not in keys)
        if any(sign.isalnum() for sign in words) and key not in _MACHINES:
            yield ("title" if is_title else key), words


def _properties(meta: dict[str, object], tree: TreeReader) -> Iterator[tuple[str, str]]:
    """What a file says of itself: its title, and in Markdown what is in its head."""
    for key, value in meta.items():
        words = " ".join("".join(run.text for run in tree.meta(value)).split())
        if any(sign.isalnum() for sign in words) and key not in _MACHINES:
            yield key, words
