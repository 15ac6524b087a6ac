"""Words changed in Word come back into the clause: comments, order, folding, variables and emphasis stay."""

from __future__ import annotations

import pytest

from clausebook.io import pandoc
from clausebook.io.documents.returned import read
from clausebook.resolve.resolve import resolve
from clausebook.source.load import load
from clausebook.word_review import take_in
from clausebook.word_review.built import as_built
from clausebook.word_review.rewording import reworded
from tests.adopted import files_below
from tests.history.repositories import FILES
from tests.word_review.schools import AS_OF, CALLS, CAMERAS, SHAPES, built, everybody, nobody, taken_in
from tests.word_review.word_processor import Document

FACTS = {"{{ school.name }}": "Hill School", "{{ ref('a') }}": "2.1(b)"}


def show(text: str) -> str:
    """A small reader of clause text."""
    from clausebook.text.inline import inline, plain

    for written, reads in FACTS.items():
        text = text.replace(written, reads)
    if "{{" in text:
        raise AssertionError(text)
    return plain(inline(text))


@pytest.mark.parametrize(
    ("written", "new", "expected"),
    [
        ("Staff must go.", "Staff may go.", "Staff may go."),
        ("At {{ school.name }} staff go.", "At Hill School all staff stay.", "At {{ school.name }} all staff stay."),
        ("At {{ school.name }}'s gate", "At Hill School gate", "At {{ school.name }} gate"),
        ("**Never** call.", "Never ever call.", "**Never ever** call."),
        ("**Never** call.", "Do not call.", "**Do not** call."),
        ("Say **no** now.", "Say now.", "Say now."),
        (
            "See [the guide](https://a.example/b) now.",
            "See the new guide now.",
            "See [the new guide](https://a.example/b) now.",
        ),
        ("A \\* star", "A \\* big star".replace("\\", ""), "A \\* big star"),
        ("One two", "One *two* _three_", "One *two\\* \\_three\\_"),
        ("snake_case name", "snake_case new name", "snake_case new name"),
        ("", "New words.", "New words."),
    ],
)
def test_new_words_are_written_where_the_old_ones_were(written: str, new: str, expected: str) -> None:
    assert reworded(written, new, show) == (expected, ())


def test_a_change_in_a_variables_words_is_refused_and_the_others_are_made() -> None:
    words, refused = reworded(
        "At {{ school.name }} all go (see {{ ref('a') }}).", "At Dale School none go (see 9).", show
    )
    assert words == "At {{ school.name }} none go (see {{ ref('a') }})."
    assert [(one.old, one.new) for one in refused] == [("Hill", "Dale"), ("2.1(b)", "9")]
    assert "a fact of the school" in refused[0].why
    assert "a number that is counted" in refused[1].why


def test_an_edit_touches_its_line_and_no_other() -> None:
    document = Document(built())
    document.replace("call pupils on", "call or message pupils on")
    result = taken_in(document.saved())
    assert result.files[CALLS] == SHAPES.replace("call pupils on", "call or message pupils on")
    assert [(change.outcome, change.where) for change in result.taken.changes] == [("applied", "1.1(a)")]


def test_a_text_of_several_sentences_is_written_one_a_line() -> None:
    document = Document(built())
    document.replace("may use the office", "may use the office or the library")
    result = taken_in(document.saved())
    old = "  - Staff should make calls outside lessons. They may use the office.\n"
    new = "  - >-\n    Staff should make calls outside lessons.\n    They may use the office or the library.\n"
    assert result.files[CALLS] == SHAPES.replace(old, new)


@pytest.mark.parametrize("who", ["", "Jo Governor"])
def test_items_and_paragraphs_come_and_go(who: str) -> None:
    document = Document(built())
    document.delete(document.paragraph("give pupils their own numbers"), who)
    document.insert(document.paragraph("call pupils on their own phones"), "lend a phone to pupils", who)
    document.insert(document.paragraph("Photographs of pupils"), "Nobody keeps copies: not one.", who)
    result = taken_in(document.saved())
    gone = "      - text: give pupils their own numbers\n        citations: [ukpga/2018/12]\n"
    item = "      - call pupils on their own phones\n"
    assert result.files[CALLS] == SHAPES.replace(gone, "").replace(item, f"{item}      - lend a phone to pupils\n")
    assert result.files[CAMERAS].endswith('are deleted.\n  - "Nobody keeps copies: not one."\n')
    assert {change.outcome for change in result.taken.changes} == {"applied"}
    assert {change.who for change in result.taken.changes} == {who}


def test_a_list_that_is_gone_goes_as_a_whole_and_each_of_its_items_is_reported() -> None:
    document = Document(built())
    for words in ("in a classroom", "in a car"):
        document.delete(document.paragraph(words))
    result = taken_in(document.saved())
    assert result.files[CALLS] == SHAPES.replace(
        "        items:\n          - in a classroom\n          - in a car\n", ""
    )
    assert [change.what for change in result.taken.of("applied")] == [
        "“in a classroom” was deleted",
        "“in a car” was deleted",
    ]


def test_a_table_a_form_and_a_note_can_be_reworded() -> None:
    document = Document(built())
    for old, new in (
        ("The office", "The secretary"),
        ("Name of borrower", "Name of the borrower"),
        ("says more", "says much"),
    ):
        document.replace(old, new)
    result = taken_in(document.saved())
    assert "- [Morning, The secretary]\n" in result.files[CALLS]
    assert "- {label: Name of the borrower, kind: text}\n" in result.files[CALLS]
    assert "The [guide](https://hill.example/guide) says much about *calls*." in result.files[CALLS]
    assert "The secretary" in result.reads
    assert "Name of the borrower" in result.reads


def test_a_tracked_change_that_nobody_accepted_is_listed_with_author_and_day_and_changes_nothing() -> None:
    document = Document(built())
    document.replace("call pupils", "ring pupils", "Jo Governor")
    result = taken_in(document.saved(), accepts=nobody)
    assert result.taken.files == {}
    listed = [(change.outcome, change.where, change.what, change.who, change.when) for change in result.taken.changes]
    assert listed == [
        ("pending", "1.1(a)", "“call pupils” deleted", "Jo Governor", "2027-03-02"),
        ("pending", "1.1(a)", "“ring pupils” added", "Jo Governor", "2027-03-02"),
    ]


def test_only_the_changes_of_those_who_are_named_are_taken() -> None:
    document = Document(built())
    document.replace("call pupils", "ring pupils", "Jo Governor")
    document.replace("Photographs", "Pictures", "A. N. Other")
    result = taken_in(document.saved(), accepts=lambda mark: mark.who == "A. N. Other")
    assert set(result.taken.files) == {CAMERAS}
    assert {change.who for change in result.taken.of("pending")} == {"Jo Governor"}


def test_a_comment_is_listed_with_its_place_its_words_and_whose_it_is() -> None:
    document = Document(built())
    document.remark("give pupils their own", "Jo Governor", "Is this still so?")
    (change,) = taken_in(document.saved()).taken.changes
    assert (change.outcome, change.where, change.what) == ("comment", "1.1(b)", "Is this still so?")
    assert (change.who, change.when) == ("Jo Governor", "2027-03-02")
    assert change.why == "on “give pupils their own numbers”"


def test_words_of_a_fact_or_a_reference_are_listed_and_the_rest_of_the_text_is_changed() -> None:
    document = Document(built())
    paragraph = document.paragraph("has agreed to it")
    document.replace("the governing body", "the board", within=paragraph)
    document.replace("has agreed", "has agreed in writing", within=paragraph)
    result = taken_in(document.saved())
    assert "{{ school.governing_body }} of {{ school.name }} has agreed in writing to it" in result.files[CALLS]
    (listed,) = result.taken.of("listed")
    assert (listed.where, "{{ school.governing_body }}" in listed.why) == ("1.1(c)", True)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("title", "take the clause out"),
        ("stem", "what hangs on it"),
        ("heading", "by hand"),
        ("moved", "move it"),
        ("away", "move it"),
    ],
)
def test_what_a_person_must_decide_is_listed_and_nothing_is_written(what: str, said: str) -> None:
    document = Document(built())
    if what == "title":
        document.delete(document.paragraph("1.2 Cameras"))
    elif what == "stem":
        document.delete(document.paragraph("Staff must not:"))
    elif what == "heading":
        heading = document.insert(document.paragraph("are deleted."), "A new heading")
        heading[0].find("*").attrib.update(dict.fromkeys(heading[0].find("*").attrib, "Heading2"))
    elif what == "away":
        document.paragraph("Photographs").addnext(document.paragraph("give pupils their"))
    else:
        document.paragraph("Photographs").addnext(document.paragraph("1.2 Cameras"))
    result = taken_in(document.saved())
    assert result.taken.files == {}
    assert [said in change.why for change in result.taken.of("listed")] == [True]


def test_an_item_or_paragraph_that_was_moved_moves_with_all_that_hangs_on_it() -> None:
    document = Document(built())
    document.paragraph("call pupils on").addprevious(document.paragraph("give pupils their"))
    document.paragraph("Staff must not:").addprevious(document.paragraph("Note:"))
    result = taken_in(document.saved())
    first = "      - call pupils on their own phones\n"
    second = "      - text: give pupils their own numbers\n        citations: [ukpga/2018/12]\n"
    note = "  - note: The [guide](https://hill.example/guide) says more about *calls*.\n"
    stem = '  - text: "Staff must not:"\n'
    moved = SHAPES.replace(note, "").replace(first + second, second + first).replace(stem, note + stem)
    assert result.files[CALLS] == moved


def test_bold_that_was_set_is_listed() -> None:
    from lxml import etree

    document = Document(built())
    run = next(document.paragraph("call pupils on").iter("{*}r"))
    look = etree.Element(run.tag.replace("}r", "}rPr"))
    etree.SubElement(look, run.tag.replace("}r", "}b"))
    run.insert(0, look)
    (change,) = taken_in(document.saved()).taken.changes
    assert (change.outcome, change.what) == (
        "listed",
        "“call pupils on their own phones” is set differently, bold or italic",
    )


def test_in_a_review_only_what_people_changed_comes_back() -> None:
    assert taken_in(built("review"), "review").taken.changes == ()
    document = Document(built("review"))
    document.replace("Photographs", "Pictures")
    document.replace("They may use", "They can use", "Jo Governor")
    result = taken_in(document.saved(), "review")
    assert [change.outcome for change in result.taken.changes] == ["applied", "applied"]
    assert "They can use the office." in result.files[CALLS]
    assert "Pictures of pupils" in result.files[CAMERAS]


def test_a_proposal_that_was_rejected_in_a_review_is_taken_back_in_the_draft() -> None:
    document = Document(built("review"))
    for mark in list(document.paragraph("call pupils on their own phones").iter("{*}ins")):
        mark.getparent().remove(mark)  # what Word does when a proposal is rejected
    result = taken_in(document.saved(), "review")
    assert "call pupils on their own phones" not in result.files[CALLS]


def test_where_the_clause_went_on_since_both_come_together_and_what_collides_is_listed() -> None:
    document = Document(built())
    document.replace("call pupils on", "call or message pupils on")
    document.replace("give pupils their own", "give pupils any own")
    current = {
        path: data.replace("title: Calls", "title: Telephone calls").replace("give pupils their", "hand pupils their")
        for path, data in _files().items()
    }
    result = taken_in(document.saved(), current=current)
    assert "title: Telephone calls" in result.files[CALLS]
    assert "call or message pupils on" in result.files[CALLS]
    assert "hand pupils their own numbers" in result.files[CALLS]
    (listed,) = result.taken.of("listed")
    assert "changed there since" in listed.why


def _files() -> dict[str, str]:
    from tests.word_review.schools import register

    return {path: data.decode() for path, data in register().files.items()}


STRAIGHT = "Staff's \"own\" phones and pupils' 'other' phones stay off."
CURLY = "The school’s “own” cameras, and pupils' other cameras, stay off."


@pytest.mark.parametrize("shown", ["as readers see it", "as it was built before"])
def test_a_draft_is_shown_with_typographic_marks_and_its_clauses_keep_those_that_they_are_written_with(
    shown: str,
) -> None:
    texts = {
        CALLS: f"id: calls\ntitle: Calls\nbody:\n  - {STRAIGHT}\n",
        CAMERAS: f"id: cameras\ntitle: Cameras\nbody:\n  - {CURLY}\n",
    }
    draft = load(
        {
            **{path: text.encode() for path, text in FILES.items()},
            **{path: text.encode() for path, text in texts.items()},
        },
        AS_OF,
    )
    edition = resolve(draft, "phones", "draft")
    data = pandoc.write(as_built(edition, None, AS_OF, files_below("templates", "site")))
    built = read(data, "a.docx")
    document = Document(data)
    assert document.paragraph("Staff’s “own” phones and pupils’ ‘other’ phones") is not None
    if shown == "as it was built before":
        document.replace(
            "Staff’s “own” phones and pupils’ ‘other’ phones", "Staff's \"own\" phones and pupils' 'other' phones"
        )
        document.replace("pupils’ other", "pupils' other")

    def back() -> dict[str, str]:
        return dict(take_in(read(document.saved(), "a.docx"), built, draft, edition, everybody, texts).files)

    assert back() == {}
    expected = STRAIGHT.replace("stay off", 'stay "off"')
    document.replace(" stay off.", " stay “off”.", within=document.paragraph("phones stay off."))
    assert back()[CALLS] == texts[CALLS].replace(STRAIGHT, expected)
    document.replace(" cameras, stay", " “big” cameras, stay", within=document.paragraph("other cameras, stay"))
    changed = back()
    assert changed[CAMERAS] == texts[CAMERAS].replace("other cameras", "other “big” cameras")
