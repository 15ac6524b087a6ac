"""An open PDF -> its pages: the words in tag order, the running heads, and the words that play tricks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.doors.evidence.canvas import Box, Canvas, Drawn, box_of
from engine.model.evidence import Flaw, Pages, Tagged

DEEPEST = 64  # elements within elements
A4: Box = (0.0, 0.0, 595.3, 841.9)


def read_pages(pdf: Any, drawn: list[list[Drawn]]) -> Pages:
    """The words of all pages. `drawn` is what `draw_pages` made of the same file."""
    by_mark = _by_mark(drawn)
    numbers = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
    root = pdf.Root.get("/StructTreeRoot")
    found = list(_Walk(by_mark, numbers).elements(root)) if root is not None else []
    used = {(one.page - 1, mark) for one, mark in found}
    return Pages(
        tagged=tuple(one for one, _ in found),
        running=tuple(_running(drawn)),
        flaws=tuple(_flaws(drawn, used)),
    )


def draw_pages(pdf: Any) -> list[list[Drawn]]:
    """What each page draws, in order."""
    import pikepdf

    made, fonts = [], {}  # type: ignore[var-annotated]
    for page in pdf.pages:
        canvas = Canvas(_visible(page), fonts=fonts)
        canvas.draw(pikepdf.parse_content_stream(page), page.obj.get("/Resources"))
        made.append(canvas.seen())
    return made


def _visible(page: Any) -> Box:
    """The part of the sheet that is shown."""
    try:
        return box_of(page.cropbox)
    except (AttributeError, ValueError, TypeError):
        return A4


def _by_mark(drawn: list[list[Drawn]]) -> dict[tuple[int, int], list[Drawn]]:
    marked: dict[tuple[int, int], list[Drawn]] = {}
    for at, page in enumerate(drawn):
        for one in page:
            if one.mark is not None and not one.artifact:
                marked.setdefault((at, one.mark), []).append(one)
    return marked


@dataclass
class _Walk:
    """Walks the tags; an element that comes twice is read twice, as a screen reader does."""

    by_mark: dict[tuple[int, int], list[Drawn]]
    numbers: dict[tuple[int, int], int]
    count: int = 0

    def elements(self, root: Any) -> Iterator[tuple[Tagged, int]]:
        yield from self._kids(root.get("/K"), (), None, "")

    def _kids(
        self, kid: Any, around: tuple[tuple[str, int], ...], page: Any, said: str
    ) -> Iterator[tuple[Tagged, int]]:
        import pikepdf

        if kid is None or len(around) > DEEPEST:
            return
        if isinstance(kid, int):
            yield from self._words(int(kid), around, page, said)
        elif isinstance(kid, pikepdf.Array):
            for one in list(kid):
                yield from self._kids(one, around, page, said)
        elif not isinstance(kid, pikepdf.Dictionary):
            return
        elif str(kid.get("/Type", "")) == "/MCR":
            yield from self._words(int(kid.get("/MCID", -1)), around, kid.get("/Pg", page), said)
        elif str(kid.get("/Type", "")) != "/OBJR":
            self.count += 1
            inside = (*around, (str(kid.get("/S", "/")).removeprefix("/"), self.count))
            said = str(kid.get("/ActualText", said))
            yield from self._kids(kid.get("/K"), inside, kid.get("/Pg", page), said)

    def _words(
        self, mark: int, around: tuple[tuple[str, int], ...], page: Any, said: str
    ) -> Iterator[tuple[Tagged, int]]:
        at = self.numbers.get(page.objgen, -1) if page is not None else -1
        pieces = self.by_mark.get((at, mark), [])
        text = "".join(one.text for one in pieces)
        spoken = said or next((one.said for one in pieces if one.said), "")
        yield Tagged(around=around, text=text, page=at + 1, said=spoken), mark


def _running(drawn: list[list[Drawn]]) -> Iterator[tuple[int, str]]:
    for number, page in enumerate(drawn, start=1):
        text = " ".join(one.text for one in page if one.artifact and one.text.strip())
        if text:
            yield number, text


def _flaws(drawn: list[list[Drawn]], used: set[tuple[int, int]]) -> Iterator[Flaw]:
    for at, page in enumerate(drawn):
        for one in page:
            if not one.text.strip():
                continue
            if one.flaw:
                yield Flaw(page=at + 1, text=one.text, why=one.flaw)
            elif not one.artifact and (one.mark is None or (at, one.mark) not in used):
                yield Flaw(page=at + 1, text=one.text, why="are on the page, but not among its tagged words")
