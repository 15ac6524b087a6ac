"""A check looks at each clause a number of times that does not grow with the number of policies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from clausebook.lint.rules.structure import clause_listed
from clausebook.model.clause import Clause
from clausebook.model.register import Register
from clausebook.source.load import load


class Counted(tuple[Clause, ...]):
    """Clauses that count how often they are gone through."""

    steps = 0

    def __iter__(self) -> Iterator[Clause]:
        for clause in super().__iter__():
            Counted.steps += 1
            yield clause


def trust(policies: int) -> Register:
    files = {f"policy/p{n}.yaml": f"id: p{n}\ntitle: P\noutline:\n  - opening: c{n}\n" for n in range(policies)}
    files |= {f"clauses/p{n}/c{n}.yaml": f"id: c{n}\ntitle: C\nbody:\n  - Words.\n" for n in range(policies)}
    register = load({path: text.encode() for path, text in files.items()}, date(2026, 11, 28))
    return replace(register, clauses=Counted(register.clauses))


def steps(policies: int) -> int:
    register = trust(policies)
    Counted.steps = 0
    assert list(clause_listed.check(register)) == []
    return Counted.steps


def test_twice_the_policies_take_twice_the_steps() -> None:
    assert steps(80) <= 2.5 * steps(40)
