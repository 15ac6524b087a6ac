"""Web pages: words come through Markdown as the words they were, and the banner tells the truth of the day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import markdown
import pytest
from hypothesis import Phase, given, settings

from clausebook.formats import web
from clausebook.formats.web.escape import words
from clausebook.formats.web.status import status_of
from clausebook.model.edition import Edition, ResolvedClause, ResolvedSection
from clausebook.model.edition_blocks import (
    ResolvedBlock,
    ResolvedConnector,
    ResolvedForm,
    ResolvedList,
    ResolvedListItem,
    ResolvedNote,
    ResolvedParagraph,
    ResolvedTable,
)
from clausebook.text.dates import last_day
from clausebook.text.inline import Inline, Run, plain
from clausebook.text.quotation import straight
from tests import adopted, strategies
from tests.site.reading import Page, read
from tests.site.reading import plain as shown

HOSTILE = (
    *strategies.NASTY,
    "<script>alert(1)</script>",
    "[x](javascript:alert(1)) ![](x) <!-- --> ]]> </p></li></ol>",
    ":smile: *[HTML]: x [^1] [^1]: note ^sup^ ~sub~ ==mark== ++ins++",
    '--8<-- "/etc/passwd"',
    "    indented code",
    "| a | b |\n|---|---|",
    "term\n:   definition",
    "{: #stolen .class onclick=alert(1) }",
    "&lt;b&gt; &#42; &amp; &nbsp;",
    "http://www.example.org me@example.org <http://example.org>",
    '" onmouseover="alert(1)',
    '<div data-slot="banner"></div> href=\'site:x\' "assets/x"',
    "klzzwxh:0000 wzxhzdk:0 amp",
    "[[wiki]] [ref][1] [1]: http://x 'y'",
    "x" * 50_000 + " " + "*" * 50_000,
)

# an edition has hundreds of words: making a failing one smaller takes minutes and the page says enough
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)


def text_of(runs: Inline) -> str:
    return shown(plain(runs))


def expected(chapter: ResolvedSection) -> list[str]:
    """The adopted texts of a section in the order a reader meets them."""
    found = [shown(f"{chapter.number} {chapter.title}")]
    for passage in chapter.all_passages:
        if passage is not chapter.opening:
            found.append(shown(f"{passage.number} {passage.title}"))
        for block in passage.blocks:
            found += texts(block)
    return [text for text in found if text]


def texts(block: ResolvedBlock) -> list[str]:
    match block:
        case ResolvedParagraph():
            return [text_of(block.text)]
        case ResolvedList():
            return [text_of(block.stem), *lines(block.points)]
        case ResolvedNote():
            return [shown(f"{block.label} {plain(block.text)}")]
        case ResolvedTable():
            return [text_of(cell) for row in ((block.caption,), block.header, *block.rows) for cell in row]
        case ResolvedForm():
            return [text_of(block.title), *(text_of(blank.label) for blank in block.blanks)]


def lines(points: tuple[ResolvedListItem | ResolvedConnector, ...]) -> Iterator[str]:
    for point in points:
        yield text_of(point.text)
        if isinstance(point, ResolvedListItem):
            yield from lines(point.points)


def converted(source: bytes) -> Page:
    """A Markdown page as Python-Markdown makes it, which both generators build on."""
    body = re.sub(r"\A---\n.*?\n---\n", "", source.decode("utf-8"), flags=re.S)
    html = markdown.markdown(body, extensions=["attr_list", "md_in_html", "toc"])
    return read(f"<article>{html}</article>".encode())


def pages(edition: Edition) -> dict[str, bytes]:
    (artefact,) = web.render(edition, adopted.publication(edition))
    return {path.removeprefix("docs/"): content for path, content in artefact.files.items() if "docs/" in path}


def holding(text: str) -> Edition:
    """An edition whose title, heading, paragraph, item, note, cell and form all are this text."""
    runs = (Run(text),)
    blocks: tuple[ResolvedBlock, ...] = (
        ResolvedParagraph(text=runs),
        ResolvedParagraph(text=(Run(text, bold=True), Run(text, code=True, italic=True))),
        ResolvedParagraph(text=(Run("See "), Run(text[:500], link="#aims"))),
        ResolvedList(
            stem=runs,
            points=(
                ResolvedListItem(anchor="aims.a", letter="a", cite="1(a)", text=runs),
                ResolvedConnector(text=runs),
            ),
        ),
        ResolvedNote(text=runs),
        ResolvedTable(caption=runs, header=(runs, runs), rows=((runs, runs),)),
    )
    title = shown(text)[:200].strip()
    passage = ResolvedClause(id="aims", number="1.1", cite="1.1", title=title, blocks=blocks)
    chapter = ResolvedSection(id="first", number="1.", cite="1", title=title, passages=(passage,))
    return replace(adopted.approved(), title=title, chapters=(chapter,), laws=())


# the last of them is long: Python-Markdown needs seconds for it
CASES = (
    *(pytest.param(text, id=str(at)) for at, text in enumerate(HOSTILE[:-1])),
    pytest.param(HOSTILE[-1], marks=pytest.mark.slow, id="long"),
)


@pytest.mark.parametrize("text", CASES)
def test_hostile_text_comes_back_as_plain_text(text: str) -> None:
    edition = holding(text)
    page = converted(pages(edition)["first.md"])
    assert page.texts == expected(edition.chapters[0])


@pytest.mark.parametrize("text", HOSTILE[:-1], ids=range(len(HOSTILE) - 1))
def test_hostile_text_makes_no_element_and_no_attribute_that_harmless_text_does_not_make(text: str) -> None:
    for name in ("first.md", "index.md", "about-this-edition.md"):
        hostile, harmless = (converted(pages(holding(one))[name]) for one in (text, "harmless"))
        assert shape(hostile) == shape(harmless)


def shape(page: Page) -> list[tuple[str, tuple[str, ...]]]:
    return [(tag, tuple(name for name in given if name != "dir")) for tag, given in page.elements]


@pytest.mark.slow
@settings(max_examples=60, phases=NO_SHRINKING)
@given(strategies.editions())
def test_every_section_holds_its_words_in_order(edition: Edition) -> None:
    found = pages(edition)
    for page, chapter in zip(web.pages_of(edition), edition.chapters, strict=True):
        shown, written = converted(found[page.file]).texts, expected(chapter)
        assert list(map(straight, shown)) == list(map(straight, written)) if edition.is_draft else shown == written


def test_control_characters_are_shown_as_something_and_never_reach_the_page() -> None:
    assert words("a\x00b\x02wzxhzdk:0\x03\x7f\x9b") == "a\ufffdb\ufffdwzxhzdk&#58;0\ufffd\ufffd\ufffd"


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "//host/x", 'https://x" onclick="y', "#gone"]
)
def test_a_link_that_is_no_web_address_and_no_clause_shows_its_words_alone(link: str) -> None:
    edition = holding("x")
    passage = replace(edition.passages[0], blocks=(ResolvedParagraph(text=(Run("words", link=link),)),))
    chapters = (replace(edition.chapters[0], passages=(passage,)),)
    page = converted(pages(replace(edition, chapters=chapters))["first.md"])
    assert page.texts[-1] == "words"
    assert [given for tag, given in page.elements if tag == "a" and "class" not in given] == []


def test_words_that_run_from_the_right_say_so_and_others_do_not() -> None:
    page = converted(pages(holding("قابل قبول"))["first.md"])
    assert {given.get("dir") for tag, given in page.elements if tag in ("td", "th")} == {"auto"}
    assert not [one for _, one in converted(pages(holding("x"))["first.md"]).elements if "dir" in one]


def test_a_reference_leads_to_the_page_that_holds_the_clause() -> None:
    assert b"](first.md#aims)" in pages(holding("x"))["first.md"]


def test_what_the_engine_adds_is_marked() -> None:
    page = converted(pages(adopted.approved())["facilities.md"])
    letters = [given for _, given in page.elements if given.get("class") == "letter"]
    assert letters
    assert all("data-engine" in given and given["aria-label"] for given in letters)
    assert all("data-engine" in given for _, given in page.elements if given.get("class") == "law")


def test_a_section_named_like_a_page_of_ours_steps_aside() -> None:
    edition = adopted.approved()
    chapters = tuple(
        replace(chapter, id=name, opening=None)
        for name, chapter in zip(("search", "index"), edition.chapters, strict=False)
    )
    assert [page.file for page in web.pages_of(replace(edition, chapters=chapters))] == [
        "section-search.md",
        "section-index.md",
    ]


def dated(edition: Edition, name: str, approved: str, due: str | None) -> Edition:
    assert edition.approval is not None
    return replace(edition, name=name, approval=replace(edition.approval, approved=approved, review_due=due))


@pytest.mark.parametrize(
    ("day", "said", "overdue"),
    [
        (date(2019, 5, 31), "Review due May 2019.", False),
        (date(2019, 6, 1), "Review was due May 2019: overdue on 1 June 2019.", True),
    ],
)
def test_a_review_is_overdue_when_its_whole_month_has_passed(day: date, said: str, overdue: bool) -> None:
    edition = adopted.approved()
    status = status_of(edition, replace(adopted.publication(edition), as_of=day))
    assert (status.kind, status.review, status.overdue) == ("force", said, overdue)


def test_an_edition_that_was_followed_says_by_which_and_is_not_in_force() -> None:
    old, new = (
        dated(adopted.approved(), "2018", "2018-05", "2019-05"),
        dated(adopted.approved(), "2019", "2019-07", None),
    )
    publication = adopted.publication(adopted.draft(), new, old)
    assert [status_of(one, publication).tag for one in publication.editions] == ["Draft", "In force", "Superseded"]
    assert status_of(old, publication).review == "Replaced by the 2019 edition, approved July 2019."


def test_a_draft_never_says_approved_without_not() -> None:
    assert (
        status_of(adopted.draft(), adopted.publication(adopted.draft())).approved
        == "Not approved by the governing body."
    )


def test_the_last_day_of_a_date_that_no_calendar_has_is_the_last_of_its_month() -> None:
    assert last_day("2019-02-31") == date(2019, 2, 28)
    assert last_day("2020") == date(2020, 12, 31)


def test_the_landing_page_lists_every_policy_once_with_its_draft_and_documents() -> None:
    approved, draft = adopted.approved(), adopted.draft()
    others = [replace(one, policy="late", title="Being late") for one in (draft, approved)]
    (root,) = web.render_all(adopted.publication(draft, approved, *others))
    page = converted(root.files["docs/index.md"])
    assert [given["id"] for tag, given in page.elements if tag == "h2"] == ["acceptable-use", "late"]
    for address in ("late/2018/", "late/2018/late-2018.pdf", "late/2018/late-2018.docx", "late/draft/"):
        assert f"site:{address}" in page.links


def test_a_site_without_policies_says_so() -> None:
    publication = replace(adopted.publication(adopted.draft()), editions=())
    (root,) = web.render_all(publication)
    assert "No policy has been published yet." in converted(root.files["docs/index.md"]).texts
