"""One adoption -> its Verdict: record, words, tag and PDF. Says which clause differs, and in which commit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cached_property

from clausebook.history.adoption import words_at
from clausebook.history.verify_acts import commit_name, fault
from clausebook.model.acts.record import approval_in_path, pdf_beside
from clausebook.model.approvals.adoption import Adoption, clause_words, differing, digests, frame_words
from clausebook.model.approvals.approval import Approval
from clausebook.model.approvals.verdict import Check, Verdict
from clausebook.model.edition import Edition
from clausebook.model.revision import Commit, Revisions, Tag
from clausebook.source.load import load
from clausebook.text.records import dataclass

FARTHEST = 200  # commits that are searched for the approved words before verify gives up on showing them
_RESTORE = "git restore --staged --worktree"


@dataclass(frozen=True)
class EditionVerifier:
    """One edition while it is checked."""

    revisions: Revisions
    adoption: Adoption
    signed: Mapping[str, tuple[Check, ...]]

    def verdict(self) -> Verdict:
        one = self.adoption
        approved = one.approval.approved if one.approval else ""
        checks = (*self.record(), *self.unchanged(), *self.words(), *self.tagged(), *self.pdf())
        return Verdict(policy=one.policy, edition=one.name, approved=approved, commit=one.commit, checks=checks)

    @cached_property
    def tag(self) -> Tag | None:
        return self.revisions.tags().get(self.adoption.tag)

    @property
    def path(self) -> str:
        return self.adoption.introduction.path

    def record(self) -> Iterator[Check]:
        """The record is there, can be read, and speaks of the edition it is named for."""
        one, origin = self.adoption, self.adoption.introduction
        if not origin.present:
            last = origin.later[-1] if origin.later else origin.commit
            hint = f"git revert {last.short} brings it back"
            yield fault("record", f"the record was deleted in {commit_name(last)}", commit=last.id, hint=hint)
        elif one.approval is None:
            yield fault("record", one.trouble, commit=one.commit)
        else:
            yield Check(
                subject="record",
                outcome="good",
                message=f"record introduced by {commit_name(origin.commit)}{self._by_hand}",
            )
        if one.approval and (one.approval.policy, one.approval.edition) != approval_in_path(origin.first_path):
            said = f"{one.approval.policy} {one.approval.edition}"
            yield fault("record", f"the record speaks of {said}, not of {one.policy} {one.name}", commit=one.commit)

    def unchanged(self) -> Iterator[Check]:
        """The record reads as it did when it was introduced, in the newest commit and in the working tree."""
        origin = self.adoption.introduction
        if not origin.present:
            return
        now = self.revisions.files_at(self.revisions.state.head, ("policy/",)).get(self.path, "")
        edits = [commit for commit in origin.later if _edits(commit, self.path)]
        if now != origin.blob:
            last = edits[-1] if edits else origin.commit
            yield fault(
                "unchanged",
                f"the record was changed in {commit_name(last)}: {self._edited(now)}",
                commit=last.id,
                hint=f"git restore --source={origin.commit.short} {self.path}, and commit",
            )
        elif self.path in self.revisions.state.dirty:
            hint = f"{_RESTORE} {self.path}"
            yield fault("unchanged", "the record in the working tree differs from the last commit", hint=hint)
        else:
            meanwhile = f" (changed in {commit_name(edits[0])}, and put back)" if edits else ""
            yield Check(subject="unchanged", outcome="good", message=f"record unchanged since{meanwhile}")

    def _edited(self, blob: str) -> str:
        """Which fields of the record differ, old value and new."""
        register = load({self.path: self.revisions.blobs([blob])[blob]}) if blob else None
        now = register.approvals[0] if register and register.approvals else None
        if now is None or self.adoption.approval is None:
            return "it cannot be read any more"
        return "; ".join(_differences(self.adoption.approval, now)) or "not its facts, but how they are written"

    def words(self) -> Iterator[Check]:
        """The words of the introducing commit have the fingerprint that was approved."""
        one = self.adoption
        if one.approval is None:
            return
        if one.edition is None:
            yield fault("words", one.trouble, commit=one.commit)
        elif one.edition.fingerprint == one.approval.fingerprint:
            yield Check(
                subject="words", outcome="good", message=f"words have the fingerprint {one.approval.fingerprint}"
            )
            yield from self._digests(one.edition, one.approval)
        else:
            yield from self._words_differ(one.edition, one.approval)

    def _digests(self, edition: Edition, approval: Approval) -> Iterator[Check]:
        if approval.clauses and differing(approval.clauses, digests(edition)):
            message = "the record's digests of clauses do not belong to its fingerprint"
            yield fault("record", message, commit=self.adoption.commit)

    def _words_differ(self, edition: Edition, approval: Approval) -> Iterator[Check]:
        """One fault a clause where the approved words can be had, or at least their digests; else one for the whole."""
        reference = self.approved_words
        if reference:
            changes = differing(clause_words(reference), clause_words(edition))
            outside = frame_words(reference) != frame_words(edition)
            source = f" (the approved words are in commit {reference.commit[:10]})"
        else:
            changes = differing(approval.clauses, digests(edition)) if approval.clauses else {}
            outside, source = bool(approval.clauses) and not changes, ""
        for clause, how in changes.items():
            yield self._clause_differs(clause, how, source)
        if outside:
            message = f"words outside the clauses (titles, order, signature lines) are not the approved ones{source}"
            yield fault("words", message, commit=self.adoption.commit)
        if not changes and not outside:
            message = "the words are not the approved ones, and no commit was found that has those"
            hint = "git fetch --tags, or ask for a clone made before: its tag still has the approved words"
            yield fault("words", message, commit=self.adoption.commit, hint=hint)

    def _clause_differs(self, clause: str, how: str, source: str) -> Check:
        writer = self._writer(clause)
        if how == "changed":
            said = f"clause {clause} does not have the approved words"
        else:
            said = f"clause {clause} was {how} after the approval"
        return fault("words", f"{said}: see {commit_name(writer)}{source}", clause=clause, commit=writer.id)

    def _writer(self, clause: str) -> Commit:
        """The last commit on the way to the introducing one that touched the clause's file."""
        log = self.revisions.log("", self.adoption.commit, (f":(glob)**/{clause}.yaml",))
        return log[-1] if log else self.adoption.introduction.commit

    @cached_property
    def approved_words(self) -> Edition | None:
        """An edition with the fingerprint of the record: where the tag is, or else in a commit near by."""
        approval = self.adoption.approval
        if approval is None:
            return None
        for commit in self._candidates(approval):
            edition = words_at(self.revisions, commit, self.adoption)
            if edition and edition.fingerprint == approval.fingerprint:
                return edition
        return None

    def _candidates(self, approval: Approval) -> Iterator[str]:
        """Digests name the clauses already; without them it is worth reading many commits."""
        if self.tag:
            yield self.tag.commit
        if not approval.clauses:
            log = self.revisions.log("", self.revisions.state.head, ("policy/", "clauses/"))
            yield from [commit.id for commit in reversed(log)][:FARTHEST]

    def tagged(self) -> Iterator[Check]:
        """The tag, where there is one, names the introducing commit and carries the same fingerprint."""
        tag, one = self.tag, self.adoption
        name = one.tag
        if tag is None:
            hint = f"git fetch --tags; if no clone has it: git tag --annotate {name} {one.introduction.commit.short}"
            yield Check(subject="tag", outcome="unchecked", message=f"there is no tag {name}", hint=hint)
            return
        if tag.commit != one.commit:
            yield self._tag_differs(tag)
            return
        if one.approval and "v1:sha256:" in tag.message and one.approval.fingerprint not in tag.message:
            yield fault("tag", f"tag {name} was made for another fingerprint", commit=tag.commit)
            return
        if not tag.annotated:
            message = f"tag {name} agrees, but is lightweight: it says neither who made it nor when"
            hint = f"git tag --annotate --force {name} {one.introduction.commit.short}"
            yield Check(subject="tag", outcome="good", message=message, hint=hint)
            return
        signed = " (it is signed: git tag --verify checks by whom)" if tag.signed else ""
        yield Check(subject="tag", outcome="good", message=f"tag {name} agrees{signed}")

    def _tag_differs(self, tag: Tag) -> Check:
        origin = self.adoption.introduction.commit
        if self.revisions.is_ancestor(tag.commit, self.revisions.state.head):
            said = f"tag {tag.name} names commit {tag.commit[:10]}, but the record was introduced by {origin.short}"
            hint = f"if the tag was moved by mistake: git tag --annotate --force {tag.name} {origin.short}"
        elif self._came_in_by_squash(tag):
            message = (
                f"the approval came in by squash or rebase: tag {tag.name} names commit {tag.commit[:10]}, which is "
                f"not part of this history, and has the same record and the same words as {origin.short}"
            )
            hint = f'git tag --annotate --force {tag.name} {origin.short} -m "Fingerprint: {self._fingerprint}"'
            return Check(subject="tag", outcome="unchecked", message=message, commit=tag.commit, hint=hint)
        else:
            said = (
                f"history was rewritten: tag {tag.name} names commit {tag.commit[:10]}, which is no longer part of it"
            )
            hint = f"git diff {tag.commit[:10]} {origin.short} -- policy clauses shows what was rewritten"
        return fault("tag", said, commit=tag.commit, hint=hint)

    @property
    def _by_hand(self) -> str:
        """A remark on a record whose commit the approve command did not write: a person, or a squash, did."""
        named = self.adoption.tag in self.adoption.introduction.commit.trailer("Approval")
        return (
            ""
            if named
            else f"; that commit has no line “Approval: {self.adoption.tag}”, so no command made that commit"
        )

    @property
    def _fingerprint(self) -> str:
        return self.adoption.approval.fingerprint if self.adoption.approval else ""

    def _came_in_by_squash(self, tag: Tag) -> bool:
        """Whether the tag's commit has the same record and words: the button of a host made another commit of it."""
        origin = self.adoption.introduction
        there = self.revisions.files_at(tag.commit, ("policy/",)).get(origin.path, "")
        if not there or there != origin.blob or not self._fingerprint:
            return False
        words = words_at(self.revisions, tag.commit, self.adoption)
        here = self.adoption.edition
        return bool(words and here and words.fingerprint == here.fingerprint == self._fingerprint)

    def pdf(self) -> Iterator[Check]:
        """What was found out about the PDF beside the record, or only that there is one."""
        path = pdf_beside(self.path)
        if path in self.signed:
            yield from self.signed[path]
        elif path in self.revisions.files_at(self.revisions.state.head, ("policy/",)):
            yield Check(subject="pdf", outcome="unchecked", message=f"{path} is there; its signature was not checked")


def _edits(commit: Commit, path: str) -> bool:
    """Whether the commit changed the record, rather than move it with its folder."""
    name = path.rpartition("/")[2]
    return any(touch.path.endswith(f"/{name}") and touch.blob != touch.was for touch in commit.touches)


def _differences(old: Approval, new: Approval) -> Iterator[str]:
    for field in fields(old):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.name != "place" and before != after:
            yield f"{field.name} {_shown(before)} became {_shown(after)}"


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {one}" for name, one in value.items()) or "nothing"
    if isinstance(value, tuple):
        return ", ".join(str(getattr(one, "role", one)) for one in value) or "nothing"
    return str(value) if value else "nothing"
