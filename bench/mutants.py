"""Changes one thing in the core at a time and asks whether the fast tests see it.

    .venv/bin/python bench/mutants.py [--number 200] [--seed 1] [--rooms text model …] [--first 0] [--last 200]

A mutant is one small edit of one module, chosen at random: a comparison, a boolean, a number, a condition, a returned
value. In a clone all fast tests are run once, to learn which of them run which lines (`bench/seen.py`), and what was
learned is kept for the next run with the same engine and tests. Then each mutant is tried on the tests that run its
lines, or the lines that use what it defines. A mutant that none of them sees is printed with its line and the number
of those tests: it asks for a test, or shows code that does nothing. Mutants that hang count as seen. The last line has
the share that was killed. `--first` and `--last` try a part of the mutants, so that many can be tried in portions.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from seen import Engine, Trial, marked, ordered, record, survives

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


def named(tree: ast.Module, node: ast.AST) -> set[str]:
    """What the module calls the thing that a part outside functions belongs to, and what is made of it there."""
    found: set[str] = set()
    for statement in tree.body:
        if any(part is node for part in ast.walk(statement)):
            found = _bound(statement)
            if isinstance(statement, ast.ClassDef):
                inner = [one for one in statement.body if any(part is node for part in ast.walk(one))]
                found |= {name for one in inner for name in _bound(one)}
    before: set[str] = set()
    while found != before:
        before = set(found)
        for statement in tree.body:
            if not isinstance(statement, ast.FunctionDef | ast.ClassDef):
                uses = {part.id for part in ast.walk(statement) if isinstance(part, ast.Name)}
                found |= _bound(statement) if uses & found else set()
    return found


def _bound(statement: ast.stmt) -> set[str]:
    match statement:
        case ast.Assign(targets=targets):
            return {part.id for one in targets for part in ast.walk(one) if isinstance(part, ast.Name)}
        case ast.AnnAssign(target=ast.Name(id=name)):
            return {name}
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
            return {name}
    return set()


class Bench:
    """The plugin that tries the chosen mutants where pytest would run the tests that it collected."""

    def __init__(self, clone: Path, engine: Engine, chosen: list[tuple[str, int]], kept: Path) -> None:
        self._clone, self._engine, self._chosen, self._kept = clone, engine, chosen, kept
        self.live = 0

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_finish(self) -> None:
        """Find the functions before what is collected is hidden from the search for garbage."""
        self._functions = self._engine.functions()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try the mutants."""
        seen, failed = record(session, self._kept)
        for name in failed:
            print(f"fails without any change, left out: {name}")
        took = {name: seconds for name, (_, seconds) in seen.items()}
        for number, (path, at) in enumerate(self._chosen, 1):
            file = self._clone / path
            tree = ast.parse(file.read_text(encoding="utf-8"))
            node, what, change = next(edit for index, edit in enumerate(edits(tree)) if index == at)
            belongs = named(tree, node)
            change()
            source, line = ast.unparse(ast.fix_missing_locations(tree)), getattr(node, "lineno", 0)
            block = marked(tree, self._engine.first[str(file)]).get(id(node))
            blocks = {block} if block is not None else set().union(*(self._engine.mentions[name] for name in belongs))
            if not blocks:  # a type, say, that only the annotations of records name
                blocks = set().union(*(self._engine.mentions[name] for one in tree.body for name in _bound(one)))
            items = [item for item in session.items if item.nodeid in seen and blocks & seen[item.nodeid][0]]
            limit = 60 + 4 * int(sum(took[item.nodeid] for item in items))
            if block is not None:
                code = compile(ast.fix_missing_locations(tree), str(file), "exec", dont_inherit=True)
                lives = survives(session, ordered(items, took), Trial(self._functions[str(file)], code, limit))
            else:
                lives = self._passes(file, source, ordered(items, took), limit)
            if lives:
                self.live += 1
                print(f"lives: {path}:{line}: {what}, {len(items)} tests run it", flush=True)
            if number % 10 == 0:
                print(f"{number} of {len(self._chosen)} tried, {self.live} live", flush=True)
        return True

    def _passes(self, file: Path, source: str, items: list[pytest.Item], limit: int) -> bool:
        """Whether these tests pass in a process of their own that imports the changed module."""
        if not items:
            return True
        before = file.read_text(encoding="utf-8")
        names = self._clone / "names.txt"
        names.write_text("".join(f"{item.nodeid}\n" for item in items), encoding="utf-8")
        file.write_text(source, encoding="utf-8")
        options = [
            "-q",
            "-x",
            "-n0",
            "-p",
            "no:cacheprovider",
            f"--basetemp={self._clone.parent / 'one'}",
            "@names.txt",
        ]
        try:
            done = subprocess.run(
                [sys.executable, "-B", "-m", "pytest", *options],
                cwd=self._clone,
                capture_output=True,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit)),
            )
        finally:
            file.write_text(before, encoding="utf-8")
        return done.returncode == 0


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
    every = [(path, number) for path in paths for number in range(sum(1 for _ in edits(parsed(path))))]
    chosen = random.Random(given.seed).sample(every, min(given.number, len(every)))
    chosen = chosen[given.first : given.last]
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)], check=True)
        for part in ("src", "tests"):
            shutil.rmtree(clone / part)
            shutil.copytree(ROOT / part, clone / part, ignore=shutil.ignore_patterns("__pycache__"))
        (clone / ".venv").symlink_to(ROOT / ".venv")
        os.chdir(clone)
        sys.path.insert(0, str(clone))
        engine = Engine(clone / "src")
        engine.install()
        bench = Bench(clone, engine, chosen, Path(tempfile.gettempdir()) / f"mutants-{_digest(clone)}.pickle")
        options = ["-q", "-m", "not slow", "-n0", "-p", "no:cacheprovider", "-p", "no:warnings", "-s"]
        code = pytest.main([*options, f"--basetemp={folder}/tests"], plugins=[bench])
        os.chdir(ROOT)
    if code not in (0, pytest.ExitCode.NO_TESTS_COLLECTED):
        return 2
    share = 1 - bench.live / len(chosen)
    print(f"{len(every)} possible, {len(chosen)} tried, {bench.live} live: {share:.0%} killed")
    return 0 if share >= 0.85 else 1


def parsed(path: str) -> ast.Module:
    """A module, as it is in the working tree."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def _digest(clone: Path) -> str:
    """What engine and tests hold: what the tests run is kept for the next time that both are the same."""
    digest = hashlib.sha256()
    for part in ("src", "tests"):
        for path in sorted(one for one in (clone / part).rglob("*") if one.is_file()):
            digest.update(path.relative_to(clone).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main())
