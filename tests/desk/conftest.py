"""What the tests of the desk share: a mini school whose clauses have every shape, and a clerk at its desk."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from tests.desk.clerks import Clerk
from tests.history.conftest import nobody_elses_settings
from tests.history.repositories import approve_by_hand, mini_school
from tests.site.conftest import browser
from tests.word_review.schools import SHAPES

__all__ = ["browser", "nobody_elses_settings"]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The school, made once."""
    school = mini_school(tmp_path_factory.mktemp("desk") / "school")
    approve_by_hand(school)
    school.commit("Draft the calls\n\nReason: telephones have changed", {"clauses/phones/calls.yaml": SHAPES})
    return school.root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    """A school of one's own."""
    copytree(made, tmp_path / "school")
    return tmp_path / "school"


@pytest.fixture
def clerk(root: Path) -> Clerk:
    """A clerk at the desk."""
    return Clerk(root)
