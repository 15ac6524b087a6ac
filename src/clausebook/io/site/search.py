"""The index that search reads: the entries of every policy, and what the generator found on the root pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

ENTRIES = "search/entries.json"
# where each generator keeps its index, and what it calls the list in it
_INDEXES = {"search/search_index.json": "docs", "search.json": "items"}
# the landing page and the list of clauses only lead to what has entries of its own
_LEADING = ("", "index.html", "clauses/")
_SETTINGS = {
    "separator": r"[\s\-,;:!?=\[\]()\"'“”‘’/]+|\.(?!\d)",  # "2.2(g)" is found as 2.2 and g
    # a heading counts more than words, another form of a word less
    "fields": {"title": {"boost": 3.0}, "text": {"boost": 1.0}, "tags": {"boost": 0.6}},
}


def indexed(made: Mapping[str, bytes], entries: bytes | None) -> dict[str, bytes]:
    """The files of a site with one index at the site root, which alone brings entries; a site below it has none."""
    files = {path: content for path, content in made.items() if path not in _INDEXES}
    if entries is None:
        return files
    ours = json.loads(entries)
    return files | {path: _joined(made[path], kind, ours) for path, kind in _INDEXES.items() if path in made}


def _joined(index: bytes, kind: str, entries: list[dict[str, Any]]) -> bytes:
    found: dict[str, Any] = json.loads(index)
    own = [entry for entry in found[kind] if entry["location"].partition("#")[0] not in _LEADING]
    if kind == "docs":
        found["config"] |= _SETTINGS
    else:
        entries = [{"level": 1 + ("#" in entry["location"]), "path": [], "tags": []} | entry for entry in entries]
    return json.dumps(found | {kind: [*entries, *own]}, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
