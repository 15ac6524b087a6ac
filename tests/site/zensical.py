"""Zensical in the place of mkdocs-material: the staged pages are portable Markdown."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from clausebook.io.site import Generator
from clausebook.io.site.mkdocs import Kept


def run(staging: Path, cache: Path, whole: bool, kept: Kept) -> Kept:
    """Build staging/mkdocs.yml into staging/site, in a process of its own."""
    command = [sys.executable, "-m", "zensical", "build", "--clean", "--strict", "-f", "mkdocs.yml"]
    done = subprocess.run(command, cwd=staging, capture_output=True, encoding="utf-8", errors="replace", check=False)
    assert done.returncode == 0, done.stderr or done.stdout
    return {}


ZENSICAL = Generator(run, ("zensical", "Markdown"))
