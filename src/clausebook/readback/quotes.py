"""A page of duties -> the rules it quotes, each held against the clause that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from clausebook.model.blocks import lines_of
from clausebook.model.edition import Edition, ResolvedClause
from clausebook.model.reading import quoted, split, words_of_chapter
from clausebook.readback.web.page import Page, text_of
from clausebook.text.inline import plain

RULE, WORDS, CITE, LEAD, STEM = "rule", "rule__words", "rule__cite", "rule__lead", "rules__stem"


def quote_complaints(page: Page, known: Mapping[str, str], spelt: Callable[[str], str] = str) -> Iterator[str]:
    """Every rule of the page whose words are not those of its clause; `known` has those of each clause by its id.

    `spelt` is done to both, for what readers are shown in other marks than it is written in.
    """
    known = {id: spelt(words) for id, words in known.items()}
    everything = " ".join(known.values())
    for element in page.article.iter():
        kinds = _classes(element)
        if STEM in kinds and not has_words(everything, spelt(text_of(element))):
            yield f"it introduces rules with {quoted(split(text_of(element)))}, which the edition does not say"
        if RULE in kinds:
            yield from _rule(element, known, spelt)


def _rule(element: Any, known: Mapping[str, str], spelt: Callable[[str], str]) -> Iterator[str]:
    words = next((one for one in element.iter() if WORDS in _classes(one)), None)
    anchor = next((one.get("href", "").partition("#")[2] for one in element.iter("a")), "")
    cite = next((text_of(one, engine=True) for one in element.iter() if CITE in _classes(one)), "").strip()
    clause = known.get(anchor.partition(".")[0])
    if words is None or clause is None:
        yield f"it quotes a rule {cite or anchor!r} of no clause of the edition"
        return
    lead = next((one for one in words if LEAD in _classes(one)), None)
    said = text_of(words)
    if lead is not None:
        begin = text_of(lead)
        said = said.replace(begin, " ", 1) if begin in said else said
        if not has_words(clause, spelt(begin)):
            yield f"clause {cite}: it begins a rule with {quoted(split(begin))}, which the edition does not say there"
    if not has_words(clause, spelt(said)):
        yield f"clause {cite}: it quotes {quoted(split(said))}, which the edition does not say there"


def has_words(clause: str, said: str) -> bool:
    """Whether a clause says some words as they are written, shortened at most where dots say so."""
    everything = _single(clause)
    return all(_single(part) in everything for part in said.replace("...", "…").split("…"))


@lru_cache(maxsize=1024)
def _single(words: str) -> str:
    return " ".join(split(words))


def _classes(element: Any) -> set[str]:
    return set((element.get("class") or "").split()) if isinstance(element.tag, str) else set()


def words_by_clause(edition: Edition) -> dict[str, str]:
    """The words of each clause without the letters of its items; once with what stands inside items, once without."""
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
        words = " ".join(split(plain(line.cells[0])))
        if line.part == "stem":
            above = [words]
        elif line.part == "point":
            above = [*above[: line.depth], words]
            if line.item and line.item.points:
                yield " ".join(above)
