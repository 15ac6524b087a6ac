"""A registered instrument, what legislation.gov.uk says of it, day -> where they differ, and the YAML that is proposed.

Nothing is written: a person reads the source, edits policy/instruments.yaml and sets `compiled`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from clausebook.law.clml import UnreadableError, changes, observed
from clausebook.model.law.instrument import Instrument
from clausebook.model.law.observed import Drift, Effect, Observed, SiteAnswer
from clausebook.model.law.status import MAIN
from clausebook.text.phrases import counted

SHOWN = 3  # effects named one by one
_MARK = re.compile(r"\s*\((?:repealed|revoked|expired|lapsed)[^()]*\)$", re.IGNORECASE)
_OTHERS = re.compile(rb'href="/id/([a-z]+/[0-9]{4}/[0-9]+)"')
Line = tuple[str, str]  # a difference in words; a line of YAML, or ""


def drift(instrument: Instrument, document: SiteAnswer, feed: SiteAnswer, as_of: date) -> Drift:
    """What differs on one instrument; `unseen` where the site gave nothing to compare with."""
    nothing = Drift(instrument=instrument.id, title=instrument.title)
    if document.kind != "found":
        return Drift(instrument=instrument.id, title=instrument.title, unseen=_unseen(document))
    try:
        seen = observed(document.body)
        recorded = changes(feed.body) if feed.kind == "found" else ()
    except UnreadableError as error:
        return Drift(instrument=instrument.id, title=instrument.title, unseen=str(error))
    lines = list(_differences(instrument, seen, recorded, as_of))
    if feed.kind != "found":
        lines.append((f"its feed of changes could not be read: {_unseen(feed)}", ""))
    if not lines:
        return nothing
    proposed = [yaml for _, yaml in lines if yaml]
    return Drift(
        instrument=instrument.id,
        title=instrument.title,
        differences=tuple(words for words, _ in lines),
        proposed=(f"- id: {instrument.id}", *(f"  {yaml}" for yaml in proposed)) if proposed else (),
    )


def _unseen(answer: SiteAnswer) -> str:
    if answer.kind == "missing":
        return "the site does not know this id"
    if answer.kind == "choices":
        others = sorted({found.decode("ascii") for found in _OTHERS.findall(answer.body)})
        return f"this id means several things there: {', '.join(others)}" if others else "this id means several things"
    return answer.note


def _differences(instrument: Instrument, seen: Observed, recorded: tuple[Effect, ...], as_of: date) -> Iterator[Line]:
    yield from _titled(instrument, seen)
    yield from _made(instrument, seen)
    yield from _begun(instrument, seen)
    yield from _ended(instrument, seen)
    yield from _outstanding(seen, as_of)
    yield from _changed(instrument, recorded, as_of)


def _titled(instrument: Instrument, seen: Observed) -> Iterator[Line]:
    ours, _, _ = _bare(instrument.title).partition("...")
    theirs = _bare(seen.title)
    if theirs != ours and not ("..." in instrument.title and theirs.startswith(ours.strip())):
        yield f'its title there is "{seen.title}"', f'title: "{_MARK.sub("", seen.title)}"'


def _bare(title: str) -> str:
    return _MARK.sub("", title).removeprefix("The ")


def _made(instrument: Instrument, seen: Observed) -> Iterator[Line]:
    if seen.made and not seen.made.startswith(instrument.made or "-"):
        was = instrument.made or "not registered"
        yield f"it was made on {seen.made}; registered: {was}", f"made: {seen.made}"
    elif seen.made and "made" in instrument.unverified:
        yield f"it was made on {seen.made}, as registered: no longer unverified", f"made: {seen.made}"


def _begun(instrument: Instrument, seen: Observed) -> Iterator[Line]:
    ours = instrument.in_force.get(MAIN, "")
    if seen.begins and not (ours and seen.begins.startswith(ours)):
        yield (
            f"it says that it comes into force on {seen.begins}; registered: {ours or 'no day'}",
            (f"in_force: {{{MAIN}: {seen.begins}}}"),
        )


def _ended(instrument: Instrument, seen: Observed) -> Iterator[Line]:
    """The mark is on provisions: neither the title nor the document as a whole need say that an Act was repealed."""
    marked = _MARK.search(seen.title)
    if seen.repealed and not instrument.ended:
        every = "all" if seen.repealed == seen.provisions else f"{seen.repealed} of {seen.provisions}"
        since = f", most since {seen.repealed_since}" if seen.repealed_since else ""
        whole = seen.repealed == seen.provisions or marked
        words = f"{every} groups of provisions are marked repealed{since}"
        # a few repealed sections are every old Act's lot: only the whole is proposed as an end
        yield words, f"ended: {seen.repealed_since}" if whole and seen.repealed_since else ""
    elif marked and not instrument.ended:
        yield f"its title there says {marked[0].strip()}; no end is registered", ""
    elif instrument.ended and not instrument.ended_scope and not instrument.as_made_only and not seen.repealed:
        yield f"registered as ended on {instrument.ended}; nothing is marked repealed there", ""


def _outstanding(seen: Observed, as_of: date) -> Iterator[Line]:
    waiting = [effect for effect in seen.effects if effect.is_outstanding(as_of)]
    if waiting:
        named = "; ".join(f"{one.affected} {one.type} by {one.title}" for one in waiting[:SHOWN])
        more = f"; and {len(waiting) - SHOWN} more" if len(waiting) > SHOWN else ""
        yield f"its text there lacks {counted(len(waiting), 'effect')} in force: {named}{more}", ""


def _changed(instrument: Instrument, recorded: tuple[Effect, ...], as_of: date) -> Iterator[Line]:
    """Changes recorded since the row was compiled, by the instrument that makes them."""
    since = instrument.compiled or ""
    known = {change.instrument for change in instrument.amended_by}
    by: dict[str, list[Effect]] = {}
    for effect in recorded:
        if effect.modified > since and effect.has_begun(as_of) and effect.instrument not in known:
            by.setdefault(effect.instrument, []).append(effect)
    for id, effects in by.items():
        day = min(when for effect in effects for when in effect.in_force)
        many = counted(len(effects), "effect")
        words = f"changed by {effects[0].title or id} ({id}): {many} recorded since {since or 'ever'}"
        yield words, f"amended_by: [{{instrument: {id}, date: {day}}}]"
