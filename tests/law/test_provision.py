"""A citation leads to the provision it names, as it stood on a day, and never further than its words are plain."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from clausebook.model.finding import SourceLocation
from clausebook.model.law.instrument import Instrument
from clausebook.model.law.observed import cited_url, provision_path

LAW = "https://www.legislation.gov.uk"
MAY_2018 = date(2018, 5, 1)


def instrument(id: str = "ukpga/1990/18", kind: Any = "act", **more: Any) -> Instrument:
    return Instrument(
        place=SourceLocation("policy/instruments.yaml"), id=id, title=id, kind=kind, confidence="high", **more
    )


@pytest.mark.parametrize(
    ("kind", "provision", "path"),
    [
        ("act", "s. 46", "section/46"),
        ("act", "s.46", "section/46"),
        ("act", "section 127A", "section/127A"),
        ("act", "s. 46(1)(a)", "section/46"),
        ("act", "Sch. 2", "schedule/2"),
        ("si", "reg. 4", "regulation/4"),
        ("eu-regulation", "art. 5", "article/5"),
        ("act", "ss. 1 to 3", ""),
        ("act", "s. 46 and Sch. 2", ""),
        ("act", "Part 2", ""),
        ("act", "reg. 4", ""),
        ("act", "", ""),
        ("guidance", "s. 1", ""),
    ],
)
def test_only_a_single_provision_that_is_plain_has_a_path(kind: str, provision: str, path: str) -> None:
    assert provision_path(kind, provision) == path


def test_an_approved_edition_leads_to_the_text_of_its_day_and_a_draft_to_todays() -> None:
    act = instrument()
    assert cited_url(act, "s. 1", MAY_2018) == f"{LAW}/ukpga/1990/18/section/1/2018-05-01"
    assert cited_url(act, "", MAY_2018) == f"{LAW}/ukpga/1990/18/2018-05-01"
    assert cited_url(act, "s. 1", None) == f"{LAW}/ukpga/1990/18/section/1"


def test_a_text_held_only_as_made_is_shown_as_made() -> None:
    old = instrument("uksi/2000/2699", "si", as_made_only=True)
    assert cited_url(old, "reg. 3", MAY_2018) == f"{LAW}/uksi/2000/2699/regulation/3/made"


def test_no_day_is_asked_for_that_the_site_cannot_show() -> None:
    assert cited_url(instrument("ukpga/2018/12", made="2018-05-23"), "", MAY_2018) == f"{LAW}/ukpga/2018/12"
    gdpr = instrument("eur/2016/679", "eu-regulation")
    assert cited_url(gdpr, "art. 5", MAY_2018) == f"{LAW}/eur/2016/679/article/5"
    assert cited_url(gdpr, "art. 5", date(2021, 1, 1)) == f"{LAW}/eur/2016/679/article/5/2021-01-01"


def test_guidance_keeps_its_own_address() -> None:
    guidance = instrument("kcsie", "guidance", address="https://www.gov.uk/x")
    assert cited_url(guidance, "para. 3", MAY_2018) == "https://www.gov.uk/x"
