"""What commands show: findings on the terminal and for other programs, progress, and a summary of a build."""

from engine.report.machine import github_lines, json_lines, sarif_lines
from engine.report.rules import rules_markdown
from engine.report.terminal import Progress, count, finding_lines, summary, text_lines

__all__ = [
    "Progress",
    "count",
    "finding_lines",
    "github_lines",
    "json_lines",
    "rules_markdown",
    "sarif_lines",
    "summary",
    "text_lines",
]
