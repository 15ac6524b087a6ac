"""Register -> findings. Runs every rule of lint/rules, found by walking that folder."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from clausebook.lint import rules
from clausebook.model.checkup import Checkup
from clausebook.model.finding import Finding, Level
from clausebook.model.register import Register
from clausebook.model.rule import Rule
from clausebook.source.locate import locate


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by name."""
    found = (module.name for module in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}.") if not module.ispkg)
    by_name = {path.rpartition(".")[2]: path for path in found}
    return tuple(_rule(name, by_name[name]) for name in sorted(by_name) if not name.startswith("_"))


def _rule(name: str, path: str) -> Rule:
    module = importlib.import_module(path)
    level: Level = getattr(module, "LEVEL", "error")
    manual = (module.__doc__ or "").strip()
    return Rule(name.replace("_", "-"), level, manual, getattr(module, "check", None), getattr(module, "review", None))


def check(register: Register) -> tuple[Finding, ...]:
    """All findings of all rules but the waived ones, in order of file and line. A check never mends."""
    return inspect(register).findings


def inspect(register: Register) -> Checkup:
    """All findings of all rules, with how many of them are waived."""
    found = tuple(_found(register))
    waivers = register.school.waivers if register.school else ()
    kept = [one for one in found if not any(waiver.covers(one, register.as_of) for waiver in waivers)]
    reviewed = _named((rule, rule.review(register, found)) for rule in all_rules() if rule.review)
    findings = locate([*kept, *reviewed], register.files)
    return Checkup(findings=findings, as_of=register.as_of, waived=len(found) - len(kept))


def _found(register: Register) -> Iterator[Finding]:
    return _named((rule, rule.check(register)) for rule in all_rules() if rule.check)


def _named(found: Iterable[tuple[Rule, Iterator[Finding]]]) -> Iterator[Finding]:
    """The findings with the name and, where they have none of their own, the level of their rule."""
    for rule, findings in found:
        for finding in findings:
            yield replace(finding, rule=rule.name, level=finding.level or rule.level)
