"""What the tests of the desk share: a mini school whose clauses have every shape, and a clerk at its desk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from clausebook.desk.hosted.running import OTHERS
from tests.desk.clerks import Clerk
from tests.desk.hosted import NOW, Make
from tests.desk.hosts import PEOPLE, Clock, Host, publish
from tests.desk.providers import Provider, provider
from tests.desk.test_keeping import git
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


@pytest.fixture(scope="module")
def signs_in() -> Iterator[Provider]:
    """One provider for all tests of this file."""
    with provider() as made:
        yield made


@pytest.fixture(scope="module")
def shared(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shared repository of a school that lists its people, made once."""
    folder = tmp_path_factory.mktemp("shared")
    git(made, "clone", "-q", "--bare", str(made), str(folder / "hill.git"))
    publish(folder / "hill.git", PEOPLE, folder / "elsewhere")
    return folder / "hill.git"


@pytest.fixture
def make(shared: Path, tmp_path: Path, signs_in: Provider, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Makes a hosted desk."""
    for name in OTHERS:
        monkeypatch.delenv(name, raising=False)
    fresh = Provider(signs_in.issuer, key=signs_in.key, other=signs_in.other)
    for name in ("email", "says", "calls_itself", "forged", "algorithm", "codes", "asked"):
        setattr(signs_in, name, getattr(fresh, name))

    def made(*schools: str, **more: Any) -> Host:
        for school in schools or ("hill",):
            shutil.copytree(shared, tmp_path / f"{school}.git")
        return Host(tmp_path, signs_in, Clock(NOW), schools or ("hill",), **more)

    return made


@pytest.fixture
def host(make: Make) -> Host:
    """The desk of one school."""
    return make()
