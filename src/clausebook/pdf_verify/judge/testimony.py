"""Evidence and the governors' record -> Testimony: plain answers about one file."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.formats.data import text
from clausebook.model.approvals.adoption import Adoption
from clausebook.model.approvals.pdf_evidence import Evidence
from clausebook.model.approvals.verdict import Check, PdfReport
from clausebook.model.edition import Edition
from clausebook.pdf_verify.judge.changes import changes, coverage
from clausebook.pdf_verify.judge.checks import fault, good, visible
from clausebook.pdf_verify.judge.original import IN_INK, drawn, is_in_ink, is_rewritten, rewritten
from clausebook.pdf_verify.judge.pages import hidden, pages
from clausebook.pdf_verify.judge.signers import proofs, roles, signers
from clausebook.pdf_verify.judge.words import edition_in, fingerprints, record

__all__ = ["adopted", "verify_pdf"]


def verify_pdf(
    evidence: Evidence,
    adoptions: tuple[Adoption, ...],
    why_not: str = "",
    original: Evidence | None = None,
    signed: str = "",
) -> PdfReport:
    """All answers about one file.

    `adoptions` are the records of the repository, `why_not` says why there are none. `original` is the edition's PDF as
    this engine makes it, None where it was not made. `signed` is where the repository has the edition's signed PDF.
    """
    if evidence.trouble:
        checks: tuple[Check, ...] = (fault("file", f"{evidence.name} cannot be checked: {evidence.trouble}"),)
        return PdfReport(file=evidence.name, checks=checks)
    edition, attached = edition_in(evidence)
    in_ink = is_in_ink(evidence, original)
    words = (attached, *(_words(evidence, edition, adoptions, why_not) if edition else _wordless(evidence)))
    hold = all(check.outcome != "fault" for check in words)
    if is_rewritten(evidence):
        checks = (*words, rewritten(evidence, hold))
    else:
        checks = (
            *words,
            *drawn(evidence, original, hold),
            *signers(evidence),
            *_who(evidence, edition, original, signed),
            *changes(evidence),
            *coverage(evidence),
            *proofs(evidence),
        )
    return PdfReport(
        file=evidence.name,
        policy=visible(edition.policy) if edition else "",
        edition=visible(edition.name) if edition else "",
        fingerprint=edition.fingerprint if edition else "",
        in_ink=in_ink,
        checks=(*checks, *_anchor(evidence, checks)),
    )


def _who(evidence: Evidence, edition: Edition | None, original: Evidence | None, signed: str) -> Iterator[Check]:
    """Whether everybody signed. A file without a signature by a key may be signed in ink, if it is the engine's."""
    if evidence.seals or original is None:
        yield from roles(evidence, edition)
    elif signed:
        message = "this file has no digital signature, but the edition was signed with a key"
        yield fault("roles", message, f"the signed file is {signed}")
    elif is_in_ink(evidence, original):
        yield good("roles", IN_INK)


def _wordless(evidence: Evidence) -> Iterator[Check]:
    """A file without data: what is hidden in it, unless it has no tags either, as a printed copy has none."""
    if evidence.pages.tagged or evidence.seals:
        yield from hidden(evidence)


def adopted(evidence: Evidence, adoptions: tuple[Adoption, ...]) -> Edition | None:
    """The edition on record that a file has the words of, None where there is none."""
    edition = None if evidence.trouble else edition_in(evidence)[0]
    for one in adoptions:
        if one.is_in_force and one.edition and edition and _same(one.edition, edition):
            versions = (shown for shown in one.shown if text(shown) == evidence.attached[0])
            return next(versions, one.edition)
    return None


def _same(one: Edition, other: Edition) -> bool:
    return (one.reference, one.fingerprint) == (other.reference, other.fingerprint)


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
