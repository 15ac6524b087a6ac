"""Whatever a clause or a term says comes out as words, among duties and beside definitions alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clausebook.formats.web import template_renderer
from clausebook.formats.web.duties import duties_of
from clausebook.formats.web.glossary_links import GlossaryLinks, defined
from clausebook.model.duties import stated_duties_of
from clausebook.model.edition import ResolvedClause
from clausebook.model.edition_blocks import ResolvedList, ResolvedListItem, ResolvedParagraph
from clausebook.model.term import Term
from clausebook.text.inline import Run
from tests import adopted
from tests.formats.test_web import HOSTILE
from tests.site.reading import plain, read


def holding(text: str) -> ResolvedClause:
    """A clause whose stem, item and paragraph all hold the text."""
    point = ResolvedListItem(anchor="aims.a", letter="a", cite="1(a)", text=(Run(text),), duty="must")
    listing = ResolvedList(stem=(Run(f"{text} Users must:"),), duty="must", points=(point,))
    paragraph = ResolvedParagraph(text=(Run(f"Users must {text}"),), duty="must")
    return ResolvedClause(
        id="aims", number="1", cite="1", title="Aims", blocks=(listing, paragraph), applies_to=("staff",)
    )


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_duty_shows_its_words_and_nothing_else(text: str) -> None:
    edition = adopted.approved()
    edition = replace(edition, chapters=(replace(edition.chapters[0], opening=None, passages=(holding(text),)),))
    show = template_renderer(adopted.publication(edition))
    pages = duties_of(edition, {"aims": "aims.md", "aims.a": "aims.md"}, adopted.labels())
    html = "".join(show("duties-of-force.html", force=force, level=3) for force in pages[0].forces)
    shown = read(f"<article>{html}</article>".encode())
    rules = stated_duties_of(edition)
    expected = [plain(rule.words) for rule in rules]
    expected += [plain(stem) for stem in dict.fromkeys(rule.stem or rule.lead for rule in rules) if stem]
    assert sorted(one for one in shown.texts if one != "1 Aims") == sorted(printable(one) for one in expected)
    assert {tag for tag, _ in shown.elements} <= {"article", "h3", "a", "ul", "li", "p", "span"}


def printable(text: str) -> str:
    """The words as pages show them: control characters as U+FFFD."""
    return plain("".join("\N{REPLACEMENT CHARACTER}" if 127 <= ord(c) < 160 and c != "\x85" else c for c in text))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_marking_a_term_changes_no_word_around_it(text: str) -> None:
    term = Term(id="pupil", term="pupil", definition=text or "a word")
    marked = GlossaryLinks.of((term,)).marked(f"{text} pupils {text}")
    assert plain(" ".join(read(f"<article><p>{marked}</p></article>".encode()).texts)) == printable(
        plain(f"{text} pupils {text}".translate(_SEEN))
    )
    assert defined(term).definition == "" or "<" not in defined(term).definition


_SEEN = {**dict.fromkeys(range(32), "\N{REPLACEMENT CHARACTER}"), **dict.fromkeys(map(ord, "\t\n\v\f\r\x85"), " ")}
