"""The clause in docs/clauses.md is a good one: what a clerk copies from there passes every rule."""

import re
from datetime import date
from pathlib import Path

from clausebook.lint.run import check
from clausebook.resolve.resolve import resolve
from clausebook.source.load import load

ROOT = Path(__file__).resolve().parents[2]


def documented() -> bytes:
    page = (ROOT / "docs" / "clauses.md").read_text(encoding="utf-8")
    found = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert found
    return found[1].encode()


def repository() -> dict[str, bytes]:
    files = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in (ROOT / "policy").rglob("*.yaml")}
    outline = (
        b"id: acceptable-use\ntitle: A policy\noutline:\n  - id: loss\n    title: Loss\n    clauses: [lost-devices]\n"
    )
    return files | {"policy/acceptable-use.yaml": outline, "clauses/acceptable-use/lost-devices.yaml": documented()}


def test_the_clause_in_the_docs_passes_every_rule() -> None:
    assert [one.message for one in check(load(repository(), date(2026, 11, 22))) if one.level == "error"] == []


def test_the_clause_in_the_docs_reads_as_it_says() -> None:
    passage = resolve(load(repository()), "acceptable-use", "draft").passages[0]
    listing = passage.blocks[1]
    assert passage.cite == "1.1"
    assert [point.kind for point in listing.points] == ["point", "point", "between", "point"]
    assert listing.points[1].cite == "1.1(b)"
    assert listing.points[3].points[1].cite == "1.1(c)(ii)"
