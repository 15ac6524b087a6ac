"""The index of search -> the rules that it quotes and the clauses that it lists, each held against the edition."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from clausebook.model.blocks import items_of, lines_of
from clausebook.model.edition import Edition, ResolvedClause
from clausebook.model.reading import quoted, split
from clausebook.readback.quotes import has_words, words_by_clause
from clausebook.text.inline import plain
from clausebook.text.quotation import straight
from clausebook.text.sentences import sentences

_SAYING = {"paragraph", "note", "stem", "point", "caption", "header", "row", "form"}


def data_of(script: bytes) -> dict[str, Any]:
    """What a script of the index hands over. Raises ValueError where it does anything else."""
    text = script.decode("utf-8").strip()
    call, bracket, rest = text.partition("(")
    if call not in ("find.index", "find.rules", "find.older") or not bracket or not rest.endswith(")"):
        raise ValueError("it is no script of the index")
    found = json.loads(rest[:-1])
    if not isinstance(found, dict):
        raise ValueError("it hands over no object")
    return found


def index_complaints(script: bytes, edition: Edition) -> Iterator[str]:
    """What the list of editions says otherwise of this one: whether it is a draft, and its clauses."""
    for policy in data_of(script)["policies"]:
        if policy["id"] == edition.policy:
            yield from (one for found in _of(policy["editions"], edition) for one in _listed(found, edition))


def rules_complaints(script: bytes, edition: Edition) -> Iterator[str]:
    """What a file of rules quotes from an edition that is not there, and what it leaves out."""
    for found in _of(data_of(script)["editions"], edition):
        known, spelt = words_by_clause(edition), _spelling(edition)
        if len(found["rules"]) != len(edition.passages):
            yield f"it has {len(found['rules'])} clauses, the edition {len(edition.passages)}"
            continue
        if "clauses" in found:
            yield from _listed(found, edition)
        for rows, passage in zip(found["rules"], edition.passages, strict=True):
            said = [(letters, spelt(lead), spelt(words)) for letters, lead, words in _rows(rows, found["leads"])]
            yield from _clause(said, passage, spelt(known[passage.id]), spelt)


def _spelling(edition: Edition) -> Callable[[str], str]:
    """What is done to both sides before they are compared: readers are shown a draft's marks typographically."""
    return straight if edition.is_draft else str


def _of(editions: list[dict[str, Any]], edition: Edition) -> list[dict[str, Any]]:
    return [one for one in editions if one["name"] == edition.name]


def _listed(found: dict[str, Any], edition: Edition) -> Iterator[str]:
    if (found["kind"] == "draft") != edition.is_draft:
        yield f"it lists the edition as {found['kind']!r}"
    spelt = _spelling(edition)
    listed = [(*row[1:-1], spelt(row[-1])) for row in found["clauses"]]
    expected = [(passage.id, passage.cite, spelt(passage.title)) for passage in edition.passages]
    if listed != expected:
        strange = next((f"{one}" for one in listed if one not in expected), "fewer")
        yield f"it lists clauses that the edition does not have in this order: {strange[:80]}"


def _rows(rows: list[Any], leads: list[str]) -> Iterator[tuple[str, str, str]]:
    """Letters, lead and words of each rule. A row that is words alone goes on from the one before."""
    letters, lead = "", ""
    for row in rows:
        if isinstance(row, str):
            letters = letters[:-1] + chr(ord(letters[-1]) + 1) if letters else ""
            yield letters, lead, row
            continue
        letters, lead = (row[1] if len(row) > 1 else ""), leads[row[3] if len(row) > 3 else 0]
        yield letters, lead, row[0]


def _clause(
    rows: list[tuple[str, str, str]], passage: ResolvedClause, words: str, spelt: Callable[[str], str]
) -> Iterator[str]:
    items = {item.anchor: spelt(plain(item.text)) for item in items_of(passage)}
    for letters, lead, said in rows:
        for part in (lead, said):
            if not has_words(words, part):
                yield f"clause {passage.cite}: it quotes {quoted(split(part))}, which the edition does not say there"
        if letters and not has_words(said, items.get(f"{passage.id}.{letters}", "\0")):
            yield f"item {passage.id}.{letters}: it says {quoted(split(said))}, which is not that item"
    everything = " ".join(f"{lead} {said}" for _, lead, said in rows)
    for line in lines_of(passage):
        for cell in line.cells if line.part in _SAYING else ():
            for sentence in sentences(spelt(plain(cell))):
                if not has_words(everything, sentence.removesuffix(":")):  # before its items it may do without
                    yield f"clause {passage.cite}: it leaves out {quoted(split(sentence))}"
