"""Commands that record what governors decide besides an approval: correct, ratify, withdraw, commence."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, Literal

from clausebook.cli.command import GOOD, Commands, command, say
from clausebook.errors import UserError

if TYPE_CHECKING:
    from clausebook.app.acts import ActOrder
    from clausebook.model.acts.record import Response
    from clausebook.model.approvals.approval import Plan

_DATE = "as precise as is known: 2027-05-12, 2027-05, 2027"
_BY = "who decided: the id of a body of policy/bodies.yaml, or its name"


def add(commands: Commands) -> None:
    """Add them to the parser."""
    _correct_options(
        command(
            commands,
            "correct",
            _correct,
            "put a fact of a recorded act right",
            "The act stays as it is; a further one says what is right. Without YEAR, of the newest edition.",
            writes=True,
        )
    )
    ratify = command(
        commands, "ratify", _ratify, "record that a second body ratified an approval, or refused to", writes=True
    )
    _decision(ratify)
    ratify.add_argument("--refused", action="store_true", help="it refused to ratify the approval")
    ratify.add_argument("--why", default="", metavar="TEXT", help="the reason, where it was given")
    withdraw = command(
        commands,
        "withdraw",
        _withdraw,
        "record that a policy is withdrawn",
        "Its outline and clauses go in the same commit; its editions stay on the site, shown as withdrawn.",
        writes=True,
    )
    withdraw.add_argument("policy", metavar="POLICY", help="its id")
    meeting_options(withdraw)
    withdraw.add_argument("--why", required=True, metavar="TEXT", help="the reason, shown to readers")
    withdraw.add_argument("--successor", default="", metavar="ID", help="the policy that takes its place")
    withdraw.add_argument("--from", default="", dest="begins", metavar="DATE", help="withdrawn from this day")
    commence = command(
        commands, "commence", _commence, "record from which day an approved edition applies", writes=True
    )
    _decision(commence)
    commence.add_argument("--from", required=True, dest="begins", metavar="DATE", help="in force from this day")


def meeting_options(command: argparse.ArgumentParser, required: bool = True) -> None:
    """The day, the minute and who decided."""
    command.add_argument("--on", required=required, default="", metavar="DATE", help=_DATE)
    command.add_argument(
        "--minute", required=required, default="", metavar="REF", help="reference of the minute, or unknown"
    )
    command.add_argument("--by", required=required, default="", metavar="BODY", help=_BY)
    command.add_argument("--dry-run", action="store_true", help="show what would be written, and write nothing")


def _decision(command: argparse.ArgumentParser) -> None:
    command.add_argument("year", metavar="YEAR", help="the edition's name")
    command.add_argument("--policy", required=True, metavar="ID")
    meeting_options(command)


def signed_option(command: argparse.ArgumentParser) -> None:
    """Who signed, in which role."""
    command.add_argument(
        "--signed", action="append", default=[], metavar="ROLE=NAME", help="who signed in which role; again for each"
    )


def _correct_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("year", metavar="YEAR|FILE", nargs="?", default="", help="the edition, or the file of an act")
    command.add_argument("--policy", default="", metavar="ID", help="not needed with FILE")
    command.add_argument("--act", default="", metavar="KIND", help="which act of the edition, where not its approval")
    command.add_argument("--why", default="", metavar="TEXT", help="how the mistake came about, or was found")
    command.add_argument("--on", default="", metavar="DATE", help="the day of the correction; today if left out")
    right = command.add_argument_group("what is right")
    right.add_argument("--minute", default="", metavar="REF")
    right.add_argument("--by", default="", metavar="BODY")
    right.add_argument("--date", default="", metavar="DATE", help="the day of the act")
    right.add_argument("--review-due", default="", metavar="DATE")
    right.add_argument("--applies-from", default="", metavar="DATE")
    right.add_argument("--chair", default="", metavar="NAME")
    right.add_argument("--label", default="", metavar="TEXT")
    right.add_argument("--after", default="", metavar="FILE", help="the act that comes before it")
    signed_option(command)
    command.add_argument("--dry-run", action="store_true", help="show what would be written, and write nothing")


def people_of(arguments: argparse.Namespace) -> tuple[tuple[str, str], ...]:
    """Role and name of those who signed. Raises UserError for one that says neither."""
    pairs = [text.partition("=") for text in arguments.signed]
    for role, sign, name in pairs:
        if not (role and sign and name.strip()):
            raise UserError(f"--signed {role} does not say who signed", "write --signed ROLE=NAME")
    return tuple((role, name.strip()) for role, _, name in pairs)


def _correct(arguments: argparse.Namespace) -> int:
    given = arguments.year
    is_file = "/" in given
    fields = {
        "minute": arguments.minute,
        "body": arguments.by,
        "on": arguments.date,
        "review_due": arguments.review_due,
        "applies_from": arguments.applies_from,
        "chair": arguments.chair,
        "label": arguments.label,
    }
    from clausebook.app.acts import ActOrder
    from clausebook.model.acts.record import parts_of_path

    order = ActOrder(
        kind="corrected",
        policy=arguments.policy or parts_of_path(given)[0],
        edition="" if is_file else given,
        on=arguments.on or date.today().isoformat(),
        reason=arguments.why or "the record was mistaken",
        right=fields,
        signed=people_of(arguments),
        target=given if is_file else arguments.act,
        after=arguments.after,
    )
    return _written(arguments, order)


def _ratify(arguments: argparse.Namespace) -> int:
    return recorded(arguments, "ratified", edition=arguments.year, is_refused=arguments.refused, reason=arguments.why)


def _withdraw(arguments: argparse.Namespace) -> int:
    return recorded(
        arguments, "withdrawn", reason=arguments.why, successor=arguments.successor, begins=arguments.begins
    )


def _commence(arguments: argparse.Namespace) -> int:
    return recorded(arguments, "applies-from", edition=arguments.year, begins=arguments.begins)


def recorded(
    arguments: argparse.Namespace,
    kind: Literal["reviewed", "ratified", "applies-from", "withdrawn", "consulted"],
    *,
    edition: str = "",
    review_due: str = "",
    begins: str = "",
    reason: str = "",
    successor: str = "",
    is_refused: bool = False,
    until: str = "",
    people: tuple[str, ...] = (),
    responses: tuple[Response, ...] = (),
) -> int:
    """Record an act of that kind with what the command line says."""
    from clausebook.app.acts import ActOrder

    order = ActOrder(
        kind=kind,
        policy=arguments.policy,
        edition=edition,
        on=arguments.on or date.today().isoformat(),
        body=arguments.by,
        minute=arguments.minute or "unknown",
        review_due=review_due,
        begins=begins,
        reason=reason,
        successor=successor,
        is_refused=is_refused,
        until=until,
        people=people,
        responses=responses,
    )
    return _written(arguments, order)


def _written(arguments: argparse.Namespace, order: ActOrder) -> int:
    from clausebook.app.acts import record

    written = record(arguments.root, order, date.today(), arguments.dry_run)
    return said(arguments, written, written.message.split("\n\n")[1])


def said(arguments: argparse.Namespace, written: Plan, done: str) -> int:
    """Say what was written, or would be."""
    for line in written.lines if arguments.dry_run else (done, *written.notes):
        say(arguments, line)
    return GOOD
