"""A duty says whose it is.

"There must be a record" and "visitors' phones must be kept in the office" leave everybody to think that somebody else
does it. Write who: "The office keeps …". The second kind is a note only: often the context says it. A prohibition binds
everyone and needs no name; neither does a sentence whose subject is a person or a body.
"""

import re
from collections.abc import Iterator
from typing import Literal

from clausebook.lint.prose import ClauseText, lists, prose
from clausebook.model.duties import Lead, Statement, statements, titles_of, who_leads
from clausebook.model.duties.vocabulary import PARTICIPLE
from clausebook.model.finding import Finding, Level
from clausebook.model.register import Register
from clausebook.text.sentences import sentences

LEVEL = "warning"
READS = "clause"
_PASSIVE = r"(?: (?:\w+ly|also|only|then|always))?,? be(?: \w+ly)? (?P<verb>[\w-]+)"
# "trained", "prepared": said of persons, or of how things are
_STATES = re.compile(
    r"be (?:\w+ly )?(?:allowed|permitted|expected|entitled|prepared|committed|concerned|based|located|balanced|proven)$"
)
_TOGETHER = re.compile(r" read (?:in conjunction|alongside|together|with)\b")  # a document, which nobody reads to order
_BY = re.compile(r"(?: [\w'-]+){0,4}? by\b(?! \d)")
_RELATIVE = re.compile(r"(?:it|this|that|which|what|who)(?= be\b)", re.IGNORECASE)


def check(register: Register) -> Iterator[Finding]:
    """Findings at the duty."""
    titles = titles_of(register.school) if register.school else frozenset()
    stems = {item.place: stem for _, stem, items in lists(register) for item in items if stem}
    for written in prose(register):
        if " be " not in written.words:
            continue
        stem = stems.get(written.place)
        lead = Lead(who=who_leads(stem.words, titles) if stem else "")
        for sentence in sentences(written.words):
            for one in statements(sentence, titles, lead):
                yield from _unaddressed(written, sentence, one)
    for clause, stem, items in lists(register):
        first = re.match(r"(?:must|shall|should)\b", items[0].words)
        if stem is None and first:
            message = f"the list of clause {clause.id} begins with {first[0]}, and no words say who"
            yield Finding(items[0].at(first[0]), message, 'introduce it: "Staff:"')


def _unaddressed(written: ClauseText, sentence: str, one: Statement) -> Iterator[Finding]:
    """What is to be done, where the words name nobody who does it."""
    if one.who or one.promised or not one.mark or one.force not in ("must", "should"):
        return
    there = re.search(rf"\bthere {re.escape(one.mark)} be\b", sentence, re.IGNORECASE)
    if there:
        yield _finding(written, there[0])
        return
    found = re.search(rf"{re.escape(one.mark)}{_PASSIVE}", sentence)
    if not found or not PARTICIPLE.search(found["verb"]) or _RELATIVE.match(one.action) or _STATES.search(found[0]):
        return
    if not _BY.match(sentence, found.end()) and not _TOGETHER.search(one.action):
        yield _finding(written, found[0], "note")


def _finding(written: ClauseText, words: str, level: Level | Literal[""] = "") -> Finding:
    message = f'clause {written.clause.id} does not say whose duty it is: "{words}"'
    return Finding(written.at(words), message, "name the person or body that does it", level=level)
