"""Tests of the engine: one folder a package of it, with the same name."""

import os
import sys

# the engine and the tests are compiled once, not by each command that a test starts, whatever the environment asks for
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
