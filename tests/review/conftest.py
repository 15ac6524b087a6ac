"""What the tests of reviews share: the mini school, and git without the settings of whoever runs the tests."""

from __future__ import annotations

from tests.history.conftest import nobody_elses_settings, school

__all__ = ["nobody_elses_settings", "school"]
