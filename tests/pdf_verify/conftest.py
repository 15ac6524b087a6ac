"""The schools of the tests of signing, and one with signed files."""

from __future__ import annotations

import pytest

from tests.signing.conftest import nobody_elses_settings, school, unsigned_school
from tests.signing.sealed import Sealed

__all__ = ["nobody_elses_settings", "school", "unsigned_school"]


@pytest.fixture(scope="session")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    """The invented school; its files are made once for all that read them, and nobody changes it."""
    return Sealed(tmp_path_factory.mktemp("sealed"))
