"""A golden case of the rules -> a register: what the case holds laid over the good school in tests/golden/rules/_base.

A case may hold `policy/` and `clauses/` (files added or replaced), `before/` (the same for the approved editions, whose
records lie in policy/approvals/) and `given.yaml`: `as_of`, `without` (files of the base left out), `commits`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from clausebook.io.files import read_files
from clausebook.lint.run import inspect
from clausebook.model.edition import Edition
from clausebook.model.register import Register
from clausebook.model.revision import Commit, Touch
from clausebook.model.rule import Checkup
from clausebook.resolve.resolve import resolve
from clausebook.source.load import load
from tests.golden_folders import GOLDEN

RULES = GOLDEN / "rules"
GIVEN = ("policy", "clauses", "before", "given.yaml")
AS_OF = date(2026, 11, 1)


def base() -> dict[str, bytes]:
    """The files of the good school, for a test to change: no rule finds anything in them."""
    return dict(_base())


@cache
def _base() -> dict[str, bytes]:
    return read_files(RULES / "_base")


@cache
def register_of(case: Path) -> Register:
    """What a case gives the rules to look at."""
    given = _given(case)
    without = given.get("without", [])
    files = {path: data for path, data in {**base(), **read_files(case)}.items() if path not in without}
    register = load(files, given.get("as_of", AS_OF))
    commits = tuple(_commit(number, one) for number, one in enumerate(given.get("commits", [])))
    return replace(register, commits=commits, approved=_approved(case, register))


@cache
def checkup_of(case: Path) -> Checkup:
    """What the rules say of a case."""
    return inspect(register_of(case))


def _given(case: Path) -> Mapping[str, Any]:
    file = case / "given.yaml"
    return YAML(typ="safe").load(file.read_text(encoding="utf-8")) if file.exists() else {}


def _approved(case: Path, register: Register) -> tuple[Edition, ...]:
    """An edition for every record of the case, newest first, with the words of `before/`."""
    if not register.approvals:
        return ()
    before = load({**base(), **read_files(case / "before")})
    editions = [
        replace(resolve(before, record.policy, record.edition), approval=record)
        for record in register.approvals
        if before.policy(record.policy)
    ]
    return tuple(sorted(editions, key=lambda edition: (edition.policy, edition.name), reverse=True))


def _commit(number: int, one: Mapping[str, Any]) -> Commit:
    when = datetime(2026, 6, 1 + number, 9, tzinfo=UTC)
    return Commit(
        id=f"{number + 1:x}".ljust(40, "c"),
        authored=when,
        committed=when,
        author=one.get("author", "A clerk"),
        subject=one["subject"],
        trailers=tuple(one.get("trailers", {}).items()),
        touches=tuple(Touch("M", path) for path in one.get("touches", [])),
    )
