"""What the tests of forks share: a mini school that another one takes over, and nobody's git settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.forking.schools import Fork, fork_of
from tests.git.conftest import nobody_elses_settings as nobody_elses_settings
from tests.git.repositories import School, approve_by_hand, mini_school


@pytest.fixture
def upstream(tmp_path: Path) -> School:
    """The first school, with an approved edition."""
    school = mini_school(tmp_path / "upstream")
    approve_by_hand(school)
    return school


@pytest.fixture
def fork(upstream: School, tmp_path: Path) -> Fork:
    """A clone of it that another school has adopted."""
    return fork_of(upstream, tmp_path / "fork")
