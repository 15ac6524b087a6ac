"""The published branch of each school, mirrored: the one place that people's rights are read from."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from clausebook.errors import UserError
from clausebook.io.git.command import run
from clausebook.model.hosting import HostedSchool
from clausebook.model.people import People
from clausebook.source.load import PEOPLE, read_file

LONGEST = 900.0  # seconds for which rights are believed while the shared repository does not answer


@dataclass
class Published:
    """What is published of one school. `people` are those of the last answer, and `at` is when that was."""

    school: HostedSchool
    folder: Path
    clock: Callable[[], float]
    fresh_for: float
    people: People = field(default_factory=People)
    at: float | None = None
    fault: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def rights(self) -> People:
        """Who is listed. Nobody, where the list cannot be read."""
        with self.lock:
            now = self.clock()
            if self.at is None or now - self.at >= self.fresh_for:
                self._renew(now)
            return self.people

    def _renew(self, now: float) -> None:
        try:
            self.fault = ""
            self._fetch()
            self.people, self.at = self._read(), now
        except UserError as error:
            self.fault = error.message
            if self.at is None or now - self.at > LONGEST:
                self.people = People()

    def _fetch(self) -> None:
        clone, branch = self.folder, self.school.branch
        ref = f"+refs/heads/{branch}:refs/heads/{branch}"
        if not (clone / "HEAD").is_file():
            shutil.rmtree(clone, ignore_errors=True)
            clone.parent.mkdir(parents=True, exist_ok=True)
            done = run(clone.parent, ["init", "--quiet", "--bare", clone.name])
            if done.code:
                raise UserError(f"{clone} cannot be made: {done.complaint}")
        done = run(clone, ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", self.school.at, ref])
        if done.code:
            raise UserError(f"{self.school.at} cannot be fetched: {done.complaint}", "look at the address and branch")

    def _read(self) -> People:
        answer = run(self.folder, ["cat-file", "blob", f"refs/heads/{self.school.branch}:{PEOPLE}"])
        if answer.code:
            self.fault = f"{self.school.id} publishes no {PEOPLE}"
            return People()
        record, faults = read_file(PEOPLE, answer.out)
        if faults or not isinstance(record, People):
            self.fault = f"{PEOPLE} of {self.school.id} has mistakes: {'; '.join(one.message for one in faults)}"
            return People()
        return record
