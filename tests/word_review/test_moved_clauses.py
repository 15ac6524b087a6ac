"""A heading that stands elsewhere is one change of the outline, or all below it is listed: never half of it applied."""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from ruamel.yaml import YAML

from clausebook.io import pandoc
from clausebook.io.documents.returned import read
from clausebook.model.documents.returned import ReturnedDocument
from clausebook.model.register import Register
from clausebook.resolve.resolve import resolve
from clausebook.source.load import load
from clausebook.word_review import take_in
from clausebook.word_review.built import as_built
from clausebook.word_review.edits import Edit, NoPlaceError, edited
from tests.adopted import files_below
from tests.word_review.schools import AS_OF, CALLS, CAMERAS, POLICY, built, everybody, register, taken_in
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


SECTIONS: dict[str, tuple[str, ...]] = {
    "one": ("calls", "cameras"),
    "two": ("screens", "radios"),
    "three": ("lamps",),
    "four": ("doors", "keys", "bells"),
}
MANY = "id: phones\ntitle: Phones\noutline:\n" + "".join(
    f"  - id: {section}\n    title: {section.title()}\n    clauses:\n" + "".join(f"      - {one}\n" for one in clauses)
    for section, clauses in SECTIONS.items()
)


@cache
def sectioned() -> tuple[Register, bytes, ReturnedDocument]:
    """A policy of four sections, and its Word file."""
    files = {path: data for path, data in register().files.items() if not path.startswith("clauses/")}
    for one in chain(*SECTIONS.values()):
        body = f"body:\n  - Staff must keep {one} in order at all times.\n  - Pupils ask.\n"
        files[f"clauses/phones/{one}.yaml"] = f"id: {one}\ntitle: {one.title()}\n{body}".encode()
    made = load({**files, POLICY: MANY.encode()}, AS_OF)
    shown = pandoc.write(as_built(resolve(made, "phones", "draft"), None, AS_OF, files_below("templates", "site")))
    return made, shown, read(shown, "back.docx")


def outlined(text: str) -> dict[str, list[str]]:
    return {one["id"]: one["clauses"] for one in YAML(typ="safe").load(text)["outline"]}


@settings(max_examples=20, deadline=None)
@given(
    st.permutations(list(SECTIONS)),
    st.lists(st.tuples(*[st.sampled_from(sorted(chain(*SECTIONS.values())))] * 2), max_size=2),
    st.booleans(),
)
def test_whatever_sections_and_clauses_are_moved_no_clause_is_where_it_was_neither_before_nor_in_the_file(
    order: list[str], moves: list[tuple[str, str]], reworded: bool
) -> None:
    made, shown, before = sectioned()
    document = Document(shown)
    if reworded:
        document.replace("keep lamps in", "hold lamps in")
    parts = [part for name in order for one in (name, *SECTIONS[name]) for part in block(document, one.title())]
    marker = etree.Element("marker")
    heading(document, "One").addprevious(marker)
    for part in parts:
        marker.addprevious(part)
    marker.getparent().remove(marker)
    for clause, place in moves:
        if clause != place:
            moved(document, clause.title(), place.title())
    back = read(document.saved(), "back.docx")
    current = {path: data.decode() for path, data in made.files.items()}
    taken = take_in(back, before, made, resolve(made, "phones", "draft"), everybody, current)
    wanted: dict[str, list[str]] = {}
    for name in (text(one).split()[-1].lower() for one in document.body() if style(one).startswith("Heading")):
        if name in SECTIONS:
            wanted[name] = []
        elif wanted:
            wanted[list(wanted)[-1]].append(name)
    found = outlined(taken.files.get(POLICY, MANY))
    assert sorted(chain(*found.values())) == sorted(chain(*SECTIONS.values()))
    listed = taken.of("listed")
    assert listed or list(found.items()) == list(wanted.items())
    for section, clauses in found.items():
        assert {*clauses} <= {*SECTIONS[section], *wanted[section]}
        assert moves or clauses == [*SECTIONS[section]]
