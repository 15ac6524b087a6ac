"""Keeps who has read which edition in acknowledgements/, which git does not see, and counts them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, fields
from datetime import date
from pathlib import Path

from clausebook.app.workspace import Workspace, open_workspace
from clausebook.errors import UserError
from clausebook.io.files import write_files
from clausebook.io.git.command import run
from clausebook.model.acknowledgements import AcknowledgementAnswer, Tally, answers_in, joined, read_rows, tally

FOLDER = "acknowledgements"
ANSWERS, PEOPLE = f"{FOLDER}/answers.csv", f"{FOLDER}/people.csv"
_COLUMNS = tuple(field.name for field in fields(AcknowledgementAnswer))


def import_answers(root: Path, file: Path, as_of: date, policy: str, edition: str) -> tuple[int, tuple[str, ...]]:
    """Take in an export of the school's form: how many answers are new, and the lines that could not be counted.

    Raises UserError for a file that is not an export, and where git would keep what is written.
    """
    _insist_on_privacy(root)
    editions = open_workspace(root, as_of, "acknowledgements").editions
    try:
        found, faults = answers_in(_text(file), [one for one in editions if one.approval], policy, edition)
    except (ValueError, csv.Error) as error:
        raise UserError(f"{file} is not a list of answers: {error}", "its first line names the columns") from error
    old = _answers(root)
    together = joined(old, found)
    write_files(root, {ANSWERS: _csv(_COLUMNS, (astuple(one) for one in together))})
    return len(together) - len(old), faults


def import_people(root: Path, file: Path) -> int:
    """Take in the list of those who are to acknowledge, in place of the one before; how many they are."""
    _insist_on_privacy(root)
    try:
        people = list(dict.fromkeys(row["person"] for _, row in read_rows(_text(file)) if row.get("person")))
    except (ValueError, csv.Error) as error:
        raise UserError(f"{file} is not a list of people: {error}", "its first line names the columns") from error
    write_files(root, {PEOPLE: _csv(("person",), ((one,) for one in people))})
    return len(people)


def tallies(root: Path, as_of: date) -> tuple[Tally, ...]:
    """How many have acknowledged each edition in force."""
    return tallies_of(open_workspace(root, as_of, "acknowledgements"))


def tallies_of(workspace: Workspace) -> tuple[Tally, ...]:
    """The same of a workspace; nothing where nothing was imported."""
    answers = _answers(workspace.root)
    if not answers:
        return ()
    people = _people(workspace.root)
    inforce = (
        (policy, workspace.register.status(policy).in_force)
        for policy in dict.fromkeys(one.policy for one in workspace.editions)
    )
    names = {(policy, force.name) for policy, force in inforce if force}
    shown = (one for one in workspace.editions if (one.policy, one.name) in names)
    return tuple(tally(one, answers, people) for one in shown)


def _insist_on_privacy(root: Path) -> None:
    if run(root, ["check-ignore", "--quiet", ANSWERS]).code:
        raise UserError(
            f"git would keep {FOLDER}/, which holds names of people", f"add the line /{FOLDER}/ to .gitignore"
        )


def _text(file: Path) -> str:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UserError(f"cannot read {file} ({error.strerror})", "name the file that the form exports") from error
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _answers(root: Path) -> tuple[AcknowledgementAnswer, ...]:
    try:
        text = (root / ANSWERS).read_text(encoding="utf-8")
        return tuple(
            AcknowledgementAnswer(**{name: row.get(name, "") for name in _COLUMNS})
            for row in csv.DictReader(io.StringIO(text))
        )
    except (OSError, UnicodeDecodeError, csv.Error):
        return ()


def _people(root: Path) -> tuple[str, ...]:
    try:
        return tuple(row["person"] for _, row in read_rows((root / PEOPLE).read_text(encoding="utf-8")))
    except (OSError, ValueError, csv.Error):
        return ()


def _csv(heads: Iterable[str], rows: Iterable[tuple[str, ...]]) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return written.getvalue().encode("utf-8")
