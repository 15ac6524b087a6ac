"""Imports ugly documents of all formats, each in a process of its own, and says what came of them.

    .venv/bin/python -m bench.ugly [FILES [SEED]]

A file may end as a draft that the rules find no error in, or as a line that says why not. Anything else is shown, and
so are words that a second reader misses, and more than 10 seconds of CPU or 500 MiB. Every 25th draft is then built.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench.import_folder import school_at
from clausebook.app.importing import encoded
from clausebook.io.files import write_files
from tests.importer.ugly import File, is_damaged, ugly
from tests.importer.ugly_judging import ENDS, came_of

SECONDS, MEGABYTES = 10.0, 500
EVERY = 25


def main() -> None:
    """Import them all; print what is not as it should be, then the sums; build some."""
    count, seed = (int(sys.argv[at]) if len(sys.argv) > at else given for at, given in ((1, 1000), (2, 17)))
    ends: Counter[str] = Counter()
    most, slowest, began = 0.0, 0.0, time.monotonic()
    kinds: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as made:
        kept = Path(made, "kept")
        for number, file in enumerate(ugly(count, seed)):
            end, seconds, megabytes = _apart(file, Path(made), kept / f"ugly-{number}")
            ends[end] += 1
            kinds[file[1]] += 1
            most, slowest = max(most, megabytes), max(slowest, seconds)
            if seconds > SECONDS or megabytes > MEGABYTES:
                print(f"{file[0]}: {seconds:.1f} s, {megabytes:.0f} MiB")
        print(f"{count} files, seed {seed}: {dict(ends)}")
        print(f"formats: {dict(sorted(kinds.items()))}")
        took = time.monotonic() - began
        print(f"one file takes {slowest:.1f} s of CPU and {most:.0f} MiB at most; all took {took:.0f} s")
        _built(Path(made), kept)


def _apart(file: File, folder: Path, kept: Path) -> tuple[str, float, float]:
    """How one file ends, the seconds of CPU and the MiB that it took, the programs it calls counted in."""
    name, ending, data = file
    path = folder / f"in.{ending}"
    path.write_bytes(data)
    child = os.fork()
    if not child:
        try:
            end, said, draft = came_of(path, f"policy-{kept.name}", is_damaged(name))
            if said:
                print(f"{name}: {end}: {said}"[:400], flush=True)
            if draft and end == "draft":
                write_files(kept, encoded(draft))
            os._exit(ENDS.index(end))
        finally:
            os._exit(len(ENDS))
    _, status, used = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return (
        (ENDS[code] if 0 <= code < len(ENDS) else f"killed {code}"),
        used.ru_utime + used.ru_stime,
        used.ru_maxrss / 1024,
    )


def _built(folder: Path, kept: Path) -> None:
    """Build every 25th draft in one school, as a person would."""
    school = folder / "school"
    school_at(school)
    chosen = sorted(kept.iterdir(), key=lambda one: int(one.name.rpartition("-")[2]))[::EVERY]
    for one in chosen:
        write_files(school, {path.relative_to(one).as_posix(): path.read_bytes() for path in one.rglob("*.yaml")})
    python = str(school / ".venv" / "bin" / "python")
    done = subprocess.run(
        [python, "-m", "clausebook", "build", "-q"], cwd=school, capture_output=True, text=True, check=False
    )
    print(f"build of {len(chosen)} of the drafts in one school: code {done.returncode}")
    if done.returncode:
        print((done.stdout + done.stderr)[-3000:])


if __name__ == "__main__":
    main()
