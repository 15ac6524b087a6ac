"""A linter that cries wolf is switched off: texts in which nothing is wrong, and whatever a rule finds is false."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from clausebook.lint.run import check
from clausebook.source.load import load

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 28)
TEXTS = yaml.safe_load((Path(__file__).parent / "clean" / "texts.yaml").read_text(encoding="utf-8"))
# whether the register's rows were seen in a source is said of the row, not of the text
OF_THE_REGISTER = {"law-verified", "guidance-renewed"}


def found(name: str, clause: dict[str, Any]) -> list[str]:
    files = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in (ROOT / "policy").rglob("instruments*")
        if path.is_file()
    }
    files |= {f"policy/instruments/{path.name}": path.read_bytes() for path in (ROOT / "policy/instruments").iterdir()}
    outline = f"id: {name}\ntitle: {clause['title']}\napproving_body: the governing body\nreview_month: 5\noutline:\n"
    outline += "  - id: rules\n    title: Rules\n    clauses: [text]\n"
    files[f"policy/{name}.yaml"] = outline.encode()
    files[f"clauses/{name}/text.yaml"] = yaml.safe_dump({"id": "text", **clause}, allow_unicode=True).encode()
    files["policy/school.yaml"] = b"name: Brook School\n"
    findings = check(load(files, DAY))
    ours = [one for one in findings if one.place.file.startswith("clauses/") and one.rule not in OF_THE_REGISTER]
    return [f"{one.rule}: {one.message}" for one in ours]


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_nothing_is_found_in_a_clean_text(name: str) -> None:
    assert found(name, TEXTS[name]) == []


def test_there_are_twelve() -> None:
    assert len(TEXTS) == 12
