"""The engine of a repository: which it is, another one in its place, and a fork that gives up its copy for a wheel."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from filecmp import cmp
from itertools import pairwise
from pathlib import Path

from clausebook.app.forking.adopting import against_writing
from clausebook.app.forking.starting import IGNORED, STARTER, engine_files, readme
from clausebook.errors import UserError, all_refusals
from clausebook.history.adoption import register_at
from clausebook.io.files import OUTPUT
from clausebook.io.git import Repository, open_repository
from clausebook.io.git.command import ask, run
from clausebook.io.jobs import Progress
from clausebook.io.wheel import PIN, Wheel, fetch_wheel, pin_text, read_pin, read_wheel
from clausebook.text.phrases import counted
from clausebook.text.records import dataclass

_TRIAL = Path(".cache") / "engine-trial"
_ENGINE_STAMP = "made-from-engine.txt"
# What a fork has from upstream besides content. A file of these that is the school's own stays, where it can count.
_ENGINE = ("src/", "engine/", "tests/", "bench/", "requirements/", "schema/", "docs/", ".ci/")
_LOOKS = ("templates/", "site/")
_SINGLE = (
    *(".editorconfig", ".gitconfig", ".pre-commit-config.yaml", ".pre-commit-hooks.yaml", "CODEOWNERS", "LICENSE"),
    *("SECURITY.md", "action.yml", "pyproject.toml", "setup.py", "requirements.in", "requirements.lock"),
    *("requirements-build.in", "requirements-build.lock", "requirements-dev.in", "requirements-dev.lock"),
)


@dataclass(frozen=True, kw_only=True)
class OutputChange:
    """A commit that moves a repository to an engine: what it writes, and what a person should see before."""

    files: Mapping[str, bytes | None]
    lines: tuple[str, ...]
    message: str


def write(root: Path, change: OutputChange) -> str:
    """Write it as one commit; the commit's id."""
    return open_repository(root).commit_files(change.files, change.message)


def upgraded(root: Path, place: str, as_of: date, report: Progress) -> OutputChange:
    """What another wheel, at a path or an https address, would change. Nothing is written but below .cache/.

    Both engines build the newest commit, each in a clone with packages of its own. Raises UserError where this
    repository pins no engine, where work is in progress, and where either engine cannot build.
    """
    pinned = root / PIN
    if not pinned.is_file():
        raise UserError("this repository pins no engine: it has its own in src/", "git merge brings another one")
    repository = open_repository(root)
    if against := tuple(against_writing(repository)):
        raise all_refusals("the engine was not exchanged", against)
    old, new = read_pin(pinned.read_text(encoding="utf-8")), _wheel(place)
    text = new.pin if not place.startswith("https://") else pin_text(new.version, read_pin(new.pin)["sha256"], place)
    if read_pin(text) == old:
        return OutputChange(files={}, lines=(f"clausebook {new.version} is the engine already",), message="")
    files: dict[str, bytes | None] = {PIN: text.encode("utf-8")}
    if (starter := new.file("build.py")) != (root / "build.py").read_bytes():
        files["build.py"] = starter
    if not place.startswith("https://"):
        files[new.path] = new.content
    if old["wheel"] not in (new.path, place) and (root / old["wheel"]).is_file():
        files[old["wheel"]] = None
    try:
        report("building with the engine of now")
        before = _built(root, root / _TRIAL / "before", {}, as_of)
        report(f"building with clausebook {new.version}")
        after = _built(root, root / _TRIAL / "after", files, as_of)
        lines = tuple(_compared(before, after))
    finally:
        shutil.rmtree(root / _TRIAL, ignore_errors=True)
    said = f"from clausebook {_named(old)} to {_named(read_pin(text))}"
    message = f"Build with clausebook {new.version}\n\n{said[0].upper()}{said[1:]}. In output/:\n\n" + "\n".join(lines)
    return OutputChange(files=files, lines=(said, *lines), message=f"{message}\n")


def _named(pin: Mapping[str, str]) -> str:
    """Which engine a pin means: two wheels of one version differ in their hash."""
    return f"{pin.get('version', '?')} ({pin['sha256'][:12]})"


def _wheel(place: str) -> Wheel:
    return fetch_wheel(place) if place.startswith("https://") else read_wheel(Path(place))


def _built(root: Path, clone: Path, files: Mapping[str, bytes | None], as_of: date) -> Path:
    """Output/ of the newest commit, built in a clone with these files over it. Raises UserError where it fails."""
    shutil.rmtree(clone, ignore_errors=True)
    clone.parent.mkdir(parents=True, exist_ok=True)
    ask(root, ["clone", "--quiet", "--no-hardlinks", str(root), str(clone)])
    for path, content in files.items():
        if content is None:
            (clone / path).unlink(missing_ok=True)
        else:
            (clone / path).parent.mkdir(parents=True, exist_ok=True)
            (clone / path).write_bytes(content)
    # The packages as they are here, without the engine: where the new engine has the same locks, they serve it too.
    ignored = shutil.ignore_patterns(*([_ENGINE_STAMP] if files else []))
    shutil.copytree(root / ".venv", clone / ".venv", symlinks=True, copy_function=linked, ignore=ignored)
    python = getattr(sys, "_base_executable", None) or sys.executable
    done = subprocess.run(
        [python, str(clone / "build.py"), "build", "--quiet", "--as-of", as_of.isoformat()],
        cwd=clone,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-12:])
        which = "the new engine" if files else "the engine of now"
        raise UserError(f"{which} does not build this repository:\n{said}", "nothing was changed")
    return clone / OUTPUT


def linked(source: str, target: str) -> str:
    """A second name for a file of .venv, or a copy where the disk has no such thing."""
    with contextlib.suppress(OSError):
        os.link(source, target, follow_symlinks=False)
        return target
    return shutil.copy2(source, target)


def _compared(before: Path, after: Path) -> list[str]:
    """What differs between two outputs, a line a file."""
    old, new = (
        {path.relative_to(side).as_posix() for path in side.rglob("*") if path.is_file()} for side in (before, after)
    )
    lines = [f"  gone     {path}" for path in sorted(old - new)] + [f"  new      {path}" for path in sorted(new - old)]
    both = sorted(old & new)
    changed = [path for path in both if not cmp(before / path, after / path, shallow=False)]
    lines += [f"  changed  {path}{_sizes(before / path, after / path)}" for path in changed]
    return [*lines, f"  same     {len(both) - len(changed)} of {counted(len(old | new), 'file')}"]


def _sizes(before: Path, after: Path) -> str:
    return f" ({before.stat().st_size} bytes, then {after.stat().st_size})"


def made_content_only(root: Path, wheel: Wheel) -> OutputChange:
    """What turns a fork, of this layout or of the older one with a folder engine/, into a content-only repository.

    Content and history stay. What the fork changed of templates and site stays too, as files that replace the wheel's.
    """
    repository = open_repository(root)
    repository.insist_on_history("this step")
    if against := tuple(against_writing(repository)):
        raise all_refusals("the engine was not exchanged", against)
    if (root / PIN).exists():
        raise UserError("this repository is content-only already", "python3 build.py engine --upgrade FILE.whl")
    school = register_at(repository, repository.state.head).school
    if school is None:
        raise UserError("policy/school.yaml cannot be read", "python3 build.py check says why")
    tracked = _tracked(root)
    taken_over = _blobs_of_upstream(root, repository)
    defaults = {**wheel.files("templates"), **wheel.files("site")}
    gone: list[str] = []
    kept: list[str] = []
    for path, blob in tracked.items():
        if path.startswith(_ENGINE) or path in _SINGLE:
            gone.append(path)
        elif path.startswith(_LOOKS):
            same = blob in taken_over.get(path, ()) or (root / path).read_bytes() == defaults.get(path)
            (gone if same else kept).append(path)
    files: dict[str, bytes | None] = dict.fromkeys(gone)
    for path, content in engine_files(wheel).items():
        if path in tracked and (root / path).read_bytes() == content:
            continue  # a commit of the same bytes could still change its mode
        own = path in tracked and taken_over and tracked[path] not in taken_over.get(path, ())
        if own and path == IGNORED:
            files[path] = (root / path).read_bytes().rstrip() + b"\n/schema/\n"
        elif own and path in STARTER and path != "build.py":
            kept.append(path)
        else:
            files[path] = content
    if "README.md" not in tracked or tracked["README.md"] in taken_over.get("README.md", ()) or not taken_over:
        files["README.md"] = readme(school.name)
    else:
        kept.append("README.md")
    lines = [
        f"removes  {counted(len(gone), 'file')} of the engine, which the wheel brings",
        f"writes   {', '.join(sorted(path for path, content in files.items() if content is not None))}",
        *(f"keeps    {path}: this school changed it, so it replaces the engine's" for path in kept),
        "keeps    policy/, clauses/, CHANGELOG.md and all history",
    ]
    message = f"Build with clausebook {wheel.version} as a package\n\nThe engine's files go: the wheel brings them.\n"
    return OutputChange(files=files, lines=tuple(lines), message=message)


def _tracked(root: Path) -> dict[str, str]:
    """Path to blob id of every file of the newest commit."""
    lines = ask(root, ["ls-tree", "-r", "-z", "HEAD"]).out.decode("utf-8", "surrogateescape").split("\0")
    return {path: about.split()[2] for about, tab, path in (line.partition("\t") for line in lines) if tab}


def _blobs_of_upstream(root: Path, repository: Repository) -> dict[str, set[str]]:
    """Every version that a file had in the history that was taken over and in what was merged from upstream since.

    Empty where these policies were not taken over.
    """
    mark = register_at(repository, repository.state.head).upstream
    if mark is None or run(root, ["cat-file", "-e", f"{mark.commit}^{{commit}}"]).code:
        return {}
    own = ask(root, ["rev-list", "--first-parent", f"{mark.commit}..HEAD"]).text.split()
    everything = ask(root, ["rev-list", "HEAD"]).text.split()
    theirs = [commit for commit in everything if commit not in set(own)]
    given = "\n".join(theirs).encode()
    how = ["--stdin", "-r", "-z", "--root", "--no-renames", "-m", "--raw", "--no-abbrev", "--no-commit-id"]
    out = ask(root, ["diff-tree", *how], stdin=given).out
    found: dict[str, set[str]] = {}
    words = out.decode("utf-8", "surrogateescape").split("\0")
    for about, path in pairwise(words):
        if about.startswith(":"):
            found.setdefault(path, set()).add(about.split()[3])
    return found


__all__ = ["OutputChange", "made_content_only", "upgraded", "write"]
