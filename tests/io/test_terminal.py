"""One way out: a closed pipe ends a command without a word, a full device in one line, and escapes are only shown."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from clausebook.cli import main
from clausebook.io.terminal import guarded, raw

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = (["rules"], ["check"], ["check", "--format", "json"], ["law"], ["--help"], ["explain", "printable"])
SOME = (COMMANDS[0], *(pytest.param(argv, marks=pytest.mark.slow) for argv in COMMANDS[1:]))


def run(argv: list[str], stdout: int | io.IOBase) -> tuple[int, str]:
    command = [sys.executable, "-c", "import sys; from clausebook.cli import main; sys.exit(main(sys.argv[1:]))", *argv]
    done = subprocess.run(
        command, cwd=ROOT, stdout=stdout, stderr=subprocess.PIPE, text=True, env={"PYTHONPATH": str(ROOT / "src")}
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    "argv", [COMMANDS[0], *(pytest.param(argv, marks=pytest.mark.slow) for argv in COMMANDS[1:])], ids=" ".join
)
def test_a_closed_pipe_ends_a_command_without_a_word(argv: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        code, said = run(argv, writing)
    finally:
        os.close(writing)
    assert said == ""
    assert code in (0, 141)


class Full(io.StringIO):
    """A device without room: writing is taken, and handing it on fails."""

    def flush(self) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("argv", COMMANDS[:4], ids=" ".join)
def test_a_full_device_is_one_line_with_a_hint(argv: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    said = io.StringIO()
    monkeypatch.setattr(sys, "stdout", Full())
    monkeypatch.setattr(sys, "stderr", said)
    assert main(argv) == 2
    assert said.getvalue().splitlines() == [
        "build.py: cannot write the output (No space left on device)",
        "    hint: make room there, or send it to another place",
    ]


def test_what_a_command_prints_is_made_visible(capsys: pytest.CaptureFixture[str]) -> None:
    main(["explain", "no\x1b[2K\u202erule"])
    said = capsys.readouterr()
    assert "\x1b" not in said.out + said.err
    assert "\\x1b[2KU+202Erule" in said.err


def test_the_streams_are_as_they_were_after_it(capsys: pytest.CaptureFixture[str]) -> None:
    before = sys.stdout
    with guarded():
        print("a\rb")
        assert raw(sys.stdout) is before
    assert sys.stdout is before
    assert capsys.readouterr().out == "a\\x0db\n"
