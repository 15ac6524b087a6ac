"""Files -> testimonies: gathers the evidence, reads the governors' records where there are any, and judges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

from engine.doors import disk
from engine.doors.evidence import Authorities, gather, read_authorities, read_file
from engine.doors.git import Repository, open_repository
from engine.doors.press import made
from engine.model.adoption import Adoption
from engine.model.edition import Edition
from engine.model.publication import Publication
from engine.model.testimony import Testimony
from engine.model.trouble import Trouble
from engine.model.verdict import Check, Verdict
from engine.stages.adoptions import adoptions
from engine.stages.sign import unsigned
from engine.stages.signed_file import Version, signed_file
from engine.stages.testimony import adopted, judge
from engine.stages.verify import verify


def testified(root: Path, files: Iterable[Path], trust: Path | None, moment: datetime) -> Iterator[Testimony]:
    """One testimony a file, in the order asked for. Raises Trouble for a file that is not there, or no --trust file."""
    authorities = read_authorities(trust) if trust else None
    known, why_not = _records(root)
    for path in files:
        evidence = read_file(path, moment, authorities)
        yield judge(evidence, known, why_not, _redrawn(root, adopted(evidence, known)))


def _redrawn(root: Path, edition: Edition | None) -> bytes | None:
    """The edition's PDF before anybody signs it, made anew; None where there is no such edition on record."""
    if edition is None:
        return None
    looks = disk.read(root, disk.LOOKS)
    publication = Publication(school=edition.school, editions=(edition,), as_of=date.min, templates=looks)
    try:
        return made(unsigned(edition, publication))
    except Trouble:
        return None  # a machine without the fonts can still verify


def _records(root: Path) -> tuple[tuple[Adoption, ...], str]:
    """The records of the repository that the engine stands in; without any, why."""
    repository = open_repository(root)
    if not repository.state.whole:
        return (), repository.state.reason
    return adoptions(repository), ""
