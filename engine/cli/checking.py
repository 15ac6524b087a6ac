"""Commands about the rules: check, rules, explain."""

from __future__ import annotations

import argparse
from datetime import date

from engine.cli.command import FINDINGS, GOOD, ROOT, Commands, as_of, command, say
from engine.model.trouble import Trouble


def add(commands: Commands) -> None:
    """Add them to the parser."""
    as_of(command(commands, "check", _check, "findings only"))
    command(commands, "rules", _rules, "the rules and their levels")
    explain = command(commands, "explain", _explain, "the manual of one rule")
    explain.add_argument("rule", metavar="RULE")


def _check(arguments: argparse.Namespace) -> int:
    from engine.model.finding import has_errors
    from engine.pipeline import checked
    from engine.report import count, finding_lines

    _, findings = checked(ROOT, arguments.as_of or date.today())
    for finding in findings:
        print("\n".join(finding_lines(finding)))
    say(arguments, count(findings))
    return FINDINGS if has_errors(findings) else GOOD


def _rules(arguments: argparse.Namespace) -> int:
    from engine.pipeline import all_rules

    for rule in all_rules():
        print(f"{rule.name:24} {rule.level:8} {rule.manual.splitlines()[0]}")
    return GOOD


def _explain(arguments: argparse.Namespace) -> int:
    from engine.pipeline import all_rules

    known = {rule.name: rule for rule in all_rules()}
    if arguments.rule not in known:
        raise Trouble(f"there is no rule {arguments.rule}", "python3 build.py rules lists them")
    rule = known[arguments.rule]
    print(f"{rule.name} ({rule.level})\n\n{rule.manual}")
    return GOOD
