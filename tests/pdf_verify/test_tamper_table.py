"""The tamper table: what was done to a signed PDF, and which answer of verify names it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from clausebook.model.approvals import verdict as model
from clausebook.model.approvals.approval import Approval
from clausebook.model.edition import Edition
from clausebook.model.edition_blocks import ResolvedParagraph
from clausebook.model.fingerprint import fingerprint
from clausebook.pdf_verify.judge.testimony import verify_pdf
from clausebook.pdf_verify.read.evidence import read_content
from clausebook.signing.pades import ValidationData as Proofs
from clausebook.text.inline import Run
from tests.formats.pdf_cases import HOSTILE, everything, small
from tests.signing import attacks
from tests.signing.keys import (
    READ,
    SIGNED,
    Holder,
    authority,
    issued,
    revocation_list,
    signer,
    strange_clock,
    stranger,
)
from tests.signing.more_attacks import BEFORE, BEHIND, DRAWN
from tests.signing.sealed import Sealed, key, rewritten, timestamper, update

pytestmark = pytest.mark.slow

Attack = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def school(sealed: Sealed) -> Sealed:
    """The invented school with its signed files."""
    return sealed


def told(testimony: model.PdfReport) -> list[str]:
    """Every fault, with what it is about."""
    return [f"{check.subject}: {check.message}" for check in testimony.faults]


def is_named(testimony: model.PdfReport, answer: str) -> bool:
    """Whether one of the faults says this."""
    return any(answer in line for line in told(testimony))


# Files that are good


def test_a_filled_in_acknowledgement_is_reported_without_alarm(school: Sealed) -> None:
    testimony = school.verify(school.filled, school.trust)
    assert told(testimony) == []
    (changed,) = [check.message for check in testimony.checks if check.subject == "changed"]
    assert "a form was filled in (text/acknowledgement/1 and tick/acknowledgement/4)" in changed
    (covered,) = [check.message for check in testimony.checks if check.subject == "coverage"]
    assert "covers the whole file but for a filled-in form" in covered


def test_an_archived_file_leaves_nothing_unchecked(school: Sealed) -> None:
    testimony = school.verify(school.archived, school.trust)
    assert {check.outcome for check in testimony.checks} == {"good"}


def test_what_could_not_be_checked_is_said_and_is_no_fault(school: Sealed) -> None:
    testimony = school.verify(school.twice)
    assert testimony.is_good
    unchecked = [check.message for check in testimony.checks if check.outcome == "unchecked"]
    assert any("signature sound, signer not checked" in message for message in unchecked)
    assert any("the time comes from the signer's computer; there is no timestamp" in message for message in unchecked)


def test_a_file_alone_is_checked_against_trusted_authorities_and_says_that_the_record_was_not(school: Sealed) -> None:
    testimony = school.verify(school.twice, school.trust, alone=True)
    assert testimony.is_good
    (record,) = [check for check in testimony.checks if check.subject == "record"]
    assert record.outcome == "unchecked"
    assert "there is no repository here" in record.message


def test_a_file_alone_without_trusted_authorities_proves_nothing(school: Sealed) -> None:
    assert told(school.verify(school.twice, alone=True)) == ["anchor: nothing does: such a file can be made by anybody"]


# Behind the signatures: an incremental update

UPDATES: dict[str, tuple[Attack, str]] = {
    "the words of a page are replaced": (
        attacks.page_content,
        "changed: ALTERED after it was signed: what is drawn on page 3",
    ),
    "a page is painted over": (attacks.painted_over, "changed: ALTERED after it was signed: what is drawn on page 3"),
    "a stamp is laid on a page": (attacks.annotation("/Stamp"), "an annotation (Stamp) on page 3 was laid on top"),
    "a remark is laid on a page": (
        attacks.annotation("/FreeText"),
        "an annotation (FreeText) on page 3 was laid on top",
    ),
    "a link with a picture is laid on a page": (
        attacks.annotation("/Link"),
        "page 3 has a link with a picture of its own",
    ),
    "a field shows something else than it holds": (
        attacks.disguised_field,
        "changed: ALTERED: the field text/acknowledgement/1 shows “not Jo Bloggs”, but holds “Jo Bloggs”",
    ),
    "a box shows a tick that it does not hold": (
        attacks.false_tick,
        "changed: ALTERED: the box tick/acknowledgement/4 shows a tick, but holds nothing",
    ),
    "the visible signature is exchanged": (
        attacks.restamped,
        "the field sig/chair looks different, but holds the same",
    ),
    "a field is moved over the words": (attacks.moved_field, "the field text/acknowledgement/1 on page 5 was changed"),
    "a signature is removed": (attacks.removed_signature, "the signature of headteacher was removed"),
    "the field of a signature is removed": (attacks.removed_field, "the field sig/headteacher was taken away"),
    "the attached data are exchanged": (
        attacks.new_attachment,
        "ALTERED after it was signed: the attached file edition.json",
    ),
    "other data are attached beside": (attacks.second_attachment, "data: 2 files called edition.json are attached"),
    "XMP is exchanged": (attacks.new_metadata, "what the file says about itself (XMP fingerprint"),
    "the title is exchanged": (attacks.new_title, "what the file says about itself"),
    "a script is added": (attacks.script, "hidden: it has a script"),
    "a page is added": (attacks.more_pages, "ALTERED after it was signed: it had 6 pages and has 7"),
    "the bookmarks are exchanged": (attacks.other_outlines, "ALTERED after it was signed: the document's Outlines"),
    "an object is declared free": (attacks.freed_object, "changed: ALTERED"),
}


UPDATES |= BEHIND


@pytest.mark.parametrize("name", ["a page is painted over", "XMP is exchanged"])
def test_an_alteration_stays_an_alteration_when_somebody_signs_behind_it(school: Sealed, name: str) -> None:
    attack, answer = UPDATES[name]
    meta = PdfSignatureMetadata(field_name="sig/headteacher")
    altered = update(attack(school.once))
    signed = PdfSigner(meta, key(signer("headteacher")).signer).sign_pdf(altered, existing_fields_only=True)
    content = bytes(signed.getvalue())
    testimony = school.verify(content)
    assert is_named(testimony, answer), told(testimony)


# To the bytes: cut back, cut off, put behind


def test_a_file_cut_back_to_its_first_signature_lacks_the_second(school: Sealed) -> None:
    assert told(school.verify(school.once)) == ["waiting: not signed by headteacher"]
    assert school.twice.startswith(school.once)


def test_a_file_cut_back_to_before_it_was_signed_is_signed_by_nobody(school: Sealed) -> None:
    assert is_named(school.verify(attacks.cut(school.twice, 0)), "roles: this file has no digital signature")


@pytest.mark.parametrize("behind", [b"% a remark\n", b"\0"], ids=["remark", "zero"])
def test_bytes_behind_the_end_are_named(school: Sealed, behind: bytes) -> None:
    told_of = f"{len(behind)} bytes follow the end of the document"
    assert told(school.verify(school.twice + behind)) == [
        f"changed: ALTERED after it was signed: {told_of}",
        f"coverage: the last signature does not cover the whole file: {told_of}",
    ]


def test_many_bytes_behind_the_end_are_named(school: Sealed) -> None:
    assert is_named(school.verify(school.twice + b"x" * 4000), "4000 bytes follow the end of the document")


@pytest.mark.parametrize("share", [0.999, 0.9, 0.5, 0.1])
def test_a_file_that_was_cut_off_is_no_good(school: Sealed, share: float) -> None:
    testimony = school.verify(school.twice[: int(len(school.twice) * share)])
    assert is_named(testimony, "file: file.pdf cannot be checked"), told(testimony)


def test_bytes_before_the_beginning_are_named(school: Sealed) -> None:
    assert is_named(school.verify(b"%!PS\n" + school.twice), "something was put before its first line")


# Before it was signed: the signers sign what somebody prepared for them

PREPARED: dict[str, tuple[Callable[[Any], None], str]] = {
    "the words of a page lie under a white box": (attacks.covered_words, "hidden: page 3: the words “"),
    "the words of a page lie under a picture": (
        attacks.picture_over_words,
        "lie under something that was painted over them",
    ),
    "a page has words beside the tags": (
        attacks.words_beside_the_tags,
        "the words “except on Fridays” are on the page, but not among its tagged words",
    ),
    "a page has words that count as decoration": (
        attacks.words_as_decoration,
        "page 3 says “except on Fridays” outside the words that are read out",
    ),
    "words are not drawn": (attacks.invisible_words, "are not drawn"),
    "words are white": (attacks.white_words, "are drawn in white, or nearly so"),
    "words are tiny": (attacks.tiny_words, "are too small to read"),
    "words lie off the page": (attacks.words_off_the_page, "lie outside the page"),
    "two lines change places": (attacks.swapped_lines, "are elsewhere on the page than in the tags"),
    "a line lies on another": (attacks.piled_words, "lie on other words"),
    "words are read out otherwise": (attacks.said_otherwise, "are read out and copied as “call pupils at any time”"),
    "words are copied otherwise": (attacks.copied_otherwise, "are read out and copied as “not at all”"),
    "a font shows other letters": (attacks.other_letters, "pages: "),
    "there are layers": (attacks.layers, "hidden: it has layers that can be switched on and off"),
    "a link starts a program": (attacks.launching_link, "hidden: it has an action that starts a program"),
    "a link has a picture": (attacks.link_with_a_picture, "hidden: page 3 has a link with a picture of its own"),
    "a remark lies on the words": (attacks.remark, "hidden: page 3 has an annotation of kind FreeText"),
    "a field lies on the words": (attacks.field_over_words, "hidden: the field note lies on the words"),
    "two files are called edition.json": (attacks.two_attachments, "data: 2 files called edition.json are attached"),
    "no data are attached": (attacks.no_attachment, "data: no edition.json is attached"),
    "the attached words are others": (
        attacks.changed_data(lambda data: data["words"].update(title="Other")),
        "what it shows and what its fingerprint covers are not the same words",
    ),
    "the attached fingerprint is another": (
        attacks.changed_data(lambda data: data.update(fingerprint="v1:sha256:" + "0" * 64)),
        "its words have another fingerprint",
    ),
    "the attached approval has another date": (
        attacks.changed_data(lambda data: data["approval"].update(approved="2019-05")),
        "record: the file and the record do not agree: approved is 2019-05 in the file, 2018-05 in the record",
    ),
    "the attached approval has fewer signatories": (
        attacks.changed_data(lambda data: data["approval"]["signatories"].pop()),
        "roles: the adopted words have 2 lines to sign on, but the attached data name 1 who sign",
    ),
    "the attached data are a draft's": (
        attacks.changed_data(lambda data: data.pop("approval")),
        "data: this is a draft: no governors approved it",
    ),
    "the attached commit is another": (
        attacks.changed_data(lambda data: data.update(commit="0" * 40)),
        "record: the file and the record do not agree: commit is 0000000000 in the file",
    ),
    "the cover has another date": (attacks.other_date, "pages: the cover does not say 'May 2018'"),
    "XMP has another fingerprint": (attacks.printed_fingerprint, "fingerprint: XMP says v1:sha256:ffffffffffffff…"),
}


PREPARED |= BEFORE


@pytest.mark.parametrize("name", ["everything", *(name for name in HOSTILE if name != "long")])
def test_hostile_words_and_every_kind_of_block_are_read_off_the_pages_without_an_alarm(
    school: Sealed, name: str
) -> None:
    edition = everything() if name == "everything" else small(ResolvedParagraph(text=(Run(HOSTILE[name]),)))
    evidence = read_content(school.render(approved(edition)), "file.pdf", READ)
    subjects = {check.subject: check.outcome for check in verify_pdf(evidence, (), "").checks}
    assert (subjects["pages"], subjects["hidden"]) == ("good", "good")


def approved(edition: Edition) -> Edition:
    """The edition as if its governors had approved it."""
    words = fingerprint(edition)
    approval = Approval(policy=edition.policy, edition="2018", approved="2018-05", body="governors", fingerprint=words)
    return replace(edition, name="2018", commit="0" * 40, fingerprint=words, approval=approval)


def test_only_a_file_that_the_engine_makes_is_free_of_drawings_that_no_reading_finds(school: Sealed) -> None:
    assert drawn(school, school.unsigned) == drawn(school, school.archived) == "good"
    assert drawn(school, attacks.prepared(attacks.drawn_words)(school.unsigned)) == "fault"


@pytest.mark.parametrize("name", DRAWN)
def test_a_font_that_draws_other_letters_than_it_says_is_named(school: Sealed, name: str) -> None:
    change, answer = DRAWN[name]
    content = school.sign(rewritten(school.unsigned, change), "chair")
    evidence = read_content(content, "file.pdf", READ)
    report = verify_pdf(evidence, school.adoptions, "", read_content(school.unsigned, "file.pdf", READ))
    assert is_named(report, answer), told(report)


def drawn(school: Sealed, content: bytes) -> str:
    """The outcome of comparing a file with the one that the engine makes."""
    evidence = read_content(content, "file.pdf", READ)
    (found,) = [
        one
        for one in verify_pdf(evidence, school.adoptions, "", read_content(school.unsigned, "file.pdf", READ)).checks
        if one.subject == "drawn"
    ]
    return found.outcome


def test_another_editions_words_under_this_record_name_the_clause(school: Sealed) -> None:
    edition = school.edition
    chapter = edition.chapters[0]
    calls = replace(chapter.passages[0], blocks=(ResolvedParagraph(text=(Run("Staff may call pupils at any time."),)),))
    other = replace(edition, chapters=(replace(chapter, passages=(calls, *chapter.passages[1:])),))
    assert other.approval
    words = fingerprint(other)
    other = replace(other, fingerprint=words, approval=replace(other.approval, fingerprint=words))
    content = school.sign(school.sign(school.render(other), "chair"), "headteacher")
    assert told(school.verify(content, school.trust)) == [
        "record: clause calls has other words than were approved as phones 2018"
    ]


# Certificates and timestamps

EARLY = datetime(2029, 6, 1, tzinfo=UTC)


def expired() -> Holder:
    return issued("A. Chair", authority(), ends=EARLY)


def for_a_server() -> Holder:
    return issued("www.hill.example", authority(), purposes=[ExtendedKeyUsageOID.SERVER_AUTH])


def for_encryption() -> Holder:
    return issued("A. Chair", authority(), usages=("key_encipherment",))


CERTIFICATES: dict[str, tuple[Callable[[], Holder], str]] = {
    "ran out before": (expired, "its certificate ran out on 2029-06-01, before it signed on 2030-01-05 10:00 UTC"),
    "vouches for itself": (lambda: issued("A. Chair"), "its certificate vouches for itself, and is not in trusted.pem"),
    "comes from a stranger": (lambda: stranger("chair"), "its certificate leads to no authority in trusted.pem"),
    "is for a server": (for_a_server, "its certificate is for server auth only, not for signing documents"),
    "is for encryption": (for_encryption, "its certificate is for key encipherment only, not for signing"),
}


@pytest.mark.parametrize("name", CERTIFICATES)
def test_a_signature_whose_certificate_does_not_count_says_why(school: Sealed, name: str) -> None:
    holder, answer = CERTIFICATES[name]
    testimony = school.verify(school.sign(school.unsigned, "chair", holder()), school.trust)
    assert is_named(testimony, answer), told(testimony)


def test_a_certificate_that_was_revoked_is_named_with_the_day(school: Sealed) -> None:
    trust = school.trusting(authority().pem + revocation_list([signer("chair")]))
    (answer,) = told(school.verify(school.twice, trust))
    assert answer.startswith("signature: chair: signed by A. Chair (certificate from Authority of the tests)")
    assert answer.endswith("signature sound, but its certificate was revoked on 2030-01-05")


def test_a_certificate_that_was_revoked_after_a_trusted_timestamp_still_counts(school: Sealed) -> None:
    lists = revocation_list([signer("chair")], on=SIGNED + timedelta(days=30))
    assert told(school.verify(school.stamped, school.trusting(authority().pem + lists))) == []
    assert is_named(school.verify(school.twice, school.trusting(authority().pem + lists)), "was revoked on 2030-02-04")


def test_a_certificate_that_ran_out_since_counts_only_with_a_trusted_timestamp(school: Sealed) -> None:
    short = issued("A. Chair", authority(), ends=SIGNED + timedelta(days=30))
    plain = school.sign(school.unsigned, "chair", short)
    stamped = school.sign(school.unsigned, "chair", short, Proofs(timestamper=timestamper()))
    assert is_named(school.verify(plain, school.trust), "its certificate ran out on 2030-02-04")
    assert [line.split(":")[0] for line in told(school.verify(stamped, school.trust))] == ["waiting"]


def test_a_signature_that_does_not_say_what_may_come_after_it_is_reported(school: Sealed) -> None:
    signed = PdfSigner(PdfSignatureMetadata(field_name="sig/chair"), key(signer("chair")).signer)
    content = bytes(signed.sign_pdf(update(school.unsigned), existing_fields_only=True).getvalue())
    changed = [check.message for check in school.verify(content).checks if check.subject == "changed"]
    assert changed[0] == "no signature says what may come after it: each program decides that for itself"
    assert changed[0] not in [check.message for check in school.verify(school.once).checks]


def test_an_absent_timestamp_is_reported(school: Sealed) -> None:
    times = [check for check in school.verify(school.twice).checks if check.subject == "time"]
    assert [(check.outcome, "there is no timestamp" in check.message) for check in times] == [("unchecked", True)] * 2


def test_a_timestamp_of_a_stranger_is_not_trusted(school: Sealed) -> None:
    content = school.sign(school.unsigned, "chair", proofs=Proofs(timestamper=timestamper(strange_clock())))
    answer = "by a timestamp that is not trusted: its certificate vouches for itself, and is not in trusted.pem"
    assert is_named(school.verify(content, school.trust), answer)


def test_a_timestamp_that_was_altered_is_named(school: Sealed) -> None:
    once = school.sign(school.unsigned, "chair", proofs=Proofs(timestamper=timestamper()))
    old, new = b"20300105100000Z".hex().upper().encode(), b"20290105100000Z".hex().upper().encode()
    assert old in once
    testimony = school.verify(once.replace(old, new, 1), school.trust)
    assert is_named(testimony, "time: chair: the timestamp does not belong to this signature, or was changed")


def test_a_timestamp_taken_from_another_signature_is_named(school: Sealed) -> None:
    once = school.sign(school.unsigned, "chair", proofs=Proofs(timestamper=timestamper()))
    other = school.sign(school.unsigned, "chair", proofs=Proofs(timestamper=timestamper()))
    content = attacks.with_timestamp_of(once, other)
    assert is_named(school.verify(content), "the timestamp does not belong to this signature")
