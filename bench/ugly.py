"""Imports ugly documents of all formats, each in a process of its own, builds the drafts, and says what came of them.

    .venv/bin/python -m bench.ugly [FILES [SEED]] [--kept FOLDER] [--for SECONDS] [--every N]

A file may end as a draft that the rules find no error in, or as a line that says why not. Anything else is shown, and
so are words that a second reader misses, and more than 10 seconds of CPU or 500 MiB. Every 25th draft is then built,
or every Nth, in schools of at most 60 policies. What was done is kept in FOLDER: the same command goes on where the
last one stopped, or was told to stop by `--for`, several at once share the work; one table sums up all.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.import_folder import school_at
from clausebook.app.importing import encoded
from clausebook.io.files import write_files
from tests.importer.ugly import is_damaged, ugly_file
from tests.importer.ugly_judging import ENDS, GOOD, came_of

SECONDS, MEGABYTES = 10.0, 500
TOGETHER = 60


def main() -> None:
    """Import what is not imported yet, then build what is not built; print what is wrong, and the sums."""
    asked = _asked()
    with tempfile.TemporaryDirectory() as made:
        kept = Path(asked.kept or made)
        kept.mkdir(parents=True, exist_ok=True)
        until = time.monotonic() + asked.seconds
        for number in _claimed(kept / "files", range(asked.files), until):
            _keep(kept / "files.jsonl", _apart(number, asked.seed, Path(made), kept))
        done = [json.loads(line) for line in _lines(kept / "files.jsonl")]
        _sums(done, asked.seed)
        if len(done) == asked.files:
            _build(kept, asked.every, until)


def _claimed(folder: Path, numbers: Iterable[int], until: float) -> Iterator[int]:
    """The numbers that no other run has taken, while there is time: several runs may share the work."""
    folder.mkdir(exist_ok=True)
    for number in numbers:
        if time.monotonic() > until:
            return
        with contextlib.suppress(FileExistsError):
            (folder / str(number)).mkdir()
            yield number


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="?", type=int, default=1000)
    parser.add_argument("seed", nargs="?", type=int, default=17)
    parser.add_argument("--kept", default="")
    parser.add_argument("--for", dest="seconds", type=float, default=1e9)
    parser.add_argument("--every", type=int, default=25)
    return parser.parse_args()


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines() if path.exists() else []


def _keep(path: Path, one: dict[str, object]) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(one) + "\n")


def _apart(number: int, seed: int, folder: Path, kept: Path) -> dict[str, object]:
    """How one file ends, the seconds of CPU and the MiB that it took, the programs it calls counted in."""
    name, ending, data = ugly_file(number, seed)
    path = folder / f"in.{ending}"
    path.write_bytes(data)
    child = os.fork()
    if not child:
        try:
            end, said, draft = came_of(path, f"ugly-{number}", is_damaged(name))
            if said:
                print(f"{name}: {end}: {said}"[:400], flush=True)
            if draft and end in GOOD:
                write_files(kept / "drafts" / f"ugly-{number}", encoded(draft))
            os._exit(ENDS.index(end))
        finally:
            os._exit(len(ENDS))
    _, status, used = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    end = ENDS[code] if 0 <= code < len(ENDS) else f"killed {code}"
    seconds, megabytes = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    if seconds > SECONDS or megabytes > MEGABYTES:
        print(f"{name}: {seconds:.1f} s, {megabytes:.0f} MiB")
    return {"name": name, "kind": ending, "end": end, "seconds": seconds, "megabytes": megabytes}


def _sums(done: list[dict[str, object]], seed: int) -> None:
    ends, kinds = (Counter(str(one[key]) for one in done) for key in ("end", "kind"))
    slowest, most = (max((float(str(one[key])) for one in done), default=0) for key in ("seconds", "megabytes"))
    print(f"{len(done)} files, seed {seed}: {dict(ends)}")
    print(f"formats: {dict(sorted(kinds.items()))}")
    print(f"one file takes {slowest:.1f} s of CPU and {most:.0f} MiB at most")


def _build(kept: Path, every: int, until: float) -> None:
    """Build every Nth draft, with others in one school, as a person would."""
    drafts = sorted((kept / "drafts").iterdir(), key=lambda one: int(one.name.rpartition("-")[2]))[::every]
    for start in _claimed(kept / "schools", range(0, len(drafts), TOGETHER), until):
        chosen = drafts[start : start + TOGETHER]
        code, said = _built(chosen)
        _keep(kept / "builds.jsonl", {"drafts": len(chosen), "code": code})
        if code:
            print(said[-3000:])
    built = [json.loads(line) for line in _lines(kept / "builds.jsonl")]
    codes = sorted({int(one["code"]) for one in built})
    print(f"built {sum(int(one['drafts']) for one in built)} of {len(drafts)} drafts in {len(built)} schools: {codes}")


def _built(chosen: list[Path]) -> tuple[int, str]:
    with tempfile.TemporaryDirectory() as made:
        school = Path(made, "school")
        school_at(school)
        for one in chosen:
            shutil.copytree(one, school, dirs_exist_ok=True)
        python = str(school / ".venv" / "bin" / "python")
        command = [python, "-m", "clausebook", "build", "-q"]
        done = subprocess.run(command, cwd=school, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr


if __name__ == "__main__":
    main()
