"""Who is signed in: kept on this machine, so that it ends when it is to end, whatever a browser has kept.

The browser holds a random number; here is only its hash. A copy of this file signs nobody in.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

_TABLES = """
pragma journal_mode = wal;
create table if not exists sessions (key text primary key, email text, begun real, seen real);
create table if not exists waiting (key text primary key, value text, until real);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLengths:
    """In seconds: without a request, and at the most."""

    idle: float
    longest: float


class Sessions:
    """The sessions, and the sign-ins that are on their way."""

    def __init__(self, path: Path, lengths: SessionLengths, clock: Callable[[], float]) -> None:
        self.path, self.lengths, self.clock = path, lengths, clock
        self.lock = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        with self._open() as opened:
            opened.executescript(_TABLES)

    def begin(self, email: str) -> str:
        """A new session; what the browser keeps of it."""
        made = secrets.token_urlsafe(32)
        now = self.clock()
        self._do("insert into sessions values (?, ?, ?, ?)", _hashed(made), email, now, now)
        return made

    def who(self, session: str) -> str:
        """The address of the person whose session it is; "" where there is none, or where it has ended."""
        now, key = self.clock(), _hashed(session)
        found = self._do("select email, begun, seen from sessions where key = ?", key)
        if not found:
            return ""
        email, begun, seen = str(found[0][0]), float(str(found[0][1])), float(str(found[0][2]))
        if seen < now - self.lengths.idle or begun < now - self.lengths.longest:
            self._do("delete from sessions where seen < ? or begun < ?",
                     now - self.lengths.idle, now - self.lengths.longest)  # fmt: skip
            return ""
        if now - seen > self.lengths.idle / 100:  # not each request writes
            self._do("update sessions set seen = ? where key = ?", now, key)
        return email

    def end(self, session: str) -> None:
        """End a session."""
        self._do("delete from sessions where key = ?", _hashed(session))

    def end_all(self, email: str) -> int:
        """End all sessions of a person; how many there were."""
        return len(self._do("delete from sessions where email = ? returning key", email))

    def _do(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        with self.lock, self._open() as opened:
            found = list(opened.execute(statement, values))
            opened.commit()
            return found

    def _open(self) -> closing[sqlite3.Connection]:
        return closing(sqlite3.connect(self.path, timeout=10))

    # ---- what a sign-in that is on its way must bring back: used once, and then gone

    async def get(self, key: str) -> str | None:
        """What was kept under a key, until its time is over."""
        found = self._do("select value from waiting where key = ? and until > ?", key, self.clock())
        return str(found[0][0]) if found else None

    async def set(self, key: str, value: str, expires: int) -> None:
        """Keep it for so many seconds."""
        self._do("delete from waiting where until < ?", self.clock())
        self._do("insert or replace into waiting values (?, ?, ?)", key, value, self.clock() + expires)

    async def delete(self, key: str) -> None:
        """Keep it no longer."""
        self._do("delete from waiting where key = ?", key)


def _hashed(session: str) -> str:
    return hashlib.sha256(session.encode("utf-8", "replace")).hexdigest()
