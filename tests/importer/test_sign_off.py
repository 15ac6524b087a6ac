"""Tables and lines of who approved a policy, and who signs it, become facts and proposed acts: nothing is recorded."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.importer.report import as_json, markdown
from clausebook.importer.stated_dates import when
from clausebook.model.documents.import_result import Importation
from tests.importer.reading import edition, imported, lines
from tests.importer.shaped import file_of

TEXT = "h1> Visitors\nh2> Signing in\n> Visitors must sign in at the office.\nh2> Leaving\n> Visitors must sign out.\n"
AGREED = "h2> Agreement\n> I have read this policy.\n> Name of pupil: ________\n> Signed: ________\n> Date: ________\n"
SIGNED = "[table\n| > {}\n| > {}\n-\n| > {}\n| > {}\n-\n| > {}\n| > {}\n]\n"


def table(*rows: str) -> str:
    """A table, cells parted by bars."""
    return "[table\n" + "\n-\n".join("\n".join(f"| > {cell}" for cell in row.split("|")) for row in rows) + "\n]\n"


def made(source: str, folder: Path) -> Importation:
    """The import of a Word file that is written so."""
    path = folder / "in.docx"
    path.write_bytes(file_of(source, "docx"))
    return imported(path, "visitors")


def outline(found: Importation) -> str:
    """The policy's own file."""
    return found.files["policy/visitors.yaml"]


@pytest.mark.parametrize(
    "end",
    [
        SIGNED.format("Signed", "", "Role", "Chair of Governors", "Date", "12 March 2024"),
        SIGNED.format("Approved by", "Governing Body", "Date", "12/03/2024", "Next review", "March 2027"),
        table("Signature|Name|Chair of Governors|Date", "|||"),
        "> Signed: ______________ (Chair of Governors)\n> Date: ______________\n",
        "> Approved by the Governing Body on 12 March 2024\n> Review date: March 2027\n",
        "b> Document control\n" + table("Version|Date|Changes", "2.1|March 2024|New logo"),
        "h2> Approval\n> Approved by: Governing Body\n> Date approved: 12 March 2024\n> Chair of Governors: _____\n",
        "h2> Version history\n" + table("Version|Author|Date|Summary", "1|Ann|2023|A", "2|Ann|2024|B"),
    ],
)
def test_who_approved_it_and_who_signs_is_in_no_clause(end: str, tmp_path: Path) -> None:
    found = made(TEXT + end, tmp_path)
    assert [path for path in found.files if path.startswith("clauses/")] == [
        "clauses/visitors/signing.yaml",
        "clauses/visitors/leaving.yaml",
    ]
    live = " ".join(found.files.values())
    assert not any(word in live for word in ("form:", "table:", "2024", "Version", "12/03"))
    assert not found.lost
    assert not found.alarms


def test_a_control_table_gives_title_owner_body_month_cycle_and_a_proposed_act(tmp_path: Path) -> None:
    rows = {
        "Policy title": "Visitors to school",
        "Approved by": "Governing Body",
        "Date": "12 March 2024",
        "Next review": "March 2027",
        "Committee": "Resources",
        "Owner": "Headteacher",
        "Version": "2.1",
        "Minute number": "FGB 24/7",
    }
    cells = "\n-\n".join(f"| > {label}\n| > {words}" for label, words in rows.items())
    found = made(f"> OAKFIELD PRIMARY SCHOOL\n[table\n{cells}\n]\n{TEXT.partition(chr(10))[2]}", tmp_path)
    assert found.title == "Visitors to school"
    for line in ("owner: headteacher", "approving_body: Governing Body", "review_month: 3", "review_every: 3 years"):
        assert line in outline(found)
    (act,) = found.proposed
    assert (act.act, act.on, act.body) == ("approved", "2024-03-12", "Governing Body")
    assert (act.minute, act.review_due, act.version) == ("FGB 24/7", "2027-03", "2.1")
    assert not any("approvals" in path for path in found.files)
    assert "Nothing of this is recorded." in markdown(found)
    assert "approve 2024 --policy visitors --on 2024-03-12" in as_json(found)["proposed"][0]["command"]


def test_signatories_are_the_roles_that_sign(tmp_path: Path) -> None:
    end = SIGNED.format("Signed", "", "Chair of Governors", "", "Date", "")
    assert "signatories:\n  - role: chair-of-governors" in outline(made(TEXT + end, tmp_path))


@pytest.mark.parametrize(
    ("end", "stays"),
    [
        (AGREED, "form:"),
        ("h2> Fees\n" + table("Club|Date|Fee", "Chess|3 May|£2"), "table:"),
        ("h2> Review\n> This policy will be reviewed every year by the governors.\n", "reviewed every year"),
        ("h2> Committees\n" + table("Committee|Meets", "Resources committee|each term"), "each term"),
        ("h2> Review\n> Next review: March 2027\n", "March 2027"),
        ("> Parent: ________\n> Headteacher: ________\n> Date: ________\n", "form:"),
    ],
)  # fmt: skip
def test_what_is_text_or_a_form_of_the_policy_stays(end: str, stays: str, tmp_path: Path) -> None:
    assert stays in " ".join(made(TEXT + end, tmp_path).files.values())


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("12 March 2024", "2024-03-12"), ("12th March, 2024", "2024-03-12"), ("12/3/24", "2024-03-12"),
        ("March 2024", "2024-03"), ("Autumn 2024", "2024"), ("2024-03", "2024-03"),
        ("31/13/2024", "2024"), ("soon", ""),
    ],
)  # fmt: skip
def test_a_date_is_as_precise_as_it_was_written(words: str, on: str) -> None:
    assert when(words) == on


@pytest.mark.parametrize(
    ("sentence", "on", "body"),
    [
        ("This policy was approved by the Governing Body on 12 March 2024.", "2024-03-12", "Governing Body"),
        ("The uniform policy has been formally adopted by the Finance Panel in May 2023.", "2023-05", "Finance Panel"),
        ("This document was ratified on 3/4/2022.", "2022-04-03", ""),
        ("This policy was approved by those who wrote it.", "", ""),
        ("Leave is approved by the head on 1 May 2024.", "", ""),
    ],
)  # fmt: skip
def test_a_sentence_that_speaks_of_an_approval_stays_and_proposes_it(
    sentence: str, on: str, body: str, tmp_path: Path
) -> None:
    found = made(TEXT.replace("h2> Leaving", f"> {sentence}\nh2> Leaving"), tmp_path)
    assert sentence in list(lines(edition(found)))
    assert [(one.act, one.on, one.body) for one in found.proposed] == ([("approved", on, body)] if on else [])
