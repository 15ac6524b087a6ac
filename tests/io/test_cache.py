"""What the cache gives back is what was put in, or nothing."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.io.cache import KEPT_FOR, Cache, digest

FILES = {"a/b.pdf": b"%PDF", "c.json": b"{}"}


def test_what_was_put_in_comes_back(tmp_path: Path) -> None:
    Cache(tmp_path).put("key", FILES)
    assert Cache(tmp_path).get("key") == FILES


def test_a_key_that_was_never_used_gives_nothing(tmp_path: Path) -> None:
    assert Cache(tmp_path).get("key") is None


def test_a_damaged_file_counts_as_never_made(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("key", FILES)
    blob = next(path for path in cache.folder.glob("blobs/*/*") if path.read_bytes() == b"%PDF")
    blob.write_bytes(b"%PDX")
    assert cache.get("key") is None
    cache.put("key", {"x": b"%PDX"})
    assert cache.get("key") == {"x": b"%PDX"}


def test_a_damaged_or_foreign_index_counts_as_never_made(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("key", FILES)
    for content in (b"", b"[]", b"{", b'{"a": 1}', b'{"../../x": "y"}'):
        (cache.folder / "made" / "key.json").write_bytes(content)
        assert cache.get("key") is None


def test_the_folder_can_be_deleted_at_any_time(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("key", FILES)
    for path in cache.folder.glob("blobs/*/*"):
        path.unlink()
    assert cache.get("key") is None
    cache.put("key", FILES)
    assert cache.get("key") == FILES


def test_what_was_not_used_for_a_month_is_forgotten_and_the_rest_kept(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("key", FILES)
    used = next(cache.folder.glob("made/*")).stat().st_mtime
    cache.prune(now=used + KEPT_FOR - 60)
    assert cache.get("key") == FILES
    cache.prune(now=used + 2 * KEPT_FOR)
    assert list(cache.folder.glob("blobs/*/*")) == []


def test_above_a_size_what_was_used_longest_ago_is_forgotten(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for at, key in enumerate(("first", "second", "third")):
        cache.put(key, {"a": key.encode() * 1000})
        _used(cache, key, at)
    whole = sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
    assert cache.get("first") is not None  # used again: the last to go
    cache.prune(now=0, largest=whole)
    assert cache.get("second") is not None
    _used(cache, "second", 1)
    cache.prune(now=0, largest=whole - 1)
    assert [cache.get(key) is None for key in ("first", "second", "third")] == [False, True, False]
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) < whole
    cache.prune(now=0, largest=0)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_a_build_used_stays_however_large_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path)
    for key in ("old", "read", "made"):
        cache.put(key, {"a": key.encode() * 1000})
        _used(cache, key, int(time.time()) - 7200)
    assert cache.get("read")
    cache.put("made", {"a": b"made" * 1000})
    monkeypatch.setattr("clausebook.io.cache.LARGEST", 1)
    monkeypatch.setattr("clausebook.io.cache._BEGUN", time.time() - 3600)
    cache.tidy()
    assert [cache.get(key) is None for key in ("old", "read", "made")] == [True, False, False]


def test_a_file_that_is_put_in_again_counts_as_used(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("old", FILES)
    for path in tmp_path.glob("*/**/*"):
        os.utime(path, (0, 0))
    cache.put("new", FILES)
    cache.prune()
    assert cache.get("old") is None
    assert cache.get("new") == FILES


def _used(cache: Cache, key: str, at: int) -> None:
    """Set when the files of a key were used last."""
    index = cache.folder / "made" / f"{key}.json"
    blobs = [cache.folder / "blobs" / name[:2] / name for name in json.loads(index.read_bytes()).values()]
    for path in (index, *blobs):
        os.utime(path, (at, at))


@given(st.lists(st.text()), st.lists(st.text()))
def test_two_lists_of_parts_have_one_digest_only_when_they_are_one(one: list[str], other: list[str]) -> None:
    assert (digest(*one) == digest(*other)) == (one == other)
