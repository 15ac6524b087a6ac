"""Commands about the rules: check, rules, explain."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from clausebook.cli.command import FINDINGS, GOOD, Commands, as_of, command, say
from clausebook.errors import UserError

_CODES = "Exit code 0 without errors, 1 with errors (with --strict also with warnings), 2 for wrong use."


if TYPE_CHECKING:
    from clausebook.model.rule import Checkup


def add(commands: Commands) -> None:
    """Add them to the parser."""
    check = command(commands, "check", _check, "findings only", _CODES)
    check.add_argument("--format", choices=("text", "json", "github", "sarif"), default="text")
    check.add_argument("--strict", action="store_true", help="fail on warnings too")
    check.add_argument("--edition", default="", metavar="YEAR", help="an edition as it was approved, not the draft")
    check.add_argument("--policy", default="", metavar="ID", help="the edition's policy, where there are several")
    check.add_argument("--root", type=Path, default=None, metavar="FOLDER", help="check another repository's policies")
    as_of(check)
    rules = command(commands, "rules", _rules, "the rules and their levels")
    rules.add_argument("--format", choices=("text", "markdown"), default="text")
    explain = command(commands, "explain", _explain, "the manual of one rule")
    explain.add_argument("rule", metavar="RULE")


def _check(arguments: argparse.Namespace) -> int:
    from clausebook.app.checking import checkup
    from clausebook.io import freshness

    root = arguments.root
    listed = freshness.listing(str(root), arguments.argv)
    found = checkup(root, arguments.as_of or date.today(), arguments.policy, arguments.edition)
    said = "".join(f"{line}\n" for line in _lines(found, arguments))
    print(said, end="")
    code = FINDINGS if found.fails(arguments.strict) else GOOD
    if "--root" not in "".join(arguments.argv):
        freshness.remember_check(root, code, said, listed)
    return code


def _lines(found: Checkup, arguments: argparse.Namespace) -> Iterator[str]:
    if arguments.format == "text":
        from clausebook.app.console.terminal import text_lines

        return text_lines(found, arguments.quiet)
    from clausebook.app.checking import all_rules
    from clausebook.app.console import machine

    match arguments.format:
        case "json":
            return machine.json_lines(found)
        case "github":
            return machine.github_lines(found)
        case _:
            return machine.sarif_lines(found, all_rules())


def _rules(arguments: argparse.Namespace) -> int:
    from clausebook.app.checking import all_rules
    from clausebook.app.console.machine import rules_markdown

    if arguments.format == "markdown":
        print(rules_markdown(all_rules()), end="")
        return GOOD
    for rule in all_rules():
        say(arguments, f"{rule.name:24} {rule.level:8} {rule.summary}")
    return GOOD


def _explain(arguments: argparse.Namespace) -> int:
    from clausebook.app.checking import all_rules
    from clausebook.model.decode import nearest

    known = {rule.name: rule for rule in all_rules()}
    if arguments.rule not in known:
        offered = nearest(arguments.rule, known)
        raise UserError(f"there is no rule {arguments.rule}", offered or "python3 build.py rules lists them")
    rule = known[arguments.rule]
    print(f"{rule.name} ({rule.level})\n\n{rule.manual}")
    return GOOD
