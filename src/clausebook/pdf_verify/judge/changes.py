"""The states of a file -> answers: what came after a signature, and whether it was allowed to come."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from clausebook.model.approvals.pdf_evidence import EmbeddedSignature, Evidence, PdfFormField
from clausebook.model.approvals.verdict import Check
from clausebook.pdf_verify.judge.checks import fault, good, unchecked
from clausebook.pdf_verify.judge.differences import everything, remarks
from clausebook.text.phrases import listed

FILLED = {"text", "tick", "choice"}


def changes(evidence: Evidence) -> Iterator[Check]:
    """What was changed since the first signature: nothing, a form was filled in, or altered, and where."""
    readable = [seal for seal in evidence.seals if not seal.trouble or seal.signer]
    if evidence.signatures and not any(seal.certifies for seal in evidence.seals):
        yield unchecked("changed", "no signature says what may come after it: each program decides that for itself")
    faults = [fault("changed", message) for message in dict.fromkeys(_altered(evidence, readable))]
    yield from faults
    if faults or not readable:
        return
    for one in dict.fromkeys(one for old, new in pairwise(evidence.states) for one in remarks(old, new)):
        yield unchecked("changed", f"after it was signed: {one}")
    filled = _filled(evidence)
    later = [seal for seal in readable if seal.archive or seal is not readable[0]]
    told = [f"a form was filled in ({listed(filled, most=6)})"] if filled else []
    told += (
        [f"{len(later)} further signature{'s or timestamps' if len(later) > 1 else ' or timestamp'}"] if later else []
    )
    told += ["proofs for later years"] if any(seal.changed == "proofs" for seal in readable) and evidence.proofs else []
    if told:
        yield good("changed", f"nothing has been altered since the first signature; added: {'; '.join(told)}")
    else:
        yield good("changed", "nothing was changed since it was signed")


def coverage(evidence: Evidence) -> Iterator[Check]:
    """Whether the last seal covers the file to its last byte, but for what may come after."""
    if evidence.tail:
        covered = "the last signature does not cover the whole file: " if evidence.seals else ""
        yield fault("coverage", f"{covered}{evidence.tail}")
    for seal in evidence.seals:
        if not seal.trouble and seal.reach == "less":
            yield fault("coverage", f"the signature in {seal.field} covers less than the document it was put to")
    last = max((seal for seal in evidence.seals if seal.end), key=lambda seal: seal.end, default=None)
    if last is None or evidence.tail or last.reach == "less":
        return
    if last.whole:
        yield good("coverage", "the last signature covers the whole file")
    elif _changes_nothing(evidence, last):
        told = f"an empty update of {evidence.size - last.end} bytes follows the last signature"
        yield unchecked(
            "coverage", f"{told}: it changes nothing that is shown", "ask who saved the file after it was signed"
        )
    elif last.changed in ("proofs", "forms"):
        what = "a filled-in form" if last.changed == "forms" else "proofs for later years"
        yield good("coverage", f"the last signature covers the whole file but for {what}, which may come after it")
    else:
        yield fault(
            "coverage", f"the last signature does not cover the last {evidence.size - last.end} bytes of the file"
        )


def _changes_nothing(evidence: Evidence, last: EmbeddedSignature) -> bool:
    """Whether what follows the last seal is empty: it is no proof either, whatever the library takes it for."""
    empty = last.changed == "nothing" or (last.changed == "proofs" and not evidence.proofs)
    return empty and last.sound and not any(_altered(evidence, [last]))


def _altered(evidence: Evidence, seals: list[EmbeddedSignature]) -> Iterator[str]:
    """Every change that may not come after a signature, in words."""
    for field in evidence.now.fields:
        yield from _disguised(field)
    own = list(_between_states(evidence)) if seals else []
    if seals and evidence.tail:
        yield f"ALTERED after it was signed: {evidence.tail}"
    yield from own
    for seal in seals:
        if not seal.sound:
            yield f"ALTERED: something that the signature in {seal.field} covers, or the signature itself"
        elif seal.changed == "altered" and seal.reach != "less" and not own:
            how = "in a way that signing or filling in cannot explain"
            yield f"ALTERED after the signature in {seal.field}, {how}: {seal.told}"
            return


def _between_states(evidence: Evidence) -> Iterator[str]:
    for old, new in pairwise(evidence.states):
        yield from (f"ALTERED after it was signed: {one}" for one in everything(old, new))


def _disguised(field: PdfFormField) -> Iterator[str]:
    """A field that shows a reader something else than it holds."""
    if field.kind == "signature":
        return
    if field.kind == "tick":
        if bool(field.value) != bool(field.shown):
            drawn = "a tick" if field.shown else "no tick"
            yield f"ALTERED: the box {field.name} shows {drawn}, but holds {_held(field)}"
    elif field.shown and _letters(field.shown) != _letters(field.value):
        yield f"ALTERED: the field {field.name} shows “{field.shown[:60]}”, but holds {_held(field)}"


def _letters(text: str) -> str:
    """The text without blanks: a line may break anywhere, and a letter with its accent be one character or two."""
    return "".join(unicodedata.normalize("NFC", text).split())


def _held(field: PdfFormField) -> str:
    return f"“{field.value[:60]}”" if field.value else "nothing"


def _filled(evidence: Evidence) -> list[str]:
    """The fields that hold something now and held something else when the first signature was made."""
    before = {field.name: field.value for field in evidence.states[0].fields}
    return [
        field.name
        for field in evidence.now.fields
        if field.kind in FILLED and field.value != before.get(field.name, "")
    ]
