"""Every format has a golden folder: what it makes of one edition with every block, before any program renders it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from clausebook.formats._registry import Format, all_formats
from clausebook.model.approvals.approval import Approval
from clausebook.model.artefact import Artefact
from clausebook.model.edition import Edition
from clausebook.model.edition_blocks import ResolvedParagraph
from clausebook.model.publication import Publication
from clausebook.text.inline import Run
from tests.adopted import files_below
from tests.formats.pdf_cases import AS_OF, everything
from tests.golden_folders import GOLDEN, cases, hold

FORMATS = GOLDEN / "formats"
# what a format shows; the site's assets are no work of a format
TEXTS = (".md", ".html", ".json", ".xml", ".ics", ".txt", ".typ", ".csv")


def made_by(form: Format) -> dict[str, str | bytes]:
    """Every file of a format as it is handed to its renderer: of a draft, and of two policies in force."""
    draft = bound(everything())
    editions = (draft, approved(draft, "late"), approved(draft, "early"))
    templates = files_below("templates", "site")
    shown = Publication(school=draft.school, editions=editions, as_of=AS_OF, templates=templates)
    artefacts = [artefact for edition in editions[:2] for artefact in form.render(edition, shown)]
    artefacts += form.render_all(shown) if form.render_all else ()
    return dict(file for artefact in artefacts for file in files_of(artefact))


def approved(draft: Edition, policy: str) -> Edition:
    """The words of a draft, approved as a policy."""
    record = Approval(
        policy=policy, edition="2026", approved="2026-05-12", body="governing body", fingerprint=draft.fingerprint
    )
    return replace(draft, policy=policy, title=policy.title(), name="2026", approval=record)


def bound(edition: Edition) -> Edition:
    """The edition, as one that staff are bound by."""
    school = replace(edition.school, roles={**edition.school.roles, "staff": "Staff"})
    (chapter,) = edition.chapters
    assert chapter.opening
    rule = ResolvedParagraph(text=(Run("Staff must lock the door."),), duty="must")
    opening = replace(chapter.opening, applies_to=("staff",), blocks=(rule, *chapter.opening.blocks))
    return replace(edition, school=school, chapters=(replace(chapter, opening=opening),))


def files_of(artefact: Artefact) -> Iterator[tuple[str, str | bytes]]:
    """The source of an artefact, and the texts that it refers to."""
    match artefact.renderer:
        case "none":
            yield artefact.path, artefact.source
        case "typst":
            # the template's own lines are those of templates/; what the format hands over is one value
            yield (
                f"{artefact.path}.typ",
                "\n".join(line for line in artefact.source.split("\n") if "#let edition" in line),
            )
        case "pandoc":
            import pandoc

            tree = json.loads(pandoc.write(artefact.source, format="json"))
            yield f"{artefact.path}.json", json.dumps(tree["blocks"], indent=1, ensure_ascii=False) + "\n"
        case "site":
            folder = artefact.path
            texts = {path: data for path, data in artefact.files.items() if path.endswith(TEXTS)}
            yield from ((f"{folder}/{path}", data) for path, data in texts.items() if not path.startswith("overrides/"))


@pytest.mark.parametrize("form", all_formats(), ids=lambda form: form.name)
def test_a_format_makes_what_it_did_of_every_kind_of_block(form: Format, bless: bool) -> None:
    case = FORMATS / form.name
    made = made_by(form)
    assert made, "a format makes something of an edition, or of all of them"
    assert bless or case.is_dir(), f"no folder {case.name}: --bless writes what is made now"
    case.mkdir(parents=True, exist_ok=True)
    hold(case, made, given=(), bless=bless)


def test_every_golden_folder_is_named_after_a_format() -> None:
    assert {folder.name for folder in cases(FORMATS)} == {form.name for form in all_formats()}
