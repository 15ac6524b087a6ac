"""What the check says of the text adopted in May 2018: as it would have on 1 May 2018, and on 22 November 2026.

tests/data/2018 is that text, its register and its record, frozen: later drafts and corrections leave these findings be.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from clausebook.app.console.terminal import count, finding_lines
from clausebook.io.files import read_files
from clausebook.lint.run import check
from clausebook.source.load import load
from tests.golden_folders import GOLDEN, hold

TEXT = Path(__file__).resolve().parent.parent / "data" / "2018"
BEFORE, TODAY = date(2018, 5, 1), date(2026, 11, 22)


def findings(as_of: date) -> str:
    """What the terminal would have shown on that day; before the approval there was no record of it."""
    files = {
        path: data
        for path, data in read_files(TEXT).items()
        if as_of == TODAY or not path.startswith("policy/approvals/")
    }
    found = check(load(files, as_of))
    return "\n".join([*(line for finding in found for line in finding_lines(finding)), count(found), ""])


def test_the_2018_text_has_the_findings_that_a_clerk_read(bless: bool) -> None:
    made = {"as-of-2018-05-01.txt": findings(BEFORE), "as-of-2026-11-22-today.txt": findings(TODAY)}
    hold(GOLDEN / "findings-2018", made, given=(), bless=bless)


def test_on_1_may_2018_it_warned_that_the_data_protection_act_would_end_before_the_next_review() -> None:
    said = (
        "clause relevant-legislation cites the Data Protection Act 1998, which ends on 25 May 2018, "
        "before the review due in May 2019 [law-until-review]"
    )
    assert said in findings(BEFORE)
    assert said not in findings(TODAY)


def test_the_2018_text_has_faults_and_none_that_forbids_building_it() -> None:
    for day in (BEFORE, TODAY):
        levels = {finding.level for finding in check(load(read_files(TEXT), day))}
        assert levels == {"warning", "note"}


def test_what_is_wrong_whatever_the_day_is_found_on_both_days() -> None:
    for words in ("appendix 1, which does not exist", "Windows Live Spaces", '"your"', "Using Facebook safely"):
        assert words in findings(BEFORE)
        assert words in findings(TODAY)


def test_the_words_of_the_edition_are_judged_by_the_facts_of_today() -> None:
    """Its own register knew of little law on what it speaks of, and of no law that was to come."""
    files = read_files(Path(__file__).parents[2])
    today = load({path: data for path, data in files.items() if path.startswith("policy/instruments")}, TODAY)
    edition = load(read_files(TEXT), TODAY).with_law_of(today)
    found = [one for one in check(edition) if one.rule in ("usual-law", "topics-complete", "law-in-force")]
    words = "\n".join(one.message for one in found)
    assert "cites the UK GDPR and the Data Protection Act 2018" in words
    assert "cites s. 46 of the Investigatory Powers Act 2016 and SI 2018/356" in words
    assert "missing: gender reassignment, marriage and civil partnership, pregnancy and maternity" in words
    assert "cites the Data Protection Act 1998, which ended on 25 May 2018" in words
    subjects = {one.message.split(" speaks of ")[1].split(",")[0] for one in found if " speaks of " in one.message}
    assert subjects >= {"copyright", "defamation", "discrimination", "hatred", "harassment", "images of children"}
