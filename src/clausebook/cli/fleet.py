"""Commands for a trust: build its schools, look at them, take upstream's change to them, and plan for CI."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from clausebook.cli.command import FINDINGS, GOOD, Commands, as_of, say
from clausebook.errors import UserError

if TYPE_CHECKING:
    from clausebook.fleet.rounds import FleetOrder

_ABOUT = (
    "fleet.yaml lists the repositories. Only what changed is built, on dask's workers: of this machine, or of the"
    " scheduler that you name. A school that cannot be built is reported, and the others are built."
)


def add(commands: Commands) -> None:
    """Add them to the parser."""
    fleet = commands.add_parser("fleet", help="build and watch many schools", description=_ABOUT)
    parts = fleet.add_subparsers(metavar="WHAT", required=True)
    build = _part(parts, "build", _build, "make every school's documents and site, below schools/")
    _place(build)
    status = _part(parts, "status", _status, "each school's policies, law and engine: a page, JSON, and lines here")
    status.add_argument("--format", choices=("text", "json"), default="text")
    _place(status)
    propose = _part(parts, "propose", _propose, "upstream's change as a branch in every school, approving nothing")
    propose.add_argument("--push", action="store_true", help="push the branches to where the schools were cloned from")
    _chosen(propose)
    plan = _part(parts, "plan", _plan, "write the same build as a CI matrix, without servers")
    plan.add_argument("--shards", type=int, default=4, metavar="N", help="how many jobs")
    plan.add_argument("--format", choices=("json", "github", "gitlab"), default="json")
    engines = _part(parts, "engines", _engines, "the SHA-256 of the engine of each school, for engines: in fleet.yaml")
    _chosen(engines)


def _part(parts: Commands, name: str, run: object, about: str) -> argparse.ArgumentParser:
    parser = parts.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
    parser.add_argument("-q", "--quiet", action="store_true", help="show only what is wrong")
    parser.add_argument("--folder", type=Path, default=None, metavar="FOLDER", help="where fleet.yaml is; else here")
    parser.set_defaults(run=run, writes=False)
    return parser


def _folder(arguments: argparse.Namespace) -> Path:
    return arguments.folder.resolve() if arguments.folder else Path(arguments.root)


def _chosen(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--school", action="append", default=[], metavar="NAME", help="this school only (repeatable)")
    parser.add_argument("--shard", default="", metavar="K/N", help="part K of N of the schools")
    as_of(parser)


def _place(parser: argparse.ArgumentParser) -> None:
    _chosen(parser)
    parser.add_argument("--scheduler", default="", metavar="ADDRESS", help="dask's scheduler, such as tcp://host:8786")
    parser.add_argument(
        "--workers",
        type=_workers,
        default=0,
        metavar="N",
        help="worker processes here; 0 is one a core, 1 needs no dask",
    )


def _workers(text: str) -> int:
    if not text.isdecimal() or int(text) > 256:
        raise argparse.ArgumentTypeError(f"{text} is not a number of workers: 0 to 256")
    return int(text)


def _order(arguments: argparse.Namespace) -> FleetOrder | None:
    """What was asked for; None where fleet.yaml has findings, which were printed."""
    from clausebook.app.console.terminal import finding_lines
    from clausebook.fleet.engines import trusted
    from clausebook.fleet.listing import listed, shard
    from clausebook.fleet.rounds import FleetOrder

    found = listed(_folder(arguments))
    if found.fleet is None:
        for finding in found.findings:
            print("\n".join(finding_lines(finding)))
        return None
    schools = shard(found.fleet.schools, arguments.shard) if arguments.shard else found.fleet.schools
    unknown = set(arguments.school) - {school.name for school in schools}
    if unknown:
        known = ", ".join(school.name for school in schools)
        raise UserError(f"the fleet has no school {sorted(unknown)[0]}", f"it has {known}")
    return FleetOrder(
        root=_folder(arguments),
        fleet=found.fleet,
        schools=tuple(school for school in schools if not arguments.school or school.name in arguments.school),
        trusted=trusted(found.fleet, arguments.root),
        as_of=arguments.as_of or date.today(),
        workers=getattr(arguments, "workers", 1),
        scheduler=getattr(arguments, "scheduler", ""),
    )


def _build(arguments: argparse.Namespace) -> int:
    from clausebook.app.console.terminal import ProgressLine
    from clausebook.fleet.building import build_all

    order = _order(arguments)
    if order is None:
        return FINDINGS
    failed = built = 0
    with ProgressLine(quiet=arguments.quiet) as progress:
        for one in build_all(order, progress.report):
            failed += bool(one.trouble)
            built += not one.fresh and not one.trouble
            if one.trouble:
                print(one.line)
            else:
                say(arguments, one.line)
    unchanged = len(order.schools) - built - failed
    say(arguments, f"{built} built, {unchanged} unchanged, {failed} not built")
    return FINDINGS if failed else GOOD


def _status(arguments: argparse.Namespace) -> int:
    from clausebook.app.console.terminal import ProgressLine
    from clausebook.fleet.standing import looked_at, write_status

    order = _order(arguments)
    if order is None:
        return FINDINGS
    with ProgressLine(quiet=arguments.quiet or arguments.format == "json") as progress:
        found = looked_at(order, progress.report)
    paths = write_status(order.root, found)
    if arguments.format == "json":
        print(found.as_json())
    else:
        for line in (*found.remarks, *(line for one in found.schools for line in one.lines)):
            say(arguments, line)
        say(arguments, f"wrote {', '.join(paths)}")
    return FINDINGS if any(one.trouble for one in found.schools) else GOOD


def _propose(arguments: argparse.Namespace) -> int:
    from clausebook.app.console.terminal import ProgressLine
    from clausebook.fleet.proposing import propose_all

    order = _order(arguments)
    if order is None:
        return FINDINGS
    code = GOOD
    with ProgressLine(quiet=arguments.quiet) as progress:
        for one in propose_all(order, arguments.push, progress.report):
            code = FINDINGS if one.trouble else code
            if one.trouble:
                print(one.line)
            else:
                say(arguments, one.line)
    return code


def _plan(arguments: argparse.Namespace) -> int:
    from clausebook.app.console.terminal import finding_lines
    from clausebook.fleet.listing import listed, planned

    found = listed(_folder(arguments))
    if found.fleet is None:
        for finding in found.findings:
            print("\n".join(finding_lines(finding)))
        return FINDINGS
    print(planned(found.fleet, arguments.shards, arguments.format), end="")
    return GOOD


def _engines(arguments: argparse.Namespace) -> int:
    from clausebook.fleet.standing import engines_of

    order = _order(arguments)
    if order is None:
        return FINDINGS
    code = GOOD
    for line, good in engines_of(order):
        print(line)
        code = code if good else FINDINGS
    return code
