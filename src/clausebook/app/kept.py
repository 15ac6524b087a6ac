"""What an earlier run of the same engine read in each policy's files, what rules found, and whom clauses bind to what.

It stays on this machine: what other machines would be asked for costs more than it saves.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Generic, TypeVar

from clausebook.io.cache import Cache, digest
from clausebook.io.engine import engine_hash
from clausebook.model.codec import from_json, to_json
from clausebook.model.finding import Located
from clausebook.model.rule import Found
from clausebook.source.load import KeptReading, Reading, policy_of
from clausebook.text.memo import using

_FOUND, _READ = "findings", "readings"
_LEAST = 100_000  # characters that were not asked for
Row = TypeVar("Row")


class KeptFindings:
    """What rules found in each policy and each of its clauses."""

    def __init__(self, root: Path) -> None:
        self._cache = Cache(root / ".cache")

    def of(self, facts: str, policy: str) -> Mapping[str, Found]:
        """What is kept of a policy and its clauses, by the hash of each; nothing where nothing is."""
        kept = (self._cache.get(digest(_FOUND, facts, policy, engine_hash())) or {}).get(_FOUND)
        if kept is not None:
            with suppress(ValueError):
                found: Mapping[str, Found] = from_json(kept)
                return found
        return {}

    def keep(self, facts: str, policy: str, found: Mapping[str, Found]) -> None:
        """Keep this, in the place of what was kept under the same facts and policy."""
        self._cache.put(digest(_FOUND, facts, policy, engine_hash()), {_FOUND: to_json(found)})


class _Rows(Generic[Row]):
    """Rows under a kind, a policy and a name: one file of the cache for each kind and policy."""

    def __init__(self, root: Path) -> None:
        self._cache = Cache(root / ".cache")
        self._old: dict[tuple[str, str], dict[str, Row]] = {}
        self.new: dict[tuple[str, str], dict[str, Row]] = {}

    def old(self, kind: str, policy: str) -> dict[str, Row]:
        """What an earlier run kept."""
        if (kind, policy) not in self._old:
            kept = (self._cache.get(digest(kind, policy, engine_hash())) or {}).get(kind, b"{}")
            self._old[kind, policy] = {}
            with suppress(ValueError, TypeError):  # a cache is anybody's
                self._old[kind, policy] = dict(json.loads(kept))
        return self._old[kind, policy]

    def keep(self, kind: str, policy: str, name: str, row: Row) -> None:
        """Keep a row from now on."""
        self.new.setdefault((kind, policy), {})[name] = row

    def write(self, kind: str, policy: str, rows: Mapping[str, Row]) -> None:
        """Write these down in the place of the old ones."""
        content = json.dumps(rows, ensure_ascii=False).encode()
        self._cache.put(digest(kind, policy, engine_hash()), {kind: content})


class KeptReadings:
    """What was read in each file, policy by policy."""

    def __init__(self, root: Path) -> None:
        self._rows = _Rows[list[str]](root)  # hash of the file, id in it, faults and record as JSON

    def find(self, path: str, data: bytes) -> KeptReading | None:
        """The reading of a file with these bytes, or None."""
        policy = policy_of(path)
        row = self._rows.old(_READ, policy).get(path)
        if row is None or row[0] != sha256(data).hexdigest():
            return None
        with suppress(ValueError):
            faults = from_json(row[2].encode()) if row[2] else ()
            self._rows.keep(_READ, policy, path, row)
            return KeptReading(row[1], faults, partial(_record, row[3]))
        return None

    def keep(self, path: str, data: bytes, reading: Reading) -> None:
        """Keep a new one."""
        record, faults = reading
        said = to_json(faults).decode("utf-8", "surrogatepass") if faults else ""
        with suppress(UnicodeError):
            row = [sha256(data).hexdigest(), str(getattr(record, "id", "")), said, to_json(record).decode()]
            self._rows.keep(_READ, policy_of(path), path, row)

    def close(self) -> None:
        """Write down what is new."""
        for (kind, policy), rows in self._rows.new.items():
            if rows != self._rows.old(kind, policy):
                self._rows.write(kind, policy, rows)


@contextmanager
def memo(root: Path) -> Iterator[None]:
    """While it lasts, what was worked out of a policy is not worked out again; see `text/memo.py`."""
    kept = _Memo(root)
    with using(kept):
        yield
    kept.close()


class _Memo:
    """Texts under a kind, a policy and a name."""

    def __init__(self, root: Path) -> None:
        self._rows = _Rows[str](root)

    def find(self, kind: str, policy: str, name: str) -> str | None:
        text = self._rows.old(kind, policy).get(name)
        if text is not None:
            self.keep(kind, policy, name, text)
        return text

    def keep(self, kind: str, policy: str, name: str, text: str) -> None:
        self._rows.keep(kind, policy, name, text)

    def close(self) -> None:
        """Write down what is new, with as much that was not asked for: a check asks for less than a build."""
        for (kind, policy), rows in self._rows.new.items():
            old = self._rows.old(kind, policy)
            if rows.keys() - old.keys():
                left = max(_LEAST, sum(map(len, rows.values())))
                others = {}
                for name, text in reversed(old.items()):
                    if name not in rows and (left := left - len(text)) > 0:
                        others[name] = text
                self._rows.write(kind, policy, {**dict(reversed(others.items())), **rows})


@lru_cache(maxsize=1024)  # of a process that builds again and again
def _record(kept: str) -> Located | None:
    found: Any = from_json(kept.encode())
    return found if isinstance(found, Located) else None
