"""Rules that a page of duties or the index of search quotes, and clauses that it lists, compared with the edition."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from clausebook.model.blocks import items_of, lines_of
from clausebook.model.edition import Edition, ResolvedClause
from clausebook.model.reading import quoted, single_spaced, words_in, words_of_chapter
from clausebook.readback.web.page import Page, classes, text_of
from clausebook.text.inline import plain
from clausebook.text.phrases import counted
from clausebook.text.quotation import straight
from clausebook.text.sentences import sentences

RULE, WORDS, CITE, STEM = "rule", "rule__words", "rule__cite", "rules__stem"


def quote_complaints(page: Page, known: Mapping[str, str], spelt: Callable[[str], str] = str) -> Iterator[str]:
    """Every rule of the page whose words are not those of its clause; `known` has those of each clause by its id.

    `spelt` is done to both, for what readers are shown in other marks than it is written in.
    """
    known = {id: spelt(words) for id, words in known.items()}
    everything = " ".join(known.values())
    for element in page.article.iter():
        kinds = classes(element)
        if STEM in kinds and not has_words(everything, spelt(text_of(element))):
            yield f"it introduces rules with {quoted(words_in(text_of(element)))}, which the edition does not say"
        if RULE in kinds:
            yield from _rule(element, known, spelt)


def _rule(element: Any, known: Mapping[str, str], spelt: Callable[[str], str]) -> Iterator[str]:
    words = next((one for one in element.iter() if WORDS in classes(one)), None)
    anchor = next((one.get("href", "").partition("#")[2] for one in element.iter("a")), "")
    cite = next((text_of(one, engine=True) for one in element.iter() if CITE in classes(one)), "").strip()
    clause = known.get(anchor.partition(".")[0])
    if words is None or clause is None:
        yield f"it quotes a rule {cite or anchor!r} of no clause of the edition"
        return
    said = text_of(words)
    if not has_words(clause, spelt(said)):
        yield f"clause {cite}: it quotes {quoted(words_in(said))}, which the edition does not say there"


def has_words(clause: str, said: str) -> bool:
    """Whether a clause says some words as they are written, shortened at most where dots say so."""
    everything = _single(clause)
    return all(_single(part) in everything for part in said.replace("...", "…").split("…"))


_single = lru_cache(maxsize=1024)(single_spaced)


def words_by_clause(edition: Edition) -> dict[str, str]:
    """The words of each clause without the letters of its items; once with what is inside items, once without."""
    found: dict[str, str] = {}
    for chapter in edition.chapters:
        by_cite: dict[str, list[str]] = {}
        for nested in (True, False):
            for word in words_of_chapter(chapter, letters=False, nested=nested):
                by_cite.setdefault(word.where, []).append(word.text)
        for passage in chapter.all_passages:
            found[passage.id] = " ".join((*by_cite.get(passage.cite, []), *_introductions(passage)))
    return found


def _introductions(passage: ResolvedClause) -> Iterator[str]:
    """What introduces the items of each inner list: the words above the list, and the item that it hangs from."""
    above: list[str] = []
    for line in lines_of(passage):
        words = single_spaced(plain(line.cells[0]))
        if line.part == "stem":
            above = [words]
        elif line.part == "point":
            above = [*above[: line.depth], words]
            if line.item and line.item.points:
                yield " ".join(above)


_SAYING = {"paragraph", "note", "stem", "point", "caption", "header", "row", "form"}


@lru_cache(maxsize=2)  # the index is held against every edition
def data_of(script: bytes) -> dict[str, Any]:
    """What a script of the index hands over. Raises ValueError where it does anything else."""
    text = script.decode("utf-8").strip()
    call, bracket, rest = text.partition("(")
    if call not in ("find.index", "find.rules", "find.older") or not bracket or not rest.endswith(")"):
        raise ValueError("it is not a script of the index")
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
            yield f"it has {counted(len(found['rules']), 'clause')}, the edition {len(edition.passages)}"
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
                yield f"clause {passage.cite}: it quotes {quoted(words_in(part))}, which the edition does not say there"
        if letters and not has_words(said, items.get(f"{passage.id}.{letters}", "\0")):
            yield f"item {passage.id}.{letters}: it says {quoted(words_in(said))}, which is not that item"
    everything = " ".join(f"{lead} {said}" for _, lead, said in rows)
    for line in lines_of(passage):
        for cell in line.cells if line.part in _SAYING else ():
            for sentence in sentences(spelt(plain(cell))):
                if not has_words(everything, sentence.removesuffix(":")):  # before its items it may do without
                    yield f"clause {passage.cite}: it leaves out {quoted(words_in(sentence))}"
