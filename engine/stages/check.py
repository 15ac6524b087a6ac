"""Register -> findings. Runs every rule of engine/rules, and finds the rules by walking that folder."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from engine import rules
from engine.model.finding import Finding, Level
from engine.model.register import Register
from engine.stages.locate import locate


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, its level, its manual, and its check."""

    name: str
    level: Level
    manual: str
    check: Callable[[Register], Iterator[Finding]]


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(rules.__path__) if not module.name.startswith("_"))
    return tuple(_rule(name) for name in names)


def _rule(name: str) -> Rule:
    module = importlib.import_module(f"{rules.__name__}.{name}")
    level: Level = getattr(module, "LEVEL", "error")
    return Rule(name.replace("_", "-"), level, (module.__doc__ or "").strip(), module.check)


def check(register: Register) -> tuple[Finding, ...]:
    """All findings of all rules, in order of file and line. A check never mends."""
    found = (
        replace(finding, rule=rule.name, level=finding.level or rule.level)
        for rule in all_rules()
        for finding in rule.check(register)
    )
    return locate(found, register.files)
