"""Tests of the engine: one folder a package of it, with the same name."""

import os
import sys
from pathlib import Path

# the engine and the tests are compiled once, not by each command that a test starts, whatever the environment asks for
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# what tests write goes to memory where there is plenty: thousands of small repositories cost a disk more than the tests
_MEMORY, _PLENTY = Path("/dev/shm"), 8 << 20  # kilobytes
if _MEMORY.is_dir() and not os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC:
    _known = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines())
    if int(_known["MemAvailable"].split()[0]) > _PLENTY:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))
