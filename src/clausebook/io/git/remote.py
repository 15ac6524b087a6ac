"""Fetches upstream: its branches and tags go to refs/upstream/, where no branch or tag of this school is touched."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from clausebook.errors import UserError
from clausebook.io.git.command import run

HEAD = "refs/upstream/HEAD"
SPACES = ("refs/upstream/heads/", "refs/upstream/tags/")
_WHAT = (f"+HEAD:{HEAD}", "+refs/heads/*:refs/upstream/heads/*", "+refs/tags/*:refs/upstream/tags/*")


def remotes(root: Path) -> Mapping[str, str]:
    """Name of each remote to the address it is fetched from."""
    answer = run(root, ["config", "--get-regexp", r"^remote\..*\.url$"])
    pairs = (line.split(" ", 1) for line in answer.text.splitlines() if " " in line)
    return {key.removeprefix("remote.").removesuffix(".url"): address for key, address in pairs}


def fetch(root: Path, address: str) -> None:
    """Fetch all branches and tags, and what HEAD is there. Raises UserError where the address does not answer."""
    arguments = ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--prune", "--", address, *_WHAT]
    answer = run(root, arguments)
    if answer.code != 0:
        raise UserError(
            f"upstream cannot be fetched from {address}: {answer.complaint}",
            "look at address: in policy/upstream.yaml and at the network; --no-fetch works with what is here",
        )
