"""Walks through edits of a small school: after each edit a cached build must give the very bytes of a clean one.

    .venv/bin/python bench/walks.py [SEED ...]

Each walk makes all the edits that tests/app/test_parts.py knows, in an order of its own. Stops at the first difference.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.app.test_parts import EDITS, walk

if __name__ == "__main__":
    for seed in map(int, sys.argv[1:] or ["1", "2", "3"]):
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            walk(seed, len(EDITS), Path(folder))
        print(f"walk {seed}: {len(EDITS)} edits, no byte differs ({time.process_time():.0f} s of this process so far)")
