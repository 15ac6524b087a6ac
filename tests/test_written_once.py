"""No function of the engine is written twice, under whatever names."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.test_floor_plan import House, house, parsed

pytestmark = pytest.mark.source

LEAST = 18  # parts of a body that are worth a name of their own


def functions(modules: House) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every function that is no property."""
    for module, source in modules.items():
        for node in parsed(source):
            if isinstance(node, ast.FunctionDef):
                kinds = {
                    inner.id for one in node.decorator_list for inner in ast.walk(one) if isinstance(inner, ast.Name)
                }
                if not kinds & {"property", "cached_property"}:
                    yield f"{module}.{node.name}", node


def body_of(function: ast.FunctionDef) -> list[ast.stmt]:
    """What it does, without its docstring."""
    return function.body[1:] if ast.get_docstring(function) else function.body


def unnamed(function: ast.FunctionDef) -> str:
    """Its body as text, without types; its arguments and what it sets are numbered."""
    own = {one.arg for one in ast.walk(function.args) if isinstance(one, ast.arg)}
    copy = ast.parse("\n".join(map(ast.unparse, body_of(function))))
    own |= {one.id for one in ast.walk(copy) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    numbered: dict[str, str] = {}
    for one in ast.walk(copy):
        if isinstance(one, ast.Name) and one.id in own:
            one.id = numbered.setdefault(one.id, f"name{len(numbered)}")
        elif isinstance(one, ast.AnnAssign):
            one.annotation = ast.Constant(None)
    return ast.unparse(copy)


def written_twice(modules: House) -> list[str]:
    """Functions whose bodies say the same, whatever they call what they speak of."""
    alike: dict[tuple[type, ...], list[tuple[str, ast.FunctionDef]]] = {}
    for name, function in functions(modules):
        shape = tuple(type(inner) for line in body_of(function) for inner in ast.walk(line))
        if len(shape) >= LEAST:
            alike.setdefault(shape, []).append((name, function))
    found: dict[str, list[str]] = {}
    for name, function in (one for several in alike.values() if len(several) > 1 for one in several):
        found.setdefault(unnamed(function), []).append(name)
    return [" and ".join(sorted(names)) for names in found.values() if len(names) > 1]


def test_no_function_is_written_twice() -> None:
    assert written_twice(house()) == []


def test_a_second_copy_is_seen_under_other_names() -> None:
    one = (
        "def when(day: str) -> str:\n    return f'{dict(a=1) if day.count(1) == 2 else 0} {in_words(day)}, as it is'\n"
    )
    other = one.replace("when", "said").replace("day", "it")
    assert written_twice({"clausebook.a": one, "clausebook.b": other}) == ["clausebook.a.when and clausebook.b.said"]
    assert written_twice({"clausebook.a": one, "clausebook.b": other.replace("== 2", "== 3")}) == []
