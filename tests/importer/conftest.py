"""LibreOffice is not asked in these tests, but for the slow ones that need it: they call for `office`."""

from __future__ import annotations

import pytest

from clausebook.io.documents import foreign
from tests.programs import program


@pytest.fixture(autouse=True)
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine without LibreOffice."""
    monkeypatch.setattr(foreign, "office_program", lambda: None)


@pytest.fixture
def office(no_office: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """LibreOffice, where the machine has it."""
    found = program("soffice")
    monkeypatch.setattr(foreign, "office_program", lambda: found)
    return found
