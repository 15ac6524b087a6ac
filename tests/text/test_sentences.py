"""A sentence ends where a reader ends it, nothing is lost on the way, and a long word costs no more than its length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.text import sentences as module
from clausebook.text.sentences import is_abbreviation, lines, pieces, sentences

WHOLE = (
    *(
        "You must tell Dr. Jones or Mrs. Smith about a lost phone at once.",
        "Ask Mr. J. R. Smith, Prof. Lee or St. Anne's.",
    ),
    *(
        "See s. 46 of the Act.",
        "See ss. 4 and 5.",
        "See s. A1.",
        "See para. 4, paras. 5 and 6.",
        "Under Reg. 2 and regs. 3.",
    ),
    *(
        "Under art. 5, arts. 6 and Sch. II.",
        "See Sch. 1, Pt. IV.",
        "Read No. 3 and Nos. 4.",
        "Pupils of Yr. 7 and Yr. Seven.",
    ),
    *("Devices, e.g. Chromebooks, and i.e. Tablets.", "See p. 4 and pp. 5.", "Read vol. 2, ed. Smith.", "cf. The Act."),
    *(
        "Be there at 3.30 p.m. Monday to Friday.",
        "Call Ms. Lee.",
        "Rev. Lee and Fr. Brown.",
        "In 2.2(g) nothing changes.",
    ),
    *(
        "R. v. Jones is the case.",
        "J.R.R. Tolkien wrote it.",
        "Approx. 30 pupils.",
        "See ch. 3 and fig. 2.",
        "1. Staff must sign.",
    ),
    *(
        "iv. Staff must sign.",
        "The U.K. Parliament made it.",
        "3.5 of 7.2 hours",
        "Staff of Acme Co. Durham.",
        "Tel. 01234 567.",
    ),
    *("Paper (pens, rulers, etc.) Year 7 need.", "at www.gov.uk or gov.uk", "B. Smith signs.", "Mr. Will Smith"),
)
TWO = (
    *("Stay away. You must not wait.", "The answer is No. Pupils must not run.", "See s. 46. Staff must read it."),
    *(
        "Ring by 3.30 p.m. You must not wait.",
        "Bring pens, rulers, etc. Staff give nothing.",
        "He left in 2018. 3 pupils stayed.",
    ),
    *("Say “Stop!” Then run.", "(See the form.) Staff must sign.", "Never! Staff must sign.", "Wait … The bell rings."),
    *(
        "Take plan B. Then go.",
        "Staff in the U.K. The rest need not.",
        "Live in High St. The school is near.",
        "See 2.2(g). Staff go.",
    ),
    *(
        "**Never.** Staff must sign.",
        "Stop. {{ school.name }} is near.",
        "Go.\u00a0Staff must sign.",
        "Go.\u202fStaff must sign.",
    ),
    *(
        "Go.\u2003Staff.",
        "Es geht. Über alles.",
        "Stop... Go.",
        "Who? Me.",
        "Do art. Staff like it.",
        "I said no. Staff left.",
    ),
    *("كل. قابل قبول", "Ring 999. All staff leave.", "Ask the Head.’ Then go.", "See “the form.” Staff sign."),
)


@pytest.mark.parametrize("text", WHOLE)
def test_an_abbreviation_ends_no_sentence(text: str) -> None:
    assert sentences(text) == (text,)


@pytest.mark.parametrize("text", TWO)
def test_a_sentence_ends_where_a_reader_ends_it(text: str) -> None:
    assert len(sentences(text)) == 2, sentences(text)


@pytest.mark.parametrize("title", ["Dr", "Mr", "Mrs", "Ms", "Prof", "Rev", "St"])
@pytest.mark.parametrize("name", ["Jones", "O’Neil", "Ŵyn", "{{ school.name }}"])
def test_a_title_and_its_name_stay_together(title: str, name: str) -> None:
    text = f"You must tell {title}. {name} at once."
    assert sentences(f"{text} You must not wait.") == (text, "You must not wait.")


NUMBERED = (
    "s",
    "ss",
    "para",
    "paras",
    "reg",
    "regs",
    "art",
    "arts",
    "Sch",
    "No",
    "Nos",
    "p",
    "pp",
    "vol",
    "ed",
    "Yr",
    "Pt",
    "ch",
    "fig",
)


@pytest.mark.parametrize("short", NUMBERED)
@pytest.mark.parametrize("number", ["46", "4(2)", "(3)", "12A", "A1", "IV"])
def test_a_provision_and_its_number_stay_together(short: str, number: str) -> None:
    text = f"Staff must read {short}. {number} of the code."
    assert sentences(f"{text} Pupils need not.") == (text, "Pupils need not.")
    assert is_abbreviation(short)


marks = st.sampled_from(
    [*'.!?…;:,)(]["”’“‘*_`{}', " ", "  ", "\u00a0", "\u2003", "\n", "A", "a", "1", "é", "Dr.", "e.g.", "No."]
)
texts = st.one_of(st.text(max_size=60), st.lists(marks, max_size=40).map("".join))


@given(texts)
def test_the_pieces_of_a_text_are_the_text(text: str) -> None:
    assert "".join(pieces(text)) == text


@given(texts)
def test_the_lines_of_a_text_with_a_blank_between_them_are_the_text(text: str) -> None:
    assert " ".join(lines(text)) == text


@given(texts)
def test_a_sentence_has_no_blank_at_its_ends_and_no_word_is_lost(text: str) -> None:
    found = sentences(text)
    assert all(sentence and sentence == sentence.strip() for sentence in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@pytest.mark.parametrize("unit", ["é", ".", ")", "a.", ".)", "J. ", ". ", "“", "(", "No. ", "a" * 9 + ". ", "{", "*."])
def test_the_steps_of_splitting_grow_with_the_length_and_not_with_its_square(
    unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def looked_at(times: int) -> int:
        seen = 0

        def counting(text: str, start: int, mark: object, closed: int, follows: int) -> bool:
            nonlocal seen
            seen += 1
            return ends(text, start, mark, closed, follows)  # type: ignore[arg-type]

        monkeypatch.setattr(module, "_ends", counting)
        pieces(unit * times + " A")
        return seen

    ends = module._ends
    few, many = looked_at(100), looked_at(1000)
    assert many <= 10 * few + 10
