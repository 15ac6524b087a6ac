"""The house stands: imports run downward and in no circle; rooms stay small and are named for what they hold."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

pytestmark = pytest.mark.source

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src"

# The core, from the ground up: each room may import those before it.
CORE = ("errors", "text", "model", "source", "resolve", "lint", "redline", "history", "review", "formats")
# Features on top of the core, each with the features it may use besides.
FEATURES: dict[str, frozenset[str]] = {
    "approving": frozenset(),
    "signing": frozenset(),
    "pdf_verify": frozenset({"signing"}),
    "law": frozenset(),
    "importer": frozenset(),
    "word_review": frozenset({"merge"}),
    "merge": frozenset(),
    "upstream": frozenset({"merge", "approving"}),
}
TOP = ("readback", "app", "desk", "fleet", "cli", "__main__")


def _floors() -> dict[str, frozenset[str]]:
    """What each room may import besides itself."""
    floors = {room: frozenset(CORE[:number]) for number, room in enumerate(CORE)}
    floors["io"] = frozenset({"errors", "text", "model"})
    ground = frozenset({*CORE, "io"})
    floors |= {feature: ground | others for feature, others in FEATURES.items()}
    for number, top in enumerate(TOP):
        floors[top] = ground | frozenset(FEATURES) | frozenset(TOP[:number])
    floors["readback"] -= {"formats"}  # what reads a file back shares nothing with what made it
    return floors


FLOORS = _floors()
# Arrows past a floor, each with its reason.
SHORTCUTS: dict[tuple[str, str], str] = {}
PURE = set(CORE)
WORLD = {"subprocess", "socket", "shutil", "tempfile", "git", "requests", "urllib.request", "http.client"}
CLOCK = {"today", "now", "utcnow", "time_ns"}
EMPTY_WORDS = {"util", "utils", "helper", "helpers", "common", "manager", "processor", "misc"}
LONGEST = 320
# Files that may be longer, each with its reason.
LONG: dict[str, str] = {}

House = Mapping[str, str]  # module name, such as clausebook.model.clause -> its source


@cache
def parsed(source: str) -> tuple[ast.AST, ...]:
    """Every node of a module; several promises look at the same ones."""
    return tuple(ast.walk(ast.parse(source)))


def tree_of(source: str) -> ast.Module:
    """The module itself."""
    found = parsed(source)[0]
    assert isinstance(found, ast.Module)
    return found


def house() -> dict[str, str]:
    """Every module of the engine as it stands."""
    return {_name(path): path.read_text(encoding="utf-8") for path in sorted((SRC / "clausebook").rglob("*.py"))}


def _name(path: Path) -> str:
    base = SRC if path.is_relative_to(SRC) else ROOT
    return ".".join(path.relative_to(base).with_suffix("").parts).removesuffix(".__init__")


def room(module: str) -> str:
    """`clausebook.model.clause` -> `model`; the engine's own `__init__` is in none."""
    return [*module.split("."), ""][1]


def imported(module: str, source: str, package: bool = False) -> Iterator[str]:
    """Each name that `source` imports, wherever it stands: at the top, in a function, or by a written-out name."""
    for node in parsed(source):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=origin, names=names, level=level):
                parts = module.split(".")
                base = parts[: len(parts) - level + package] if level else []
                origin = ".".join([*base, *([origin] if origin else [])])
                yield from (f"{origin}.{alias.name}" for alias in names)
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield name


def arrows(modules: House) -> dict[str, set[str]]:
    """Module -> the engine's modules it imports; `from clausebook.law import Act` is an arrow to `clausebook.law`."""
    found: dict[str, set[str]] = {}
    for module, source in modules.items():
        package = any(other.startswith(f"{module}.") for other in modules)
        names = {name for name in imported(module, source, package) if name.split(".")[0] == "clausebook"}
        found[module] = {name if name in modules else name.rpartition(".")[0] for name in names} - {
            module,
            "clausebook",
        }
    return found


def upward(modules: House) -> list[str]:
    """The arrows that the floor plan does not have, one a line."""
    return [
        f"{module} imports {target}"
        for module, targets in arrows(modules).items()
        for target in sorted(targets)
        if room(target) not in FLOORS.get(room(module), frozenset()) | {room(module)}
        and (module, target) not in SHORTCUTS
    ]


def circle(modules: House) -> list[str]:
    """The first circle of imports, or nothing."""
    try:
        TopologicalSorter(arrows(modules)).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def worldly(modules: House) -> list[str]:
    """Pure modules that import what touches the world or read the clock."""
    found = []
    for module, source in modules.items():
        if room(module) not in PURE:
            continue
        names = set(imported(module, source))
        found += [f"{module} imports {name}" for name in sorted(names) if _reaches(name)]
        found += [
            f"{module}:{node.lineno} reads the clock"
            for node in parsed(source)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK
        ]
    return found


def _reaches(name: str) -> bool:
    return any(f"{name}.".startswith(f"{outside}.") for outside in WORLD)


def test_every_room_of_the_plan_is_there_and_no_other() -> None:
    assert len(house()) > 100
    assert {room(module) for module in house()} - {""} == set(FLOORS)


def test_no_import_runs_upward() -> None:
    assert upward(house()) == []


def test_no_imports_run_in_a_circle() -> None:
    assert circle(house()) == []


def test_no_pure_room_touches_the_world_and_nothing_pure_reads_the_clock() -> None:
    assert worldly(house()) == []


def test_nobody_imports_the_root_build_py() -> None:
    files = [path for folder in ("src", "tests", "bench") for path in (ROOT / folder).rglob("*.py")]
    files += [path for path in ROOT.glob("*.py") if path.name != "build.py"]
    sources = {_name(path): path.read_text(encoding="utf-8") for path in files}
    sources = {name: source for name, source in sources.items() if re.search(r"\bbuild\b", source)}
    assert sources
    assert [name for name, source in sources.items() if {"build", "build.run"} & set(imported(name, source))] == []


def test_no_room_needs_scrolling_without_a_reason() -> None:
    lengths = {name: source.count("\n") for name, source in house().items()}
    assert {name for name, length in lengths.items() if length > LONGEST} == set(LONG)
    assert all(LONG.values())


def test_no_module_has_a_name_that_says_nothing() -> None:
    words = {name: set(name.replace(".", "_").split("_")) for name in house()}
    assert [name for name, parts in words.items() if parts & EMPTY_WORDS] == []


def test_a_class_has_a_name_of_its_own() -> None:
    named = Counter(
        node.name
        for source in house().values()
        for node in parsed(source)
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert len(named) > 100
    assert [name for name, times in named.items() if times > 1] == []


def test_every_module_says_first_what_it_is_for() -> None:
    assert [name for name, source in house().items() if not ast.get_docstring(tree_of(source))] == []


def test_templates_hold_no_python() -> None:
    assert sorted((ROOT / "templates").rglob("*.py*")) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("clausebook.model.clause", "import clausebook.io.files"),
        ("clausebook.model.clause", "from clausebook.lint.rules import schema"),
        ("clausebook.model.clause", "from ..io import files"),
        ("clausebook.lint.rules.schema", "def check():\n    from clausebook.redline.match import pairs"),
        ("clausebook.formats.pdf", "from clausebook.io.files import read_files"),
        ("clausebook.formats.pdf", "from importlib import import_module\nimport_module('clausebook.io.files')"),
        ("clausebook.io.files", "from clausebook import source"),
        ("clausebook.io.files", "from clausebook.cli import main"),
        ("clausebook.source.load", "from clausebook.io import files"),
        ("clausebook.source.load", "import clausebook.app"),
        ("clausebook.law.drift", "from clausebook.signing import pades"),
        ("clausebook.merge.tree", "from clausebook import word_review"),
        ("clausebook.app", "from clausebook.cli import main"),
        ("clausebook.text.dates", "from clausebook.model.clause import Clause"),
    ],
)
def test_an_arrow_that_is_not_on_the_plan_is_seen_wherever_it_hides(module: str, source: str) -> None:
    names = ["model.clause", "lint.rules.schema", "formats.pdf", "io.files", "source.load", "law.drift", "merge.tree"]
    names += [
        "redline.match",
        "signing.pades",
        "text.dates",
        "word_review",
        "app",
        "cli",
        "model",
        "formats",
        "signing",
    ]
    names += ["io", "source", "lint", "redline"]
    whole = {f"clausebook.{name}": "" for name in names}
    assert upward(whole) == []
    assert len(upward({**whole, module: source})) == 1


def test_a_circle_inside_one_room_is_seen() -> None:
    two = {
        "clausebook.model.a": "from clausebook.model import b",
        "clausebook.model.b": "def f():\n    from .a import x",
    }
    assert set(circle({"clausebook.model": "", **two})) == {"clausebook.model.a", "clausebook.model.b"}


def test_a_pure_room_that_touches_the_world_is_seen() -> None:
    assert worldly({"clausebook.source.load": "from subprocess import run"}) == [
        "clausebook.source.load imports subprocess.run"
    ]
    assert worldly({"clausebook.lint.rules.late": "d = date.today()"}) == [
        "clausebook.lint.rules.late:1 reads the clock"
    ]
    assert (
        worldly({"clausebook.io.git": "import subprocess", "clausebook.lint.rules.late": "import urllib.parse"}) == []
    )
