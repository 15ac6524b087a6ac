"""Evidence and the governors' record -> Testimony: plain answers about one file."""

from __future__ import annotations

from collections.abc import Iterator

from engine.model.adoption import Adoption
from engine.model.edition import Edition
from engine.model.evidence import Evidence
from engine.model.testimony import Testimony
from engine.model.verdict import Check
from engine.stages.testimony.changes import changes, coverage
from engine.stages.testimony.pages import hidden, pages
from engine.stages.testimony.saying import fault, good, visible
from engine.stages.testimony.signers import proofs, roles, signers
from engine.stages.testimony.words import edition_in, fingerprints, record

__all__ = ["edition_in", "judge"]


def judge(evidence: Evidence, adoptions: tuple[Adoption, ...], why_not: str = "") -> Testimony:
    """All answers about one file. `adoptions` are the records of the repository, `why_not` says why there are none."""
    if evidence.trouble:
        checks: tuple[Check, ...] = (fault("file", f"{evidence.name} cannot be checked: {evidence.trouble}"),)
        return Testimony(file=evidence.name, checks=checks)
    edition, attached = edition_in(evidence)
    checks = (
        attached,
        *(_words(evidence, edition, adoptions, why_not) if edition else hidden(evidence)),
        *signers(evidence),
        *roles(evidence, edition),
        *changes(evidence),
        *coverage(evidence),
        *proofs(evidence),
    )
    return Testimony(
        file=evidence.name,
        policy=visible(edition.policy) if edition else "",
        edition=visible(edition.name) if edition else "",
        fingerprint=edition.fingerprint if edition else "",
        checks=(*checks, *_anchor(evidence, checks)),
    )


def _words(evidence: Evidence, edition: Edition, adoptions: tuple[Adoption, ...], why_not: str) -> Iterator[Check]:
    found = next((one for one in adoptions if (one.policy, one.name) == (edition.policy, edition.name)), None)
    why_not = why_not or f"this repository has no record of {edition.policy} {edition.name}"
    yield from fingerprints(evidence, edition)
    yield from record(edition, found, why_not)
    yield from pages(evidence, edition)
    yield from hidden(evidence)


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
