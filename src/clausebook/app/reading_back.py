"""Files of a build -> findings: what they say otherwise than their editions. Paid for once a changed file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from clausebook.io.cache import Cache, digest
from clausebook.io.engine import engine_hash
from clausebook.model.edition import Edition
from clausebook.model.finding import Finding
from clausebook.model.location import SourceLocation
from clausebook.readback import Unit, units

RULE = "read-back"
_LOOK_AT = {
    "PDF": "templates/pdf/ and src/clausebook/formats/pdf/",
    "Word file": "templates/word/ and src/clausebook/formats/word/",
    "web page": "templates/web/, site/ and src/clausebook/formats/web/",
}


def read_back(root: Path, editions: Iterable[Edition], files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """An error for everything that a file of an edition says otherwise than the edition; () where all say the same."""
    reader = _Reader(root)
    return tuple(
        Finding(
            SourceLocation(file=f"output/{unit.path}"),
            f"the {unit.kind} of {edition.reference} is not what the edition says: {complaint}",
            hint=f"look at {_LOOK_AT.get(unit.kind, 'src/clausebook/formats/')}: "
            "they may set words, but not change, hide, add or leave out any",
            level="error",
            rule=RULE,
        )
        for edition in editions
        for unit in units(edition, files)
        for complaint in reader.complaints(unit)
    )


class _Reader:
    """Reads each file once: what was good is remembered, what was not is read again."""

    def __init__(self, root: Path) -> None:
        self.cache, self.engine = Cache(root / ".cache"), engine_hash()

    def complaints(self, unit: Unit) -> tuple[str, ...]:
        key = digest(RULE, self.engine, unit.path, unit.kind, *unit.depends)
        if self.cache.get(key) is not None:
            return ()
        found = (*unit.complaints(), *self._within(unit))
        if not found:
            self.cache.put(key, {})
        return found

    def _within(self, unit: Unit) -> Iterator[str]:
        for part in unit.within() if unit.within else ():
            yield from self.complaints(part)
