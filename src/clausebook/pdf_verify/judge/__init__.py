"""Evidence and the governors' record -> Testimony: plain answers about one file."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.model.approvals.adoption import Adoption
from clausebook.model.approvals.pdf_evidence import Evidence
from clausebook.model.approvals.pdf_report import PdfReport
from clausebook.model.approvals.verdict import Check
from clausebook.model.edition import Edition
from clausebook.pdf_verify.judge.changes import changes, coverage
from clausebook.pdf_verify.judge.checks import fault, good, unchecked, visible
from clausebook.pdf_verify.judge.pages import hidden, pages
from clausebook.pdf_verify.judge.signers import proofs, roles, signers
from clausebook.pdf_verify.judge.words import edition_in, fingerprints, record

__all__ = ["adopted", "judge"]


def verify_pdf(
    evidence: Evidence, adoptions: tuple[Adoption, ...], why_not: str = "", redrawn: bytes | None = None
) -> PdfReport:
    """All answers about one file.

    `adoptions` are the records of the repository, `why_not` says why there are none. `redrawn` is the edition's PDF as
    this engine makes it, None where it was not made.
    """
    if evidence.trouble:
        checks: tuple[Check, ...] = (fault("file", f"{evidence.name} cannot be checked: {evidence.trouble}"),)
        return PdfReport(file=evidence.name, checks=checks)
    edition, attached = edition_in(evidence)
    checks = (
        attached,
        *(_words(evidence, edition, adoptions, why_not) if edition else hidden(evidence)),
        *_drawn(evidence, redrawn),
        *signers(evidence),
        *roles(evidence, edition),
        *changes(evidence),
        *coverage(evidence),
        *proofs(evidence),
    )
    return PdfReport(
        file=evidence.name,
        policy=visible(edition.policy) if edition else "",
        edition=visible(edition.name) if edition else "",
        fingerprint=edition.fingerprint if edition else "",
        checks=(*checks, *_anchor(evidence, checks)),
    )


def adopted(evidence: Evidence, adoptions: tuple[Adoption, ...]) -> Edition | None:
    """The edition on record that a file has the words of, None where there is none."""
    edition = None if evidence.trouble else edition_in(evidence)[0]
    found = (one.edition for one in adoptions if one.is_in_force)
    return next((one for one in found if one and edition and _same(one, edition)), None)


def _same(one: Edition, other: Edition) -> bool:
    return (one.reference, one.fingerprint) == (other.reference, other.fingerprint)


def _drawn(evidence: Evidence, redrawn: bytes | None) -> Iterator[Check]:
    """Whoever makes a file can draw on its pages what no reading finds; not in one that is what the engine makes."""
    if redrawn is None:
        return
    if evidence.content.startswith(redrawn):
        yield good("drawn", "before anybody signed it, it was byte for byte the file this engine makes of the edition")
    else:
        told = "it was made by another version of the engine, or by somebody else: its drawings were not compared"
        yield unchecked("drawn", told, "read it through, as before signing anything")


def _words(evidence: Evidence, edition: Edition, adoptions: tuple[Adoption, ...], why_not: str) -> Iterator[Check]:
    found = next((one for one in adoptions if (one.policy, one.name) == (edition.policy, edition.name)), None)
    why_not = why_not or f"this repository has no record of {edition.policy} {edition.name}"
    yield from fingerprints(evidence, edition)
    yield from record(edition, found, why_not)
    yield from pages(evidence, edition)
    yield from hidden(evidence, edition)


def _anchor(evidence: Evidence, checks: tuple[Check, ...]) -> Iterator[Check]:
    """A file that only agrees with itself proves nothing: anybody can make one and sign it with a key of their own."""
    by_record = any(check.subject == "record" and check.outcome == "good" for check in checks)
    anchors = list(dict.fromkeys(seal.trust.anchor for seal in evidence.signatures if seal.trust and seal.trust.anchor))
    vouching = [*(["the record in git"] if by_record else []), *anchors]
    if vouching:
        yield good("anchor", " and ".join(vouching))
    else:
        hint = "run it in the repository of the school's policies, or name the authorities you trust with --trust FILE"
        yield fault("anchor", "nothing does: such a file can be made by anybody", hint)
