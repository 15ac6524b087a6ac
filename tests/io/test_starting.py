"""A command starts the engine in what was installed and gives its exit code; the locks hold all it needs."""

from __future__ import annotations

import importlib.util
import os
import re
import signal
import sys
import tomllib
from pathlib import Path

import pytest

from clausebook.errors import UserError
from clausebook.io import installer, venv
from tests.io.installed import LOCKS, ROOT


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
        "bench.lock",  # what a bench measures beside us, installed by hand
        *(f"{name}.lock" for name in _extras(said)),
    }
    assert set(_extras(said)) <= set(venv.EXTRAS)


def test_yaml_loads_with_the_c_parser() -> None:
    import ruamel.yaml

    assert importlib.util.find_spec("_ruamel_yaml")
    assert ruamel.yaml.YAML(typ="safe").Parser is ruamel.yaml.cyaml.CParser
