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
    assert lines[-1] == "3 names of law: 2 wrong on 2026-11-28, 0 not known; register of 2026.11.28"
    return [line.split(": ")[0].replace(name, "FILE") for line in lines[:-1]]


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
    assert "did you mean the Human Rights Act 1998?" in lines[0]


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
