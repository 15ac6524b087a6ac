"""What a governor reads, case by case."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from clausebook.formats.review.meeting_forms import meeting_json
from clausebook.formats.review.redline import reading
from clausebook.model.comparison.meeting import Meeting
from clausebook.model.comparison.questions import answers
from clausebook.model.comparison.review import Review
from clausebook.redline import accept, compare, content, reject
from tests.golden_folders import GOLDEN, cases, hold
from tests.redline.small import edition
from tests.validators import validator

INPUTS = ("old.yaml", "new.yaml")
AS_OF = date(2027, 5, 12)
OF_A_REDLINE = ("changed", "staff")  # the answers that need no commits and no law
CASES = cases(GOLDEN / "redline")


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_redline_reads_as_a_governor_should_read_it(folder: Path, bless: bool) -> None:
    old, new = edition(folder / "old.yaml", "2018"), edition(folder / "new.yaml", "draft")
    redline = compare(old, new)
    assert accept(redline) == content(new)
    assert reject(redline) == content(old)
    of = Review(policy=new.policy, title=new.title, old=old, new=new, as_of=AS_OF, redline=redline)
    asked = "\n".join(line for one in answers(of) if one.id in OF_A_REDLINE for line in (one.question, *one.lines))
    hold(folder, {"expected.txt": reading(redline), "answers.txt": f"{asked}\n"}, given=INPUTS, bless=bless)


def test_there_are_at_least_25_hard_cases() -> None:
    assert len(CASES) >= 25


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_removed_and_added_words_never_run_together(folder: Path) -> None:
    text = (folder / "expected.txt").read_text(encoding="utf-8")
    assert not re.search(r"\w\[(removed|added|now|moved)|\]\w", text), folder.name


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_the_json_of_a_meeting_and_of_each_of_its_reviews_is_as_its_schema_says(folder: Path) -> None:
    old, new = edition(folder / "old.yaml", "2018"), edition(folder / "new.yaml", "draft")
    of = Review(policy=new.policy, title=new.title, old=old, new=new, as_of=AS_OF, redline=compare(old, new))
    meeting = meeting_json(Meeting(school="Example School", as_of=AS_OF, reviews=(of, of)), "meeting.json")
    validator("meeting").validate(json.loads(meeting.source))
