"""A small sample of the ugly files that `python -m bench.ugly` imports by the thousand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importer.ugly import is_damaged, ugly
from tests.importer.ugly_judging import GOOD, came_of

pytestmark = pytest.mark.slow


def test_ugly_files_end_as_a_draft_that_builds_or_as_a_line(tmp_path: Path) -> None:
    kinds = set()
    for name, ending, data in ugly(30, seed=4):
        path = tmp_path / f"in.{ending}"
        path.write_bytes(data)
        end, said, _ = came_of(path, "ugly", is_damaged(name))
        assert end in GOOD, f"{name}: {end}: {said}"
        kinds.add(ending)
    assert len(kinds) >= 7
