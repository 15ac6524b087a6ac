"""The schemas that editors use and the walker that reads the files agree: what one refuses, the other refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from clausebook.app.schemas import schemas
from clausebook.model.decode import Decoder
from clausebook.model.finding import Located, SourceLocation
from clausebook.model.schema import FILES, json_schema
from clausebook.source.load import kind_of
from tests.lint.mini import RULES, base

ROOT = Path(__file__).resolve().parents[2]
DATA = sorted(path for folder in ("policy", "clauses") for path in (ROOT / folder).rglob("*.yaml"))
VALIDATORS = {model_class: Draft202012Validator(json_schema(model_class)) for model_class in FILES.values()}


def plain(data: bytes) -> Any:
    """A data file as JSON has it: dates are text there."""
    return json.loads(json.dumps(YAML(typ="safe").load(data.decode("utf-8")), default=str))


def walker_accepts(model_class: type[Located], value: Any) -> bool:
    reader = Decoder()
    reader.read(model_class, value, SourceLocation("x.yaml"))
    return not reader.faults


def schema_accepts(model_class: type, value: Any) -> bool:
    return bool(VALIDATORS[model_class].is_valid(value))


GOOD = [(kind, plain(path.read_bytes())) for path in DATA if (kind := kind_of(path.relative_to(ROOT).as_posix()))]
GOOD += [(kind, plain(data)) for path, data in base().items() if (kind := kind_of(path))]
RICH = RULES / "unknown-key/all-known-keys-are-silent/clauses/phones/calls.yaml"
GOOD += [(FILES["clause"], plain(RICH.read_bytes()))]


def test_the_schemas_in_the_repository_are_those_of_the_records() -> None:
    kept = {f"schema/{path.name}": path.read_bytes() for path in (ROOT / "schema").glob("*.json")}
    assert kept == schemas(), "python3 build.py schema writes them"


def test_each_schema_is_a_schema() -> None:
    for schema in schemas().values():
        Draft202012Validator.check_schema(json.loads(schema))


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.name)
def test_every_data_file_names_its_schema_in_its_first_line(path: Path) -> None:
    first = path.read_text(encoding="utf-8").split("\n", 1)[0]
    kind = kind_of(path.relative_to(ROOT).as_posix())
    name = next(name for name, model_class in FILES.items() if model_class is kind)
    up = "../" * (len(path.relative_to(ROOT).parts) - 1)
    assert first == f"# yaml-language-server: $schema={up}schema/{name}.json"


def test_walker_and_schema_accept_every_good_file() -> None:
    for model_class, value in GOOD:
        assert walker_accepts(model_class, value)
        assert list(VALIDATORS[model_class].iter_errors(value)) == []


def spots(value: Any, trail: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in plain values."""
    yield trail
    for key, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from spots(part, (*trail, key))


def changed(value: Any, trail: tuple[Any, ...], new: Any) -> Any:
    """The same values with another one at a place."""
    if not trail:
        return new
    key, *rest = trail
    if isinstance(value, dict):
        return {name: changed(part, tuple(rest), new) if name == key else part for name, part in value.items()}
    return [changed(part, tuple(rest), new) if index == key else part for index, part in enumerate(value)]


def without(value: Any, trail: tuple[Any, ...]) -> Any:
    """The same values with one key or entry left out."""
    *above, key = trail
    for step in above:
        value = value[step]
    return (
        {name: part for name, part in value.items() if name != key}
        if isinstance(value, dict)
        else value[:key] + value[key + 1 :]
    )


OTHER = (
    None,
    True,
    False,
    5,
    13,
    2.5,
    "",
    "words here",
    "lower-case",
    "2018-05-25",
    "#123456",
    "https://a.example",
    [],
    ["a"],
    {},
)
OTHERS = (
    *OTHER,
    {"text": "a"},
    {"note": "a"},
    {"items": ["a"]},
    {"between": "or"},
    {"titel": "a"},
    [["a"]],
    [{}],
    {"a": "b"},
)


@st.composite
def mutants(draw: st.DrawFn) -> tuple[type[Located], Any]:
    """A good file's values with one of them replaced, left out, or joined by a key nobody knows."""
    model_class, value = draw(st.sampled_from(GOOD))
    trail = draw(st.sampled_from(list(spots(value))))
    match draw(st.sampled_from(("replace", "leave out", "add"))):
        case "leave out" if trail:
            above = without(value, trail)
            return model_class, changed(value, trail[:-1], above)
        case "add":
            inner = value
            for step in trail:
                inner = inner[step]
            if isinstance(inner, dict):
                return model_class, changed(value, trail, {**inner, "unheard_of": "x"})
    return model_class, changed(value, trail, draw(st.sampled_from(OTHERS)))


@settings(max_examples=400)
@given(mutants())
def test_walker_and_schema_judge_a_changed_file_alike(mutant: tuple[type[Located], Any]) -> None:
    model_class, value = mutant
    assert walker_accepts(model_class, value) == schema_accepts(model_class, value), value


def test_a_number_without_quotes_is_refused_by_both() -> None:
    clause = next(value for model_class, value in GOOD if model_class is FILES["clause"])
    for number in (2.1, 5):
        assert not walker_accepts(FILES["clause"], {**clause, "number": number})  # type: ignore[type-var]
        assert not schema_accepts(FILES["clause"], {**clause, "number": number})
