"""How people write names of law, and what is read from it: real phrasings, and every form of every name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from clausebook.model.law.verdict import judged, names_of, provision_on
from clausebook.model.register import Register
from clausebook.source.load import load
from clausebook.text.law_forms import is_abbreviation
from clausebook.text.law_mentions import Mention
from clausebook.text.law_names import read
from clausebook.text.provisions import normal, units
from tests.golden_folders import GOLDEN, hold

ROOT = Path(__file__).parents[2]
FILES = [
    "policy/instruments.yaml",
    *sorted(f"policy/instruments/{one.name}" for one in (ROOT / "policy/instruments").iterdir()),
]
TODAY = date(2026, 11, 28)
PHRASINGS = yaml.safe_load((Path(__file__).parent / "phrasings.yaml").read_text(encoding="utf-8"))
REGISTER: Register = load({file: (ROOT / file).read_bytes() for file in FILES}, TODAY)
NAMES = names_of(REGISTER.instruments)


def named(words: str) -> list[Mention]:
    return list(read(words, NAMES))


def verdicts(words: str, on: date = TODAY) -> list[tuple[str, str, str]]:
    """Id, provisions and verdict of each mention."""
    rows = REGISTER.instrument_by_id
    found = [judged(one, rows, on, REGISTER.namesakes) for one in named(words)]
    return [((one.instruments or ("",))[0], ", ".join(one.mention.refs), one.kind) for one in found]


@pytest.mark.parametrize("case", PHRASINGS, ids=lambda case: str(case["kind"]))
def test_a_phrasing_is_judged_as_a_lawyer_would(case: dict[str, Any]) -> None:
    rows, on = REGISTER.instrument_by_id, case.get("on", TODAY)
    found = [judged(one, rows, on, REGISTER.namesakes) for one in named(case["text"])]
    assert len(found) == len(case["want"])
    for one, want in zip(found, case["want"], strict=True):
        assert one.kind == want["verdict"]
        assert one.kind == "not registered" or want["id"] in one.instruments
        assert "ref" not in want or ", ".join(one.mention.refs) == want["ref"]
        assert "edition" not in want or one.mention.year == want["edition"]
        assert "successor" not in want or [next_.instrument for next_ in one.successor] == want["successor"]


def fields_of(record: Any) -> str:
    """The fields of a record that hold something."""
    held = {field.name: getattr(record, field.name) for field in fields(record)}
    return "; ".join(f"{name} {value}" for name, value in held.items() if value not in ("", (), None, False))


def test_every_part_of_a_phrasing_is_read_and_judged_as_it_was(bless: bool) -> None:
    case = GOLDEN / "names-of-law"
    texts = [(case_["text"], case_.get("on", TODAY)) for case_ in PHRASINGS]
    texts += [(line, TODAY) for line in (case / "sentences.txt").read_text(encoding="utf-8").splitlines()]
    lines: list[str] = []
    for text, on in texts:
        lines += ["", text]
        for one in named(text):
            found = judged(one, REGISTER.instrument_by_id, on, REGISTER.namesakes)
            lines += [f"  {fields_of(one)}", f"    {fields_of(replace(found, mention=None))}"]  # type: ignore[arg-type]
    hold(case, {"expected.txt": "\n".join(lines[1:]) + "\n"}, given=("sentences.txt",), bless=bless)


def forms(title: str, guidance: bool) -> Iterator[str]:
    """A name as people write it: cases, quotes, ampersands, blanks, dashes, commas, brackets, order."""
    plain = title.partition("...")[0].strip().removeprefix("The ")
    found = re.fullmatch(r"(.*?),? \(?((?:1[5-9]|20)[0-9]{2})\)?", plain)
    base, year = (found[1], found[2]) if found else (plain, "2023" if guidance else "")
    marks = [
        ("", ""),
        ("'", "’"),
        ("’", "'"),
        (" and ", " & "),
        (" ", "\u00a0"),
        ("-", "–"),
        (",", ""),
        ("'", ""),
        ("’", ""),
    ]
    places = [
        "{b} {y}",
        "{b}, {y}",
        "{b} ({y})",
        "‘{b}’ {y}",
        '"{b}" ({y})',
        "({b} {y})",
        "{b} (ABC) {y}",
        "**{b} {y}**",
    ]
    places += ["section 5 of the {b} {y}", "The {b} {y}, section 5", "s.5 {b} {y}"]
    for case in (str, str.lower, str.upper, str.title):
        for old, new in marks:
            for place in places:
                yield place.format(b=case(base).replace(old, new) if old else case(base), y=year).strip()


@pytest.mark.parametrize("id", sorted(REGISTER.instrument_by_id))
def test_no_form_of_a_registered_name_is_missed(id: str) -> None:
    row = REGISTER.instrument_by_id[id]
    missed = []
    for form in dict.fromkeys(forms(row.title, row.kind == "guidance")):
        if [one.ids for one in named(f"Staff follow {form} at work.")] != [(id,)]:
            missed.append(form)
    assert missed == []


@pytest.mark.parametrize(
    ("words", "ref"),
    [
        ("section 127(2)(a)", "s. 127(2)(a)"),
        ("ss. 15 to 17", "ss. 15-17"),
        ("Part 2, Chapter 1", "Pt. 2 Ch. 1"),
        ("Chapter 1 of Part 2", "Pt. 2 Ch. 1"),
        ("sections 550ZA–550ZD", "ss. 550ZA-550ZD"),
        ("paragraph 3 of Schedule 2", "Sch. 2 para. 3"),
        ("Sch. 15 paras. 13 and 15", "Sch. 15 para. 13, Sch. 15 para. 15"),
        ("Schedule, paragraph 7", ""),
        ("Sch. para. 7", "Sch. para. 7"),
        ("Part IVA", "Pt. 4A"),
        ("subsection (2) of section 127", "s. 127(2)"),
        ("Articles 8 and 10", "art. 8, art. 10"),
        ("s.46", "s. 46"),
        ("§ 46", "s. 46"),
        ("Part one", "Pt. 1"),
        ("the duty to report", ""),
    ],
)
def test_a_provision_has_one_normal_form(words: str, ref: str) -> None:
    assert normal(words).removeprefix("para. 7") == ref
    assert [str(one) for one in units(normal(words))] == [str(one) for one in units(words)]


def test_the_narrower_a_provision_is_the_deeper_it_is() -> None:
    rows = ["Parts 2 to 4", "Part 2", "ss. 6 to 8", "s. 6", "s. 6(1)", "s. 6(1)(a)"]
    depths = [units(words)[0].depth for words in rows]
    assert depths == sorted(set(depths))
    assert units("Part 2 Chapter 1")[0].depth > units("Part 2")[0].depth
    assert units("Sch. 2 para. 5")[0].depth > units("Sch. 2")[0].depth


def test_a_provision_holds_what_is_inside_it_and_nothing_beside_it() -> None:
    def one(words: str) -> Any:
        return units(words)[0]

    assert one("s. 127").holds(one("s. 127(2)(a)"))
    assert not one("s. 127(2)(a)").holds(one("s. 127"))
    assert one("ss. 550ZA-550ZD").holds(one("s. 550ZB"))
    assert not one("ss. 15-17").holds(one("s. 17A"))
    assert one("Pt. 1").holds(one("Pt. 1 Ch. 2"))
    assert one("Sch. 15").holds(one("Sch. 15 para. 13"))
    assert not one("s. 1").holds(one("s. 12"))
    assert not one("reg. 4").holds(one("s. 4"))


def test_a_provision_that_no_part_holds_is_called_neither_dead_nor_alive() -> None:
    row = REGISTER.instrument_by_id["ukpga/2010/15"]
    assert provision_on(row, "s. 999", TODAY).state == "not known"
    assert verdicts("Section 999 of the Equality Act 2010 applies.") == [("ukpga/2010/15", "s. 999", "not known")]


@pytest.mark.parametrize(
    "words",
    [
        "See how children act in the playground.",
        "Mobile phones in schools are a matter for the head teacher.",
        "Our work of keeping children safe in education never ends.",
        "The duty to act in good faith.",
        "An act of kindness; the Random Act of Kindness week.",
        "The policy of 2018, and section 5 of the Behaviour Policy 2024.",
        "Working together, staff and parents can improve attendance.",
        "The 1998 Act of Worship.",
        "Pupils study the Theft of the Sun (2006).",
        "the ipa chart and the osa",
    ],
)
def test_words_that_only_look_like_law_are_left_alone(words: str) -> None:
    assert [one for one in named(words) if one.kind != "yearless"] == []


@pytest.mark.parametrize(
    ("year", "kind"),
    [
        ("1988", "wrong year"),
        ("1989", "wrong year"),
        ("1997", "wrong year"),
        ("1978", "wrong year"),
        ("2004", "not registered"),
    ],
)
def test_a_year_is_called_wrong_only_beside_the_one_namesake(year: str, kind: str) -> None:
    assert [one[2] for one in verdicts(f"The Human Rights Act {year} applies.")] == [kind]
    assert [one[2] for one in verdicts("The Education Act 1995 applies.")] == ["not registered"]
    remade = "The Management of Health and Safety at Work Regulations 1992 apply."
    assert [one[2] for one in verdicts(remade)] == ["not registered"]
    assert [one[2] for one in verdicts("The Police Act 1996 applies.")] == ["not registered"]


def test_a_short_form_means_the_act_named_before_it_and_nothing_without_one() -> None:
    assert named("Under the 1998 Act, data is kept.") == []
    earlier = named("The Human Rights Act 1998 applies.")
    (found,) = read("Section 6 of the 1998 Act binds the school.", NAMES, earlier)
    assert (found.ids, found.refs) == (("ukpga/1998/42",), ("s. 6",))
    earlier = named("The Data Protection Act 2018 (“the Act”) applies.")
    (found,) = read("Section 45 of the Act binds the school.", NAMES, earlier)
    assert (found.ids, found.refs) == (("ukpga/2018/12",), ("s. 45",))
    two = (*earlier, *named("So does the Equality Act 2010 (the Act)."))
    assert read("Section 45 of the Act binds the school.", NAMES, two) == ()


@pytest.mark.parametrize(
    ("words", "want"),
    [
        ("Education Acts 1996 and 2002", ["ukpga/1996/56", "ukpga/2002/32"]),
        ("Children Acts 1989 & 2004", ["ukpga/1989/41", "ukpga/2004/31"]),
        ("Data Protection Act 1998 and 2018", ["ukpga/1998/29", "ukpga/2018/12"]),
        ("Regulation of Investigatory Powers Act 2000 (RIPA)", ["ukpga/2000/23"]),
        ("UK GDPR (Regulation (EU) 2016/679)", ["eur/2016/679"]),
        ("S.I. 2018 No. 356", ["uksi/2018/356"]),
        ("Statutory Instrument 2018/356", ["uksi/2018/356"]),
        ("a section 128 check", ["ukpga/2008/25"]),
    ],
)
def test_one_mention_is_made_of_each_instrument(words: str, want: list[str]) -> None:
    assert [one.ids[0] for one in named(f"Staff follow the {words}.")] == want


@pytest.mark.parametrize(
    ("piece", "short"), [("DPA", True), ("KCSiE", True), ("kcsie", False), ("Prevent", False), ("", False)]
)
def test_an_abbreviation_has_two_capitals(piece: str, short: bool) -> None:
    assert is_abbreviation(piece) == short


@pytest.mark.parametrize(
    ("words", "called"),
    [
        ("the 2010 Equality Act", "2010 Equality Act"),
        ("under the Equality Act 2010", "Equality Act 2010"),
        ("the Equality Acts 2006 and 2010", "Equality Acts 2006"),
    ],
)
def test_a_year_before_or_behind_a_title_is_its_year(words: str, called: str) -> None:
    first = named(words)[0]
    assert (words[first.start : first.end].strip(), first.year) == (called, re.findall("[0-9]{4}", called)[0])


@pytest.mark.parametrize(
    ("words", "kind", "piece"),
    [
        ("The DPA applies.", "yearless", "DPA"),
        ("The HSWA applies.", "yearless", "HSWA"),
        ("The GDPR applies.", "known", "GDPR"),
        ("The FOI Act applies.", "yearless", "FOI Act"),
    ],
)
def test_a_short_name_is_read_with_or_without_a_year_of_its_own(words: str, kind: str, piece: str) -> None:
    (one,) = named(words)
    assert (one.kind, words[one.start : one.end]) == (kind, piece)
