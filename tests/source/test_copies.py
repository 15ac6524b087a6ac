"""A file beside another one is called its copy by its name and the id in it; a file of its own is not."""

from __future__ import annotations

import pytest

from clausebook.source.copies import copy_fault, copy_of

RULE, LONG = "clauses/p/rule.yaml", "clauses/p/rule-one.yaml"


def record(id: str) -> object:
    """Something with an id."""
    return type("Record", (), {"id": id})()


@pytest.mark.parametrize(
    ("stem", "id", "text", "copied"),
    [
        *(
            (stem, "rule", "other", RULE)
            for stem in ("rule (1)", "rule final v2", "rule-DESKTOP-AB12CD", "Copy of rule")
        ),
        *(
            (stem, "", "other", RULE)
            for stem in ("rule (1)", "rule copy", "copy_of_rule", "Kopie von rule", "Rule")[:4]
        ),
        *((stem, "rule", "other", RULE) for stem in ("rule-old", "rule-copy", "rule-bak-2", "rule-final", "ruleold")),
        *((stem, "rule", "other", "") for stem in ("rule-two", "rules", "ruler", "new")),
        *((stem, "rule", "same", RULE) for stem in ("rule-two", "rules")),
        ("rule", "rule", "other", ""),
        ("other", "other", "same", ""),
        ("rule-one (2)", "", "other", LONG),
        ("rule-one (2)", "rule", "other", RULE),
        ("Other", "", "same", ""),
    ],
)
def test_a_copy_is_known_by_its_name_and_its_id(stem: str, id: str, text: str, copied: str) -> None:
    path = f"clauses/p/{stem}.yaml"
    files = {
        RULE: b"same\n",
        LONG: b"longer\n",
        "clauses/q/other.yaml": b"same\n",
        **({} if path == RULE else {path: f"{text}\n".encode()}),
    }
    assert copy_of(path, record(id), files) == copied  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\nb\nc\n", "it looks like a copy of rule.yaml, and says the same"),
        ("a\nx\nc\n", "it looks like a copy of rule.yaml, and differs in 1 line"),
        ("a\nb\nc\nd\ne\n", "it looks like a copy of rule.yaml, and differs in 2 lines"),
        ("c\n", "it looks like a copy of rule.yaml, and differs in 2 lines"),
        ("x\nb\ny\nz\n", "it looks like a copy of rule.yaml, and differs in 3 lines"),
    ],
)
def test_the_lines_in_which_a_copy_differs_are_counted(text: str, message: str) -> None:
    fault = copy_fault("clauses/p/rule (1).yaml", RULE, {RULE: b"a\nb\nc\n", "clauses/p/rule (1).yaml": text.encode()})
    assert fault.message == message
    assert fault.hint == ("delete it" if "same" in message else "put what is right in rule.yaml, and delete this file")
