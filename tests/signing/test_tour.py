"""The tour of signing, word for word: build, approve in a clone, sign, verify, tamper, verify."""

from __future__ import annotations

import re
import shlex
import subprocess
from datetime import date
from pathlib import Path

import pytest

from clausebook.cli import governing, main
from clausebook.cli.command import FINDINGS, GOOD
from clausebook.model.approvals.signing import TEST_KEY
from tests.adopted import ROOT
from tests.history.repositories import School, environment
from tests.upstream.schools import cloned

pytestmark = pytest.mark.slow
SIGNED = "policy/approvals/acceptable-use/2026-trial.pdf"


def blocks() -> list[list[str]]:
    """The commands of the section, block by block, as the page has them."""
    text = (ROOT / "docs" / "signing.md").read_text(encoding="utf-8")
    section = re.split(r"(?m)^## ", text.split("\n## A tour\n")[1])[0]
    found = re.findall(r"(?ms)^( *)```\w*\n(.*?)^ *```$", section)
    return [[line.removeprefix(indent) for line in block.splitlines()] for indent, block in found]


class _Today(date):
    """The day on which the tour was written, whatever the machine's clock says."""

    @classmethod
    def today(cls) -> date:
        return date(2026, 11, 22)


class Reader:
    """Somebody who types what the page says, in a clone of this repository."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        if (ROOT / "policy" / "upstream.yaml").exists():
            pytest.skip("NOT TESTED in a fork that was adopted: the tour signs the first school's policy")
        here = School(ROOT, start=False)
        self.patch, self.folder = patch, cloned(here, folder / "policies").root
        patch.setattr(governing, "date", _Today)
        for name, value in environment().items():
            patch.setenv(name, value)
        self.enter(self.folder)

    def enter(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.patch.chdir(self.folder)

    def types(self, line: str) -> int:
        """The exit code of one line."""
        words = shlex.split(line)
        if words[0] == "cd":
            self.enter(self.folder / words[1])
            return GOOD
        if words[:2] == ["python3", "build.py"]:
            return main(words[2:])
        return subprocess.run(line, shell=True, cwd=self.folder, capture_output=True).returncode


def test_the_tour_of_signing_works_word_for_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    build, sign, verify, tamper = blocks()
    reader = Reader(tmp_path, monkeypatch)
    assert [reader.types(line) for line in (*build, *sign)] == [GOOD] * len((*build, *sign))
    said = capsys.readouterr().out
    assert f"note: {TEST_KEY}" in said
    assert (reader.folder / SIGNED).exists()

    assert [reader.types(line) for line in verify] == [GOOD]
    said = capsys.readouterr().out
    assert "these are the words approved 2026-11-22 by the governing body" in said
    assert "nothing was changed since it was signed" in said

    assert reader.types("python3 build.py --no-site --edition 2026-trial") == GOOD
    built = reader.folder / "output" / "acceptable-use" / "2026-trial" / "acceptable-use-2026-trial.pdf"
    assert built.read_bytes() == (reader.folder / SIGNED).read_bytes()
    capsys.readouterr()

    assert [reader.types(line) for line in tamper] == [GOOD, FINDINGS]
    said = capsys.readouterr().out
    assert "bytes follow the end of the document" in said
    assert "  Not genuine: " in said
