"""What a person does not see in a file is said, wherever it is; what a person sees is read as it is written."""

from __future__ import annotations

import unicodedata

import pytest

from clausebook.lint.run import check
from clausebook.model.finding import Finding
from clausebook.source.load import load, read_file
from clausebook.source.parse import parse
from clausebook.text.blanks import BLANKS
from tests.lint.mini import AS_OF, base

CLAUSE = "clauses/phones/calls.yaml"
HEAD = "id: calls\ntitle: Calls\nbody:\n"
# Every place where words of a reader can be, with %s for the words.
PLACES = {
    "title": "id: calls\ntitle: %s\nbody:\n  - Go.\n",
    "paragraph": HEAD + "  - %s\n",
    "text": HEAD + "  - text: %s\n",
    "item": HEAD + '  - text: "Staff must:"\n    items:\n      - %s\n',
    "item with an id": HEAD + '  - text: "Staff must:"\n    items:\n      - id: numbers\n        text: %s\n',
    "line between items": HEAD + '  - text: "Staff must:"\n    items:\n      - go\n      - between: %s\n      - stay\n',
    "note": HEAD + "  - note: %s\n",
    "caption": HEAD + "  - table:\n      caption: %s\n      header: [A]\n      rows: [[b]]\n",
    "header": HEAD + "  - table:\n      caption: C\n      header:\n        - %s\n      rows: [[b]]\n",
    "cell": HEAD + "  - table:\n      caption: C\n      header: [A]\n      rows:\n        - - %s\n",
    "label": HEAD + "  - form:\n      title: F\n      fields:\n        - label: %s\n          kind: text\n",
    "form's title": HEAD + "  - form:\n      title: %s\n      fields: [{label: Name, kind: text}]\n",
    "why": "id: calls\ntitle: Calls\ncitations:\n  - instrument: ukpga/2018/12\n    why: %s\nbody: [Go.]\n",
}
ELSEWHERE = {
    "policy/phones.yaml": ("title: %s", "section: 1"),
    "policy/terms.yaml": ("terms:\n  - id: pupil\n    term: %s\n    definition: x\n", ""),
    "policy/school.yaml": ("name: %s\n", ""),
}


def kinds(data: str, path: str = CLAUSE) -> list[tuple[str, int, int]]:
    return [(fault.kind, fault.place.line, fault.place.column) for fault in parse(data.encode(), path)[1]]


@pytest.mark.parametrize("words", ["press #3 for help", "run #fast", "Hanson #1", "a\t#b"])
@pytest.mark.parametrize("place", PLACES)
def test_words_behind_a_hash_are_not_lost_in_silence(place: str, words: str) -> None:
    data = PLACES[place] % words
    line = next(number for number, text in enumerate(data.split("\n"), 1) if words in text)
    column = data.split("\n")[line - 1].index("#") + 1
    assert kinds(data) == [("comment-in-text", line, column)]
    assert kinds(PLACES[place] % f'"{words}"'.replace("\t", " ")) == []


@pytest.mark.parametrize("path", ELSEWHERE)
def test_words_behind_a_hash_are_found_in_every_file(path: str) -> None:
    data = ELSEWHERE[path][0] % "One #2"
    assert [kind for kind, _, _ in kinds(data, path)] == ["comment-in-text"]


@pytest.mark.parametrize(
    "line",
    [
        *("id: calls # for ever", "number: 2.2 # as adopted", "review_month: 5 # May", "on: 2018-05-25 # a Friday"),
        *(
            "instrument: ukpga/2018/12 # DPA",
            "- calls # in order",
            "duty: must-not # stated",
            "id: a\n# alone",
            "list: [a, b] # c",
        ),
        *(
            'title: "Calls" # in quotes',
            "text: >- # folded\n  Press #3.",
            "acknowledgement: true # page",
            "until: 2027-05 # may",
        ),
    ],
)
def test_a_remark_may_follow_an_id_a_number_or_a_date(line: str) -> None:
    assert kinds(f"{line}\n") == []


LINE_ENDS = ["\x85", "\u2028", "\u2029", "\r"]


@pytest.mark.parametrize("end", LINE_ENDS, ids=lambda one: f"U+{ord(one):04X}")
@pytest.mark.parametrize(
    "inside", ["# a remark%s  - Staff must never write.", "- Go%s- Stay", '- "Go%snow"', "- >-\n    Go%snow"]
)
def test_a_line_end_that_no_editor_shows_is_named(end: str, inside: str) -> None:
    found = parse(f"{HEAD}  {inside % end}\n".encode(), CLAUSE)[1]
    assert found[0].kind == "hidden-character"
    assert f"U+{ord(end):04X}" in found[0].message
    assert parse(f"{HEAD}  {inside % end}\n".replace("\n", "\r\n").encode(), CLAUSE)[1][0].kind == "hidden-character"


ODD = sorted(character for character in BLANKS if unicodedata.category(character) == "Zs" and character != " ")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r\n# a remark\r\n"])
def test_any_number_of_lines_before_the_first_word_is_read_at_once(end: str) -> None:
    assert parse((end * 2000 + "id: phones\r\n").encode(), CLAUSE)[0] is not None


@pytest.mark.parametrize("blank", [*ODD, "\ufeff", "\u200b"], ids=lambda one: f"U+{ord(one):04X}")
@pytest.mark.parametrize(
    "lines",
    [
        "  - Go.\n %s - Stay.\n",
        "  - Go.\n  -%sStay.\n",
        "%s - Go.\n",
        "  - text:%sGo.\n",
        "  - Go.\n  %s- Stay.\n",
        "  -%sGo.\n",
    ],
)
def test_a_blank_that_is_none_to_yaml_is_named_where_a_plain_one_is_wanted(blank: str, lines: str) -> None:
    found = parse(f"{HEAD}{lines % blank}".encode(), CLAUSE)[1]
    assert [fault.kind for fault in found] == ["hidden-character"], found
    assert f"U+{ord(blank):04X}" in found[0].message
    where = f"{HEAD}{lines % blank}".split("\n")
    assert where[found[0].place.line - 1][found[0].place.column - 1] == blank
    assert kinds(f"{HEAD}{lines % ' '}".replace("\n   - Stay", "\n  - Stay")) in ([], [("yaml-syntax", 4, 3)])


@pytest.mark.parametrize(
    "text",
    ['"Staff\n %s must\n %s go"\n', "'Staff\n\n %s must'\n", ">-\n     Staff\n     %s must\n     %s go\n"],
    ids=["two quotes", "one quote", "folded"],
)
def test_a_blank_of_any_kind_may_begin_a_further_line_of_a_text_and_not_the_line_behind_it(text: str) -> None:
    title = f"id: calls\ntitle: {text}".replace("%s", "\u00a0")
    assert kinds(f"{title}body:\n  - Go.\n") == []
    line = title.count("\n") + 2
    assert kinds(f"{title}body:\n  -\u00a0Go.\n")[0] == ("hidden-character", line, 4)


@pytest.mark.parametrize("blank", ODD, ids=lambda one: f"U+{ord(one):04X}")
def test_a_blank_of_any_kind_is_welcome_inside_a_text_and_kept(blank: str) -> None:
    for text in (
        f"  - Staff must{blank}not go.\n",
        f'  - "{blank}Staff must{blank}not go."\n',
        f"  - >-\n    Staff{blank}go\n",
    ):
        value, found = parse(f"{HEAD}{text}".encode(), CLAUSE)
        assert found == ()
        assert blank in value["body"][0]


@pytest.mark.parametrize(
    "entry",
    [
        "<<: {text: a}\n    text: b",
        "&a Go.",
        "! Go.",
        "!!str Go.",
        "text: &b Go.",
        "[&c Go.]",
        "text: !!str 12",
        "&d\n    text: Go.",
    ],
)
def test_words_put_in_from_elsewhere_or_taken_out_are_refused(entry: str) -> None:
    assert [fault.kind for fault in parse(f"{HEAD}  - {entry}\n".encode(), CLAUSE)[1]] == ["written-out"]


@pytest.mark.parametrize(
    "entry", ["Q&A & R&D", "Go! Now", "a << b", "Stop !", "AT&T", '"&a <<"', "'! a'", "1 & 2", "x: y & z"]
)
def test_the_signs_of_yaml_are_words_inside_a_text(entry: str) -> None:
    assert parse(f"{HEAD}  - {entry}\n".encode(), CLAUSE)[1] == ()


def test_what_is_misread_keeps_no_old_edition_from_being_read() -> None:
    data = f"{HEAD}  - press #3\n  - &a Go.\n  # x\x85  - Stay.\n".encode()
    record, faults = read_file(CLAUSE, data)
    assert record is not None
    assert {fault.kind for fault in faults} == {"comment-in-text", "written-out", "hidden-character"}


def findings(clause: str) -> tuple[Finding, ...]:
    return check(load({**base(), CLAUSE: clause.encode()}, AS_OF))


COPIES = (
    *(
        "calls (1)",
        "calls - Copy",
        "calls copy",
        "calls final v2",
        "calls-DESKTOP-AB12CD",
        "Copy of calls",
        "calls_old",
    ),
    *("calls-copy", "calls-old", "calls.bak", "calls~", "calls 2", "CALLS", "calls-conflict-20261128", "calls_v2"),
)


@pytest.mark.parametrize("name", COPIES)
@pytest.mark.parametrize("change", [b"", b"  - Staff must go.\n"])
def test_a_copy_beside_a_clause_is_one_finding_and_nothing_is_said_of_the_clause(name: str, change: bytes) -> None:
    files = base()
    copy = f"clauses/phones/{name}.yaml"
    found = check(load({**files, copy: files[CLAUSE] + change}, AS_OF))
    assert [(one.place.file, one.rule) for one in found] == [(copy, "stray-file")]
    assert ("says the same" in found[0].message) == (not change)
    assert "calls.yaml" in found[0].message


def test_a_new_clause_whose_id_was_forgotten_is_no_copy() -> None:
    files = base()
    data = files[CLAUSE].replace(b"Calls", b"Texts")
    found = check(load({**files, "clauses/phones/texts.yaml": data}, AS_OF))
    assert "id-is-file-name" in {one.rule for one in found}


@pytest.mark.parametrize(
    ("lines", "at"),
    [
        ("  - Go.\n   - Stay.\n", (5, 4)),
        ("  - Go\n    - and stay.\n", (5, 5)),
        ("  - text: Go\n      - Stay\n", (5, 7)),
        ('  - text: "Go:"\n    items:\n      - one\n\n        - two\n', (8, 9)),
        ("  - >-\n    Go:\n    - Stay.\n", (6, 5)),
        ("  - - Go\n      - Stay\n", (5, 7)),
    ],
)
def test_an_entry_that_becomes_part_of_the_text_above_is_named(lines: str, at: tuple[int, int]) -> None:
    assert kinds(HEAD + lines) == [("entry-in-text", *at)]


@pytest.mark.parametrize(
    "lines",
    [
        "  - Go.\n  - Stay.\n",
        "  - - Go.\n    - Stay.\n",
        "  -\n    - Go.\n",
        '  - "Go\n     - or stay."\n',
        "  - Go -\n    or stay.\n",
        '  - text: "Go:"  # soon\n    items:  # all\n       - one\n       - two\n  - Stay.\n',
        "  - table:\n      rows:\n      - - a\n        - b\n      -\n        - c\n",
    ],
)
def test_a_dash_where_a_list_is_or_inside_quotes_is_right(lines: str) -> None:
    assert kinds(HEAD + lines) == []


def test_a_time_inside_brackets_is_asked_for_in_quotes() -> None:
    (fault,) = parse(f"{HEAD}  - table: {{header: [A], rows: [[13:30]]}}\n".encode(), CLAUSE)[1]
    assert (fault.message, fault.hint) == ("a colon inside brackets must be in quotes", 'write "13:30"')


@pytest.mark.parametrize(
    ("lines", "hint"),
    [
        ("  - text: staff must:\n    items: [go]\n", 'write text: "staff must:"'),
        ("  - text: Staff must:\n    items: [go]\n", 'write text: "Staff must:"'),
        ("  - Staff must: go, or:\n    items: [go]\n", 'write - text: "Staff must: go, or:"'),
        ('  - text: a \\ and "b":\n    items: [go]\n', 'write text: "a \\\\ and \\"b\\":"'),
    ],
)
def test_words_that_end_in_a_colon_are_to_be_put_in_quotes(lines: str, hint: str) -> None:
    (found,) = parse(f"{HEAD}{lines}".encode(), CLAUSE)[1]
    assert (found.message, found.hint) == ("a text that ends in a colon must be in quotes", hint)
    assert (found.place.line, found.place.column) == (4, lines.index("\n"))


def test_a_colon_in_a_block_of_text_is_not_taken_for_the_fault_below_it() -> None:
    found = parse(f"{HEAD}  - >\n    Staff must:\n  - [open\n".encode(), CLAUSE)[1]
    assert not any("ends in a colon" in one.message for one in found)


@pytest.mark.parametrize(
    "lines",
    [
        "  - Ring\n    #3 for help\n",
        "  - Go\n    on\n    #3\n",
        "  - Ring\n      #3 for help\n",
        "  - text: Ring\n      #3 for help\n",
        "  - text:\n      Ring\n      #3 for help\n",
        "  - items:\n      - text: Ring\n         #3\n",
        "  - note: Ring\n      the office\n      #3\n",
    ],
)
def test_words_behind_a_hash_on_a_line_of_their_own_are_not_lost_in_silence(lines: str) -> None:
    ((kind, line, column),) = kinds(HEAD + lines)
    assert (kind, (HEAD + lines).split("\n")[line - 1][column - 1]) == ("comment-in-text", "#")


@pytest.mark.parametrize(
    "lines",
    [
        "  - Ring\n    # of the office\n",
        "  - Ring.\n    #3\n",
        "  - Ring\n#3\n",
        "  - Ring\n  #3\n",
        "  - text: Ring\n    #3\n",
        "  - text: Ring\n    # of the office\n",
    ],
)
def test_a_remark_on_a_line_of_its_own_is_a_remark(lines: str) -> None:
    assert kinds(HEAD + lines) == []
