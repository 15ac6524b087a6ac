"""Terms -> links in the text: the first time a clause uses a word of the glossary, the word leads to its definition.

Only the words' markup changes. A word is found in its preferred form and in those that mean the same and are avoided,
so that an old edition is explained too; words that readers merely search for are not marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import field

from clausebook.formats.web.escape import words
from clausebook.model.term import Term, pattern_of
from clausebook.text.quotation import typographic
from clausebook.text.records import dataclass

ANCHOR = "__term-"  # below the text of a page; two underscores keep it apart from the addresses of clauses


@dataclass(frozen=True, slots=True)
class DefinedTerm:
    """A word of the glossary, ready to show. `proposal` says that the governors have not adopted the definition."""

    id: str
    term: str
    definition: str
    proposal: bool
    synonyms: str = ""
    avoid: str = ""


def defined(term: Term) -> DefinedTerm:
    """One term as the glossary shows it."""
    return DefinedTerm(
        id=term.id,
        term=words(term.term),
        definition=words(typographic(term.definition)),
        proposal=not term.adopted,
        synonyms=words(", ".join(term.synonyms)),
        avoid=words(", ".join(term.avoid)),
    )


@dataclass(frozen=True)
class GlossaryLinks:
    """The terms with a definition, what finds them, and which of them a clause has met so far."""

    terms: tuple[Term, ...] = ()
    pattern: re.Pattern[str] = re.compile(r"(?!)")
    _linked: dict[str, Term] = field(default_factory=dict)

    @classmethod
    def of(cls, terms: Iterable[Term]) -> GlossaryLinks:
        """Those that have something to say."""
        with_definition = tuple(term for term in terms if term.definition)
        return cls(with_definition, pattern_of(with_definition))

    def reset(self) -> GlossaryLinks:
        """The same for a clause that has met none of them."""
        return GlossaryLinks(self.terms, self.pattern)

    @property
    def linked_terms(self) -> tuple[DefinedTerm, ...]:
        """The terms that were marked."""
        return tuple(defined(term) for term in self._linked.values())

    def marked(self, text: str) -> str:
        """Words as inline Markdown, with a link at each term that was not met before."""
        return "".join(self._pieces(text)) if self.terms else words(text)

    def _pieces(self, text: str) -> Iterator[str]:
        done = 0
        for found in self.pattern.finditer(text):
            term = self.terms[int((found.lastgroup or "t0")[1:])]
            if term.id in self._linked:
                continue
            self._linked[term.id] = term
            yield words(text[done : found.start()])
            yield f'<a class="term" href="#{ANCHOR}{term.id}">{words(found[0])}</a>'
            done = found.end()
        yield words(text[done:])


NONE = GlossaryLinks()
