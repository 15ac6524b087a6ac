"""Publication -> the pages of legislation at the root: every instrument of the register, with all that cites it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clausebook.formats.law.phrases import cited_laws, titles
from clausebook.formats.law.view import groups_of, page_of
from clausebook.formats.web import SITE_ROOT, staged, template_renderer
from clausebook.formats.web.escape import LAW, law_folder, words
from clausebook.model.artefact import Artefact
from clausebook.model.publication import Publication
from clausebook.text.dates import in_words

SITE_ONLY = True
NAME = "Legislation and guidance"


def render_all(publication: Publication) -> Iterator[Artefact]:
    """One site at site/law: a list, and a page for every instrument that is registered or that an edition cites.

    What the pages say goes into slots, for it speaks of today.
    """
    show = template_renderer(publication)
    laws = cited_laws(publication)
    school = words(publication.school.name)
    common = {"school": school, "on": in_words(publication.as_of.isoformat())}
    slots = {"list": show("law.html", groups=groups_of(laws, publication), **common)}
    texts = {"index.md": _page(show, NAME, f"{words(NAME)} | {school}", "list", {})}
    names = titles(publication)
    for law in laws:
        path = law_folder(law.id).removeprefix(f"{LAW}/")
        slot = f"law--{path.replace('/', '--')}"
        slots[slot] = show("instrument.html", law=page_of(law, publication, names), **common)
        head = f"{words(law.title)} | {words(NAME)} | {school}"
        texts[f"{path}.md"] = _page(show, law.title, head, slot, {"url": f"site:{LAW}/", "name": words(NAME)})
    files = staged(publication, words(NAME), [{words(NAME): "index.md"}], texts)
    slotted = {f"slots/{slot}.html": text.encode() for slot, text in slots.items()}
    yield Artefact(
        renderer="site", path=f"{SITE_ROOT}/{LAW}", source=NAME, files={**files, **slotted, "slots/banner.html": b""}
    )


def _page(show: Any, title: str, head: str, slot: str, above: dict[str, str]) -> str:
    text: str = show("slotted.md", title=words(title), head=head, sheet="law.css", slot=slot, above=above)
    return text
