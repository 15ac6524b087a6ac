"""Recorded acts of one policy -> their order, what breaks it, and when the next review is due. The order is
history's, never that of names or dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from clausebook.model.acts.record import Corrected, RecordedAct
from clausebook.text.dates import first_day
from clausebook.text.phrases import every
from clausebook.text.records import dataclass

AFTER = "after"  # the field of a correction that puts two acts in order
Break = Literal["fork", "missing", "second-start"]


@dataclass(frozen=True, slots=True)
class ChainFault:
    """A place where the chain does not hold: the act, what is wrong there, and the other act that it is about."""

    how: Break
    at: RecordedAct
    other: RecordedAct | None = None


def chain_links(acts: Iterable[RecordedAct]) -> dict[str, str]:
    """Digest of each act to that of the act before it; "" where there is none."""
    acts = tuple(acts)
    links = {one.digest: one.act.after or "" for one in acts}
    known = {one.digest: one for one in acts}
    for one in acts:
        act = one.act
        if isinstance(act, Corrected) and AFTER in act.right and act.corrects in links and act.right[AFTER] in known:
            links[act.corrects] = act.right[AFTER]
    return links


def in_chain_order(acts: Iterable[RecordedAct], history: Sequence[str] = ()) -> tuple[RecordedAct, ...]:
    """The acts of one policy, oldest first. `history` are the paths of records in the order in which git met them."""
    place = {path: number for number, path in enumerate(history)}
    acts = sorted(acts, key=lambda one: _first_guess(one, place))
    links, known = chain_links(acts), {one.digest for one in acts}
    later: dict[str, list[RecordedAct]] = {}
    for one in acts:
        before = links[one.digest]
        later.setdefault(before if before in known else "", []).append(one)
    found: dict[str, RecordedAct] = {}
    for start in later.get("", ()):
        _walk(start, later, found)
    for one in acts:  # a circle, which only a forged file can make
        found.setdefault(one.digest, one)
    return tuple(found.values())


def _walk(start: RecordedAct, later: Mapping[str, list[RecordedAct]], found: dict[str, RecordedAct]) -> None:
    waiting = [start]
    while waiting:
        one = waiting.pop()
        if one.digest not in found:
            found[one.digest] = one
            waiting.extend(reversed(later.get(one.digest, ())))


def _first_guess(one: RecordedAct, place: Mapping[str, int]) -> tuple[int, str, tuple[int, str], str]:
    """By history; where that knows nothing, by the first day that the date may mean, then by number of the name."""
    year, _, rest = one.act.edition.partition("-")
    number = (int(rest), "") if rest.isdecimal() else (1 if not rest else 0, rest)
    return place.get(one.path, len(place)), first_day(one.act.on).isoformat() + year, number, one.path


def broken_places(acts: Iterable[RecordedAct]) -> Iterator[ChainFault]:
    """Every place where the chain of one policy's acts does not hold, by the files alone."""
    acts = in_chain_order(acts)
    links, known = chain_links(acts), {one.digest: one for one in acts}
    first: dict[str, RecordedAct] = {}
    started: RecordedAct | None = None
    for one in acts:
        before = links[one.digest]
        if before:
            if before not in known:
                yield ChainFault("missing", one, _changed(acts, links))
            elif before in first:
                yield ChainFault("fork", one, first[before])
            first.setdefault(before, one)
        elif not one.is_old:
            # records from before 1.0 come first; then one act begins the chain, or follows the last of them
            if started or any(other.is_old for other in acts):
                yield ChainFault("second-start", one, started or next(other for other in acts if other.is_old))
            started = started or one


def _changed(acts: Sequence[RecordedAct], links: Mapping[str, str]) -> RecordedAct | None:
    """The act that nothing follows any more and that is not the newest: it is not what it was."""
    followed_by = set(links.values())
    loose = [one for one in acts if one.digest not in followed_by]
    newest = newest_of(acts)
    return next((one for one in loose if newest is None or one.digest != newest.digest), None)


def newest_of(acts: Sequence[RecordedAct]) -> RecordedAct | None:
    """The act that a new one follows; None where there is none yet. `acts` are in order."""
    return acts[-1] if acts else None


Every = Literal["1 year", "2 years", "3 years", "4 years", "termly", "as the law changes"]
# The month in which a term of the English school year has ended, by the months of the term before it.
_NEXT_TERM = {**dict.fromkeys((9, 10, 11, 12), 4), **dict.fromkeys((1, 2, 3, 4), 7), **dict.fromkeys((5, 6, 7, 8), 12)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """What sets the pace: the policy's own words, its review month, and the months that the required list allows."""

    every: Every | None = None
    month: int | None = None
    at_most: int | None = None
    listed: int | None = None
    by: str = ""  # which entry of the required list says so


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """When a review is due, as precisely as is known, and why then."""

    when: str
    why: str


def due_after(on: str, said: str | None, cycle: Cycle) -> ReviewDue | None:
    """When the review after one of `on` is due. `said` is what the meeting said, which goes before all cycles."""
    if said:
        return ReviewDue(said, "as the governors set it")
    found = _by_cycle(on, cycle)
    if cycle.at_most and cycle.every != "as the law changes":
        latest = _months_later(on, cycle.at_most)
        if found is None or first_day(found.when) > first_day(latest):
            return ReviewDue(latest, f"a review is required {every(cycle.at_most, 'month')} ({cycle.by})")
    return found


def _by_cycle(on: str, cycle: Cycle) -> ReviewDue | None:
    year = int(on[:4])
    if cycle.every == "as the law changes":
        return None
    if cycle.every == "termly":
        month = int(on[5:7] or 1)
        return ReviewDue(f"{year + (month >= 9)}-{_NEXT_TERM[month]:02}", "reviewed every term")
    years = int(cycle.every.split()[0]) if cycle.every else 1
    if cycle.month and years == 1:
        return ReviewDue(f"{year + 1}-{cycle.month:02}", "reviewed every year")
    if cycle.every:
        return ReviewDue(_to_month(_months_later(on, 12 * years), cycle.month), f"reviewed {every(years, 'year')}")
    if cycle.listed:
        return ReviewDue(
            _months_later(on, cycle.listed), f"a review {every(cycle.listed, 'month')} is usual ({cycle.by})"
        )
    return None


def _months_later(on: str, months: int) -> str:
    """The month that many months after; the year where only a year is known and the months are whole years."""
    if len(on) == len("2018") and months % 12 == 0:
        return str(int(on) + months // 12)
    years, month = divmod(int(on[5:7] or 1) - 1 + months, 12)
    return f"{int(on[:4]) + years}-{month + 1:02}"


def _to_month(partial: str, month: int | None) -> str:
    """The first such month on or after; of a year that is known alone, that month in it."""
    if not month:
        return partial
    year = int(partial[:4])
    return f"{year + (month < int(partial[5:7] or 1))}-{month:02}"
