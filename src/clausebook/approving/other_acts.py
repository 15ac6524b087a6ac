"""Acts besides an approval: what stands against one, and what recording it writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import date

from clausebook.approving.act_files import act_text, path_of
from clausebook.approving.approve import CHANGELOG, fits, no_dates, unsaid
from clausebook.approving.changelog import plain_text, with_entry
from clausebook.errors import UserError
from clausebook.model.acts.chain import broken
from clausebook.model.acts.record import (
    AnyAct,
    AppliesFrom,
    Approved,
    Consulted,
    Corrected,
    Ratified,
    Recorded,
    Reviewed,
    SignedBy,
    Withdrawn,
)
from clausebook.model.acts.status import corrected, name_known
from clausebook.model.acts.words import act_line
from clausebook.model.approvals.approval import Plan
from clausebook.model.decode import nearest
from clausebook.model.school import Key
from clausebook.text.dates import first_day, in_words, last_day


def against(act: AnyAct, acts: Sequence[Recorded], as_of: date, trying: bool = False) -> Iterator[UserError]:
    """What stands against recording an act, but for the state of the repository."""
    dates = [("--on", act.on)]
    dates += [("--review-due", act.review_due or "")] if isinstance(act, Reviewed) else []
    dates += [("--from", act.applies_from)] if isinstance(act, AppliesFrom) else []
    dates += [("--from", act.takes_effect or "")] if isinstance(act, Withdrawn) else []
    dates += [("--until", act.until)] if isinstance(act, Consulted) else []
    bad = tuple(no_dates(dates))
    yield from bad
    given = [("--minute", act.minute)]
    given += [("--by", act.body)] if isinstance(act, Ratified | Reviewed | Withdrawn | AppliesFrom) else []
    given += [("--why", act.reason)] if isinstance(act, Withdrawn | Corrected) else []
    yield from unsaid(given)
    if not bad:
        yield from _in_time(act, acts, as_of, trying)
    if not isinstance(act, Corrected):
        yield from unordered(acts)
    same = tuple(_recorded(act, acts))
    yield from same or _of_its_kind(act, acts)


def _recorded(act: AnyAct, acts: Sequence[Recorded]) -> Iterator[UserError]:
    """A command that was cut off after its record is run again: the same is recorded once."""
    for one in acts:
        if type(one.act) is type(act) and _said(one.act) == _said(act):
            yield UserError(f"this is recorded already, in {one.path}", "nothing is left to do")


def _said(act: AnyAct) -> dict[str, object]:
    """What an act says, without the program that wrote it and its place among the others."""
    apart = {"engine", "after", "fingerprint", "place"}
    return {one.name: getattr(act, one.name) for one in fields(act) if one.compare and one.name not in apart}


def still_to_come(on: str, as_of: date) -> tuple[str, ...]:
    """A note that the day of an act has not come, for a trial run."""
    later = first_day(on) > as_of
    return (f"it is not yet {in_words(on)}: record it once it has happened",) if later else ()


def unordered(acts: Sequence[Recorded]) -> Iterator[UserError]:
    """Two acts that follow the same one have to be put in order before another act can follow them."""
    for one in broken(acts):
        if one.how == "fork" and one.other:
            hint = f'python3 build.py correct {one.at.path} --after {one.other.path} --why "two branches were merged"'
            yield UserError(f"{one.at.path} and {one.other.path} both follow the same act", hint)


def _in_time(act: AnyAct, acts: Sequence[Recorded], as_of: date, trying: bool) -> Iterator[UserError]:
    if first_day(act.on) > as_of and not trying:
        yield UserError(f"{in_words(act.on)} lies in the future", "record it once it has happened; --dry-run shows it")
    about = next((one.act for one in acts if isinstance(one.act, Approved) and one.act.edition == act.edition), None)
    if about and last_day(act.on) < first_day(about.on) and not isinstance(act, SignedBy):
        yield UserError(
            f"{in_words(act.on)} lies before the approval of {about.edition}, {in_words(about.on)}", "look at --on"
        )


def _of_its_kind(act: AnyAct, acts: Sequence[Recorded]) -> Iterator[UserError]:
    match act:
        case Ratified():
            done = [one.act for one in acts if isinstance(one.act, Ratified) and one.act.edition == act.edition]
            if done:
                yield UserError(
                    f"{act.policy}/{act.edition} was {done[-1].outcome} {in_words(done[-1].on)}",
                    f"what is wrong in that act: python3 build.py correct {act.edition} --policy {act.policy} "
                    "--act ratified",
                )
        case Withdrawn():
            kinds = [type(one.act) for one in acts if isinstance(one.act, Withdrawn | Approved)]
            if kinds and kinds[-1] is Withdrawn:
                yield UserError(f"{act.policy} is withdrawn already", "build.py status says since when")
        case SignedBy():
            yield from _signing(act, corrected(acts))
        case Consulted() if not act.people:
            yield UserError("--with says nobody", "say --with staff, once for each group")
        case _:
            return


def _signing(act: SignedBy, acts: Sequence[Recorded]) -> Iterator[UserError]:
    about = [one.act for one in acts if isinstance(one.act, Approved) and one.act.edition == act.edition]
    roles = [who.role for one in about for who in one.signatories]
    signed = {who.role: who.name for one in about for who in one.signatories if name_known(who.name)}
    for one in acts:
        if isinstance(one.act, SignedBy) and one.act.edition == act.edition:
            signed |= {who.role: who.name for who in one.act.signatories}
    for who in act.signatories:
        if not fits(Key, who.role) or (roles and who.role not in roles):
            yield UserError(f"{who.role} does not sign {act.policy}/{act.edition}", nearest(who.role, roles))
        if not who.name.strip() or not who.name.isprintable():
            yield UserError("the name says nothing, or cannot be printed", "write it in one line of plain text")
        if who.role in signed and act.how == "ink":
            yield UserError(
                f"the record has it already that {signed[who.role]} signed {act.policy}/{act.edition} as {who.role}",
                f"a mistake in it: python3 build.py correct {act.edition} --policy {act.policy} "
                f"--act {'signed' if who.role not in _named(about) else 'approved'} --signed {who.role}=NAME",
            )


def _named(about: Sequence[Approved]) -> set[str]:
    return {who.role for one in about for who in one.signatories if name_known(who.name)}


def plan(
    act: AnyAct, body: str, title: str, acts: Sequence[Recorded], changelog: str, removed: Iterable[str] = ()
) -> Plan:
    """What recording the act writes. `body` is the name of who acted, `removed` are files that go with it."""
    path = path_of(act, frozenset(one.path for one in acts))
    subject, said = f"{_VERBS[act.act]} {title} {act.edition}".removesuffix(" draft"), act_line(replace(act, body=body))
    entry = f"## [{plain_text(title)} {act.edition}, {_CALLED[act.act]}] - {act.on}\n\n{plain_text(said)}\n"
    return Plan(
        files={path: act_text(act), CHANGELOG: with_entry(changelog, entry), **dict.fromkeys(removed)},
        message=f"{subject}\n\n{said}\n\nAct: {act.policy}/{act.edition} {act.act}\nFingerprint: {act.fingerprint}\n",
        entry=entry,
    )


_VERBS = {
    "ratified": "Ratify",
    "reviewed": "Review without change",
    "applies-from": "Set the first day of",
    "corrected": "Correct the record of",
    "signed": "Record who signed",
    "withdrawn": "Withdraw",
    "consulted": "Consult on",
}
_CALLED = {
    "ratified": "ratification",
    "reviewed": "reviewed without change",
    "applies-from": "first day",
    "corrected": "record corrected",
    "signed": "signed",
    "withdrawn": "withdrawn",
    "consulted": "consultation",
}
