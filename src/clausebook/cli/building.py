"""Commands that make files: build and schema."""

from __future__ import annotations

import argparse
from datetime import date

from clausebook.cli.command import FINDINGS, GOOD, Commands, as_of, command, say


def add(commands: Commands) -> None:
    """Add them to the parser."""
    build = command(commands, "build", _build, "check, then make every edition's PDF, Word file, JSON and web site")
    build.add_argument("--policy", default="", metavar="ID", help="one policy only")
    build.add_argument("--edition", default="all", metavar="YEAR", help="one edition only: a year, or draft")
    build.add_argument("--no-site", action="store_true", help="documents only")
    as_of(build)
    command(commands, "schema", _schema, "write the JSON Schemas of the data files into schema/")


def _build(arguments: argparse.Namespace) -> int:
    from clausebook.io import freshness

    root, said = arguments.root, "" if arguments.quiet else freshness.UP_TO_DATE
    listed = freshness.listing(str(root), arguments.argv)
    as_of = arguments.as_of or date.today()
    asked = f"{arguments.policy} {arguments.edition} {arguments.no_site} {as_of}"
    if freshness.is_fresh(root, state := freshness.state_of(root, asked)):
        freshness.remember(root, state, listed, said)
        say(arguments, freshness.UP_TO_DATE)
        return GOOD
    from clausebook.app.building import build
    from clausebook.app.console.terminal import ProgressLine, finding_lines, summary
    from clausebook.model.artefact import Order

    order = Order(
        root=root, as_of=as_of, policy=arguments.policy, edition=arguments.edition, site=not arguments.no_site
    )
    with ProgressLine(quiet=arguments.quiet) as progress:
        outcome = build(order, progress.report)
    for finding in outcome.findings:
        if finding.level == "error":
            print("\n".join(finding_lines(finding)))
    for line in summary(outcome.editions, outcome.files, outcome.findings, outcome.remarks):
        say(arguments, line)
    if outcome.failed:
        return FINDINGS
    freshness.remember(root, state, listed, said)
    return GOOD


def _schema(arguments: argparse.Namespace) -> int:
    from clausebook.app.schemas import write_schemas

    for path in write_schemas(arguments.root):
        say(arguments, f"wrote {path}")
    return GOOD
