"""Runs the git program: the only place that starts it, the same way whatever a user's settings are.

git is called directly: importing GitPython costs more than a whole build in which nothing changed may take, and what
an edition needs is four plain git commands.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.model.trouble import Trouble

# Left behind by hooks and scripts, these would point git at another repository, index or history.
_MISLEADING = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_CEILING_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_CONFIG",
        "GIT_DIR",
        "GIT_EXTERNAL_DIFF",
        "GIT_GLOB_PATHSPECS",
        "GIT_ICASE_PATHSPECS",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_INDEX_VERSION",
        "GIT_INTERNAL_SUPER_PREFIX",
        "GIT_LITERAL_PATHSPECS",
        "GIT_NAMESPACE",
        "GIT_NOGLOB_PATHSPECS",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_QUARANTINE_PATH",
        "GIT_REPLACE_REF_BASE",
        "GIT_SHALLOW_FILE",
        "GIT_TRACE",
        "GIT_WORK_TREE",
    }
)
# What a user may have set for reading on the terminal must not change what the engine reads.
_SETTINGS = {
    "core.quotePath": "false",
    "core.fsmonitor": "false",
    "color.ui": "false",
    "log.showSignature": "false",
    "log.follow": "false",
    "diff.ignoreSubmodules": "none",
    "i18n.logOutputEncoding": "UTF-8",
    "status.renames": "false",
    "status.relativePaths": "false",
    "user.useConfigOnly": "true",
    "advice.graftFileDeprecated": "false",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What git said: exit code, bytes on standard output, words on standard error."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """Standard output as text, without the line ends at its end."""
        return self.out.decode("utf-8", "replace").rstrip("\r\n")

    @property
    def complaint(self) -> str:
        """The first line of what git complained about, without its "fatal:"."""
        line = next((line for line in self.err.splitlines() if line.strip()), "git gave no reason")
        return line.removeprefix("fatal: ").removeprefix("error: ").strip()


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment git runs in: English, no prompts, no pager, no replaced or grafted history."""
    kept = {name: value for name, value in os.environ.items() if name not in _MISLEADING}
    fixed = {
        "LC_ALL": "C",
        "LANGUAGE": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_PAGER": "",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_GRAFT_FILE": os.devnull,
    }
    return {**kept, **fixed, **(extra or {})}


def run(root: Path, arguments: Sequence[str], *, stdin: bytes = b"", extra: Mapping[str, str] | None = None) -> Answer:
    """Run git in `root` and give its answer, good or bad. Raises Trouble where git itself is missing."""
    settings = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
    try:
        done = subprocess.run(
            ["git", *settings, *arguments],
            cwd=root,
            env=environment(extra),
            input=stdin,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise Trouble("git is not installed, or not on the PATH", "install git, then open a new terminal") from error
    return Answer(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))


def ask(root: Path, arguments: Sequence[str], *, stdin: bytes = b"", extra: Mapping[str, str] | None = None) -> Answer:
    """Run git and insist on a good answer. Raises Trouble with git's own words otherwise."""
    answer = run(root, arguments, stdin=stdin, extra=extra)
    if answer.code != 0:
        raise Trouble(
            f"git {arguments[0]} failed: {answer.complaint}", "git fsck shows whether the repository is sound"
        )
    return answer
