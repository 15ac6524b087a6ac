"""Commands of a school that took its policies over from another one: adopt, upstream."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.cli.command import FINDINGS, GOOD, ROOT, WRONG_USE, Commands, command, say
from engine.model.trouble import Trouble

if TYPE_CHECKING:
    from engine.model.finding import Finding
    from engine.pipeline.forking.adopting import Adoption

_ADOPT = (
    "Asks for what is not said with options or in a file, shows what will change, and writes it as one commit. "
    "Run it in a fresh clone or fork; running it twice changes nothing. Nothing is lost: git keeps what it removes."
)
# option, what it fills in, what a person is asked
_ASKED = (
    ("name", "Name of your school"),
    ("short_name", "Short name, as on a cover"),
    ("kind", "Kind of school (community school, academy, ...)"),
    ("authority", "Local authority or trust, as in running text"),
    ("governing_body", "What the governors are called in running text"),
    ("approving_body", "Who approves policies, as on a cover"),
    ("review_month", "Month of the yearly review, 1 to 12"),
    ("email", "Address for questions about policies (may stay empty)"),
    ("website", "The school's web site (may stay empty)"),
    ("policy_site", "Where the policies will be published (may stay empty)"),
    ("primary", "Main colour such as #1d3557 (may stay empty)"),
    ("accent", "Second colour (may stay empty)"),
)


def add(commands: Commands) -> None:
    """Add them to the parser."""
    adopt = command(commands, "adopt", _adopt, "make the policies of a fresh clone or fork your own school's", _ADOPT)
    adopt.add_argument("--from", type=Path, default=None, dest="file", metavar="FILE", help="your facts as YAML")
    for field, about in _ASKED:
        kind = int if field == "review_month" else str
        adopt.add_argument(f"--{field.replace('_', '-')}", type=kind, default=None, metavar="TEXT", help=about)
    adopt.add_argument("--role", action="append", default=[], metavar="ID=TITLE", help="headteacher=Principal")
    adopt.add_argument("--upstream", default="", metavar="ADDRESS", help="where these policies were taken from")
    adopt.add_argument("--anew", action="store_true", help="take over from a school that adopted them itself")
    adopt.add_argument("--yes", action="store_true", help="do not ask whether to go ahead")
    adopt.add_argument("--dry-run", action="store_true", help="show what would change, and write nothing")


def _adopt(arguments: argparse.Namespace) -> int:
    from engine.pipeline.forking.adopting import answered, answers, planned, write

    values, findings = answers(arguments.file, _given(arguments))
    if findings:
        return _refuse(findings)
    if sys.stdin.isatty() and arguments.file is None:
        values = _ask(values)
    said = answered(values, arguments.file)
    if said.school is None:
        return _refuse(said.findings)
    adoption = planned(ROOT, said.school, arguments.upstream, date.today(), arguments.anew)
    if not adoption.writing.files:
        say(arguments, f"these policies are those of {said.school.name} already: nothing to change")
        return GOOD
    _show(arguments, adoption)
    if arguments.dry_run:
        say(arguments, "nothing was written")
        return GOOD
    if not arguments.yes and sys.stdin.isatty() and input("Go ahead? [y/N] ").strip().lower() not in ("y", "yes"):
        print("nothing was written")
        return WRONG_USE
    say(arguments, f"adopted: commit {write(ROOT, adoption)[:10]}; python3 build.py makes the documents")
    return GOOD


def _given(arguments: argparse.Namespace) -> dict[str, Any]:
    """What the options say, in the shape of a file of answers."""
    given = {field: getattr(arguments, field) for field, _ in _ASKED if getattr(arguments, field) is not None}
    brand = {name: given.pop(name) for name in ("primary", "accent") if name in given}
    roles = dict(_role(entry) for entry in arguments.role)
    return {**given, **({"brand": brand} if brand else {}), **({"roles": roles} if roles else {})}


def _role(entry: str) -> tuple[str, str]:
    role, equals, title = entry.partition("=")
    if not equals or not title.strip():
        raise Trouble(f"--role {entry} names no title", "--role headteacher=Principal")
    return role.strip(), title.strip()


def _ask(values: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of the person at the terminal to what was not said yet."""
    from engine.pipeline.forking.adopting import known_facts

    found: dict[str, Any] = dict(values)
    brand = dict(found.get("brand", {}))
    try:
        for field, about in _ASKED:
            target = brand if field in ("primary", "accent") else found
            answer = "" if field in target else input(f"{about}: ").strip()
            if answer:
                target[field] = int(answer) if field == "review_month" and answer.isdecimal() else answer
        roles = dict(found.get("roles", {}))
        for role, title in known_facts(ROOT).roles.items():
            answer = "" if role in roles else input(f"What you call: {title} (Enter keeps it): ").strip()
            roles.update({role: answer} if answer else {})
    except EOFError:
        raise Trouble("the answers ended too soon", "say them with options, or adopt --from FILE") from None
    return {**found, **({"brand": brand} if brand else {}), **({"roles": roles} if roles else {})}


def _show(arguments: argparse.Namespace, adoption: Adoption) -> None:
    from engine.report.terminal import finding_lines

    for line in adoption.writing.lines:
        say(arguments, line)
    for finding in adoption.leftovers:
        for line in finding_lines(finding):
            print(line)
    if adoption.leftovers:
        say(arguments, "these words of the other school stay in the texts: edit them after adopting")


def _refuse(findings: tuple[Finding, ...]) -> int:
    from engine.report.terminal import finding_lines

    for finding in findings:
        for line in finding_lines(finding):
            print(line)
    return FINDINGS
