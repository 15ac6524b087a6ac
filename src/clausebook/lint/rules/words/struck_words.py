"""Nothing in a text is struck out: words that do not hold are left out.

Neither ~~words~~ nor <s>words</s> strikes anything here; both would be printed with their marks, and "must ~~not~~"
would still be read as "must not".
"""

import re
from collections.abc import Iterator
from itertools import islice

from clausebook.lint.wording import all_texts
from clausebook.model.finding import Finding
from clausebook.model.register import Register

ADOPTED = "note"
MOST = 20  # findings in one text
_STRUCK = re.compile(r"~~(?=[^\s~])([^~]+)~~|<(s|del|strike|ins|u)>([^<]*)</\2>", re.IGNORECASE)


def check(register: Register) -> Iterator[Finding]:
    """Findings at the words."""
    for _, place, text in all_texts(register):
        if "~~" in text or "</" in text:
            for found in islice(_STRUCK.finditer(text), MOST):
                words = found[1] or found[3]
                message = f"{found[0]} strikes nothing: it is printed as it is written here"
                yield Finding(
                    place.span(text, *found.span()), message, f"leave “{words.strip()}” out, or write it plain"
                )
