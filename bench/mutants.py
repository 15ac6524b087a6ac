"""Changes one thing in the core at a time and asks whether the fast tests see it.

    .venv/bin/python bench/mutants.py [--number 200] [--seed 1] [--rooms text model …] [--first 0] [--last 200]

A mutant is one small edit of one module, chosen at random: a comparison, a boolean, a number, a condition, a returned
value. It is tried in a clone, on the fast tests that import its module, then on those that import a module that does,
and those of its room. A mutant that none of them sees is printed with its line: it asks for a test, or shows code that
does nothing. Mutants that hang count as seen. The last line has the share that was killed. `--first` and `--last` try
a part of the mutants, so that many can be tried in portions.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORE = ("text", "model", "source", "resolve", "lint", "redline", "history", "review", "merge")
SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
}
LONGEST = 300  # seconds of processor time for one run of tests


@dataclass(frozen=True)
class Mutant:
    """One edit: the module, its line, what was done, and the source after it."""

    path: str
    line: int
    what: str
    source: str


def mutant(path: str, source: str, number: int) -> Mutant:
    """One mutant of a module, by its number among the edits that the module allows."""
    tree = ast.parse(source)
    node, what, change = next(edit for index, edit in enumerate(edits(tree)) if index == number)
    change()
    return Mutant(path, getattr(node, "lineno", 0), what, ast.unparse(ast.fix_missing_locations(tree)))


def edits(tree: ast.AST) -> Iterator[tuple[ast.AST, str, Callable[[], None]]]:
    """The edits that a module allows: where, in words, and what makes it.

    Docstrings, annotations and decorators are left alone: whether a record is frozen or how much a cache holds changes
    nothing that a test could see. An empty value that is returned is left alone too: None in its place is as empty.
    """
    decorators = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        for one in node.decorator_list
        for part in ast.walk(one)
    }
    for node in ast.walk(tree):
        if id(node) in decorators:
            continue
        match node:
            case ast.Compare(ops=[operator]) if type(operator) in SWAPPED:
                yield node, f"{type(operator).__name__} swapped", lambda n=node: _swap(n, "ops")
            case ast.BoolOp(op=operator):
                yield node, f"{type(operator).__name__} swapped", lambda n=node: _swap(n, "op")
            case ast.BinOp(op=operator) if type(operator) in SWAPPED and not isinstance(node.left, ast.Constant):
                yield node, f"{type(operator).__name__} swapped", lambda n=node: _swap(n, "op")
            case ast.If(test=test):
                yield node, "condition negated", lambda n=node, t=test: setattr(n, "test", ast.UnaryOp(ast.Not(), t))
            case ast.IfExp(body=body, orelse=other):
                yield node, "branches exchanged", lambda n=node, b=body, o=other: _exchange(n, b, o)
            case ast.Constant(value=bool(value)):
                yield node, f"{value} negated", lambda n=node, v=value: setattr(n, "value", not v)
            case ast.Constant(value=int(value)) if not isinstance(value, bool):
                yield node, f"{value} + 1", lambda n=node, v=value: setattr(n, "value", v + 1)
            case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and not value.value):
                yield node, "returns None", lambda n=node: setattr(n, "value", ast.Constant(None))


def _swap(node: ast.AST, field: str) -> None:
    found = getattr(node, field)
    operator = found[0] if isinstance(found, list) else found
    other = SWAPPED[type(operator)]()
    setattr(node, field, [other] if isinstance(found, list) else other)


def _exchange(node: ast.IfExp, body: ast.expr, other: ast.expr) -> None:
    node.body, node.orelse = other, body


def names(source: str) -> set[str]:
    """The modules that a source imports, with the names it takes from them, as modules may be."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def imports(folder: Path, base: Path) -> dict[str, set[str]]:
    """Each module below a folder, with what it imports."""
    paths = (path for path in sorted(folder.rglob("*.py")))
    return {
        ".".join(path.relative_to(base).with_suffix("").parts).removesuffix(".__init__"): names(
            path.read_text(encoding="utf-8")
        )
        for path in paths
    }


def tests_of(path: str) -> list[str]:
    """The test files for a module: those that import it first, then those that import one that does, then its room."""
    engine, tests = imports(ROOT / "src" / "clausebook", ROOT / "src"), imports(ROOT / "tests", ROOT)
    module = path.removeprefix("src/").removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    nearest = {module}
    above = {name for name, used in engine.items() if module in used}
    found: list[str] = []
    for wanted in (nearest, above):
        helpers = {name for name, used in tests.items() if used & wanted}
        for name in sorted({*helpers, *(name for name, used in tests.items() if used & helpers)}):
            if name.rpartition(".")[2].startswith("test_"):
                found.append(f"{name.replace('.', '/')}.py")
    room = ROOT / "tests" / path.split("/")[2]
    found += [file.relative_to(ROOT).as_posix() for file in sorted(room.rglob("test_*.py"))]
    return list(dict.fromkeys(found))


def killed(clone: Path, one: Mutant) -> bool:
    """Whether a test saw the one."""
    target = clone / one.path
    before = target.read_text(encoding="utf-8")
    target.write_text(one.source, encoding="utf-8")
    try:
        return not passes(clone, "-n0", *tests_of(one.path))
    finally:
        target.write_text(before, encoding="utf-8")


def passes(clone: Path, *which: str) -> bool:
    """Whether these fast tests pass in the clone."""
    options = ["-q", "-x", "-m", "not slow", "-p", "no:cacheprovider", *which]
    command = [str(clone / ".venv" / "bin" / "python"), "-m", "pytest", *options]
    env = {**os.environ, "PYTHONPATH": str(clone / "src")}
    done = subprocess.run(command, cwd=clone, env=env, capture_output=True, preexec_fn=_limited)
    return done.returncode == 0


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))


def main() -> int:
    """Try the mutants and print those that live; the exit code is 1 if fewer than 85 in 100 were killed."""
    words = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    words.add_argument("--number", type=int, default=200)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--rooms", nargs="*", default=CORE)
    words.add_argument("--first", type=int, default=0)
    words.add_argument("--last", type=int, default=None)
    given = words.parse_args()
    paths = sorted(
        path.relative_to(ROOT).as_posix()
        for room in given.rooms
        for path in (ROOT / "src" / "clausebook" / room).rglob("*.py")
    )
    sources = {path: (ROOT / path).read_text(encoding="utf-8") for path in paths}
    every = [(path, number) for path in paths for number in range(sum(1 for _ in edits(ast.parse(sources[path]))))]
    chosen = random.Random(given.seed).sample(every, min(given.number, len(every)))
    chosen = chosen[given.first : given.last]
    live = 0
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)], check=True)
        shutil.copytree(ROOT / "src", clone / "src", dirs_exist_ok=True)
        shutil.copytree(ROOT / "tests", clone / "tests", dirs_exist_ok=True)
        (clone / ".venv").symlink_to(ROOT / ".venv")
        for number, (path, at) in enumerate(chosen, 1):
            one = mutant(path, sources[path], at)
            if not killed(clone, one):
                live += 1
                print(f"lives: {one.path}:{one.line}: {one.what}", flush=True)
            if number % 10 == 0:
                print(f"{number} of {len(chosen)} tried, {live} live", flush=True)
    share = 1 - live / len(chosen)
    print(f"{len(every)} possible, {len(chosen)} tried, {live} live: {share:.0%} killed")
    return 0 if share >= 0.85 else 1


if __name__ == "__main__":
    sys.exit(main())
