"""What an earlier run of the same engine read in each policy's files, what rules found, and whom clauses bind to what.

It stays on this machine: what other machines would be asked for costs more than it saves.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from clausebook.io.cache import Cache, digest
from clausebook.io.engine import engine_hash
from clausebook.model.codec import from_json, to_json
from clausebook.model.duties.bound import Bound
from clausebook.model.duties.duty import Duty
from clausebook.model.duties.shared import Text, keeping
from clausebook.model.edition import ResolvedClause
from clausebook.model.finding import Located
from clausebook.model.rule import Found
from clausebook.source.load import KeptReading, Reading, policy_of

_FOUND, _READ, _DUTIES = "findings", "readings", "duties"
_AS_MANY = 100  # rows that were not asked for, at least
_Row = list[str]  # hash of the file, id in it, faults and record as JSON


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


class KeptReadings:
    """What was read in each file, policy by policy."""

    def __init__(self, root: Path) -> None:
        self._cache = Cache(root / ".cache")
        self._old: dict[str, dict[str, _Row]] = {}
        self._new: dict[str, dict[str, _Row]] = {}

    def find(self, path: str, data: bytes) -> KeptReading | None:
        """The reading of a file with these bytes, or None."""
        policy = policy_of(path)
        row = self._rows(policy).get(path)
        if row is None or row[0] != sha256(data).hexdigest():
            return None
        with suppress(ValueError):
            faults = from_json(row[2].encode()) if row[2] else ()
            self._new.setdefault(policy, {})[path] = row
            return KeptReading(row[1], faults, partial(_record, row[3]))
        return None

    def _rows(self, policy: str) -> dict[str, _Row]:
        if policy not in self._old:
            kept = (self._cache.get(self._key(policy)) or {}).get(_READ, b"{}")
            with suppress(ValueError):
                self._old[policy] = json.loads(kept)
        return self._old.setdefault(policy, {})

    def keep(self, path: str, data: bytes, reading: Reading) -> None:
        """Keep a new one."""
        record, faults = reading
        said = to_json(faults).decode("utf-8", "surrogatepass") if faults else ""
        with suppress(UnicodeEncodeError):
            row = [sha256(data).hexdigest(), str(getattr(record, "id", "")), said, to_json(record).decode()]
            self._new.setdefault(policy_of(path), {})[path] = row

    def close(self) -> None:
        """Write down what is new."""
        for policy, rows in self._new.items():
            if rows != self._old.get(policy):
                self._cache.put(self._key(policy), {_READ: json.dumps(rows, ensure_ascii=False).encode()})

    @staticmethod
    def _key(policy: str) -> str:
        return digest(_READ, policy, engine_hash())


@contextmanager
def kept_duties(root: Path) -> Iterator[None]:
    """While it lasts, the duties of a clause that reads as it did are not read again."""
    kept = _KeptDuties(root)
    with keeping(kept.of):
        yield
    kept.close()


class _KeptDuties:
    """The duties of each clause, policy by policy, by all that they are read from."""

    def __init__(self, root: Path) -> None:
        self._cache = Cache(root / ".cache")
        self._old: dict[str, dict[str, str]] = {}
        self._new: dict[str, dict[str, str]] = {}

    def of(
        self, clause: ResolvedClause, bound: Bound, known: frozenset[Text], read: Callable[[], tuple[Duty, ...]]
    ) -> tuple[Duty, ...]:
        policy = policy_of(clause.source)
        name = digest(to_json(clause), to_json(bound), *sorted(map(to_json, known)))
        row = self._rows(policy).get(name)
        if row is not None:
            with suppress(ValueError):
                duties: tuple[Duty, ...] = from_json(row.encode())
                self._new.setdefault(policy, {})[name] = row
                return duties
        found = read()
        with suppress(UnicodeEncodeError):
            self._new.setdefault(policy, {})[name] = to_json(found).decode()
        return found

    def _rows(self, policy: str) -> dict[str, str]:
        if policy not in self._old:
            kept = (self._cache.get(self._key(policy)) or {}).get(_DUTIES, b"{}")
            with suppress(ValueError):
                self._old[policy] = json.loads(kept)
        return self._old.setdefault(policy, {})

    def close(self) -> None:
        """Write down what is new, with as many that were not asked for: a check asks for less than a build."""
        for policy, rows in self._new.items():
            old = self._old[policy]
            if rows.keys() - old.keys():
                others = [row for row in old.items() if row[0] not in rows][-len(rows) - _AS_MANY :]
                content = json.dumps({**dict(others), **rows}, ensure_ascii=False)
                self._cache.put(self._key(policy), {_DUTIES: content.encode()})

    @staticmethod
    def _key(policy: str) -> str:
        return digest(_DUTIES, policy, engine_hash())


def _record(kept: str) -> Located | None:
    found: Any = from_json(kept.encode())
    return found if isinstance(found, Located) else None
