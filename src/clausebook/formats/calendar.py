"""Publication -> a calendar (RFC 5545) with the day or month in which each policy in force is due for review.

A review that is due in May is an event of the whole of May: no day is made up. Nothing comes from a clock: an event is
stamped with the approval that set its date.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from clausebook.formats._names import address, edition_uuid, uuid_of
from clausebook.formats.web import SITE_ROOT
from clausebook.formats.web.escape import CALENDAR
from clausebook.model.acts.words import with_article
from clausebook.model.artefact import Artefact
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from clausebook.text.dates import first_day, in_words, last_day

SITE_ONLY = True
ALARMS = (90, 30)  # days before a review is due
_LONGEST = 75  # bytes in a line, without its end


def render_all(publication: Publication) -> Iterator[Artefact]:
    """One file at the root of the site."""
    yield Artefact(path=f"{SITE_ROOT}/{CALENDAR}", source=calendar(publication))


def calendar(publication: Publication) -> bytes:
    """The calendar in UTF-8, its lines folded and ended as the standard wants them."""
    school = publication.school
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(school.name)}//Policies//EN",
        f"UID:{uuid_of('calendar', school.name)}",
        f"NAME:{_text(f'{school.name}: policy reviews')}",
        f"X-WR-CALNAME:{_text(f'{school.name}: policy reviews')}",
    ]
    for policy in dict.fromkeys(edition.policy for edition in publication.editions):
        edition, due = publication.in_force(policy), publication.status(policy).due
        if edition and due:
            lines += _event(edition, due.when, publication)
    return "".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VCALENDAR")).encode("utf-8")


def _event(edition: Edition, due: str, publication: Publication) -> Iterator[str]:
    approval = edition.approval
    if approval is None:
        return
    said = f"The {edition.called} was approved {in_words(approval.approved)} by {with_article(approval.body)}."
    where = address(publication.school, f"{edition.folder}/") if publication.school.policy_site else ""
    yield "BEGIN:VEVENT"
    yield f"UID:{edition_uuid(edition)}"
    yield f"DTSTAMP:{_day(first_day(approval.approved))}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(first_day(due))}"
    yield f"DTEND;VALUE=DATE:{_day(last_day(due) + timedelta(days=1))}"
    yield f"SUMMARY:{_text(f'Review due: {edition.title}')}"
    yield f"DESCRIPTION:{_text(f'Review due {in_words(due)}. {said}')}"
    if where:
        yield f"URL:{where}"
    yield f"CATEGORIES:{_text(approval.body)}"
    yield "TRANSP:TRANSPARENT"
    for days in ALARMS:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"TRIGGER:-P{days}D"
        yield f"DESCRIPTION:{_text(f'Review due {in_words(due)}: {edition.title}')}"
        yield "END:VALARM"
    yield "END:VEVENT"


def _day(on: date) -> str:
    return f"{on.year:04}{on.month:02}{on.day:02}"


def _text(words: str) -> str:
    """A value of type TEXT; control characters, which it cannot hold, become blanks."""
    plain = "".join(" " if ord(char) < 0x20 or ord(char) == 0x7F else char for char in words)
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """A line in pieces of at most 75 bytes, none of which cuts a character."""
    pieces, size = [""], 0
    for char in line:
        width = len(char.encode("utf-8"))
        if size + width > _LONGEST:
            pieces.append("")
            size = 1  # the blank that marks a continued line
        pieces[-1] += char
        size += width
    return "\r\n ".join(pieces)
