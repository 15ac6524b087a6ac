"""The law that any text names, without a policy: from a file of each kind, and from standard input."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from clausebook.app.legal import checked, difference, digest
from clausebook.errors import UserError

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 28)
TEXT = """# Online safety

Staff read Keeping Children Safe in
Education **2023**, and follow the Equality Act, 2010.

Data is held under the Data Protection Act 1998 (the DPA).
"""


def said(name: str, path: Path | None, text: str = "") -> list[str]:
    lines, wrong = checked(ROOT, path, text, DAY)
    assert wrong
    assert lines[0] == "3 names of law: 2 wrong on 2026-11-28, 0 not known; register of 2026.11.28"
    return [line.split(": ")[0].replace(name, "FILE") for line in lines[1:]]


def test_a_text_and_markdown_are_read_across_the_ends_of_lines(tmp_path: Path) -> None:
    for ending in (".txt", ".md"):
        file = tmp_path / f"policy{ending}"
        file.write_text(TEXT, encoding="utf-8")
        assert said(file.name, file) == ["! FILE, line 3", "  FILE, line 4", "! FILE, line 6"]


def test_standard_input_is_read_as_a_text() -> None:
    assert said("standard input", None, TEXT) == ["! FILE, line 3", "  FILE, line 4", "! FILE, line 6"]


def test_a_web_page_is_read_by_its_paragraphs(tmp_path: Path) -> None:
    file = tmp_path / "policy.html"
    body = "".join(f"<p>{part}</p>" for part in TEXT.replace("**", "").split("\n\n")[1:])
    file.write_text(f"<html><body><h1>Online safety</h1>{body}</body></html>", encoding="utf-8")
    assert said(file.name, file)[0].startswith("! FILE, paragraph")


def test_no_repository_is_needed(tmp_path: Path) -> None:
    lines, wrong = checked(tmp_path, None, "See the Human Rights Act 1988.", DAY)
    assert wrong
    assert "did you mean the Human Rights Act 1998?" in lines[1]


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        checked(ROOT, tmp_path / "none.txt", "", DAY)


def test_the_command_says_by_its_exit_code_whether_a_name_is_wrong() -> None:
    def run(text: str) -> tuple[int, str]:
        made = subprocess.run(
            [sys.executable, "build.py", "law", "check", "-", "--as-of", "2018-05-24"],
            cwd=ROOT,
            input=text.encode(),
            capture_output=True,
            check=False,
        )
        return made.returncode, made.stdout.decode()

    code, out = run("Records are kept in line with the DPA 1998.")
    assert code == 0
    assert "the Data Protection Act 1998 (ukpga/1998/29) is in force" in out
    assert run("See the Human Rights Act 1988.")[0] == 1


def test_two_registers_are_compared_row_by_row(tmp_path: Path) -> None:
    for name, ended in (("old", ""), ("new", "    ended: 2026-01-01\n")):
        folder = tmp_path / name / "policy" / "instruments"
        folder.mkdir(parents=True)
        row = "  - id: ukpga/2010/1\n    title: An Act 2010\n    kind: act\n    made: 2010-01-01\n    confidence: low\n"
        other = "" if name == "old" else "  - {id: ukpga/2011/2, title: Other Act 2011, kind: act, confidence: low}\n"
        (folder / "acts.yaml").write_text(f"instruments:\n{row}{ended}{other}", encoding="utf-8")
    lines = list(difference(tmp_path, "old", "new", DAY))
    assert lines == [
        "+ ukpga/2011/2: Other Act 2011",
        "  ukpga/2010/1: on 2026-11-28 presumed in force -> ended",
        "  ukpga/2010/1: ended: none -> 2026-01-01",
        "1 row more, no rows fewer, 1 row changed",
    ]


def test_the_digest_tells_what_ended_since_the_approval_and_marks_what_nobody_has_seen() -> None:
    page = "\n".join(digest(ROOT, DAY, date(2018, 5, 1)))
    assert "- 25 May 2018: ended by the Data Protection Act 2018" in page or "in force" in page
    later = "\n".join(digest(ROOT, DAY, date(2026, 11, 1)))
    assert "- nothing that the register knows of" in later


def lines_of(text: str) -> list[str]:
    """The lines about names, without the count above them."""
    return list(checked(ROOT, None, text, DAY)[0][1:])


def test_an_act_of_which_a_part_has_ended_is_not_called_wrong() -> None:
    lines, wrong = checked(ROOT, None, "We follow the Regulation of Investigatory Powers Act 2000 (RIPA).", DAY)
    assert not wrong
    assert " is in force but for a part (" in lines[1]


@pytest.mark.parametrize(
    "title",
    [
        "Rehabilitation of Offenders Act 1974 (Exceptions) Order 1975",
        "Rehabilitation of Offenders Act 1974 (Exceptions) Order 1975 (Amendment) (England and Wales) Order 2020",
        "Equality Act 2010 (Disability) Regulations 2010",
        "Regulation of Investigatory Powers (Scotland) Act 2000",
        "Part-time Workers (Prevention of Less Favourable Treatment) Regulations 2000",
    ],
)
def test_regulations_and_orders_are_not_taken_for_the_act_that_their_title_begins_with(title: str) -> None:
    assert lines_of(f"See the {title}.") == [
        f"? standard input, line 1: {title}: not in the register, which says nothing of it"
    ]


def test_a_title_that_is_all_but_a_registered_one_of_its_year_is_offered_that_one() -> None:
    (line,) = lines_of("See the Copyright, Design and Patents Act 1988.")
    assert line.endswith("says nothing of it; did you mean Copyright, Designs and Patents Act 1988?")


def test_a_regulation_of_the_union_is_not_said_to_be_law_here() -> None:
    (line,) = lines_of("The EU GDPR applies.")
    assert line.endswith(
        "EU GDPR: law of the European Union; in the United Kingdom the UK GDPR (eur/2016/679) took its place on"
        " 31 December 2020"
    )


def test_regulations_under_an_act_that_are_registered_are_found() -> None:
    line = lines_of("The Equality Act 2010 (Specific Duties and Public Authorities) Regulations 2017 apply.")[0]
    assert line.endswith("SI 2017/353 (uksi/2017/353) is in force")


def test_of_two_acts_of_one_year_the_short_name_means_neither_unless_it_was_defined() -> None:
    both = "The Human Rights Act 1998 and the Data Protection Act 1998"
    assert len(lines_of(f"{both}. Under the 1998 Act, data are safe.")) == 2
    assert len(lines_of(f"{both}. Under the Act of 1998, data are safe.")) == 2
    defined = lines_of(f"{both} (“the 1998 Act”). Under the 1998 Act, and the Act of 1998, data are safe.")
    assert ["ukpga/1998/29" in line for line in defined] == [False, True, True, True]


def test_a_bracket_that_closes_behind_a_name_is_no_part_of_it() -> None:
    line = lines_of("An offence (as amended by the Online Safety Act 2023).")[0]
    assert ": Online Safety Act 2023: the" in line
