"""`python -m clausebook`, the command `clausebook`, and what build.py runs inside .venv."""

from __future__ import annotations

import os
import sys

from clausebook.io import venv
from clausebook.io.memory import collect_rarely, roomy


def start() -> int:
    """The exit code of this command line."""
    return venv.guarded(_run)


@roomy
def _run() -> int:
    root = venv.handed_root()
    collect_rarely()  # a command ends soon: what it has read stays until then
    from clausebook.cli import main

    return main(sys.argv[1:], root)


def _end(code: int) -> None:
    """End at once: to take apart, object by object, what the process will hand back anyway takes a twentieth."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # whoever read it has gone: Python's own end says so
        sys.exit(code)
    os._exit(code)


if __name__ == "__main__":
    _end(start())
