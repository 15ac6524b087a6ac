"""What the tests of the environment share: where the repository is, and its locks."""

from __future__ import annotations

from pathlib import Path

from clausebook.io import venv

ROOT = Path(__file__).resolve().parents[2]
LOCKS = [venv.BUILD_LOCK, venv.RUN_LOCK, venv.TEST_LOCK]
