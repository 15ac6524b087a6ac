"""A sample of the campaign of damaged inputs: none raises or is slow, and what must be named is named in its line."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

import pytest

from tests.adopted import ROOT, of_the_first_school

pytestmark = of_the_first_school


@pytest.fixture(scope="module")
def campaign() -> ModuleType:
    """bench/fuzz.py."""
    spec = importlib.util.spec_from_file_location("bench_fuzz", ROOT / "bench" / "fuzz.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_fuzz"] = module
    spec.loader.exec_module(module)
    return module


# what was silent, raised or was named in another place before
FOUND = [(number, 1) for number in (0, 4, 49, 99, 147, 241, 259, 283, 735, 758)]
FOUND += [(number, 3) for number in (30, 142, 182, 1542, 2263)]


@pytest.mark.parametrize(("number", "seed"), [*FOUND, *((number, 1) for number in range(20_000, 20_014))])
def test_a_damaged_file_is_named_where_it_is_damaged(campaign: ModuleType, number: int, seed: int) -> None:
    kind, one = campaign.drawn(number, seed, list(campaign.KINDS), campaign.repository())
    assert campaign.tried(one) in ("named", "quiet"), (kind, one.path, one.line, one.what)
