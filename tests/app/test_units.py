"""A unit holds all that decides the bytes of one edition in one format, and nothing else does."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from clausebook.app.units import make, units
from clausebook.errors import UserError
from clausebook.formats._registry import all_formats, format_called
from clausebook.io.executors import Inline
from clausebook.io.jobs import Files
from clausebook.model.artefact import Artefact, Unit
from clausebook.model.codec import from_json
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from tests import strategies
from tests.adopted import files_below
from tests.formats.pdf_cases import AS_OF, everything
from tests.formats.test_golden_formats import approved

TEMPLATES = files_below("templates", "site")
FORMS = {form.name: form for form in all_formats() if form.reads is not None}


def published(*editions: Edition, as_of: date = AS_OF) -> Publication:
    return Publication(school=editions[0].school, editions=editions, as_of=as_of, templates=TEMPLATES)


def keys(publication: Publication) -> dict[str, str]:
    return {unit.form: unit.key for unit in units(publication)}


def test_the_documents_of_an_edition_are_units() -> None:
    assert set(FORMS) == {"akn", "data", "pdf", "word"}


@settings(max_examples=8)
@given(strategies.editions())
def test_a_format_is_given_nothing_but_its_unit_and_makes_the_same_of_it(edition: Edition) -> None:
    whole = published(edition)
    for unit in units(whole):
        assert repr(from_json(unit.words)) == repr(edition)
        assert set(unit.looks) == {path for path in TEMPLATES if path.startswith(FORMS[unit.form].reads or ())}
        narrow = replace(whole, templates=unit.looks)
        (one,), (other,) = (list(format_called(unit.form).render(edition, shown)) for shown in (whole, narrow))
        assert _comparable(one) == _comparable(other)


def _comparable(artefact: Artefact) -> tuple[object, ...]:
    return artefact.path, repr(artefact.source), artefact.files, artefact.dated


@settings(max_examples=25)
@given(strategies.editions(), strategies.editions())
def test_other_words_are_another_unit(one: Edition, other: Edition) -> None:
    assert (keys(published(one)) == keys(published(other))) == (one == other)


def test_the_looks_of_a_format_are_part_of_its_units_and_of_no_others() -> None:
    edition = everything()
    before = keys(published(edition))
    for path in TEMPLATES:
        after = keys(replace(published(edition), templates={**TEMPLATES, path: TEMPLATES[path] + b" "}))
        changed = {form for form in before if before[form] != after[form]}
        assert changed == {name for name, form in FORMS.items() if path.startswith(form.reads or ())}


def test_the_day_is_part_of_a_draft_alone_and_a_signed_pdf_of_its_edition() -> None:
    draft = everything()
    adopted = approved(draft, "late")
    tomorrow = AS_OF + timedelta(1)
    assert set(keys(published(draft)).items()).isdisjoint(keys(published(draft, as_of=tomorrow)).items())
    assert keys(published(adopted)) == keys(published(adopted, as_of=tomorrow))
    signed = replace(published(adopted), signed={adopted.reference: b"signed"})
    assert keys(published(adopted))["pdf"] != keys(signed)["pdf"]


def test_a_unit_of_another_engine_is_refused() -> None:
    unit = next(units(published(everything())))
    with pytest.raises(UserError, match="another engine"):
        make(replace(unit, engine="0" * 64))


@pytest.fixture(scope="module")
def here() -> dict[str, Files]:
    return {unit.key: make(unit) for unit in _units()}


def _units() -> list[Unit]:
    draft = everything()
    return list(units(published(draft, approved(draft, "late"))))


@pytest.mark.slow
def test_a_unit_that_was_sent_elsewhere_makes_the_same_bytes(here: dict[str, Files]) -> None:
    """By other processes and by dask: test_same_bytes."""
    sent = [pickle.loads(pickle.dumps(unit)) for unit in _units()]
    assert {unit.key: files for unit, files in Inline().run(make, sent)} == here
