"""Files -> testimonies: gathers the evidence, reads the governors' records where there are any, and judges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from engine.doors.evidence import read_authorities, read_file
from engine.doors.git import open_repository
from engine.model.adoption import Adoption
from engine.model.testimony import Testimony
from engine.stages.adoptions import adoptions
from engine.stages.testimony import judge


def testified(root: Path, files: Iterable[Path], trust: Path | None, moment: datetime) -> Iterator[Testimony]:
    """One testimony a file, in the order asked for. Raises Trouble for a file that is not there, or no --trust file."""
    authorities = read_authorities(trust) if trust else None
    known, why_not = _records(root)
    for path in files:
        yield judge(read_file(path, moment, authorities), known, why_not)


def _records(root: Path) -> tuple[tuple[Adoption, ...], str]:
    """The records of the repository that the engine stands in; without any, why."""
    repository = open_repository(root)
    if not repository.state.whole:
        return (), repository.state.reason
    return adoptions(repository), ""
