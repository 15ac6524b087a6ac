"""The commands: reads the command line, runs the pipeline, reports, and gives the exit code (0 good, 1 findings, 2)."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from engine.model.trouble import Trouble

ROOT = Path(__file__).resolve().parent.parent
GOOD, FINDINGS, WRONG_USE = 0, 1, 2
COMMANDS = ("approve", "build", "check", "rules", "explain", "history", "schema", "test", "verify")


def main(argv: list[str]) -> int:
    """Run one command line. Without a command it builds; Trouble is one line and exit code 2, never a traceback."""
    if not argv or argv[0] not in (*COMMANDS, "-h", "--help"):
        argv = ["build", *argv] if not argv or argv[0].startswith("-") else argv
    arguments = _parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
    except Trouble as trouble:
        print(f"build.py: {trouble}", file=sys.stderr)
        return WRONG_USE
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="build.py", description="Policies as documents. Without a command, builds everything."
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    build = _command(commands, "build", _build, "check, then make every edition's PDF, Word file, JSON and web site")
    build.add_argument("--policy", default="", metavar="ID", help="one policy only")
    build.add_argument("--edition", default="all", metavar="YEAR", help="one edition only: a year, or draft")
    build.add_argument("--no-site", action="store_true", help="documents only")
    _as_of(build)
    _as_of(_command(commands, "check", _check, "findings only"))
    _command(commands, "rules", _rules, "the rules and their levels")
    explain = _command(commands, "explain", _explain, "the manual of one rule")
    explain.add_argument("rule", metavar="RULE")
    _command(commands, "schema", _schema, "write the JSON Schemas of the data files into schema/")
    _approve_options(_command(commands, "approve", _approve, "record that the governors approved the draft"))
    verify = _command(commands, "verify", _verify, "check that every edition is what was approved")
    verify.add_argument("--format", choices=("text", "json"), default="text")
    history = _command(commands, "history", _history, "who changed a clause, when and why, edition by edition")
    history.add_argument(
        "clause", metavar="CLAUSE", help="its id; policy/id where two policies have a clause of that id"
    )
    # run by the set-up, before this parser; named here so that --help lists it
    _command(commands, "test", _check, "run all tests")
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    about: str,
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
    command.add_argument("-q", "--quiet", action="store_true", help="say nothing but findings and trouble")
    command.set_defaults(run=run)
    return command


def _as_of(command: argparse.ArgumentParser) -> None:
    command.add_argument("--as-of", type=_day, default=None, metavar="DATE", help="speak from this day, not from today")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date such as 2027-05-12") from None


def _build(arguments: argparse.Namespace) -> int:
    from engine.doors import freshness

    as_of = arguments.as_of or date.today()
    asked = f"{arguments.policy} {arguments.edition} {arguments.no_site} {as_of}"
    if freshness.is_fresh(ROOT, state := freshness.state_of(ROOT, asked)):
        _say(arguments, "nothing changed since the last build: output/ is up to date")
        return GOOD
    from engine.pipeline import Order, build
    from engine.report import Progress, finding_lines, summary

    order = Order(
        root=ROOT, as_of=as_of, policy=arguments.policy, edition=arguments.edition, site=not arguments.no_site
    )
    with Progress(quiet=arguments.quiet) as progress:
        outcome = build(order, progress.tell)
    for finding in outcome.findings:
        print("\n".join(finding_lines(finding)))
    for line in summary(outcome.editions, outcome.files, outcome.findings, outcome.remarks):
        _say(arguments, line)
    if outcome.failed:
        return FINDINGS
    if not outcome.findings:
        freshness.remember(ROOT, state)
    return GOOD


def _check(arguments: argparse.Namespace) -> int:
    from engine.pipeline import checked, has_errors
    from engine.report import count, finding_lines

    _, findings = checked(ROOT, arguments.as_of or date.today())
    for finding in findings:
        print("\n".join(finding_lines(finding)))
    _say(arguments, count(findings))
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


def _schema(arguments: argparse.Namespace) -> int:
    from engine.pipeline import write_schemas

    for path in write_schemas(ROOT):
        _say(arguments, f"wrote {path}")
    return GOOD


def _approve_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("year", metavar="YEAR", help="the edition's name: its review year")
    command.add_argument("--policy", required=True, metavar="ID")
    command.add_argument(
        "--on", required=True, metavar="DATE", help="as precise as is known: 2027-05-12, 2027-05, 2027"
    )
    command.add_argument("--minute", required=True, metavar="REF", help="reference of the minute, or unknown")
    command.add_argument("--by", required=True, metavar="BODY", help="who approved it: 'governing body'")
    command.add_argument("--review-due", default="", metavar="DATE", help="when the next review is due, if it was said")
    command.add_argument("--dry-run", action="store_true", help="show what would be written, and write nothing")


def _approve(arguments: argparse.Namespace) -> int:
    from engine.model.decision import Decision
    from engine.pipeline import approve

    decision = Decision(
        policy=arguments.policy,
        edition=arguments.year,
        on=arguments.on,
        body=arguments.by,
        minute=arguments.minute,
        review_due=arguments.review_due,
    )
    written = approve(ROOT, decision, date.today(), arguments.dry_run)
    for line in written.lines if arguments.dry_run else (f"approved: commit and tag {written.tag}",):
        _say(arguments, line)
    return GOOD


def _verify(arguments: argparse.Namespace) -> int:
    from engine.model.verdict import as_json, verdict_lines
    from engine.pipeline import verified

    verdicts = verified(ROOT)
    if arguments.format == "json":
        print(json.dumps(as_json(verdicts), indent=2, ensure_ascii=False))
    else:
        for line in verdict_lines(verdicts):
            _say(arguments, line)
    return GOOD if all(verdict.is_good for verdict in verdicts) else FINDINGS


def _history(arguments: argparse.Namespace) -> int:
    from engine.pipeline import history_lines, told

    for line in history_lines(told(ROOT, arguments.clause, date.today())):
        print(line)
    return GOOD


def _say(arguments: argparse.Namespace, line: str) -> None:
    if not arguments.quiet:
        print(line)
