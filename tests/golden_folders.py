"""Golden folders: one folder a case. What a test makes must be what lies there, all of it; `--bless` rewrites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

GOLDEN = Path(__file__).resolve().parent / "golden"


def cases(folder: Path, depth: int = 1) -> list[Path]:
    """The case folders so many levels below a folder, in order; a name that begins with _ is no case."""
    found = [folder] if not depth else [one for part in _parts(folder) for one in cases(part, depth - 1)]
    return sorted(found)


def _parts(folder: Path) -> Iterator[Path]:
    yield from (path for path in sorted(folder.iterdir()) if path.is_dir() and not path.name.startswith(("_", ".")))


def name(case: Path) -> str:
    """A case as a test's id: its path below the golden folder."""
    return case.relative_to(GOLDEN).as_posix() if case.is_relative_to(GOLDEN) else case.name


def hold(case: Path, made: Mapping[str, str | bytes], *, given: tuple[str, ...], bless: bool) -> None:
    """Assert that the case's folder holds the files that were made, byte for byte, and no others.

    `given` are the files and folders of the case that the test reads; all others are expected results. With `bless`
    the results are rewritten instead, and a person reads the difference.
    """
    results = {path: _bytes(content) for path, content in made.items()}
    kept = {path: (case / path).read_bytes() for path in _results(case, given)}
    if bless:
        _rewrite(case, kept, results)
        return
    missing, extra = sorted(results.keys() - kept.keys()), sorted(kept.keys() - results.keys())
    assert not missing, f"{name(case)} lacks {', '.join(missing)}: --bless writes what is made now"
    assert not extra, f"{name(case)} holds {', '.join(extra)}, which nothing makes any more"
    for path, content in results.items():
        # as text, so that pytest shows the lines that differ
        assert _shown(content) == _shown(kept[path]), f"{name(case)}/{path} differs: --bless rewrites it"


def _results(case: Path, given: tuple[str, ...]) -> Iterator[str]:
    for path in sorted(case.rglob("*")):
        relative = path.relative_to(case)
        if path.is_file() and relative.parts[0] not in given:
            yield relative.as_posix()


def _rewrite(case: Path, kept: Mapping[str, bytes], results: Mapping[str, bytes]) -> None:
    for path in kept.keys() - results.keys():
        (case / path).unlink()
    for path, content in results.items():
        (case / path).parent.mkdir(parents=True, exist_ok=True)
        (case / path).write_bytes(content)


def _bytes(content: str | bytes) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content


def _shown(content: bytes) -> str | bytes:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content
