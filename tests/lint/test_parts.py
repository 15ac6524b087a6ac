"""What an earlier check kept of clauses and policies gives the findings of a check that keeps nothing."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from clausebook.io.files import read_files
from clausebook.lint.run import all_rules, inspect
from clausebook.model.codec import from_json, to_json
from clausebook.model.register import Register
from clausebook.model.rule import Checkup, Found
from clausebook.resolve.resolve import resolve
from clausebook.source.load import load
from tests.golden_folders import cases
from tests.lint import mini
from tests.lint.mini import AS_OF, RULES, base, checkup_of, register_of

pytestmark = pytest.mark.slow

POLICIES = ("phones", "phones-away", "a-phones")
Files = dict[str, bytes]


class KeptInMemory:
    """Keeps what was found as bytes, and counts what was new."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], bytes] = {}
        self.made = 0

    def of(self, facts: str, policy: str) -> Mapping[str, Found]:
        kept = self._kept.get((facts, policy))
        found: Mapping[str, Found] = from_json(kept) if kept else {}
        return found

    def keep(self, facts: str, policy: str, found: Mapping[str, Found]) -> None:
        self.made += 1
        self._kept[facts, policy] = to_json(found)


def same(register: Register, known: KeptInMemory) -> bool:
    return inspect(register, known=known) == inspect(register)


def test_every_golden_case_is_judged_alike_by_parts_and_as_a_whole() -> None:
    known = KeptInMemory()
    assert [case for case in cases(RULES, 2) if inspect(register_of(case), known=known) != checkup_of(case)] == []


def moved(files: Mapping[str, bytes], policy: str) -> Files:
    """The files of the policy "phones" as those of another policy; what all share stays."""
    found = {}
    for path, data in files.items():
        here = path.replace("/phones/", f"/{policy}/").replace("policy/phones.yaml", f"policy/{policy}.yaml")
        is_named = (here != path and here.count("/") != 2) or here.startswith("policy/approvals/")
        found[here] = data.replace(b": phones\n", f": {policy}\n".encode()) if is_named else data
    return found


def school() -> Files:
    return {path: data for policy in POLICIES for path, data in moved(base(), policy).items()}


def step(files: Files, chance: random.Random) -> Files:
    """The files of a golden case laid over one policy, or a few files taken away or put back as they were."""
    case = read_files(chance.choice(CASES))
    case = {path: data for path, data in case.items() if path.startswith(("policy/", "clauses/"))}
    policy = chance.choice(POLICIES)
    match chance.randrange(6):
        case 0:
            files = {path: data for path, data in files.items() if chance.random() > 0.1}
        case 1:
            files = {**files, **school()}
        case 2:  # the facts alone
            files = {**files, **{path: data for path, data in case.items() if path.count("/") == 1}}
        case _:
            files = {**files, **moved(case, policy)}
    return files


CASES = cases(RULES, 2)


@pytest.mark.parametrize("seed", range(2))
def test_a_walk_of_edits_of_clauses_outlines_facts_law_and_days_is_judged_alike(seed: int) -> None:
    chance, known, files, today = random.Random(seed), KeptInMemory(), school(), AS_OF
    for _ in range(30):
        files = step(files, chance)
        today += timedelta(days=chance.choice((0, 0, 0, 200)))
        assert same(load(files, today), known)


def test_editions_and_commits_decide_what_is_found_too() -> None:
    known, register = KeptInMemory(), load(base(), AS_OF)
    edition = replace(resolve(register, "phones", "2025"), commit="c" * 40)
    others = [replace(one, title=f"{one.title} of old") for one in register.clauses]
    for approved in ((), (edition,), (replace(edition, commit="d" * 40, fingerprint="v1:sha256:0"),)):
        for clauses in (register.clauses, tuple(others)):
            found = replace(register, approved=approved, clauses=clauses)
            assert same(
                replace(found, files={**found.files, "clauses/phones/calls.yaml": repr(clauses).encode()}), known
            )


def test_of_three_policies_only_the_one_with_a_changed_word_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    known, files = KeptInMemory(), school()
    assert same(load(files, AS_OF), known)
    looked: list[tuple[str, int]] = []
    rules = tuple(
        replace(rule, check=lambda register, rule=rule: looked.append((rule.reads, len(register.clauses))) or iter(()))
        for rule in all_rules()
        if rule.reads != "repository"
    )
    monkeypatch.setattr("clausebook.lint.run.all_rules", lambda: rules)
    known.made = 0
    inspect(load(files, AS_OF), known=known)
    assert (looked, known.made) == ([], 0)
    calls = "clauses/a-phones/calls.yaml"
    inspect(load({**files, calls: files[calls] + b"  - Staff must not shout.\n"}, AS_OF), known=known)
    whole = len([path for path in files if path.startswith("clauses/a-phones/")])
    assert set(looked) == {("clause", 1), ("policy", whole)}
    assert known.made == 1


def test_where_a_rule_raises_nothing_is_kept_and_the_finding_is_that_of_a_fresh_check(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(register: Register) -> Checkup:
        raise ValueError("half-way")

    rules = tuple(replace(rule, check=fails) if rule.name == "one-modal" else rule for rule in all_rules())
    monkeypatch.setattr("clausebook.lint.run.all_rules", lambda: rules)
    known = KeptInMemory()
    assert same(load(school(), date(2026, 11, 1)), known)
    assert known.made == 0


def test_a_clause_that_its_policy_leaves_out_has_no_findings_any_more_and_has_them_again() -> None:
    known, files = KeptInMemory(), school()
    files["clauses/phones/calls.yaml"] += b"  - Staff must must not, and/or may not, call.\n"
    outline = files["policy/phones.yaml"]
    listed = load(files, AS_OF)
    assert "calls" in (listed.policy("phones") or next(iter(listed.policies))).clauses
    left = outline.replace(b"- calls\n", b"").replace(b"calls, ", b"") + b"omit:\n  - {clause: calls, reason: none}\n"
    found = []
    for text in (outline, left, outline):
        register = load({**files, "policy/phones.yaml": text}, AS_OF)
        assert same(register, known)
        found.append(
            [one for one in inspect(register, known=known).findings if one.place.file.endswith("s/calls.yaml")]
        )
    assert found[0] == found[2] != found[1]


def test_a_file_that_holds_another_policys_record_is_judged_alike() -> None:
    known, files = KeptInMemory(), school()
    odd = {**files, "policy/other.yaml": files["policy/phones.yaml"]}
    assert same(load(files, AS_OF), known)
    assert same(load(odd, AS_OF), known)
    assert mini.base()["policy/phones.yaml"] == files["policy/phones.yaml"]
