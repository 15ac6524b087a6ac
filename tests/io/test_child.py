"""Work in a process of its own: its answer, its refusal and its end come back to whoever asked."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest

from clausebook.errors import UserError
from clausebook.io.child import Worker, in_child
from clausebook.io.memory import held
from clausebook.io.typst import LARGE, drawing

pytestmark = pytest.mark.slow


def interrupted() -> str:
    """What Ctrl+C does to the process that works."""
    signal.raise_signal(signal.SIGINT)
    return "done"


def refused(what: str) -> None:
    raise UserError(f"{what} is not there", f"make {what}")


def halfway(tell: Callable[[str], None]) -> int:
    tell("half")
    return os.getpid()


def test_a_worker_is_one_process_until_it_has_done_so_many_things_and_says_what_is_ready_before_the_end() -> None:
    heard: list[str] = []
    with Worker(most=2) as worker:
        first, second = worker.ask(halfway, hears=heard.append), worker.ask(os.getpid)
        assert first == second != worker.ask(os.getpid)
    assert heard == ["half"]


def begun() -> None:
    os.environ["BEGUN"] = "yes"


def test_the_next_process_begins_before_it_is_asked() -> None:
    with Worker(most=1, begin=begun) as worker:
        first = worker.ask(os.getpid)
        waiting = worker.process
        assert (waiting, "yes") == (worker.ask(halfway, hears=str), worker.ask(os.getenv, "BEGUN"))
        assert first != waiting
    assert "BEGUN" not in os.environ


def test_a_process_that_holds_too_much_is_followed_by_another_one() -> None:
    with Worker(most=9, largest=1) as small, Worker(most=9, largest=10_000) as large:
        assert (small.ask(os.getpid) == small.ask(os.getpid)) is (held() == 0)
        assert large.ask(os.getpid) == large.ask(os.getpid)


def test_after_a_worker_died_or_refused_another_question_is_answered() -> None:
    with Worker(most=9) as worker:
        for work, given in ((refused, "output"), (os._exit, 3)):
            with pytest.raises(UserError):
                worker.ask(work, given)
        assert worker.ask(divmod, 7, 2) == (3, 1)


def test_the_answer_is_that_of_another_process() -> None:
    assert in_child(os.getpid) != os.getpid()
    assert in_child(divmod, 7, 2) == (3, 1)


def test_a_refusal_comes_back_with_its_hint() -> None:
    with pytest.raises(UserError, match="output is not there") as error:
        in_child(refused, what="output")
    assert error.value.hint == "make output"


def test_a_process_that_ends_without_an_answer_is_named_with_its_exit_code() -> None:
    with pytest.raises(UserError, match=r"exit code 3\)"):
        in_child(os._exit, 3)


def test_ctrl_c_is_for_the_process_that_asked() -> None:
    assert in_child(interrupted) == "done"


def test_a_process_that_works_for_another_one_sets_a_large_document_itself() -> None:
    assert in_child(drawing, f"/* {'x' * LARGE} */ Here").startswith(b"%PDF-")
