"""Kills commands that write in several steps, follows what is printed, and looks for anything lost, left or doubled.

    .venv/bin/python bench/kills.py [--number 200] [--seed 1] [--commands approve sign …]

Every command runs once to its end, and its steps are counted: each file that Python opens for writing, renames or
removes, each program that it starts. Half of the kills are aimed between the refs and the working tree (or, where a
command does not commit, between its first file and its last); the other half fall anywhere. Every second one of each
lets a started git begin its work, and ends the whole group of processes a few milliseconds later, as a power cut does.

After a kill a script does what a clerk would: the same command again, each `hint:` that names a shell command followed
to the letter, and again, until nothing more is to be done. The school must then be as if nobody had killed anything:
the same files, as many commits, the same tags, git clean, and every record good for `verify`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.history.repositories import School, approve_by_hand, environment, mini_school  # noqa: E402

DAY = date(2026, 11, 22)
POLICY = ("--policy", "phones")
MEETING = ("--on", "2018-05-08", "--minute", "FGB/1", "--by", "governing body")
APPROVE = ("approve", "2018", *POLICY, *MEETING)
ADOPT = (
    *("adopt", "--name", "Vale School", "--short-name", "Vale", "--kind", "academy", "--governing-body", "trust board"),
    *("--approving-body", "trust board", "--review-month", "5", "--upstream", "https://school.example/policies.git"),
    "--yes",
)
CALLS, CAMERAS = "clauses/phones/calls.yaml", "clauses/phones/cameras.yaml"
TEXT = "Lock-up Policy\n\n1. Doors\n\nThe doors are locked at four.\n\n2. Windows\n\nStaff must close them.\n"
TEMPORARY = tempfile.gettempdir()
WRITES = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "subprocess.Popen")


def _mini(folder: Path) -> School:
    return mini_school(folder / "school")


def _approved(folder: Path) -> School:
    school = _mini(folder)
    if run(school.root, APPROVE).returncode:
        raise RuntimeError("the edition cannot be approved")
    return school


def _keyed(folder: Path) -> School:
    from tests.signing.desks import key_file
    from tests.signing.keys import signer

    school = _mini(folder)
    shutil.copytree(ROOT / "templates", school.root / "templates")
    school.commit("Take the templates", {".gitattributes": "*.pdf binary\n"})
    if run(school.root, APPROVE).returncode:
        raise RuntimeError("the edition cannot be approved")
    (folder / "keys").mkdir()
    key_file(folder / "keys", signer("chair"))
    return school


def _fork(folder: Path, collides: bool) -> School:
    from tests.upstream.schools import cloned

    upstream = mini_school(folder / "upstream")
    approve_by_hand(upstream)
    fork = cloned(upstream, folder / "school")
    fork.git("remote", "set-url", "origin", "../upstream")
    fork.adopt()
    if collides:
        fork.replace(CALLS, "Staff should make calls outside lessons.", "Staff must make no calls.")
        fork.commit("Forbid calls")
    upstream.replace(CALLS, "Staff should make calls outside lessons.", "Staff may make calls in breaks.")
    upstream.replace(CAMERAS, "once used", "once they were used")
    upstream.commit("Allow calls")
    return fork


def _text(folder: Path) -> School:
    school = _mini(folder)
    (folder / "lock-up.txt").write_text(TEXT, encoding="utf-8")
    return school


def _returned(folder: Path) -> School:
    from clausebook.app.workspace import open_workspace
    from clausebook.io import pandoc
    from clausebook.word_review.built import as_built
    from tests.adopted import files_below
    from tests.word_review.word_processor import Document

    school = _mini(folder)
    approve_by_hand(school)
    shutil.copytree(ROOT / "templates", school.root / "templates")
    school.commit("Say more about calls", {".gitignore": "/.cache/\n"})
    draft, *_ = open_workspace(school.root, DAY).editions_of("phones")
    document = Document(pandoc.write(as_built(draft, None, DAY, files_below("templates", "site"))))
    document.replace("Photographs", "Pictures")
    document.replace("outside lessons", "in breaks")
    (folder / "back.docx").write_bytes(document.saved())
    return school


# a school to begin with, and the command that is killed in it
COMMANDS: dict[str, tuple[Callable[[Path], School], tuple[str, ...]]] = {
    "approve": (_mini, APPROVE),
    "sign, in ink": (
        _approved, ("sign", "2018", *POLICY, "--role", "chair", "--ink", "A. Example", "--on", "2018-05")
    ),
    "sign, with a key": (_keyed, ("sign", "2018", *POLICY, "--role", "chair", "--key", "../keys/0.p12")),
    "adopt": (_approved, ADOPT),
    "upstream --take": (lambda folder: _fork(folder, False), ("upstream", "--take")),
    "upstream --take, in conflict": (lambda folder: _fork(folder, True), ("upstream", "--take")),
    "import": (_text, ("import", "../lock-up.txt", "--policy", "lock-up")),
    "import --review": (
        _returned, ("import", "--review", "../back.docx", "--reason", "plainer", "--author", "Jo <jo@hill.example>")
    ),
    "approve --no-change": (_approved, ("approve", "--no-change", *POLICY, *MEETING)),
    "withdraw": (_approved, ("withdraw", "phones", *MEETING, "--why", "another policy says it all")),
}  # fmt: skip


# In the process that dies


def run_counted(words: list[str], at: int, after: float, told: str) -> int:
    """Run a command as `python -m clausebook` does, and die at its step `at`: at once, or `after` seconds later.

    With `told` the steps are written there, one a line, and nothing dies.
    """
    from clausebook.cli import main as command

    steps: list[str] = []

    def seen(event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
        if not (event in WRITES or writes) or arguments[0] == TEMPORARY:
            return
        steps.append(f"{event} {' '.join(str(one) for one in arguments[:2])[-160:]}".replace("\n", " "))
        if len(steps) == at and not after:
            os._exit(9)
        if len(steps) == at:
            threading.Timer(after, lambda: os.killpg(0, signal.SIGKILL)).start()

    sys.addaudithook(seen)
    code = command(words)
    if told:
        Path(told).write_text("\n".join(steps), encoding="utf-8")
    return code


# Around it


def run(root: Path, words: tuple[str, ...], at: int = 0, after: float = 0.0, told: str = "") -> Any:
    """A command in a group of processes of its own, killed at a step where one is given."""
    if at or told:
        command = [sys.executable, __file__, "--run", json.dumps([list(words), at, after, told])]
    else:
        command = [sys.executable, "-m", "clausebook", *words]
    extra = {"PYTHONPATH": str(ROOT / "src"), "CLAUSEBOOK_EXECUTOR": "inline"}
    return subprocess.run(
        command, cwd=root, env={**environment(), **extra}, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        encoding="utf-8", errors="replace", check=False, start_new_session=True,
    )  # fmt: skip


@dataclass(frozen=True)
class State:
    """What a school looks like: files and what git has of them, commits, tags; signed files by their name alone."""

    files: dict[str, str]
    status: tuple[str, ...]
    commits: int
    tags: tuple[str, ...]


def state(school: School) -> State:
    """The school as it is."""
    files: dict[str, str] = {}
    for path in sorted(school.root.rglob("*")):
        name = path.relative_to(school.root).as_posix()
        if path.is_file() and not name.startswith((".git/", ".cache/", "output/")):
            content = path.read_bytes()
            files[name] = "signed" if path.suffix == ".pdf" else re.sub(rb"[0-9a-f]{40,64}", b"#", content).hex()
    status = [one for one in school.git("status", "--porcelain").splitlines() if not one.endswith(".cache/")]
    commits = int(school.git("rev-list", "--count", "HEAD"))
    return State(files, tuple(status), commits, tuple(school.git("tag").split()))


def followed(root: Path, words: tuple[str, ...]) -> str:
    """The command again and again, each hint of a shell command followed to the letter: all that was printed."""
    said: list[str] = []
    for _ in range(5):
        done = run(root, words)
        said.append(done.stdout + done.stderr)
        if "Traceback" in said[-1]:
            break
        hints = re.findall(r"hint: (.*)", said[-1])
        orders = [one for hint in hints for one in re.findall(r"(?:^|[;,] |then )((?:rm|git) [^;,]+)", hint)]
        orders = [one for one in orders if not one.startswith(("git log", "git status", "git push", "git config"))]
        if done.returncode == 0 or not orders:
            break
        for one in orders:
            subprocess.run(shlex.split(one), cwd=root, env=environment(), check=False, capture_output=True)
    return "\n".join(said)


def judged(school: School, wanted: State, said: str) -> str:
    """What came of a kill: "as if nothing had been killed", or what is wrong."""
    from clausebook.app.verifying import verified

    now = state(school)
    if "Traceback" in said:
        return f"TRACEBACK {said[-300:]!r}"
    if now != wanted:
        other = sorted(dict(set(now.files.items()) ^ set(wanted.files.items())))
        return f"OTHER {other} {now.status} {now.commits} for {wanted.commits} {now.tags}: {said[-500:]!r}"
    if list((school.root / ".git").glob("clausebook-*")):
        return "A NOTE IS LEFT"
    wrong = [one for one in verified(school.root, None, datetime.now(UTC)) if not one.is_good]
    return f"FAULT {wrong[0]}" if wrong else "whole"


def span(steps: list[str], commits: bool) -> range:
    """The steps, counted from 1, between the refs and the end of the work; without a commit, from the note on."""
    sign = "update-ref" if commits else "clausebook-unfinished"
    first = next(at for at, step in enumerate(steps, start=1) if sign in step)
    note = max(at for at, step in enumerate(steps, start=1) if "clausebook-unfinished.json" in step)
    return range(first + 1, max(note, first + 1) + 1)


def copied(prepared: Path, root: Path) -> School:
    """A copy of a prepared folder, whose school is `school`."""
    shutil.copytree(prepared, root, symlinks=True)
    return School(root / "school", start=False)


def main() -> int:
    """Run the campaign, each command in turn; print what is wrong, and the counts."""
    words = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    words.add_argument("--number", type=int, default=200)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--commands", nargs="*", default=list(COMMANDS))
    words.add_argument("--run", help=argparse.SUPPRESS)
    given = words.parse_args()
    if given.run:
        return run_counted(*json.loads(given.run))
    os.environ.update(environment())
    chance, came = random.Random(given.seed), Counter[tuple[str, str, str]]()
    with tempfile.TemporaryDirectory(prefix="kills-") as made:
        folder, known = Path(made), {}
        for name in given.commands:
            lay, command = COMMANDS[name]
            prepared = folder / f"prepared-{name}"
            prepared.mkdir()
            before = state(lay(prepared))
            whole = copied(prepared, folder / f"whole-{name}")
            done = run(whole.root, command, told=str(folder / "steps"))
            if done.returncode not in (0, 1):
                raise RuntimeError(f"{name} failed: {done.stdout}{done.stderr}")
            steps = (folder / "steps").read_text(encoding="utf-8").split("\n")
            wanted = state(whole)
            if (outcome := judged(whole, wanted, "")) != "whole":
                raise RuntimeError(f"{name}, which nobody killed, ends in {outcome}")
            known[name] = (prepared, command, steps, span(steps, wanted.commits > before.commits), wanted)
        for number in range(given.number):
            name = given.commands[number // 4 % len(given.commands)]
            prepared, command, steps, between, wanted = known[name]
            aimed = number % 2 == 0
            at = chance.choice(between) if aimed else chance.randint(1, len(steps))
            after = chance.uniform(0.0005, 0.02) if number % 4 > 1 else 0.0
            school = copied(prepared, folder / str(number))
            run(school.root, command, at, after)
            outcome = judged(school, wanted, followed(school.root, command))
            came[name, "aimed" if aimed else "anywhere", outcome.split()[0]] += 1
            if outcome != "whole":
                print(
                    f"{number} {name}: step {at} of {len(steps)} ({steps[at - 1]}), {after:.4f} s: {outcome}",
                    flush=True,
                )
            shutil.rmtree(folder / str(number), ignore_errors=True)
    for name in given.commands:
        said = ", ".join(f"{how} {word}: {count}" for (of, how, word), count in sorted(came.items()) if of == name)
        print(f"{name:30} {said}")
    bad = sum(count for (_, _, word), count in came.items() if word != "whole")
    print(f"{given.number} kills, {bad} that left anything lost, doubled or half done")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
