"""Signing: what is written when all is well, and that nothing is written when anything stands against it."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from clausebook.app.building import build
from clausebook.app.signing import signed, write_test_key
from clausebook.errors import UserError
from clausebook.io.freshness import state_of
from clausebook.model.approvals.signing import TEST_KEY
from clausebook.model.artefact import Order
from clausebook.signing.pades import insist_on_soundness, places
from tests.adopted import AS_OF
from tests.history.repositories import School, approve_by_hand
from tests.signing.desks import PDF, ROLES, order, sign
from tests.signing.keys import SIGNED, authority, issued, signer

pytestmark = pytest.mark.slow


@pytest.fixture
def untouched(school: School) -> Callable[[], bool]:
    """Whether the repository is as it was when the test began."""
    head, status = school.head, school.git("status", "--porcelain")
    return lambda: (school.head, school.git("status", "--porcelain")) == (head, status)


def fields(pdf: bytes) -> dict[str, Any]:
    """The form fields that have a value, by name."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {
            str(field.T): field.V.get("/Reference") is not None
            for field in opened.Root.AcroForm.Fields
            if "/V" in field and str(field.FT) == "/Sig"
        }


def test_signing_is_one_commit_of_the_file_and_of_the_act_that_says_who_and_when(school: School) -> None:
    before = school.head
    done = sign(school)
    (made,) = (school.root / "policy/approvals/phones").glob("*-signed-2018.yaml")
    assert school.git("rev-list", f"{before}..HEAD") == done.commit == school.head
    assert school.git("show", "--name-status", "--format=").splitlines() == [
        f"A\t{PDF}",
        f"A\tpolicy/approvals/phones/{made.name}",
    ]
    act = made.read_text("utf-8")
    assert 'how: "key"\n' in act
    assert '  - role: chair\n    name: "' in act
    assert school.git("status", "--porcelain") == ""
    message = school.git("log", "-1", "--format=%B")
    assert message.startswith("Sign Phones policy 2018 as Chair of Governors")
    assert "Signature: phones/2018 sig/chair (PAdES B-B)\nFingerprint: v1:sha256:" in message
    assert done.waiting == ("Headteacher",)


def test_the_first_signature_certifies_and_later_ones_approve_and_all_stay_good(school: School) -> None:
    sign(school)
    assert fields((school.root / PDF).read_bytes()) == {"sig/chair": True}
    done = sign(school, "headteacher")
    twice = (school.root / PDF).read_bytes()
    assert fields(twice) == {"sig/chair": True, "sig/headteacher": False}
    insist_on_soundness(twice)
    assert done.waiting == ()


def test_who_signs_second_adds_to_the_file_and_changes_nothing_of_it(school: School) -> None:
    sign(school)
    once = (school.root / PDF).read_bytes()
    sign(school, "headteacher")
    assert (school.root / PDF).read_bytes().startswith(once)


def test_a_build_publishes_the_signed_file_and_says_so_in_the_manifest(school: School) -> None:
    sign(school)
    outcome = build(Order(root=school.root, as_of=AS_OF, edition="2018", site=False), lambda step: None)
    assert outcome.files["phones/2018/phones-2018.pdf"] == (school.root / PDF).read_bytes()
    assert outcome.files["manifest.json"].count(b'"signed": true') == 1
    assert outcome.failed is False


def test_a_build_that_was_fresh_is_not_after_somebody_signed(school: School) -> None:
    before = state_of(school.root, "")
    sign(school)
    assert state_of(school.root, "") != before


def test_a_build_publishes_what_was_committed_and_not_what_lies_in_the_working_tree(school: School) -> None:
    sign(school)
    committed = (school.root / PDF).read_bytes()
    (school.root / PDF).write_bytes(committed + b"% one more line")
    outcome = build(Order(root=school.root, as_of=AS_OF, edition="2018", site=False), lambda step: None)
    assert outcome.files["phones/2018/phones-2018.pdf"] == committed


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"edition": "draft"}, "a draft is not signed"),
        ({"edition": "2019"}, "there is no approved edition 2019 of phones"),
        ({"policy": "fones"}, "there is no approved edition 2018 of fones"),
        ({"role": "chairman"}, "chairman is not among the signatories of phones/2018"),
        ({"archive": True}, "--archive needs a timestamp and revocation data"),
        ({"revocation": (Path("list.crl"),)}, "revocation data prove nothing without a timestamp"),
    ],
)
def test_what_cannot_be_signed_is_refused(
    school: School, untouched: Callable[[], bool], changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(UserError, match=message) as caught:
        sign(school, **changes)
    assert caught.value.hint
    assert untouched()


def test_a_role_signs_once(school: School) -> None:
    sign(school)
    with pytest.raises(UserError, match="chair has signed phones/2018 already"):
        sign(school)


def test_words_that_are_not_the_approved_ones_are_not_signed(school: School, untouched: Callable[[], bool]) -> None:
    school.replace("policy/approvals/phones/2018.yaml", "minute: unknown", "minute: FGB/1")
    school.commit("Touch up the record")
    with pytest.raises(UserError, match="the record was changed"):
        sign(school)
    assert not untouched()  # by the commit of this test
    assert not (school.root / PDF).exists()


def test_an_edition_whose_words_were_changed_in_the_approving_commit_is_not_signed(school: School) -> None:
    school.replace("clauses/phones/calls.yaml", "outside lessons", "inside lessons")
    school.git("add", "--all")
    school.git("commit", "--quiet", "--amend", "--no-edit")
    with pytest.raises(UserError, match="are not the ones its record approves"):
        sign(school)


def test_nothing_is_signed_while_the_working_tree_differs(school: School) -> None:
    school.replace("clauses/phones/calls.yaml", "Staff should", "Staff might")
    with pytest.raises(UserError, match="the working tree differs from the last commit"):
        sign(school)
    assert not (school.root / PDF).exists()


def test_nothing_is_signed_where_a_commit_would_be_lost(school: School) -> None:
    school.git("checkout", "--quiet", "--detach")
    with pytest.raises(UserError, match="no branch is checked out, so a signature would be lost"):
        sign(school)


def test_a_signed_file_that_somebody_altered_is_not_signed_again(school: School) -> None:
    sign(school)
    pdf = bytearray((school.root / PDF).read_bytes())
    pdf[pdf.index(b"stream") + 100] ^= 1
    (school.root / PDF).write_bytes(bytes(pdf))
    school.git("commit", "--quiet", "--all", "--message", "Alter the file")
    with pytest.raises(UserError, match=r"altered|cannot be read"):
        sign(school, "headteacher")


def test_where_git_refuses_the_commit_nothing_is_written(school: School, untouched: Callable[[], bool]) -> None:
    lock = school.root / ".git" / "refs" / "heads" / "main.lock"
    lock.write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="lock file is in the way"):
        sign(school)
    lock.unlink()
    assert untouched()
    assert not (school.root / PDF).exists()


LATER, EARLIER = datetime(2050, 1, 1, tzinfo=UTC), datetime(2010, 1, 1, tzinfo=UTC)
UNFIT: dict[str, tuple[dict[str, Any], str]] = {
    "expired": ({"ends": datetime(2029, 1, 1, tzinfo=UTC)}, "A. Chair expired on 1 January 2029"),
    "not yet valid": ({"begins": datetime(2031, 1, 1, tzinfo=UTC)}, "is not valid before 1 January 2031"),
    "for encryption": ({"usages": ("key_encipherment",)}, "not for signing: its key usage is key encipherment"),
    "of an authority": ({"usages": ("key_cert_sign",), "authority": True}, "one for issuing certificates"),
    "of a web site": ({"purposes": [ExtendedKeyUsageOID.SERVER_AUTH]}, "not for signing documents: it is for server"),
}


@pytest.mark.parametrize("name", UNFIT)
def test_a_certificate_that_is_not_for_signing_signs_nothing(
    school: School, untouched: Callable[[], bool], name: str
) -> None:
    wrong, message = UNFIT[name]
    with pytest.raises(UserError, match=message):
        sign(school, holder=issued("A. Chair", authority(), **wrong))
    assert untouched()


def test_everything_that_is_against_it_is_said_at_once(school: School) -> None:
    school.replace("clauses/phones/calls.yaml", "Staff should", "Staff might")
    with pytest.raises(UserError) as caught:
        sign(school, "chairman", holder=issued("A. Chair", ends=datetime(2029, 1, 1, tzinfo=UTC)))
    for part in ("phones/2018 was not signed:", "working tree differs", "not among the signatories", "expired"):
        assert part in str(caught.value)


def test_a_role_that_signs_twice_has_two_places(school: School) -> None:
    policy = (school.root / "policy" / "phones.yaml").read_text(encoding="utf-8")
    twice = policy.replace(
        "  - role: headteacher\n    label: Signed by the Headteacher\n", "  - role: chair\n    label: And again\n"
    )
    school.commit("Let the chair sign twice", {"policy/phones.yaml": twice})
    approve_by_hand(school, edition="2019")
    for _ in range(2):
        done = sign(school, edition="2019")
    names = [place.name for place in places((school.root / done.path).read_bytes()) if place.is_signed]
    assert names == ["sig/chair", "sig/chair/2"]
    assert done.waiting == ()


def test_a_throwaway_key_says_what_it_is_in_its_certificate_its_stamp_and_the_commit(
    school: School, tmp_path: Path
) -> None:
    key = tmp_path / "try.p12"
    write_test_key(key, SIGNED)
    done = signed(school.root, order(key), SIGNED)
    assert done.certificate.subject == TEST_KEY
    assert f"note: {TEST_KEY}" in done.lines
    assert TEST_KEY in school.git("log", "-1", "--format=%B")


def test_a_throwaway_key_never_replaces_a_file_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    key = tmp_path / "try.p12"
    write_test_key(key, SIGNED)
    before = key.read_bytes()
    with pytest.raises(UserError, match="is there already"):
        write_test_key(key, SIGNED)
    assert key.read_bytes() == before
    if os.name == "posix":
        assert key.stat().st_mode & 0o077 == 0


def test_the_same_edition_is_the_same_file_until_somebody_signs(school: School, tmp_path: Path) -> None:
    def unsigned(root: Path) -> bytes:
        order = Order(root=root, as_of=AS_OF, edition="2018", site=False)
        return build(order, lambda step: None).files["phones/2018/phones-2018.pdf"]

    school.git("clone", "--quiet", ".", str(tmp_path / "clone"))
    assert unsigned(school.root) == unsigned(tmp_path / "clone")


def test_both_roles_of_these_tests_have_keys_of_their_own() -> None:
    assert len({signer(role).certificate.serial_number for role in ROLES}) == len(ROLES)
