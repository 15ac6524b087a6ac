"""What the tests of git share: a mini school, and git without the settings of whoever runs the tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.history.repositories import CLERK, School, mini_school


@pytest.fixture(autouse=True)
def nobody_elses_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine under test sees neither the user's nor the machine's git settings."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", CLERK[0])
        monkeypatch.setenv(f"GIT_{role}_EMAIL", CLERK[1])


@pytest.fixture
def school(tmp_path: Path) -> School:
    """A mini school, committed and without an approval."""
    return mini_school(tmp_path / "school")
