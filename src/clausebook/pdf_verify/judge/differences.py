"""Two revisions of a file -> what differs between them, in words: pages, what lies on them, fields, attachments."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.model.approvals.pdf_evidence import FileRevision, PdfAnnotation
from clausebook.pdf_verify.judge.signers import role_of
from clausebook.text.phrases import listed

_FORBIDDEN = "NeedAppearances"


def drawn(old: FileRevision, new: FileRevision) -> list[int]:
    """The numbers of the pages that draw something else, those that only one of the two has among them."""
    most = max(len(old.pages), len(new.pages))
    return [at + 1 for at in range(most) if old.pages[at : at + 1] != new.pages[at : at + 1]]


def pages(old: FileRevision, new: FileRevision) -> Iterator[str]:
    """Pages that were added, taken away, or drawn otherwise."""
    if len(old.pages) != len(new.pages):
        yield f"it had {len(old.pages)} pages and has {len(new.pages)}"
    changed = [str(at) for at in drawn(old, new) if at <= min(len(old.pages), len(new.pages))]
    if changed:
        yield f"what is drawn on page {listed(changed, most=6)}"


def laid(old: FileRevision, new: FileRevision) -> Iterator[str]:
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
        yield f"{named(one)} was changed or taken away"
    for one in come:
        where = f"over page {one.page}" if one.kind == "Link" else "on top"
        yield f"{named(one)} was laid {where}{saying(one)}"


def _is_again(one: PdfAnnotation, other: PdfAnnotation) -> bool:
    """Whether an annotation is another one changed: the same field, or what says or leads to the same."""
    if (one.page, one.kind) != (other.page, other.kind):
        return False
    return one.field == other.field if one.field else (one.says, one.target) == (other.says, other.target)


def named(one: PdfAnnotation) -> str:
    """An annotation as it is called: a field by its name, a link by its target."""
    if one.field or one.kind == "Widget":
        return f"the field {one.field} on page {one.page}"
    if one.kind == "Link":
        return f"a link to {one.target[:80]}" if one.target else "a link"
    return f"an annotation ({one.kind}) on page {one.page}"


def saying(one: PdfAnnotation) -> str:
    """Who wrote an annotation, what it says, and what it covers."""
    over = f", over the words “{one.covers[:80]}”" if one.covers else ""
    return f"{f': {one.says}' if one.says else ''}{over}"


def fields(old: FileRevision, new: FileRevision) -> Iterator[str]:
    """Fields that went, and fields that look or work otherwise than before."""
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
            yield f"the field {field.name} was set to be filled in or shown otherwise (its flags)"


def rest(old: FileRevision, new: FileRevision) -> Iterator[str]:
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
        yield "it asks each program to draw the fields of its form anew (NeedAppearances)"


def everything(old: FileRevision, new: FileRevision) -> Iterator[str]:
    """All that differs and may not come after a signature."""
    yield from pages(old, new)
    yield from laid(old, new)
    yield from fields(old, new)
    yield from rest(old, new)
