"""One command sets everything up: .venv is true to the locks, and what goes wrong is one line with its remedy."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from clausebook.errors import UserError
from clausebook.io import installer, venv

ROOT = Path(__file__).resolve().parents[2]
LOCKS = [venv.BUILD_LOCK, venv.RUN_LOCK, venv.TEST_LOCK]


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository of nothing but locks, in a folder with a blank and letters beyond ASCII."""
    root = tmp_path / "Ysgol Tŷ Gwyn"
    root.mkdir()
    (root / venv.LOCKS).mkdir()
    for lock in LOCKS:
        (root / venv.LOCKS / lock).write_text(f"{lock} as it was\n", encoding="utf-8")
    return root


@pytest.fixture
def fills(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], bool]]:
    """Each call to the installer, which only makes the interpreter's file: the locks it was given, and whether anew."""
    calls: list[tuple[list[str], bool]] = []

    def fill(folder: str, python: str, locks: list[str], anew: bool) -> None:
        calls.append(([Path(lock).name for lock in locks], anew))
        if anew:
            installer.clear(folder)
        Path(python).parent.mkdir(parents=True, exist_ok=True)
        Path(python).touch()

    monkeypatch.setattr(installer, "fill", fill)
    return calls


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


@pytest.mark.parametrize(
    ("output", "meaning"),
    [
        ("WARNING: Retrying after connection broken by 'NewConnectionError'\nERROR: (from versions: none)", "OFFLINE"),
        ("socket.gaierror: [Errno 11001] getaddrinfo failed", "OFFLINE"),
        ("error: Failed to fetch\n  Caused by: dns error", "OFFLINE"),
        (
            "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed",
            "UNTRUSTED",
        ),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "ALTERED"),
        ("error: Hash mismatch for `rich==15.0.0`", "ALTERED"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "FULL"),
        ("ERROR: Could not find a version that satisfies the requirement x==1 (from versions: 2)", "NOT_HERE"),
    ],
)
def test_an_installers_failure_becomes_one_line_with_its_remedy(output: str, meaning: str) -> None:
    assert installer.explain(output) == getattr(installer, meaning)
    assert "\n" not in installer.explain(output)


def test_a_failure_nobody_foresaw_shows_the_installers_own_error() -> None:
    assert "(ERROR: the moon is full)" in installer.explain("Collecting rich\nERROR: the moon is full\nmore\n")


def test_a_failing_installer_is_trouble_and_a_working_one_is_not() -> None:
    installer._call([sys.executable, "-c", "print('fine')"], installer.explain)
    with pytest.raises(UserError, match=re.escape(installer.OFFLINE)):
        installer._call(
            [sys.executable, "-c", "import sys; sys.exit('dns error')"],
            installer.explain,
        )


# Running inside .venv


def test_the_interpreter_is_found_on_windows_and_elsewhere() -> None:
    assert Path(venv.interpreter("root", "nt")) == Path("root/.venv/Scripts/python.exe")
    assert Path(venv.interpreter("root", "posix")) == Path("root/.venv/bin/python")


@pytest.fixture
def followed(repo: Path, fills: list, monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], str | None, dict]]:
    """Each command that would have run in the foreground, with its folder and environment."""
    calls: list[tuple[list[str], str | None, dict]] = []

    def follow(command: list[str], folder: str | None = None, env: dict[str, str] | None = None) -> int:
        calls.append((command, folder, env or {}))
        return 7

    monkeypatch.setattr(venv, "_follow", follow)
    return calls


def test_a_command_runs_the_engine_where_the_user_is_and_gives_its_exit_code(repo: Path, followed: list) -> None:
    assert venv.rerun(str(repo), ["check", "--format", "json"]) == 7
    [(command, folder, env)] = followed
    assert command[0] == venv.interpreter(str(repo))
    assert command[-6:] == ["-P", "-m", "clausebook", "check", "--format", "json"]
    assert folder is None
    assert env[venv.ROOT] == str(repo)


def test_test_runs_pytest_with_the_tests_packages(repo: Path, followed: list, fills: list) -> None:
    assert venv.rerun(str(repo), ["test", "-k", "word"]) == 7
    [(command, folder, _)] = followed
    assert command[-4:] == ["-m", "pytest", "-k", "word"]
    assert folder == str(repo)
    assert fills == [([venv.BUILD_LOCK, venv.TEST_LOCK], True)]


def test_children_are_not_handed_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(venv.ROOT, "/school")
    assert venv.handed_root() == "/school"
    assert venv.handed_root() == ""
    assert venv.ROOT not in os.environ


@pytest.mark.parametrize("code", [0, 1, 2, 130])
def test_the_exit_code_is_passed_through(code: int) -> None:
    assert venv._follow([sys.executable, "-c", f"raise SystemExit({code})"]) == code


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to end a process by")
def test_a_process_ended_by_a_signal_gives_a_shells_exit_code() -> None:
    assert venv._follow([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"]) == 128 + signal.SIGKILL


def test_ctrl_c_is_left_to_the_inner_process() -> None:
    answers: list[int | None] = [None, None, 130]

    def wait() -> int:
        answer = answers.pop(0)
        if answer is None:
            raise KeyboardInterrupt
        return answer

    assert venv._awaited(wait) == 130


def test_ctrl_c_and_trouble_end_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    def stopped() -> int:
        raise KeyboardInterrupt

    def troubled() -> int:
        raise UserError("no network; connect and run again")

    assert venv.guarded(stopped) == 130
    assert venv.guarded(troubled) == 2
    assert capsys.readouterr().err == "build.py: no network; connect and run again\n"


def test_build_py_can_be_read_by_a_python_that_is_too_old() -> None:
    source = (ROOT / "build.py").read_text(encoding="utf-8")
    compile(source, "build.py", "exec", dont_inherit=True)
    assert not re.search(r"f\"|f'|:=|->|\bmatch\b|: (int|str)\b", source)
    assert "from __future__" not in source
    assert source.index("sys.version_info") < source.index("from clausebook")


# The locks


def requirements(lock: str) -> dict[str, list[str]]:
    """Each requirement of a lock, as `name==version` -> its hashes."""
    found: dict[str, list[str]] = {}
    for line in (ROOT / venv.LOCKS / lock).read_text(encoding="utf-8").splitlines():
        if not line.startswith((" ", "#")):
            found[name := line.split(" ")[0]] = []
        else:
            found[name] += re.findall(r"--hash=(sha256:[0-9a-f]{64})", line)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_one_version_and_a_hash(lock: str) -> None:
    locked = requirements(lock)
    assert locked
    assert [name for name, hashes in locked.items() if "==" not in name or not hashes] == []
    names = [name.partition("==")[0] for name in locked]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("name", [*(f"{venv.LOCKS}/{lock}" for lock in LOCKS), "pyproject.toml"])
def test_no_lock_names_a_host(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"://|--index|--extra-index|--find-links|--trusted| @ |\.(org|com|net|io)\b", text)


def test_the_tests_run_on_the_versions_that_a_build_uses() -> None:
    run, test = requirements(venv.RUN_LOCK), requirements(venv.TEST_LOCK)
    assert {name: test.get(name) for name in run} == run


def test_every_requirement_asked_for_is_locked() -> None:
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = said["dependency-groups"]
    asked = {venv.BUILD_LOCK: groups["build"], venv.RUN_LOCK: said["project"]["dependencies"]}
    asked |= {venv.TEST_LOCK: [*asked[venv.RUN_LOCK], *groups["test"]]}
    asked |= {f"{name}.lock": asked[venv.RUN_LOCK] + more for name, more in _extras(said).items()}
    for lock, wanted in asked.items():
        locked = {name.partition("==")[0] for name in requirements(lock)}
        assert {re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", one)[0]) for one in wanted} <= locked


def _extras(said: dict) -> dict[str, list[str]]:
    found: dict[str, list[str]] = said["project"].get("optional-dependencies", {})
    return found


def test_each_extra_has_a_lock_and_is_installed_for_its_command() -> None:
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert {path.name for path in (ROOT / venv.LOCKS).iterdir()} == {
        *LOCKS,
        *(f"{name}.lock" for name in _extras(said)),
    }
    assert set(_extras(said)) <= set(venv.EXTRAS)


def test_yaml_loads_with_the_c_parser() -> None:
    import ruamel.yaml

    assert importlib.util.find_spec("_ruamel_yaml")
    assert ruamel.yaml.YAML(typ="safe").Parser is ruamel.yaml.cyaml.CParser
