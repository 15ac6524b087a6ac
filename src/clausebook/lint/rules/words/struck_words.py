"""Nothing in a text is struck out or hidden: words that do not hold are left out.

Neither ~~words~~ nor <s>words</s> strikes anything here; both would be printed with their marks, and "must ~~not~~"
would still be read as "must not". A warning is given where <!-- words --> or a tag would be printed as it is written,
and where a character is written by its name or number in HTML, and not as itself.
"""

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice

from clausebook.lint.wording import all_texts
from clausebook.model.finding import Finding
from clausebook.model.register import Register

READS = "policy"

ADOPTED = "note"
MOST = 20  # findings in one text
_STRUCK = re.compile(r"~~(?=[^\s~])([^~]+)~~|<(s|del|strike|ins|u)>([^<]*)</\2>", re.IGNORECASE)
_HIDDEN = re.compile(
    r"<!--[^>]*>|<(?:span|font|div|p|mark|b|i|em|strong|a|br|code|q|cite|dfn|small|sup|sub|details|template|script|style)\b[^<>]*>"
    r"|&(?:#\d{1,7}|#x[0-9a-f]{1,6}|nbsp|shy|ensp|emsp|thinsp|zwn?j|[lr]rm|amp|lt|gt|quot|apos|[nm]dash|hellip);",
    re.IGNORECASE,
)


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
        for found in islice(_HIDDEN.finditer(text), MOST) if "<" in text or "&" in text else ():
            message = f"{found[0][:60]} is printed as it is written here"
            yield Finding(place.span(text, *found.span()), message, _instead(found[0]), level="warning")


def _instead(written: str) -> str:
    if written.startswith("<"):
        return "leave it out, or write the words plain"
    sign = unescape(written)
    return f"write {sign} itself" if sign.isprintable() and sign.strip() else "write a plain blank, or leave it out"
