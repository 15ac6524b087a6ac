"""A redline said in words: what every form of the review pack and a screen reader say beside underlines and colours."""

from __future__ import annotations

from collections.abc import Iterable

from clausebook.model.comparison.block_change import BlockChange, Frame, Span, style
from clausebook.model.comparison.duty_change import Difference, DutyChange
from clausebook.model.comparison.redline import ClauseChange, ClauseKind, CommonCause, Redline
from clausebook.text.inline import Run
from clausebook.text.phrases import listed

MARKS = {
    ",": "comma",
    ".": "full stop",
    ";": "semicolon",
    ":": "colon",
    "?": "question mark",
    "!": "exclamation mark",
    "(": "opening bracket",
    ")": "closing bracket",
    "-": "hyphen",
    "–": "dash",
    "—": "dash",
    "/": "slash",
    "'": "quotation mark",
    '"': "quotation mark",
    "‘": "opening quotation mark",
    "’": "closing quotation mark",
    "“": "opening quotation mark",
    "”": "closing quotation mark",
    "…": "ellipsis",
}
PARTS = {
    "paragraph": "a paragraph",
    "stem": "the introduction of a list",
    "point": "an item",
    "between": "connecting word between items",
    "note": "a note",
    "text": "a line to write on",
    "date": "a date",
    "signature": "a signature line",
    "tick": "a box to tick",
}
KINDS: dict[ClauseKind, str] = {
    "added": "new",
    "removed": "removed",
    "split": "split",
    "merged": "merged",
    "moved": "moved",
    "renamed": "continues under another id",
    "renumbered": "renumbered",
    "retitled": "title changed",
    "changed": "wording changed",
    "rearranged": "reordered",
    "duty": "rule became stronger or weaker",
    "punctuation": "punctuation or capitals changed",
    "references": "numbers referred to changed",
    "formatting": "formatting changed",
    "spacing": "only spacing changed",
    "citations": "different law cited",
    "applies-to": "applies to different people",
    "definition": "a term that it uses is defined differently",
}


def marks(span: Span) -> str:
    """The names of the punctuation marks where a span is nothing else, because a voice does not read them."""
    found = [MARKS.get(mark, "") for mark in span.words.strip()]
    return " and ".join(found) if found and all(found) else ""


def happened_to(span: Span) -> str:
    """What became of words that came or went: "added", "removed", or that they moved."""
    if span.moved:
        if span.kind == "deleted":
            return f"moved to {span.elsewhere}" if span.elsewhere else "moved away"
        return f"moved here from {span.elsewhere}" if span.elsewhere else "moved here"
    return "removed" if span.kind == "deleted" else "added"


def restyling(span: Span) -> str:
    """What became of the style of the same words: "now bold", "no longer italic"."""
    found: list[str] = []
    for was, now in _styles(span.was, span.text):
        found += [f"now {name}" for name in now if name not in was]
        found += [f"no longer {name}" for name in was if name not in now]
    same = [style(run) for run in span.was] == [style(run) for run in span.text]
    return " and ".join(dict.fromkeys(found)) or ("spacing changed" if same else "formatting changed")


def _styles(was: Iterable[Run], now: Iterable[Run]) -> list[tuple[list[str], list[str]]]:
    """Styles of both sides, run by run as far as the runs agree, else all together."""
    was, now = tuple(was), tuple(now)
    if [len(run.text) for run in was] == [len(run.text) for run in now]:
        return [(_named(a), _named(b)) for a, b in zip(was, now, strict=True)]
    return [([name for run in was for name in _named(run)], [name for run in now for name in _named(run)])]


def _named(run: Run) -> list[str]:
    names = [name for name, on in (("bold", run.bold), ("italic", run.italic), ("code", run.code)) if on]
    return [*names, f"a link to {run.link}"] if run.link else names


def place(frame: Frame) -> str:
    """How people cite a piece: its number and letter, or what it is."""
    return frame.cite or PARTS.get(frame.part, "a row")


def reshaping(piece: BlockChange) -> str:
    """What became of the piece besides its words: "now a note, was an item"; empty where nothing did."""
    old, new = piece.old, piece.new
    if old is None or new is None or old.same_shape(new):
        return ""
    if old.part != new.part:
        return f"now {PARTS.get(new.part, new.part)}, was {PARTS.get(old.part, old.part)}"
    if new.depth != old.depth:
        return "now one level deeper" if new.depth > old.depth else "now one level higher"
    if old.label != new.label:
        return f"label was “{old.label}”"
    return f"now read as “{duty(new.duty)}”, was “{duty(old.duty)}”"


def duty(name: str | None) -> str:
    """A duty as a word."""
    return name.replace("-", " ") if name else "no rule"


def headline(clause: ClauseChange) -> str:
    """What happened to a clause, in a line: "renumbered from 2.2 to 2.3, wording changed"."""
    return ", ".join(_kind(clause, kind) for kind in clause.kinds) or "unchanged"


def _kind(clause: ClauseChange, kind: ClauseKind) -> str:
    if kind == "renumbered" and clause.old and clause.new:
        return f"renumbered from {clause.old.cite} to {clause.new.cite}"
    return KINDS[kind]


def cause(one: CommonCause, used_in: Iterable[str] = ()) -> str:
    """Why the same words changed in many places; or what a term means now, and the clauses that it is used in."""
    if one.kind == "definition":
        where = listed(used_in)
        return f"{_definition(one)}{f' (used in {where})' if where else ''}"
    if one.kind == "fact":
        return f"because the school's fact {one.name} is now “{one.new}” (was “{one.old}”)"
    return f"because clause {one.old} is now {one.new}"


def _definition(one: CommonCause) -> str:
    old, new = (definition.removesuffix(".") for definition in (one.old, one.new))
    if old and new:
        return f"the definition of “{one.name}” changed: before “{old}”, now “{new}”"
    return f"the definition of “{one.name}” is {f'new: “{new}”' if new else f'gone: before “{old}”'}"


def counts(redline: Redline) -> str:
    """How many clauses each thing happened to: "2 wording changed, 1 new"."""
    return ", ".join(f"{count} {KINDS[kind]}" for kind, count in redline.counts.items()) or (
        "nothing changed" if redline.is_empty else "no clause changed"
    )


def duty_change(change: DutyChange) -> str:
    """What a duty change amounts to: "new duty (must)", "weaker: was must, now should"."""
    noun = "permission" if change.is_permission else "duty"
    if change.kind != "changed":
        verb = {"new": "new", "dropped": "dropped"} if noun == "duty" else {"new": "new", "dropped": "withdrawn"}
        force = "" if change.is_permission else f" ({duty(change.shown.force)})"
        other = f", {'before' if change.new else 'now'} only “{change.beside}”" if change.beside else ""
        return f"{verb[change.kind]} {noun}{force}{other}"
    said = [text for one in change.differences if (text := difference(one))]
    if change.old and change.old.place.clause != change.shown.place.clause:
        said.append(f"moved from {change.old.cite}")
    return f"{VERDICTS[change.verdict]} ({duty(change.new_force)}){': ' if said else ''}{'; '.join(said)}"


VERDICTS = {
    "stronger": "stronger",
    "weaker": "weaker",
    "reversed": "reversed",
    "changed": "other terms",
    "narrower": "narrower",
    "wider": "wider",
    "other-words": "other words",
    "moved": "moved",
}
_DIFFERENCES = {
    "force": "",
    "consequence": "what follows a breach",
    "deadline": "time",
    "number": "number",
    "addressee": "to whom",
    "condition": "condition",
    "exception": "exception",
    "extent": "extent",
    "choice": "",
    "degree": "",
    "opposite": "",
    "people": "who",
    "definition": "what a term means",
    "wording": "",
}


def difference(one: Difference) -> str:
    """One difference with the words of both sides: "time “24 hours” became “72 hours”"."""
    if one.kind == "words":
        return ""
    if one.kind == "force":
        return f"was {one.old}, now {one.new}"
    name = f"{_DIFFERENCES[one.kind]} " if _DIFFERENCES[one.kind] else ""
    if one.old and one.new:
        return f"{name}“{one.old}” became “{one.new}”"
    return f"{name}“{one.new}” is added" if one.new else f"{name}“{one.old}” is left out"
