"""What the tests of signing share: a school whose policy is approved and unsigned, made once, copied for each test."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from tests.history.conftest import nobody_elses_settings
from tests.history.repositories import School
from tests.signing.desks import approved_school

__all__ = ["nobody_elses_settings"]


@pytest.fixture(scope="session")
def unsigned_school(tmp_path_factory: pytest.TempPathFactory) -> School:
    """The school that the others are copies of; nobody signs here."""
    return approved_school(tmp_path_factory.mktemp("unsigned") / "school")


@pytest.fixture
def school(unsigned_school: School, tmp_path: Path) -> School:
    """A school whose policy is approved and unsigned."""
    shutil.copytree(unsigned_school.root, tmp_path / "school")
    copy = School(tmp_path / "school", start=False)
    copy.now = unsigned_school.now + timedelta(days=1)
    return copy
