"""Builds small real repositories in temporary folders: fixed dates and people, and none of the user's git settings."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from clausebook.io.git import open_repository
from clausebook.model.approvals.adoption import digests
from clausebook.model.edition import Edition
from clausebook.resolve.resolve import resolve
from clausebook.source.load import load

SCHOOL = """\
name: Hill School
short_name: Hill
governing_body: the governing body
authority: Anytown Council
roles:
  staff: Staff
  headteacher: Headteacher
  chair: Chair of Governors
"""
POLICY = """\
id: phones
title: Phones policy
owner: headteacher
approving_body: governing body
review_month: 5
signatories:
  - role: chair
    label: Signed
outline:
  - opening: introduction
    clauses: [calls, cameras]
"""
INSTRUMENTS = """\
instruments:
  - id: ukpga/2018/12
    title: Data Protection Act 2018
    kind: act
    confidence: high
"""
CLAUSES = {
    "introduction": """\
id: introduction
title: Introduction
applies_to: [staff]
body:
  - "{{ school.name }} lends phones, and expects them back."
""",
    "calls": """\
id: calls
title: Calls
body:
  - Staff should make calls outside lessons.
  - text: "Staff must not:"
    items:
      - call pupils on their own phones
      - give pupils their own numbers
""",
    "cameras": """\
id: cameras
title: Cameras
citations:
  - instrument: ukpga/2018/12
body:
  - Photographs of pupils, once used, are deleted.
""",
}
FILES = {
    "policy/school.yaml": SCHOOL,
    "policy/phones.yaml": POLICY,
    "policy/instruments.yaml": INSTRUMENTS,
    "policy/terms.yaml": "terms: []\n",
    "CHANGELOG.md": "# Changelog\n\nThe policy's editions, for governors.\n",
    **{f"clauses/phones/{name}.yaml": text for name, text in CLAUSES.items()},
}
RECORD = "policy/approvals/phones/2018.yaml"
CLERK = ("A clerk", "clerk@hill.example")


def environment(when: datetime | None = None, author: tuple[str, str] = CLERK) -> dict[str, str]:
    """What git runs with: no settings of the user or the machine, a fixed person and a fixed moment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    stamp = (when or datetime(2018, 1, 1, tzinfo=UTC)).isoformat()
    return {
        **kept,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TEMPLATE_DIR": "",  # no sample hooks
        "GIT_AUTHOR_NAME": author[0],
        "GIT_AUTHOR_EMAIL": author[1],
        "GIT_AUTHOR_DATE": stamp,
        "GIT_COMMITTER_NAME": author[0],
        "GIT_COMMITTER_EMAIL": author[1],
        "GIT_COMMITTER_DATE": stamp,
    }


class School:
    """A mini school's repository that can be edited, committed and tampered with."""

    def __init__(self, root: Path, *, start: bool = True) -> None:
        self.root = root
        self.now = datetime(2018, 5, 1, 9, tzinfo=UTC)
        root.mkdir(parents=True, exist_ok=True)
        if start:
            self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, author: tuple[str, str] = CLERK, check: bool = True) -> str:
        """Run git here, a day later than the last time."""
        self.now += timedelta(days=1)
        done = subprocess.run(
            ["git", "-c", "protocol.file.allow=always", *arguments],
            cwd=self.root,
            env=environment(self.now, author),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0 or not check, f"git {' '.join(arguments)}: {done.stdout}{done.stderr}"
        return done.stdout.strip()

    def write(self, files: Mapping[str, str]) -> None:
        """Write files into the working tree."""
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")

    def replace(self, name: str, old: str, new: str) -> None:
        """Change words in one file of the working tree; they must be there."""
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text, f"{name} does not say {old}"
        self.write({name: text.replace(old, new)})

    def commit(self, message: str, files: Mapping[str, str] | None = None, author: tuple[str, str] = CLERK) -> str:
        """Commit everything, with these files written first; the new commit's id."""
        self.write(files or {})
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message, author=author)
        return self.head

    def tag(self, name: str, commit: str, fingerprint: str) -> None:
        """Make or move an annotated tag as the approve command makes it."""
        self.git("tag", "--annotate", "--force", name, commit, "--message", f"{name}\n\nFingerprint: {fingerprint}")

    @property
    def head(self) -> str:
        """The newest commit."""
        folder = self.root / ".git"
        ref = (folder / "HEAD").read_text(encoding="utf-8").removeprefix("ref: ").strip() if folder.is_dir() else ""
        if not ref or not (folder / ref).is_file():
            return self.git("rev-parse", "HEAD")
        self.now += timedelta(days=1)  # as every command of git here takes a day
        return (folder / ref).read_text(encoding="utf-8").strip()


def mini_school(root: Path) -> School:
    """A school with one policy of three clauses, committed and without an approval: a copy of one made once."""
    made, now = kept()
    shutil.copytree(made, root, dirs_exist_ok=True)
    school = School(root, start=False)
    school.now = now
    return school


@cache
def kept(then: Callable[[School], None] = lambda school: None) -> tuple[Path, datetime]:
    """A mini school after what a function does to it, made once to be copied, and its time of day."""
    folder = tempfile.mkdtemp(prefix="school-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    school = School(Path(folder))
    school.commit("Write the phones policy", FILES)
    then(school)
    return school.root, school.now


def record(fingerprint: str, approved: str = "2018-05", edition: str = "2018", clauses: str = "") -> str:
    """An approval record as a test writes it by hand, to tamper with."""
    return (
        "# yaml-language-server: $schema=../../../schema/approval.json\n"
        f'policy: phones\nedition: "{edition}"\napproved: "{approved}"\nreview_due: "2019-05"\n'
        f"body: governing body\nminute: unknown\nfingerprint: {fingerprint}\n"
        f"signatories:\n  - role: chair\n    name: unknown\n{clauses}"
    )


def words_of(school: School, commit: str = "HEAD") -> Edition:
    """The phones policy as it reads at a commit."""
    repository = open_repository(school.root)
    return resolve(load(repository.read(repository.commit_of(commit))), "phones", "2018")


def approve_by_hand(school: School, *, tag: bool = True, with_digests: bool = True, edition: str = "2018") -> str:
    """What the approve command does, so that its readers are tested apart from it: the new commit's id."""
    words = words_of(school)
    listed = "".join(f"  {id}: {digest!r}\n" for id, digest in digests(words).items())
    text = record(words.fingerprint, edition=edition, clauses=f"clauses:\n{listed}" if with_digests else "")
    commit = school.commit(f"Approve phones {edition}", {RECORD.replace("2018", edition): text})
    if tag:
        school.tag(f"phones/{edition}", commit, words.fingerprint)
    return commit
