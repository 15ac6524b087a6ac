"""Programs of the machine that slow tests need. One that is missing is said loudly, and in CI it is a failure."""

from __future__ import annotations

import os
import shutil

import pytest

# program -> the Debian package that brings it; .ci/run installs these
PACKAGES = {
    "chromium": "chromium",
    "pdfinfo": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "pdftotext": "poppler-utils",
    "qpdf": "qpdf",
    "soffice": "libreoffice-writer",
    "softhsm2-util": "softhsm2",
}


def program(name: str, *others: str) -> str:
    """The path of the first of these names that is installed. Skips the test where none is; fails it in CI."""
    for found in map(shutil.which, (name, *others)):
        if found:
            return found
    missing = f"{name} IS MISSING (Debian: {PACKAGES.get(name, name)}), SO THIS PROMISE IS NOT TESTED"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)
