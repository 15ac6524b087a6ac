"""The files of a review -> how they differ from its redline, in words that came, went and stayed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from clausebook.model.approvals.pdf_evidence import PageTexts
from clausebook.model.comparison.block_change import BlockChange, Cell, Span, Words, new_words, old_words
from clausebook.model.comparison.review import Review
from clausebook.model.reading import is_right_to_left, quoted, words_in
from clausebook.pdf_verify.read.kept_pages import Kept
from clausebook.readback.pdf import pages_of
from clausebook.readback.web.page import page_of
from clausebook.readback.word.body import paragraphs
from clausebook.readback.word.styles import Lists, Styles
from clausebook.text.inline import plain
from clausebook.text.records import dataclass

GONE, COME, STAYED = (
    ("\x01", "\x02"),
    ("\x03", "\x04"),
    ("", ""),
)  # begin and end of words that are taken away, and of those put in
BLANKS = {"text", "date", "signature", "tick"}  # shown together in a line
MOST_LISTED = 5
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NOTED = r"(?:\([^)]*\))?"
Piece = tuple[str, str]  # words as they are, and a pattern for what may come behind them, or nothing may
_VOICE = re.compile(r"(?:\[[^\]:]*:|(?:\([^)]*\))?\])*")  # what a PDF says to who hears it, and does not show
_APART = ("are struck through", "are elsewhere on the page")  # what a comparison may do to words


@dataclass(frozen=True)
class Pack:
    """One file of a review. `shows` says whether it shows the spans of a piece as what they are."""

    shows: Callable[[Words], bool]
    flaws: tuple[str, ...] = ()


def pack_complaints(ending: str, content: bytes, review: Review, kept: Kept | None = None) -> Iterator[str]:
    """How one file of a review differs from the redline; nothing where it shows every change as it is."""
    pack = _FORMS[ending](content, kept)
    missed = [(cite, words) for cite, words in _changed(review) if not pack.shows(words)]
    for cite, words in missed[:MOST_LISTED]:
        said = words_in(" ".join(span.words for span in words if span.kind != "kept")) or words_in(_all(words))
        yield f"clause {cite}: it does not show what became of {quoted(said)}"
    if len(missed) > MOST_LISTED:
        yield f"{len(missed) - MOST_LISTED} more changes that it does not show"
    yield from pack.flaws[:MOST_LISTED]


def _all(words: Words) -> str:
    return "".join(span.words for span in words)


def _changed(review: Review) -> Iterator[tuple[str, Words]]:
    """The words of every piece of a clause that changed, with the place as it is cited."""
    for clause in review.clauses:
        heading = clause.change.heading
        for piece in clause.change.pieces:
            if piece.kind not in ("kept", "moved-away") and piece.frame.part not in BLANKS:
                cite = piece.frame.cite or heading.cite or heading.id
                yield from ((cite, words) for cell in piece.cells if (words := _to_show(piece, cell)) is not None)


def _to_show(piece: BlockChange, cell: Cell) -> Words | None:
    """The words of a cell. Below its head a column that moved is shown where it is now, without marks."""
    moved = cell.kind != "kept" and bool(cell.words) and all(span.moved for span in cell.words)
    if piece.frame.part != "row" or not moved:
        return cell.words
    return None if cell.kind == "removed" else tuple(Span("kept", span.text) for span in cell.words)


def _squeezed(text: str) -> str:
    """A text without blanks: lines end anywhere."""
    return "".join(words_in(text))


def _finds(text: str, pieces: Callable[[Span], Iterator[Piece]], words: Words) -> bool:
    """Whether a text has the spans of a piece one after the other."""
    if all(span.kind == "kept" for span in words):
        return "".join(_squeezed(span.words) for span in words) in text
    wanted = [piece for span in words if span.words.strip() for piece in pieces(span)]
    if "".join(literal for literal, _ in wanted) in text:
        return True  # found without a pattern, which takes as long to compile as the rest of the reading
    return re.search("".join(f"{re.escape(literal)}{pattern}" for literal, pattern in wanted), text) is not None


# A PDF, whose words in tag order say in brackets what became of them


def _pdf(content: bytes, kept: Kept | None) -> Pack:
    pages = pages_of(content, kept)
    text = _squeezed("".join(one.text for one in pages.tagged))
    struck = _squeezed("".join(flaw.text for flaw in pages.flaws if flaw.why == _APART[0]))

    def shows(words: Words) -> bool:
        if is_right_to_left(_all(words)):
            return True  # the order of words from right to left cannot be read from a page
        gone = (_squeezed(span.words) for span in words if span.kind == "deleted")
        return _finds(text, _in_pdf, words) and all(one in struck for one in gone)

    return Pack(shows, tuple(_unseen(pages)))


def _unseen(pages: PageTexts) -> Iterator[str]:
    for (page, why), group in groupby(pages.flaws, key=lambda flaw: (flaw.page, flaw.why)):
        text = " ".join(flaw.text for flaw in group)
        if not why.startswith(_APART) and not ("white" in why and _VOICE.fullmatch(_squeezed(text))):
            yield f"page {page}: the words {quoted(words_in(text))} {why}"


def _in_pdf(span: Span) -> Iterator[Piece]:
    if span.kind == "kept":
        yield _squeezed(span.words), ""
        return
    voice, any_voice = ("", r"[^\]:]*") if span.kind == "restyled" else (_voice(span), "")
    yield f"[{voice}", any_voice
    yield f":{_squeezed(span.words)}", _NOTED
    after = rf"(?:\[{re.escape(voice)}{any_voice}(?:andedited)?\])?" if span.moved else ""
    yield "]", r"(?:\[[^\]]*\])?" if span.kind == "restyled" and not span.moved else after


def _voice(span: Span) -> str:
    """What a voice says of words that came or went, without blanks."""
    if not span.moved:
        return "removed" if span.kind == "deleted" else "added"
    where = _squeezed(span.elsewhere)
    if span.kind == "deleted":
        return f"movedto{where}" if where else "movedaway"
    return f"movedherefrom{where}" if where else "movedhere"


# A Word file, where they are tracked changes: who takes all has the new words, who refuses all the old ones


def _word(content: bytes, _: Kept | None) -> Pack:
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            names = (f"word/{name}.xml" for name in ("document", "styles", "numbering"))
            root, *looks = (etree.fromstring(package.read(name), parser) for name in names)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError) as wrong:
        raise ValueError(f"it cannot be read ({wrong})") from wrong
    marks = {f"{_W}del": GONE, f"{_W}moveFrom": GONE, f"{_W}ins": COME, f"{_W}moveTo": COME}
    text = _squeezed("".join(_marked(root, marks, lambda one: one.tag in (f"{_W}t", f"{_W}delText"))))
    taken, refused = (_without(text, *signs) for signs in (GONE, COME))
    styles = Styles(looks[0])
    flaws = [flaw for one in paragraphs(root, styles, Lists(looks[1], styles)) for flaw in one.flaws]
    return Pack(
        lambda words: _squeezed(plain(new_words(words))) in taken and _squeezed(plain(old_words(words))) in refused,
        tuple(
            f"the words {quoted(words_in(text))} {why}" for why, text in flaws if "tracked" not in why and text.strip()
        ),
    )


def _without(text: str, begin: str, end: str) -> str:
    return re.sub(f"{begin}[^{end}]*{end}|[\x01-\x04]", "", text)


# A page, where they are <del> and <ins>


def _page(content: bytes, _: Kept | None) -> Pack:
    article = page_of(content).article
    text = _squeezed("".join(_marked(article, {"del": GONE, "ins": COME}, lambda one: True)))
    return Pack(lambda words: _finds(text, _in_page, words))


def _in_page(span: Span) -> Iterator[Piece]:
    words = _squeezed(span.words)
    if span.kind in ("kept", "restyled"):
        yield words, _NOTED if span.kind == "restyled" else ""
        return
    voice, (begin, end) = _voice(span), GONE if span.kind == "deleted" else COME
    yield f"{begin}{voice}:{words}", _NOTED
    yield f"endof{voice}{end}", rf"(?:\({re.escape(voice)}\))?" if span.moved else ""


def _marked(element: Any, marks: dict[str, tuple[str, str]], has_words: Callable[[Any], bool]) -> list[str]:
    """The words below an element, those that came or went between signs."""
    found: list[str] = []

    def read(one: Any) -> None:
        if not isinstance(one.tag, str):
            return
        begin, end = marks.get(one.tag, STAYED)
        reads = has_words(one)
        found.append(f"{begin}{one.text or ''}" if reads else begin)
        for child in one:
            read(child)
            if reads and child.tail:
                found.append(child.tail)
        found.append(end)

    read(element)
    return found


_FORMS: dict[str, Callable[[bytes, Kept | None], Pack]] = {"pdf": _pdf, "docx": _word, "html": _page}
