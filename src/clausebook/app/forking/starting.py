"""A content-only repository for another school: this school's clauses as its first draft, and a pinned engine."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from clausebook.app.forking.adopting import Takeover, takeover_of
from clausebook.approving.approve import CHANGELOG
from clausebook.errors import UserError
from clausebook.history.adoption import register_at
from clausebook.io.files import write_files
from clausebook.io.git import Repository, open_repository
from clausebook.io.git.command import ask, run
from clausebook.io.wheel import PIN, Wheel, this_engine
from clausebook.model.register import Register
from clausebook.model.upstream import NewSchool

DOUBLE_CLICK = "desk.command"  # macOS runs it by a double click where it may be executed
STARTER = (
    ".gitattributes",
    ".github/workflows/policies.yml",
    ".gitlab-ci.yml",
    "build.py",
    "desk.cmd",
    DOUBLE_CLICK,
)
IGNORED = ".gitignore"
_README = Path(__file__).resolve().parent / "school.md"
_IDENTITY = 'git config --global user.name "Your Name", and git config --global user.email you@your.school'


def planned_school(root: Path, school: NewSchool, address: str, as_of: date) -> Takeover:
    """What becomes of this school's content in the other's hands. Raises UserError for what is against it."""
    repository = open_repository(root)
    repository.insist_on_history("new repositories")
    register = _register(repository, as_of)
    if register.school and register.school.name.casefold() == school.name.casefold():
        raise UserError(f"{school.name} is the school of this repository", "a school of the same name adds its town")
    return takeover_of(repository, register, school, address, as_of, register.upstream is not None)


def _register(repository: Repository, as_of: date) -> Register:
    register = register_at(repository, repository.state.head, as_of=as_of)
    if register.school is None:
        raise UserError("policy/school.yaml cannot be read", "python3 build.py check says why")
    return register


def start_school(root: Path, folder: Path, takeover: Takeover, name: str) -> str:
    """Make the folder, its files, its git repository and its first commit; the commit's id.

    Raises UserError where the folder is in use or git refuses, and then the folder is as it was.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(f"{folder} is there already, and nothing is overwritten", "choose another folder")
    files = {**_content(root, takeover), **engine_files(this_engine(root)), "README.md": readme(name)}
    was_there = folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_files(folder, files)
        ask(folder, ["init", "--quiet", "--initial-branch=main"])
        ask(folder, ["add", "--all"])
        done = run(folder, ["commit", "--quiet", "--file=-"], stdin=takeover.writing.message.encode("utf-8"))
        if done.code:
            raise UserError(f"git refused the first commit: {done.complaint}", _IDENTITY)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        if was_there:
            folder.mkdir()
        raise
    return open_repository(folder).state.head


def _content(root: Path, takeover: Takeover) -> dict[str, bytes]:
    """What governors adopt, with what the takeover writes over it and without what it removes."""
    repository = open_repository(root)
    head = repository.state.head
    files = {**repository.read(head), CHANGELOG: repository.text_at(head, CHANGELOG).encode("utf-8")}
    together: dict[str, bytes | None] = {**files, **takeover.writing.files}
    return {path: content for path, content in together.items() if content is not None}


def engine_files(wheel: Wheel) -> Mapping[str, bytes]:
    """What a content-only repository holds besides content: the starter, the wheel, its pin, and what git needs."""
    return {
        **{path: wheel.file(path) for path in STARTER},
        IGNORED: wheel.file(IGNORED) + b"# written from the engine, for editors\n/schema/\n",
        PIN: wheel.pin.encode("utf-8"),
        wheel.path: wheel.content,
    }


def readme(name: str) -> bytes:
    """The README of a school's repository."""
    return _README.read_text(encoding="utf-8").replace("{school}", name).encode("utf-8")
