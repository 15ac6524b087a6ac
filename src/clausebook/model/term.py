"""Terms: the glossary, the forms we prefer and avoid, and the online services that policies name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Literal

from clausebook.model.decode import Describe, PartialDate
from clausebook.model.finding import Located
from clausebook.model.school import Key
from clausebook.text.records import dataclass


@dataclass(frozen=True, kw_only=True)
class Term(Located):
    """A word the policies use in one sense, and the forms that mean the same and are avoided."""

    id: Key
    term: Annotated[str, Describe("the preferred form, as written in running text")]
    definition: Annotated[str, Describe("what it means, in a sentence; shown to readers")] = ""
    avoid: Annotated[tuple[str, ...], Describe("forms not to be used for it")] = ()
    synonyms: Annotated[tuple[str, ...], Describe("other words a reader may search for")] = ()
    adopted: Annotated[bool, Describe("whether the governors adopted the definition; until then it is a proposal")] = (
        False
    )


@dataclass(frozen=True, kw_only=True)
class Service(Located):
    """A named online service and whether it still exists under that name."""

    name: str
    names: Annotated[tuple[str, ...], Describe("other names as people write them")] = ()
    cased: Annotated[bool, Describe("its name is a word of its own in small letters, as Vine")] = False
    status: Literal["open", "closed", "renamed", "unknown"]
    on: Annotated[PartialDate | None, Describe("when it closed or was renamed")] = None
    now: Annotated[str, Describe("its present name")] = ""
    note: str = ""
    sources: tuple[str, ...] = ()
    confidence: Literal["high", "medium", "low"]
    unverified: Annotated[tuple[str, ...], Describe("fields whose values were not seen in a source")] = ()


@dataclass(frozen=True, kw_only=True)
class Terms(Located):
    """policy/terms.yaml: defined terms and named services."""

    terms: tuple[Term, ...] = ()
    services: tuple[Service, ...] = ()


def pattern_of(terms: Sequence[Term]) -> re.Pattern[str]:
    """Every form of every term as a whole word, longer ones first; "users" is "user". Group `t0` is the first term."""
    forms = [(form, index) for index, term in enumerate(terms) for form in (term.term, *term.avoid) if form]
    by_term: dict[int, list[str]] = {}
    for form, index in sorted(forms, key=lambda one: -len(one[0])):
        by_term.setdefault(index, []).append(_form(form))
    alternatives = "|".join(f"(?P<t{index}>{'|'.join(ways)})" for index, ways in by_term.items())
    return re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])" if alternatives else r"(?!)")


def _form(form: str) -> str:
    """An abbreviation is kept as it is; any other word in any case, and with an s."""
    found = r"\s+".join(re.escape(word) for word in form.split())
    return found if form.isupper() else rf"(?i:{found}(?:e?s)?)"
