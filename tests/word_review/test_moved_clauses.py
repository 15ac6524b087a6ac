"""A heading that stands elsewhere is one change of the outline, or all below it is listed: never half of it applied."""

from __future__ import annotations

from typing import Any

import pytest

from clausebook.word_review.edits import Edit, NoPlaceError, edited
from tests.word_review.schools import CALLS, CAMERAS, POLICY, built, taken_in
from tests.word_review.word_processor import COMMENTS, WHEN, Document, W, style, text

OUTLINE = "    clauses:\n      - cameras\n      - calls\n"


def heading(document: Document, words: str) -> Any:
    return next(one for one in document.body() if style(one).startswith("Heading") and words in text(one))


def block(document: Document, words: str) -> list[Any]:
    """A heading with what stands below it, tables and all."""
    found = [heading(document, words)]
    for one in found[0].itersiblings():
        if style(one).startswith(("Heading", "About")):
            break
        found.append(one)
    return found


def moved(document: Document, clause: str, before: str) -> None:
    place = heading(document, before)
    for one in block(document, clause):
        place.addprevious(one)


def test_a_clause_that_was_moved_whole_is_one_change_of_the_outline() -> None:
    document = Document(built())
    moved(document, "Cameras", "Calls")
    result = taken_in(document.saved())
    assert list(result.taken.files) == [POLICY]
    assert OUTLINE in result.files[POLICY]
    assert [one.outcome for one in result.taken.changes] == ["applied"]
    assert "was moved behind" in result.taken.changes[0].what


def changed_words(document: Document) -> None:
    document.replace("outside lessons", "in breaks")


def new_paragraph(document: Document) -> None:
    document.insert(document.paragraph("Staff should make calls"), "They must ask first.")


def paragraph_gone(document: Document) -> None:
    document.delete(document.paragraph("Staff should make calls"))


@pytest.mark.parametrize("also", [changed_words, new_paragraph, paragraph_gone])
def test_where_more_was_changed_nothing_of_the_moved_clause_is_applied_and_all_is_listed(also: Any) -> None:
    document = Document(built())
    also(document)
    moved(document, "Cameras", "Calls")  # of two that changed places, the first is the one that was moved
    result = taken_in(document.saved())
    assert result.taken.files == {}
    listed = [one.what for one in result.taken.of("listed")]
    assert any("Calls” was moved, and more was changed with it" in one for one in listed)
    assert any("“call pupils on their own phones” was moved" in one for one in listed)


def test_a_change_elsewhere_is_applied_beside_a_moved_clause() -> None:
    document = Document(built())
    document.replace("call pupils on", "call or message pupils on")
    moved(document, "Cameras", "Calls")
    result = taken_in(document.saved())
    assert {*result.taken.files} <= {POLICY, CALLS, CAMERAS}
    assert not any(
        "“" in one.what and one.outcome == "applied" and one.where == "1.2" for one in result.taken.changes[1:]
    )


def test_a_heading_that_is_new_takes_nothing_of_another_clause_with_it() -> None:
    document = Document(built())
    new = document.insert(heading(document, "Cameras"), "1.3 Screens")
    new.addnext(document.paragraph("leave a phone"))
    result = taken_in(document.saved())
    assert CALLS not in result.taken.files
    assert any("1.3 Screens” was added as a heading" in one.what for one in result.taken.of("listed"))
    assert any("leave a phone" in one.what for one in result.taken.of("listed"))


@pytest.mark.parametrize("look", ["TOC1", "TOC2", "TOCHeading"])
def test_a_paragraph_in_the_style_of_the_contents_is_not_dropped(look: str) -> None:
    document = Document(built())
    new = document.insert(document.paragraph("Staff should make calls"), "Visitors must not call.")
    found = new.find(f"{W}pPr/{W}pStyle")
    assert found is not None
    found.set(f"{W}val", look)
    result = taken_in(document.saved())
    assert any("Visitors must not call." in one.what for one in result.taken.of("listed"))


def test_all_who_changed_a_sentence_are_named() -> None:
    document = Document(built())
    document.replace("outside lessons", "in breaks", "Jo Governor")
    document.replace("the office", "the hall", "Sam Head")
    result = taken_in(document.saved())
    assert [one.who for one in result.taken.of("applied")] == ["Jo Governor and Sam Head"]


def test_replies_and_resolved_comments_are_said() -> None:
    document = Document(built())
    document.remark("Staff should make calls", "Jo Governor", "Why?")
    document.remark("Staff should make calls", "Sam Head", "Because.")
    w14, w15 = (f"http://schemas.microsoft.com/office/word/{year}/wordml" for year in ("2010", "2012"))
    comments = document.parts[COMMENTS].decode()
    for number in (1, 2):
        comments = comments.replace("<w:p>", f'<w:p xmlns:w14="{w14}" w14:paraId="P{number}">', 1)
    document.parts[COMMENTS] = comments.encode()
    states = '<w15:commentEx w15:paraId="P1" w15:done="1"/><w15:commentEx w15:paraId="P2" w15:paraIdParent="P1"/>'
    document.parts["word/commentsExtended.xml"] = (
        f'<w15:commentsEx xmlns:w15="{w15}">{states}</w15:commentsEx>'.encode()
    )
    relations = "word/_rels/document.xml.rels"
    kind = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
    entry = f'<Relationship Id="rIdE" Type="{kind}" Target="commentsExtended.xml"/></Relationships>'
    document.parts[relations] = document.parts[relations].replace(b"</Relationships>", entry.encode())
    first, second = taken_in(document.saved()).taken.of("comment")
    assert (first.what, second.what) == ("Why?", "Because.")
    assert first.why.endswith("resolved")
    assert second.why.startswith("a reply to Jo Governor")
    assert WHEN[:10] in (first.when, second.when)


OUTLINED = "id: phones\noutline:\n  - id: all\n    title: All\n    clauses: [calls, cameras, screens]  # in order\n"


@pytest.mark.parametrize(
    ("source", "behind", "first", "order"),
    [(0, 2, False, "cameras, screens, calls"), (2, 0, True, "screens, calls, cameras")],
)
def test_a_clause_moves_within_an_outline_in_brackets(source: int, behind: int, first: bool, order: str) -> None:
    clauses = ("outline", 0, "clauses")
    move = Edit(trail=(*clauses, behind), source=(*clauses, source), first=first)
    assert edited(OUTLINED, [move]) == OUTLINED.replace("calls, cameras, screens", order)


def test_what_moves_out_of_brackets_has_no_place() -> None:
    two = OUTLINED + "  - opening: other\n    clauses: [last]\n"
    with pytest.raises(NoPlaceError):
        edited(two, [Edit(trail=("outline", 1, "clauses", 0), source=("outline", 0, "clauses", 0))])
