"""The page of a comparison: what came and went in words, both views, choices and links, and nothing but plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from lxml import html

from clausebook.formats import web as site
from clausebook.formats._registry import all_formats
from clausebook.formats.review import web
from clausebook.formats.web.escape import DOCUMENTS
from clausebook.io.site import MKDOCS, Generator, build_site
from clausebook.model.artefact import Artefact
from clausebook.model.comparison.review import OpenQuestion, Review, ReviewedClause
from clausebook.model.edition import Edition
from clausebook.model.edition_blocks import ResolvedList, ResolvedParagraph
from clausebook.model.history import Reason
from clausebook.model.publication import Publication
from clausebook.text.inline import Run, plain
from tests import adopted
from tests.golden_folders import GOLDEN
from tests.office.pairs import review
from tests.redline.small import edition
from tests.site.reading import broken
from tests.site.zensical import ZENSICAL
from tests.strategies import NASTY

pytestmark = pytest.mark.slow
PAGE = "acceptable-use/review/2018-draft/index.html"
WHOLE = GOLDEN / "redline" / "whole-policy"


@cache
def whole() -> Review:
    """A review of two whole editions. The old one is called approved here, as it would be."""
    found = review(edition(WHOLE / "old.yaml", "2018"), edition(WHOLE / "new.yaml", "draft"))
    asked = Reason(
        commit="d" * 40,
        who="Clerk",
        on="2027-04-13",
        subject="Ask",
        trailers=(("Reason", "It is not known."), ("Decision-needed", "Is that so?")),
    )
    matter = OpenQuestion(words="Is that so?", clauses=("breaches",), reason=asked)
    silent = tuple(
        replace(one, reasons=()) if one.change.id in ("aims", "policy-coverage") else one for one in found.clauses
    )
    silent = tuple(
        replace(one, reasons=(*one.reasons, asked)) if one.change.id == "breaches" else one for one in silent
    )
    assert found.old
    return replace(
        found, clauses=silent, decisions=(matter,), old=replace(found.old, approval=adopted.approved().approval)
    )


ENDINGS = tuple(one.ending for one in DOCUMENTS)


def publication(of: Review) -> Publication:
    editions = tuple(one for one in (of.new, of.old) if one)
    found = adopted.publication(*editions)
    return replace(found, reviews=(of,))


def built(of: Review, folder: Path, generator: Generator = MKDOCS) -> dict[str, bytes]:
    """The files of output/site, with stand-ins for the documents."""
    shown = publication(of)
    artefacts: list[Artefact] = [one for edition in shown.editions for one in site.render(edition, shown)]
    artefacts += [*site.render_all(shown), *web.render_review(of, shown)]
    # what else lies at the site root is the same whichever generator makes the page
    others = [one for one in all_formats() if one.site and one.render_all and one.render_all is not site.render_all]
    artefacts += [made for one in others if one.render_all and generator is MKDOCS for made in one.render_all(shown)]
    files: dict[str, bytes] = {}
    for artefact in artefacts:
        below = artefact.path.removeprefix("site").removeprefix("/")
        if artefact.renderer != "site":
            files[below] = artefact.source if artefact.renderer == "none" else b"a document"
            continue
        made = build_site(artefact, folder / "staging", folder / "cache", generator)
        files.update({f"{below}/{path}".removeprefix("/"): content for path, content in made.items()})
    stems = [f"{one.folder}/{one.file_stem}" for one in (*shown.editions, of)]
    return files | {f"{stem}.{ending}": b"a document" for stem in stems for ending in ENDINGS}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return built(whole(), tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def page(files: dict[str, bytes]) -> html.HtmlElement:
    return html.fromstring(files[PAGE].decode("utf-8"))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_what_came_and_went_is_said_in_real_words_inside_the_marks(page: html.HtmlElement) -> None:
    marks = [*page.iter("del"), *page.iter("ins")]
    assert len(marks) > 100
    for mark in marks:
        what = "removed" if mark.tag == "del" else "added"
        hidden = [words(one) for one in mark.find_class("hidden")]
        assert hidden[0] == f"{what}:"
        assert hidden[-1].endswith(f"end of {what}")


def test_the_name_of_a_mark_is_said_where_only_a_mark_changed(page: html.HtmlElement) -> None:
    assert "removed: , (comma) end of removed" in words(page)


def sides(page: html.HtmlElement, gone: str) -> Iterator[str]:
    """The changed clauses' words in the text view, without what one side lacks and without what is ours."""
    for entry in page.find_class("running"):
        for part in [*entry.iter("p"), *entry.iter("li")]:
            for ours in [
                *part.iter(gone),
                *part.find_class("hidden"),
                *part.find_class("said"),
                *part.find_class("label"),
                *part.find_class("cites"),
            ]:
                ours.drop_tree()
            yield "".join(part.text_content().split())


def paragraphs(of: Edition, clauses: set[str]) -> set[str]:
    """The paragraphs of some clauses, each without its blanks."""
    blocks = (block for passage in of.passages if passage.id in clauses for block in passage.blocks)
    return {"".join(plain(block.text).split()) for block in blocks if isinstance(block, ResolvedParagraph)}


@pytest.mark.parametrize("gone", ["del", "ins"])
def test_a_changed_clause_has_every_paragraph_on_either_side_but_what_both_have(
    files: dict[str, bytes], gone: str
) -> None:
    of = whole()
    read = html.fromstring(files[PAGE].decode("utf-8"))
    found = [line for line in sides(read, gone) if line]
    meant = of.new if gone == "del" else of.old
    assert meant is not None
    changed = {clause.change.id for clause in of.clauses if clause.change.pieces}
    assert of.old
    expected, other = paragraphs(meant, changed), paragraphs(of.old if gone == "del" else of.new, changed)
    moved_away = {"".join(part.split()) for part in ("Under the Regulation of Investigatory Powers Act 2000 (RIPA)",)}
    assert len(expected) > 3
    left_out = {line for line in expected if line not in found and not line.startswith(tuple(moved_away))}
    assert left_out <= other
    counts = [line for line in found if re.fullmatch(r"(\d+paragraphsanditems|.*\([a-z]+\))unchanged", line)]
    assert counts
    assert len(left_out) < len(expected) / 2


def test_each_clause_leads_to_itself_in_both_editions_and_no_link_is_broken(
    files: dict[str, bytes], page: html.HtmlElement
) -> None:
    assert list(broken(files)) == []
    (entry,) = [one for one in page.find_class("entry") if one.get("aria-labelledby") == "email-and-internet"]
    links = [link.get("href") for link in entry.find_class("what")[0].iter("a")]
    assert links == [f"../../../acceptable-use/{name}/facilities/#email-and-internet" for name in ("2018", "draft")]


def test_a_choice_shows_as_many_clauses_as_it_says(page: html.HtmlElement) -> None:
    styles = (adopted.ROOT / "site" / "assets" / "review.css").read_text(encoding="utf-8")
    choices = [one for one in page.iter("input") if one.get("name") == "only" and one.get("id") != "__only-all"]
    assert len(choices) >= 3
    for choice in choices:
        kind = choice.get("id").removeprefix("__only-")
        count = int(re.search(r"\((\d+)\)", words(choice.getparent()))[1])  # type: ignore[index]
        assert len([one for one in page.find_class("entry") if f"is-{kind}" in one.get("class").split()]) == count
        assert f"#__only-{kind}:checked) .change:not(.is-{kind})" in styles, kind


def test_every_reason_is_beside_its_clause_and_a_missing_one_is_reported(page: html.HtmlElement) -> None:
    beside = {one.get("aria-labelledby"): words(one.find_class("reasons")[0]) for one in page.find_class("entry")}
    assert beside["policy-coverage"].startswith("Why No recorded change explains this")
    assert beside["aims"].startswith("Why Follows from what changed elsewhere")
    assert all("12 April 2027" in text for id, text in beside.items() if id not in ("aims", "policy-coverage"))


def test_the_governors_questions_are_answered_above_the_changes(page: html.HtmlElement) -> None:
    questions = [words(one) for one in page.iter("dt")]
    assert questions[:2] == ["What are we asked to decide?", "What would change?"]


def test_landing_page_and_draft_lead_to_the_changes_and_the_approved_edition_stays_as_it_is(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    for path in ("index.html", "acceptable-use/draft/index.html"):
        (link,) = [
            one for one in html.fromstring(files[path].decode("utf-8")).iter("a") if "/review/" in one.get("href")
        ]
        assert link.get("href").endswith("acceptable-use/review/2018-draft/#__changes")
        assert words(link).startswith("See the changes since the 2018 edition")
    without = publication(whole())
    without = replace(without, reviews=())
    (old,) = [one for one in without.editions if one.name == "2018"]
    (artefact,) = site.render(old, without)
    made = build_site(artefact, tmp_path / "staging", tmp_path / "cache")
    for path, content in made.items():
        assert files[f"{old.folder}/{path}"] == content


def test_hostile_words_come_out_as_words(tmp_path: Path) -> None:
    old, new = nasty("before"), nasty("after")
    reason = Reason(commit="0" * 40, who=NASTY[0], on="2027-04-12", subject="x", trailers=(("Reason", NASTY[1]),))
    found = review(old, new)
    found = replace(
        found, clauses=tuple(ReviewedClause(change=one, reasons=(reason,)) for one in found.redline.changed)
    )
    shown = publication(found)
    (artefact,) = web.render_review(found, shown)
    made = build_site(artefact, tmp_path / "staging", tmp_path / "cache")
    read = html.fromstring(made["index.html"].decode("utf-8"))
    article = read.find(".//article")
    assert not [one for one in article.iter("script", "img", "form") if not one.get("src", "").startswith("..")]
    text = words(article)
    for line in (NASTY[0], NASTY[1], NASTY[2]):
        assert line in text


def nasty(way: str) -> Edition:
    """Two thirds of every text is hostile; the rest is what changed."""
    old = edition(GOLDEN / "redline" / "inserted-sentence" / "old.yaml", "2018" if way == "before" else "draft")
    (chapter,) = old.chapters
    (passage,) = chapter.passages
    blocks = tuple(ResolvedParagraph(text=(Run(f"{line} {way}"),)) for line in NASTY)
    passage = replace(passage, title=f"{NASTY[0]} {way}", blocks=(*blocks, ResolvedList(stem=(Run(NASTY[2]),))))
    return replace(old, title=NASTY[1], chapters=(replace(chapter, passages=(passage,)),))


def test_the_same_review_gives_the_same_bytes(files: dict[str, bytes], tmp_path: Path) -> None:
    again = built(whole(), tmp_path)
    assert {path for path in files if files[path] != again.get(path)} == set()


def test_zensical_makes_the_same_page(files: dict[str, bytes], tmp_path: Path) -> None:
    other = built(whole(), tmp_path, ZENSICAL)
    ours, theirs = (html.fromstring(one[PAGE].decode("utf-8")).find(".//article") for one in (files, other))
    assert words(theirs.find_class("review")[0]) == words(ours.find_class("review")[0])


def test_editions_that_read_alike_say_so(tmp_path: Path) -> None:
    same = review(adopted.approved(), adopted.draft())
    (artefact,) = web.render_review(same, publication(same))
    made = build_site(artefact, tmp_path / "staging", tmp_path / "cache")
    read = html.fromstring(made["index.html"].decode("utf-8"))
    answered = {words(one[0]): words(one[1]) for one in read.find_class("answers")[0]}
    assert answered["What would change?"] == "Nothing: the two texts are identical."
    assert words(read.get_element_by_id("__changes").getnext()) == "Nothing changed."
    assert b'name="only"' not in made["index.html"]
