"""Work in this process, in others, or on dask: the same results, and a worker that is killed loses nothing."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from clausebook.errors import UserError
from clausebook.io.executors import Executor, Inline
from clausebook.io.executors.dask import Dask
from clausebook.io.executors.pool import Pool

SOME = range(12)
EXECUTORS = (
    pytest.param(Inline(), id="inline"),
    pytest.param(Pool(workers=2), id="pool"),
    pytest.param(Dask(workers=2), id="dask", marks=pytest.mark.slow),
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


@pytest.mark.slow
def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clausebook.io.executors.dask.PATIENCE", 0.2)
    with pytest.raises(UserError, match=r"tcp://127\.0\.0\.1:9 does not answer"):
        Dask(scheduler="tcp://127.0.0.1:9").run(squared, SOME)
