"""What is said of a clause or an outline that is damaged at one place: line, column, what is wrong, the cure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from clausebook.model.finding import Finding
from clausebook.source.load import read_file
from clausebook.source.locate import locate
from tests.golden_folders import GOLDEN, hold

CLAUSE = """\
id: calls
title: Calls at 9 o'clock
applies_to: [staff, pupils]
citations:
  - {instrument: ukpga/2018/12, provision: s. 45, why: It says so.}
body:
  - Staff should call at home.
  - text: "Staff must not:"
    items:
      - call pupils
      - text: shout
        citations: [ukpga/1996/56]
  - >-
    This is long
    and goes on.
  - table:
      header: [Place, 'Time']
      rows:
        - [Hall, noon]
        - [Yard, "at one"]
  - form:
      title: Loan
      fields:
        - {label: Name, kind: text}
"""
OUTLINE = """\
id: phones
title: Phones policy
review_month: 5
signatories:
  - role: chair
    label: Signed
outline:
  - opening: introduction
    clauses: [calls, cameras]
"""
LAW = """\
instruments:
  - id: ukpga/2018/12
    title: Data Protection Act 2018
    kind: act
    made: 2018-05-23
    in_force: {main: 2018-05-25}
    amended_by:
      - {instrument: ukpga/2025/18, date: 2025-06-19}
    as_made_only: false
    confidence: high
"""
FILES = {"clauses/phones/calls.yaml": CLAUSE, "policy/phones.yaml": OUTLINE, "policy/instruments.yaml": LAW}


def put(text: str) -> Callable[[str], str]:
    """Put a text in front of what a line says."""
    return lambda line: f"{line[: len(line) - len(line.lstrip(' -'))]}{text}{line.lstrip(' -')}"


def valued(text: str) -> Callable[[str], str]:
    """Put a text in front of the value of a line."""

    def change(line: str) -> str:
        key, colon, value = line.partition(": ")
        return f"{key}{colon}{text}{value}" if colon else put(text)(line)

    return change


def ended(text: str) -> Callable[[str], str]:
    """Put a text behind a line."""
    return lambda line: line + text


DAMAGES: dict[str, Callable[[str], str]] = {
    **{f"{text!r} in front": put(text) for text in ("\t", " ", "- ", "? ", "x", ": ", "---", "<<: ", "Yes: ")},
    **{
        f"{text!r} in front of the value": valued(text)
        for text in (*"[{*&%@`!|>\"'#\\", "a: ", "Is it? ", "!!str ", "- ")
    },
    **{f"{text!r} at the end": ended(text) for text in (*":]}'\"?|", " #3", ": x", " '", "\\")},
    "without its first letter": lambda line: put("")(line.replace(line.lstrip(" -")[:1], "", 1)),
    "without its last letter": lambda line: line[:-1],
    "without its colon": lambda line: line.replace(":", "", 1),
    "without blanks after the colon": lambda line: line.replace(": ", ":", 1),
    "without indentation": lambda line: line.lstrip(),
    "twice": lambda line: f"{line}\n{line}",
    "without its words": lambda line: line[: len(line) - len(line.lstrip(" -"))],
    "with no value": lambda line: f"{line.partition(':')[0]}:" if ":" in line else line,
    "with a number": lambda line: f"{line.partition(':')[0]}: 0042" if ":" in line else line,
    "with a date": lambda line: f"{line.partition(':')[0]}: 2018-02-30" if ":" in line else line,
    "with a list": lambda line: f"{line.partition(':')[0]}: [a, {{b: c}}]" if ":" in line else line,
    "with a mapping": lambda line: f"{line.partition(':')[0]}: {{a: b}}" if ":" in line else line,
    "with a list of lists": lambda line: f"{line.partition(':')[0]}: [[a]]" if ":" in line else line,
}


def found(file: str, text: str) -> Iterator[str]:
    faults = read_file(file, text.encode())[1]
    findings = [Finding(one.place, one.message, hint=one.hint, rule=one.kind) for one in faults]
    for one in locate(findings, {file: text.encode()}):
        yield f"{one.place.line}:{one.place.column} {one.rule}: {one.message} | {one.hint}"


@pytest.mark.parametrize("file", FILES)
def test_each_damage_is_named_at_its_place(file: str, bless: bool) -> None:
    assert not list(found(file, FILES[file]))
    lines, made = FILES[file].splitlines(), []
    for index, (name, change) in enumerate(DAMAGES.items()):
        made.append(f"== {name}")
        for number, line in enumerate(lines):
            if (number + index) % 3:  # a third of them says enough
                continue
            changed = change(line)
            faults = list(found(file, "\n".join((*lines[:number], changed, *lines[number + 1 :], ""))))
            if changed != line and faults:
                made += [f"{number + 1}: {changed.strip()!r}", *(f"    {fault}" for fault in faults)]
    hold(
        GOLDEN / "damages" / file.rpartition("/")[2].removesuffix(".yaml"),
        {"expected.txt": "\n".join(made) + "\n"},
        given=(),
        bless=bless,
    )
