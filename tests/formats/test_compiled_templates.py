"""Templates are compiled once and kept; what is kept is never taken for another template or another way of writing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from jinja2 import Environment

from clausebook.formats import _templates as templates
from clausebook.formats._templates import environment, keep_compiled
from clausebook.io.compiled import CompiledTemplates


@pytest.fixture(autouse=True)
def kept(tmp_path: Path) -> Iterator[Path]:
    """A folder to keep in, for this test alone."""
    told = list(templates._keepers)
    keep_compiled(partial(CompiledTemplates, tmp_path))
    yield tmp_path
    templates._keepers[:] = told
    templates._environment.cache_clear()


def shown(source: str, way: str = "web", name: str = "page", **options: object) -> str:
    """What a template shows in a new build."""
    templates._environment.cache_clear()
    return environment(way, {name: source.encode()}, **options).get_template(name).render(value="a & b")


def test_what_was_kept_is_not_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown("1 {{ value }}") == "1 a & b"
    monkeypatch.setattr(Environment, "compile", lambda *_: pytest.fail("it was compiled again"))
    assert shown("1 {{ value }}") == "1 a & b"


def test_a_changed_template_shows_its_change() -> None:
    assert [shown(f"{number} {{{{ value }}}}") for number in "12321"] == [f"{number} a & b" for number in "12321"]


def test_the_same_words_written_another_way_are_another_template() -> None:
    assert shown("{{ value }}", "web", autoescape=False) == "a & b"
    assert shown("{{ value }}", "word", autoescape=True) == "a &amp; b"
    assert shown("{{ value }}", "pdf", variable_start_string="<<", variable_end_string=">>") == "{{ value }}"


def test_what_was_damaged_is_compiled_again(kept: Path) -> None:
    assert shown("1 {{ value }}") == "1 a & b"
    for path in kept.glob("blobs/*/*"):
        path.write_bytes(b"no bytecode")
    assert shown("1 {{ value }}") == "1 a & b"
