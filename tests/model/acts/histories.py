"""Small histories of one policy: acts written as files in a chain, read back, and shown in every form."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from clausebook.approving.act_files import act_text, path_of
from clausebook.formats import calendar, index
from clausebook.formats.pdf.view import facts
from clausebook.formats.web.status import status_of
from clausebook.model.acts.overview import PolicyOverview, as_shown, overview_json, unsigned_roles
from clausebook.model.acts.record import KINDS, AnyAct, Approved, Response, digest_of
from clausebook.model.acts.words import act_line, consultation_line, consultation_lines, due_line, policy_line
from clausebook.model.approvals.approval import Signed
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from clausebook.model.register import Register
from clausebook.resolve.resolve import resolve
from clausebook.review.make import overdue
from clausebook.source.load import load
from tests.adopted import files_below

SCHOOL = b"name: Hill School\nroles: {staff: Staff, chair: Chair}\n"
CLAUSE = b"id: rule\ntitle: Rule\nbody: [Staff must sign in.]\n"
POLICY = (
    "id: trial\ntitle: Trial\napproving_body: governing body\noutline: [{id: rules, title: Rules, clauses: [rule]}]\n"
)
BODIES = (
    b"bodies:\n  - {id: board, name: governing body, kind: board}\n"
    b"  - {id: finance, name: finance committee, kind: committee}\n"
)


def base(policy: str = "review_month: 5\n") -> dict[str, bytes]:
    """The files of a school with one policy of one clause."""
    return {
        "policy/school.yaml": SCHOOL,
        "policy/bodies.yaml": BODIES,
        "policy/trial.yaml": (POLICY + policy).encode(),
        "clauses/trial/rule.yaml": CLAUSE,
    }


def fingerprint() -> str:
    """Of the one policy's words."""
    return resolve(load(base()), "trial", "draft").fingerprint


def files_of(history: Sequence[Mapping[str, Any]]) -> dict[str, bytes]:
    """The files of a history's acts, each following the one before it, or the one whose number `follows` says."""
    files: dict[str, bytes] = {}
    digests: list[str] = []
    print_ = fingerprint()
    for given in history:
        said = dict(given)
        if said.pop("old", False):
            path, text = f"policy/approvals/trial/{said['edition']}.yaml", _old(said, print_)
        else:
            act = _act(said, digests, print_)
            path, text = path_of(act, frozenset(files)), act_text(act)
        files[path] = text.encode()
        digests.append(digest_of(files[path]))
    return files


def _old(said: Mapping[str, Any], print_: str) -> str:
    due = f'review_due: "{said["review_due"]}"\n' if "review_due" in said else ""
    return (
        f'policy: trial\nedition: "{said["edition"]}"\napproved: "{said["on"]}"\n{due}body: governing body\n'
        f"minute: unknown\nfingerprint: {print_}\n"
    )


def _act(said: dict[str, Any], digests: list[str], print_: str) -> AnyAct:
    kind = said.pop("act")
    follows = said.pop("follows", len(digests))
    for name in ("corrects", "signs"):
        if name in said:
            said[name] = digests[said[name] - 1]
    if "right" in said and "after" in said["right"]:
        said["right"] = {**said["right"], "after": digests[said["right"]["after"] - 1]}
    if "signatories" in said:
        said["signatories"] = tuple(Signed(**one) for one in said["signatories"])
    if "responses" in said:
        said["responses"] = tuple(Response(**one) for one in said["responses"])
    if "people" in said:
        said["people"] = tuple(said["people"])
    made: AnyAct = KINDS[kind](  # type: ignore[assignment]
        policy="trial", fingerprint=print_, after=digests[follows - 1] if follows else None, **{"body": "board", **said}
    )
    return made


def read(history: Sequence[Mapping[str, Any]], policy: str, day: date) -> Register:
    """The register that holds a history, on a day."""
    return load({**base(policy), **files_of(history)}, day)


def publication(register: Register) -> Publication:
    """All editions of the policy, newest first, as they are shown on the register's day."""
    acts, status = register.acts_of("trial"), register.status("trial")
    approved = [one.act for one in reversed(acts) if isinstance(one.act, Approved)]
    draft = resolve(register, "trial", "draft")
    approvals = {one.edition: one for one in register.approvals}
    editions = [
        as_shown(resolve(register, "trial", act.edition, approval=approvals[act.edition]), acts, status)
        for act in approved
    ]
    assert register.school
    return Publication(
        school=register.school,
        editions=(draft, *editions),
        as_of=register.as_of,
        register=register,
        templates=files_below("templates"),
    )


def shown(register: Register) -> Iterator[str]:
    """What every form says on the day, a line each."""
    here, status = publication(register), register.status("trial")
    yield f"{register.as_of.isoformat()}: {status.state}. {policy_line(status)}"
    if status.due:
        yield f"  review: {due_line(status.due, register.as_of)} {status.due.why}"
    listed = index.listing(here).policies[0]
    yield f"  index: {listed.state}; in force: {listed.in_force or 'none'}; review due: {listed.review_due or 'none'}"
    overview = PolicyOverview(
        id="trial",
        title="Trial",
        owner="",
        body="governing body",
        status=status,
        draft_open=not status.editions,
        unsigned=unsigned_roles(status, has_signed_pdf=False),
        questions=len(status.editions),
    )
    yield from (f"  overview: {line.strip()}" for line in overview.lines[1:])
    yield f"  json: {json.dumps(overview_json([overview], register.as_of.isoformat()))}"
    events = [line for line in calendar.calendar(here).decode().split("\r\n") if line.startswith(("SUMM", "DTSTART"))]
    yield f"  calendar: {' '.join(events) or 'nothing'}"
    by_name = {one.name: one for one in listed.editions}
    for edition in here.editions:
        banner = status_of(edition, here)
        yield f"  {edition.name}: {by_name[edition.name].status}"
        yield f"    banner: [{banner.tag}] {banner.approved} {banner.review}".rstrip()
        yield from (f"    asked: {line}" for line in consultation_lines(edition.acts, register.as_of))
        yield from (f"    on any day: {line}" for line in map(consultation_line, edition.acts) if line)
        if edition.approval:
            yield f"    cover: {'; '.join(f'{label} {value}' for label, value in facts(edition))}"
            state = status.edition(edition.name)
            assert state
            yield from (f"    act: {act_line(act)}" for act in (state.approval, *edition.acts))
            found = overdue(edition, register, register.as_of)
            if found and banner.kind == "force":
                yield f"    review pack: due {found.due}, {'overdue' if found.is_past else 'not overdue'}"


def changed(register: Register, **fields: Any) -> Register:
    """The register with other fields."""
    return replace(register, **fields)


def editions_in(here: Publication) -> tuple[Edition, ...]:
    """The approved editions of a publication."""
    return tuple(one for one in here.editions if one.approval)
