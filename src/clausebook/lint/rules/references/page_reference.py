"""A text points to a clause, not to a page.

The same clause is on different pages in the PDF, in the Word file and on a telephone, and on no page of the site.
The page of another document ("page 4 of the handbook") is not meant.
"""

import re
from collections.abc import Iterator

from clausebook.lint.prose import prose
from clausebook.model.finding import Finding
from clausebook.model.register import Register

LEVEL = "warning"
READS = "clause"
_PAGE = re.compile(r"\b(?:pages?|pp?\.)\s*[0-9]+(?!\s*(?:[-–]\s*[0-9]+\s*)?of\b)(?![0-9])", re.IGNORECASE)


def check(register: Register) -> Iterator[Finding]:
    """Findings at the page number."""
    for written in prose(register):
        for found in _PAGE.finditer(written.words):
            yield Finding(
                written.at(found[0]),
                f"clause {written.clause.id} points to {found[0]}, which is another page in every format",
                "write {{ ref('clause-id') }}",
            )
