"""Editions that share a clause resolve it once, and each edition still reads as if it had been resolved alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clausebook.resolve import resolve as resolving
from clausebook.resolve.resolve import resolve
from clausebook.source.load import load
from tests.lint.mini import base

CALLS, OUTLINE, SCHOOL = "clauses/phones/calls.yaml", "policy/phones.yaml", "policy/school.yaml"
EDITS = (
    (CALLS, b"\nbody:", b'\nnumber: "7.10"\nbody:'),
    (CALLS, b"\nbody:", b"\napplies_to: [governors]\nbody:"),
    (CALLS, b"\nbody:", b"\nbody:\n  - As {{ school.name }} says.\n  - See {{ ref('cameras') }}."),
    (OUTLINE, b"- calls\n      - cameras", b"- cameras\n      - calls"),
    (OUTLINE, b"[staff]", b"[staff, governors]"),
    (SCHOOL, b"name: ", b"name: New "),
)


def _plain(path: str) -> bytes:
    """A clause without variables, which is what editions share."""
    id = path.rpartition("/")[2].removesuffix(".yaml")
    return f"id: {id}\ntitle: Title\nbody:\n  - Words.\n  - items: [one, two]\n".encode()


@given(st.lists(st.sampled_from(EDITS), min_size=1, unique=True))
def test_an_edition_reads_as_if_it_had_been_resolved_alone(edits: list[tuple[str, bytes, bytes]]) -> None:
    files = base() | {path: _plain(path) for path in base() if path.startswith("clauses/")}
    for path, old, new in edits:
        assert old in files[path]
        files[path] = files[path].replace(old, new, 1)
        shared = resolve(load(files), "phones", "draft")
        resolving._READ.forget()
        assert repr(shared) == repr(resolve(load(files), "phones", "draft"))
