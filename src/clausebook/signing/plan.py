"""Signing order, edition and certificate -> what prevents signing, what the stamp says, what the commit says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from clausebook.errors import UserError
from clausebook.formats import pdf
from clausebook.formats.pdf.stamp import drawn
from clausebook.model.approvals.signing import (
    FOR_SIGNING,
    PURPOSES,
    TEST_KEY,
    Certificate,
    SignatureAppearance,
    SignaturePlace,
    SigningOrder,
)
from clausebook.model.approvals.verdict import Verdict
from clausebook.model.artefact import Artefact
from clausebook.model.decode import nearest
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from clausebook.text.dates import in_words
from clausebook.text.glyphs import missing_glyphs


def refusals(
    order: SigningOrder,
    edition: Edition,
    verdict: Verdict,
    places: Sequence[SignaturePlace],
    certificate: Certificate,
    moment: datetime,
) -> tuple[UserError, ...]:
    """Everything that prevents signing, each with what to do; () where nothing does."""
    return (*_words(verdict), *_role(order, edition, places), *_certificate(certificate, moment))


def _words(verdict: Verdict) -> Iterator[UserError]:
    for fault in verdict.faults:
        yield UserError(
            f"the edition is not what was approved: {fault.message}", fault.hint or "python3 build.py verify"
        )


def _role(order: SigningOrder, edition: Edition, places: Sequence[SignaturePlace]) -> Iterator[UserError]:
    roles = [line.role for line in edition.signatures]
    if order.role not in roles:
        yield UserError(
            f"{order.role} is not among the signatories of {edition.reference}",
            nearest(order.role, roles) or f"signatories come from policy/{edition.policy}.yaml when it is approved",
        )
    elif order.role not in {place.role for place in places}:
        yield UserError(f"the file has no place for {order.role} to sign", "python3 build.py verify says what it is")
    elif place_for(order.role, places) is None:
        yield UserError(f"{order.role} has signed {edition.reference} already", "each role signs once")


def place_for(role: str, places: Sequence[SignaturePlace]) -> SignaturePlace | None:
    """Where the role signs next, or None where it has signed."""
    return next((place for place in places if place.role == role and not place.is_signed), None)


def roles_unsigned(places: Sequence[SignaturePlace], edition: Edition) -> tuple[str, ...]:
    """The titles of the roles that have not signed."""
    titles = {line.role: line.title for line in edition.signatures}
    return tuple(titles[place.role] for place in places if place.role in titles and not place.is_signed)


def _certificate(certificate: Certificate, moment: datetime) -> Iterator[UserError]:
    renew = "ask whoever issued it for a new one"
    if moment > certificate.ends:
        yield UserError(f"the certificate of {certificate.subject} expired on {_day(certificate.ends)}", renew)
    if moment < certificate.begins:
        yield UserError(
            f"the certificate of {certificate.subject} is not valid before {_day(certificate.begins)}", renew
        )
    fit = "ask for a certificate for signing documents"
    if certificate.is_authority and not certificate.usages & FOR_SIGNING:
        yield UserError("the certificate is one for issuing certificates, not for signing documents", fit)
    elif certificate.usages and not certificate.usages & FOR_SIGNING:
        named = ", ".join(sorted(usage.replace("_", " ") for usage in certificate.usages))
        yield UserError(f"the certificate is not for signing: its key usage is {named}", fit)
    if certificate.purposes and not _fits(certificate.purposes):
        named = ", ".join(sorted(purpose.replace("_", " ") for purpose in certificate.purposes))
        yield UserError(f"the certificate is not for signing documents: it is for {named}", fit)
    if certificate.weak:
        yield UserError(
            f"the key is too weak or unfit: {certificate.weak}", "RSA of 2048 bits or more, or a NIST curve"
        )


def _fits(purposes: frozenset[str]) -> bool:
    """Whether a purpose is one for documents. One that has no name but a number was made for something particular."""
    return bool(purposes & PURPOSES)


def stamp_for(
    place: SignaturePlace, edition: Edition, certificate: Certificate, moment: datetime
) -> SignatureAppearance:
    """What is drawn in the signature field."""
    title = next(line.title for line in edition.signatures if line.role == place.role)
    when = moment.astimezone(UTC)
    vouched = (
        "self-signed: no authority confirms it" if certificate.self_signed else f"certificate from {certificate.issuer}"
    )
    vouched = "".join("?" if missing_glyphs(letter) else letter for letter in vouched)
    test = certificate.is_test
    name = certificate.subject if not missing_glyphs(certificate.subject) else title
    return SignatureAppearance(
        width=place.width,
        height=place.height,
        warning=TEST_KEY if test else "",
        name=title if test else name,
        lines=(
            *(() if test or name == title else (title,)),
            f"Signed with a key, {_day(when)}, {when:%H:%M} UTC",
            *(() if test else (vouched,)),
        ),
    )


def unsigned(edition: Edition, publication: Publication) -> Artefact:
    """The edition's PDF before anybody signed it."""
    (artefact,) = pdf.render(edition, publication)
    return artefact


def stamp_source(stamp: SignatureAppearance, publication: Publication) -> str:
    """The stamp as Typst source."""
    return drawn(stamp, publication.templates)


def commit_message(edition: Edition, place: SignaturePlace, certificate: Certificate, level: str) -> str:
    """The commit message. It names the role; who held the key is in the file."""
    title = next(line.title for line in edition.signatures if line.role == place.role)
    note = f"{TEST_KEY}.\n\n" if certificate.is_test else ""
    return (
        f"Sign {edition.title} {edition.name} as {title}\n\n"
        f"{note}The signed PDF is from now on the PDF of this edition.\n\n"
        f"Signature: {edition.reference} {place.name} ({level})\nFingerprint: {edition.fingerprint}\n"
    )


def _day(moment: Any) -> str:
    return in_words(moment.date().isoformat())
