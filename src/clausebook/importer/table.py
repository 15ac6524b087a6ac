"""Rows of an import of many files -> a table for the terminal, and a page that a clerk goes through doubt by doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from html import escape
from typing import Any

from clausebook.model.documents.import_table import ImportRow
from clausebook.text.phrases import counted, listed

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
