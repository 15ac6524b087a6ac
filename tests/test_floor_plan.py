"""The house stands: imports run downward and in no circle; rooms stay small and are named for what they hold."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# What each room may import besides itself and the ground floor, `model`, which everybody may.
FLOORS: dict[str, frozenset[str]] = {
    "model": frozenset(),
    "rules": frozenset(),
    "formats": frozenset(),
    "doors": frozenset(),
    "report": frozenset(),
    "stages": frozenset({"rules", "formats"}),
    "pipeline": frozenset({"stages", "doors"}),
    "cli": frozenset({"pipeline", "report"}),
}
# Arrows past a floor, each with its reason.
SHORTCUTS = {
    ("engine.cli.building", "engine.doors.freshness"): "a build in which nothing changed must not load the whole house",
}
PURE = {"model", "rules", "formats", "stages"}
WORLD = {"subprocess", "socket", "shutil", "tempfile", "git", "requests", "urllib.request", "http.client"}
CLOCK = {"today", "now", "utcnow", "time_ns"}
EMPTY_WORDS = {"util", "utils", "helper", "helpers", "common", "manager", "processor", "misc"}
LONGEST = 320
# Files that may be longer, each with its reason.
LONG: dict[str, str] = {}

House = Mapping[str, str]  # module name, such as engine.model.clause -> its source


@cache
def parsed(source: str) -> tuple[ast.AST, ...]:
    """Every node of a module; several promises look at the same ones."""
    return tuple(ast.walk(ast.parse(source)))


def house() -> dict[str, str]:
    """Every module of the engine as it stands."""
    return {_name(path): path.read_text(encoding="utf-8") for path in sorted((ROOT / "engine").rglob("*.py"))}


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room(module: str) -> str:
    """`engine.model.clause` -> `model`; the engine's own `__init__` is in none."""
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
    """Module -> the engine's modules it imports; `from engine.model import Clause` is an arrow to `engine.model`."""
    found: dict[str, set[str]] = {}
    for module, source in modules.items():
        package = any(other.startswith(f"{module}.") for other in modules)
        names = {name for name in imported(module, source, package) if name.split(".")[0] == "engine"}
        found[module] = {name if name in modules else name.rpartition(".")[0] for name in names} - {module, "engine"}
    return found


def upward(modules: House) -> list[str]:
    """The arrows that the floor plan does not have, one a line."""
    return [
        f"{module} imports {target}"
        for module, targets in arrows(modules).items()
        for target in sorted(targets)
        if room(target) not in FLOORS.get(room(module), frozenset()) | {room(module), "model"}
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
    """Pure modules that import a door to the world or read the clock."""
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
    return any(f"{name}.".startswith(f"{door}.") for door in WORLD)


def test_every_room_is_on_the_plan() -> None:
    assert {room(module) for module in house()} - {""} <= set(FLOORS)


def test_no_import_runs_upward() -> None:
    assert upward(house()) == []


def test_no_imports_run_in_a_circle() -> None:
    assert circle(house()) == []


def test_only_doors_touch_the_world_and_nothing_pure_reads_the_clock() -> None:
    assert worldly(house()) == []


def test_nobody_imports_the_root_build_py() -> None:
    files = [path for folder in ("engine", "tests", "bench") for path in (ROOT / folder).rglob("*.py")]
    files += [path for path in ROOT.glob("*.py") if path.name != "build.py"]
    sources = {_name(path): path.read_text(encoding="utf-8") for path in files}
    assert [name for name, source in sources.items() if {"build", "build.run"} & set(imported(name, source))] == []


def test_no_room_needs_scrolling_without_a_reason() -> None:
    lengths = {name: source.count("\n") for name, source in house().items()}
    assert {name for name, length in lengths.items() if length > LONGEST} == set(LONG)
    assert all(LONG.values())


def test_no_module_has_a_name_that_says_nothing() -> None:
    words = {name: set(name.replace(".", "_").split("_")) for name in house()}
    assert [name for name, parts in words.items() if parts & EMPTY_WORDS] == []


def test_every_module_says_first_what_it_is_for() -> None:
    assert [name for name, source in house().items() if not ast.get_docstring(ast.parse(source))] == []


def test_templates_hold_no_python() -> None:
    assert sorted((ROOT / "templates").rglob("*.py*")) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("engine.model.clause", "import engine.doors.disk"),
        ("engine.model.clause", "from engine.rules import schema"),
        ("engine.model.clause", "from ..doors import disk"),
        ("engine.rules.schema", "def check():\n    from engine.stages.load import load"),
        ("engine.formats.pdf", "from engine.doors.disk import read"),
        ("engine.formats.pdf", "from importlib import import_module\nimport_module('engine.doors.disk')"),
        ("engine.doors.disk", "from engine import stages"),
        ("engine.doors.disk", "from engine.cli import main"),
        ("engine.stages.load", "from engine.doors import disk"),
        ("engine.stages.load", "import engine.pipeline"),
        ("engine.report", "from engine.pipeline import build"),
        ("engine.pipeline", "from engine.report import show"),
        ("engine.cli", "from engine.stages.load import load"),
    ],
)
def test_an_arrow_that_is_not_on_the_plan_is_seen_wherever_it_hides(module: str, source: str) -> None:
    names = ["model.clause", "rules.schema", "formats.pdf", "doors.disk", "stages.load", "report", "pipeline", "cli"]
    whole = {f"engine.{name}": "" for name in (*names, "model", "rules", "formats", "doors", "stages")}
    assert upward(whole) == []
    assert len(upward({**whole, module: source})) == 1


def test_a_circle_inside_one_room_is_seen() -> None:
    two = {"engine.model.a": "from engine.model import b", "engine.model.b": "def f():\n    from .a import x"}
    assert set(circle({"engine.model": "", **two})) == {"engine.model.a", "engine.model.b"}


def test_a_pure_room_with_a_door_of_its_own_is_seen() -> None:
    assert worldly({"engine.stages.load": "from subprocess import run"}) == [
        "engine.stages.load imports subprocess.run"
    ]
    assert worldly({"engine.rules.late": "d = date.today()"}) == ["engine.rules.late:1 reads the clock"]
    assert worldly({"engine.doors.git": "import subprocess", "engine.rules.late": "import urllib.parse"}) == []
