"""The JSON of an edition: any program can read it, its schema describes it, its fingerprint can be computed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from jsonschema.protocols import Validator

from clausebook.formats import data
from clausebook.model.edition import Edition
from clausebook.model.fingerprint import fingerprint_of
from tests import adopted
from tests.strategies import editions


@cache
def schema() -> Validator:
    text = (adopted.ROOT / "schema" / "edition.json").read_text(encoding="utf-8")
    jsonschema.Draft202012Validator.check_schema(json.loads(text))
    return jsonschema.Draft202012Validator(json.loads(text))


def rendered(edition: Edition) -> Any:
    (artefact,) = data.render(edition, adopted.publication(edition))
    return json.loads(artefact.source)


def texts(part: Any) -> Iterator[str]:
    """The plain texts of a tree in reading order, as far as both trees of the file have them."""
    if isinstance(part, dict):
        yield from (part[key] for key in ("number", "title", "text") if isinstance(part.get(key), str))
        for key in ("opening", "passages", "blocks", "points", "caption", "header", "rows", "title", "blanks"):
            yield from texts(part.get(key))
    elif isinstance(part, list):
        for one in part:
            yield from texts(one)


@pytest.mark.parametrize("edition", [adopted.approved(), adopted.draft()], ids=["approved", "draft"])
def test_the_2018_edition_keeps_to_the_schema(edition: Edition) -> None:
    schema().validate(rendered(edition))


@given(editions())
def test_every_edition_keeps_to_the_schema(edition: Edition) -> None:
    schema().validate(rendered(edition))


@pytest.mark.parametrize(
    "trail", [(), ("words",), ("words", "chapters", 0), ("chapters", 0, "opening"), ("school",), ("approval",)]
)
def test_the_schema_allows_no_field_it_does_not_know(trail: tuple[str | int, ...]) -> None:
    edition = rendered(adopted.approved())
    place = edition
    for step in trail:
        place = place[step]
    place["surprise"] = "x"
    assert not schema().is_valid(edition)


@given(editions())
def test_what_is_read_back_is_what_was_written(edition: Edition) -> None:
    assert rendered(edition) == data.data(edition)


@given(editions())
def test_the_fingerprint_can_be_computed_from_the_file_alone(edition: Edition) -> None:
    file = rendered(edition)
    assert fingerprint_of(file["words"]) == file["fingerprint"] == edition.fingerprint


@given(editions())
def test_the_text_that_is_shown_is_the_text_that_is_covered(edition: Edition) -> None:
    file = rendered(edition)
    assert list(texts(file["chapters"])) == list(texts(file["words"]["chapters"]))


def test_the_lines_in_the_docs_compute_the_fingerprint(tmp_path: Path) -> None:
    docs = (adopted.ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    (lines,) = re.findall(r"```python\n(.*?)```", docs, flags=re.DOTALL)
    (artefact,) = data.render(adopted.approved(), adopted.publication(adopted.approved()))
    path = tmp_path / "edition.json"
    path.write_bytes(artefact.source)
    said = run(lines, path)
    assert said == [adopted.approved().fingerprint, "the same as in the file"]
    path.write_bytes(artefact.source.replace(b"must keep it safe", b"may keep it safe"))
    assert run(lines, path)[1] == "NOT the one in the file"


def run(lines: str, path: Path) -> list[str]:
    command = [sys.executable, "-I", "-c", lines, str(path)]
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout.splitlines()


def test_the_file_has_its_place_and_ends_in_one_line_feed() -> None:
    (artefact,) = data.render(adopted.approved(), adopted.publication(adopted.approved()))
    assert artefact.path == "acceptable-use/2018/acceptable-use-2018.json"
    assert artefact.renderer == "none"
    assert artefact.source.endswith(b"}\n")
    assert b"\r" not in artefact.source


def test_what_the_record_calls_unknown_is_left_out() -> None:
    approval = rendered(adopted.approved())["approval"]
    assert approval == {
        "edition": "2018",
        "approved": "2018-05",
        "review_due": "2019-05",
        "body": "governing body",
        "signatories": [{"role": "governing-body"}],
        "fingerprint": adopted.approved().fingerprint,
    }


def test_an_item_can_be_found_by_its_letter_and_its_address() -> None:
    chapters = rendered(adopted.approved())["chapters"]
    items = {point["cite"]: point for point in points(chapters)}
    assert items["2.2(h)"]["text"] == "to participate in on-line gambling"
    assert items["2.2(h)"]["anchor"].endswith(".h")
    assert items["3.3(a)(ii)"]["text"].startswith("Discreet and appropriate")


def points(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if part.get("kind") == "point":
            yield part
        for value in part.values():
            yield from points(value)
    elif isinstance(part, list):
        for one in part:
            yield from points(one)
