"""A fresh clone or fork made a school's own: facts in, one commit out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from clausebook.approving.approve import CHANGELOG, obstacles
from clausebook.errors import UserError, all_refusals
from clausebook.history.adoption import register_at
from clausebook.io.files import read_files
from clausebook.io.git import Repository, open_repository
from clausebook.lint.run import check
from clausebook.model.finding import Finding, LoadError
from clausebook.model.register import Register
from clausebook.model.school import School
from clausebook.model.upstream import NewSchool, PlannedWrite
from clausebook.source.load import load
from clausebook.source.locate import locate
from clausebook.text.records import dataclass
from clausebook.upstream.adopt import adopt
from clausebook.upstream.texts import new_school, read_answers

_LEFTOVER = "leftover-of-another-school"


@dataclass(frozen=True, kw_only=True)
class SchoolAnswers:
    """What was said of the new school: its facts, or why they cannot be used."""

    school: NewSchool | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Takeover:
    """What an adoption writes, the findings that will be left in the texts, and what the person should look at."""

    writing: PlannedWrite
    leftovers: tuple[Finding, ...] = ()
    remark: str = ""


def answers(path: Path | None, given: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """The values of a file of answers with what was said on the command line laid over them.

    Raises UserError where there is no such file.
    """
    if path is None:
        return dict(given), ()
    data = _bytes(path)
    values, faults = read_answers(data, path.as_posix())
    return _laid(values, given), _found(faults, {path.as_posix(): data})


def answered(values: Mapping[str, Any], path: Path | None) -> SchoolAnswers:
    """The new school, or findings in the file of answers. Raises UserError where there is no file to point at."""
    name = path.as_posix() if path else "the command line"
    school, faults = new_school(values, name)
    if faults and path is None:
        raise all_refusals("this does not describe a school", tuple(UserError(one.message, one.hint) for one in faults))
    return SchoolAnswers(school=school, findings=_found(faults, {name: _bytes(path)} if path else {}))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(
            f"cannot read {path.as_posix()} ({error.strerror})", "adopt --from needs a YAML file"
        ) from error


def _laid(values: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The values with those given on top; mappings (roles, colours) are laid over one another entry by entry."""
    merged = dict(values)
    for key, value in given.items():
        old = values.get(key)
        merged[key] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def _found(faults: tuple[LoadError, ...], files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    return locate((Finding(one.place, one.message, one.hint, "error", one.kind) for one in faults), files)


def known_facts(root: Path) -> School:
    """The facts as they are now, which an answer may leave as they are."""
    return load(read_files(root, ("policy",))).school or School(name="")


def planned(root: Path, school: NewSchool, address: str, as_of: date, anew: bool = False) -> Takeover:
    """What making the policies this school's own would write. Raises UserError for all that prevents it."""
    repository = open_repository(root)
    repository.insist_on_history("adoptions")
    head = repository.state.head
    register = register_at(repository, head, as_of=as_of)
    against = tuple(_against(repository, register, school, anew))
    if against:
        raise all_refusals("these policies were not adopted", against)
    return takeover_of(repository, register, school, address, as_of, anew)


def takeover_of(
    repository: Repository, register: Register, school: NewSchool, address: str, as_of: date, anew: bool
) -> Takeover:
    """What making the policies of the newest commit another school's own would write."""
    head = repository.state.head
    files = {**repository.read(head), CHANGELOG: repository.text_at(head, CHANGELOG).encode("utf-8")}
    where = address or _address(repository, register, anew)
    writing = adopt(register, school, files, address=where, commit=head, anew=anew)
    after = {path: data for path, data in {**files, **writing.files}.items() if data is not None and path != CHANGELOG}
    left = tuple(one for one in check(load(after, as_of)) if one.rule == _LEFTOVER) if writing.files else ()
    return Takeover(writing=writing, leftovers=left, remark="" if address else _guessed(repository, register, anew))


def write(root: Path, takeover: Takeover) -> str:
    """Write it as one commit; the commit's id. Raises UserError where git refuses, and everything is as it was."""
    return open_repository(root).commit_files(takeover.writing.files, takeover.writing.message)


def _against(repository: Repository, register: Register, school: NewSchool, anew: bool) -> Iterator[UserError]:
    yield from against_writing(repository)
    if register.school is None:
        yield UserError("policy/school.yaml cannot be read", "python3 build.py check says why")
        return
    here = register.school.name
    same = here.casefold() == school.name.casefold()
    if register.upstream is None and same:
        yield UserError(f"these policies are {here}'s already", "a school of the same name adds its town: --name")
    if register.upstream is not None and anew and same:
        yield UserError(f"these policies are {here}'s already", "leave out --anew to correct its facts")
    if register.upstream is not None and not anew and not same:
        hint = f"for a new name edit policy/school.yaml; if you are another school that took over {here}'s: --anew"
        yield UserError(f"these policies were adopted by {here}, not by {school.name}", hint)


def against_writing(repository: Repository) -> Iterator[UserError]:
    """What prevents a commit made by the engine: work in progress that it could not distinguish from its own."""
    yield from obstacles(repository.state, repository.changes(), "a commit")


def _guessed(repository: Repository, register: Register, anew: bool) -> str:
    """A word of caution where upstream's address is only where this was cloned from."""
    if (register.upstream and not anew) or "upstream" in repository.remotes():
        return ""
    return "upstream is taken to be where this was cloned from; in a fork of your own say --upstream ADDRESS"


def _address(repository: Repository, register: Register, anew: bool) -> str:
    """Where upstream is: what was recorded, or a remote of that name, or where this was cloned from."""
    if register.upstream and not anew:
        return register.upstream.address
    remotes = repository.remotes()
    found = remotes.get("upstream") or remotes.get("origin")
    if not found:
        raise UserError(
            "the address of upstream is not known", "say --upstream ADDRESS: where these policies were cloned from"
        )
    return found
