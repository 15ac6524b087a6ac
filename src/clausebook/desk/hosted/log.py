"""What was done at the desk, by whom and when: a file a day, deleted after its time."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from clausebook.desk.local_door import line_of
from clausebook.desk.visit import Visit
from clausebook.model.people import same_address

FORGOTTEN = "a person who was deleted"


class Log:
    """The log of a hosted desk."""

    def __init__(self, folder: Path, days: int, clock: Callable[[], float]) -> None:
        self.folder, self.days, self.clock = folder, days, clock
        self.lock = threading.Lock()
        self.cleaned: date | None = None
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def write(self, what: str, who: str, facts: Mapping[str, str]) -> None:
        """One line."""
        moment = datetime.fromtimestamp(self.clock(), UTC)
        line = line_of(moment.isoformat(timespec="seconds"), who, what, facts)
        with self.lock:
            if self.cleaned != moment.date():
                self.clean(moment.date())
            path = self.folder / f"{moment.date().isoformat()}.jsonl"
            path.touch(mode=0o600)
            with open(path, "a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=True) + "\n")

    def audit(self, visit: Visit, what: str, facts: Mapping[str, str]) -> None:
        """What a page writes down, with the school."""
        self.write(what, visit.person.email, {"school": visit.root.parent.name, **facts})

    def clean(self, today: date) -> None:
        """Delete the days whose time is over."""
        self.cleaned = today
        oldest = today - timedelta(days=self.days)
        for path in self.folder.glob("????-??-??.jsonl"):
            with suppress(ValueError):
                if date.fromisoformat(path.stem) < oldest:
                    path.unlink()

    def forget(self, email: str) -> int:
        """Take a person's address out of all lines; how many lines named it."""
        count = 0
        with self.lock:
            for path in sorted(self.folder.glob("*.jsonl")):
                lines = path.read_text(encoding="utf-8").splitlines()
                told = [json.loads(line) for line in lines]
                named = [one for one in told if any(_is_of(value, email) for value in one.values())]
                if not named:
                    continue
                count += len(named)
                for one in named:
                    one.update({key: FORGOTTEN for key, value in one.items() if _is_of(value, email)})
                beside = path.with_suffix(".new")
                beside.touch(mode=0o600)
                beside.write_text("".join(json.dumps(one, ensure_ascii=True) + "\n" for one in told), encoding="utf-8")
                os.replace(beside, path)
        return count


def _is_of(value: object, email: str) -> bool:
    return isinstance(value, str) and same_address(value) == same_address(email)
