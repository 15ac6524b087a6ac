"""What all tests share: `--bless` rewrites golden folders instead of comparing them."""

from __future__ import annotations

import gc
import importlib
import pkgutil

import pytest
from hypothesis import settings

import clausebook

# what is collected and imported stays until the end: looking through it for garbage again and again costs a fifth
gc.set_threshold(100_000, 20, 20)

# no deadline: a busy machine is no fault of the code; the same examples on every run: a red test stays red
settings.register_profile("steady", deadline=None, derandomize=True, max_examples=20)
# for a walk further afield now and then: build.py test --hypothesis-profile wide
settings.register_profile("wide", deadline=None, max_examples=400, print_blob=True)
# for CI: other examples on each run, from a seed that it prints; `--hypothesis-seed` with that number repeats the run
settings.register_profile("fresh", deadline=None, max_examples=15, print_blob=True, database=None)
settings.load_profile("steady")

# Hypothesis takes constants for its examples from modules that happen to be loaded: load all, so that it is always all
for module in pkgutil.walk_packages(clausebook.__path__, "clausebook."):
    importlib.import_module(module.name)


pytest_plugins = ["tests.workers"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--bless`: take what is made now for right; a person reads the difference before committing it.

    `--every-way`: axe looks at every page at both widths in both colour schemes, where otherwise pages that show every
    kind of element are enough; every known search is made; LibreOffice reads every hard case and more pairs.
    """
    parser.addoption("--bless", action="store_true", help="rewrite the expected files of golden folders")
    parser.addoption("--every-way", action="store_true", help="look at all that is otherwise sampled")


@pytest.fixture
def bless(request: pytest.FixtureRequest) -> bool:
    """Whether golden folders are rewritten in this run."""
    return bool(request.config.getoption("--bless"))


def pytest_collection_finish() -> None:
    """What is collected stays to the end, and is no garbage."""
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Before pytest looks for garbage a last time: what the tests kept in caches is none, and is a lot."""
    gc.freeze()
