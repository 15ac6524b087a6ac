"""Responses to a consultation: read from a small YAML file, and collected into it from Word files that came back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from clausebook.app.returning import take_back
from clausebook.approving.act_files import responses_text
from clausebook.errors import UserError
from clausebook.model.acts.record import Response, Responses
from clausebook.model.decode import Decoder
from clausebook.model.documents.returned import Change
from clausebook.model.finding import Finding, SourceLocation
from clausebook.source.locate import locate
from clausebook.source.parse import parse


def responses_in(path: Path) -> tuple[Response, ...]:
    """The responses of a YAML file. Raises UserError for one that cannot be read, with line and remedy."""
    name = path.as_posix()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(f"cannot read {name} ({error.strerror})", "--responses needs a YAML file") from error
    value, faults = parse(data, name)
    reader = Decoder()
    found = None
    if not faults:
        found = reader.read(Responses, value, SourceLocation(name))
        faults = tuple(reader.faults)
    if faults or found is None:
        fault = Finding(faults[0].place, faults[0].message, faults[0].hint)
        (first,) = locate((fault,), {name: data})
        line = f":{first.place.line}" if first.place.line else ""
        raise UserError(f"{name}{line}: {first.message}", first.hint or "schema/responses.json says what it holds")
    for number, one in enumerate(found.responses, 1):
        if not one.of.strip() or not one.said.strip():
            raise UserError(f"{name}: response {number} says nothing", "write of: and said:")
    return found.responses


def collect(
    root: Path, word: Path, into: Path, as_of: date, *, policy: str, of: str, dry_run: bool = False
) -> tuple[tuple[Response, ...], int]:
    """Add what a Word file says to the file of responses. Gives those that are new, and how many were there already.

    No name is taken over: a response is of a role or a group. Raises UserError for a file that cannot be read.
    """
    taken, _ = take_back(root, word, as_of, policy=policy, dry_run=True)
    if taken.policy != policy:
        raise UserError(f"{word.name} is of the policy {taken.policy}, not {policy}", f"--policy {taken.policy}")
    known = responses_in(into) if into.exists() else ()
    said = {(one.of, one.said) for one in known}
    found = tuple(dict.fromkeys(_sentence(change) for change in taken.changes))
    added = tuple(Response(of=of, said=words) for words in found if (of, words) not in said)
    if added and not dry_run:
        into.write_text(responses_text((*known, *added)), encoding="utf-8", newline="\n")
    return added, len(found) - len(added)


def _sentence(change: Change) -> str:
    return " ".join(_parts(change))


def _parts(change: Change) -> Iterator[str]:
    if change.where:
        yield f"{change.where}:"
    yield " ".join(change.what.split())
