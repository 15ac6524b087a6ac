"""What a sentence that binds nobody says is reported: its numbers, its times, and how surely something follows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from clausebook.model.comparison.duty_change import StatementChange
from clausebook.redline import compare
from tests.redline.small import edition

Body = list[Any]


def statements(folder: Path, old: Body, new: Body) -> tuple[StatementChange, ...]:
    for name, body in (("old", old), ("new", new)):
        clause = {"id": "rules", "title": "Rules", "body": body}
        (folder / f"{name}.yaml").write_text(json.dumps({"clauses": [clause]}), encoding="utf-8")
    redline = compare(edition(folder / "old.yaml", "2018"), edition(folder / "new.yaml", "draft"))
    assert redline.duties == ()
    return redline.statements


def _table(cell: str) -> dict[str, Any]:
    return {"table": {"caption": "Losses", "header": ["What", "When"], "rows": [["a phone", cell]]}}


CHANGED: tuple[tuple[Any, Any, str, tuple[str, str]], ...] = (
    ("Records are kept for two years.", "Records are kept for five years.", "changed", ("two years", "five years")),
    ("The fee is £20 a term.", "The fee is £25 a term.", "changed", ("£20", "£25")),
    ("Misuse will lead to dismissal.", "Misuse may lead to dismissal.", "weaker", ("will", "may")),
    ("Misuse could lead to dismissal.", "Misuse will lead to dismissal.", "stronger", ("could", "will")),
    ("Phones are always locked away.", "Phones are usually locked away.", "weaker", ("always", "usually")),
    ("The head decides on gifts.", "The governors decide on gifts.", "changed", ("head", "governors")),
    ("The complaint goes to the chair.", "The complaint goes to the clerk.", "changed", ("chair", "clerk")),
    (
        "Only the head and the cook have keys.",
        "Only the head, the cook and the nurse have keys.",
        "changed",
        ("", "nurse"),
    ),
    ("Records are shredded.", "Records are shredded unless a claim is open.", "changed", ("", "unless a claim")),
    ("Photos are not published.", "Photos are published.", "changed", ("not", "")),
    ("Reports are kept by the clerk.", "Reports are deleted by the clerk.", "changed", ("kept", "deleted")),
    (_table("within 24 hours"), _table("within 72 hours"), "changed", ("24 hours", "72 hours")),
    ("A breach is gross misconduct.", "A breach is misconduct.", "weaker", ("gross misconduct", "misconduct")),
    ({"note": "Backups are kept 30 days."}, {"note": "Backups are kept 90 days."}, "changed", ("30 days", "90 days")),
)


@pytest.mark.parametrize(("old", "new", "verdict", "named"), CHANGED, ids=lambda one: str(one)[:30])
def test_a_statement_that_says_something_else_is_named(
    tmp_path: Path, old: Any, new: Any, verdict: str, named: tuple[str, str]
) -> None:
    (found,) = statements(tmp_path, ["The school is open.", old], ["The school is open.", new])
    assert found.verdict == verdict
    assert (found.clause, found.cite) == ("rules", "2.1")
    assert any(named[0] in one.old and named[1] in one.new for one in found.differences)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The school is open.", "The college is open."),  # other words, nothing that can be named
        ("Records are kept for two years.", "Records are kept, for two years."),
        ("May I park here?", "Must I park here?"),  # a question says nothing
        ("Records are kept for two years. The office is open.", "The office is open. Records are kept for two years."),
    ],
)
def test_nothing_is_said_where_nothing_can_be_named(tmp_path: Path, old: str, new: str) -> None:
    assert statements(tmp_path, [old], [new]) == ()


def test_a_reference_that_follows_its_target_changes_no_rule_and_no_statement(tmp_path: Path) -> None:
    clauses = [
        {"id": "calls", "title": "Calls", "body": ["Staff should ring."]},
        {"id": "cameras", "title": "Cameras", "body": ["Staff may film."]},
        {
            "id": "loss",
            "title": "Loss",
            "body": [
                "See {{ ref('cameras') }} for films.",
                "Staff must follow {{ ref('cameras') }} within 2 days.",
                {"text": "Staff must:", "items": ["keep to {{ ref('cameras') }}"]},
            ],
        },
    ]
    for name, order in (("old", clauses), ("new", [clauses[0], clauses[2], clauses[1]])):
        (tmp_path / f"{name}.yaml").write_text(json.dumps({"clauses": order}), encoding="utf-8")
    redline = compare(edition(tmp_path / "old.yaml", "2018"), edition(tmp_path / "new.yaml", "draft"))
    assert (redline.duties, redline.statements) == ((), ())
    changed = json.loads(json.dumps(clauses))
    changed[2]["body"][1] = "Staff must follow {{ ref('cameras') }} within 3 days."
    (tmp_path / "new.yaml").write_text(json.dumps({"clauses": [changed[0], changed[2], changed[1]]}), encoding="utf-8")
    redline = compare(edition(tmp_path / "old.yaml", "2018"), edition(tmp_path / "new.yaml", "draft"))
    assert [(one.kind, one.old, one.new) for duty in redline.duties for one in duty.differences] == [
        ("deadline", "within 2 days", "within 3 days")
    ]
