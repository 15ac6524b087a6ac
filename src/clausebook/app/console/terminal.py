"""What the user sees on the terminal: findings with their lines, progress, and a summary of a build."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any

from clausebook.io.terminal import raw
from clausebook.model.edition import Edition
from clausebook.model.finding import Finding
from clausebook.model.rule import Checkup
from clausebook.text.phrases import counted
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
    yield f"{len(files)} files, listed in output/manifest.json"
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
