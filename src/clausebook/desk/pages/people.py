"""The people of a hosted desk and what each may do: changed by an admin, and counted once it is shared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from starlette.responses import Response

from clausebook.desk.changes import words_of
from clausebook.desk.keeping import ChangeRequest, EditConflict, InvalidChange, keep
from clausebook.desk.plain_words import why_of
from clausebook.desk.visit import PageRequest, RefusedRequest, lead_to
from clausebook.desk.writing import (
    Lines,
    field_lines,
    mapping_member,
    reworded,
    with_field,
    with_member,
    without_member,
)
from clausebook.model.bodies import Right
from clausebook.source.load import PEOPLE
from clausebook.text.records import dataclass

HEAD = "# yaml-language-server: $schema=../schema/people.json\n# Who may do what at the desk.\n"
RIGHTS: dict[Right, str] = {
    "edit": "Change texts, share and publish",
    "approve": "Record what the governors decide",
    "sign": "Sign, and hand in signed files",
    "admin": "Change this list",
}
assert {*RIGHTS, "read"} == {*get_args(Right)}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person as the form has it."""

    name: str
    email: str
    rights: tuple[str, ...]


def show(asked: PageRequest) -> Response:
    """The list."""
    return _page(asked)


def _listed(asked: PageRequest) -> tuple[PersonRow, ...]:
    people = asked.workspace.register.people.people
    return tuple(
        PersonRow(one.name, one.email, tuple(right for right in RIGHTS if right in one.rights)) for one in people
    )


def _page(asked: PageRequest, status: int = 200, faults: tuple[tuple[str, str], ...] = ()) -> Response:
    listed = _listed(asked)
    rows = (
        [_row(asked.form, number) for number in range(len(listed) + 1)]
        if asked.form
        else [*listed, PersonRow("", "", ())]
    )
    return asked.page(
        "people.html", status, rows=rows, rights=RIGHTS, faults=faults, form=asked.form, reasons=(),
        seen=asked.workspace.repository.state.head, kept=asked.query.get("kept", ""),
    )  # fmt: skip


def _row(form: Mapping[str, str], number: int) -> PersonRow:
    name, email = (words_of(form.get(f"{what}|{number}", "")) for what in ("name", "email"))
    return PersonRow(name, email, tuple(right for right in RIGHTS if f"{right}|{number}" in form))


def change(asked: PageRequest) -> Response:
    """Keep the list."""
    before = _listed(asked)
    after = [_row(asked.form, number) for number in range(len(before) + 1)]
    try:
        if asked.form.get("seen") != asked.workspace.repository.state.head:
            raise RefusedRequest(
                "Something else was kept since this page was opened", "Open it again, and try once more."
            )
        left = [one for one in after if one.name or one.email]
        if any(not (one.name and one.email) for one in left):
            raise RefusedRequest("A name or an address is missing", "Empty both boxes to take a person out.")
        if not any("admin" in one.rights for one in left):
            raise RefusedRequest("Nobody could change this list any more", "Leave somebody the right to.")
        requested = ChangeRequest(
            what="Change who may do what at the desk",
            make=lambda read: {PEOPLE: _made(read(PEOPLE), before, after)},
            seen=asked.form["seen"],
            why=why_of(asked.form),
        )
        kept = keep(asked, requested)
    except (InvalidChange, RefusedRequest) as refused:
        return _page(asked, 422, ((refused.what, refused.remedy),))
    except EditConflict:
        return _page(asked, 409, (("Somebody else changed the list", "Open it again, and try once more."),))
    return lead_to(f"/people?kept={kept}")


def _made(text: str, before: tuple[PersonRow, ...], after: list[PersonRow]) -> str:
    """The file with what differs; the last row of the form is the one for somebody new."""
    text, new = text or HEAD, after[-1]
    for number in reversed(range(len(before))):
        old, now = before[number], after[number]
        place = ("people", number)
        if now.rights != old.rights:
            text = with_field(text, place, "rights", _rights(now))
        for field, was, words in (("name", old.name, now.name), ("email", old.email, now.email)):
            text = reworded(text, (*place, field), words) if words and words != was else text
        if not now.name:
            text = without_member(text, place)
    if not new.name:
        return text
    member = mapping_member(field_lines("name", new.name), field_lines("email", new.email), _rights(new))
    if "people:" not in text:
        return text + "\n".join(("people:", *(f"  {line}" for line in member), ""))
    return with_member(text, (), "people", 1_000_000, member)


def _rights(row: PersonRow) -> Lines:
    return (f"rights: [{', '.join(row.rights)}]",) if row.rights else ()
