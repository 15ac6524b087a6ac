"""Two revisions of a file -> what differs, in words; and what came after each signature."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from clausebook.model.approvals.pdf_evidence import (
    EmbeddedSignature,
    Evidence,
    FileRevision,
    PdfAnnotation,
    PdfFormField,
)
from clausebook.model.approvals.verdict import Check
from clausebook.pdf_verify.judge.checks import fault, good, unchecked
from clausebook.pdf_verify.judge.signers import role_of
from clausebook.pdf_verify.read.pages import letters
from clausebook.text.phrases import counted, listed

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
    added = [f"a form was filled in ({listed(filled, most=6)})"] if filled else []
    added += (
        [f"{len(later)} further signature{'s or timestamps' if len(later) > 1 else ' or timestamp'}"] if later else []
    )
    added += (
        ["proofs for later years"] if any(seal.changed == "proofs" for seal in readable) and evidence.proofs else []
    )
    if added:
        yield good("changed", f"nothing has been altered since the first signature; added: {'; '.join(added)}")
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
        empty = f"an empty update of {evidence.size - last.end} bytes follows the last signature"
        yield unchecked(
            "coverage", f"{empty}: it changes nothing that is shown", "ask who saved the file after it was signed"
        )
    elif last.changed in ("proofs", "forms"):
        what = "a filled-in form" if last.changed == "forms" else "proofs for later years"
        yield good("coverage", f"the last signature covers the whole file but for {what}, which may come after it")
    else:
        yield fault(
            "coverage", f"the last signature does not cover the last {evidence.size - last.end} bytes of the file"
        )


def _changes_nothing(evidence: Evidence, last: EmbeddedSignature) -> bool:
    """Whether what follows the last seal is empty: it is not proof either, whatever the library takes it for."""
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
        yield from (f"ALTERED after it was signed: {one}" for one in forbidden_changes(old, new))


def _disguised(field: PdfFormField) -> Iterator[str]:
    """A field that shows a reader something else than it holds."""
    if field.kind == "signature":
        return
    if field.kind == "tick":
        if bool(field.value) != bool(field.shown):
            drawn = "a tick" if field.shown else "no tick"
            yield f"ALTERED: the box {field.name} shows {drawn}, but holds {_held(field)}"
    elif field.shown and letters(field.shown) != letters(field.value):
        yield f"ALTERED: the field {field.name} shows “{field.shown[:60]}”, but holds {_held(field)}"


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


_FORBIDDEN = "NeedAppearances"


def drawn(old: FileRevision, new: FileRevision) -> list[int]:
    """The numbers of the pages that draw something else, those that only one of the two has among them."""
    most = max(len(old.pages), len(new.pages))
    return [at + 1 for at in range(most) if old.pages[at : at + 1] != new.pages[at : at + 1]]


def pages(old: FileRevision, new: FileRevision) -> Iterator[str]:
    """Pages that were added, taken away, or drawn otherwise."""
    if len(old.pages) != len(new.pages):
        yield f"it had {counted(len(old.pages), 'page')} and has {len(new.pages)}"
    changed = [str(at) for at in drawn(old, new) if at <= min(len(old.pages), len(new.pages))]
    if changed:
        yield f"what is drawn on page {listed(changed, most=6)}"


def annotation_changes(old: FileRevision, new: FileRevision) -> Iterator[str]:
    """Annotations that went, changed or came, one by one."""
    gone, come = list(old.annotations), []
    for one in new.annotations:
        if one in gone:
            gone.remove(one)
        else:
            come.append(one)
    for one in gone:
        again = next((other for other in come if _is_again(one, other)), None)
        if again is not None:
            come.remove(again)
        yield f"{annotation_name(one)} was changed or taken away"
    for one in come:
        where = f"over page {one.page}" if one.kind == "Link" else "on top"
        yield f"{annotation_name(one)} was laid {where}{annotation_words(one)}"


def _is_again(one: PdfAnnotation, other: PdfAnnotation) -> bool:
    """Whether an annotation is another one changed: the same field, or what says or leads to the same."""
    if (one.page, one.kind) != (other.page, other.kind):
        return False
    return one.field == other.field if one.field else (one.says, one.target) == (other.says, other.target)


def annotation_name(one: PdfAnnotation) -> str:
    """An annotation as it is called: a field by its name, a link by its target."""
    if one.field or one.kind == "Widget":
        return f"the field {one.field} on page {one.page}"
    if one.kind == "Link":
        return f"a link to {one.target[:80]}" if one.target else "a link"
    return f"an annotation ({one.kind}) on page {one.page}"


def annotation_words(one: PdfAnnotation) -> str:
    """Who wrote an annotation, what it says, and what it covers."""
    over = f", over the words “{one.covers[:80]}”" if one.covers else ""
    return f"{f': {one.says}' if one.says else ''}{over}"


def fields(old: FileRevision, new: FileRevision) -> Iterator[str]:
    """Fields that went, and fields that look or work differently now."""
    later = {field.name: field for field in new.fields}
    for field in old.fields:
        now = later.get(field.name)
        if now is None:
            yield f"the field {field.name} was taken away"
        elif field.kind == "signature" and field.value and not now.value:
            yield f"the signature of {role_of(field.name) or field.name} was removed"
        elif field.value == now.value and field.looks != now.looks:
            yield f"the field {field.name} looks different, but holds the same"
        if now is not None and field.flags != now.flags and (field.kind != "signature" or field.value == now.value):
            yield f"the field {field.name} was set to be filled in or shown differently (its flags)"


def other_changes(old: FileRevision, new: FileRevision) -> Iterator[str]:
    """Attached files, what the file says about itself, and its catalogue."""
    if old.attachments != new.attachments:
        names = sorted({name for name, _ in {*old.attachments} ^ {*new.attachments}})
        yield f"the attached file {listed(names, most=6)}"
    if old.metadata != new.metadata:
        names = sorted({name for name, _ in {*old.metadata} ^ {*new.metadata}})
        yield f"what the file says about itself ({listed(names, most=6)})"
    changed = sorted({key.removeprefix("/") for key, _ in {*old.catalogue} ^ {*new.catalogue}})
    if changed:
        yield f"the document's {listed(changed, most=6)}"
    forms = sorted({key for key, _ in {*old.form} ^ {*new.form}} - {_FORBIDDEN})
    if forms:
        yield f"the form's {listed(forms, most=6)}"


def remarks(old: FileRevision, new: FileRevision) -> Iterator[str]:
    """What differs and changes nothing that is shown by itself."""
    if old.version != new.version:
        yield f"it calls itself PDF {new.version} now, and was PDF {old.version}"
    if dict(old.form).get(_FORBIDDEN) != dict(new.form).get(_FORBIDDEN):
        yield "it asks each program to draw the fields of its form again (NeedAppearances)"


def forbidden_changes(old: FileRevision, new: FileRevision) -> Iterator[str]:
    """All that differs and may not come after a signature."""
    yield from pages(old, new)
    yield from annotation_changes(old, new)
    yield from fields(old, new)
    yield from other_changes(old, new)
