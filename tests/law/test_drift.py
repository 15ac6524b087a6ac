"""What legislation.gov.uk says is compared with the register; what differs is proposed, and nothing is written."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from clausebook.app.legal import drift_lines, refreshed
from clausebook.io.cache import Cache
from clausebook.law.client import Legislation
from clausebook.law.clml import UnreadableError, changes, observed
from clausebook.law.drift import drift
from clausebook.model.decode import Decoder
from clausebook.model.finding import SourceLocation
from clausebook.model.law.instrument import Amendment, Instrument, Instruments
from clausebook.model.law.observed import Drift, SiteAnswer
from clausebook.model.law.status import status
from clausebook.source.parse import parse
from tests.io.loopback import site
from tests.law.clml import REPEALED, Change, changed, document, effect, feed

TODAY = date(2026, 11, 30)
ACT = Instrument(
    id="ukpga/2018/12",
    title="Data Protection Act 2018",
    kind="act",
    made="2018-05-23",
    in_force={"main": "2018-05-25"},
    confidence="high",
    compiled="2026-11-22",
)
NO_CHANGES = SiteAnswer("found", feed())


def compared(xml: bytes, act: Instrument = ACT, changed: SiteAnswer = NO_CHANGES) -> Drift:
    return drift(act, SiteAnswer("found", xml), changed, TODAY)


def test_an_instrument_that_is_as_registered_shows_no_drift() -> None:
    assert compared(document()) == Drift(instrument=ACT.id, title=ACT.title)


def test_a_title_that_differs_is_proposed_without_its_mark() -> None:
    found = compared(document("Data Protection Act 2018 (repealed 1.12.2026)"), replace(ACT, title="Data Act 2018"))
    assert found.differences[0] == 'its title there is "Data Protection Act 2018 (repealed 1.12.2026)"'
    assert found.proposed == ("- id: ukpga/2018/12", '  title: "Data Protection Act 2018"')


def test_a_title_shortened_in_the_register_is_compared_as_far_as_it_goes() -> None:
    short = replace(ACT, title="Regulation (EU) 2016/679 ... (General Data Protection Regulation)")
    assert compared(document("Regulation (EU) 2016/679 of the European Parliament"), short).differences == ()


def test_an_act_whose_provisions_are_all_marked_repealed_is_found_though_its_title_does_not_say_so() -> None:
    found = compared(document(groups=[REPEALED, REPEALED]))
    assert found.differences == ("all groups of provisions are marked repealed, most since 2018-05-25",)
    assert found.proposed == ("- id: ukpga/2018/12", "  ended: 2018-05-25")


def test_a_repeal_that_spares_a_part_is_reported_and_no_end_is_proposed() -> None:
    found = compared(document(groups=[REPEALED, ""]))
    assert found.differences == ("1 of 2 groups of provisions are marked repealed, most since 2018-05-25",)
    assert found.proposed == ()


def test_an_end_that_is_registered_and_marked_is_no_drift() -> None:
    assert compared(document(groups=[REPEALED, ""]), replace(ACT, ended="2018-05-25")).differences == ()


def test_an_end_that_nothing_is_marked_with_is_reported_unless_only_the_first_text_is_held() -> None:
    ended = replace(ACT, ended="2018-06-27")
    assert compared(document(), ended).differences == (
        "registered as ended on 2018-06-27; nothing is marked repealed there",
    )
    # regulations that fell with the power they were made under are marked nowhere
    assert compared(document(status="final"), replace(ended, as_made_only=True)).differences == ()


def test_a_day_that_nobody_had_seen_is_confirmed_or_corrected() -> None:
    unseen = replace(ACT, unverified=("made",))
    assert compared(document(), unseen).differences == (
        "it was made on 2018-05-23, as registered: no longer unverified",
    )
    assert compared(document(made="2018-05-24"), unseen).proposed[1] == "  made: 2018-05-24"
    assert compared(document(), replace(ACT, made="2018")).differences == ()


def test_a_day_of_coming_into_force_that_differs_is_proposed() -> None:
    assert compared(document(begins="2018-05-25")).differences == ()
    assert compared(document(begins="2018-07-01")).proposed[1] == "  in_force: {main: 2018-07-01}"


@pytest.mark.parametrize(
    ("waiting", "lacks"),
    [
        (effect(["2026-11-30"]), True),
        (effect(["2026-12-01"]), False),
        (effect(["2026-12-01", "2026-01-01"]), True),
        (effect([""]), False),
        (effect([]), False),
        (effect(["2026-01-01"], required="false"), False),
        (effect(["2026-01-01"], applied="true"), False),
    ],
)
def test_an_effect_is_outstanding_only_if_required_not_applied_and_dated_by_today(waiting: str, lacks: bool) -> None:
    found = compared(document(effects=[waiting]))
    told = [words for words in found.differences if words.startswith("its text there lacks 1 effect in force: s. 65")]
    assert bool(told) is lacks


def row(found: Drift, act: Instrument = ACT) -> Instrument:
    """The row with what is proposed, as the register's own reader takes it."""
    text = "instruments:\n" + "\n".join(f"  {line}" for line in found.proposed)
    value, faults = parse(text.encode(), "policy/instruments.local.yaml")
    assert faults == ()
    given = {
        "id": act.id,
        "title": act.title,
        "kind": act.kind,
        "confidence": act.confidence,
        "made": act.made or "2018",
    }
    reader = Decoder()
    made = reader.read(Instruments, {"instruments": [{**given, **value["instruments"][0]}]}, SourceLocation("x"))
    assert made is not None
    assert reader.faults == []
    return made.instruments[0]


def news(*changes: Change) -> SiteAnswer:
    """A feed of changes: who makes it, what it does to which provision, from which day."""
    return SiteAnswer("found", feed(*(changed(*one) for one in changes)))


REPEAL = ("ukpga/2026/99", "repealed", "Act", "2027-04-01", "Sch. 1")


def test_a_repeal_that_is_coming_is_reported_and_proposed_as_an_end() -> None:
    found = compared(document(), changed=news(REPEAL))
    assert found.differences == ("Act repealed by ukpga/2026/99 from 2027-04-01",)
    assert row(found).ended == "2027-04-01"
    ending = row(found).ended_by
    assert ending is not None
    assert (ending.instrument, ending.provision) == ("ukpga/2026/99", "Sch. 1")
    assert compared(document(), replace(ACT, ended="2027-04-01", as_made_only=True), news(REPEAL)).differences == ()


def test_a_repeal_that_waits_in_the_document_is_reported_too() -> None:
    found = compared(document(effects=[changed(*REPEAL, name="UnappliedEffect", applied="false")]))
    assert "Act repealed by ukpga/2026/99 from 2027-04-01" in found.differences


def test_a_change_without_a_day_is_one_that_is_to_come() -> None:
    found = compared(document(), changed=news(("ukpga/2026/99", "words substituted", "s. 3", "", "s. 1")))
    assert found.differences == (
        "Invented Act 2026 (ukpga/2026/99) is to change it, on no day yet: s. 3 words substituted",
    )
    assert found.proposed == ()


def test_one_amender_on_two_days_is_two_changes_and_the_one_in_the_row_is_known() -> None:
    amended = (Amendment(instrument="ukpga/2025/18", date="2026-02-05"),)
    act = replace(ACT, amended_by=amended)
    before = ("ukpga/2025/18", "substituted", "s. 1", "2026-02-05", "s. 2")
    after = ("ukpga/2025/18", "omitted", "s. 114", "2026-11-25", "s. 117")
    found = compared(document(), act, news(before, after))
    assert found.differences == ("amended by ukpga/2025/18 from 2026-11-25 (s. 114 omitted)",)
    assert [(one.instrument, one.date) for one in row(found).amended_by] == [
        ("ukpga/2025/18", "2026-02-05"),
        ("ukpga/2025/18", "2026-11-25"),
    ]


def test_what_is_proposed_is_a_row_that_the_register_reads() -> None:
    found = compared(
        document(),
        changed=news(
            ("ukpga/2026/98", "words substituted", "s. 1", "2026-11-25", "s. 1"),
            ("ukpga/2026/99", 'words "a: b" {inserted}', "s. 2", "2026-11-26", "s. 2"),
            ("ukpga/Eliz2/4-5/19", "words substituted", "s. 1", "2026-11-25", "s. 1"),
            ("uksi/2026/700", "coming into force", "s. 10", "2026-11-25", "reg. 2"),
        ),
    )
    made = row(found)
    assert {one.instrument for one in made.amended_by} == {"ukpga/2026/98", "ukpga/2026/99", "ukpga/Eliz2/4-5/19"}
    assert len(made.amended_by) == 3
    assert made.in_force == {"main": "2018-05-25", "s. 10": "2026-11-25"}
    assert sum(line.strip().startswith("amended_by:") for line in found.proposed) == 1


def test_a_change_of_before_the_row_was_compiled_is_reported_until_somebody_has_asked() -> None:
    """`compiled` says when facts were put together, `asked` when the source was looked at."""
    old = news(("ukpga/2025/18", "substituted", "s. 1", "2026-02-05", "s. 2"))
    assert compared(document(), replace(ACT, compiled="2026-11-28"), old).differences != ()
    assert compared(document(), replace(ACT, asked="2026-11-27"), old).differences == ()


def test_an_answer_that_is_another_act_is_not_compared() -> None:
    other = document("Data Protection Act 2018").replace(
        b"<Legislation ", b'<Legislation IdURI="http://www.legislation.gov.uk/id/ukpga/1997/40" '
    )
    found = compared(other)
    assert found.unseen == "the site answered with ukpga/1997/40"
    assert found.differences == found.proposed == ()


def test_a_title_that_differs_in_marks_alone_is_the_same() -> None:
    act = replace(ACT, title="Children's Wellbeing & Schools Act 2018")
    assert compared(document("Children’s Wellbeing and Schools Act 2018"), act).differences == ()


def test_a_repeal_found_by_refresh_warns_whoever_cites_the_act_until_the_review() -> None:
    made = row(compared(document(), changed=news(REPEAL)))
    assert status(replace(made, compiled=None), date(2027, 3, 31)).is_law
    assert status(made, date(2027, 4, 1)).kind == "ended"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (SiteAnswer("missing"), "the site does not know this id"),
        (
            SiteAnswer("choices", b'<a href="/id/ukpga/1955/19">a</a><a href="/id/ukla/1955/19">b</a>'),
            "this id means several things there: ukla/1955/19, ukpga/1955/19",
        ),
        (SiteAnswer("refused", note="the site refuses"), "the site refuses"),
        (SiteAnswer("failed", note="it answers 500, 4 times"), "it answers 500, 4 times"),
        (SiteAnswer("found", b"<html><p>Sorry</html>"), "the answer is not well-formed XML"),
        (SiteAnswer("found", b""), "the answer is not well-formed XML"),
        (SiteAnswer("found", b"<html/>"), "the answer is not a piece of legislation in XML"),
        (SiteAnswer("found", document("")), "the answer has no title"),
        (SiteAnswer("found", document()[:300]), "the answer is not well-formed XML"),
        (SiteAnswer("found", b"\xff\xfe\x00"), "the answer is not well-formed XML"),
    ],
)
def test_whatever_the_site_answers_instead_is_said_in_words(answer: SiteAnswer, words: str) -> None:
    found = drift(ACT, answer, NO_CHANGES, TODAY)
    assert found.unseen == words
    assert found.differences == found.proposed == ()


def test_a_feed_that_fails_leaves_the_document_compared() -> None:
    found = compared(document("Other Act 2018"), changed=SiteAnswer("failed", note="it answers 500, 4 times"))
    assert found.differences[-1] == "its feed of changes could not be read: it answers 500, 4 times"
    assert len(found.differences) == 2


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def test_entities_and_document_types_are_refused_and_no_file_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    outside = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'.encode()
    # a parser that went to look would say that this file is not there
    gone = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{(tmp_path / "gone.txt").as_uri()}">]>'.encode()
    for prologue in (BOMB, outside, gone, b'<!DOCTYPE html PUBLIC "x" "http://127.0.0.1:9/x.dtd">'):
        with pytest.raises(UnreadableError, match="document type"):
            observed(prologue + document("&a;" if b"ENTITY" in prologue else "Act"))
        with pytest.raises(UnreadableError):
            changes(prologue + feed())


def test_a_document_nested_without_end_is_refused() -> None:
    deep = sys.getrecursionlimit() * 10
    with pytest.raises(UnreadableError):
        observed(b"<a>" * deep + b"</a>" * deep)


REGISTER = """\
instruments:
  - {id: ukpga/2018/12, title: Data Act 2018, kind: act, made: 2018-05-23, confidence: high, compiled: 2026-11-22}
  - {id: ukpga/2099/1, title: No Act 2099, kind: act, confidence: low}
  - {id: kcsie, title: Keeping children safe in education, kind: guidance, confidence: low}
"""


def test_a_refresh_asks_for_every_instrument_but_guidance_and_never_edits_the_register(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    register = tmp_path / "policy" / "instruments.yaml"
    register.parent.mkdir()
    register.write_text(REGISTER, encoding="utf-8")
    told: list[str] = []
    with site() as web:
        web.says("/ukpga/2018/12/data.xml", (200, {}, document()))
        web.says("/changes/affected/ukpga/2018/12/data.feed?results-count=50&sort=modified", (200, {}, feed()))
        law = Legislation(Cache(tmp_path / "cache"), site=web.url, clock=lambda: 0.0, sleep=lambda _: None)
        drifts = refreshed(tmp_path, TODAY, told.append, law)
    assert "\n".join(drift_lines(drifts)).splitlines() == [
        'ukpga/2018/12: its title there is "Data Protection Act 2018"',
        "ukpga/2099/1: the site does not know this id",
        "0 agree, 1 differ, 1 could not be compared; guidance is not on the site",
        "",
        "proposed; read the source first, then merge it into the row in policy/instruments.local.yaml:",
        "",
        "  - id: ukpga/2018/12",
        '    title: "Data Protection Act 2018"',
    ]
    assert told == ["asking for Data Act 2018", "asking for No Act 2099"]
    assert register.read_text(encoding="utf-8") == REGISTER
