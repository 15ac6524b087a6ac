"""Publication -> a page for each role with its duties in all policies in force, at site/duties."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.formats.web import SITE_ROOT, staged, template_renderer
from clausebook.formats.web.duties import FOLDER, duties_by_role
from clausebook.formats.web.escape import words
from clausebook.model.artefact import Artefact
from clausebook.model.publication import Publication

SITE_ONLY = True


def render_all(publication: Publication) -> Iterator[Artefact]:
    """One site for all roles, where there is more than one policy: with one, its own pages say the same."""
    people = duties_by_role(publication)
    if not people:
        return
    show, school = template_renderer(publication), words(publication.school.name)
    texts = {"index.md": show("duties-everywhere.md", people=people, person=None, school=school)}
    texts |= {
        person.file: show("duties-everywhere.md", people=people, person=person, school=school) for person in people
    }
    slots = {
        f"{part.id}-{force.slot}": show("duties-of-force.html", force=force, level=4)
        for person in people
        for part in person.parts
        for force in part.duties.forces
    }
    name = words(f"{publication.school.name}: what must I do?")
    yield Artefact(
        renderer="site",
        path=f"{SITE_ROOT}/{FOLDER}",
        source=name,
        files=staged(publication, name, [{"What must I do?": "index.md"}], texts)
        | {f"slots/{slot}.html": html.encode() for slot, html in {**slots, "banner": ""}.items()},
    )
