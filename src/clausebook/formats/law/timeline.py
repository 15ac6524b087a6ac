"""An instrument's life -> a drawing: where each line, bar and mark is, and the same in words beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from clausebook.formats.law.phrases import CitedLaw, day, event_words
from clausebook.formats.web.escape import words
from clausebook.model.law.status import Kind, span
from clausebook.model.law.timeline import Event, Period, events, periods
from clausebook.text.dates import in_words
from clausebook.text.records import dataclass

WIDTH, EDGE, RADIUS, ROW = 360, 16, 9, 21  # in units of the drawing
# how each status is drawn: the class of its bar, and the words for a period of it
_LOOKS: dict[Kind, tuple[str, str]] = {
    "not yet in force": ("before", "not yet in force"),
    "in force": ("force", "in force"),
    "partly in force": ("part", "in force in part"),
    "presumed in force": ("presumed", "believed to be in force (start date not checked)"),
    "partly ended": ("part", "in force except for the part that has ended"),
    "ended": ("ended", "no longer law"),
    "unknown": ("unknown", "status unknown"),
}
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100)  # years between two marks of the scale


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineMark:
    """A numbered mark: its place, the foot of its stem, its whisker where the date is coarse, and its words."""

    number: int
    kind: str
    x: str
    y: str
    text_y: str
    whisker: str
    whisker_width: str
    when: str
    what: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One period as drawn, and in words."""

    kind: str
    x: str
    width: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All that the drawing and the list beside it show; numbers are ready for attributes."""

    height: str
    bar_y: str
    bar_middle: str
    stem: str
    foot: str
    scale_y: str
    today: str
    today_words: str
    today_end: str
    description: str
    bars: tuple[Bar, ...]
    marks: tuple[TimelineMark, ...]
    years: tuple[tuple[str, str], ...]
    undated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Happened:
    """Something to mark: first and last day it may mean, kind, date in words, what it was, address."""

    first: date
    last: date
    kind: str
    when: str
    what: str
    url: str = ""


def timeline_of(law: CitedLaw, names: Mapping[str, str], as_of: date) -> Timeline | None:
    """The drawing for one registered instrument; None where there is nothing to draw."""
    if law.known is None:
        return None
    all_events = events(law.known)
    found = sorted((*_legal(all_events, names), *_approvals(law)), key=lambda one: (one.first, one.last))
    undated = tuple(words(event_words(one, names)) for one in all_events if not span(one.on))
    if not found:
        return None
    # a row of guidance that lists no editions is about the one in force
    before = "before the present edition" if law.kind == "guidance" and not law.known.editions else ""
    return _drawn(found, periods(law.known), undated, as_of, before)


def _legal(found: Sequence[Event], names: Mapping[str, str]) -> Iterator[_Happened]:
    for event in found:
        days = span(event.on)
        if days:
            kind = "end" if event.what == "ended" else "unseen" if event.unverified else "seen"
            what = event_words(event, names)
            yield _Happened(*days, kind, day(event.on), what[:1].upper() + what[1:])


def _approvals(law: CitedLaw) -> Iterator[_Happened]:
    for one in law.citing:
        days = span(one.edition.approval.approved) if one.edition.approval else None
        if days and one.edition.approval:
            what = f"{one.edition.title}, {one.edition.called}, which cites it, approved"
            yield _Happened(*days, "approval", day(one.edition.approval.approved), what, f"site:{one.edition.folder}/")


def _drawn(
    found: Sequence[_Happened], kept: Sequence[Period], undated: tuple[str, ...], today: date, before: str
) -> Timeline:
    start, end = _range(found, today)
    at = _scale(start, end)
    rows = _rows([at(_middle(one)) for one in found])
    top = (max(rows) + 1) * ROW + 6
    bar = top + 6
    clipped = [_bar(period, start, end, at, before) for period in kept]
    place = at(today)
    return Timeline(
        height=str(bar + 60),
        bar_y=str(bar),
        bar_middle=str(bar + 7),
        stem=str(bar),
        foot=str(bar + 20),
        scale_y=str(bar + 33),
        today=_number(place),
        today_words=in_words(today.isoformat()),
        today_end="end" if place > WIDTH / 2 else "start",
        description=words(_described(kept, before)),
        bars=tuple(one for one in clipped if one),
        marks=tuple(_mark(number, one, at, rows[number - 1], top) for number, one in enumerate(found, 1)),
        years=tuple((_number(at(date(year, 1, 1))), str(year)) for year in _years(start, end)),
        undated=undated,
    )


def _range(found: Sequence[_Happened], today: date) -> tuple[date, date]:
    """The days that the drawing shows: from a little before the first to a little after the last, or today."""
    first, last = min(one.first for one in found), max(today, *(one.last for one in found))
    margin = max((last - first) // 20, timedelta(days=120))
    return first - margin, last + margin


def _scale(start: date, end: date) -> Callable[[date], float]:
    return lambda on: EDGE + (on - start).days / (end - start).days * (WIDTH - 2 * EDGE)


def _middle(one: _Happened) -> date:
    return one.first + (one.last - one.first) / 2


def _rows(places: Sequence[float]) -> list[int]:
    """A row for each mark, counted from the bar, so that none covers another."""
    ends: list[float] = []
    rows = []
    for place in places:
        row = next((number for number, end in enumerate(ends) if place - end >= 2 * RADIUS + 1), len(ends))
        ends[row : row + 1] = [place]
        rows.append(row)
    return rows


def _mark(number: int, one: _Happened, at: Callable[[date], float], row: int, top: int) -> TimelineMark:
    middle = at(_middle(one))
    left, right = at(one.first), at(one.last)
    y = top - row * ROW - RADIUS - 2
    return TimelineMark(
        number=number,
        kind=one.kind,
        x=_number(middle),
        y=_number(y),
        text_y=_number(y + 4),
        whisker=_number(left),
        whisker_width=_number(max(right - left, 0)),
        when=words(one.when),
        what=words(one.what),
        url=one.url,
    )


def _bar(period: Period, start: date, end: date, at: Callable[[date], float], before: str) -> Bar | None:
    first, last = max(period.first or start, start), min((period.last or end) + timedelta(days=1), end)
    if first >= last:
        return None
    kind, _ = _LOOKS[period.kind]
    return Bar(
        kind=kind, x=_number(at(first)), width=_number(max(at(last) - at(first), 1)), words=words(said(period, before))
    )


def said(period: Period, before: str = "") -> str:
    """A period in words: "in force from 1 March 2000 to 24 May 2018". `before` is said of one not yet in force."""
    what = before if before and period.kind == "not yet in force" else _LOOKS[period.kind][1]
    first, last = (in_words(one.isoformat()) if one else "" for one in (period.first, period.last))
    if first == last:
        when = f" on {first}" if first else ""
    elif first and last:
        when = f" from {first} to {last}"
    else:
        when = f" since {first}" if first else f" up to {last}"
    return f"{what}{when}"


def _described(kept: Sequence[Period], before: str) -> str:
    text = "; ".join(said(period, before) for period in kept)
    return f"{text[:1].upper()}{text[1:]}."


def _years(start: date, end: date) -> Iterator[int]:
    """Round years to write below the drawing: five at most."""
    first, last = start.year + 1, end.year
    step = next((one for one in _STEPS if (last - first) / one <= 5), _STEPS[-1])
    yield from (year for year in range(first, last + 1) if year % step == 0)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
