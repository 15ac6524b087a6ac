"""A file beside the one that this engine makes of the edition: it is that file, begins with it, or is another."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.model.approvals.pdf_evidence import Evidence, FileRevision
from clausebook.model.approvals.verdict import Check
from clausebook.pdf_verify.judge import changes
from clausebook.pdf_verify.judge.checks import fault, good, unchecked
from clausebook.pdf_verify.judge.signers import role_of
from clausebook.pdf_verify.read.contents import MOVED
from clausebook.pdf_verify.read.fonts import drawings, exchanged
from clausebook.text.phrases import counted, listed

MOST = 6  # differences that are named
AS_SENT = "ask for the file as it was sent"
IN_INK = "it is not signed with a key: whether it was signed in ink is for people to judge, on the paper"


def is_rewritten(evidence: Evidence) -> bool:
    """Whether every signature is elsewhere in the file than when it was made, so that none can be checked."""
    return bool(evidence.seals) and all(seal.trouble == MOVED for seal in evidence.seals)


def rewritten(evidence: Evidence, words_hold: bool) -> Check:
    """The one thing to say of a signed file that a program has rewritten."""
    who = [role_of(seal.field) or seal.field for seal in evidence.seals]
    signatures = f"the signature{'s' if len(who) > 1 else ''} of {listed(who)} cannot be checked"
    words = "its words are the approved ones" if words_hold else "its words are not the approved ones, or not known"
    return fault("changed", f"the file was rewritten ({_by(evidence)}), so {signatures}; {words}", AS_SENT)


def _by(evidence: Evidence) -> str:
    return f"by {evidence.producer}" if evidence.producer else "by another program, which does not name itself"


def is_in_ink(evidence: Evidence, original: Evidence | None) -> bool:
    """Whether a file is, byte for byte, the file that this engine makes, without a signature by a key."""
    return original is not None and not evidence.seals and _is(evidence, original)


def _is(evidence: Evidence, original: Evidence) -> bool:
    """Whether it is the same file; programs that send one on may put a line end behind it."""
    content = evidence.content
    return content.startswith(original.content) and content[len(original.content) :] in (b"", b"\n", b"\r\n")


def drawn(evidence: Evidence, original: Evidence | None, words_hold: bool) -> Iterator[Check]:
    """Whoever makes a file can draw on its pages what no reading finds; not in one that is what the engine makes."""
    if original is None:
        return
    made, size = original.now, len(original.content)
    if _is(evidence, original) and not evidence.seals:
        said = "byte for byte " if evidence.content == original.content else "but for a line end behind it "
        yield good("drawn", f"it is {said}the file this engine makes of the edition")
    elif not evidence.content.startswith(original.content):
        if letters := list(exchanged(drawings(original.content), drawings(evidence.content))):
            (written, shown), more = letters[0], f" ({len(letters)} letters in all)" if len(letters) > 1 else ""
            yield fault("drawn", f"a font of the file draws “{shown}” where “{written}” is written{more}")
        yield from _other(evidence, original, words_hold)
    elif not evidence.seals:
        more = counted(evidence.size - size, "byte")
        yield fault("drawn", f"behind the file this engine makes follow {more}{_what(evidence, made)}")
    elif found := _before_signing(evidence, made):
        yield fault("drawn", f"before it was signed, the file this engine makes was changed: {_drawn_apart(found)}")
    else:
        yield good("drawn", "before anybody signed it, it was byte for byte the file this engine makes of the edition")


def _what(evidence: Evidence, made: FileRevision) -> str:
    found = list(_changes(made, evidence.now))
    return f"; {_drawn_apart(found)}" if found else "; no difference was found in what is shown"


def _drawn_apart(found: list[str]) -> str:
    more = [f"{len(found) - MOST} more things"] if len(found) > MOST else []
    return "; ".join([*found[:MOST], *more])


def _changes(old: FileRevision, new: FileRevision) -> Iterator[str]:
    """Everything that differs, pages first, in whole sentences."""
    if len(old.pages) != len(new.pages):
        yield f"it has {counted(len(new.pages), 'page')} and not {len(old.pages)}"
    for at in changes.drawn(old, new):
        if at <= len(old.pages):
            yield f"page {at} is drawn differently" if at <= len(new.pages) else f"page {at} is gone"
    yield from changes.annotation_changes(old, new)
    yield from changes.fields(old, new)
    values = {field.name: field.value for field in old.fields}
    for field in new.fields:
        if field.kind != "signature" and field.value != values.get(field.name, ""):
            yield f"the field {field.name} is filled in with “{field.value[:60]}”"
    yield from (f"other than before: {one}" for one in changes.other_changes(old, new))
    yield from changes.remarks(old, new)


def _before_signing(evidence: Evidence, made: FileRevision) -> list[str]:
    """What differs between the file as it was made and as it was first signed, besides the signature itself."""
    signed = evidence.states[0]
    return [
        *changes.pages(made, signed),
        *(one for one in changes.annotation_changes(made, signed) if "the field " not in one),
        *(one for one in changes.other_changes(made, signed) if not one.endswith("Extensions")),
    ]


def _rewriting(evidence: Evidence, original: Evidence) -> str:
    """How a file differs from the original: a few bytes were changed, or all of it was rewritten."""
    apart = sum(one != other for one, other in zip(evidence.content, original.content, strict=False))
    if len(evidence.content) == len(original.content) and apart * 10 < len(original.content):
        return f"{counted(apart, 'byte')} of the file this engine makes {'was' if apart == 1 else 'were'} changed"
    return f"the file was rewritten ({_by(evidence)})"


def _other(evidence: Evidence, original: Evidence, words_hold: bool) -> Iterator[Check]:
    """A file that is not, and does not begin with, what the engine makes."""
    made = original.now
    apart = changes.drawn(made, evidence.now)
    words = "; its words are the approved ones" if words_hold else ""
    if evidence.seals:
        message = "it was made by another version of the engine, or by somebody else: its drawings were not compared"
        yield unchecked("drawn", message, "read it through, as before signing anything")
    elif not apart:
        found = [one for one in _changes(made, evidence.now) if not one.startswith("other than before: what the file")]
        message = f"{_rewriting(evidence, original)}, and draws the same pages{words}"
        yield fault("drawn", f"{message}{f'; {_drawn_apart(found)}' if found else ''}", AS_SENT)
    elif len(apart) < len(made.pages):
        found = list(_changes(made, evidence.now))
        yield fault("drawn", f"it is not the file this engine makes of the edition: {_drawn_apart(found)}", AS_SENT)
    else:
        message = f"no page is drawn as this engine draws it: the file was printed or rewritten ({_by(evidence)}), or"
        yield fault("drawn", f"{message} made by another version of the engine{words}", AS_SENT)
