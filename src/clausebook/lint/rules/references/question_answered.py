"""A question of policy/questions.yaml leads to a rule that is there and says what it should.

Letters of items move when a list grows: each answer holds a few words of its rule, so that a question never leads to
another one. The edition in force must answer each question, or be said not to (`silent`): what was not read again
since the last approval is not known. A draft may change any day, so that there it is a warning.
"""

from collections.abc import Iterator
from dataclasses import replace

from jinja2 import TemplateError

from clausebook.model.decode import nearest
from clausebook.model.edition import DRAFT, Edition
from clausebook.model.finding import Finding, Level
from clausebook.model.question import Answer, Question
from clausebook.model.register import Register
from clausebook.model.search import SearchEntry, is_answer, search_entries
from clausebook.resolve.resolve import resolve


def check(register: Register) -> Iterator[Finding]:
    """Findings at the answer, or at the question that has none."""
    entries: dict[tuple[str, str], tuple[SearchEntry, ...]] = {}
    for question in register.asked.questions:
        if register.policy(question.policy) is None:
            known = [policy.id for policy in register.policies]
            message = f"question {question.id} asks policy {question.policy}, which does not exist"
            yield Finding(question.where("policy"), message, nearest(question.policy, known), level="warning")
            continue
        approved = {edition.name for edition in register.approved if edition.policy == question.policy}
        for answer in question.answers:
            key = (question.policy, answer.edition)
            if key not in entries:
                edition = _edition(register, *key)
                entries[key] = _entries(edition) if edition else ()
            if entries[key]:
                yield from _answer(question, answer, entries[key])
            elif approved and answer.edition not in approved | {DRAFT}:
                message = f"question {question.id} is answered from {_named(answer.edition)}, which does not exist"
                yield Finding(answer.where("edition"), message, nearest(answer.edition, approved), level="warning")
        yield from _unread(register, question)


def _edition(register: Register, policy: str, name: str) -> Edition | None:
    """The edition, None where there is none; nor is there a draft while it has errors, which other rules name."""
    if name == DRAFT:
        try:
            return resolve(register, policy, DRAFT)
        except (KeyError, ValueError, TypeError, AttributeError, LookupError, TemplateError):
            return None
    return next((one for one in register.approved if (one.policy, one.name) == (policy, name)), None)


_READ: dict[int, tuple[Edition, tuple[SearchEntry, ...]]] = {}  # of approved editions, by the identity of their parts


def _entries(edition: Edition) -> tuple[SearchEntry, ...]:
    """What the edition says. An approved one is read once: a desk checks the same words again and again."""
    known = _READ.get(id(edition.chapters))
    if known and known[0].chapters is edition.chapters and known[0].school is edition.school:
        return known[1]
    found = search_entries(edition)
    if edition.approval:
        if len(_READ) > 99:
            _READ.clear()
        _READ[id(edition.chapters)] = edition, found
    return found


def _answer(question: Question, answer: Answer, entries: tuple[SearchEntry, ...]) -> Iterator[Finding]:
    if any(is_answer(answer, entry) for entry in entries):
        return
    level: Level = "warning" if answer.edition == DRAFT else "error"
    what = f"question {question.id}: {answer.rule} of {_named(answer.edition)}"
    if all(entry.anchor != answer.rule for entry in entries):
        yield Finding(answer.where("rule"), f"{what} does not exist", _hint(answer, entries), level=level)
    else:
        yield Finding(answer.where("says"), f"{what} does not say “{answer.says}”", _hint(answer, entries), level=level)


def _hint(answer: Answer, entries: tuple[SearchEntry, ...]) -> str:
    """Where the words are now, where one rule alone says them."""
    there = {entry.anchor for entry in entries if is_answer(replace(answer, rule=entry.anchor), entry)}
    return f"{next(iter(there))} says it" if len(there) == 1 else "look the rule up, or take the answer out"


def _unread(register: Register, question: Question) -> Iterator[Finding]:
    force = register.status(question.policy).in_force
    known = {one.edition for one in question.answers} | {one.edition for one in question.silent}
    approved = {edition.name for edition in register.approved if edition.policy == question.policy}
    if force and force.name in approved and force.name not in known:
        yield Finding(
            question.where("question"),
            f"question {question.id} is not answered from {_named(force.name)}, which is in force",
            "add the rule of that edition to its answers, or to `silent` what the edition does not say",
            level="warning",
        )


def _named(edition: str) -> str:
    return "the draft" if edition == DRAFT else f"the {edition} edition"
