"""Fixtures of the tests of io."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.io import installer, venv
from tests.io.installed import LOCKS


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository of nothing but locks, in a folder with a blank and letters beyond ASCII."""
    root = tmp_path / "Ysgol Tŷ Gwyn"
    root.mkdir()
    (root / venv.LOCKS).mkdir()
    for lock in LOCKS:
        (root / venv.LOCKS / lock).write_text(f"{lock} as it was\n", encoding="utf-8")
    return root


@pytest.fixture
def fills(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], bool]]:
    """Each call to the installer, which only makes the interpreter's file: the locks it was given, and whether anew."""
    calls: list[tuple[list[str], bool]] = []

    def fill(folder: str, python: str, locks: list[str], anew: bool) -> None:
        calls.append(([Path(lock).name for lock in locks], anew))
        if anew:
            installer.clear(folder)
        Path(python).parent.mkdir(parents=True, exist_ok=True)
        Path(python).touch()

    monkeypatch.setattr(installer, "fill", fill)
    return calls
