"""A fingerprint is of words: writing the YAML differently changes none, changing one word anywhere changes it."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from clausebook.resolve.resolve import resolve
from clausebook.source.load import load
from clausebook.source.parse import parse

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent / "data" / "2018"  # frozen: drafts leave these tests be
POLICY = "acceptable-use"
DUMPER: Any = type("Plain", (getattr(yaml, "CSafeDumper", yaml.SafeDumper),), {})
DUMPER.add_multi_representer(int, yaml.SafeDumper.represent_int)  # numbers that know how they were written
DUMPER.add_multi_representer(float, yaml.SafeDumper.represent_float)
STYLES = ("json", "json in one line", "plain", "'", '"', "|", ">", "flow")
Spot = tuple[str, tuple[str | int, ...]]


@cache
def files() -> dict[str, bytes]:
    """The repository's own data files, without records."""
    paths = [*(ROOT / "policy").glob("*.yaml"), *(ROOT / "clauses" / POLICY).glob("*.yaml")]
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in sorted(paths)}


@cache
def values() -> dict[str, Any]:
    """The same files as plain values."""
    return {path: parse(data, path)[0] for path, data in files().items()}


def fingerprint(texts: dict[str, bytes]) -> str:
    register = load(texts)
    assert not register.faults, register.faults[0]
    return resolve(register, POLICY, "draft").fingerprint


@cache
def adopted() -> str:
    return fingerprint(files())


def written(value: Any, chance: random.Random) -> bytes:
    """The value as YAML in some style, with keys in another order, other line lengths, and comments between them."""
    style = chance.choice(STYLES)
    value = shuffled(value, chance)
    if style.startswith("json"):
        return json.dumps(
            value, indent=None if "one line" in style else 3, ensure_ascii=chance.random() < 0.5, default=str
        ).encode()
    text: str = yaml.dump(
        value,
        Dumper=DUMPER,
        default_style=None if style in ("plain", "flow") else style,
        default_flow_style=style == "flow",
        width=chance.choice((20, 80, 4096)),
        indent=chance.choice((2, 4, 7)),
        sort_keys=False,
        allow_unicode=chance.random() < 0.5,
    )
    if style in ("plain", "'", '"'):
        text = re.sub(r"(?m)^(?=[a-z_]+:)", lambda _: chance.choice(("", "# a: comment\n", "\n\n")), text)
    ends = chance.choice(("\n", "\r\n"))
    return (chance.choice(("", "\ufeff", "# yaml-language-server: x\n", "---\n")) + text).replace("\n", ends).encode()


def shuffled(value: Any, chance: random.Random) -> Any:
    """Mappings with their keys in another order; lists stay, because their order is what was adopted."""
    if isinstance(value, dict):
        keys = list(value)
        chance.shuffle(keys)
        return {key: shuffled(value[key], chance) for key in keys}
    return [shuffled(one, chance) for one in value] if isinstance(value, list) else value


@settings(max_examples=40)
@given(st.randoms(use_true_random=False))
def test_reformatting_every_file_changes_no_fingerprint(chance: random.Random) -> None:
    assert fingerprint({path: written(value, chance) for path, value in values().items()}) == adopted()


def words_of(path: str, value: Any, trail: tuple[str | int, ...] = ()) -> Iterator[Spot]:
    """Where adopted words stand: titles, numbers, bodies, citations and labels; not ids, duties and reasons."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key not in (
                "id",
                "duty",
                "why",
                "applies_to",
                "instrument",
                "kind",
                "split_from",
                "merged_from",
                "owner",
            ):
                yield from words_of(path, one, (*trail, key))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from words_of(path, one, (*trail, index))
    elif isinstance(value, str) and re.search(r"\w", value) and (not trail or trail[-1] != "role"):
        yield path, trail


@cache
def spots() -> tuple[Spot, ...]:
    clauses = [
        spot for path, value in values().items() if path.startswith("clauses/") for spot in words_of(path, value)
    ]
    policy = f"policy/{POLICY}.yaml"
    titles = [
        spot for spot in words_of(policy, values()[policy]) if "clauses" not in spot[1] and "opening" not in spot[1]
    ]
    return tuple(spot for spot in (*clauses, *titles) if spot[1] != ("citations",))


@given(st.data())
def test_changing_one_word_anywhere_changes_the_fingerprint(data: st.DataObject) -> None:
    path, trail = data.draw(st.sampled_from(spots()))
    changed = deepcopy(values()[path])
    owner = changed
    for step in trail[:-1]:
        owner = owner[step]
    text = owner[trail[-1]]
    spans = [
        match.span()
        for match in re.finditer(r"\w+", re.sub(r"\{\{.*?\}\}|https?://\S+", lambda m: " " * len(m[0]), text))
    ]
    if not spans:
        return
    start, end = data.draw(st.sampled_from(spans))
    owner[trail[-1]] = f"{text[:start]}{'7' if text[start:end] != '7' else '8'}{text[end:]}"
    assert fingerprint({**files(), path: json.dumps(changed).encode()}) != adopted()


@given(st.data())
def test_changing_one_mark_of_punctuation_changes_the_fingerprint(data: st.DataObject) -> None:
    marks = [
        (path, match.start())
        for path, text in ((path, data.decode()) for path, data in files().items() if path.startswith("clauses/"))
        for match in re.finditer(r"(?<=\w),(?= \w)", text)
        if not text[text.rfind("\n", 0, match.start()) + 1 :].lstrip().startswith(("applies_to", "#", "why"))
    ]
    path, at = data.draw(st.sampled_from(marks))
    text = files()[path].decode()
    assert fingerprint({**files(), path: f"{text[:at]}{text[at + 1 :]}".encode()}) != adopted()
