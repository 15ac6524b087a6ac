"""Work in this process, in others, or on dask: the same results, and a worker that is killed loses nothing."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from clausebook.errors import UserError
from clausebook.io.executors import Executor, Inline
from clausebook.io.executors.dask import Dask
from clausebook.io.executors.pool import Pool
from tests.adopted import ROOT

pytestmark = pytest.mark.slow

SOME = range(12)
EXECUTORS = (
    pytest.param(Inline(), id="inline"),
    pytest.param(Pool(workers=2), id="pool"),
    pytest.param(Dask(workers=1), id="dask"),  # each is a Python that starts
)
ELSEWHERE = EXECUTORS[1:]


def squared(number: int) -> int:
    return number * number


def refused(number: int) -> int:
    raise UserError(f"{number} is not there", f"make {number}")


def killed_once(asked: tuple[Path, int]) -> int:
    """The square of a number; for 5 the process is killed the first time."""
    mark, number = asked
    if number == 5 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    return number * number


def killed_always(number: int) -> int:
    os._exit(9)


@pytest.mark.parametrize("executor", EXECUTORS)
def test_each_thing_comes_back_once_with_its_result(executor: Executor) -> None:
    assert sorted(executor.run(squared, SOME)) == [(one, one * one) for one in SOME]


@pytest.mark.parametrize("executor", EXECUTORS)
def test_what_the_work_refuses_comes_back_with_its_hint(executor: Executor) -> None:
    with pytest.raises(UserError, match="0 is not there") as error:
        list(executor.run(refused, [0]))
    assert error.value.hint == "make 0"


@pytest.mark.parametrize("executor", ELSEWHERE)
def test_a_worker_that_is_killed_loses_nothing_and_nobody_else_speaks_of_it(
    executor: Executor, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    asked = [(tmp_path / "killed", one) for one in SOME]
    done = list(executor.run(killed_once, asked))
    assert (tmp_path / "killed").exists()
    assert sorted(done) == [(one, one[1] * one[1]) for one in asked]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("executor", ELSEWHERE)
def test_work_that_ends_every_worker_is_given_up_with_a_remedy(executor: Executor) -> None:
    with pytest.raises(UserError, match="ended") as error:
        list(executor.run(killed_always, [0]))
    assert "memory" in error.value.hint


def waits(pipe: Path) -> None:
    with pipe.open("wb", buffering=0) as held:
        held.write(b".")
        signal.pause()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe with a name")
def test_processes_end_with_the_one_that_began_them_though_it_was_killed(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    begin = f"list(Pool(workers=2).run(waits, [Path({str(pipe)!r})] * 2))"
    words = f"from pathlib import Path; from tests.io.test_executors import Pool, waits; {begin}"
    parent = subprocess.Popen([sys.executable, "-c", words], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    with pipe.open("rb", buffering=0) as heard:
        assert heard.read(1) + heard.read(1) == b".."
        parent.kill()
        parent.wait()
        assert select.select([heard], [], [], 60)[0], "a process outlives the one that began it"
        assert heard.read(1) == b""  # nobody holds the other end


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clausebook.io.executors.dask.PATIENCE", 0.2)
    with pytest.raises(UserError, match=r"tcp://127\.0\.0\.1:9 does not answer"):
        Dask(scheduler="tcp://127.0.0.1:9").run(squared, SOME)
