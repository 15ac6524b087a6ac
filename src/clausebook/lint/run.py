"""Register -> findings. Runs every rule of lint/rules, found by walking that folder."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Literal, Protocol

from clausebook.lint import rules
from clausebook.lint.parts import RegisterParts
from clausebook.lint.prose import ClauseText
from clausebook.model.finding import Finding, Level, Located, SourceLocation
from clausebook.model.register import Register
from clausebook.model.rule import Checkup, Found, Judge, Note, Rule
from clausebook.source.locate import in_order, locate

TOGETHER = 40  # policies that are looked at at a time: what was read of their clauses is then forgotten


class Known(Protocol):
    """What was found in parts of a register, kept under the facts that they share and the name of the policy."""

    def of(self, facts: str, policy: str) -> Mapping[str, Found]:
        """What is kept of a policy and its clauses, by the hash of each; nothing where nothing is."""

    def keep(self, facts: str, policy: str, found: Mapping[str, Found]) -> None:
        """Keep this, in the place of what was kept under the same facts and policy."""


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by name."""
    found = (module.name for module in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}.") if not module.ispkg)
    by_name = {path.rpartition(".")[2]: path for path in found}
    return tuple(_rule(name, by_name[name]) for name in sorted(by_name) if not name.startswith("_"))


def _rule(name: str, path: str) -> Rule:
    module = importlib.import_module(path)
    note: Note | None = getattr(module, "note", None)
    judge: Judge | None = getattr(module, "judge", None)

    def of_all(register: Register) -> Iterator[Finding]:
        noted = tuple(said for _, said in note(register)) if note else ()
        return judge(register, noted) if judge else iter(())

    return Rule(
        name=name.replace("_", "-"),
        level=getattr(module, "LEVEL", "error"),
        manual=(module.__doc__ or "").strip(),
        check=of_all if judge else getattr(module, "check", None),
        review=getattr(module, "review", None),
        adopted=getattr(module, "ADOPTED", ""),
        reads=getattr(module, "READS", "repository"),
        note=note,
        judge=judge,
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


def inspect(register: Register, adopted: bool = False, known: Known | None = None) -> Checkup:
    """All findings of all rules, with how many of them are waived.

    `adopted` says that these are the words of an approved edition: what may not be changed any more is then a note.
    `known` keeps what was found in each clause and policy, so that only what changed is looked at.
    """
    located, found = _by_part(register, known) if known else ((), _of(register, all_rules()))
    waivers = register.school.waivers if register.school else ()

    def kept(findings: Iterable[Finding]) -> list[Finding]:
        return [one for one in findings if not any(waiver.covers(one, register.as_of) for waiver in waivers)]

    shown, fresh, everything = kept(located), kept(found), (*located, *found)
    reviewed = (one for rule in all_rules() if rule.review for one in _fenced(rule, rule.review, register, everything))
    findings = in_order((*shown, *locate([*fresh, *reviewed], register.files)))
    if adopted:
        findings = tuple(_of_old_days(finding) for finding in findings)
    return Checkup(findings=findings, as_of=register.as_of, waived=len(everything) - len(shown) - len(fresh))


def _of(register: Register, rules: Iterable[Rule]) -> list[Finding]:
    return [one for rule in rules if rule.check for one in _fenced(rule, rule.check, register)]


def _by_part(register: Register, known: Known) -> tuple[tuple[Finding, ...], list[Finding]]:
    """What rules find in single clauses and policies, located; and what they find in the register as a whole."""
    parts = RegisterParts(register)
    if parts.are_mixed:  # a file holds what belongs to another policy than its place says
        return (), _of(register, all_rules())
    kept = {policy: known.of(parts.facts, policy) for policy in parts.policies}
    try:
        made = _made(parts, kept)
    except Exception:  # a rule that raises is named, and nothing is kept
        return (), _of(register, all_rules())
    for policy, found in made.items():
        if found is not kept[policy]:
            known.keep(parts.facts, policy, found)
    everything = [one for found in made.values() for one in found.values()]
    rest = _of(register, (rule for rule in all_rules() if rule.reads == "repository" and not rule.judge))
    for rule in all_rules():
        if rule.judge:
            noted = tuple(note for found in everything for note in found.notes.get(rule.name, ()))
            rest.extend(_fenced(rule, rule.judge, register, noted))
    return tuple(one for found in everything for one in found.findings), rest


def _made(parts: RegisterParts, kept: Mapping[str, Mapping[str, Found]]) -> dict[str, Mapping[str, Found]]:
    """What was found in each policy and in its clauses: that which is kept, and that which is not kept looked for."""
    wanted = {policy: [policy, *parts.clauses_of(policy)] for policy in kept}
    missing = {
        policy: [part for part in mine if parts.key_of(part) not in kept[policy]] for policy, mine in wanted.items()
    }
    changed = [policy for policy, mine in missing.items() if mine]
    made = dict(kept)
    for start in range(0, len(changed), TOGETHER):
        some = changed[start : start + TOGETHER]
        new = frozenset(policy for policy in some if policy in missing[policy])
        found = _looked(parts, new, frozenset(part for one in some for part in missing[one] if part != one))
        for policy in some:
            keys = {part: parts.key_of(part) for part in wanted[policy]}
            made[policy] = {key: found[part] if part in found else kept[policy][key] for part, key in keys.items()}
    return made


def _looked(parts: RegisterParts, policies: frozenset[str], clauses: frozenset[str]) -> dict[str, Found]:
    """What rules find in some policies, and in some clauses."""
    findings: dict[str, list[Finding]] = {part: [] for part in (*policies, *clauses)}
    together, alone = parts.of_policies(policies), parts.of_clauses(clauses)
    of_policies = (one for rule in all_rules() if rule.reads == "policy" and policies for one in _found(rule, together))
    of_clauses = (one for rule in all_rules() if rule.reads == "clause" and clauses for one in _found(rule, alone))
    by_rule = {rule.name: rule.reads for rule in all_rules()}
    for one in locate((*of_policies, *of_clauses), parts.files):
        part = one.place.file if by_rule[one.rule] == "clause" else parts.policy_of(one.place.file)
        if part in findings:
            findings[part].append(one)
    noted = _noted(together) if policies else {}
    return {part: Found(tuple(found), noted.get(part, {})) for part, found in findings.items()}


def _noted(register: Register) -> dict[str, dict[str, tuple[str, ...]]]:
    """What rules note of each policy for their judgement of the whole."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for rule in all_rules():
        for policy, said in rule.note(register) if rule.note else ():
            found.setdefault(policy, {}).setdefault(rule.name, {})[said] = None
    return {policy: {rule: tuple(said) for rule, said in noted.items()} for policy, noted in found.items()}


def _found(rule: Rule, register: Register) -> Iterator[Finding]:
    for finding in rule.check(register) if rule.check else ():
        yield replace(finding, rule=rule.name, level=finding.level or rule.level)


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
