"""What the tests of forks share: a mini school that another one takes over, and nobody's git settings."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TypeVar

import pytest

from tests.history.conftest import nobody_elses_settings as nobody_elses_settings
from tests.history.repositories import School, approve_by_hand, environment, mini_school
from tests.upstream.schools import Fork, cloned

Repository = TypeVar("Repository", bound=School)


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[School, Fork]:
    """The first school with an approved edition, and a clone beside it that another school adopted: made once."""
    root = tmp_path_factory.mktemp("drawn")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment().items():
            patch.setenv(name, value)
        upstream = mini_school(root / "upstream")
        approve_by_hand(upstream)
        fork = cloned(upstream, root / "fork")
        fork.git("remote", "set-url", "origin", "../upstream")
        fork.adopt()
    return upstream, fork


@pytest.fixture
def upstream(drawn: tuple[School, Fork], tmp_path: Path) -> School:
    """The first school, with an approved edition."""
    return _copied(drawn[0], School(tmp_path / "upstream", start=False))


@pytest.fixture
def fork(drawn: tuple[School, Fork], upstream: School, tmp_path: Path) -> Fork:
    """A clone of it, beside it, that another school has adopted."""
    return _copied(drawn[1], Fork(tmp_path / "fork", start=False))


def _copied(drawn: School, copy: Repository) -> Repository:
    shutil.copytree(drawn.root, copy.root, dirs_exist_ok=True)
    copy.now = drawn.now
    return copy
