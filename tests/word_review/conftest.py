"""What the tests of words that come back share: a clerk whom git knows, whoever runs the tests."""

from __future__ import annotations

import pytest

from tests.history.repositories import environment


@pytest.fixture(autouse=True)
def a_clerk_whom_git_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on whose machine it runs on."""
    for name, value in environment().items():
        monkeypatch.setenv(name, value)
