"""Publications as tests use them: the repository's own with its register, and a small school with three editions."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from clausebook.app.building import published
from clausebook.app.workspace import open_workspace
from clausebook.model.artefact import Order
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from clausebook.source.load import load
from tests import adopted
from tests.history.repositories import School, mini_school, record, words_of
from tests.review.schools import school_under_review

AS_OF = date(2020, 9, 1)


@lru_cache(maxsize=1)
def real() -> Publication:
    """The 2018 edition and the same words as a draft, with the register of law."""
    found = adopted.publication(adopted.draft(), adopted.approved())
    return replace(found, register=load(adopted.files_below("policy", "clauses"), adopted.AS_OF))


def three_editions(school: School) -> School:
    """Editions of 2018, 2019 and 2020, and a draft after them, with and without reasons."""
    school_under_review(school)
    _approve(school, "2019", "2019-06-12")
    watches = "id: watches\ntitle: Watches\nbody:\n  - Staff must not wear smart watches in exams.\n"
    school.write({"clauses/phones/watches.yaml": watches})
    school.replace("policy/phones.yaml", "calls, cameras", "cameras, watches, calls")
    school.commit("Rule on watches\n\nReason: The exam board asks for it.")
    _approve(school, "2020", "2020-06")
    school.replace("clauses/phones/watches.yaml", "in exams", "in exams or tests")
    school.commit("Tests too\n\nReason: Tests are like exams.\nDecision-needed: Which tests?")
    return school


@lru_cache(maxsize=1)
def three() -> Publication:
    """What a build of the school with three editions publishes; made once, for nothing in it can change."""
    with tempfile.TemporaryDirectory() as folder:
        return published_of(three_editions(mini_school(Path(folder) / "school")).root)


def _approve(school: School, year: str, on: str) -> None:
    words = words_of(school).fingerprint
    text = record(words, edition=year, approved=on).replace("2019-05", f"{int(year) + 1}-05")
    school.commit(f"Approve phones {year}", {f"policy/approvals/phones/{year}.yaml": text})


def published_of(root: Path, as_of: date = AS_OF) -> Publication:
    """What a build of that school would publish, with this repository's templates."""
    found = published(open_workspace(root, as_of), Order(root=root, as_of=as_of))
    return replace(found, templates=adopted.files_below("templates", "site"))


def edition_of(publication: Publication, name: str) -> Edition:
    """The edition of that name."""
    return next(edition for edition in publication.editions if edition.name == name)
