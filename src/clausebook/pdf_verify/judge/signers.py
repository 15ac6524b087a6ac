"""The seals -> answers: who signed, when, by whose certificate, trusted by whom, and who is still to sign."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.model.approvals.pdf_evidence import EmbeddedSignature, Evidence
from clausebook.model.approvals.signing import FOR_SIGNING, PURPOSES, SIGNATURE, Certificate
from clausebook.model.approvals.verdict import Check
from clausebook.model.edition import Edition
from clausebook.pdf_verify.judge.checks import fault, good, moment, unchecked
from clausebook.text.phrases import counted, listed

TRUST = "--trust FILE names the authorities you trust (PEM)"


def signers(evidence: Evidence) -> Iterator[Check]:
    """One answer or more for every signature, oldest first."""
    for seal in evidence.signatures:
        yield from _signer(seal)
        if not seal.trouble and seal.sound:
            yield from _time(seal)


def role_of(field: str) -> str:
    """The role a field belongs to: `sig/chair` -> `chair`; "" for a field that is no role's."""
    return field.removeprefix(SIGNATURE) if field.startswith(SIGNATURE) else ""


def _who(seal: EmbeddedSignature) -> str:
    return role_of(seal.field) or f"field {seal.field}"


def _signer(seal: EmbeddedSignature) -> Iterator[Check]:
    who = _who(seal)
    if seal.signer is None:
        yield fault("signature", f"{who}: the signature counts for nothing: {seal.trouble}")
        return
    made = f"{who}: signed by {_by(seal.signer)}"
    if not seal.sound:
        yield fault("signature", f"{who}: the signature does not fit: what it covers was changed, or the signature was")
    elif wrong := seal.trouble or _unfit(seal.signer):
        yield fault("signature", f"{made}: {wrong}")
    elif untimely := _untimely(seal):
        yield fault("signature", f"{made}: {untimely}")
    elif seal.trust is None:
        yield unchecked("signature", f"{made}: signature sound, signer not checked", TRUST)
    elif seal.trust.problem:
        yield fault("signature", f"{made}: signature sound, but {seal.trust.problem}")
    else:
        known = ", and not revoked" if seal.trust.revocation else ""
        yield good("signature", f"{made}: signature sound, trusted by {seal.trust.anchor}{known}")
        if not known:
            yield unchecked("revoked", f"{who}: whether the certificate was revoked; the file carries no list of those")


def _by(certificate: Certificate) -> str:
    issuer = (
        "self-signed: no authority confirms it" if certificate.self_signed else f"certificate from {certificate.issuer}"
    )
    return f"{certificate.subject} ({issuer})"


def _unfit(certificate: Certificate) -> str:
    """Why a certificate is not for signing documents, "" where it is."""
    if certificate.usages and not certificate.usages & FOR_SIGNING:
        return f"its certificate is for {_uses(certificate.usages)} only, not for signing"
    if certificate.purposes and not certificate.purposes & PURPOSES:
        return f"its certificate is for {_uses(certificate.purposes)} only, not for signing documents"
    return f"its key is too weak: {certificate.weak}" if certificate.weak else ""


def _uses(names: frozenset[str]) -> str:
    return listed(sorted(name.replace("_", " ") for name in names), most=6)


def _untimely(seal: EmbeddedSignature) -> str:
    """Whether the certificate counted on the day that the signature says, or was proven, to be of."""
    at = seal.proven or seal.claimed
    if at is None or seal.signer is None:
        return "" if seal.signer else "it has no certificate"
    if at > seal.signer.ends:
        return f"its certificate ran out on {seal.signer.ends.date().isoformat()}, before it signed on {moment(at)}"
    if at < seal.signer.begins:
        return f"its certificate began on {seal.signer.begins.date().isoformat()}, after it signed on {moment(at)}"
    return ""


def _time(seal: EmbeddedSignature) -> Iterator[Check]:
    who, stamp = _who(seal), seal.stamp
    if stamp is None:
        said = f"on {moment(seal.claimed)}" if seal.claimed else "at an unknown time"
        yield unchecked("time", f"{who}: {said}, the time comes from the signer's computer; there is no timestamp")
    elif not stamp.sound:
        yield fault("time", f"{who}: the timestamp does not belong to this signature, or was changed")
    elif stamp.trust is None:
        yield unchecked(
            "time", f"{who}: on {moment(stamp.at)}, by {stamp.authority.subject}, which was not checked", TRUST
        )
    elif stamp.trust.problem:
        yield fault("time", f"{who}: on {moment(stamp.at)}, by a timestamp that is not trusted: {stamp.trust.problem}")
    else:
        yield good(
            "time", f"{who}: on {moment(stamp.at)}, by {stamp.authority.subject}, trusted by {stamp.trust.anchor}"
        )


def roles(evidence: Evidence, edition: Edition | None) -> Iterator[Check]:
    """Whether every role that is to sign has signed, and no other."""
    signed = [role_of(seal.field) for seal in evidence.signatures if seal.sound and not seal.trouble]
    if edition is None:
        yield unchecked("roles", "who should sign is not known without the attached data")
        return
    expected = expected_roles(edition)
    if len(expected) != len(edition.signatures):
        lines = counted(len(edition.signatures), "line")
        message = f"{lines} to sign on, but the attached data name {len(expected)} who sign"
        yield fault("roles", f"the adopted words have {message}")
    missing = [role for role in expected if role not in signed]
    if not evidence.seals:
        yield fault(
            "roles",
            "this file has no digital signature",
            f"to sign: {listed(expected, most=6)}" if expected else "",
        )
    elif missing:
        hint = "it may have been cut back to an earlier state: ask for the newest file"
        yield fault("waiting", f"not signed by {listed(missing, most=6)}", hint)
    elif expected:
        yield good("roles", f"signed by everybody who should: {listed(expected, most=6)}")
    for seal in evidence.signatures:
        if role_of(seal.field) not in expected:
            yield fault("roles", f"a signature belongs to no role that should sign: field {seal.field}")


def expected_roles(edition: Edition) -> list[str]:
    """The roles of the approval, one that signs twice with a number the second time."""
    named: list[str] = []
    for who in edition.approval.signatories if edition.approval else ():
        again = sum(one.partition("/")[0] == who.role for one in named) + 1
        named.append(who.role if again == 1 else f"{who.role}/{again}")
    return named


def proofs(evidence: Evidence) -> Iterator[Check]:
    """What the file carries so that it can be checked when its certificates have run out."""
    if not evidence.signatures:
        return
    archives = [seal for seal in evidence.seals if seal.archive]
    for seal in archives:
        yield _archive(seal)
    if evidence.proofs:
        count = f"{evidence.proofs} proof{'s' if evidence.proofs > 1 else ''}"
        yield good("proofs", f"it carries {count} of which certificates were revoked, and when")
    if not archives or not evidence.proofs:
        lacks = [
            *([] if evidence.proofs else ["revocation lists"]),
            *([] if archives else ["timestamp of the archive"]),
        ]
        yield unchecked("proofs", f"it has no {' and no '.join(lacks)}: once certificates run out, less can be checked")


def _archive(seal: EmbeddedSignature) -> Check:
    stamp = seal.stamp
    if stamp is None or seal.trouble:
        return fault("proofs", f"the timestamp of the archive counts for nothing: {seal.trouble}")
    if not stamp.sound:
        return fault(
            "proofs", "the timestamp of the archive does not fit: what it covers was changed, or the timestamp was"
        )
    said = f"all before it was there on {moment(stamp.at)}, by {stamp.authority.subject}"
    if stamp.trust is None:
        return unchecked("proofs", f"{said}, which was not checked", TRUST)
    if stamp.trust.problem:
        return fault("proofs", f"{said}, which is not trusted: {stamp.trust.problem}")
    return good("proofs", f"{said}, trusted by {stamp.trust.anchor}")
