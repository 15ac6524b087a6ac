"""Records acts besides an approval: reviewed, ratified, corrected, withdrawn and the rest. One commit each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from clausebook.approving.act_files import ENGINE
from clausebook.approving.approve import CHANGELOG, obstacles
from clausebook.approving.other_acts import act_obstacles, day_notes, plan, ratification_notes
from clausebook.errors import UserError, all_refusals
from clausebook.history.adoption import adoptions, introduced_acts, register_at
from clausebook.io.git import Repository, open_repository
from clausebook.model.acts.chain import AFTER, newest_of
from clausebook.model.acts.record import (
    AnyAct,
    AppliesFrom,
    Approved,
    Consulted,
    Corrected,
    Ratified,
    RecordedAct,
    Response,
    Reviewed,
    SignedBy,
    Withdrawn,
)
from clausebook.model.acts.status import SIGNATORY, corrected, status_on
from clausebook.model.approvals.approval import UNKNOWN, Plan, Signed
from clausebook.model.decode import nearest
from clausebook.model.edition import DRAFT
from clausebook.model.register import Register
from clausebook.resolve.resolve import resolve
from clausebook.text.records import dataclass

Kind = Literal["reviewed", "ratified", "applies-from", "corrected", "signed", "withdrawn", "consulted"]


@dataclass(frozen=True, kw_only=True)
class ActOrder:
    """What a command was asked to record. What the kind does not need is left empty.

    `right` are the corrected fields, `target` the kind or file of the act that is corrected.
    """

    kind: Kind
    policy: str
    edition: str = ""
    on: str
    body: str = ""
    minute: str = UNKNOWN
    review_due: str = ""
    begins: str = ""
    reason: str = ""
    successor: str = ""
    is_refused: bool = False
    how: Literal["ink", "key"] = "ink"
    signed: tuple[tuple[str, str], ...] = ()
    right: Mapping[str, str] = field(default_factory=dict)
    target: str = ""
    after: str = ""
    until: str = ""
    people: tuple[str, ...] = ()
    responses: tuple[Response, ...] = ()


def record(root: Path, order: ActOrder, as_of: date, dry_run: bool = False) -> Plan:
    """Record an act as one commit, or only plan it. Raises UserError for all that prevents it."""
    repository = open_repository(root)
    repository.insist_on_history("approvals")
    head = repository.state.head
    register = register_at(repository, head, as_of=as_of)
    everything = introduced_acts(repository)
    acts = tuple(one for one in everything if one.policy == order.policy)
    if register.policy(order.policy) is None and not acts:
        known = {policy.id for policy in register.policies} | {one.policy for one in everything}
        raise UserError(f"there is no policy {order.policy}", nearest(order.policy, known))
    act = _Maker(order, register, acts, as_of).act()
    wrong = [
        *obstacles(repository.state, repository.changes(), "the record"),
        *act_obstacles(act, acts, as_of, trying=dry_run),
        *_unknown_successor(order, register),
    ]
    if wrong:
        raise all_refusals(f"{order.policy} was not recorded as {order.kind}", wrong)
    removed = _words_of(repository, order.policy) if order.kind == "withdrawn" else ()
    title, changelog = _title(repository, register, order.policy), repository.text_at(head, CHANGELOG)
    written = plan(act, register.bodies.name_of(act.body), title, acts, changelog, removed)
    written = replace(written, notes=(*day_notes(act.on, as_of), *ratification_notes(act, acts)))
    if not dry_run:
        files = {path: text.encode() if text is not None else None for path, text in written.files.items()}
        repository.commit_files(files, written.message)
    return written


@dataclass(frozen=True)
class _Maker:
    """The act that an order means, in the register of the last commit."""

    order: ActOrder
    register: Register
    acts: tuple[RecordedAct, ...]
    as_of: date

    def act(self) -> AnyAct:
        """The act, following the newest one. Raises UserError where the order names nothing."""
        order = self.order
        if order.kind == "consulted":
            return self.consultation()
        if order.kind == "corrected":
            return self.correction()
        about = self.approval()
        shared = self.shared(about.edition, about.fingerprint)
        match order.kind:
            case "reviewed":
                return Reviewed(**shared, review_due=order.review_due or None)
            case "ratified":
                outcome: Literal["ratified", "refused"] = "refused" if order.is_refused else "ratified"
                return Ratified(**shared, outcome=outcome, reason=order.reason)
            case "applies-from":
                return AppliesFrom(**shared, applies_from=order.begins)
            case "signed":
                signs = next(one.digest for one in self.acts if one.act == about)
                people = tuple(Signed(role=role, name=name) for role, name in order.signed)
                return SignedBy(**shared, signs=signs, how=order.how, signatories=people)
            case "withdrawn":
                successor = order.successor or None
                begins = order.begins or None
                return Withdrawn(**shared, reason=order.reason, successor=successor, takes_effect=begins)

    def consultation(self) -> Consulted:
        """What is said of a new consultation, or of the open one; what is not said is as it was."""
        order = self.order
        last = status_on(self.acts, self.as_of, self.register.cycle_of(order.policy)).consultation
        is_new = bool(order.until and order.people)
        if not order.until and last is None:
            before = next((one.act for one in reversed(self.acts) if isinstance(one.act, Consulted)), None)
            ended = f"the consultation on {order.policy} ended when the draft was approved"
            hint = f"consult --policy {order.policy} --until DATE --with staff"
            raise UserError(ended if before else f"no consultation on {order.policy} is on record", hint)
        kept = None if is_new else last
        return Consulted(
            **self.shared(DRAFT, self.draft()),
            until=order.until or (kept.until if kept else ""),
            people=order.people or (kept.people if kept else ()),
            outcome=order.reason or (kept.outcome if kept else ""),
            responses=order.responses or (kept.responses if kept else ()),
        )

    def shared(self, edition: str, fingerprint: str) -> dict[str, Any]:
        newest = newest_of(self.acts)
        return {
            "policy": self.order.policy,
            "edition": edition,
            "on": self.order.on,
            "body": self.register.bodies.id_of(self.order.body),
            "minute": self.order.minute,
            "fingerprint": fingerprint,
            "engine": ENGINE,
            "after": newest.digest if newest else None,
        }

    def approval(self) -> Approved:
        """The approval of the edition that is meant: the one named, else the one in force, else the newest."""
        known = [one.act for one in self.acts if isinstance(one.act, Approved)]
        if not known:
            raise UserError(f"no edition of {self.order.policy} is approved", "approve it first: build.py approve")
        named = next((one for one in known if one.edition == self.order.edition), None)
        if self.order.edition and named is None and self.order.kind != "reviewed":
            hint = nearest(self.order.edition, [one.edition for one in known])
            raise UserError(f"there is no approved edition {self.order.edition} of {self.order.policy}", hint)
        force = status_on(self.acts, self.as_of, self.register.cycle_of(self.order.policy)).in_force
        in_force = next((one for one in known if force and one.edition == force.name), None)
        meant = named or in_force or known[-1]
        if self.order.kind == "reviewed" and self.draft() not in ("", meant.fingerprint):
            raise UserError(
                f"the draft does not have the words of {meant.edition}: a review that changed them is an approval",
                f"approve YEAR --policy {self.order.policy}, or take the changes back first",
            )
        return meant

    def draft(self) -> str:
        """The fingerprint of the draft; "" where there is none."""
        if self.register.policy(self.order.policy) is None:
            return ""
        return resolve(self.register, self.order.policy, DRAFT).fingerprint

    def correction(self) -> Corrected:
        order = self.order
        target = self.target()
        about = self.first(target)
        now = next(one.act for one in corrected(self.acts) if one.digest == about.digest)
        right = {name: value for name, value in order.right.items() if value}
        if "body" in right:
            right["body"] = self.register.bodies.id_of(right["body"])
        right |= {f"{SIGNATORY}{role}": name for role, name in order.signed}
        if order.after:
            right[AFTER] = self.at(order.after).digest
        wrong = {name: _recorded(now, name) for name in right if _recorded(now, name)}
        if not right or all(wrong.get(name) == value for name, value in right.items()):
            raise UserError("nothing is corrected: the record says the same", "say what is right: --minute REF")
        for name in right:
            if not name.startswith(SIGNATORY) and not hasattr(about.act, name):
                raise UserError(f"an act of the kind {about.act.act} has no {name}", "--act KIND names another act")
        shared = self.shared(target.act.edition, target.act.fingerprint)
        return Corrected(**shared, corrects=target.digest, wrong=wrong, right=right, reason=order.reason)

    def target(self) -> RecordedAct:
        """The act that is corrected: by its file, or the last of its kind for the edition."""
        if "/" in self.order.target:
            return self.at(self.order.target)
        kind = self.order.target or "approved"
        for one in reversed(self.acts):
            if one.act.act == kind and self.order.edition in ("", one.act.edition):
                return one
        known = [one.act.edition for one in self.acts if isinstance(one.act, Approved)]
        hint = nearest(self.order.edition, known) if kind == "approved" else "policy/approvals lists the acts"
        raise UserError(f"there is no act {kind} of {self.order.policy}/{self.order.edition}", hint)

    def first(self, target: RecordedAct) -> RecordedAct:
        """The act that a correction is about in the end: what it corrects may be a correction itself."""
        while isinstance(target.act, Corrected):
            corrects = target.act.corrects
            target = next(one for one in self.acts if one.digest == corrects)
        return target

    def at(self, path: str) -> RecordedAct:
        found = next((one for one in self.acts if one.path == path), None)
        if found is None:
            known = [one.path for one in self.acts]
            raise UserError(f"{path} is not an act of {self.order.policy}", nearest(path, known))
        return found


def _recorded(act: AnyAct, name: str) -> str:
    """What an act says in a field that may be corrected."""
    if name.startswith(SIGNATORY):
        people = act.signatories if isinstance(act, Approved | SignedBy) else ()
        return next((who.name for who in people if who.role == name.removeprefix(SIGNATORY)), "")
    return str(getattr(act, name, "") or "")


def _unknown_successor(order: ActOrder, register: Register) -> list[UserError]:
    if not order.successor or register.policy(order.successor):
        return []
    hint = nearest(order.successor, [policy.id for policy in register.policies])
    return [UserError(f"there is no policy {order.successor} to take its place", hint)]


def _words_of(repository: Repository, policy: str) -> tuple[str, ...]:
    """The files of a policy's draft: a withdrawn policy has none."""
    return tuple(repository.files_at(repository.state.head, (f"policy/{policy}.yaml", f"clauses/{policy}/")))


def _title(repository: Repository, register: Register, policy: str) -> str:
    titles = [one.edition.title for one in adoptions(repository) if one.policy == policy and one.edition]
    found = register.policy(policy)
    return titles[-1] if titles else resolve(register, policy, DRAFT).title if found else policy
