"""A duty says whose it is.

"There must be a record" and "visitors' phones must be kept in the office" leave everybody to think that somebody else
does it. Write who: "The office keeps …". The second kind is a note only: often the context tells. A prohibition binds
everyone and needs no name; neither does a sentence whose subject is a person or a body.
"""

import re
from collections.abc import Iterator
from typing import Literal

from clausebook.lint.prose import ClauseText, lists, prose
from clausebook.model.finding import Finding, Level
from clausebook.model.register import Register
from clausebook.text.sentences import sentences

LEVEL = "warning"
_PARTICIPLE = (
    r"(?:\w+ed|kept|made|given|taken|told|held|sent|set|put|read|shown|done|written"
    r"|sought|brought|bought|built|paid|drawn)"
)
_MUST = r"(?:must|shall|should|(?:is|are|has|have|needs?) to)"
_THERE = re.compile(rf"\b(there {_MUST} be)\b", re.IGNORECASE)
_PASSIVE = re.compile(rf"\b({_MUST} (?:\w+ly |also |only |then |always )?be (?:\w+ly )?{_PARTICIPLE})\b([^.;:]*)")
# "trained", "prepared": said of persons, or of how things are
_STATES = re.compile(
    r"be (?:\w+ly )?(?:allowed|permitted|expected|entitled|prepared|committed|concerned|based|located|balanced|proven)$"
)
_TOGETHER = re.compile(r" (?:in conjunction|alongside|together|with)\b")  # of a document, which nobody reads to order
_BY = re.compile(r"(?: \w+){0,4}? by\b")
_PERSON = (
    r"staff|employees?|governors?|governing|teachers?|pupils?|students?|children|parents?|carers?|users?|volunteers?"
    r"|workers?|visitors?|contractors?|head|headteacher|manager|technicians?|officers?|leaders?|members?|persons?|people"
    r"|everyone|everybody|anyone|nobody|all|they|he|she|we|you|who|authority|school|trust|board|body|committee"
)
_RELATIVE = re.compile(r"\b(?:it|that|which|what|who)\s*$", re.IGNORECASE)


def check(register: Register) -> Iterator[Finding]:
    """Findings at the duty."""
    person = _persons(register)
    stems = {id(item.clause): stem for _, stem, items in lists(register) for item in items if stem}
    for written in prose(register):
        if " be " not in written.unquoted:
            continue
        before = stems[id(written.clause)].words if written.kind == "item" and id(written.clause) in stems else ""
        for sentence in sentences(written.unquoted):
            yield from _unaddressed(written, sentence, before, person)
    for clause, stem, items in lists(register):
        first = re.match(r"(?:must|shall|should)\b", items[0].words)
        if stem is None and first:
            message = f"the list of clause {clause.id} begins with {first[0]}, and no words say who"
            yield Finding(items[0].at(first[0]), message, 'introduce it: "Staff:"')


def _persons(register: Register) -> re.Pattern[str]:
    """Words for persons and bodies, the school's own roles among them."""
    school = register.school
    own = [re.escape(title) for title in (*school.roles.values(), school.name, school.authority)] if school else []
    return re.compile(rf"\b(?:{'|'.join([*filter(None, own), _PERSON])})\b", re.IGNORECASE)


def _unaddressed(written: ClauseText, sentence: str, stem: str, person: re.Pattern[str]) -> Iterator[Finding]:
    found = _THERE.search(sentence)
    if found:
        yield _finding(written, found[1])
        return
    for found in _PASSIVE.finditer(sentence):
        subject = sentence[: found.start()]
        near = " ".join(subject.split()[-8:])
        named = person.search(near) or (not near and person.search(stem)) or _BY.match(found[2])
        reading = _TOGETHER.match(found[2]) and found[1].endswith(" read")
        if not named and not reading and not _RELATIVE.search(subject) and not _STATES.search(found[1]):
            yield _finding(written, found[1], "note")


def _finding(written: ClauseText, words: str, level: Level | Literal[""] = "") -> Finding:
    message = f'clause {written.clause.id} does not say whose duty it is: "{words}"'
    return Finding(written.at(words), message, "name the person or body that does it", level=level)
