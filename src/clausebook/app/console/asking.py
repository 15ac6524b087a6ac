"""What a command needs and was not given: asked for on a terminal, refused in one line where there is none."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from clausebook.errors import UserError
from clausebook.text.phrases import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing a command needs: its attribute, how it is written on a command line, and how a person is asked.

    `default` is taken where the answer is empty; None: there has to be one. `wrong` says what is wrong with an answer.
    """

    name: str
    flag: str
    ask: str
    default: str | None = None
    wrong: Callable[[str], str] = lambda answer: ""


def complete(arguments: argparse.Namespace, command: str, usage: str, questions: Callable[[], Iterable[Question]],
             needs: Sequence[tuple[str, str]]) -> bool:  # fmt: skip
    """Fill in what is missing of `needs` (attribute and flag). Says whether a person was asked.

    Raises UserError in one line where something is missing and nobody can be asked, or the answers end.
    """
    missing = [flag for name, flag in needs if not getattr(arguments, name)]
    if not missing:
        return False
    if not sys.stdin.isatty():
        raise UserError(f"{command} needs {listed(missing)}", usage)
    try:
        for one in questions():
            if not getattr(arguments, one.name):
                setattr(arguments, one.name, _answer(one))
    except EOFError:
        raise UserError("the answers ended too soon: nothing was written", usage) from None
    return True


def agreed(question: str) -> bool:
    """Whether the person says yes."""
    try:
        return input(f"{question} [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        return False


def _answer(one: Question) -> str:
    shown = f"{one.ask} [{one.default}]: " if one.default else f"{one.ask}: "
    while True:
        answer = input(shown).strip() or one.default or ""
        wrong = one.wrong(answer) if answer else "" if one.default is not None else "this has to be said"
        if not wrong:
            return answer
        print(f"  {wrong}")
