"""output/ is replaced as a whole or not at all, and nothing leads out of the repository."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from clausebook.errors import UserError
from clausebook.io.files import read_files, write_files
from clausebook.io.output import WrittenFiles, recover, replace_output
from clausebook.model.artefact import MadeFiles

ROOT = Path(__file__).resolve().parents[2]
LONG_AGO = 1_500_000_000_123_456_789


def held(root: Path) -> dict[str, bytes]:
    output = root / "output"
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}


def test_output_holds_the_new_files_and_nothing_of_the_old(tmp_path: Path) -> None:
    replace_output(tmp_path, {"a/old.pdf": b"old", "same.json": b"1"})
    replace_output(tmp_path, {"b/new.pdf": b"new", "same.json": b"2"})
    assert held(tmp_path) == {"b/new.pdf": b"new", "same.json": b"2"}
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


def test_a_file_that_stays_the_same_is_not_written_again_and_one_that_was_touched_by_hand_is(tmp_path: Path) -> None:
    files = {"a/same": b"1", "b/same": b"2", "c/same": b"3"}
    replace_output(tmp_path, files)
    output = tmp_path / "output"
    kept = (output / "a/same").stat().st_ino
    (output / "b/same").write_bytes(b"0")  # of the same size
    (output / "c/same").unlink()
    (output / "c/same").symlink_to(output / "a/same")
    replace_output(tmp_path, files)
    assert held(tmp_path) == files
    assert (output / "a/same").stat().st_ino == kept
    assert not (output / "c/same").is_symlink()


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()


def _written(root: Path, files: dict[str, bytes], when: int) -> WrittenFiles:
    """What is known of files that were written some time ago, or will have been."""
    (root / ".cache").mkdir(exist_ok=True)
    replace_output(root, files)
    for path in files:
        os.utime(root / "output" / path, ns=(when, when))
    replace_output(root, files)
    return WrittenFiles(root, lambda _: None)


def _same_size(path: Path) -> None:
    path.write_bytes(b"bad ")


def _same_size_and_time(path: Path) -> None:
    status = path.stat()
    path.write_bytes(b"bad ")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def _another_by_rename(path: Path) -> None:
    status, beside = path.stat(), path.with_name("beside")
    beside.write_bytes(b"bad ")
    os.utime(beside, ns=(status.st_atime_ns, status.st_mtime_ns))
    os.replace(beside, path)


def _another_by_link(path: Path) -> None:
    path.unlink()
    path.with_name("beside").write_bytes(b"bad ")
    path.symlink_to("beside")


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is known by its times there")
@pytest.mark.parametrize("change", [_same_size, _same_size_and_time, _another_by_rename, _another_by_link, Path.unlink])
def test_a_file_that_the_last_build_wrote_is_known_until_somebody_changes_it(
    tmp_path: Path, change: Callable[[Path], None]
) -> None:
    files = {"a": b"good", "b": b"good"}
    known = _written(tmp_path, files, LONG_AGO)
    assert [known.find(path, _hash(b"good")) is not None for path in "abc"] == [True, True, False]
    assert known.find("a", _hash(b"bad ")) is None
    found = {path: one for path in "ab" if (one := known.find(path, _hash(b"good")))}
    change(tmp_path / "output" / "a")
    assert known.find("a", _hash(b"good")) is None
    assert known.find("b", _hash(b"good")) is not None
    with pytest.raises(UserError, match="output/a was changed while it was being read"):
        found["a"].read()
    replace_output(tmp_path, MadeFiles({"a": b"good"}, {"b": found["b"]}))
    assert held(tmp_path) == files


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is known by its times there")
def test_a_file_that_changes_while_a_build_runs_is_written_from_what_was_kept(tmp_path: Path) -> None:
    files = {"a": b"good", "b": b"good"}
    _written(tmp_path, files, LONG_AGO)
    known = WrittenFiles(tmp_path, {_hash(b"good"): b"good"}.get)
    found = {path: one for path in "ab" if (one := known.find(path, _hash(b"good")))}
    assert len(found) == 2
    _same_size_and_time(tmp_path / "output" / "a")
    replace_output(tmp_path, MadeFiles({}, found))
    assert held(tmp_path) == files


@pytest.mark.parametrize("ahead", [1, 3600], ids=["of this second", "of a clock that went back"])
def test_a_file_as_new_as_the_list_of_what_was_written_is_not_known_by_its_time(tmp_path: Path, ahead: int) -> None:
    known = _written(tmp_path, {"a": b"good"}, time.time_ns() + ahead * 1_000_000_000)
    assert known.find("a", _hash(b"good")) is None


def test_a_list_of_what_was_written_that_cannot_be_read_says_nothing(tmp_path: Path) -> None:
    for said in (
        b"",
        b"{",
        b"[]",
        b'{"a": 1}',
        b'{"a": ["x"]}',
        b'{"a": []}',
        "\ud800".encode("utf-8", "surrogatepass"),
    ):
        _written(tmp_path, {"a": b"good"}, LONG_AGO)
        (tmp_path / ".cache" / "last-output.json").write_bytes(said)
        assert WrittenFiles(tmp_path, lambda _: None).find("a", _hash(b"good")) is None


@pytest.mark.parametrize("swap", [True, False], ids=["one system call", "two renames"])
def test_the_output_of_before_is_made_into_the_next_whatever_became_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, swap: bool
) -> None:
    if not swap:
        monkeypatch.setattr("clausebook.io.output._swapped", lambda *_: False)
    (tmp_path / ".cache").mkdir()
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    elsewhere.mkdir()
    for files in (
        {"a/b/one": b"1", "a/two": b"2", "c": b"3"},
        {"a/b/one": b"1", "a/two": b"x", "c/d": b"3"},
        {"a/b": b"1", "c/d": b"3"},
        {"a/b/one": b"1", "a/two": b"2"},
    ):
        replace_output(tmp_path, files)
        assert held(tmp_path) == files
    spare = tmp_path / ".cache" / "spare"
    (tmp_path / "output" / "a" / "two").write_bytes(b"0")  # by hand, in a file that the spare may share
    (spare / "c").rename(tmp_path / "c")
    (spare / "c").symlink_to(elsewhere, target_is_directory=True)
    replace_output(tmp_path, {"a/two": b"2", "c/d": b"3"})
    assert held(tmp_path) == {"a/two": b"2", "c/d": b"3"}
    assert not list(elsewhere.iterdir())


@pytest.mark.parametrize("swap", [True, False], ids=["one system call", "two renames"])
def test_both_ways_of_exchanging_leave_the_new_output_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, swap: bool
) -> None:
    if not swap:
        monkeypatch.setattr("clausebook.io.output._swapped", lambda *_: False)
    replace_output(tmp_path, {"a": b"1"})
    replace_output(tmp_path, {"b": b"2"})
    assert held(tmp_path) == {"b": b"2"}
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


@pytest.mark.parametrize("call", ["write_bytes", "replace"])
def test_a_disk_that_refuses_leaves_the_last_good_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    replace_output(tmp_path, {"a": b"good"})
    refusal = OSError(28, "No space left on device")

    def refuse(*_: object) -> None:
        raise refusal

    with monkeypatch.context() as patch:
        patch.setattr("clausebook.io.output._swapped", lambda *_: False)
        patch.setattr(Path, "write_bytes", refuse) if call == "write_bytes" else patch.setattr(os, "replace", refuse)
        with pytest.raises(UserError, match="No space left") as error:
            replace_output(tmp_path, {"a": b"half", "b": b"half"})
    assert "make room" in error.value.hint
    assert held(tmp_path) == {"a": b"good"}


@pytest.mark.parametrize("moment", range(12))
def test_killed_at_any_moment_the_last_good_output_is_there_for_the_next_command(tmp_path: Path, moment: int) -> None:
    """The process dies without a word at its n-th call to the file system; the next command finds a whole output."""
    replace_output(tmp_path, {"a": b"old", "b": b"old"})
    script = (
        "import os, shutil, sys, pathlib\n"
        "from clausebook.io import output\n"
        "left = int(sys.argv[2])\n"
        "def counted(call):\n"
        "    def counting(*arguments, **options):\n"
        "        global left\n"
        "        left -= 1\n"
        "        if left < 0: os._exit(9)\n"
        "        return call(*arguments, **options)\n"
        "    return counting\n"
        "os.replace = counted(os.replace)\n"
        "shutil.rmtree = counted(shutil.rmtree)\n"
        "pathlib.Path.write_bytes = counted(pathlib.Path.write_bytes)\n"
        "output._swapped = lambda *_: False\n"
        "output.replace_output(pathlib.Path(sys.argv[1]), {'a': b'new', 'b': b'new'})\n"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path), str(moment)], cwd=ROOT, check=False)
    recover(tmp_path)
    assert set(held(tmp_path).values()) in ({b"old"}, {b"new"})
    assert set(held(tmp_path)) == {"a", "b"}


def test_a_path_that_leads_out_is_refused(tmp_path: Path) -> None:
    for path in ("../a", "/etc/a", "a/../../b", "c:/a", "a\\b"):
        with pytest.raises(ValueError, match="leads out"):
            write_files(tmp_path, {path: b""})
    assert list(tmp_path.iterdir()) == []


def test_only_regular_files_of_the_repository_are_read(tmp_path: Path) -> None:
    repository, outside = tmp_path / "repository", tmp_path / "outside"
    (repository / "policy" / "approvals").mkdir(parents=True)
    outside.mkdir()
    (outside / "secret.yaml").write_text("x")
    (repository / "policy" / "school.yaml").write_text("name: A\n")
    (repository / "policy" / ".hidden.yaml").write_text("x")
    try:
        (repository / "policy" / "link.yaml").symlink_to(outside / "secret.yaml")
    except OSError:
        pytest.skip("this system has no links for ordinary users")
    assert list(read_files(repository)) == ["policy/school.yaml"]
