"""Builds four repositories with two engines and compares every byte of output/.

    .venv/bin/python bench/same_outputs.py REVISION

REVISION is the older engine; the newer one is the working tree. The repositories are this one and three schools
made here: `forked` (this school's policy adopted, a clause left out, one reworded), `many`
(twenty policies in two editions) and `blocks` (each kind of block, form field and signature, and two languages). Both
engines build the same commit on the same day. Exit code 1 where a byte differs; the paths that differ are printed.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
DAY = "2026-11-28"
CONTENT = ("policy", "clauses", "CHANGELOG.md", ".gitattributes")
ENGINE = ("src", "engine", "build.py", "templates", "site", "schema", "requirements", ".gitconfig", "pyproject.toml")
BUILT = ("output", ".cache")
PERSON = {"NAME": "A Clerk", "EMAIL": "clerk@school.example"}

OAKFIELD = """\
name: Oakfield Academy
short_name: Oakfield
kind: academy
authority: Oakfield Learning Trust
governing_body: Trust Board
approving_body: trust board
review_month: 9
email: policies@oakfield.example
roles:
  headteacher: Principal
brand:
  primary: "#1f3a5f"
"""
BLOCKS = """\
id: every-block
title: Every kind of block
applies_to: [staff, governors]
citations:
  - instrument: ukpga/2018/12
    provision: s. 2
    why: personal data
body:
  - A paragraph with *emphasis*, **weight**, `code`, [a link](https://www.example.org/) and {{ school.name }}.
  - text: "Staff must not:"
    items:
      - share a password
      - text: "leave any of these on a desk:"
        items:
          - a key
          - between: and/or
          - a paper with names
      - id: kept
        text: take records home
        citations: [ukpga/2018/12]
  - items:
      - staff may bring a phone
      - staff should keep it in a bag
  - note: The list above applies to trips too.
  - table:
      caption: Who keeps what
      header: [Record, Years]
      rows:
        - [Register, "3"]
        - [Accident book, "25"]
  - form:
      title: Receipt
      fields:
        - label: Name
        - {label: Date, kind: date}
        - {label: I have read it, kind: tick}
        - {label: Signature, kind: signature}
"""
SMALL = """\
id: {id}
title: {title}
applies_to: [staff]
body:
  - Staff must keep {title} in order.
  - text: "Staff should:"
    items:
      - read the notice about {title}
      - tell the headteacher within {days} days
"""
OUTLINE = """\
id: {id}
title: {title}
approving_body: governing body
review_month: 5
applies_to: [staff]
signatories:
  - role: governing-body
    label: "Signed:"
outline:
  - id: rules
    title: Rules
    clauses: [{clauses}]
"""


class Repository:
    """A folder with content under git; an engine is laid beside it, outside git, to build it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.hour = 0

    def run(self, *command: str) -> None:
        """Run a command here on the fixed day, an hour after the one before; its output only if it fails."""
        self.hour += 1
        stamp = f"{DAY}T{self.hour % 24:02}:00:00+00:00"
        people = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in PERSON.items()}
        dates = {f"GIT_{role}_DATE": stamp for role in ("AUTHOR", "COMMITTER")}
        quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        done = subprocess.run(
            command, cwd=self.root, env={**os.environ, **people, **dates, **quiet}, capture_output=True, text=True
        )
        if done.returncode:
            sys.exit(f"{' '.join(command)} failed in {self.root.name}:\n{done.stdout}{done.stderr}")

    def commit(self, subject: str) -> None:
        """Record all content."""
        self.run("git", "add", "--all", *CONTENT)
        self.run("git", "commit", "--quiet", "--message", subject)

    def write(self, path: str, text: str) -> None:
        """Write one file."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def replace(self, path: str, old: str, new: str) -> None:
        """Change words that must be there."""
        text = (self.root / path).read_text(encoding="utf-8")
        if old not in text:
            sys.exit(f"{path} no longer says {old!r}: change bench/same_outputs.py")
        self.write(path, text.replace(old, new, 1))

    def build_py(self, *arguments: str) -> None:
        """Run the engine that is laid here."""
        self.run(sys.executable, "-X", "utf8", "build.py", *arguments)


def lay(engine: Path, root: Path) -> None:
    """Put the engine of a checkout into a repository, in place of the one that is there."""
    for name in (*ENGINE, *BUILT):
        shutil.rmtree(root / name, ignore_errors=True)
        (root / name).unlink(missing_ok=True) if (root / name).is_file() else None
    for name in ENGINE:
        if (engine / name).is_dir():
            shutil.copytree(engine / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif (engine / name).exists():
            shutil.copy(engine / name, root / name)
    for lock in engine.glob("requirements*"):
        if lock.is_file():
            shutil.copy(lock, root / lock.name)
    if not (root / ".venv").exists():
        (root / ".venv").symlink_to(HERE / ".venv")


def lay_facts(root: Path) -> None:
    """This school's facts, terms and register of law."""
    shutil.copytree(HERE / "policy" / "instruments", root / "policy" / "instruments")
    for name in ("school", "instruments", "terms"):
        shutil.copy(HERE / "policy" / f"{name}.yaml", root / "policy" / f"{name}.yaml")


def started(root: Path) -> Repository:
    """This repository's content in a new repository whose engine and outputs git ignores."""
    repository = Repository(root)
    root.mkdir(parents=True)
    repository.run("git", "init", "--quiet", "--initial-branch=main")
    ignored = [*ENGINE, *BUILT, ".venv", "requirements*"]
    (root / ".git" / "info" / "exclude").write_text("".join(f"/{name}\n" for name in ignored))
    return repository


def ours(root: Path) -> Repository:
    """A clone of this repository at its last commit."""
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(HERE), str(root)], check=True)
    return Repository(root)


def forked(root: Path, engine: Path) -> Repository:
    """This school's policy in another school's hands."""
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(HERE), str(root)], check=True)
    repository = Repository(root)
    subprocess.run(["git", "-C", str(root), "checkout", "--quiet", "-B", "main", _revision(engine)], check=True)
    (root / ".venv").symlink_to(HERE / ".venv")
    (root / ".git" / "info" / "exclude").write_text("/.venv\n/facts.yaml\n")
    repository.write("facts.yaml", OAKFIELD)
    repository.build_py("adopt", "--from", "facts.yaml")
    repository.replace("policy/acceptable-use.yaml", "      - aims\n", "")
    repository.replace(
        "policy/acceptable-use.yaml",
        "outline:\n",
        "omit:\n  - {clause: aims, reason: said in the handbook}\noutline:\n",
    )
    repository.replace("clauses/acceptable-use/reporting.yaml", "must", "should")
    repository.commit("Leave out the aims and reword reporting")
    return repository


def many(root: Path, engine: Path) -> Repository:
    """Twenty policies, each approved once and changed since."""
    repository = started(root)
    lay(engine, root)
    for name in CONTENT[-2:]:
        shutil.copy(HERE / name, root / name)
    lay_facts(root)
    names = [f"policy-{number:02}" for number in range(1, 21)]
    for number, name in enumerate(names, 1):
        clauses = [f"{name}-{part}" for part in ("first", "second")]
        repository.write(f"policy/{name}.yaml", OUTLINE.format(id=name, title=name.title(), clauses=", ".join(clauses)))
        for clause in clauses:
            text = SMALL.format(id=clause, title=clause.replace("-", " "), days=number)
            repository.write(f"clauses/{name}/{clause}.yaml", text)
    repository.commit("Write twenty policies")
    for name in names:
        approve(repository, name)
    for name in names:
        repository.replace(f"clauses/{name}/{name}-first.yaml", "must keep", "should keep")
    repository.commit("Let twenty rules be weaker\n\nReason: a test of many reviews")
    return repository


def blocks(root: Path, engine: Path) -> Repository:
    """One policy with everything a clause can hold, in English and, for its draft, in Urdu."""
    repository = started(root)
    lay(engine, root)
    for name in CONTENT[-2:]:
        shutil.copy(HERE / name, root / name)
    lay_facts(root)
    repository.write("policy/records.yaml", OUTLINE.format(id="records", title="Records", clauses="every-block"))
    repository.write("clauses/records/every-block.yaml", BLOCKS)
    repository.commit("Write a policy with every block")
    approve(repository, "records")
    repository.replace("clauses/records/every-block.yaml", "share a password", "share any password with a colleague")
    repository.replace("clauses/records/every-block.yaml", '"25"', '"40"')
    repository.replace("policy/school.yaml", "language: en-GB", "language: cy")
    repository.replace("clauses/records/every-block.yaml", "trips too.", "trips too. یہ اصول سفر پر بھی لاگو ہے۔")
    repository.commit("Change words, a number and the language\n\nReason: a test of every block")
    return repository


def approve(repository: Repository, policy: str) -> None:
    """Record an approval of the draft as edition 2026."""
    words = ["--on", "2026-05-12", "--minute", f"trial {policy}", "--by", "governing body"]
    repository.build_py("approve", "2026", "--policy", policy, *words)


def _revision(engine: Path) -> str:
    done = subprocess.run(["git", "-C", str(engine), "rev-parse", "HEAD"], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def built(repository: Repository, engine: Path, keep: Path) -> Path:
    """Output/ of the repository, built with this engine, moved to `keep`."""
    lay(engine, repository.root)
    repository.build_py("build", "--as-of", DAY, "-q")
    shutil.move(repository.root / "output", keep)
    return keep


def differences(before: Path, after: Path) -> list[str]:
    """Paths that only one has or whose bytes differ."""
    sides = [{str(path.relative_to(side)) for path in side.rglob("*") if path.is_file()} for side in (before, after)]
    same = {path for path in sides[0] & sides[1] if filecmp.cmp(before / path, after / path, shallow=False)}
    return sorted((sides[0] | sides[1]) - same)


def main() -> int:
    """Build all with both engines; the exit code."""
    words = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    words.add_argument("revision", help="the older engine")
    words.add_argument("--keep", type=Path, help="leave the outputs in this folder")
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        work = given.keep or Path(scratch)
        old = work / "engine-before"
        subprocess.run(["git", "-C", str(HERE), "worktree", "add", "--quiet", "--detach", str(old), given.revision])
        makers: dict[str, Callable[[Path], Repository]] = {
            "ours": ours,
            "forked": lambda root: forked(root, old),
            "many": lambda root: many(root, old),
            "blocks": lambda root: blocks(root, old),
        }
        found = 0
        try:
            for name, make in makers.items():
                repository = make(work / name)
                outputs = [
                    built(repository, engine, work / f"{name}-{side}")
                    for side, engine in (("before", old), ("after", HERE))
                ]
                differing = differences(*outputs)
                total = sum(path.is_file() for path in outputs[0].rglob("*"))
                print(f"{name}: {total} files, {len(differing)} differ")
                print("".join(f"  {path}\n" for path in differing), end="")
                found += len(differing)
        finally:
            subprocess.run(["git", "-C", str(HERE), "worktree", "remove", "--force", str(old)])
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
