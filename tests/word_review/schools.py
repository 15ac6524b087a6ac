"""A mini school whose clauses have every shape, and its Word files as the build makes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from clausebook.io import pandoc
from clausebook.io.documents.returned import read
from clausebook.model.documents.returned import (
    AppliedChanges,
    ParagraphReading,
    ReturnedDocument,
    TrackedChange,
    reading,
)
from clausebook.model.edition import Edition
from clausebook.model.register import Register
from clausebook.resolve.resolve import resolve
from clausebook.source.load import load
from clausebook.word_review import take_in
from clausebook.word_review.built import as_built
from clausebook.word_review.units import units
from tests.adopted import files_below
from tests.history.repositories import FILES

AS_OF = date(2027, 3, 1)
LAST = "Moved text is tracked as a move"
POLICY = "policy/phones.yaml"
CALLS, CAMERAS = "clauses/phones/calls.yaml", "clauses/phones/cameras.yaml"
SHAPES = """\
# how the school telephones
id: calls
title: Calls
citations:
  - instrument: ukpga/2018/12   # about data
body:
  - Staff should make calls outside lessons. They may use the office.
  - text: "Staff must not:"
    items:
      - call pupils on their own phones
      - text: give pupils their own numbers
        citations: [ukpga/2018/12]
      - id: late
        text: >-
          call **after** ten, unless {{ school.governing_body }} of {{ school.name }} has agreed to it
          (see {{ ref('cameras') }})
      - text: "leave a phone:"
        items:
          - in a classroom
          - in a car
  - note: The [guide](https://hill.example/guide) says more about *calls*.
  - table:
      caption: Who answers
      header: [Hour, Person]
      rows:
        - [Morning, The office]
        - [Evening, A teacher on duty]
        - [Night, ""]
  - form:
      title: Loan
      fields:
        - {label: Name of borrower, kind: text}
        - {label: I have read this, kind: tick}
"""


@cache
def register() -> Register:
    """The school's register."""
    files = {**{path: text.encode() for path, text in FILES.items()}, CALLS: SHAPES.encode()}
    outline = FILES[POLICY].replace("clauses: [calls, cameras]", "clauses:\n      - calls\n      - cameras")
    return load({**files, POLICY: outline.encode()}, AS_OF)


@cache
def edition() -> Edition:
    """Its draft."""
    return resolve(register(), "phones", "draft")


@cache
def older() -> Register:
    """The register before somebody drafted."""
    files = {path: data.decode() for path, data in register().files.items()}
    text = files[CALLS].replace("outside lessons", "in breaks").replace("      - call pupils on their own phones\n", "")
    return load({**{path: words.encode() for path, words in files.items()}, CALLS: text.encode()}, AS_OF)


@cache
def built(kind: str = "policy") -> bytes:
    """The draft's Word file, or the review of it."""
    old = resolve(older(), "phones", "2018") if kind == "review" else None
    return pandoc.write(as_built(edition(), old, AS_OF, files_below("templates", "site")))


def everybody(mark: TrackedChange) -> bool:
    """Accepts all."""
    return True


def nobody(mark: TrackedChange) -> bool:
    """Accepts none."""
    return False


@dataclass(frozen=True)
class Result:
    """What became of a file: the account, the clauses, the words they make, the words the file has."""

    taken: AppliedChanges
    files: dict[str, str]
    reads: list[str]
    shows: list[ParagraphReading]


def taken_in(data: bytes, kind: str = "policy", accepts=everybody, current: dict[str, str] | None = None) -> Result:
    """Take a file in, and read what the clauses say then."""
    back = read(data, "back.docx")
    files = {path: content.decode() for path, content in register().files.items()}
    made = take_in(back, _built(kind), register(), edition(), accepts, current or files)
    after = {**(current or files), **made.files}
    new = load({path: text.encode() for path, text in after.items()}, AS_OF)
    assert new.faults == ()
    reads = [unit.before + unit.reads for unit in units(new, resolve(new, "phones", "draft"))]
    shown = reading(back.lines, lambda mark: mark.is_ours or accepts(mark))
    start = max(n for n, one in enumerate(shown) if one.style.startswith("TOC") or one.text.startswith(LAST)) + 1
    end = next((n for n, one in enumerate(shown) if n > start and one.style.startswith("About")), len(shown))
    return Result(made, after, reads, shown[start:end])


@cache
def _built(kind: str) -> ReturnedDocument:
    return read(built(kind), "back.docx")
