"""The register of law: what is in it, and where legislation.gov.uk differs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from clausebook.app.workspace import read_register
from clausebook.io.jobs import Progress
from clausebook.law.client import Legislation, open_legislation
from clausebook.law.drift import drift
from clausebook.law.listing import drift_lines, find_instrument, law_list, law_shown
from clausebook.model.law.observed import Drift

__all__ = ["drift_lines", "find_instrument", "law_list", "law_shown", "read_register", "refreshed"]


def refreshed(root: Path, as_of: date, report: Progress, site: Legislation | None = None) -> tuple[Drift, ...]:
    """Where legislation.gov.uk differs from what is registered, by instrument. Writes nothing but its cache."""
    site = site or open_legislation(root)
    found = []
    for instrument in read_register(root, as_of).instruments:
        if instrument.kind != "guidance":
            report(f"asking for {instrument.title}")
            found.append(drift(instrument, site.document(instrument.id), site.changes(instrument.id), as_of))
    return tuple(found)
