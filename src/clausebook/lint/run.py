"""Register -> findings. Runs every rule of lint/rules, found by walking that folder."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any, Literal

from clausebook.lint import rules
from clausebook.lint.prose import ClauseText
from clausebook.model.checkup import Checkup
from clausebook.model.finding import Finding, Level
from clausebook.model.location import Located, SourceLocation
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
    return Rule(
        name=name.replace("_", "-"),
        level=getattr(module, "LEVEL", "error"),
        manual=(module.__doc__ or "").strip(),
        check=getattr(module, "check", None),
        review=getattr(module, "review", None),
        adopted=getattr(module, "ADOPTED", ""),
    )


def check(register: Register) -> tuple[Finding, ...]:
    """All findings of all rules but the waived ones, in order of file and line. A check never mends."""
    return inspect(register).findings


def errors(register: Register) -> tuple[Finding, ...]:
    """The errors that `check` finds, and no other findings: rules that give none are not run."""
    found = (
        one
        for rule in all_rules()
        if rule.check and rule.level == "error"
        for one in _fenced(rule, rule.check, register)
        if one.level == "error"
    )
    waivers = register.school.waivers if register.school else ()
    return tuple(one for one in found if not any(waiver.covers(one, register.as_of) for waiver in waivers))


def inspect(register: Register, adopted: bool = False) -> Checkup:
    """All findings of all rules, with how many of them are waived.

    `adopted` says that these are the words of an approved edition: what nobody may change any more is then a note.
    """
    found = tuple(_found(register))
    waivers = register.school.waivers if register.school else ()
    kept = [one for one in found if not any(waiver.covers(one, register.as_of) for waiver in waivers)]
    reviewed = (one for rule in all_rules() if rule.review for one in _fenced(rule, rule.review, register, found))
    findings = locate([*kept, *reviewed], register.files)
    if adopted:
        findings = tuple(_of_old_days(finding) for finding in findings)
    return Checkup(findings=findings, as_of=register.as_of, waived=len(found) - len(kept))


def _found(register: Register) -> Iterator[Finding]:
    for rule in all_rules():
        if rule.check:
            yield from _fenced(rule, rule.check, register)


def _fenced(rule: Rule, look: Callable[..., Iterator[Finding]], *at: object) -> Iterator[Finding]:
    """A rule's findings with its name and level. One that raises is a finding itself, and stops no other rule."""
    try:
        for finding in look(*at):
            yield replace(finding, rule=rule.name, level=finding.level or rule.level)
    except Exception as error:
        yield failure(rule.name, error)


def _of_old_days(finding: Finding) -> Finding:
    return replace(finding, level=_adopted_levels().get(finding.rule) or finding.level)


@cache
def _adopted_levels() -> dict[str, Level | Literal[""]]:
    return {rule.name: rule.adopted for rule in all_rules()}


SHOWN = 80  # characters of the text
_HINT = "this is a fault of the engine and not of the text: report it with these words"


def failure(rule: str, error: Exception) -> Finding:
    """The finding for a rule that raised: an error, for what the rule guards was not looked at."""
    place, words = _looked_at(error)
    what = f"“{_short(words)}”" if words else place.file or "this register"
    said = _short(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)
    return Finding(place, f"rule {rule} failed on {what} ({said})", _HINT, level="error", rule=rule)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _looked_at(error: Exception) -> tuple[SourceLocation, str]:
    """The text or the record in hand when the rule raised, and its words: the innermost one there is."""
    frames = []
    at = error.__traceback__
    while at is not None:
        frames.append(at.tb_frame.f_locals)
        at = at.tb_next
    for held in reversed(frames):
        texts = [value for value in held.values() if isinstance(value, ClauseText)]
        if texts:
            return texts[0].place, texts[0].words
        records: list[Any] = [value for value in held.values() if isinstance(value, Located) and value.place.file]
        if records:
            return records[-1].place, str(getattr(records[-1], "text", "") or getattr(records[-1], "title", ""))
    return SourceLocation(), ""
