"""What commands show: findings on the terminal and for other programs, progress, and a summary of a build."""

from engine.report.terminal import Progress, count, finding_lines, summary

__all__ = ["Progress", "count", "finding_lines", "summary"]
