"""law list and law show say what is registered, as of a day, and where it is cited."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clausebook.cli import main
from clausebook.errors import UserError
from clausebook.io.files import read_files
from clausebook.law.listing import find_instrument, law_list, law_shown
from clausebook.model.register import Register
from clausebook.source.load import load
from tests.golden_folders import GOLDEN, hold

TEXT = Path(__file__).resolve().parent.parent / "data" / "2018"


def register(*day: int) -> Register:
    return load(read_files(TEXT), date(*day))


@pytest.mark.parametrize(("day", "status"), [((2018, 5, 24), "in force"), ((2018, 5, 25), "ended")])
def test_the_list_says_what_each_instrument_is_on_the_day_and_where_it_is_cited(
    day: tuple[int, int, int], status: str
) -> None:
    lines = list(law_list(register(*day)))
    at = next(place for place, line in enumerate(lines) if line.startswith("ukpga/1998/29"))
    assert lines[at].split(maxsplit=1)[1].startswith(status)
    assert lines[at + 1].strip() == "cited in acceptable-use: 1.6 relevant-legislation, 3.2 social-networking"


def test_the_list_has_every_instrument_once() -> None:
    whole = register(2026, 11, 22)
    ids = [line.split()[0] for line in law_list(whole) if not line.startswith(" ")]
    assert ids == [instrument.id for instrument in whole.instruments]


@pytest.mark.parametrize("name", ["ukpga/2000/23", "ripa", "Regulation of Investigatory Powers Act 2000"])
def test_an_instrument_is_found_by_its_id_its_title_or_another_name(name: str) -> None:
    assert find_instrument(register(2026, 11, 22), name).id == "ukpga/2000/23"


def test_a_name_that_is_not_registered_is_one_line_with_the_nearest() -> None:
    with pytest.raises(UserError) as error:
        find_instrument(register(2026, 11, 22), "DPA 1999")
    assert error.value.hint == "did you mean DPA 1998?"


def test_what_is_shown_of_an_instrument_is_its_timeline_and_the_law_as_it_stood_when_approved(bless: bool) -> None:
    whole = register(2026, 11, 22)
    made = {
        f"{id.replace('/', '-')}.txt": "\n".join([*law_shown(whole, find_instrument(whole, id)), ""])
        for id in ("ukpga/1998/29", "uksi/2000/2699", "kcsie", "ukpga/2018/12")
    }
    hold(GOLDEN / "law-show", made, given=(), bless=bless)


def test_the_commands_exit_as_they_should(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "list", "--as-of", "2018-05-01"]) == 0
    assert main(["law", "show", "DPA 2018"]) == 0
    assert main(["law"]) == 0
    assert capsys.readouterr().err == ""
    assert main(["law", "show", "DPA 2019"]) == 2
    assert capsys.readouterr().err.startswith("build.py: DPA 2019 is not registered")
