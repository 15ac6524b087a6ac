"""The words above a list: what they say for each of its items, and what they ask by themselves."""

from __future__ import annotations

import re

from clausebook.model.clause import Duty as Force
from clausebook.model.duties.duty import NOTHING, Clauses, Lead, Statement
from clausebook.model.duties.people import Titles, subject
from clausebook.model.duties.sentence import statements
from clausebook.model.duties.terms import clause_terms, low
from clausebook.model.duties.wording import NO_WORDS, Wording, read_words, wording
from clausebook.text.records import dataclass

# "... in any of the following ways, which may amount to gross misconduct": what follows a breach is not part of it
CONSEQUENCE = re.compile(
    r"(?:,? (?:and|which|as this|as it) (?:may|might|could|can|will) (?:(?!unless|except|without|\bif\b|save\b)[^:;])*?"
    r"(?:misconduct|disciplin|dismiss|terminat|sanction|prosecut|offence|warning|suspen|withdraw|exclu"
    r"|police|penalt|fine\b|notice)"
    r"(?:(?!unless|except|without|\bif\b|save\b)[^:;])*)(?=[:;]?$)",
    re.IGNORECASE,
)
# "Staff must, unless the head agrees:"
_AFTER_VERB = re.compile(
    r"(.*\S), ((?:unless|except|save|where|wherever|when|whenever|if|before|after|during|within|as soon as"
    r"|(?:so|as|insofar)(?: far)? as|at|by|on|in|once|while|until|subject to|without|provided) [^:]*?),?$",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Above:
    """The words above an item: the whole of them, without consequences, what they state, and what they set.

    `own` is what they state by themselves: "Staff must sign in and must:" asks to sign in, once.
    """

    stem: Wording = NO_WORDS
    clean: str = ""
    own: tuple[Statement, ...] = ()
    force: Force | None = None
    lead: Lead = NOTHING
    consequence: str = ""

    def below(self, wording: Wording, force: Force | None, titles: Titles) -> Above:
        """What the words above a list say, after these above that list."""
        stem, words = self.stem + wording, wording.read
        clean = CONSEQUENCE.sub("", f"{self.clean} {words}".strip().rstrip(": ")).rstrip(" ,")
        consequence = next((found[0].strip(" ,:") for found in [CONSEQUENCE.search(words.rstrip(": "))] if found), "")
        clean, between = _without_terms(clean, self.lead, titles)
        read = statements(f"{clean}:", titles, self.lead)
        conditions, exceptions, deadlines = scope(words) if not read else clause_terms(between)
        lead = Lead(
            who=(read[-1].who if read else who_is_named(words, titles)) or self.lead.who,
            conditions=(*self.lead.conditions, *conditions),
            exceptions=(*self.lead.exceptions, *exceptions),
            deadlines=(*self.lead.deadlines, *deadlines),
        )
        followed = statements(f"{clean} such", titles, self.lead)
        own = tuple(one for one, same in zip(read[:-1], followed, strict=False) if one.action == same.action)
        return Above(stem, clean, own, read[-1].force if read else force, lead, consequence or self.consequence)


def _without_terms(words: str, lead: Lead, titles: Titles) -> tuple[str, str]:
    """Words above a list without the terms after their last verb, and these: "Staff must, where they can:"."""
    found = _AFTER_VERB.match(words)
    read = statements(f"{found[1]} such", titles, lead) if found else ()
    opens = read and re.search(r"(?:^|following )such$", low(read[-1].action)) and any(clause_terms(found[2]))  # type: ignore[index]
    return (found[1], found[2]) if found and opens else (words, "")


def who_leads(words: str, titles: Titles) -> str:
    """Who the items below these words are about, as far as they say."""
    read = statements(words, titles)
    return read[-1].who if read else who_is_named(words, titles)


def who_is_named(words: str, titles: Titles) -> str:
    """Who the words above a list speak of, where they bind nobody yet: "Staff who use the systems:"."""
    text = read_words(words).rstrip(" :")
    lower = low(text)
    found = subject(lower, titles)
    return text[: len(found)] if found and lower.startswith(found) else ""


def scope(words: str) -> tuple[Clauses, Clauses, Clauses]:
    """Conditions, exceptions and times in words above a list that bind nobody: "In instances where ... applies:"."""
    text = read_words(words).rstrip(" :")
    lower = low(text)
    if not re.match(
        r"(?:if|where|when|whenever|in (?:instances|cases|the event|case)|except|unless|during|should|while)(?![\w-])",
        lower,
    ):
        return (), (), ()
    verb = re.search(
        r" the following (?:will |shall |rules? |must )?(?:apply|applies)|,? (?:staff|users|they|you|it is)$", lower
    )
    return clause_terms(text[: verb.start()] if verb else text)


_WHEN = re.compile(r"(?i)(?:if|when|whenever|where|at|on|in|during|before|after|outside|within|while|unless)(?![\w-])")
_BINDS_BELOW = re.compile(r"(?i)(?<![\w-])(?:(?:must|shall|should|may|can|need)(?: not| never| to)?|cannot)\s*:?$")


def under_heading(words: str, titles: Titles) -> Above:
    """What the heading of a column says for the cells below it, where it ends in what binds: "Staff must"."""
    read = wording(f"{words.rstrip(': ')}:").read
    return Above().below(Wording(words.strip(), read), None, titles) if _BINDS_BELOW.search(words) else Above()


def beside_first_cell(words: str, titles: Titles) -> Lead:
    """What the first cell of a row says of the others: who must, or when."""
    if not _WHEN.match(words):
        return Lead(who=who_is_named(words, titles))
    conditions, exceptions, deadlines = clause_terms(words)
    said = conditions if any((conditions, exceptions, deadlines)) else (words,)
    return Lead(conditions=said, exceptions=exceptions, deadlines=deadlines)
