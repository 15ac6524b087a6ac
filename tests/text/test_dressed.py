"""Lines on a terminal: 80 columns, aligned below their last column, verdicts in colour."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.io.terminal import Shown
from clausebook.text.inline import dressed

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
LONG = "word " * 30
SAID = f"""clauses/a/b.yaml:7:115: warning: clause b {LONG.strip()} [rule]
    {"x" * 90}
    ^^^^^
    hint: {LONG.strip()}
  not checked  {LONG.strip()}
  ok           short
  FAULT        wrong
1 warning"""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_lines_are_as_wide_as_the_terminal_and_hang_below_their_last_column() -> None:
    lines = dressed(SAID, 80, colours=False).split("\n")
    assert [line for line in lines if len(line) > 80] == ["    " + "x" * 90]  # a caret points into it
    begins = next(at for at, line in enumerate(lines) if line.startswith("  not checked  word"))
    assert lines[begins + 1].startswith(" " * 15 + "word")
    assert lines[1].startswith("    word")


def test_verdicts_have_colours_and_the_words_are_the_same_without_them() -> None:
    coloured = dressed(SAID, 80, colours=True)
    assert ESCAPES.sub("", coloured) == dressed(SAID, 80, colours=False)
    marked = re.findall(r"\x1b\[[0-9;]+m([^\x1b]*)\x1b\[0m", coloured)
    assert marked == ["warning", "    ^^^^^", "hint", "not checked", "ok", "FAULT"]


@given(st.text(alphabet=st.sampled_from("ab -:'\t\n"), max_size=300), st.integers(20, 100))
def test_no_word_is_lost_or_changed(text: str, width: int) -> None:
    assert dressed(text, width, colours=False).split() == text.split()


@pytest.mark.parametrize(("variable", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_no_colour_where_it_is_not_wanted(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    for wanted in (True, False):
        terminal = Terminal()
        Shown(terminal).write(SAID + "\n")
        assert ("\x1b" in terminal.getvalue()) is wanted
        monkeypatch.setenv(variable, value)


def test_what_goes_into_a_file_or_a_program_has_its_lines_whole_and_no_colours() -> None:
    file = io.StringIO()
    Shown(file).write(SAID)
    assert file.getvalue() == SAID
    terminal = Terminal()
    machine = '[{"message": "' + LONG + '"}]\n'
    Shown(terminal).write(machine)
    assert terminal.getvalue() == machine


def test_the_rest_of_a_line_that_was_begun_is_written_as_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    terminal = Terminal()
    shown = Shown(terminal)
    for part in ("Name: ", "hint: me", "\n", "\n", "  ok  done\n"):
        shown.write(part)
    assert ESCAPES.sub("", terminal.getvalue()) == "Name: hint: me\n\n  ok  done\n"
