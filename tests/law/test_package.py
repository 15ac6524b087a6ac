"""The rows come from upstream as one package; a school's own rows and checks stay its own."""

from __future__ import annotations

from datetime import date

from clausebook.lint.run import check
from clausebook.model.register import Register
from clausebook.source.load import load
from clausebook.upstream.texts import is_outline, is_taken

ROWS = b"""\
instruments:
  - {id: ukpga/2010/15, title: Equality Act 2010, kind: act, made: 2010-04-08, confidence: low}
"""
INDEX = b'version: "2026.11.28"\nnamesakes: {Equality Act: ["2006"]}\n'
OWN = b"""\
instruments:
  - {id: ukpga/2006/36, title: Wireless Telegraphy Act 2006, kind: act, confidence: high}
checks:
  - {instrument: ukpga/2010/15, asked: 2026-12-01, by: the clerk}
"""
OTHER = OWN.replace(b"ukpga/2006/36, title: Wireless Telegraphy Act 2006", b"ukpga/2010/15, title: Equality Act 2010")


def register(own: bytes) -> Register:
    files = {
        "policy/instruments.yaml": INDEX,
        "policy/instruments/equality.yaml": ROWS,
        "policy/instruments.local.yaml": own,
    }
    found = load(files, date(2026, 12, 2))
    assert found.faults == ()
    return found


def test_a_school_adds_rows_and_says_when_it_looked_one_up() -> None:
    found = register(OWN)
    assert [one.id for one in found.instruments] == ["ukpga/2010/15", "ukpga/2006/36"]
    assert found.instrument_by_id["ukpga/2010/15"].asked == "2026-12-01"
    assert (found.law_version, found.namesakes) == ("2026.11.28", {"Equality Act": ("2006",)})


def test_a_row_of_the_school_takes_the_place_of_the_registers_row_and_is_no_duplicate() -> None:
    found = register(OTHER)
    assert [(one.id, one.confidence) for one in found.instruments] == [("ukpga/2010/15", "high")]
    assert [one for one in check(found) if one.rule == "duplicate-id"] == []


def test_upstream_brings_rows_and_never_touches_what_a_school_keeps() -> None:
    assert is_taken("policy/instruments.yaml")
    assert is_taken("policy/instruments/schools.yaml")
    assert not is_taken("policy/instruments.local.yaml")
    assert not is_outline("policy/instruments/schools.yaml")
    assert not is_outline("policy/instruments.yaml")
