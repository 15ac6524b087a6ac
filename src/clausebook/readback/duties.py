"""A page of duties read back: each rule of the ledger once, in order, under its force and below its own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from clausebook.model.duties import FORCES, StatedDuty
from clausebook.model.reading import quoted, single_spaced, words_in
from clausebook.readback.web.page import Page, classes, text_of
from clausebook.text.records import dataclass

_RULES, _STEM, _WORDS, _FORCE = "rules", "rules__stem", "rule__words", "force--"


@dataclass(frozen=True, slots=True)
class _Shown:
    """A rule as the page shows it: the item it leads to, its force, its words, and the words above its list."""

    anchor: str
    force: str
    words: str
    stem: str


def duty_complaints(
    page: Page, stated: tuple[StatedDuty, ...], role: str, spelt: Callable[[str], str]
) -> Iterator[str]:
    """How a page differs from the ledger: a rule that is missing, twice, cut or under another force.

    `role` is the one whose page it is, "" for the page of all. `spelt` is done to both sides.
    """
    mine = [duty for duty in stated if not role or role in duty.roles]
    shown = list(_shown(page, spelt))
    in_order = [one for force in FORCES for one in mine if one.force == force]
    expected = [(one.anchor, str(one.force), single_spaced(spelt(one.words))) for one in in_order]
    found = [(one.anchor, one.force, one.words) for one in shown]
    for anchor, force, words in Counter(found) - Counter(expected):
        yield f"{anchor}: under {_name(force)!r} it shows the rule {quoted(words_in(words))}, which is not stated there"
    for anchor, force, words in Counter(expected) - Counter(found):
        yield f"{anchor}: under {_name(force)!r} it leaves out the rule {quoted(words_in(words))}"
    if found != expected and sorted(found) == sorted(expected):
        words = next(one[2] for one, other in zip(found, expected, strict=True) if one != other)
        yield f"it shows the rules in another order, from {quoted(words_in(words))} on"
    above = {(one.anchor, single_spaced(spelt(one.words))): single_spaced(spelt(one.stem or one.lead)) for one in mine}
    for one in shown:
        stem = above.get((one.anchor, one.words), one.stem)
        if stem != one.stem and (stem or "." not in one.anchor):  # a further sentence of an item is below its stem
            shown_words, shown_stem = quoted(words_in(one.words)), quoted(words_in(one.stem))
            yield f"{one.anchor}: it shows {shown_words} below {shown_stem}, not {stem!r}"
    yield from _headings(page)


def _shown(page: Page, spelt: Callable[[str], str]) -> Iterator[_Shown]:
    force = ""
    for element in page.article.iter():
        kinds = classes(element)
        force = next((one.removeprefix(_FORCE) for one in kinds if one.startswith(_FORCE)), force)
        if _RULES in kinds:
            before = element.getprevious()
            stem = text_of(before) if before is not None and _STEM in classes(before) else ""
            for rule in element:
                words = next((one for one in rule.iter() if _WORDS in classes(one)), None)
                anchor = next((one.get("href", "").partition("#")[2] for one in rule.iter("a")), "")
                said = "" if words is None else single_spaced(spelt(text_of(words)))
                yield _Shown(anchor, force, said, single_spaced(spelt(stem)))


def _headings(page: Page) -> Iterator[str]:
    """Each force is called by its name: in English by that of the ledger, in other languages by one of its own."""
    called: dict[str, str] = {}
    is_english = (page.root.get("lang") or "en").startswith("en")
    for element in page.article.iter("h2"):
        for force in FORCES:
            if f"{_FORCE}{force}" in classes(element):
                name = single_spaced(text_of(element))
                if (is_english and name != _name(force)) or name in called.values() or force in called:
                    yield f"it shows the rules of {_name(force)!r} under {name!r}"
                called[force] = name


def _name(force: str) -> str:
    return force.replace("-", " ").capitalize()
