"""The recorded evidence is what is read out of files that are signed and attacked now."""

from __future__ import annotations

import re

import pytest

from clausebook.model.approvals.adoption import Adoption
from clausebook.pdf_verify.judge.testimony import verify_pdf
from tests.pdf_verify.evidence import FILES, adoptions, made, masked, record, recorded
from tests.pdf_verify.test_tamper_table import told
from tests.signing.sealed import Sealed

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def school(sealed: Sealed) -> Sealed:
    """The invented school with its signed files."""
    return sealed


def test_the_records_are_those_of_the_school(school: Sealed, bless: bool) -> None:
    if bless:
        record(school)
    assert adoptions() == school.adoptions


SAMPLE = [*list(FILES)[:8], *list(FILES)[8::6]]  # bench/attacks.py reads them all


@pytest.mark.parametrize("name", SAMPLE)
def test_what_is_read_out_of_a_file_is_what_was_recorded(school: Sealed, name: str) -> None:
    now, then = made(school, name), recorded(name)
    assert masked(now) == masked(then)
    records: tuple[Adoption, ...] = school.adoptions
    said, would_say = (told(verify_pdf(one, known, "")) for one, known in ((now, records), (then, adoptions())))
    assert [re.sub(r"\d+ bytes", "bytes", line) for line in said] == [
        re.sub(r"\d+ bytes", "bytes", line) for line in would_say
    ]
