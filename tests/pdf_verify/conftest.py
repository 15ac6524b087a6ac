"""The schools of the tests of signing."""

from tests.signing.conftest import nobody_elses_settings, school, unsigned_school

__all__ = ["nobody_elses_settings", "school", "unsigned_school"]
