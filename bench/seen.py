"""Which fast tests run which lines of the engine, and what they say about a changed engine.

For `bench/mutants.py`. Each block of statements of each function says that it was run; all fast tests are run once
and what they ran is kept. What a cache or a wider fixture holds counts for every test that uses it. A change inside a
function is then tried in a fork, with everything imported and collected, on the tests that run its block.
"""

from __future__ import annotations

import ast
import builtins
import functools
import gc
import importlib.abc
import importlib.machinery
import itertools
import os
import pickle
import re
import resource
import signal
import sys
import time
import types
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

SEEN = bytearray(1 << 15)  # one byte for a block
_FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


def marked(tree: ast.Module, first: int) -> dict[int, int]:
    """Make each block of the functions say that it was run; the block of each node, by the node's id.

    Nodes of the module itself, of class bodies and of default values have no block.
    """
    blocks: dict[int, int] = {}
    number = itertools.count(first)

    def visit(node: ast.AST, block: int | None) -> None:
        if block is not None:
            blocks[id(node)] = block
        for name, value in list(ast.iter_fields(node)):
            parts = value if isinstance(value, list) else [value]
            inside = block is not None or (isinstance(node, _FUNCTION) and name == "body")
            if inside and parts and isinstance(parts[0], ast.stmt):
                own = next(number)
                for part in parts:
                    visit(part, own)
                mark = ast.parse(f"__seen__[{own}] = 1").body[0]
                docstring = isinstance(parts[0], ast.Expr) and isinstance(parts[0].value, ast.Constant)
                for part in ast.walk(mark):
                    ast.copy_location(part, parts[0])
                parts.insert(int(docstring), mark)
            else:
                for part in parts:
                    if isinstance(part, ast.AST):
                        visit(part, block)

    visit(tree, None)
    return blocks


class Engine:
    """The modules below a folder, as they are imported: marked, with the numbers of their blocks."""

    def __init__(self, source: Path) -> None:
        self.source = source
        self.first: dict[str, int] = {}  # the first block of each file
        self.lines: dict[int, tuple[str, int]] = {}  # file and line of each block
        self.mentions: dict[str, set[int]] = defaultdict(set)  # the blocks that name something
        start = 0
        for path in sorted(source.rglob("*.py")):
            self.first[str(path)] = start
            tree = ast.parse(path.read_text(encoding="utf-8"))
            blocks = marked(tree, start)
            for node in ast.walk(tree):
                if (block := blocks.get(id(node))) is None:
                    continue
                if line := getattr(node, "lineno", 0):
                    self.lines[block] = min(self.lines.get(block, (str(path), line)), (str(path), line))
                for name in (getattr(node, "id", None), getattr(node, "attr", None)):
                    if name:
                        self.mentions[name].add(block)
            start = max([*blocks.values(), start - 1]) + 1
        assert start < len(SEEN)

    def compiled(self, path: str, tree: ast.Module) -> types.CodeType:
        """The code of a module, marked."""
        marked(tree, self.first[path])
        return compile(ast.fix_missing_locations(tree), path, "exec", dont_inherit=True)

    def install(self) -> None:
        """Import the engine from here from now on, marked, with caches that remember what filled them."""
        builtins.__seen__ = SEEN  # type: ignore[attr-defined]
        sys.path.insert(0, str(self.source))
        sys.meta_path.insert(0, _Finder(self))
        functools.lru_cache = _lru_cache  # type: ignore[assignment]
        functools.cache = _cache  # type: ignore[assignment]
        functools.cached_property = _CachedProperty  # type: ignore[misc,assignment]

    def functions(self) -> dict[str, list[types.FunctionType]]:
        """All functions of the engine, by file."""
        found: dict[str, list[types.FunctionType]] = defaultdict(list)
        gc.unfreeze()
        for one in gc.get_objects():
            if isinstance(one, types.FunctionType) and one.__code__.co_filename in self.first:
                found[one.__code__.co_filename].append(one)
        return found


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find_spec(self, name: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        spec = importlib.machinery.PathFinder.find_spec(name, path) if name.startswith("clausebook") else None
        if spec and spec.origin in self._engine.first:
            spec.loader = _Loader(name, spec.origin, self._engine)
        return spec


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, name: str, path: str, engine: Engine) -> None:
        super().__init__(name, path)
        self._engine = engine

    def get_code(self, fullname: str) -> types.CodeType:
        return self._engine.compiled(self.path, ast.parse(Path(self.path).read_text(encoding="utf-8")))


# What was run, and what caches gave: the latter are tuples of both, so that a hit costs one addition to a set.
_hits: set[tuple[Any, Any]] = set()
_clearings: list[Callable[[], None]] = []


@contextmanager
def _apart() -> Iterator[list[tuple[Any, Any]]]:
    """What is run inside is written down by itself; it counts outside as one hit."""
    global _hits
    before, hits, entry = bytes(SEEN), _hits, []
    SEEN[:], _hits = bytes(len(SEEN)), set()
    try:
        yield entry
    finally:
        entry.append((frozenset(found.start() for found in re.finditer(b"\1", SEEN)), frozenset(_hits)))
        SEEN[:], _hits = before, hits
        _hits.add(entry[0])


def _flat(entries: Iterable[tuple[Any, Any]]) -> set[int]:
    found: set[int] = set()
    known: set[int] = set()
    left = list(entries)
    while left:
        entry = left.pop()
        if id(entry) not in known:
            known.add(id(entry))
            found |= entry[0]
            left += entry[1]
    return found


_real_lru_cache, _real_cached_property = functools.lru_cache, functools.cached_property


def _lru_cache(maxsize: Any = 128, typed: bool = False) -> Any:
    if callable(maxsize):
        return _remembering(maxsize, 128, typed)
    return lambda function: _remembering(function, maxsize, typed)


def _cache(function: Any) -> Any:
    return _remembering(function, None, False)


def _remembering(function: Any, size: Any, typed: bool) -> Any:
    if not function.__module__.startswith(("clausebook", "tests")):
        return _real_lru_cache(size, typed)(function)

    @_real_lru_cache(size, typed)
    def kept(*args: Any, **names: Any) -> Any:
        with _apart() as entry:
            result = function(*args, **names)
        return result, entry[0]

    @functools.wraps(function)
    def asked(*args: Any, **names: Any) -> Any:
        result, entry = kept(*args, **names)
        _hits.add(entry)
        return result

    asked.cache_clear, asked.cache_info = kept.cache_clear, kept.cache_info  # type: ignore[attr-defined]
    asked.cache_parameters = kept.cache_parameters  # type: ignore[attr-defined]
    _clearings.append(kept.cache_clear)
    return asked


class _CachedProperty(_real_cached_property):  # type: ignore[type-arg]
    """One that is asked each time, though it computes once."""

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None or not self.func.__module__.startswith(("clausebook", "tests")):
            return super().__get__(instance, owner)
        held, name = instance.__dict__, f"{self.attrname} seen"
        if name not in held:
            with _apart() as entry:
                held[self.attrname] = self.func(instance)
            held[name] = entry[0]
        _hits.add(held[name])
        return held[self.attrname]

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.attrname] = value


class Recorder:
    """Writes down what each test runs, and how long it takes; a test that fails is left out."""

    def __init__(self, into: Path) -> None:
        self._into = into
        self._seen: dict[str, tuple[set[int], float]] = {}
        self._failed: set[str] = set()
        self._fixtures: dict[Any, tuple[Any, Any]] = {}

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: Any) -> Iterator[None]:
        began = time.process_time()
        with _apart() as entry:
            yield
        defined = item._fixtureinfo.name2fixturedefs
        taken = itertools.chain.from_iterable(defined.get(name, ()) for name in item.fixturenames)
        fixtures = [self._fixtures[one] for one in taken if one in self._fixtures]
        _hits.clear()
        self._seen[item.nodeid] = (_flat([entry[0], *fixtures]), time.process_time() - began)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        with _apart() as entry:
            yield
        if fixturedef.scope != "function":
            self._fixtures[fixturedef] = entry[0]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._failed.add(report.nodeid)

    def begin(self) -> None:
        """Nothing is changed."""

    def done(self) -> bool:
        """All tests are run."""
        return False

    def end(self) -> int:
        """Keep what was written down."""
        kept = {name: found for name, found in self._seen.items() if name not in self._failed}
        part = self._into.with_suffix(".part")
        part.write_bytes(pickle.dumps((kept, sorted(self._failed))))
        part.replace(self._into)
        return 0


class Trial:
    """Changes the functions of one module to what they are in other code of it; tests are run until one fails."""

    def __init__(self, live: list[types.FunctionType], code: types.CodeType, seconds: int) -> None:
        self._live, self._code, self._seconds = live, code, seconds
        self._failed = False

    def begin(self) -> None:
        """Change them, and allow so many seconds of processor time."""
        new: dict[tuple[str, int], types.CodeType] = {}
        left = [self._code]
        while left:
            inner = [part for part in left.pop().co_consts if isinstance(part, types.CodeType)]
            new |= {(part.co_qualname, part.co_firstlineno): part for part in inner if "<" not in part.co_name}
            left += inner
        resource.setrlimit(resource.RLIMIT_CPU, (self._seconds, self._seconds))
        signal.alarm(600)
        for function in self._live:
            changed = new.get((function.__code__.co_qualname, function.__code__.co_firstlineno))
            if changed and changed != function.__code__:
                function.__code__ = changed

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._failed = self._failed or report.failed

    def done(self) -> bool:
        """A test saw the change."""
        return self._failed

    def end(self) -> int:
        """1 where a test saw it."""
        return int(self._failed)


def _forked(session: pytest.Session, items: list[pytest.Item], plugin: Recorder | Trial) -> int:
    """Run these tests in a fork, silently, until the plugin is done; the exit code is what it made of them."""
    sys.stdout.flush()
    if child := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 70
    try:
        silent = os.open(os.devnull, os.O_WRONLY)
        plugins = session.config.pluginmanager
        captured: Any = plugins.getplugin("capturemanager")
        captured.stop_global_capturing()
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        captured.start_global_capturing()
        captured.suspend_global_capture(in_=True)
        plugins.unregister(name="terminalreporter")
        plugins.register(plugin)
        for clear in _clearings:
            clear()
        plugin.begin()
        for item, following in itertools.pairwise((*items, session)):
            session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if plugin.done():
                break
        code = plugin.end()
        session._setupstate.teardown_exact(None)
    finally:
        os._exit(code)


def record(session: pytest.Session, into: Path) -> tuple[dict[str, tuple[set[int], float]], list[str]]:
    """What each fast test runs and how long it takes, from the file or by running them all; then those that fail."""
    if not into.is_file():
        assert _forked(session, session.items, Recorder(into)) == 0, "the tests could not be run"
    found: tuple[dict[str, tuple[set[int], float]], list[str]] = pickle.loads(into.read_bytes())
    return found


def ordered(items: list[pytest.Item], took: dict[str, float]) -> list[pytest.Item]:
    """The tests, files that take least first."""
    files = [list(tests) for _, tests in itertools.groupby(items, lambda item: item.path)]
    files.sort(key=lambda tests: sum(took[item.nodeid] for item in tests))
    return [item for tests in files for item in tests]


def survives(session: pytest.Session, items: list[pytest.Item], trial: Trial) -> bool:
    """Whether all these tests pass on the changed engine."""
    return _forked(session, items, trial) == 0
