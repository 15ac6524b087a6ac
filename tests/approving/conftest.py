"""The mini school and the git settings of the tests of history."""

from tests.history.conftest import nobody_elses_settings, school

__all__ = ["nobody_elses_settings", "school"]
