"""One command sets everything up: .venv is true to the locks, and what goes wrong is one line with its remedy."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from clausebook.errors import UserError
from clausebook.io import installer, venv
from tests.io.installed import LOCKS, ROOT


def breaks(error: BaseException) -> Callable[..., None]:
    """An installer that leaves a file behind and then fails."""

    def fill(folder: str, *_: object, **__: object) -> None:
        Path(folder).mkdir(exist_ok=True)
        (Path(folder) / "half-made").touch()
        raise error

    return fill


# What makes .venv anew, and what leaves it alone


def test_the_first_run_installs_and_the_second_does_nothing(repo: Path, fills: list) -> None:
    venv.ensure(str(repo), venv.RUN_LOCK)
    venv.ensure(str(repo), venv.RUN_LOCK)
    assert fills == [([venv.BUILD_LOCK, venv.RUN_LOCK], True)]


def test_the_tests_packages_are_added_to_a_good_environment(repo: Path, fills: list) -> None:
    venv.ensure(str(repo), venv.RUN_LOCK)
    venv.ensure(str(repo), venv.TEST_LOCK)
    venv.ensure(str(repo), venv.RUN_LOCK)
    assert fills[1:] == [([venv.BUILD_LOCK, venv.TEST_LOCK], False)]


def test_an_environment_for_the_tests_serves_a_build_too(repo: Path, fills: list) -> None:
    venv.ensure(str(repo), venv.TEST_LOCK)
    venv.ensure(str(repo), venv.RUN_LOCK)
    assert fills == [([venv.BUILD_LOCK, venv.TEST_LOCK], True)]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_changed_lock_makes_the_environment_again(repo: Path, fills: list, lock: str) -> None:
    wanted = venv.RUN_LOCK if lock == venv.RUN_LOCK else venv.TEST_LOCK
    venv.ensure(str(repo), wanted)
    (repo / ".venv" / "stale").touch()
    (repo / venv.LOCKS / lock).write_text("something newer\n", encoding="utf-8")
    venv.ensure(str(repo), wanted)
    assert [anew for _, anew in fills] == [True, True]
    assert not (repo / ".venv" / "stale").exists()


def test_another_python_version_makes_the_environment_again(
    repo: Path, fills: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv.ensure(str(repo), venv.RUN_LOCK)
    monkeypatch.setattr(sys.implementation, "cache_tag", "cpython-399")
    venv.ensure(str(repo), venv.RUN_LOCK)
    assert [anew for _, anew in fills] == [True, True]


def test_an_environment_whose_python_is_gone_is_made_again(repo: Path, fills: list) -> None:
    venv.ensure(str(repo), venv.RUN_LOCK)
    Path(venv.interpreter(str(repo))).unlink()
    venv.ensure(str(repo), venv.RUN_LOCK)
    assert len(fills) == 2


def test_a_half_made_environment_is_made_again(repo: Path, fills: list) -> None:
    python = Path(venv.interpreter(str(repo)))
    python.parent.mkdir(parents=True)
    python.touch()  # killed before the stamp was written
    assert not venv.is_true(str(repo), venv.RUN_LOCK)
    venv.ensure(str(repo), venv.RUN_LOCK)
    assert [anew for _, anew in fills] == [True]


def test_a_kill_while_the_tests_packages_are_added_leaves_the_build_good_and_the_tests_to_be_made_again(
    repo: Path, fills: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv.ensure(str(repo), venv.RUN_LOCK)
    with monkeypatch.context() as killed:
        killed.setattr(installer, "fill", breaks(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            venv.ensure(str(repo), venv.TEST_LOCK)
    assert venv.is_true(str(repo), venv.RUN_LOCK)
    venv.ensure(str(repo), venv.TEST_LOCK)
    assert [anew for _, anew in fills] == [True, True]


def test_an_absent_network_does_not_spoil_a_good_environment(
    repo: Path, fills: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv.ensure(str(repo), venv.RUN_LOCK)
    with monkeypatch.context() as offline:
        offline.setattr(installer, "fill", breaks(UserError(installer.OFFLINE)))
        with pytest.raises(UserError):
            venv.ensure(str(repo), venv.TEST_LOCK)
    assert venv.is_true(str(repo), venv.RUN_LOCK)
    venv.ensure(str(repo), venv.TEST_LOCK)
    assert [anew for _, anew in fills] == [True, False]


@pytest.mark.parametrize("error", [UserError("no"), KeyboardInterrupt(), OSError("no")])
def test_an_installation_that_fails_leaves_nothing_behind(
    repo: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    monkeypatch.setattr(installer, "fill", breaks(error))
    with pytest.raises((UserError, KeyboardInterrupt)):
        venv.ensure(str(repo), venv.RUN_LOCK)
    assert not (repo / ".venv").exists()


def test_two_processes_do_not_install_at_once(repo: Path) -> None:
    with venv._alone(str(repo)):
        code = "import sys; from clausebook.io import venv; file = open(sys.argv[1], 'r+b');"
        code += " print(venv._try_lock(file.fileno()))"
        command = [sys.executable, "-c", code, str(repo / venv.LOCKS / venv.RUN_LOCK)]
        assert subprocess.check_output(command, cwd=ROOT, text=True).strip() == "False"
    assert subprocess.check_output(command, cwd=ROOT, text=True).strip() == "True"


def test_the_lock_is_as_it_was_after_it_served_to_keep_others_out(repo: Path) -> None:
    before = (repo / venv.LOCKS / venv.RUN_LOCK).read_bytes()
    with venv._alone(str(repo)):
        pass
    assert (repo / venv.LOCKS / venv.RUN_LOCK).read_bytes() == before


# What the installers are told, and what is made of their answers


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Each command the installer would have run; those whose first word is in `failing` fail."""
    run: list[list[str]] = []

    def call(command: list[str], meaning: Callable[[str], str]) -> None:
        run.append(command)
        if command[0] == "broken-uv":
            raise UserError(meaning("error: error sending request for url"))

    monkeypatch.setattr(installer, "_call", call)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    return run


def test_pip_installs_where_there_is_no_uv_and_only_what_the_lock_names(tmp_path: Path, commands: list) -> None:
    installer.fill(str(tmp_path / ".venv"), "py", ["a.lock", "b.lock"], anew=True)
    made, ensurepip, *installed = commands
    assert made[1:4] == ["-m", "venv", "--without-pip"]
    assert ensurepip[-1] == "ensurepip"
    assert [command[-1] for command in installed] == ["a.lock", "b.lock"]
    for command in installed:
        assert command[:4] == ["py", "-I", "-m", "pip"]
        assert {"--require-hashes", "--no-deps", "--no-build-isolation"} <= set(command)


def test_uv_installs_where_it_is_at_hand(tmp_path: Path, commands: list, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "good-uv")
    installer.fill(str(tmp_path / ".venv"), "py", ["a.lock"], anew=False)
    assert [command[0] for command in commands] == ["good-uv"]
    assert "--require-hashes" in commands[0]


def test_where_uv_fails_pip_takes_over(
    tmp_path: Path, commands: list, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "broken-uv")
    installer.fill(str(tmp_path / ".venv"), "py", ["a.lock"], anew=False)
    assert [command[0] for command in commands] == ["broken-uv", "py", "py"]
    assert "trying with pip" in capsys.readouterr().err


@pytest.mark.parametrize("missing", ["ensurepip", "venv"])
def test_on_a_bare_debian_it_says_what_to_install_before_it_makes_anything(
    tmp_path: Path, commands: list, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(installer, "find_spec", lambda name: None if name == missing else find(name))
    with pytest.raises(UserError, match="sudo apt install python3-venv"):
        installer.require()
    with pytest.raises(UserError, match="sudo apt install python3-venv"):
        installer.fill(str(tmp_path / ".venv"), "py", ["a.lock"], anew=True)
    assert commands == []


def test_uv_makes_up_for_a_python_without_pip(commands: list, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installer, "find_spec", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name: "good-uv")
    installer.require()


def test_what_is_missing_is_said_in_one_line(
    repo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(installer, "find_spec", lambda name: None)
    assert venv.guarded(lambda: venv.rerun(str(repo), [])) == 2
    assert capsys.readouterr().err == f"build.py: {installer.NO_VENV}\n"
    assert not (repo / ".venv").exists()
