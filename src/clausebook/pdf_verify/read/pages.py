"""An open PDF -> its pages: the words in tag order, the running heads, and the words that play tricks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import field
from functools import partial
from itertools import count, groupby, pairwise
from typing import Any

from clausebook.model.approvals.pdf_evidence import PageTexts, TaggedText, VisibilityProblem
from clausebook.pdf_verify.read.fonts import Font
from clausebook.pdf_verify.read.geometry import Box, TextSpan, box_of, middle, overlap
from clausebook.pdf_verify.read.interpreter import PageContent
from clausebook.pdf_verify.read.kept_pages import Kept, KeptPages
from clausebook.text.records import dataclass

CELLS = {"TD", "TH"}
SPOKEN = ("/ActualText", "/Alt", "/E")  # what is said in the place of an element's words
DEEPEST = 64  # elements within elements
A4: Box = (0.0, 0.0, 595.3, 841.9)


def read_pages(pdf: Any, drawn: list[list[TextSpan]]) -> PageTexts:
    """The words of all pages. `drawn` is what `draw_pages` made of the same file."""
    by_mark = _by_mark(drawn)
    numbers = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
    root = pdf.Root.get("/StructTreeRoot")
    found = _TagReader(by_mark, numbers).elements(root) if root is not None else []
    order = [
        _PlacedText(one.page, piece, any(kind in CELLS for kind, _ in one.around))
        for one, mark in found
        for piece in by_mark.get((one.page - 1, mark), ())
        if piece.text.strip()
    ]
    used = {(one.page - 1, mark) for one, mark in found}
    return PageTexts(
        tagged=tuple(one for one, _ in found),
        running=tuple(_running(drawn)),
        flaws=(*_flaws(drawn, used), *_disguised(drawn), *_jumps(order), *_piled(drawn)),
        bookmarks=tuple(_bookmarks(pdf.Root.get("/Outlines"), set())),
    )


def _bookmarks(item: Any, seen: set[tuple[int, int]]) -> Iterator[str]:
    """What the bookmarks say, from the top; one that leads back to itself is followed once."""
    child = item.get("/First") if item is not None else None
    while child is not None and child.objgen not in seen:
        seen.add(child.objgen)
        yield str(child.get("/Title", ""))
        yield from _bookmarks(child, seen)
        child = child.get("/Next")


def draw_pages(pdf: Any, kept: Kept | None = None) -> list[list[TextSpan]]:
    """What each page draws, in order. Pages that were `kept` are not followed again."""
    import pikepdf

    fonts: dict[tuple[int, int], Font] = {}
    turns = count()
    pages = KeptPages(kept) if kept is not None else None

    def draw(page: Any) -> list[TextSpan]:
        canvas = PageContent(_visible(page), fonts=fonts, turns=turns)
        canvas.draw(pikepdf.parse_content_stream(page), page.obj.get("/Resources"))
        return canvas.seen()

    return [pages.spans(page, _visible(page), partial(draw, page)) if pages else draw(page) for page in pdf.pages]


def _visible(page: Any) -> Box:
    """The part of the sheet that is shown."""
    try:
        return box_of(page.cropbox)
    except (AttributeError, ValueError, TypeError):
        return A4


def _by_mark(drawn: list[list[TextSpan]]) -> dict[tuple[int, int], list[TextSpan]]:
    marked: dict[tuple[int, int], list[TextSpan]] = {}
    for at, page in enumerate(drawn):
        for one in page:
            if one.mark is not None and not one.artifact:
                marked.setdefault((at, one.mark), []).append(one)
    return marked


@dataclass
class _TagReader:
    """Walks the tags; an element that comes twice is read twice, as a screen reader does."""

    by_mark: dict[tuple[int, int], list[TextSpan]]
    numbers: dict[tuple[int, int], int]
    count: int = 0
    found: list[tuple[TaggedText, int]] = field(default_factory=list)

    def elements(self, root: Any) -> list[tuple[TaggedText, int]]:
        self._kids(root.get("/K"), (), -1, "")
        return self.found

    def _kids(self, kid: Any, around: tuple[tuple[str, int], ...], page: int, said: str) -> None:
        import pikepdf

        if kid is None or len(around) > DEEPEST:
            return
        if isinstance(kid, int):
            self._words(int(kid), around, page, said)
        elif isinstance(kid, pikepdf.Dictionary):
            entries = dict(kid.items())  # at once: each question to the library takes as long
            kind = str(entries.get("/Type", ""))
            if "/Pg" in entries:
                page = self.numbers.get(entries["/Pg"].objgen, -1)
            if kind == "/MCR":
                self._words(int(entries.get("/MCID", -1)), around, page, said)
            elif kind != "/OBJR":
                self.count += 1
                inside = (*around, (str(entries.get("/S", "/")).removeprefix("/"), self.count))
                said = next((str(entries[key]) for key in SPOKEN if key in entries), said)
                self._kids(entries.get("/K"), inside, page, said)
        elif isinstance(kid, pikepdf.Array):
            for one in list(kid):
                self._kids(one, around, page, said)

    def _words(self, mark: int, around: tuple[tuple[str, int], ...], page: int, said: str) -> None:
        text = "".join(one.text for one in self.by_mark.get((page, mark), ()))
        self.found.append((TaggedText(around=around, text=text, page=page + 1, said=said), mark))


def _running(drawn: list[list[TextSpan]]) -> Iterator[tuple[int, str]]:
    for number, page in enumerate(drawn, start=1):
        text = " ".join(one.text for one in page if one.artifact and one.text.strip())
        if text:
            yield number, text


def _flaws(drawn: list[list[TextSpan]], used: set[tuple[int, int]]) -> Iterator[VisibilityProblem]:
    for at, page in enumerate(drawn):
        for one in page:
            if not one.text.strip():
                continue
            if one.flaw:
                yield VisibilityProblem(page=at + 1, text=one.covered or one.text, why=one.flaw)
            elif not one.artifact and (one.mark is None or (at, one.mark) not in used):
                yield VisibilityProblem(
                    page=at + 1, text=one.text, why="are on the page, but not among its tagged words"
                )


def _disguised(drawn: list[list[TextSpan]]) -> Iterator[VisibilityProblem]:
    """Stretches that are not read out and copied as they are drawn. A letter may be joined with its accent."""
    for number, page in enumerate(drawn, start=1):
        for said, pieces in groupby(page, key=lambda one: one.said):
            text = "".join(one.text for one in pieces)
            if said and letters(said.text) != letters(text):
                yield VisibilityProblem(page=number, text=text, why=f"are read out and copied as “{said.text[:60]}”")


def letters(text: str) -> str:
    """The characters of a text without its blanks, composed."""
    return "".join(unicodedata.normalize("NFC", text).split())


@dataclass(frozen=True, slots=True)
class _PlacedText:
    """Words with their places, in the order of the tags."""

    page: int
    words: TextSpan
    in_table: bool


def _jumps(order: list[_PlacedText]) -> Iterator[VisibilityProblem]:
    """Who reads the page goes down it, and along its lines; the tags must go the same way."""
    for one, other in pairwise(order):
        if one.page == other.page and not _follows(one, other):
            yield VisibilityProblem(
                page=other.page, text=other.words.text, why="are elsewhere on the page than in the tags"
            )


def _follows(one: _PlacedText, other: _PlacedText) -> bool:
    (left, _, right, top), new = one.words.box, other.words.box
    lower = new[3] < top - 1
    beside = abs(middle(new) - middle(one.words.box)) < 4 and new[0] >= right - 2
    # the next cell of a row begins higher than the last line of the one before it
    return lower or beside or (other.in_table and one.in_table and new[0] > left)


def _piled(drawn: list[list[TextSpan]]) -> Iterator[VisibilityProblem]:
    """Words that lie on other words."""
    for number, page in enumerate(drawn, start=1):
        words = sorted((one for one in page if one.text.strip()), key=lambda one: one.box[1])
        for at, one in enumerate(words):
            for other in words[at + 1 :]:
                if other.box[1] > one.box[3] - 2:
                    break
                left, bottom, right, top = overlap(one.box, other.box)
                if right - left > 2 and top - bottom > 2:
                    yield VisibilityProblem(page=number, text=other.text, why="lie on other words")
