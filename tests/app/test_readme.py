"""Every command of the README is run as it is written, in order, in a scratch clone; only `test` is not."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from clausebook.cli import main
from tests.adopted import ROOT, of_the_first_school
from tests.history.repositories import School, environment
from tests.upstream.schools import cloned

README = ROOT / "README.md"
BUILD_PY = ["python3", "build.py"]
STAYS = ("serve", "desk")  # until it is stopped
PATIENCE = 60  # seconds for a first page


def blocks() -> list[str]:
    """The blocks of code, in order."""
    return re.findall(r"(?ms)^```\w*\n(.*?)^```$", README.read_text(encoding="utf-8"))


def commands() -> list[list[str]]:
    """Every line that is a command, without its comment."""
    lines = [line for block in blocks() for line in block.splitlines() if line.startswith(("python3 ", "cd "))]
    return [shlex.split(line, comments=True) for line in lines]


def test_the_readme_has_a_tour_for_each_of_its_users_and_fits_a_few_screens() -> None:
    text = README.read_text(encoding="utf-8")
    heads = re.findall(r"(?m)^## (.*)$", text)
    assert heads == [
        "Two commands",
        "For governors",
        "For staff",
        "For the clerk",
        "For another school",
        "Where things are",
    ]
    assert len(text.splitlines()) < 160
    assert len(commands()) > 12


@pytest.mark.source
def test_every_link_of_the_readme_and_the_docs_leads_to_a_file_and_a_heading() -> None:
    wrong: list[str] = []
    for page in (README, *sorted((ROOT / "docs").rglob("*.md"))):
        text = re.sub(r"(?ms)^( *)```.*?^\1```|`[^`\n]+`", "", page.read_text(encoding="utf-8"))
        for target in re.findall(r"(?<!\\)\]\(([^)\s]+)\)", text):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = target.partition("#")
            there = (page.parent / path).resolve() if path else page
            if not there.exists() or (anchor and anchor not in anchors(there)):
                wrong.append(f"{page.relative_to(ROOT)}: {target}")
    assert wrong == []


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as forges make them."""
    heads = re.findall(r"(?m)^#+ (.*)$", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.slow
@of_the_first_school
def test_every_command_of_the_readme_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = cloned(School(ROOT, start=False), tmp_path / "policies").root
    facts = next(block for block in blocks() if block.startswith("name: "))
    (tmp_path / "our-school.yaml").write_text(facts, encoding="utf-8")
    for name, value in environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(folder)
    for words in commands():
        if words[0] == "cd":
            folder = (folder / words[1]).resolve()
            monkeypatch.chdir(folder)
            continue
        assert words[:2] == BUILD_PY, words
        rest = words[2:]
        if rest[:1] == ["test"]:
            continue
        if rest and rest[0] in STAYS:
            first_page(folder, rest)
        else:
            assert main(rest) == 0, words
    assert (folder / "output" / "site" / "index.html").is_file()
    assert folder.name == "oakfield"


def first_page(folder: Path, words: list[str]) -> None:
    """Start a command that stays, open the address that it prints, and stop it."""
    more = ["--no-browser"] if words[0] == "desk" else []
    command = [sys.executable, "-u", "-m", "clausebook", *words, *more]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert process.stdout
        until = time.monotonic() + PATIENCE
        for line in process.stdout:
            found = re.search(r"http://\S+", line)
            if found:
                with build_opener(HTTPCookieProcessor()).open(found[0], timeout=PATIENCE) as answer:
                    assert answer.status == 200
                    assert b"<html" in answer.read()
                return
            assert time.monotonic() < until, line
        raise AssertionError(f"{words} ended without an address")
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)
