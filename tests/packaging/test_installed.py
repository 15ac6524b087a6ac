"""Fast tests run against the installed wheel, with src/ out of the way.

INSTALLED_TESTS names other ones than the few that run here: "tests" are all fast ones but those about the source.
"""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import Path

import pytest

from clausebook.io.wheel import PIN, make_wheel
from tests.adopted import ROOT
from tests.packaging.schools import build_py, engine_of, give_compiled, give_packages, run, source

pytestmark = pytest.mark.slow

FEW = "tests/text tests/resolve tests/model/test_fingerprint.py"


def test_fast_tests_pass_against_the_installed_wheel_without_src(tmp_path: Path) -> None:
    run(tmp_path, "git", "clone", "--quiet", str(ROOT), "clone")
    clone, wheel = tmp_path / "clone", make_wheel(source(tmp_path / "source"))
    shutil.rmtree(clone / "src")
    (clone / "vendor").mkdir()
    (clone / wheel.path).write_bytes(wheel.content)
    (clone / PIN).write_text(wheel.pin, encoding="utf-8")
    give_packages(clone)
    assert "the wheel that engine.lock pins" in build_py(clone, "engine")
    give_compiled(engine_of(clone))
    inside = str(clone / ".venv" / ("Scripts" if os.name == "nt" else "bin") / "python")
    where = run(clone, inside, "-c", "import clausebook; print(clausebook.__file__)")
    assert str(clone / ".venv") in where
    wanted = shlex.split(os.environ.get("INSTALLED_TESTS", FEW))
    options = ("-q", "-n0", "-p", "no:cacheprovider", "-o", "pythonpath=.", "-m", "not slow and not source")
    said = run(clone, inside, "-m", "pytest", *options, *wanted)
    assert " passed" in said
