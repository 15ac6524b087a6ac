"""Revisions -> Adoptions. Finds every approval record in history and resolves the words beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from clausebook.history.foreign_records import owner
from clausebook.model.acts.record import RecordedAct, Withdrawn, approval_in_path
from clausebook.model.approvals.adoption import Adoption
from clausebook.model.approvals.approval import Approval
from clausebook.model.by_policy import of_policies
from clausebook.model.edition import DRAFT, Edition
from clausebook.model.finding import Finding, SourceLocation
from clausebook.model.policy import Policy
from clausebook.model.register import Register
from clausebook.model.revision import Introduction, Revisions
from clausebook.model.rule import Rule
from clausebook.resolve.resolve import resolve
from clausebook.source.load import BODIES, NO_DAY, load, ordered_acts, sources_of, sources_of_record
from clausebook.text.once import IdentityMemo

COVERED = Rule(
    name="approval-covers-words",
    level="error",
    manual="""\
A record of approval came in with the words that it approves.

The fingerprint in the record is that of the policy as it was in the commit that brought the record in. Where it is
not, the edition is not shown. `python3 build.py verify` names the clause that differs.
""".strip(),
)
LEFTOVER = Rule(
    name="leftover-of-another-school",
    level="error",
    manual="""\
Every record of an approval is one of this school's governors.

A merge can bring along the records of the school that the policies were taken over from. Their governors' approval is
none of this school: delete the file that the finding names.
""".strip(),
)
Words = tuple[Approval | None, Edition | None, str]  # of one record: what is approved, how it reads, and what is wrong
Read = Callable[[Iterable[str]], Mapping[str, tuple[Words, ...]]]  # of policies
Keep = Callable[[Mapping[str, tuple[str, ...]], Read], Mapping[str, tuple[Words, ...]]]  # by what each depends on
_RECORDED: IdentityMemo[Revisions, tuple[Adoption, ...]] = IdentityMemo(1)


def approvals_in(revisions: Revisions) -> tuple[Introduction, ...]:
    """Where each record that approves an edition came into the register."""
    return tuple(one for one in revisions.introductions() if approval_in_path(one.path)[1])


def introduced_acts(revisions: Revisions) -> tuple[RecordedAct, ...]:
    """All acts of this school as they were introduced, each policy's in their order: later edits do not reach them."""
    own = [one for one in revisions.introductions() if one.present and not owner(revisions, one)]
    bodies = revisions.files_at(revisions.state.head, (BODIES,)) if own else {}
    blobs = revisions.blobs([*(one.blob for one in own), *bodies.values()])
    files = {**{one.path: blobs[one.blob] for one in own}, **{path: blobs[blob] for path, blob in bodies.items()}}
    return ordered_acts(load(files).acts, paths_in_order(revisions))


def paths_in_order(revisions: Revisions) -> tuple[str, ...]:
    """The paths of all records, in the order in which history has them."""
    return tuple(one.path for one in sorted(revisions.introductions(), key=lambda one: one.order))


def registers(
    revisions: Revisions, introductions: Iterable[Introduction] | None = None
) -> Iterator[tuple[Introduction, Register]]:
    """What every edition that was ever approved is made from, or those of some records. Each file is parsed once.

    Of a commit's register it holds one policy, its records, and what all policies share.
    """
    found = approvals_in(revisions) if introductions is None else tuple(introductions)
    wanted = [(one.commit.id, sources_of_record(_policy_then(one)), one.base) for one in found]
    revisions.read_ahead(wanted)
    for one in found:
        yield one, _of_policy(revisions, one, one.commit.id, one.base)


def _policy_then(origin: Introduction) -> str:
    """The policy's id in the commit that introduced the record, should its folder have been renamed since."""
    return approval_in_path(origin.first_path.removeprefix(origin.base))[0]


def _of_policy(revisions: Revisions, origin: Introduction, commit: str, base: str) -> Register:
    """The part of a register that is about one policy; all of it, where the policy is not in the file of its name."""
    policy = _policy_then(origin)
    found = register_at(revisions, commit, base, prefixes=sources_of_record(policy))
    return found if found.policy(policy) else register_at(revisions, commit, base)


def adoptions(revisions: Revisions, keep: Keep | None = None) -> tuple[Adoption, ...]:
    """Every edition that this school approved, those first approved first; deleted records included, so that it shows.

    Records of another school are not among them: `clausebook.history.verify` names those. With `keep` the words of a
    policy's editions are those that it kept: whoever verifies reads them from git.
    """
    return tuple(one for one in recorded(revisions, keep) if not owner(revisions, one.introduction))


def recorded(revisions: Revisions, keep: Keep | None = None) -> tuple[Adoption, ...]:
    """Every edition with a record in history, another school's too. Read once of one repository."""
    return _recorded(revisions, keep) if keep else _RECORDED.of(revisions, None, lambda: _recorded(revisions))


def _recorded(revisions: Revisions, keep: Keep | None = None) -> tuple[Adoption, ...]:
    records: dict[str, list[Introduction]] = {}
    for one in approvals_in(revisions):
        records.setdefault(approval_in_path(one.path)[0], []).append(one)

    def read(policies: Iterable[str]) -> dict[str, tuple[Words, ...]]:
        found: dict[str, list[Words]] = {policy: [] for policy in policies}
        for one, register in registers(revisions, [one for policy in found for one in records[policy]]):
            found[approval_in_path(one.path)[0]].append(_words(one, register))
        return {policy: tuple(words) for policy, words in found.items()}

    # what a commit holds never changes
    depends = {
        policy: tuple(part for one in found for part in (one.commit.id, one.path, one.first_path, one.base))
        for policy, found in records.items()
    }
    words = keep(depends, read) if keep else read(records)
    adopted = (
        Adoption(
            policy=policy,
            name=approval_in_path(one.path)[1],
            introduction=one,
            approval=said,
            edition=edition,
            trouble=why,
        )
        for policy, found in records.items()
        for one, (said, edition, why) in zip(found, words[policy], strict=True)
    )
    return tuple(_in_order(sorted(adopted, key=_by_history), revisions))


def _by_history(adoption: Adoption) -> tuple[str, int, str, str]:
    approved = adoption.approval.approved if adoption.approval else ""
    return adoption.policy, adoption.introduction.order, approved, adoption.name


def _in_order(found: Iterable[Adoption], revisions: Revisions) -> Iterator[Adoption]:
    """The adoptions with those whose records are there in the order of their chain."""
    found = tuple(found)
    place = {one.path: number for number, one in enumerate(introduced_acts(revisions))} if found else {}
    present = [one for one in found if one.introduction.path in place]
    chained = iter(sorted(present, key=lambda one: (one.policy, place[one.introduction.path])))
    for one in found:
        yield next(chained) if one.introduction.path in place else one


def _words(introduction: Introduction, register: Register) -> Words:
    """One edition: the record and the words as they were in the commit that introduced the record."""
    path = introduction.first_path.removeprefix(introduction.base)
    approval = next((one for one in register.approvals if one.place.file == path), None)
    if approval is None:
        fault = next((fault for fault in register.faults if fault.place.file == path), None)
        return None, None, f"the record cannot be read{f': {fault.message}' if fault else ''}"
    name, policy = approval_in_path(introduction.path)[1], approval_in_path(path)[0]
    return approval, *_resolved(register, policy, name, approval, introduction.commit.id)


def register_at(
    revisions: Revisions,
    commit: str,
    base: str = "",
    as_of: date = NO_DAY,
    prefixes: tuple[str, ...] = ("policy/", "clauses/"),
) -> Register:
    """The register of one revision, read from git objects. `as_of` is the day that rules speak from.

    `prefixes` say how the paths begin of the files that are read.
    """
    files: Mapping[str, str] = revisions.files_at(commit, prefixes, base)
    blobs = revisions.blobs(files.values())
    return load({path: blobs[blob] for path, blob in files.items()}, as_of)


def _resolved(
    register: Register, policy: str, name: str, approval: Approval | None, commit: str
) -> tuple[Edition | None, str]:
    """How it reads, or why it does not. `policy` is its id of that time, should its folder have been renamed since."""
    from jinja2 import TemplateError

    try:
        return resolve(register, policy, name, approval=approval, commit=commit), ""
    except KeyError as missing:
        return None, f"the commit that introduced the record has no {missing.args[0]}"
    except TemplateError as error:
        return None, f"the words cannot be filled in: {error}"


def words_at(revisions: Revisions, commit: str, found: Adoption) -> Edition | None:
    """How the adopted policy reads at another commit, or None where it cannot be read there."""
    origin = found.introduction
    policy = _policy_then(origin)
    for base in dict.fromkeys((origin.base, "")):
        register = _of_policy(revisions, origin, commit, base)
        if register.policy(policy):
            return _resolved(register, policy, found.name, found.approval, commit)[0]
    return None


def approved_editions(
    revisions: Revisions, keep: Keep | None = None
) -> tuple[tuple[Edition, ...], tuple[Finding, ...]]:
    """Every approved edition as it was in the commit that introduced its record, newest first; and what is wrong.

    A record whose words are not the ones it approves gives a finding and no edition.
    """
    standing = [one for one in adoptions(revisions, keep) if one.introduction.present]
    findings = tuple(_disagreement(one) for one in standing if not one.is_in_force)
    findings += tuple(_another_schools(revisions))
    return tuple(one.edition for one in reversed(standing) if one.edition and one.is_in_force), findings


def _another_schools(revisions: Revisions) -> Iterator[Finding]:
    """Records that a merge brought along from the school that these policies were taken over from."""
    for origin in revisions.introductions():
        school = owner(revisions, origin) if origin.present else ""
        if school:
            message = f"this approval is one of {school}'s governors, not of this school's"
            yield Finding(SourceLocation(origin.path), message, f"git rm {origin.path}", "error", LEFTOVER.name)


def _disagreement(adoption: Adoption) -> Finding:
    found = adoption.trouble or f"its commit does not hold the words that the record of {adoption.name} approves"
    return Finding(
        SourceLocation(adoption.introduction.path),
        f"edition {adoption.name}: {found}",
        "python3 build.py verify says which clause differs",
        level="error",
        rule=COVERED.name,
    )


def draft_commit(policy: Policy, revisions: Revisions) -> str:
    """The commit that a policy's draft can be read from again: the last that changed what its words are made from.

    "" while the working tree has other words. Whatever else was committed since does not touch the draft.
    """
    state, sources = revisions.state, sources_of(policy.id)
    if policy.place.file:
        sources = (policy.place.file, *sources)
    if any(path.startswith(sources) for path in state.dirty):
        return ""
    last = revisions.last_change(sources) if state.whole else None
    return last.commit if last else state.head


def all_editions(
    register: Register,
    approved: Sequence[Edition],
    revisions: Revisions,
    known: Callable[[str], Edition | None] = lambda policy: None,
) -> Iterator[Edition]:
    """For each policy the draft, then its approved editions, newest first; a withdrawn policy may have no draft.

    `known` gives the draft of a policy where it was kept.
    """
    for policy in register.policies:
        editions = of_policies(approved, (policy.id,))
        previous = editions[0].approval if editions else None
        yield known(policy.id) or resolve(
            register, policy.id, DRAFT, previous=previous, commit=draft_commit(policy, revisions)
        )
        yield from editions
    yield from of_policies(approved, withdrawn(register))


def withdrawn(register: Register) -> set[str]:
    """The policies that were withdrawn and have no draft."""
    drafted = {policy.id for policy in register.policies}
    return {one.policy for one in register.acts if isinstance(one.act, Withdrawn)} - drafted
