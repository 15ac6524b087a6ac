"""Recorded acts of one policy -> their order, and what breaks it. The order is history's, never that of names or dates.

Each act holds the digest of the one before it. A correction may say after which act another one comes: so two acts
that were recorded on two branches are put in order without changing either. Records of before 1.0 hold no digest: git
says in which order they came.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from clausebook.model.acts.record import Corrected, Recorded
from clausebook.text.dates import first_day

AFTER = "after"  # the field of a correction that puts two acts in order
Break = Literal["fork", "missing", "second-start"]


@dataclass(frozen=True, slots=True)
class Broken:
    """A place where the chain does not hold: the act, what is wrong there, and the other act that it is about."""

    how: Break
    at: Recorded
    other: Recorded | None = None


def followed(acts: Iterable[Recorded]) -> dict[str, str]:
    """Digest of each act to that of the act before it; "" where there is none."""
    acts = tuple(acts)
    links = {one.digest: one.act.after or "" for one in acts}
    known = {one.digest: one for one in acts}
    for one in acts:
        act = one.act
        if isinstance(act, Corrected) and AFTER in act.right and act.corrects in links and act.right[AFTER] in known:
            links[act.corrects] = act.right[AFTER]
    return links


def ordered(acts: Iterable[Recorded], history: Sequence[str] = ()) -> tuple[Recorded, ...]:
    """The acts of one policy, oldest first. `history` are the paths of records in the order in which git met them."""
    place = {path: number for number, path in enumerate(history)}
    acts = sorted(acts, key=lambda one: _first_guess(one, place))
    links, known = followed(acts), {one.digest for one in acts}
    later: dict[str, list[Recorded]] = {}
    for one in acts:
        before = links[one.digest]
        later.setdefault(before if before in known else "", []).append(one)
    found: dict[str, Recorded] = {}
    for start in later.get("", ()):
        _walk(start, later, found)
    for one in acts:  # a circle, which only a forged file can make
        found.setdefault(one.digest, one)
    return tuple(found.values())


def _walk(start: Recorded, later: Mapping[str, list[Recorded]], found: dict[str, Recorded]) -> None:
    waiting = [start]
    while waiting:
        one = waiting.pop()
        if one.digest not in found:
            found[one.digest] = one
            waiting.extend(reversed(later.get(one.digest, ())))


def _first_guess(one: Recorded, place: Mapping[str, int]) -> tuple[int, str, tuple[int, str], str]:
    """By history; where that knows nothing, by the first day that the date may mean, then by number of the name."""
    year, _, rest = one.act.edition.partition("-")
    number = (int(rest), "") if rest.isdecimal() else (1 if not rest else 0, rest)
    return place.get(one.path, len(place)), first_day(one.act.on).isoformat() + year, number, one.path


def broken(acts: Iterable[Recorded]) -> Iterator[Broken]:
    """Every place where the chain of one policy's acts does not hold, by the files alone."""
    acts = ordered(acts)
    links, known = followed(acts), {one.digest: one for one in acts}
    first: dict[str, Recorded] = {}
    started: Recorded | None = None
    for one in acts:
        before = links[one.digest]
        if before:
            if before not in known:
                yield Broken("missing", one, _changed(acts, links))
            elif before in first:
                yield Broken("fork", one, first[before])
            first.setdefault(before, one)
        elif not one.is_old:
            # records of before 1.0 come first; then one act begins the chain, or follows the last of them
            if started or any(other.is_old for other in acts):
                yield Broken("second-start", one, started or next(other for other in acts if other.is_old))
            started = started or one


def _changed(acts: Sequence[Recorded], links: Mapping[str, str]) -> Recorded | None:
    """The act that nothing follows any more and that is not the newest: it is not what it was."""
    followed_by = set(links.values())
    loose = [one for one in acts if one.digest not in followed_by]
    newest = newest_of(acts)
    return next((one for one in loose if newest is None or one.digest != newest.digest), None)


def newest_of(acts: Sequence[Recorded]) -> Recorded | None:
    """The act that a new one follows; None where there is none yet. `acts` are in order."""
    return acts[-1] if acts else None
