"""A section, clause, appendix or table that a text points to by its number exists in the policy.

"See appendix 1" is a promise to the reader. Numbers change when the outline does: {{ ref('clause-id') }} gives the
right one and a link. Sections of Acts are not meant, nor numbers of other documents ("section 3 of the Code").
"""

import re
from collections.abc import Iterator

from clausebook.lint.law_named import mentions
from clausebook.lint.prose import ClauseText, by_policy
from clausebook.model.clause import Paragraph
from clausebook.model.decode import nearest
from clausebook.model.finding import Finding
from clausebook.model.numbering import cite, clause_numbers, section_numbers
from clausebook.model.policy import Policy
from clausebook.model.register import Register
from clausebook.text.sentences import sentences

LEVEL = "warning"
READS = "policy"
_NUMBERED = re.compile(r"\b(sections?|clauses?)\s+([0-9]+(?:\.[0-9]+)*)(?:\(([a-z])\))?", re.IGNORECASE)
_ADDED = re.compile(r"\b(appendix|annexe?|schedule|table|figure)\s+([0-9]+|[A-Z](?![\w’'])|[ivx]+\b)", re.IGNORECASE)
_MAY_POINT = re.compile(r"[A-Za-z] (?:[0-9]|[A-Zivx]+\b)")
_ELSEWHERE = re.compile(r"\b(?:Acts?|Regulations?|Order|Directive)\b|[0-9)]\s+of\s+(?:the|that|our|your|its|[A-Z])")


def check(register: Register) -> Iterator[Finding]:
    """Findings at the reference."""
    lawful = {id(text) for text, _ in mentions(register)}
    for policy in register.policies:
        texts = by_policy(register).get(policy.id, ())
        numbers = _numbers(register, policy)
        headings = [one.words.lower() for one in texts if one.kind in ("title", "table", "form")]
        headings += [section.title.lower() for section in policy.outline]
        for written in texts:
            # in a text that names law, "section 47" and "Annex D" are of that law or guidance
            if written.kind != "title" and _MAY_POINT.search(written.words) and id(written) not in lawful:
                yield from _numbered(written, numbers, register)
                yield from _added(written, headings, policy)


def _numbers(register: Register, policy: Policy) -> dict[str, str]:
    """Number to clause id, or "" where a section has no clause of its own."""
    found = {id: register.clause(policy.id, id) for id in policy.clauses}
    clauses = {id: clause for id, clause in found.items() if clause}
    numbers = {cite(number): "" for number in section_numbers(policy, clauses)}
    return {**numbers, **{cite(number): id for id, number in clause_numbers(policy, clauses).items()}}


def _numbered(written: ClauseText, numbers: dict[str, str], register: Register) -> Iterator[Finding]:
    for sentence in sentences(written.words):
        for found in () if _ELSEWHERE.search(sentence) else _NUMBERED.finditer(sentence):
            number, letter = found[2], found[3]
            if number not in numbers:
                offered = nearest(number, numbers)
                hint = f"{offered} " if offered.startswith("did you") else ""
                yield _finding(written, found[0], f"{hint}write {{{{ ref('clause-id') }}}}, which cannot go wrong")
            elif letter and ord(letter) - ord("a") >= _items(written, numbers[number], register):
                yield _finding(
                    written, found[0], "count the items again, or give the one that is meant an id: and ref() it"
                )


def _items(written: ClauseText, clause_id: str, register: Register) -> int:
    clause = register.clause(written.clause.policy, clause_id)
    return sum(len(block.items) for block in clause.body if isinstance(block, Paragraph)) if clause else 0


def _added(written: ClauseText, headings: list[str], policy: Policy) -> Iterator[Finding]:
    for sentence in sentences(written.words):
        for found in () if _ELSEWHERE.search(sentence) else _ADDED.finditer(sentence):
            wanted = re.compile(rf"\b{found[1]}\s+{found[2]}\b", re.IGNORECASE)
            if not any(wanted.search(heading) for heading in headings):
                hint = f"add a section with that title to policy/{policy.id}.yaml, or point to where the text is"
                yield _finding(written, found[0], hint)


def _finding(written: ClauseText, piece: str, hint: str) -> Finding:
    message = f"clause {written.clause.id} points to {piece}, which does not exist"
    return Finding(written.at(piece), message, hint)
