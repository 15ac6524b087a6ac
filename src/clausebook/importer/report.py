"""Importation -> its report, for the clerk (Markdown) and for programs (JSON): what went where, and every doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from clausebook.model.documents.extracted import SourcePosition
from clausebook.model.documents.import_result import Importation, ProposedAct
from clausebook.model.finding import Finding, SourceLocation
from clausebook.text.dates import in_words

VERSION = 1
_SHOWN = 90  # characters of a block in the table
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")


def markdown(importation: Importation) -> str:
    """The whole report as one Markdown file."""
    return "\n".join(_lines(importation)).rstrip() + "\n"


def _lines(made: Importation) -> Iterator[str]:
    yield f"# Import of {_safe(made.source)} as the policy {made.policy}"
    yield ""
    yield from summary(made)
    yield ""
    if made.alarms:
        yield "## Attention"
        yield ""
        yield from (f"- {_safe(alarm)}." for alarm in made.alarms)
        yield ""
    yield "## Look at these"
    yield ""
    yield from (_doubt(finding) for finding in made.findings)
    if not made.findings:
        yield "Nothing was unsure."
    yield ""
    if made.lost:
        yield "## Words that went astray"
        yield ""
        yield "These words are in no clause and nowhere below. That is a mistake of the import: add them by hand."
        yield ""
        yield _safe(" ".join(made.lost))
        yield ""
    yield "## Words of the source that are in no clause"
    yield ""
    for why, group in groupby(sorted(made.asides, key=lambda aside: aside.why), key=lambda aside: aside.why):
        yield f"- {_safe(why)}"
        yield from (f"    - {_from(aside.origin)}{_safe(aside.text)}" for aside in group)
    if not made.asides and not made.alarms:
        yield "None: every word is in a clause or in the policy's own file."
    yield ""
    if made.proposed:
        yield "## What it says of its approval"
        yield ""
        yield "Nothing of this is recorded. Whoever has seen the minute records it:"
        yield ""
        for act in made.proposed:
            yield f"- {_safe(proposal(act))} ({act.origin})"
            yield f"    `{command(act, made.policy)}`"
        yield ""
    if made.definitions:
        yield "## Terms that the text defines"
        yield ""
        yield "They stay in their clauses. What the school wants to use everywhere goes into `policy/terms.yaml`."
        yield ""
        yield from (
            f"- {_safe(one.term)}: {_safe(one.definition)} ({one.clause}, {one.origin})" for one in made.definitions
        )
        yield ""
    yield "## What went where"
    yield ""
    yield "| source | mark | words | clause | as |"
    yield "|---|---|---|---|---|"
    for one in made.landed:
        words = one.words if len(one.words) <= _SHOWN else f"{one.words[:_SHOWN]}…"
        where = one.clause or "outline"
        yield f"| {one.origin} | {_safe(one.mark)} | {_safe(words)} | {where} | {one.kind}, {one.part} |"


def summary(made: Importation) -> Iterator[str]:
    """What was made, in a few lines; the terminal shows the same."""
    clauses = [path for path in made.files if path.startswith("clauses/")]
    kinds = [one.kind for one in made.landed]
    parts = [_counted(kinds.count(kind), one, several) for kind, one, several in _NAMES if kind in kinds]
    into = _counted(len(clauses), "clause", "clauses")
    share = f"{_counted(made.words, 'word', 'words')}, {made.in_clauses} of them in clauses"
    yield f"{share}: {', '.join(parts)} became {into} of the policy {made.policy}."
    unsure = _counted(len(made.findings), "thing is", "things are")
    left = _counted(len(made.asides), "piece of the source is", "pieces of the source are")
    yield f"{unsure} unsure; {left} in no clause."
    yield from (f"{remark[0].upper()}{remark[1:]}." for remark in made.remarks)


def proposal(act: ProposedAct) -> str:
    """What a document says of its own approval, in a sentence."""
    by = f" by {act.body}" if act.body else ""
    joiner = "" if act.act == "applies-from" else " on" if act.on.count("-") == 2 else " in"
    on = f"{joiner} {in_words(act.on)}" if act.on else ", it does not say when"
    verb = {"approved": "approved", "reviewed": "reviewed last", "applies-from": "in force from"}[act.act]
    due = in_words(act.review_due) if act.review_due else ""
    parts = (("version", act.version), ("minute", act.minute), ("next review due in", due))
    more = "".join(f"; {name} {words}" for name, words in parts if words)
    return f"it says that it was {verb}{by}{on}{more}"


def command(act: ProposedAct, policy: str) -> str:
    """The command that would record it, with what the document does not say in capitals."""
    on, by = act.on or "DATE", f'"{act.body}"' if act.body else "BODY"
    made = f"python3 build.py approve {act.on[:4] or 'YEAR'} --policy {policy} --on {on} --minute {act.minute or 'REF'}"
    if act.act == "applies-from":
        return f"{made.partition(' --on')[0]} --on DATE --minute REF --by BODY --applies-from {act.on}"
    no_change = " --no-change" if act.act == "reviewed" else ""
    return f"{made} --by {by}{no_change}" + (f" --review-due {act.review_due}" if act.review_due else "")


_NAMES = (
    ("heading", "heading", "headings"),
    ("paragraph", "paragraph", "paragraphs"),
    ("item", "item", "items"),
    ("between", "line between items", "lines between items"),
    ("note", "note", "notes"),
    ("table", "table", "tables"),
    ("form", "line of a form", "lines of forms"),
)


def _counted(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"


def _doubt(finding: Finding) -> str:
    hint = f" — {_safe(finding.hint)}" if finding.hint else ""
    return f"- {_where(finding.place)}: {_safe(finding.message)}{hint}"


def _where(place: SourceLocation) -> str:
    return _safe(":".join(str(part) for part in (place.file, place.line) if part))


def _from(origin: SourcePosition) -> str:
    return f"{origin}: " if origin != SourcePosition() else ""


def _safe(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def as_json(made: Importation) -> dict[str, Any]:
    """The whole report as plain values."""
    return {
        "version": VERSION,
        "source": made.source,
        "format": made.format,
        "policy": made.policy,
        "words": made.words,
        "in_clauses": made.in_clauses,
        "alarms": list(made.alarms),
        "unread": list(made.unread),
        "files": sorted(made.files),
        "findings": [
            {
                "where": ":".join(str(part) for part in (one.place.file, one.place.line) if part),
                "level": one.level,
                "message": one.message,
                "hint": one.hint,
            }
            for one in made.findings
        ],
        "asides": [{"why": one.why, "where": str(one.origin), "text": one.text} for one in made.asides],
        "definitions": [
            {"term": one.term, "definition": one.definition, "clause": one.clause} for one in made.definitions
        ],
        "proposed": [
            {"act": one.act, "says": proposal(one), "command": command(one, made.policy), "where": str(one.origin)}
            for one in made.proposed
        ],
        "landed": [
            {
                "where": str(one.origin),
                "kind": one.kind,
                "mark": one.mark,
                "words": one.words,
                "clause": one.clause,
                "part": one.part,
            }
            for one in made.landed
        ],
        "remarks": list(made.remarks),
        "lost": list(made.lost),
    }
