#!/usr/bin/env python3
"""The one command: builds the policies, runs the tests. `python3 build.py --help` lists all it can do."""

import os
import sys

if sys.version_info < (3, 11):  # an old Python must get this far: no syntax in this file that Python 2.7 cannot read
    sys.stderr.write(
        "build.py: needs Python 3.11 or newer, not %d.%d: run it with a newer one\n" % sys.version_info[:2]
    )
    sys.exit(2)

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "src"))

from clausebook.io import venv


def run():
    """The exit code of this command line, here inside .venv and else by running this file again in it."""
    if not venv.inside():
        return venv.rerun(os.path.dirname(os.path.abspath(__file__)), sys.argv[1:])
    from clausebook.cli import main

    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(venv.guarded(run))
