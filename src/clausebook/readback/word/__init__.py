"""A Word file -> what it says: the words of its body with the numbers that Word sets, as its styles show them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from clausebook.model.reading import PlacedWord, quoted, words_in
from clausebook.readback.reading import Reading
from clausebook.readback.word.body import WordParagraph, paragraphs
from clausebook.readback.word.styles import Lists, Styles

MOST_BYTES = 64_000_000  # of one part, unpacked
CONTENTS, ABOUT, HEADING = "TOC", "About", "Heading"  # how the styles of what is not adopted begin
FORM_LINE = "FormLine"
TICK_BOX = "\N{BALLOT BOX}"


def read_word(content: bytes) -> Reading:
    """The reading of one Word file. Raises ValueError for what is none."""
    parts = _parts(content)
    styles = Styles(parts.get("word/styles.xml"))
    lists = Lists(parts.get("word/numbering.xml"), styles)
    found = list(paragraphs(parts["word/document.xml"], styles, lists))
    cover, contents, adopted, rest = _regions(found)
    running = [
        one
        for name in sorted(parts)
        if name.startswith(("word/header", "word/footer"))
        for one in paragraphs(parts[name], styles, lists, decoration=True)
    ]
    return Reading(
        words=tuple(word for one in adopted for word in _words(one)),
        cover=_text(cover),
        contents=_text(contents),
        rest=f"{_text(rest)} | {_text(running)}",
        flaws=(*_flaws([*cover, *contents, *adopted, *rest]), *_unlisted(contents, rest)),
    )


def _parts(content: bytes) -> dict[str, Any]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            named = [one for one in package.infolist() if one.filename.startswith("word/")]
            xml = [one for one in named if one.filename.endswith(".xml") and one.file_size < MOST_BYTES]
            parts = {one.filename: etree.fromstring(package.read(one), parser) for one in xml}
    except (zipfile.BadZipFile, etree.XMLSyntaxError, RuntimeError) as wrong:
        raise ValueError(f"it cannot be read ({wrong})") from wrong
    if "word/document.xml" not in parts:
        raise ValueError("it has no document")
    return parts


def _regions(found: list[WordParagraph]) -> tuple[list[WordParagraph], ...]:
    """Cover, contents, adopted words, and what the pipeline adds at the end."""
    contents = [at for at, one in enumerate(found) if one.style.startswith(CONTENTS)]
    first = contents[0] if contents else 0
    begin = contents[-1] + 1 if contents else next(_at(found, HEADING, 0), len(found))
    end = next(_at(found, ABOUT, begin), len(found))
    return found[:first], found[first:begin], found[begin:end], found[end:]


def _at(found: list[WordParagraph], style: str, start: int) -> Iterator[int]:
    return (at for at, one in enumerate(found) if at >= start and one.style.startswith(style))


def _words(one: WordParagraph) -> Iterator[PlacedWord]:
    text = one.text.replace(TICK_BOX, " ", 1) if one.style == FORM_LINE else one.text
    return (PlacedWord(word, "") for word in words_in(f"{one.number} {text}"))


def _unlisted(contents: list[WordParagraph], rest: list[WordParagraph]) -> Iterator[str]:
    """What is behind the adopted words has a heading, which the contents list."""
    if contents and rest and rest[0].text not in _text(contents):
        yield f"the contents do not list {quoted(words_in(rest[0].text))}"


def _text(found: Iterable[WordParagraph]) -> str:
    return " | ".join(f"{one.number} {one.text}".strip() for one in found)


def _flaws(found: Iterable[WordParagraph]) -> Iterator[str]:
    for one in found:
        for why, text in one.flaws:
            yield f"the words {quoted(words_in(text))} {why}" if text.strip() else why
