"""Who said that they have read which edition: answers from the school's own form, counted for each edition in force."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from clausebook.model.edition import Edition
from clausebook.model.school import FORM_FIELDS, School
from clausebook.text.blanks import fold
from clausebook.text.phrases import counted
from clausebook.text.records import dataclass

CODE = 12  # hexadecimal digits of the fingerprint that a form is given
# What a form's export calls its columns, besides the words themselves, which may be part of a longer question.
_COLUMNS = {
    "person": ("person", "email", "e-mail", "username", "user name", "name"),
    "policy": ("policy",),
    "edition": ("edition",),
    "code": ("fingerprint", "code"),
    "on": ("on", "completion time", "timestamp", "date", "submitted"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgementAnswer:
    """One answer. `code` begins the fingerprint of the words that were read, "" where the form did not carry it."""

    person: str
    policy: str
    edition: str
    code: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many have acknowledged one edition.

    `other` acknowledged other words under its name; `missing` are people on the list who have not, None where there is
    no list.
    """

    title: str
    reference: str
    has: tuple[str, ...]
    other: tuple[str, ...]
    missing: tuple[str, ...] | None

    @property
    def line(self) -> str:
        """For the dashboard: numbers, and no names."""
        known = self.missing is not None
        of = f" of {len(self.has) + len(self.missing or ())}" if known else ""
        people = "person has" if len(self.has) == 1 and not known else "people have"
        said = f"{self.title}, {self.reference}: {len(self.has)}{of} {people} acknowledged it"
        other = f"; {counted(len(self.other), 'person', 'people')} acknowledged other words" if self.other else ""
        return f"{said}{other}."


def code_of(fingerprint: str) -> str:
    """The short form of a fingerprint that a form carries."""
    return fingerprint.rpartition(":")[2][:CODE]


def form_address(school: School, edition: Edition) -> str:
    """The address of the school's own form for an edition, filled in; "" where the school has none."""
    address = school.acknowledgement_form or ""
    values = (edition.policy, edition.name, code_of(edition.fingerprint))
    for field, value in zip(FORM_FIELDS, values, strict=True):
        address = address.replace(f"{{{field}}}", quote(value, safe=""))
    return address


def read_rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of an export with their line from 1: what each says, under the names of this module's columns.

    Commas, semicolons and tabs are read. Raises ValueError where no column holds people.
    """
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    best = _columns(next(reader, []))
    if "person" not in best:
        raise ValueError("no column is called email or name")
    for row in reader:
        if any(cell.strip() for cell in row):
            yield reader.line_num, {name: row[at].strip() for name, at in best.items() if at < len(row)}


def _column(head: str) -> str:
    words = fold(head).strip().lstrip("\ufeff").casefold()
    for name, known in _COLUMNS.items():
        if words in known:
            return name
    longer = (name for name in ("code", "edition", "policy") if any(one in words for one in _COLUMNS[name]))
    return next(longer, "person" if "email" in words or "e-mail" in words else "")


def _is_address(head: str) -> bool:
    return "mail" in head.casefold()


def _columns(heads: list[str]) -> dict[str, int]:
    """Where each column is: the first of several, but an address before a name, which two people can share."""
    found: dict[str, int] = {}
    for at, head in enumerate(heads):
        name = _column(head)
        better = name == "person" and _is_address(head) and not _is_address(heads[found.get(name, at)])
        if name and (name not in found or better):
            found[name] = at
    return found


def answers_in(
    text: str, editions: Iterable[Edition], policy: str, edition: str
) -> tuple[tuple[AcknowledgementAnswer, ...], tuple[str, ...]]:
    """The answers of an export, and a sentence for each line that cannot be counted.

    `policy` and `edition` are meant where a line does not say them. Raises ValueError for anything else.
    """
    known = {(one.policy, one.name) for one in editions}
    titles = {fold(one.title).casefold(): one.policy for one in editions}
    found: list[AcknowledgementAnswer] = []
    faults: list[str] = []
    for line, row in read_rows(text):
        said = row.get("policy", "") or policy
        named = titles.get(fold(said).casefold(), said)
        year = row.get("edition", "") or edition
        if not row.get("person"):
            faults.append(f"line {line}: names no person")
        elif (named, year) not in known:
            faults.append(f"line {line}: there is no edition {named or '(no policy)'}/{year or '(no edition)'}")
        else:
            code = row.get("code", "").casefold()
            found.append(
                AcknowledgementAnswer(person=row["person"], policy=named, edition=year, code=code, on=row.get("on", ""))
            )
    return tuple(found), tuple(faults)


def joined(
    old: Iterable[AcknowledgementAnswer], new: Iterable[AcknowledgementAnswer]
) -> tuple[AcknowledgementAnswer, ...]:
    """All answers, each person's once for the same words of an edition; the later one counts."""
    kept = {(one.person.casefold(), one.policy, one.edition, one.code): one for one in (*old, *new)}
    return tuple(kept.values())


def tally(edition: Edition, answers: Iterable[AcknowledgementAnswer], people: Iterable[str]) -> Tally:
    """Who has acknowledged an edition's words, and who on the list has not."""
    mine = [one for one in answers if (one.policy, one.edition) == (edition.policy, edition.name)]
    code = code_of(edition.fingerprint)
    right = {one.person.casefold(): one.person for one in mine if not one.code or _is(one.code, code)}
    wrong = {one.person.casefold(): one.person for one in mine if one.person.casefold() not in right}
    wanted = {one.casefold(): one for one in people}
    return Tally(
        title=edition.title,
        reference=edition.name,
        has=tuple(one for key, one in sorted(right.items()) if not wanted or key in wanted),
        other=tuple(one for _, one in sorted(wrong.items())),
        missing=tuple(one for key, one in sorted(wanted.items()) if key not in right) if wanted else None,
    )


def _is(said: str, code: str) -> bool:
    """Whether a code, with or without its v1:sha256:, is the beginning of the fingerprint or goes on from it."""
    short = said.rpartition(":")[2][:CODE]
    return len(short) >= 8 and code.startswith(short)
