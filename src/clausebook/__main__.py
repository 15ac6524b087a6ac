"""`python -m clausebook`, the command `clausebook`, and what build.py runs inside .venv."""

from __future__ import annotations

import gc
import sys

from clausebook.io import venv


def start() -> int:
    """The exit code of this command line."""
    return venv.guarded(_run)


def _run() -> int:
    root = venv.handed_root()
    # a command ends soon: what it has read stays until then, and looking for what could go takes a tenth of its time
    gc.set_threshold(100_000, 20, 20)
    from clausebook.cli import main

    return main(sys.argv[1:], root)


if __name__ == "__main__":
    sys.exit(start())
