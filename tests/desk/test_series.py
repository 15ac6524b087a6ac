"""Random series of edits through the page: the screen shows the files' words, and no other line is touched."""

from __future__ import annotations

import difflib
import subprocess
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausebook.app.workspace import Workspace, open_workspace
from clausebook.desk.held import workspace_of
from clausebook.lint.run import inspect
from clausebook.model.blocks import lines_of
from clausebook.model.edition import DRAFT
from clausebook.resolve.resolve import resolve
from clausebook.text.inline import plain
from tests.desk.clerks import AS_OF, Clerk

CALLS = "/policy/phones/clause/calls"
FILE = "clauses/phones/calls.yaml"
SIGNS = st.sampled_from("abc XYZ.,;:!?'\"-#&*_|>%@`{}[]()=\\/~^0129é–“”€ß漢\u00a0\u200b\u2028\t\r\n")
WORDS = st.one_of(
    st.text(SIGNS, min_size=1, max_size=60),
    st.sampled_from(
        ["yes", "null", "2.10", "- a", "a: b", "# no", "{{ school.name }}", "{{ nothing }}", "{% if x %}",
         "[[school name]]", "**bold** and *it*", "Do this. Do that. " * 8, "!tag", "&anchor *alias",
         "<script>alert(1)</script>", "key: [1, 2", "Staff should call.", "a plain point"]
    ),
)  # fmt: skip


def words_of(root: Path) -> list[str]:
    """The words that the files make of the clause, resolved."""
    register = open_workspace(root, AS_OF).register
    edition = resolve(register, "phones", DRAFT)
    passage = next(one for one in edition.passages if one.id == "calls")
    found = [passage.title, *(plain(cell) for line in lines_of(passage) for cell in line.cells)]
    return [" ".join(text.split()) for text in found if text.strip()]


def screen(clerk: Clerk) -> str:
    """The words that the page shows, without what can be done to them."""
    article = clerk.page.find_class("draft")[0]
    for name in ("does", "cited", "unseen", "around"):
        for one in article.find_class(name):
            one.drop_tree()
    return " ".join(article.text_content().split())


def step(clerk: Clerk, draw: Any) -> None:
    """One thing that a clerk may do to the clause, drawn at random."""
    clerk.see(CALLS)
    links = sorted({str(one.get("href")) for one in clerk.page.iter("a") if "?do=" in str(one.get("href"))})
    clerk.see(draw(st.sampled_from(links)))
    form = clerk.form()
    names = {name for name, _ in form.form_values()}
    values = {name: draw(WORDS) for name in ("words", "first", "cell0", "cell1") if name in names}
    if "columns" in names:
        values |= {"columns": "When\nWho", "cells": draw(st.sampled_from(["One\nTwo", "One", "- a\n# b"]))}
    if "law" in names:
        values["law"] = draw(st.sampled_from(["Data Protection Act 2018", "data", "Nothing Act 1066"]))
        values |= {"provision": draw(st.sampled_from(["", "s. 1"])), "about": draw(WORDS)}
    if "to" in names:
        values["to"] = draw(st.sampled_from([one.get("value") for one in form.get_element_by_id("to").iter("option")]))
    clerk.send(form, reason=draw(WORDS), **values)


def insist_on_the_same(held: Workspace, read: Workspace) -> None:
    """What the desk holds is what reading all of it again gives."""
    assert (held.past.approved, held.past.faults, held.past.acts) == (
        read.past.approved,
        read.past.faults,
        read.past.acts,
    )
    assert {one.id: one for one in held.past.commits} == {one.id: one for one in read.past.commits}
    assert held.register.files == read.register.files
    assert held.repository.state == read.repository.state
    assert held.findings == read.findings


@pytest.mark.slow
@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_series_of_edits_shows_the_words_of_the_files_and_touches_no_other_line(
    made: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    root = tmp_path_factory.mktemp("series") / "school"
    copytree(made, root)
    clerk = Clerk(root)
    for _ in range(data.draw(st.integers(1, 6))):
        before = (root / FILE).read_text(encoding="utf-8").splitlines()
        step(clerk, data.draw)
        assert clerk.status in (200, 409, 422)
        insist_on_the_same(workspace_of(root, AS_OF), open_workspace(root, AS_OF))
        after = (root / FILE).read_text(encoding="utf-8").splitlines()
        if clerk.status != 200:
            assert before == after
            continue
        blocks = [one for one in difflib.SequenceMatcher(None, before, after, False).get_opcodes() if one[0] != "equal"]
        assert len(blocks) <= 2  # one place, or for what moves two
        shown, at = screen(clerk), 0
        for words in words_of(root):
            assert words in shown[at:], (words, shown)
            at = shown.index(words, at) + len(words)
    assert not [one for one in inspect(open_workspace(root, AS_OF).register).findings if one.level == "error"]
    status = subprocess.run(
        ["git", "status", "--porcelain", "-uno"], cwd=root, capture_output=True, text=True, check=True
    )
    assert status.stdout == ""
