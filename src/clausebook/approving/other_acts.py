"""Acts besides an approval: what prevents one, and what recording it writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import date
from itertools import pairwise

from clausebook.approving.act_files import act_text, path_of, plain_text, with_entry
from clausebook.approving.approve import CHANGELOG, fits, no_dates, unsaid
from clausebook.errors import UserError
from clausebook.model.acts.chain import Cycle, broken_places
from clausebook.model.acts.record import (
    AnyAct,
    AppliesFrom,
    Approved,
    Consulted,
    Corrected,
    Ratified,
    RecordedAct,
    Reviewed,
    SignedBy,
    Withdrawn,
)
from clausebook.model.acts.status import SIGNATORY, corrected, name_known, status_on
from clausebook.model.acts.words import act_line
from clausebook.model.approvals.approval import Plan
from clausebook.model.decode import nearest
from clausebook.model.school import Key
from clausebook.text.dates import first_day, in_words, last_day


def act_obstacles(act: AnyAct, acts: Sequence[RecordedAct], as_of: date, trying: bool = False) -> Iterator[UserError]:
    """What prevents recording an act, but for the state of the repository."""
    dates = [("--on", act.on)]
    dates += [("--review-due", act.review_due or "")] if isinstance(act, Reviewed) else []
    dates += [("--from", act.applies_from)] if isinstance(act, AppliesFrom) else []
    dates += [("--from", act.takes_effect or "")] if isinstance(act, Withdrawn) else []
    dates += [("--until", act.until)] if isinstance(act, Consulted) else []
    dates += (
        [(_OPTIONS[name], act.right[name]) for name in _OPTIONS if name in act.right]
        if isinstance(act, Corrected)
        else []
    )
    bad = tuple(no_dates(dates))
    yield from bad
    given = [("--minute", act.minute)]
    given += [("--by", act.body)] if isinstance(act, Ratified | Reviewed | Withdrawn | AppliesFrom) else []
    given += [("--why", act.reason)] if isinstance(act, Withdrawn | Corrected) else []
    yield from unsaid(given)
    if not bad:
        yield from _in_time(act, acts, as_of, trying)
        yield from _as_right(act, acts, as_of) if isinstance(act, Corrected) else ()
    if not isinstance(act, Corrected):
        yield from fork_obstacles(acts)
    same = tuple(_recorded(act, acts))
    yield from same or (() if bad else _of_its_kind(act, acts))


def _recorded(act: AnyAct, acts: Sequence[RecordedAct]) -> Iterator[UserError]:
    """A command that was cut off after its record is run again: the same is recorded once."""
    for one in acts:
        if type(one.act) is type(act) and _facts(one.act) == _facts(act):
            yield UserError(f"this is recorded already, in {one.path}", "nothing is left to do")


def _facts(act: AnyAct) -> dict[str, object]:
    """What an act says, without the program that wrote it and its place among the others."""
    apart = {"engine", "after", "fingerprint", "place"}
    return {one.name: getattr(act, one.name) for one in fields(act) if one.compare and one.name not in apart}


def day_notes(on: str, as_of: date) -> tuple[str, ...]:
    """A note that the day of an act has not come, for a trial run."""
    later = first_day(on) > as_of
    return (f"it is not yet {in_words(on)}: record it once it has happened",) if later else ()


def ratification_notes(act: AnyAct, acts: Sequence[RecordedAct]) -> tuple[str, ...]:
    """A note that an approval is ratified which no body was to ratify."""
    about = [one.act for one in corrected(acts) if isinstance(one.act, Approved) and one.act.edition == act.edition]
    if not isinstance(act, Ratified) or any(one.ratify_by for one in about):
        return ()
    return (f"the record names no body that was to ratify {act.policy}/{act.edition}",)


def consultation_notes(consulted: Consulted | None, on: str) -> tuple[str, ...]:
    """A note that what is approved was being asked about, or that nobody recorded what became of that."""
    if consulted is None or consulted.outcome:
        return ()
    until, runs = in_words(consulted.until), last_day(consulted.until) >= first_day(on)
    said = f"runs until {until}" if runs else f"ended {until}, and its outcome is not on record"
    return (f"the consultation on this draft {said}",)


def fork_obstacles(acts: Sequence[RecordedAct]) -> Iterator[UserError]:
    """Two acts that follow the same one have to be put in order before another act can follow them."""
    for one in broken_places(acts):
        if one.how == "fork" and one.other:
            hint = f'python3 build.py correct {one.at.path} --after {one.other.path} --why "two branches were merged"'
            yield UserError(f"{one.at.path} and {one.other.path} both follow the same act", hint)


def _in_time(act: AnyAct, acts: Sequence[RecordedAct], as_of: date, trying: bool) -> Iterator[UserError]:
    if first_day(act.on) > as_of and not trying:
        yield UserError(f"{in_words(act.on)} is in the future", "record it once it has happened; --dry-run shows it")
    about = next((one.act for one in acts if isinstance(one.act, Approved) and one.act.edition == act.edition), None)
    if about and last_day(act.on) < first_day(about.on) and not isinstance(act, SignedBy):
        yield UserError(
            f"{in_words(act.on)} is before the approval of {about.edition}, {in_words(about.on)}", "look at --on"
        )


_OPTIONS = {"on": "--date", "review_due": "--review-due", "applies_from": "--applies-from"}


def _as_right(act: Corrected, acts: Sequence[RecordedAct], as_of: date) -> Iterator[UserError]:
    """A correction may not say what no record could have said: a day to come, or another order of the editions."""
    after = corrected((*acts, RecordedAct(act, "the correction")))
    if "on" in act.right and first_day(act.right["on"]) > as_of:
        yield UserError(f"{in_words(act.right['on'])} is in the future", "look at --date")
    about = next((one.act for one in acts if isinstance(one.act, Approved) and one.act.edition == act.edition), None)
    roles = [who.role for who in about.signatories] if about else []
    for role in (name.removeprefix(SIGNATORY) for name in act.right if name.startswith(SIGNATORY)):
        if roles and role not in roles:
            yield UserError(f"{role} does not sign {act.policy}/{act.edition}", nearest(role, roles))
    dated = [one.act for one in after if isinstance(one.act, Approved)]
    for one, following in pairwise(dated):
        if (
            "on" in act.right
            and act.edition in (one.edition, following.edition)
            and last_day(following.on) < first_day(one.on)
        ):
            yield UserError(
                f"{following.edition}, {in_words(following.on)}, would be before {one.edition}, {in_words(one.on)}",
                "editions are approved in their order: look at --date",
            )
    for one in (one for one in dated if one.edition == act.edition):
        if "review_due" in act.right and last_day(act.right["review_due"]) <= first_day(one.on):
            due = in_words(act.right["review_due"])
            yield UserError(f"the day of the next review, {due}, is before the approval", "look at --review-due")


def _standing(act: AnyAct, acts: Sequence[RecordedAct]) -> Iterator[UserError]:
    """Only what is in force is reviewed: no policy that is withdrawn, and no edition that was refused."""
    kinds = [one.act for one in acts if isinstance(one.act, Withdrawn | Approved)]
    last = kinds[-1] if kinds else None
    if isinstance(last, Withdrawn) and first_day(last.takes_effect or last.on) <= last_day(act.on):
        yield UserError(
            f"{act.policy} is withdrawn since {in_words(last.takes_effect or last.on)}",
            f"to adopt it again: bring policy/{act.policy}.yaml and its clauses back from git, and approve them",
        )
    outcomes = [one.act for one in acts if isinstance(one.act, Ratified) and one.act.edition == act.edition]
    if outcomes and outcomes[-1].outcome == "refused":
        yield UserError(
            f"{act.policy}/{act.edition} was refused {in_words(outcomes[-1].on)}: these words are not in force",
            f"what was decided since is an approval: approve YEAR --policy {act.policy}",
        )


def _begun(act: AppliesFrom, acts: Sequence[RecordedAct]) -> Iterator[UserError]:
    """What has been in force is given no first day by a later decision, and no edition the day that it has."""
    about = status_on(acts, first_day(act.on), Cycle()).edition(act.edition)
    if about and about.begins == act.applies_from:
        yield UserError(
            f"{act.policy}/{act.edition} applies from {in_words(act.applies_from)} as it is", "nothing is left to do"
        )
        return
    since = about.begins if about and about.ever and about.state in ("in force", "superseded", "withdrawn") else ""
    if since and last_day(since) < first_day(act.on):
        moved = any(isinstance(one.act, AppliesFrom) and one.act.edition == act.edition for one in acts)
        yield UserError(
            f"{act.policy}/{act.edition} has been in force since {in_words(since)}",
            f"if the record is wrong: python3 build.py correct {act.edition} --policy {act.policy} "
            f"{'--act applies-from ' if moved else ''}--applies-from {act.applies_from} --why TEXT",
        )


def _of_its_kind(act: AnyAct, acts: Sequence[RecordedAct]) -> Iterator[UserError]:
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
        case Reviewed():
            yield from _standing(act, acts)
        case AppliesFrom():
            yield from _begun(act, acts)
        case Consulted() if not act.people:
            yield UserError("--with names no group", "say --with staff, once for each group")
        case Consulted() if not act.outcome and not act.responses and last_day(act.until) < first_day(act.on):
            yield UserError(
                f"the last day for responses, {in_words(act.until)}, is before {in_words(act.on)}",
                "look at --until and --on; what became of a consultation that is over is said with --outcome",
            )
        case _:
            return


def _signing(act: SignedBy, acts: Sequence[RecordedAct]) -> Iterator[UserError]:
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
    act: AnyAct, body: str, title: str, acts: Sequence[RecordedAct], changelog: str, removed: Iterable[str] = ()
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
