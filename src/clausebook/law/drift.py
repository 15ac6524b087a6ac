"""A registered instrument, what legislation.gov.uk says of it and of changes to it, day -> where they differ, and
the YAML that is proposed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date
from typing import Any, Literal

from clausebook.law.clml import UnreadableError, changes, observed
from clausebook.model.law.instrument import Instrument
from clausebook.model.law.observed import Drift, Effect, Observed, SiteAnswer
from clausebook.model.law.status import MAIN
from clausebook.text.law_forms import key_of
from clausebook.text.phrases import counted
from clausebook.text.records import dataclass

SHOWN = 3  # effects named one by one
MOST = 40  # changes of one instrument that are listed one by one
_MARK = re.compile(r"\s*\((?:repealed|revoked|expired|lapsed)[^()]*\)$", re.IGNORECASE)
_OTHERS = re.compile(rb'href="/id/([a-z]+/(?:[0-9]{4}|[A-Z]\w*/[0-9-]+)/[0-9]+)"')


@dataclass
class _Found:
    """Differences in words, and the keys of the row that they propose."""

    words: list[str] = field(default_factory=list)
    row: dict[str, Any] = field(default_factory=dict)

    def add(self, words: str, **keys: Any) -> None:
        self.words.append(words)
        self.row.update({key: value for key, value in keys.items() if value})


def drift(instrument: Instrument, document: SiteAnswer, feed: SiteAnswer, as_of: date) -> Drift:
    """What differs on one instrument; `unseen` where the site gave nothing to compare with."""
    nothing = Drift(instrument=instrument.id, title=instrument.title)
    if document.kind != "found":
        return Drift(instrument=instrument.id, title=instrument.title, unseen=_unseen(document))
    try:
        seen = observed(document.body)
        recorded = _recorded(feed)
    except UnreadableError as error:
        return Drift(instrument=instrument.id, title=instrument.title, unseen=str(error))
    if seen.id and seen.id != instrument.id and not _is_older_path(seen.id, instrument):
        return Drift(instrument=instrument.id, title=instrument.title, unseen=f"the site answered with {seen.id}")
    found = _differences(instrument, seen, recorded, as_of)
    if feed.kind != "found":
        found.add(f"its feed of changes could not be read: {_unseen(feed)}")
    if not found.words:
        return nothing
    return Drift(
        instrument=instrument.id,
        title=instrument.title,
        differences=tuple(found.words),
        proposed=(f"- id: {instrument.id}", *_yaml(found.row, 2)) if found.row else (),
    )


def _recorded(feed: SiteAnswer) -> tuple[Effect, ...]:
    if feed.kind != "found":
        return ()
    return tuple(effect for page in (feed.body, *feed.pages) for effect in changes(page))


def _is_older_path(id: str, instrument: Instrument) -> bool:
    """ukpga/1959/66 leads to ukpga/Eliz2/7-8/66: kind and number are the same, the year is written otherwise."""
    one, other = id.split("/"), instrument.id.split("/")
    regnal = len(one) != len(other)
    return regnal and (one[0], one[-1]) == (other[0], other[-1])


def _unseen(answer: SiteAnswer) -> str:
    if answer.kind == "missing":
        return "the site does not know this id"
    if answer.kind == "choices":
        others = sorted({found.decode("ascii") for found in _OTHERS.findall(answer.body)})
        return f"this id means several things there: {', '.join(others)}" if others else "this id means several things"
    return answer.note


def _differences(instrument: Instrument, seen: Observed, recorded: tuple[Effect, ...], as_of: date) -> _Found:
    found = _Found()
    _titled(instrument, seen, found)
    _made(instrument, seen, found)
    _begun(instrument, seen, found)
    _ended(instrument, seen, found)
    _outstanding(seen, as_of, found)
    _changed(instrument, (*recorded, *(one for one in seen.effects if one.required)), as_of, found)
    return found


def _titled(instrument: Instrument, seen: Observed, found: _Found) -> None:
    ours, _, _ = _bare(instrument.title).partition("...")
    theirs = _bare(seen.title)
    shortened = "..." in instrument.title and key_of(theirs)[: len(key_of(ours))] == key_of(ours)
    if key_of(theirs) != key_of(ours) and not shortened:
        found.add(f'its title there is "{seen.title}"', title=_MARK.sub("", seen.title))


def _bare(title: str) -> str:
    return _MARK.sub("", title).removeprefix("The ")


def _made(instrument: Instrument, seen: Observed, found: _Found) -> None:
    if seen.made and not (instrument.made and seen.made.startswith(instrument.made)):
        found.add(f"it was made on {seen.made}; registered: {instrument.made or 'no day'}", made=seen.made)
    elif seen.made and "made" in instrument.unverified:
        found.add(f"it was made on {seen.made}, as registered: no longer unverified", made=seen.made)


def _begun(instrument: Instrument, seen: Observed, found: _Found) -> None:
    ours = instrument.in_force.get(MAIN, "")
    if seen.begins and not (ours and seen.begins.startswith(ours)):
        words = f"it says that it comes into force on {seen.begins}; registered: {ours or 'no day'}"
        found.add(words, in_force={**instrument.in_force, MAIN: seen.begins})


def _ended(instrument: Instrument, seen: Observed, found: _Found) -> None:
    """The mark is on provisions: neither the title nor the document as a whole need say that an Act was repealed."""
    marked = _MARK.search(seen.title)
    if seen.repealed and not instrument.ended:
        every = "all" if seen.repealed == seen.provisions else f"{seen.repealed} of {seen.provisions}"
        since = f", most since {seen.repealed_since}" if seen.repealed_since else ""
        whole = seen.repealed == seen.provisions or marked
        words = f"{every} groups of provisions are marked repealed{since}"
        # a few repealed sections are every old Act's lot: only the whole is proposed as an end
        found.add(words, ended=seen.repealed_since if whole else "")
    elif marked and not instrument.ended:
        found.add(f"its title there says {marked[0].strip()}; no end is registered")
    elif instrument.ended and not instrument.ended_scope and not instrument.as_made_only and not seen.repealed:
        found.add(f"registered as ended on {instrument.ended}; nothing is marked repealed there")


def _outstanding(seen: Observed, as_of: date, found: _Found) -> None:
    waiting = [effect for effect in seen.effects if effect.is_outstanding(as_of)]
    if waiting:
        named = "; ".join(f"{one.affected} {one.type} by {one.title}" for one in waiting[:SHOWN])
        more = f"; and {len(waiting) - SHOWN} more" if len(waiting) > SHOWN else ""
        found.add(f"its text there lacks {counted(len(waiting), 'effect')} in force: {named}{more}")


def _changed(instrument: Instrument, effects: tuple[Effect, ...], as_of: date, found: _Found) -> None:
    """Changes that are not in the row, whether they have come or are to come."""
    counted = 0
    amended = [_amendment(one.instrument, one.date or "", one.by, one.effect) for one in instrument.amended_by]
    in_force = dict(instrument.in_force)
    for change in changes_of(instrument, effects, as_of):
        counted += 1
        if counted > MOST:
            continue
        found.words.append(change.words)
        if change.kind == "ends":
            by = {"instrument": change.instrument, "provision": change.provision}
            found.row["ended"] = change.day
            found.row["ended_by"] = {key: value for key, value in by.items() if value}
        elif change.kind == "begins":
            in_force[change.affected or MAIN] = change.day
            found.row["in_force"] = in_force
        elif change.day and change.instrument:
            amended.append(_amendment(change.instrument, change.day, "", change.effect))
            found.row["amended_by"] = amended
    if counted > MOST:
        found.words.append(f"and {counted - MOST} more changes: look them up there")


def _amendment(instrument: str, day: str, by: str, effect: str) -> dict[str, str]:
    given = {"instrument": instrument, "date": day, "by": by, "effect": effect}
    return {key: value for key, value in given.items() if value}


def _yaml(values: Mapping[str, Any], indent: int) -> Iterator[str]:
    """The keys of a row as lines of YAML; texts are quoted where YAML could take them for something else."""
    pad = " " * indent
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield f"{pad}{key}: {_flow(value)}"
        elif isinstance(value, list):
            yield f"{pad}{key}:"
            yield from (f"{pad}  - {_flow(one)}" for one in value)
        else:
            yield f"{pad}{key}: {_scalar(str(value), quoted=key == 'title')}"


def _flow(values: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{_scalar(key)}: {_scalar(part)}' for key, part in values.items())}}}"


def _scalar(text: str, quoted: bool = False) -> str:
    plain = re.fullmatch(r"[A-Za-z][\w/-]*|[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?", text) and not quoted
    return text if plain and text.lower() not in _WORDS else json.dumps(text, ensure_ascii=False)


_WORDS = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n"})


FEW = 3  # provisions named for one amender and day
_WHOLE = re.compile(r"(?i)(?:whole )?(?:act|regulations?|order|instrument|rules|measure|s\.? ?i\.?)")
_ENDS = re.compile(r"(?i)\b(?:repealed|revoked|expired|lapsed|ceases to have effect)\b")
_BEGINS = re.compile(r"(?i)\b(?:coming|comes) into force|\bcommence(?:d|s|ment)\b|\bbrought into force\b")


@dataclass(frozen=True, slots=True)
class LawChange:
    """One thing that happens to an instrument: it ends as a whole, a part of it begins, or it is amended."""

    kind: Literal["ends", "begins", "changes", "prospective"]
    words: str
    day: str = ""
    instrument: str = ""
    provision: str = ""
    affected: str = ""
    effect: str = ""


def changes_of(instrument: Instrument, effects: tuple[Effect, ...], on: date) -> Iterator[LawChange]:
    """The changes that the row does not have: ends first, then beginnings, then the rest, newest first."""
    known = dict.fromkeys(
        (one.instrument, one.type, one.affected, one.provision, day)
        for one in effects
        for day in (one.in_force or ("",))
        if one.modified == "" or not instrument.asked or one.modified > instrument.asked or day > instrument.asked
    )
    titles = {one.instrument: one.title for one in effects if one.title}
    amended: dict[tuple[str, str], list[str]] = {}
    prospective: dict[str, list[str]] = {}
    for by, type_, affected, provision, day in known:
        if _ENDS.search(type_) and _WHOLE.fullmatch(affected.strip()):
            if day and instrument.ended != day:
                yield _end(by, titles.get(by, ""), affected, type_, provision, day)
            elif not day:
                prospective.setdefault(by, []).append(f"{affected} {type_}")
        elif _BEGINS.search(type_):
            if day and day not in instrument.in_force.values():
                yield _beginning(by, titles.get(by, ""), affected, day, on)
            elif not day:
                prospective.setdefault(by, []).append(f"{affected} {type_}")
        elif day:
            amended.setdefault((by, day), []).append(" ".join(f"{affected} {type_}".split()))
        else:
            prospective.setdefault(by, []).append(" ".join(f"{affected} {type_}".split()))
    for (by, day), what in sorted(amended.items(), key=lambda one: one[0][1], reverse=True):
        if not _is_known(instrument, by, day):
            yield _effect_change(by, titles.get(by, ""), day, what, on)
    for by, what in prospective.items():
        words = f"{_called(by, titles.get(by, ''))} is to change it, on no day yet: {_some(what)}"
        yield LawChange("prospective", words, instrument=by)


def _end(by: str, title: str, affected: str, type_: str, provision: str, day: str) -> LawChange:
    words = f"{affected} {type_} by {by or title} from {day}"
    return LawChange("ends", words, day, by, provision, affected)


def _beginning(by: str, title: str, affected: str, day: str, on: date) -> LawChange:
    comes = "came" if day <= on.isoformat() else "comes"
    part = "" if _WHOLE.fullmatch(affected.strip()) else affected
    return LawChange(
        "begins", f"{affected or 'it'} {comes} into force on {day}, by {_called(by, title)}", day, by, "", part
    )


def _effect_change(by: str, title: str, day: str, what: list[str], on: date) -> LawChange:
    verb = "amended" if day <= on.isoformat() else "to be amended"
    return LawChange("changes", f"{verb} by {by or title} from {day} ({_some(what)})", day, by, effect=_some(what))


def _is_known(instrument: Instrument, by: str, day: str) -> bool:
    """Whether the row has an amendment by that instrument on that day, as precisely as it knows the day."""
    return any(one.instrument == by and day.startswith(one.date or "") for one in instrument.amended_by)


def _some(what: list[str]) -> str:
    more = f"; and {counted(len(what) - FEW, 'more', 'more')}" if len(what) > FEW else ""
    return "; ".join(what[:FEW]) + more


def _called(by: str, title: str) -> str:
    return f"{title} ({by})" if title and by else title or by
