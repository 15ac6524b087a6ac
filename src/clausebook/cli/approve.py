"""The command approve: it asks on a terminal for what is not said, and takes all of it as options."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from shlex import quote
from typing import TYPE_CHECKING

from clausebook.cli.approving import meeting_options, people_of, recorded, said, signed_option
from clausebook.cli.command import WRONG_USE, Commands, command, say

if TYPE_CHECKING:
    from clausebook.app.console.terminal import AskedOption

_NEEDS = (("policy", "--policy"), ("year", "YEAR"), ("on", "--on"), ("minute", "--minute"), ("by", "--by"))


def add(commands: Commands) -> None:
    """Add it to the parser."""
    approve = command(
        commands,
        "approve",
        _approve,
        "record that the governors approved the draft",
        "On a terminal it asks for what is not said. "
        "With --no-change, record that they reviewed the policy and changed no word of it.",
        writes=True,
    )
    approve.add_argument("year", metavar="YEAR", nargs="?", default="", help="the edition's name: 2027, or 2027-2")
    approve.add_argument("--policy", default="", metavar="ID")
    meeting_options(approve, required=False)
    approve.add_argument("--no-change", action="store_true", help="a review that changed nothing")
    approve.add_argument("--review-due", default="", metavar="DATE", help="when the next review is due, if it was said")
    approve.add_argument("--applies-from", default="", metavar="DATE", help="in force from this day, not at once")
    approve.add_argument("--label", default="", metavar="TEXT", help="what the school calls it: 2026/27, Autumn 2026")
    approve.add_argument("--chair", default="", metavar="NAME", help="who chaired the meeting")
    approve.add_argument(
        "--chairs-action",
        default="",
        metavar="WHY",
        help="the chair acted for the body between meetings: why; in force, and the body is to ratify it",
    )
    signed_option(approve)


def _approve(arguments: argparse.Namespace) -> int:
    from clausebook.app.console.terminal import agreed, complete
    from clausebook.app.governing import approve
    from clausebook.model.approvals.approval import Decision

    if arguments.chairs_action and not arguments.by:
        from clausebook.app.governing import the_chair

        arguments.by = the_chair(arguments.root, date.today())
    needs = [one for one in _NEEDS if not (arguments.no_change and one[0] == "year")]
    asked = complete(arguments, "approve", _usage(arguments), lambda: _questions(arguments), needs)
    if arguments.no_change:
        if asked and not agreed(f"Record that {arguments.policy} was reviewed without change on {arguments.on}?"):
            return _not_written(arguments)
        return recorded(arguments, "reviewed", edition=arguments.year, review_due=arguments.review_due)
    decision = Decision(
        policy=arguments.policy,
        edition=arguments.year,
        on=arguments.on,
        body=arguments.by,
        minute=arguments.minute,
        review_due=arguments.review_due,
        applies_from=arguments.applies_from,
        label=arguments.label,
        chair=arguments.chair,
        chairs_action=arguments.chairs_action,
        signed=people_of(arguments),
    )
    if asked and not arguments.dry_run:
        for line in approve(arguments.root, decision, date.today(), dry_run=True).entry.splitlines():
            say(arguments, f"    {line}".rstrip())
        if not agreed(f"Record that {arguments.policy}/{arguments.year} is approved?"):
            return _not_written(arguments)
    written = approve(arguments.root, decision, date.today(), arguments.dry_run)
    return said(arguments, written, f"approved: commit and tag {written.tag}")


def _usage(arguments: argparse.Namespace) -> str:
    """The whole command, with what was said already."""
    edition = "--no-change" if arguments.no_change else arguments.year or "YEAR"
    options = (("policy", "ID"), ("on", "DATE"), ("minute", "REF"), ("by", "BODY"))
    return " ".join(
        ("approve", edition, *(f"--{name} {quote(getattr(arguments, name) or blank)}" for name, blank in options))
    )


def _questions(arguments: argparse.Namespace) -> Iterator[AskedOption]:
    """What a person is asked: only what was not said, with what is likely as the default."""
    from clausebook.app.console.terminal import AskedOption
    from clausebook.app.governing import choices
    from clausebook.approving.approve import fits
    from clausebook.model.approvals.approval import UNKNOWN, Year

    today = date.today()
    policies, bodies, usual = choices(arguments.root, today)
    one = policies[0] if len(policies) == 1 else None
    yield AskedOption(name="policy", flag="--policy", ask=f"Which policy ({', '.join(policies)})", default=one,
                   wrong=lambda answer: "" if answer in policies else f"there is no policy {answer}")  # fmt: skip
    if not arguments.no_change:
        yield AskedOption(name="year", flag="YEAR", ask="Edition: its year, or 2027-2", default=str(today.year),
                       wrong=lambda answer: "" if fits(Year, answer) else "write a year, such as 2027")  # fmt: skip
    yield AskedOption(name="on", flag="--on", ask="Day of the meeting", default=today.isoformat(), wrong=_no_date)
    yield AskedOption(name="minute", flag="--minute", ask="Reference of the minute", default=UNKNOWN)
    yield AskedOption(name="by", flag="--by", ask=f"Who decided ({', '.join(bodies)})" if bodies else "Who decided",
                   default=usual.get(arguments.policy) or None)  # fmt: skip
    yield AskedOption(name="review_due", flag="--review-due", ask="Next review, if the meeting set it", default="",
                   wrong=_no_date)  # fmt: skip
    if not arguments.no_change:
        yield AskedOption(name="applies_from", flag="--applies-from", ask="In force from, if not at once", default="",
                       wrong=_no_date)  # fmt: skip


def _no_date(answer: str) -> str:
    from clausebook.approving.approve import fits
    from clausebook.model.decode import PartialDate

    return "" if fits(PartialDate, answer) else "write 2027-05-12, or 2027-05 where the day is not known"


def _not_written(arguments: argparse.Namespace) -> int:
    say(arguments, "nothing was written")
    return WRONG_USE
