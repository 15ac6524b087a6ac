"""Work in a process of its own: its answer, its refusal and its end come back to whoever asked."""

from __future__ import annotations

import os
import signal

import pytest

from clausebook.errors import UserError
from clausebook.io.child import in_child


def interrupted() -> str:
    """What Ctrl+C does to the process that works."""
    signal.raise_signal(signal.SIGINT)
    return "done"


def refused(what: str) -> None:
    raise UserError(f"{what} is not there", f"make {what}")


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
