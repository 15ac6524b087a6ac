"""Only regular files are read: a pipe, a device or a folder with a file's name is a finding, and nothing hangs."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from clausebook.errors import UserError
from clausebook.io.files import LOOKS, read_files
from clausebook.lint.run import check
from clausebook.source.load import load
from tests.lint.mini import AS_OF, base


def pipe(path: Path) -> None:
    os.mkfifo(path)


def folder(path: Path) -> None:
    path.mkdir()


def to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def to_nowhere(path: Path) -> None:
    path.symlink_to("gone.yaml")


def a_socket(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)  # the name of a socket may have 100 characters
    try:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(path.name)
    finally:
        os.chdir(here)


KINDS: tuple[tuple[Callable[[Path], None], str], ...] = (
    (pipe, "a named pipe"),
    (folder, "a folder"),
    (to_itself, "a link that leads to itself"),
    (to_nowhere, "a link that leads nowhere"),
    (a_socket, "a socket"),
)


@pytest.fixture
def school(tmp_path: Path) -> Path:
    for path, data in base().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    return tmp_path


@pytest.mark.parametrize(("make", "called"), KINDS, ids=[called for _, called in KINDS])
@pytest.mark.parametrize("place", ["clauses/phones/more.yaml", "policy/more.yaml", "clauses/phones/more.yml"])
def test_what_is_no_file_is_a_finding_at_its_path(
    school: Path, place: str, make: Callable[[Path], None], called: str
) -> None:
    make(school / place)
    found = check(load(read_files(school), AS_OF))
    assert [(one.place.file, one.rule) for one in found] == [(place, "stray-file")]
    assert called in found[0].message


def test_a_device_among_the_templates_is_named(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    pipe(tmp_path / "templates" / "style.typ")
    with pytest.raises(UserError, match=r"templates/style.typ is a named pipe"):
        read_files(tmp_path, LOOKS)
