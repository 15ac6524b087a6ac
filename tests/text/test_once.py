"""Each notion of language is written down once, in `text/`: two copies disagree one day, in front of governors."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src" / "clausebook"
ABBREVIATIONS = set(re.split(" ", "mr mrs ms dr prof rev e.g i.e para paras reg regs sch nos etc"))
MONTHS = {"january", "february", "march", "april", "june", "july"}
# A class of full stop, exclamation and question mark, before a blank or behind one: where a sentence ends.
STOPS = re.compile(r"\[(?=[^\]]*\.)(?=[^\]]*!)(?=[^\]]*\?)[^\]a-zA-Z0-9(@#&+/\\]{3,12}\]\)?[^|]*(?:\\s| |\$)")


def strings(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def documentation(tree: ast.AST) -> set[str]:
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    return {ast.get_docstring(node, clean=False) or "" for node in ast.walk(tree) if isinstance(node, kinds)}


def splits_sentences(tree: ast.AST) -> bool:
    return any(STOPS.search(text) for text in set(strings(tree)) - documentation(tree))


def lists_abbreviations(tree: ast.AST) -> bool:
    said = " ".join(set(strings(tree)) - documentation(tree)).lower().replace("\\", "")
    return len({word.strip(".") for word in re.findall(r"[a-z.]+", said)} & ABBREVIATIONS) >= 4


def lists_months(tree: ast.AST) -> bool:
    return len({word for text in strings(tree) for word in re.findall(r"[a-z]+", text.lower())} & MONTHS) >= 4


def reads_markdown(tree: ast.AST) -> bool:
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom | ast.Import)]
    return any("markdown_it" in ast.unparse(node) for node in imports)


def counts_in_roman(tree: ast.AST) -> bool:
    pairs = [{str(part.value) for part in ast.walk(node) if isinstance(part, ast.Constant)} for node in _tables(tree)]
    return any({"x", "v", "10", "5"} <= pair or {"X", "V", "10", "5"} <= pair for pair in pairs)


def _tables(tree: ast.AST) -> Iterator[ast.AST]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Dict | ast.Tuple | ast.List))


def lists_in_words(tree: ast.AST) -> bool:
    """`', '.join(names[:-1])` with the last one behind "and"."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "join"
        and isinstance(node.func.value, ast.Constant)
        and node.func.value.value == ", "
        and any(isinstance(part, ast.Slice) and ast.unparse(part) == ":-1" for part in ast.walk(node))
        for node in ast.walk(tree)
    )


def counts_in_words(tree: ast.AST) -> bool:
    """A function that puts an s behind what is many."""
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return any(node.name.strip("_") in ("plural", "sentences") for node in functions)


@cache
def modules() -> tuple[tuple[str, ast.AST], ...]:
    """Every module outside text/, by its path."""
    paths = (path for path in sorted(SRC.rglob("*.py")) if path.parent.name != "text")
    return tuple((path.relative_to(SRC).as_posix(), ast.parse(path.read_text(encoding="utf-8"))) for path in paths)


NOTIONS: tuple[tuple[Callable[[ast.AST], bool], str], ...] = (
    (splits_sentences, "sentences"),
    (lists_abbreviations, "sentences"),
    (lists_months, "dates"),
    (reads_markdown, "inline"),
    (counts_in_roman, "numerals"),
    (lists_in_words, "phrases"),
    (counts_in_words, "phrases"),
)


@pytest.mark.parametrize(("notion", "home"), NOTIONS, ids=lambda one: getattr(one, "__name__", one))
def test_a_notion_of_language_is_written_down_once(notion: Callable[[ast.AST], bool], home: str) -> None:
    assert [path for path, tree in modules() if notion(tree)] == [], f"use clausebook.text.{home}"


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
def test_a_second_copy_would_be_seen(notion: Callable[[ast.AST], bool], copy: str) -> None:
    assert notion(ast.parse(copy))
