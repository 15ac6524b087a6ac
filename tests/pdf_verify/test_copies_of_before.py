"""A copy that was published before a later act is still the file that the engine made, and says so."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from clausebook.app.building import build
from clausebook.app.verifying import verified, verify_pdfs
from clausebook.model.artefact import Order
from tests.adopted import files_below
from tests.approving.test_acts import TODAY, approved, recorded
from tests.history.repositories import School, mini_school
from tests.signing.keys import READ

pytestmark = pytest.mark.slow
IN_INK = "Signed in ink: these are the approved words; the ink is for people to judge"


def published(school: School, name: str) -> Path:
    """A copy of the PDF as it is published now."""
    assert not build(Order(root=school.root, as_of=TODAY, site=False), lambda _: None).failed
    copy = school.root.parent / name
    copy.write_bytes((school.root / "output/phones/2018/phones-2018.pdf").read_bytes())
    return copy


def test_a_copy_of_before_a_later_act_is_the_engines(tmp_path: Path) -> None:
    school = mini_school(tmp_path / "school")
    approved(school)
    copies = [published(school, "approved.pdf")]
    recorded(school, "reviewed", reason="as it was")
    copies.append(published(school, "reviewed.pdf"))
    recorded(school, "reviewed", on="2019-11-14", reason="as it was")
    copies.append(published(school, "again.pdf"))
    assert len({copy.read_bytes() for copy in copies}) == 3
    drawn = school.root.parent / "drawn.pdf"
    drawn.write_bytes(copies[1].read_bytes() + b"% more\n")
    reports = list(verify_pdfs(school.root, [*copies, drawn], None, datetime.now(UTC)))
    assert [report.verdict for report in reports[:3]] == [IN_INK] * 3
    assert reports[3].verdict.startswith("Not genuine: behind the file this engine makes follow 7 bytes")


def test_the_signed_pdf_beside_a_record_says_when_its_review_is_due_by_the_acts(tmp_path: Path) -> None:
    from tests.signing.desks import sign

    school = mini_school(tmp_path / "school")
    school.commit("Take the templates", {p: c.decode() for p, c in files_below("templates").items()})
    approved(school)
    sign(school)
    (verdict,) = verified(school.root, None, READ)
    assert [check.message for check in verdict.checks if check.outcome == "fault"] == []
