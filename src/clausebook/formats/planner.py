"""Publication -> the planner of the year for governors, as PDF beside the page "Our policies": by month and by body."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clausebook.formats._planner import PlannedReview, months_of, planned
from clausebook.formats.pdf.markup import environment
from clausebook.formats.web import SITE_ROOT
from clausebook.formats.web.escape import PLANNER
from clausebook.model.artefact import Artefact
from clausebook.model.publication import Publication
from clausebook.text.colour import readable
from clausebook.text.dates import in_words
from clausebook.text.phrases import capital

SITE_ONLY = True
TEMPLATE = "templates/pdf/planner.typ"
NO_YEAR = "No review is due in the coming year."


def render_all(publication: Publication) -> Iterator[Artefact]:
    """One PDF at the root of the site."""
    template = environment(publication.templates).get_template(TEMPLATE)
    yield Artefact(
        path=f"{SITE_ROOT}/{PLANNER}",
        source=template.render(planner=planner_values(publication)),
        renderer="typst",
        dated=publication.as_of,
    )


def planner_values(publication: Publication) -> dict[str, Any]:
    """Everything that the layout shows."""
    school, found = publication.school, planned(publication)
    day = in_words(publication.as_of.isoformat())
    language, _, region = school.language.partition("-")
    bodies = publication.register.bodies if publication.register else None
    meets = {one.name: one.meets for one in bodies.bodies} if bodies else {}
    return {
        "language": language,
        "region": region or None,
        "school": school.name,
        "title": "Reviews of policies in the coming year",
        "name": f"as of {day}",
        "series": "",
        "reference": PLANNER,
        "draft": False,
        "status": f"Planner as of {day}",
        "primary": readable(school.brand.primary),
        "accent": readable(school.brand.accent),
        "months": tuple(
            (month, tuple(map(_row, rows)))
            for month in months_of(publication)
            if (rows := [one for one in found if one.month == month])
        ),
        "bodies": tuple(
            (capital(body), _meets(meets.get(body, ())), tuple(map(_row, [one for one in found if one.body == body])))
            for body in sorted({one.body for one in found})
        ),
        "nothing": "" if found else NO_YEAR,
    }


def _row(one: PlannedReview) -> tuple[str, str, str, str, str]:
    due = f"was due {in_words(one.due)}" if one.month == "Overdue" else in_words(one.due)
    return one.title, capital(one.body), one.owner or "not recorded", due, one.why


def _meets(months: tuple[int, ...]) -> str:
    from clausebook.text.dates import MONTHS
    from clausebook.text.phrases import listed

    return f"Usually meets in {listed(MONTHS[month - 1] for month in months)}." if months else ""
