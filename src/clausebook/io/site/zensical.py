"""Door to Zensical, which reads the same staged site. Not used until mkdocs-material comes to its end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from clausebook.errors import UserError


def run(staging: Path, cache: Path) -> None:
    """Build staging/mkdocs.yml into staging/site, in a process of its own. Raises UserError if it fails."""
    command = [sys.executable, "-m", "zensical", "build", "--clean", "--strict", "-f", "mkdocs.yml"]
    done = subprocess.run(command, cwd=staging, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode:
        raise UserError(f"the site generator refused: {(done.stderr or done.stdout).strip()}", "look at site/")
