"""Commands of a school that took its policies over from another one: adopt, upstream."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clausebook.cli.command import FINDINGS, GOOD, WRONG_USE, Commands, as_of, command, say
from clausebook.errors import UserError

if TYPE_CHECKING:
    from clausebook.app.forking.adopting import Takeover
    from clausebook.app.forking.following import UpstreamRequest
    from clausebook.model.finding import Finding
    from clausebook.model.upstream import ClauseOrigin, NewSchool, UpstreamChanges, UpstreamMerge

_ADOPT = (
    "Asks for what is not said with options or in a file, shows what will change, and writes it as one commit. "
    "Run it in a fresh clone or fork; running it twice changes nothing. Nothing is lost: git keeps what it removes."
)
_UPSTREAM = (
    "Fetches the address in policy/upstream.yaml and shows what changed there, clause by clause and beside what this "
    "school did with each; writes it in the forms of a review to output/POLICY/upstream/. Only words are ever taken "
    "in: facts, approvals, colours, templates and the engine are not touched."
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


_MONTHS = tuple(str(month) for month in range(1, 13))


def add(commands: Commands) -> None:
    """Add them to the parser."""
    adopt = command(
        commands, "adopt", _adopt, "make the policies of a fresh clone or fork your own school's", _ADOPT, writes=True
    )
    facts_options(adopt)
    adopt.add_argument("--upstream", default="", metavar="ADDRESS", help="where these policies were taken from")
    adopt.add_argument("--anew", action="store_true", help="adopt from a school that has adopted these policies itself")
    adopt.add_argument("--yes", action="store_true", help="do not ask whether to go ahead")
    adopt.add_argument("--dry-run", action="store_true", help="show what would change, and write nothing")
    upstream = command(
        commands, "upstream", _upstream, "what upstream changed since it was last taken in", _UPSTREAM, writes=True
    )
    upstream.add_argument(
        "ref", nargs="?", default="", metavar="REF", help="its branch, tag or commit; else its newest"
    )
    upstream.add_argument("--no-fetch", action="store_true", help="use no network: look at what was fetched before")
    upstream.add_argument("--status", action="store_true", help="only say which clauses are whose; uses no network")
    upstream.add_argument(
        "--take", action="store_true", help="merge upstream's changes into the clauses, as one commit"
    )
    upstream.add_argument("--dry-run", action="store_true", help="with --take: show what would change, write nothing")
    upstream.add_argument("--finish", action="store_true", help="with --take: commit what was laid out and is solved")
    upstream.add_argument("--format", choices=("text", "json"), default="text")
    as_of(upstream)


def facts_options(parser: argparse.ArgumentParser) -> None:
    """The options that say what a school is; what is not said a person is asked."""
    parser.add_argument("--from", type=Path, default=None, dest="file", metavar="FILE", help="your facts as YAML")
    for field, about in _ASKED:
        kind = int if field == "review_month" else str
        parser.add_argument(f"--{field.replace('_', '-')}", type=kind, default=None, metavar="TEXT", help=about)
    parser.add_argument("--role", action="append", default=[], metavar="ID=TITLE", help="headteacher=Principal")


def described(arguments: argparse.Namespace) -> NewSchool | None:
    """The school that options, a file or a person describe; None where what is wrong was printed."""
    from clausebook.app.forking.adopting import answered, answers

    values, findings = answers(arguments.file, _given(arguments))
    if not findings:
        if sys.stdin.isatty() and arguments.file is None:
            values = _ask(values, arguments.root)
        said = answered(values, arguments.file)
        if said.school is not None:
            return said.school
        findings = said.findings
    _refuse(findings)
    return None


def _adopt(arguments: argparse.Namespace) -> int:
    from clausebook.app.forking.adopting import planned, write

    school = described(arguments)
    if school is None:
        return FINDINGS
    takeover = planned(arguments.root, school, arguments.upstream, date.today(), arguments.anew)
    if not takeover.writing.files:
        say(arguments, f"these policies are those of {school.name} already: nothing to change")
        return GOOD
    show(arguments, takeover)
    if arguments.dry_run:
        say(arguments, "nothing was written")
        return GOOD
    if not arguments.yes and sys.stdin.isatty() and input("Go ahead? [y/N] ").strip().lower() not in ("y", "yes"):
        print("nothing was written")
        return WRONG_USE
    say(arguments, f"adopted: commit {write(arguments.root, takeover)[:10]}; python3 build.py makes the documents")
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
        raise UserError(f"--role {entry} names no title", "--role headteacher=Principal")
    return role.strip(), title.strip()


def _ask(values: Mapping[str, Any], root: Path) -> dict[str, Any]:
    """The answers of the person at the terminal to what was not said yet."""
    from clausebook.app.forking.adopting import known_facts

    found: dict[str, Any] = dict(values)
    brand = dict(found.get("brand", {}))
    try:
        for field, about in _ASKED:
            target = brand if field in ("primary", "accent") else found
            answer = "" if field in target else input(f"{about}: ").strip()
            while field == "review_month" and answer and answer not in _MONTHS:
                answer = input(f"{answer} is not a month: write a number from 1 to 12: ").strip()
            if answer:
                target[field] = int(answer) if field == "review_month" else answer
        roles = dict(found.get("roles", {}))
        for role, title in known_facts(root).roles.items():
            answer = "" if role in roles else input(f"What you call: {title} (Enter keeps it): ").strip()
            roles.update({role: answer} if answer else {})
    except EOFError:
        raise UserError("the answers ended too soon", "say them with options, or adopt --from FILE") from None
    return {**found, **({"brand": brand} if brand else {}), **({"roles": roles} if roles else {})}


def show(arguments: argparse.Namespace, takeover: Takeover) -> None:
    """What a takeover will change, and what it leaves for a person."""
    from clausebook.app.console.terminal import finding_lines

    for line in takeover.writing.lines:
        say(arguments, line)
    if takeover.remark:
        say(arguments, f"note: {takeover.remark}")
    for finding in takeover.leftovers:
        for line in finding_lines(finding):
            print(line)
    if takeover.leftovers:
        say(arguments, "these words of the other school stay in the texts: edit them after adopting")


def _refuse(findings: tuple[Finding, ...]) -> int:
    from clausebook.app.console.terminal import finding_lines

    for finding in findings:
        for line in finding_lines(finding):
            print(line)
    return FINDINGS


def _upstream(arguments: argparse.Namespace) -> int:
    from clausebook.app.forking import following

    if (arguments.dry_run or arguments.finish) and not arguments.take:
        raise UserError("--dry-run and --finish belong to --take", "upstream --take --dry-run")
    day = arguments.as_of or date.today()
    request = following.UpstreamRequest(root=arguments.root, as_of=day, ref=arguments.ref, fetch=not arguments.no_fetch)
    if arguments.status:
        return _status(arguments, following.holdings(arguments.root, day))
    if arguments.finish:
        commit = following.finish(request, lambda step: None)
        say(arguments, f"taken in: commit {commit[:10]}")
        return _after(arguments, request)
    return _take(arguments, request) if arguments.take else _look(arguments, request)


def _status(arguments: argparse.Namespace, holdings: tuple[ClauseOrigin, ...]) -> int:
    from clausebook.app.console.forking import holding_json, holding_lines

    if arguments.format == "json":
        print(holding_json(holdings))
    else:
        for line in holding_lines(holdings):
            print(line)
    return GOOD


def _look(arguments: argparse.Namespace, request: UpstreamRequest) -> int:
    from clausebook.app.console.forking import following_json, following_lines
    from clausebook.app.console.terminal import ProgressLine
    from clausebook.app.forking import following

    with ProgressLine(quiet=arguments.quiet or arguments.format == "json") as progress:
        found = following.followed(request, progress.report)
        files = following.shown(request, found, progress.report) if found.reviews else ()
    if arguments.format == "json":
        print(following_json(found))
        return GOOD
    for line in following_lines(found):
        say(arguments, line)
    for path in files:
        print(f"wrote {path}", file=sys.stderr)
    return GOOD


def _take(arguments: argparse.Namespace, request: UpstreamRequest) -> int:
    from clausebook.app.console.terminal import ProgressLine
    from clausebook.app.forking import following

    with ProgressLine(quiet=arguments.quiet) as progress:
        found, taking = following.taken(request, progress.report)
    for line in taking.writing.lines:
        say(arguments, line)
    if not taking.writing.files:
        say(arguments, f"nothing to take in: {_newest(found)} has no words that this school lacks")
        return GOOD
    if arguments.dry_run:
        _collide(taking)
        say(arguments, "nothing was written")
        return FINDINGS if taking.collisions else GOOD
    commit = following.write(request.root, taking)
    if not commit:
        _collide(taking)
        print("nothing is committed yet: keep the right words there, then python3 build.py upstream --take --finish")
        return FINDINGS
    say(arguments, f"taken in: commit {commit[:10]}")
    return _after(arguments, request)


def _newest(found: UpstreamChanges) -> str:
    return f"{found.address} at {found.new[:10]}"


def _collide(taking: UpstreamMerge) -> None:
    for one in taking.collisions:
        print(f"{one.file}:{one.line}: both upstream and this school changed this: {one.what}")


def _after(arguments: argparse.Namespace, request: UpstreamRequest) -> int:
    """What the person must still do after something came in."""
    from clausebook.app.forking.following import left_to_do

    found = left_to_do(request.root, request.as_of)
    if found:
        print("what came in needs a hand:")
        return _refuse(found)
    say(arguments, "python3 build.py makes the documents; python3 build.py review shows what came in, and why")
    return GOOD
