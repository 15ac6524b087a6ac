"""A folder of documents: ids, versions of one policy, and the table of what became of each file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from html import escape
from typing import Any

from clausebook.importer.outline import slug
from clausebook.model.documents.import_result import ImportRow
from clausebook.text.dates import MONTHS
from clausebook.text.phrases import counted, listed
from clausebook.text.records import dataclass

_COLUMNS = ("file", "policy", "title", "clauses", "items", "words", "in clauses", "doubts", "builds")
_WIDEST = 34  # characters of a cell on the terminal
_STYLE = """body{font:1rem/1.5 system-ui,sans-serif;max-width:68rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;\
background:#fff}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .6rem;\
border-bottom:1px solid #ccc;vertical-align:top}td{overflow-wrap:break-word}td.n,th.n{text-align:right}\
.scroll{overflow-x:auto}table{min-width:58rem}td:first-child{min-width:10rem}\
.alarm{border-left:.3rem solid #a40000;padding:.3rem .8rem;background:#fdf1f1}\
li.doubt{list-style:none;border:1px solid #bbb;border-radius:.3rem;padding:.6rem .8rem;margin:.5rem 0}\
ul.doubts{padding:0}.where{color:#555}li.doubt:has(input:checked){border-style:dashed;background:#f4f4f4}\
@media(prefers-color-scheme:dark){body{background:#161616;color:#eee}.where{color:#aaa}.alarm{background:#3a1616}\
a{color:#8ab4ff}li.doubt:has(input:checked){background:#222}}"""
_SCRIPT = """const key=b=>"import "+b.id,boxes=[...document.querySelectorAll("input")];
const left=()=>{document.getElementById("left").textContent=boxes.filter(b=>!b.checked).length};
for(const b of boxes){try{b.checked=localStorage.getItem(key(b))==="1"}catch{}
b.onchange=()=>{try{localStorage.setItem(key(b),b.checked?"1":"0")}catch{}left()}}
document.getElementById("next").onclick=()=>{const b=boxes.find(b=>!b.checked);
if(b){b.scrollIntoView({block:"center"});b.focus()}};
document.getElementById("walk").hidden=false;left();"""


def cells(row: ImportRow) -> tuple[str, ...]:
    """The cells of a row in the order of the columns."""
    builds = {True: "yes", False: "no", None: ""}[row.builds]
    if not row.words:
        return row.file, row.policy, row.title, "", "", "", "", "", builds
    figures = (row.clauses, row.items, row.words, row.in_clauses, len(row.doubts) + len(row.alarms))
    return row.file, row.policy, row.title, *map(str, figures), builds


def lines(rows: Sequence[ImportRow], others: Sequence[str] = ()) -> Iterator[str]:
    """The table as text, and the sums."""
    table = [_COLUMNS, *(cells(row) for row in rows if row.is_in)]
    widths = [min(_WIDEST, max(len(line[at]) for line in table)) for at in range(len(_COLUMNS))]
    for line in table if len(table) > 1 else ():
        yield "  ".join(_fitted(cell, widths[at], 3 <= at < 8) for at, cell in enumerate(line)).rstrip()
    yield summary(rows)
    if others:
        kinds = Counter(_ending(name) for name in others)
        said = listed((f"{number} {kind}" for kind, number in sorted(kinds.items())), most=6)
        yield f"{counted(len(others), 'file was', 'files were')} not looked at, being no documents: {said}."


def loud(rows: Sequence[ImportRow]) -> Iterator[str]:
    """What was not taken in, with the reason, and what is alarming in what was."""
    for row in rows:
        if not row.is_in:
            yield f"not taken in: {row.file}: {row.reason}" + (f" (hint: {row.hint})" if row.hint else "")
    for row in rows:
        yield from (f"ATTENTION: {row.file}: {alarm}." for alarm in row.alarms if row.is_in)


def summary(rows: Sequence[ImportRow]) -> str:
    """How many files, and what became of them."""
    kinds = Counter(row.outcome for row in rows)
    shown = listed(f"{number} {_OUTCOMES[kind]}" for kind, number in kinds.items())
    words = sum(row.words for row in rows if row.is_in), sum(row.in_clauses for row in rows if row.is_in)
    doubts = sum(len(row.doubts) for row in rows if row.is_in)
    return (
        f"{counted(len(rows), 'file')}: {shown}. {words[0]} words, {words[1]} of them in clauses; "
        f"{counted(doubts, 'doubt')}."
    )


_OUTCOMES = {
    "taken": "taken in",
    "taken before": "taken in before",
    "the same": "the same as another",
    "older": "older than another",
    "undecided": "of which the newest is not known",
    "refused": "not taken in",
}


def _fitted(cell: str, width: int, is_figure: bool) -> str:
    cell = cell if len(cell) <= width else f"{cell[: width - 1]}…"
    return cell.rjust(width) if is_figure else cell.ljust(width)


def _ending(name: str) -> str:
    base = name.rpartition("/")[2]
    return f".{base.rpartition('.')[2].lower()}" if "." in base else "without an ending"


def as_json(rows: Sequence[ImportRow], others: Sequence[str]) -> dict[str, Any]:
    """The rows as plain values."""
    made = []
    for row in rows:
        doubts = [
            {"where": _where(one.place.file, one.place.line), "message": one.message, "hint": one.hint}
            for one in row.doubts
        ]
        made.append({**asdict(row), "doubts": doubts, "alarms": list(row.alarms)})
    return {"version": 1, "files": made, "others": list(others)}


def page(rows: Sequence[ImportRow]) -> str:
    """The page: the table, and below it each policy with its doubts, each with a box to tick once it was looked at.

    The browser remembers the ticks. Without scripts the page says all the same.
    """
    return "\n".join(_page(rows)) + "\n"


def _page(rows: Sequence[ImportRow]) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Imported policies</title>'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<style>{_STYLE}</style></head><body><main>"
    yield f"<h1>Imported policies</h1>\n<p>{escape(summary(rows))}</p>"
    yield '<p id="walk" hidden><button id="next" type="button">Next doubt</button> <span id="left"></span> left</p>'
    heads = "".join(f"<th scope=col{' class=n' * (3 <= at < 8)}>{name}</th>" for at, name in enumerate(_COLUMNS))
    yield '<div class=scroll tabindex=0 role=region aria-label="All files">'
    yield f"<table><thead><tr>{heads}</tr></thead><tbody>"
    for row in rows:
        file, policy, *rest = cells(row)
        linked = f'<a href="#{escape(policy)}">{escape(policy)}</a>' if row.is_in else escape(policy)
        last = "".join(f"<td{' class=n' * (3 <= at < 8)}>{escape(cell)}</td>" for at, cell in enumerate(rest, 2))
        yield f"<tr><td>{escape(file)}</td><td>{linked}</td>{last}</tr>"
    yield "</tbody></table></div>"
    out = [row for row in rows if not row.is_in]
    if out:
        yield "<h2>Not taken in</h2>\n<ul>"
        for row in out:
            hint = f" — {escape(row.hint)}" if row.hint else ""
            yield f"<li><b>{escape(row.file)}</b>: {escape(row.reason)}{hint}</li>"
        yield "</ul>"
    for row in rows:
        yield from _policy(row) if row.is_in else ()
    yield f"</main><script>{_SCRIPT}</script></body></html>"


def _policy(row: ImportRow) -> Iterator[str]:
    key = escape(row.policy)
    yield f'<h2 id="{key}">{escape(row.title or row.policy)}</h2>'
    yield (
        f'<p class=where>From {escape(row.file)}. <a href="{key}.md">What went where</a>, '
        f'<a href="../../policy/{key}.yaml">outline</a>, <a href="../../clauses/{key}/">clauses</a></p>'
    )
    yield from (f"<p class=alarm>{escape(alarm)}.</p>" for alarm in row.alarms)
    if row.proposed:
        yield "<h3>What it says of its approval</h3>\n<p>Nothing of this is recorded.</p>\n<ul>"
        yield from (f"<li>{escape(one)}</li>" for one in row.proposed)
        yield "</ul>"
    if not row.doubts:
        yield "<p>Nothing was unsure.</p>"
        return
    yield "<ul class=doubts>"
    for number, one in enumerate(row.doubts, 1):
        box, where = f"{key} {row.hash[:8]} {number}", _where(one.place.file, one.place.line)
        yield f'<li class=doubt><label><input type=checkbox id="{box}"> {escape(one.message)}</label>'
        hint = f"<br>Do: {escape(one.hint)}" if one.hint else ""
        yield f"<div class=where>{escape(where)}{hint}</div></li>"
    yield "</ul>"


def _where(file: str, line: int) -> str:
    return f"{file}, line {line}" if line else file


_MONTH = "|".join(f"{name}|{name[:3]}t?" for name in MONTHS).lower()
_DATES = (
    re.compile(r"\b(?P<y>(?:19|20)\d\d)[-. _]?(?P<m>0[1-9]|1[0-2])[-. _]?(?P<d>[0-3]\d)\b"),
    re.compile(r"\b(?P<d>[0-3]?\d)[-. _](?P<m>0?[1-9]|1[0-2])[-. _](?P<y>(?:19|20)?\d\d)\b"),
    re.compile(rf"\b(?:(?P<d>[0-3]?\d)(?:st|nd|rd|th)? )?(?P<name>{_MONTH})[-. ]?(?P<y>(?:19|20)\d\d)\b"),
    re.compile(r"\b(?P<y>(?:19|20)\d\d)[-. /](?P<m>0[1-9]|1[0-2])\b"),
    re.compile(r"\b(?P<y>(?:19|20)\d\d)(?:[-/ ](?:20)?\d\d)?\b"),
)
_NUMBER = re.compile(r"\b(?:v|ver|version|rev|revision|issue)[. ]?(\d+(?:[._]\d+)*)\b")
_COPY = re.compile(r"\(\d+\)|\bcopy(?: of| \d+)?\b|\bkopie\b")
_STANDING = {
    **dict.fromkeys(("old", "superseded", "archive", "archived", "obsolete", "previous"), 0),
    **dict.fromkeys(("draft", "wip", "tracked", "comments", "proposed"), 1),
    **dict.fromkeys(("final", "approved", "adopted", "ratified", "signed", "current", "latest", "published"), 3),
}
_PLAIN = 2  # the standing of a name that says none
_NOT_NAMED = re.compile(r"\b(?:policy|policies|pdf|docx?|web|clean|new|master|template|updated?)\b")
_RUN = 4  # words that are in a row in both
SAME, ALIKE = 0.8, 0.3  # share of such runs: of any two files, and of two with one title


@dataclass(frozen=True)
class FileVersion:
    """What a file's name says: what is named, in bare words, and its number, date and standing where it says them."""

    name: str
    number: tuple[int, ...] = ()
    date: tuple[int, int, int] | None = None
    standing: int = _PLAIN


def version_of(stem: str) -> FileVersion:
    """Read a file's name without its ending: "Visitors Policy FINAL v2 (Sept 2024)"."""
    text = re.sub(r"[_\s]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])-(?=[A-Za-z])", " ", stem).lower()
    text = _COPY.sub(" ", text)
    number: tuple[int, ...] = ()
    if found := _NUMBER.search(text):
        number = tuple(int(figure[:9]) for figure in re.split(r"[._]", found[1]))
        text = _NUMBER.sub(" ", text)
    day = None
    for pattern in _DATES:
        if found := pattern.search(text):
            day = _day(found.groupdict())
            text = text[: found.start()] + " " + text[found.end() :]
            break
    words = re.findall(r"[^\W_]+", text)
    standings = [_STANDING[word] for word in words if word in _STANDING]
    bare = " ".join(word for word in words if word not in _STANDING)
    bare = " ".join(_NOT_NAMED.sub(" ", bare).split()) or bare
    return FileVersion(bare, number, day, min(standings, default=_PLAIN))


def _day(found: dict[str, str | None]) -> tuple[int, int, int]:
    year = int(found["y"] or 0)
    name = (found.get("name") or "")[:3]
    names = [month[:3].lower() for month in MONTHS]
    month = names.index(name) + 1 if name else int(found.get("m") or 0)
    return year + 2000 if year < 100 else year, month, int(found.get("d") or 0)


def is_newer(one: FileVersion, other: FileVersion) -> bool | None:
    """Whether the one is the newer by its number, date and standing; None where they say nothing or disagree."""
    said: set[bool] = set()
    if one.number or other.number:
        numbers = one.number or (1,), other.number or (1,)
        said |= {numbers[0] > numbers[1]} if numbers[0] != numbers[1] else set()
    if one.date and other.date and one.date != other.date:
        said.add(one.date > other.date)
    if one.standing != other.standing:
        said.add(one.standing > other.standing)
    return said.pop() if len(said) == 1 else None


def proposed_id(title: str, stem: str, school: str = "") -> str:
    """An id for a policy from its title, or where it has none from the name of its file."""
    for words in (title.replace(school, " ") if school else title, version_of(stem).name, stem):
        bare = re.sub(r"\bpolic(?:y|ies)\b", " ", words, flags=re.I)
        made = slug(bare, "") or slug(words, "")
        made = made.strip("-")
        if made and made[0].isalpha():
            return made
    return "policy"


def runs_of(texts: Sequence[str]) -> frozenset[int]:
    """The runs of words that a policy has, each as a number: what two of them have in common says how alike they are.

    The numbers hold within one process only.
    """
    words = [word for text in texts for word in re.findall(r"[^\W_]+", text.lower())]
    return frozenset(hash(tuple(words[at : at + _RUN])) for at in range(max(1, len(words) - _RUN + 1)))


def alike(one: frozenset[int], other: frozenset[int]) -> float:
    """How much two policies have in common, from 0 to 1."""
    return len(one & other) / max(1, len(one | other))


def grouped(count: int, are_one: Callable[[int, int], bool]) -> list[list[int]]:
    """The numbers below `count` in groups of those that are one policy, directly or by a third."""
    leads = list(range(count))
    for one in range(count):
        for other in range(one):
            if leads[one] != leads[other] and are_one(one, other):
                old, new = sorted((leads[one], leads[other]))[::-1]
                leads = [new if lead == old else lead for lead in leads]
    groups: dict[int, list[int]] = {}
    for place, lead in enumerate(leads):
        groups.setdefault(lead, []).append(place)
    return list(groups.values())
