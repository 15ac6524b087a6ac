"""What the user sees on the terminal: findings with their lines, progress, a summary of a build, and questions."""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any

from clausebook.errors import UserError
from clausebook.io.terminal import raw
from clausebook.model.edition import Edition
from clausebook.model.finding import Finding
from clausebook.model.rule import Checkup
from clausebook.text.phrases import counted, listed
from clausebook.text.records import dataclass
from clausebook.text.visible import one_line

WIDEST = 76  # characters of an excerpt, which is indented by 4; a paragraph can be a line of 2,000


def finding_lines(finding: Finding) -> Iterator[str]:
    """One finding: place, level, message and rule; the line it is about with a caret under it; the hint."""
    place = finding.place
    where = ":".join(str(part) for part in (place.file, place.line, place.column) if part)
    yield one_line(f"{where}: {finding.level}: {finding.message} [{finding.rule}]")
    if finding.excerpt.strip():
        yield from _excerpt(finding)
    if finding.hint:
        yield f"    hint: {one_line(finding.hint)}"


def _excerpt(finding: Finding) -> Iterator[str]:
    """The line, cut around the caret where it is too long to read."""
    start = max(0, finding.place.column - 1 - WIDEST // 2) if len(finding.excerpt) > WIDEST else 0
    shown = finding.excerpt[start : start + WIDEST]
    caret = finding.place.column - 1 - start
    indent = len(shown) - len(shown.lstrip())
    indent = min(indent, caret)
    width = max(1, min(finding.width, len(shown) - caret))
    before, meant = one_line(shown[indent:caret]), one_line(shown[caret : caret + width])
    yield f"    {before}{one_line(shown[caret:])}"
    yield f"    {' ' * len(before)}{'^' * max(1, len(meant))}"


def count(findings: Iterable[Finding]) -> str:
    """How many errors, warnings and notes, in words."""
    levels = [finding.level for finding in findings]
    parts = [counted(levels.count(level), level) for level in ("error", "warning", "note") if level in levels]
    return ", ".join(parts) or "no findings"


def text_lines(checkup: Checkup, quiet: bool = False) -> Iterator[str]:
    """A whole check-up: how many findings there are, unless it is to be quiet, and then each."""
    if not quiet:
        waived = f", {checkup.waived} waived" if checkup.waived else ""
        of = f"{checkup.edition} as of {checkup.as_of}: " if checkup.edition else ""
        yield f"{of}{count(checkup.findings)}{waived}"
    for finding in checkup.findings:
        yield from finding_lines(finding)


def summary(
    editions: Iterable[Edition], files: Mapping[str, bytes], findings: tuple[Finding, ...], remarks: Iterable[str]
) -> Iterator[str]:
    """What a build made and where to look, or why it made nothing."""
    if not files:
        yield f"{count(findings)}: nothing was written, output/ is as it was"
        return
    for edition in editions:
        status = "approved" if edition.approval else "draft, not approved"
        yield f"{edition.reference:32} {status:20} output/{edition.folder}/{edition.file_stem}.pdf .docx .json .akn.xml"
    for path in sorted(files):
        review = re.fullmatch(r"([^/]+/review/(?!.*/)(.*))\.pdf", path)
        if review:
            yield f"{review[1].split('/')[0] + '/review':32} {review[2]:20} output/{review[1]}.pdf .docx .json"
    if "site/index.html" in files:
        yield f"{'web site':53} output/site/index.html"
    yield f"{counted(len(files), 'file')}, listed in output/manifest.json"
    if findings:
        yield f"{count(findings)}: python3 build.py check says which"
    yield from (f"note: {remark}" for remark in remarks)


class ProgressLine:
    """What is being made, on a terminal, once a command has taken longer than a second. Elsewhere it says nothing."""

    PATIENCE = 1.0  # seconds

    def __init__(self, quiet: bool = False) -> None:
        self._shows = sys.stderr.isatty() and not quiet
        self._began = time.monotonic()
        self._status: Any = None

    def report(self, step: str) -> None:
        """Name the step that begins now."""
        if not self._shows or time.monotonic() - self._began < self.PATIENCE:
            return
        if self._status is None:
            from rich.console import Console

            self._status = Console(file=raw(sys.stderr)).status(step)
            self._status.start()
        self._status.update(step)

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._status is not None:
            self._status.stop()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedOption:
    """One thing a command needs: its attribute, how it is written on a command line, and how a person is asked.

    `default` is taken where the answer is empty; None: there has to be one. `wrong` says what is wrong with an answer.
    """

    name: str
    flag: str
    ask: str
    default: str | None = None
    wrong: Callable[[str], str] = lambda answer: ""


def complete(arguments: argparse.Namespace, command: str, usage: str, questions: Callable[[], Iterable[AskedOption]],
             needs: Sequence[tuple[str, str]]) -> bool:  # fmt: skip
    """Fill in what is missing of `needs` (attribute and flag). Says whether a person was asked.

    Raises UserError in one line where something is missing and there is no terminal to ask at, or the answers end.
    """
    missing = [flag for name, flag in needs if not getattr(arguments, name)]
    if not missing:
        return False
    if not sys.stdin.isatty():
        raise UserError(f"{command} needs {listed(missing)}", usage)
    try:
        for one in questions():
            if not getattr(arguments, one.name):
                setattr(arguments, one.name, _answer(one))
    except EOFError:
        raise UserError("the answers ended too soon: nothing was written", usage) from None
    return True


def agreed(question: str) -> bool:
    """Whether the person says yes."""
    try:
        return input(f"{question} [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        return False


def _answer(one: AskedOption) -> str:
    shown = f"{one.ask} [{one.default}]: " if one.default else f"{one.ask}: "
    while True:
        answer = input(shown).strip() or one.default or ""
        wrong = one.wrong(answer) if answer else "" if one.default is not None else "this has to be said"
        if not wrong:
            return answer
        print(f"  {wrong}")
