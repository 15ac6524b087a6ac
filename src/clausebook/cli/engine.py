"""Commands about the engine: which one builds this repository, another in its place, and test."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from clausebook.cli.command import FINDINGS, GOOD, WRONG_USE, Commands, as_of, command, say
from clausebook.errors import UserError

_MORE = (
    "Without an option it says which engine builds this repository. Before anything is committed it shows what "
    "changes; a commit can be undone with git revert, which brings the earlier engine back."
)


def add(commands: Commands) -> None:
    """Add them to the parser."""
    engine = command(
        commands,
        "engine",
        _engine,
        "which engine builds this repository, and another one in its place",
        _MORE,
        writes=True,
    )
    engine.add_argument("--upgrade", default="", metavar="WHEEL", help="build with both engines, compare, move the pin")
    engine.add_argument("--adopt", action="store_true", help="replace a fork's copy of the engine by a pinned wheel")
    engine.add_argument("--wheel", type=Path, default=None, metavar="FILE", help="with --adopt: the wheel to pin")
    engine.add_argument("--make", type=Path, default=None, metavar="FOLDER", help="make the wheel of this engine")
    engine.add_argument("--root", type=Path, default=None, metavar="FOLDER", help="work on another repository")
    engine.add_argument("--yes", action="store_true", help="do not ask whether to go ahead")
    engine.add_argument("--dry-run", action="store_true", help="show what would change, and write nothing")
    as_of(engine)
    # in the source repository the set-up answers it with pytest, before this parser
    test = command(commands, "test", _test, "run all tests; in a content-only repository check, verify and build twice")
    as_of(test)


def _engine(arguments: argparse.Namespace) -> int:
    from clausebook.app import engine
    from clausebook.app.console.terminal import ProgressLine
    from clausebook.io.wheel import read_wheel, this_engine

    if arguments.make:
        return _make(arguments)
    if arguments.adopt:
        wheel = read_wheel(arguments.wheel) if arguments.wheel else this_engine(arguments.root)
        change = engine.made_content_only(arguments.root, wheel)
    elif arguments.upgrade:
        with ProgressLine(quiet=arguments.quiet) as progress:
            day = arguments.as_of or date.today()
            change = engine.upgraded(arguments.root, arguments.upgrade, day, progress.report)
    else:
        return _which()
    for line in change.lines:
        say(arguments, line)
    if not change.files or arguments.dry_run:
        say(arguments, "nothing was written")
        return GOOD
    if not arguments.yes:
        if not sys.stdin.isatty():
            raise UserError("nothing was written: there is no terminal to ask at", "--yes goes ahead")
        if input("Go ahead? [y/N] ").strip().lower() not in ("y", "yes"):
            print("nothing was written")
            return WRONG_USE
    say(arguments, f"committed: {engine.write(arguments.root, change)[:10]}; python3 build.py makes the documents")
    return GOOD


def _which() -> int:
    import clausebook
    from clausebook.io.engine import is_source

    where = "src/ of its repository" if is_source() else "the wheel that engine.lock pins"
    print(f"clausebook {clausebook.__version__}, from {where}")
    return GOOD


def _make(arguments: argparse.Namespace) -> int:
    from clausebook.io.files import write_files
    from clausebook.io.wheel import this_engine

    wheel = this_engine(arguments.root)
    write_files(arguments.make, {wheel.name: wheel.content})
    print(arguments.make / wheel.name)
    return GOOD


def _test(arguments: argparse.Namespace) -> int:
    from clausebook.app.console.terminal import ProgressLine, finding_lines
    from clausebook.app.proving import proved
    from clausebook.model.artefact import Order

    with ProgressLine(quiet=arguments.quiet) as progress:
        findings, proofs = proved(Order(root=arguments.root, as_of=arguments.as_of or date.today()), progress.report)
    errors = [finding for finding in findings if finding.level == "error"]
    for finding in errors:
        print("\n".join(finding_lines(finding)))
    for proof in proofs:
        for fault in proof.faults:
            print(f"fault: {fault}")
        say(arguments, f"{'FAILED' if proof.faults else 'good  '}  {proof.subject}")
    good = not errors and not any(proof.faults for proof in proofs)
    return GOOD if good else FINDINGS
