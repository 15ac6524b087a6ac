"""The id of a clause never changes, and is never given to another clause.

History, links and comparisons follow the id. A clause whose id changed looks like one clause deleted and another one
written; a new clause under an old id looks like one that was rewritten. Where a clause was split or merged, say so
with split_from: or merged_from:.
"""

import re
from collections.abc import Iterator

from clausebook.model.blocks import lines_of, texts
from clausebook.model.clause import Clause
from clausebook.model.edition import Edition, ResolvedClause
from clausebook.model.finding import Finding
from clausebook.model.policy import Policy
from clausebook.model.register import Register
from clausebook.text.inline import plain

LEVEL = "warning"
READS = "policy"
FEWEST = 8  # different words a clause must have for its likeness to mean something
ALIKE, UNLIKE = 0.8, 0.1
_WORD = re.compile(r"\w+")
_BRACES = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}%]*%\}")


def check(register: Register) -> Iterator[Finding]:
    """Findings at the id of the clause as it is now."""
    for policy in register.policies:
        editions = [edition for edition in register.approved if edition.policy == policy.id]
        if editions and not _unsure(policy, register):
            yield from _renamed(policy, editions[0], register)
            yield from _reused(policy, editions, register)


def _unsure(policy: Policy, register: Register) -> bool:
    folder = f"clauses/{policy.id}/"
    return any(file.startswith(folder) or file == policy.place.file for file in register.flawed)


def _renamed(policy: Policy, last: Edition, register: Register) -> Iterator[Finding]:
    known = {passage.id for passage in last.passages}
    gone = [passage for passage in last.passages if passage.id not in policy.clauses]
    for clause in _clauses(policy, register):
        if clause.id in known or clause.split_from or clause.merged_from:
            continue
        old = next((one for one in gone if _alike(_words(one), _written(clause)) >= ALIKE), None)
        if old:
            message = f"clause {clause.id} has the words of {old.id} in the edition {last.name}: an id never changes"
            yield Finding(clause.where("id"), message, f"name it {old.id} again, or say split_from: {old.id}")


def _reused(policy: Policy, editions: list[Edition], register: Register) -> Iterator[Finding]:
    """Only the newest edition that has the id is asked: an old clause may have come back as it was."""
    for clause in _clauses(policy, register):
        had = ((edition, one) for edition in editions for one in edition.passages if one.id == clause.id)
        edition, old = next(had, (None, None))
        if edition and old and old.title != clause.title and _alike(_words(old), _written(clause)) <= UNLIKE:
            message = (
                f"clause {clause.id} has another title and other words than {clause.id} in the edition {edition.name}"
            )
            yield Finding(clause.where("id"), message, "a new clause needs a new id")


def _clauses(policy: Policy, register: Register) -> Iterator[Clause]:
    yield from (clause for clause in (register.clause(policy.id, id) for id in policy.clauses) if clause)


def _alike(old: set[str], new: set[str]) -> float:
    """How much of all their words two texts share; in between where one is too short to judge."""
    if len(old) < FEWEST or len(new) < FEWEST:
        return (ALIKE + UNLIKE) / 2
    return len(old & new) / len(old | new)


def _written(clause: Clause) -> set[str]:
    """The words of a clause as written, without variables."""
    return {word for _, _, text in texts(clause) for word in _WORD.findall(_BRACES.sub(" ", text).lower())}


def _words(passage: ResolvedClause) -> set[str]:
    found = [passage.title, *(plain(cell) for line in lines_of(passage) for cell in line.cells)]
    return {word for text in found for word in _WORD.findall(text.lower())}
