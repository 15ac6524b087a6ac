"""The attached data -> answers: one edition, its fingerprint recomputed, printed, in XMP and on record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from clausebook.formats.data import edition_of
from clausebook.model.approvals.adoption import Adoption, clause_words, differing, frame_words
from clausebook.model.approvals.approval import Approval
from clausebook.model.approvals.pdf_evidence import ATTACHMENT, Evidence
from clausebook.model.approvals.verdict import Check
from clausebook.model.edition import Edition
from clausebook.pdf_verify.judge.checks import fault, good, unchecked
from clausebook.text.phrases import listed

_COMMIT = re.compile(r"(?<![0-9a-f:])[0-9a-f]{40}(?![0-9a-f])")
_LOOSE = re.compile(r"v\d+:sha256:[0-9a-f]{10,}")


def edition_in(evidence: Evidence) -> tuple[Edition | None, Check]:
    """The edition that the file carries, or None, and the answer that says so."""
    found = evidence.attached
    if not found:
        hint = "ask for the file as the school published it: an approved edition carries its data"
        if not evidence.pages.tagged:
            by = f" (by {evidence.producer})" if evidence.producer else ""
            message = f"no {ATTACHMENT} is attached, and no words are tagged: the file was printed or rewritten{by}"
            return None, fault("data", f"{message}, or was never an edition; its words cannot be compared", hint)
        return None, fault("data", f"no {ATTACHMENT} is attached, so its words cannot be compared", hint)
    if len(found) > 1:
        return None, fault(
            "data", f"{len(found)} files called {ATTACHMENT} are attached: which one counts is not clear"
        )
    try:
        data = json.loads(found[0].decode("utf-8"), object_pairs_hook=_once)
        edition = edition_of(data)
    except (ValueError, RecursionError) as wrong:
        return None, fault("data", f"the attached {ATTACHMENT} is not to be trusted: {wrong}")
    if data.get("fingerprint") != edition.fingerprint:
        return edition, fault("data", f"the attached {ATTACHMENT} was changed: its words have another fingerprint")
    if edition.approval is None:
        return edition, fault("data", "this is a draft: no governors approved it")
    if edition.approval.fingerprint != edition.fingerprint:
        return edition, fault("data", f"the approval in {ATTACHMENT} is of other words")
    return edition, good("data", f"the attached words have the fingerprint {edition.fingerprint}, recomputed")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A JSON object whose keys each come once. Raises ValueError: two readers may take two different ones."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("it says one thing twice")
    return found


def fingerprints(evidence: Evidence, edition: Edition) -> Iterator[Check]:
    """The fingerprint as printed and as XMP has it."""
    printed = _printed(evidence)
    strange = {found for _, found in _found(evidence, _COMMIT)} - {edition.commit}
    for commit in sorted(strange):
        yield fault("fingerprint", f"a page prints the commit {commit[:10]}, which is not the one in the attached data")
    wrong = [(page, text) for page, text in printed if text != edition.fingerprint]
    for page, text in wrong:
        yield fault("fingerprint", f"page {page} prints the fingerprint {_short(text)}, which is not that of the words")
    if not printed:
        yield fault("fingerprint", "no page prints the fingerprint of the words")
    elif not wrong:
        yield good(
            "fingerprint",
            f"the same fingerprint is printed on page {listed([str(page) for page, _ in printed], most=6)}",
        )
    yield from _xmp(dict(evidence.now.metadata), edition)


def _xmp(said: dict[str, str], edition: Edition) -> Iterator[Check]:
    known = {"XMP fingerprint": edition.fingerprint, "XMP reference": edition.reference, "XMP commit": edition.commit}
    for name, expected in known.items():
        what, found = name.removeprefix("XMP "), said.get(name, "")
        if found != expected:
            message = f"says {_short(found)}" if found else f"has no {what}"
            yield fault("fingerprint", f"XMP {message} where the attached data say {_short(expected)}")
    for name in ("Title", "XMP title"):
        if not said.get(name, edition.title if name == "Title" else "").startswith(edition.title):
            yield fault("fingerprint", f"the file calls itself {_short(said.get(name, ''))}, not {edition.title}")
    if all(said.get(name, "") == expected for name, expected in known.items()):
        yield good("fingerprint", "the file's own description (XMP) has it, too")


def _short(text: str) -> str:
    return f"{text[:24]}…" if len(text) > 44 else text or "nothing"


def _printed(evidence: Evidence) -> list[tuple[int, str]]:
    """Page and fingerprint, wherever one is printed; broken ones too, so that a damaged one is seen."""
    return _found(evidence, _LOOSE)


def _found(evidence: Evidence, pattern: re.Pattern[str]) -> list[tuple[int, str]]:
    """Page and text of all that is printed and fits a pattern, wherever lines break in it."""
    by_page: dict[int, str] = {}
    for one in evidence.pages.tagged:
        by_page[one.page] = by_page.get(one.page, "") + "".join(one.text.split())
    for page, text in evidence.pages.running:
        by_page[page] = f"{by_page.get(page, '')} {text}"
    return [(page, found) for page in sorted(by_page) for found in pattern.findall(by_page[page])]


def record(edition: Edition, adoption: Adoption | None, why_not: str) -> Iterator[Check]:
    """Whether the governors' record, as git has it, is of these words and says the same."""
    if adoption is None or adoption.approval is None:
        yield unchecked("record", f"not compared with the governors' record: {why_not}")
        return
    approval = _as_shown(edition, adoption) or adoption.approval
    if approval.fingerprint != edition.fingerprint:
        yield from _other_words(edition, adoption)
        return
    differences = list(_differences(edition.approval, approval)) if edition.approval else []
    dues = {one.next_review for one in adoption.shown}
    if edition.review_due and edition.review_due not in dues:
        differences.append(f"its review is due {edition.review_due} in the file, and at no time by the acts in git")
    if edition.commit != adoption.commit:
        differences.append(f"commit is {edition.commit[:10]} in the file, {adoption.commit[:10]} in git")
    for difference in differences:
        yield fault("record", f"the file and the record do not agree: {difference}")
    if not adoption.is_in_force:
        yield fault("record", "the record itself is not in order", "python3 build.py verify, without a file, says why")
    elif not differences:
        message = f"{approval.approved} by the {approval.body}"
        yield good("record", f"these are the words approved {message} (record in git, commit {adoption.commit[:10]})")


def _other_words(edition: Edition, adoption: Adoption) -> Iterator[Check]:
    name = f"{adoption.policy} {adoption.name}"
    if adoption.edition is None:
        yield fault("record", f"these are not the words that were approved as {name}")
        return
    changes = differing(clause_words(adoption.edition), clause_words(edition))
    for clause, how in list(changes.items())[:8]:
        did = {"changed": "has other words than were approved", "added": "was never approved", "removed": "is missing"}
        yield fault("record", f"clause {clause} {did[how]} as {name}", clause=clause)
    if frame_words(adoption.edition) != frame_words(edition):
        yield fault("record", f"titles, order or signature lines are not those approved as {name}")


def _as_shown(edition: Edition, adoption: Adoption) -> Approval | None:
    """The approval as it was shown after one of the acts, where the file says the same."""
    known = (one.approval for one in adoption.shown if one.approval)
    return next((one for one in known if edition.approval and not [*_differences(edition.approval, one)]), None)


def _differences(file: Approval, record: Approval) -> Iterator[str]:
    for field in ("approved", "review_due", "applies_from", "body", "minute"):
        here, there = getattr(file, field), getattr(record, field)
        if here != there:
            yield f"{field.replace('_', ' ')} is {here or 'nothing'} in the file, {there or 'nothing'} in the record"
    here = [(who.role, who.name) for who in file.signatories]
    there = [(who.role, who.name) for who in record.signatories]
    if here != there:
        yield f"who signs is {_people(here)} in the file, {_people(there)} in the record"


def _people(people: list[tuple[str, str]]) -> str:
    return listed([role for role, _ in people], most=6) or "nobody"
