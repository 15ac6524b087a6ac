"""Labels of the interface: kept as data in each language, all there, and honest about what nobody has read."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from clausebook.errors import UserError
from clausebook.formats._labels import FOLDER, labels_of
from clausebook.formats.pdf import render as render_pdf
from clausebook.formats.web import render
from clausebook.formats.word import render as render_word
from clausebook.model.publication import ABOUT, CONTENTS, LANGUAGES, Publication
from tests import adopted

TEMPLATES = adopted.files_below("templates", "site")
USED = re.compile(r"""\blabels(?:\.|\[["'])([a-z_]+)""")
RECORD = {"language", "texts", "unreviewed", "unreviewed_in_english"}  # what a record of labels has besides
MADE = re.compile(
    r"tag_(draft|force|coming|superseded|withdrawn|refused)|(must|should)(_not)?|may|(rules|clauses)_[a-z]+"
)
FILES = [adopted.ROOT / path for path in TEMPLATES] + [*(adopted.ROOT / "src" / "clausebook" / "formats").rglob("*.py")]


def speaking(tag: str) -> Publication:
    """The 2018 edition of a school whose texts are in another language."""
    edition = adopted.approved()
    school = replace(edition.school, language=tag)
    return replace(adopted.publication(replace(edition, school=school)), school=school)


def pages(tag: str) -> dict[str, str]:
    publication = speaking(tag)
    (artefact,) = render(publication.editions[0], publication)
    return {path: content.decode("utf-8") for path, content in artefact.files.items()}


@pytest.mark.source
def test_every_label_that_is_shown_is_kept_in_english_and_every_one_that_is_kept_is_shown() -> None:
    texts = "".join(path.read_text("utf-8") for path in FILES if path.suffix in (".html", ".md", ".typ", ".py"))
    kept = set(labels_of("en-GB", TEMPLATES).texts)
    assert set(USED.findall(texts)) - RECORD - kept == set()
    assert [key for key in kept - set(USED.findall(texts)) if not MADE.fullmatch(key)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_a_file_and_says_whether_a_speaker_has_read_it(language: str) -> None:
    labels = labels_of(language, TEMPLATES)
    assert labels.language == language
    assert ("not been reviewed" in labels.unreviewed_in_english) is bool(labels.unreviewed) is (language != "en")
    assert {path for path in TEMPLATES if path.startswith(FOLDER)} == {f"{FOLDER}{one}.yaml" for one in LANGUAGES}
    # who reads a document back finds the policy's words between these headings
    assert (labels["contents"], labels["about_this_edition"]) in list(zip(CONTENTS, ABOUT, strict=True))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("serch: Chwilio", "serch is not a label"),
        ("search: <b>Chwilio</b>", "words without mark-up"),
        ("search: ''", "words without mark-up"),
        ("policies_of: Polisïau {ysgol}", "not the values in braces"),
        ("policies_of: Polisïau {school", "not the values in braces"),
    ],
)
def test_a_label_that_is_wrong_is_an_error_with_its_place(line: str, says: str) -> None:
    templates = {**TEMPLATES, f"{FOLDER}cy.yaml": f"language: cy\nlabels:\n  {line}\n".encode()}
    with pytest.raises(UserError, match=says):
        labels_of("cy", templates)


def test_a_label_that_english_lacks_is_an_error_when_it_is_shown() -> None:
    short = re.sub(rb"(?m)^  contents: .*\n", b"", TEMPLATES[f"{FOLDER}en.yaml"])
    publication = replace(speaking("en-GB"), templates={**TEMPLATES, f"{FOLDER}en.yaml": short})
    with pytest.raises(Exception, match="contents"):
        list(render(publication.editions[0], publication))


def test_a_label_that_another_language_lacks_is_english() -> None:
    templates = {**TEMPLATES, f"{FOLDER}cy.yaml": b"language: cy\nlabels:\n  search: Chwilio\n"}
    labels = labels_of("cy-GB", templates)
    assert (labels["search"], labels["contents"]) == ("Chwilio", "Contents")


def test_pages_in_welsh_have_welsh_labels_and_say_that_nobody_has_reviewed_them() -> None:
    shown = pages("cy")
    assert '<h2 id="__contents" data-engine>Cynnwys</h2>' in shown["docs/index.md"]
    assert "  language: cy\n" in shown["mkdocs.yml"]
    assert "The Welsh labels of this page have not been reviewed by a speaker." in shown["mkdocs.yml"]
    assert 'class="strip__approved" lang="en"' in shown["slots/banner.html"]
    assert "lang=" not in shown["docs/breaches.md"]


def test_a_document_in_welsh_has_its_headings_in_welsh() -> None:
    publication = speaking("cy")
    (artefact,) = render_pdf(publication.editions[0], publication)
    assert '"Cynnwys"' in str(artefact.source)
    assert '"Contents"' not in str(artefact.source)


def test_a_word_file_in_welsh_has_its_cover_contents_and_last_page_in_welsh() -> None:
    publication = speaking("cy")
    (artefact,) = render_word(publication.editions[0], publication)
    said = str(artefact.source)
    welsh = ("Cynnwys", "Am y rhifyn hwn", "Cymeradwywyd gan governing body: ", "Mai 2018", "Cofnod", "Ôl bys")
    english = ("Contents", "About this edition", "Approved by the governing body: ", "May 2018", "Minute", "Status")
    assert [f"Str('{words}')" in said for words in (*welsh, *english)] == [True] * len(welsh) + [False] * len(english)


@pytest.mark.parametrize(("tag", "marked"), [("fr", ' lang="fr"'), ("en-GB", ""), ("EN", "")])
def test_pages_in_a_language_without_labels_are_english_around_words_that_say_their_language(
    tag: str, marked: str
) -> None:
    shown = pages(tag)
    assert '<h2 id="__contents" data-engine>Contents</h2>' in shown["docs/index.md"]
    assert "  language: en\n" in shown["mkdocs.yml"]
    assert f"{{: #breaches{marked} }}" in shown["docs/breaches.md"]
    assert (f"<p{marked}" in shown["docs/breaches.md"]) is True
    assert ("lang=" in shown["docs/breaches.md"]) is bool(marked)
    assert "reviewed by a speaker" not in shown["mkdocs.yml"].partition('"unreviewed"')[2]
