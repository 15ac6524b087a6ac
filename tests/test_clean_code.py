"""The code is clean: formatted, linted and typed, by the same commands for a person, for pre-commit and for CI."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform != "win32":
    import fcntl

pytestmark = pytest.mark.source

ROOT = Path(__file__).resolve().parent.parent


def passes(*command: str) -> None:
    """Assert that a tool finds nothing; what it found is the message."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, encoding="utf-8", errors="replace"
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"


def test_every_file_is_formatted() -> None:
    passes("ruff", "format", "--check")


def test_the_linter_finds_nothing() -> None:
    passes("ruff", "check")


def typed() -> None:
    """Assert that mypy finds nothing. Whoever asks second waits for the first, and is given what that one read."""
    (ROOT / ".cache").mkdir(exist_ok=True)
    with (ROOT / ".cache" / "mypy.lock").open("w") as held:
        if sys.platform != "win32":
            fcntl.flock(held, fcntl.LOCK_EX)
        passes("mypy")


@pytest.mark.slow
def test_the_engine_is_typed_strictly() -> None:
    typed()
