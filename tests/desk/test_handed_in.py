"""A PDF that was signed elsewhere comes in at the desk: the right edition, genuine, and the key never comes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import pytest

from clausebook.app.signing import signed, write_test_key
from clausebook.model.approvals.signing import KeySource, SigningOrder
from tests.desk.clerks import Clerk
from tests.desk.test_keeping import git
from tests.desk.test_pages import PHONES, decide, insist_on_plain_words

pytestmark = pytest.mark.slow
RECORDS = "policy/approvals/phones/"


def hand_in(clerk: Clerk, data: bytes, edition: str = "2027") -> None:
    clerk.see(f"{PHONES}/sign?edition={edition}")
    form = next(one for one in clerk.page.iter("form") if one.get("action").endswith("/sign/file"))
    clerk.send(form, files={"file": ("signed.pdf", data, "application/pdf")})


def test_a_pdf_that_was_signed_elsewhere_is_looked_at_and_recorded(clerk: Clerk, root: Path, tmp_path: Path) -> None:
    decide(clerk, "approved", edition="2027", on="2027-05-12", body="governing body", minute="FGB 2027-05/7")
    elsewhere, now = tmp_path / "elsewhere", datetime.now(UTC)
    copytree(root, elsewhere)
    write_test_key(tmp_path / "key.p12", now)
    roles = [one.get("value") for one in clerk.see(f"{PHONES}/sign?edition=2027").get_element_by_id("role")]
    plain = clerk.client.get(f"{PHONES}/pdf/2027").content
    versions = [plain]
    for role in roles:
        key = KeySource(path=tmp_path / "key.p12")
        done = signed(elsewhere, SigningOrder(policy="phones", edition="2027", role=role, key=key), now, lambda _: "")
        versions.append((elsewhere / done.path).read_bytes())
    full, before = versions[-1], git(root, "rev-parse", "HEAD")

    where = full.index(b"/ByteRange")
    flipped = full[: where - 3000] + bytes([full[where - 3000] ^ 1]) + full[where - 2999 :]
    for wrong in (plain, b"%PDF-1.7 nothing", b"", flipped, full + b"\n%more", plain.replace(b"Calls", b"Balls")):
        hand_in(clerk, wrong)
        assert clerk.status == 422, wrong[:20]
        insist_on_plain_words(clerk)
        assert git(root, "rev-parse", "HEAD") == before
    hand_in(clerk, full, "2018")
    assert clerk.status == 422
    assert "another edition" in clerk.words("fault")

    hand_in(clerk, versions[1])
    assert clerk.status == 200, clerk.words()
    assert "It is signed by" in clerk.words("good")
    insist_on_plain_words(clerk)
    assert git(root, "log", "-1", "--format=%an <%ae>").strip() == "A clerk <clerk@hill.example>"
    made = git(root, "show", "--name-only", "--format=", "HEAD").split()
    assert f"{RECORDS}2027.pdf" in made
    act = (root / next(path for path in made if path.endswith(".yaml"))).read_text()
    assert "act: signed" in act
    assert "TEST KEY" in act
    assert (root / RECORDS / "2027.pdf").read_bytes() == versions[1]
    hand_in(clerk, versions[1])
    assert clerk.status == 422
    assert "was not signed since" in clerk.words("fault").lower()
    assert "p12" not in git(root, "ls-files")
