"""Each notion of language is written down once, in `text/`: two copies disagree one day, in front of governors."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.test_floor_plan import parsed

pytestmark = pytest.mark.source

SRC = Path(__file__).resolve().parents[2] / "src" / "clausebook"
ABBREVIATIONS = set(re.split(" ", "mr mrs ms dr prof rev e.g i.e para paras reg regs sch nos etc"))
Nodes = tuple[ast.AST, ...]
MONTHS = {"january", "february", "march", "april", "june", "july"}
# A class of full stop, exclamation and question mark, before a blank or behind one: where a sentence ends.
STOPS = re.compile(r"\[(?=[^\]]*\.)(?=[^\]]*!)(?=[^\]]*\?)[^\]a-zA-Z0-9(@#&+/\\]{3,12}\]\)?[^|]*(?:\\s| |\$)")


def strings(nodes: Nodes) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def documentation(nodes: Nodes) -> set[str]:
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    return {ast.get_docstring(node, clean=False) or "" for node in nodes if isinstance(node, kinds)}


def splits_sentences(nodes: Nodes) -> bool:
    return any(STOPS.search(text) for text in set(strings(nodes)) - documentation(nodes))


def lists_abbreviations(nodes: Nodes) -> bool:
    said = " ".join(set(strings(nodes)) - documentation(nodes)).lower().replace("\\", "")
    return len({word.strip(".") for word in re.findall(r"[a-z.]+", said)} & ABBREVIATIONS) >= 4


def lists_months(nodes: Nodes) -> bool:
    return len({word for text in strings(nodes) for word in re.findall(r"[a-z]+", text.lower())} & MONTHS) >= 4


def reads_markdown(nodes: Nodes) -> bool:
    imports = [node for node in nodes if isinstance(node, ast.ImportFrom | ast.Import)]
    return any("markdown_it" in ast.unparse(node) for node in imports)


def counts_in_roman(nodes: Nodes) -> bool:
    pairs = [{str(part.value) for part in ast.walk(node) if isinstance(part, ast.Constant)} for node in _tables(nodes)]
    return any({"x", "v", "10", "5"} <= pair or {"X", "V", "10", "5"} <= pair for pair in pairs)


def _tables(nodes: Nodes) -> Iterator[ast.AST]:
    yield from (node for node in nodes if isinstance(node, ast.Dict | ast.Tuple | ast.List))


def lists_in_words(nodes: Nodes) -> bool:
    """`', '.join(names[:-1])` with the last one behind "and"."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "join"
        and isinstance(node.func.value, ast.Constant)
        and node.func.value.value == ", "
        and any(isinstance(part, ast.Slice) and ast.unparse(part) == ":-1" for part in ast.walk(node))
        for node in nodes
    )


def counts_in_words(nodes: Nodes) -> bool:
    """A function that puts an s behind what is many."""
    functions = (node for node in nodes if isinstance(node, ast.FunctionDef))
    return any(node.name.strip("_") in ("plural", "sentences") for node in functions)


@cache
def modules() -> tuple[tuple[str, Nodes], ...]:
    """Every module outside text/, by its path, with every node of its tree."""
    paths = (path for path in sorted(SRC.rglob("*.py")) if path.parent.name != "text")
    read = ((path.relative_to(SRC).as_posix(), path.read_text(encoding="utf-8")) for path in paths)
    return tuple((path, parsed(text)) for path, text in read)


NOTIONS: tuple[tuple[Callable[[Nodes], bool], str], ...] = (
    (splits_sentences, "sentences"),
    (lists_abbreviations, "sentences"),
    (lists_months, "dates"),
    (reads_markdown, "inline"),
    (counts_in_roman, "numerals"),
    (lists_in_words, "phrases"),
    (counts_in_words, "phrases"),
)


# modules that read Markdown for another purpose than to show what a clause says
ANOTHER_PURPOSE = {
    "io/documents/text_count.py": "a second reader, to count what the first one has lost",
    "fleet/standing.py": "lays out a digest that the engine itself wrote",
}


@pytest.mark.parametrize(("notion", "home"), NOTIONS, ids=lambda one: getattr(one, "__name__", one))
def test_a_notion_of_language_is_written_down_once(notion: Callable[[Nodes], bool], home: str) -> None:
    known = ANOTHER_PURPOSE if notion is reads_markdown else {}
    assert [path for path, nodes in modules() if notion(nodes) and path not in known] == [], (
        f"use clausebook.text.{home}"
    )


COPIES = (
    (splits_sentences, r'E = re.compile(r"(?<=[.!?])\s+")'),
    (splits_sentences, r'E = re.compile(r"(?<=[.!?])(?<!e\.g\.)(?<!etc\.)\s+(?=[A-Z])")'),
    (splits_sentences, r'E = re.compile(r"([^\s.!?]*)[.!?][)\"”’]*(?=\s+[A-Z0-9])")'),
    (splits_sentences, r'E = re.compile(r"(?<=[.!?:;])(?<!\bMr\.) (?=[A-Z{])")'),
    (lists_abbreviations, 'E = ("mr", "mrs", "dr", "para")'),
    (lists_abbreviations, r'E = re.compile(r"(?:Mr|Mrs|Dr|e\.g)\.")'),
    (reads_markdown, "def f():\n    from markdown_it import MarkdownIt"),
    (counts_in_roman, 'R = {"i": 1, "v": 5, "x": 10}'),
    (lists_in_words, "def f(n):\n    return f\"{', '.join(n[:-1])} and {n[-1]}\""),
    (lists_months, 'M = ["January", "February", "March", "April"]'),
    (counts_in_words, "def _plural(n, word):\n    return word"),
)


@pytest.mark.parametrize(("notion", "copy"), COPIES, ids=lambda one: getattr(one, "__name__", "copy"))
def test_a_second_copy_would_be_seen(notion: Callable[[Nodes], bool], copy: str) -> None:
    assert notion(tuple(ast.walk(ast.parse(copy))))
