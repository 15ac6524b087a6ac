"""What a build is asked for, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from clausebook.model.edition import Edition
from clausebook.model.finding import Finding, has_errors


@dataclass(frozen=True, kw_only=True)
class Order:
    """What was asked for: which policy and edition ("" and "all" for every one), as of which day, with a site?"""

    root: Path
    as_of: date
    policy: str = ""
    edition: str = "all"
    site: bool = True

    def wants(self, edition: Edition) -> bool:
        """Whether an edition is among what was asked for."""
        return self.policy in ("", edition.policy) and self.edition in ("all", edition.name)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of it: findings, the editions made, the files written, and what a user should know besides."""

    findings: tuple[Finding, ...] = ()
    editions: tuple[Edition, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether the findings forbade writing anything."""
        return has_errors(self.findings)
