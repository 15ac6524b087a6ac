"""No whole text is in curly quotation marks by accident.

YAML's quotes are the straight ones, "so". Curly ones, as word processors write them, are part of the words and are
printed with them. A text that is a quotation as a whole names its source, or waives this warning.
"""

import re
from collections.abc import Iterator

from clausebook.lint.wording import every_string
from clausebook.model.finding import Finding
from clausebook.model.register import Register

LEVEL = "warning"
READS = "policy"
_WHOLE = re.compile(
    r"\s*(?:“([^“”]*)”|[„‟]([^„“”‟]*)[“”‟]|[‘‚‛]((?:[^‘’]|’(?=\w))*)[’‘]|«([^«»]*)»|”([^“”]*)”|»([^«»]*)«|[‹›]([^‹›]*)[‹›]"
    r"|「([^「」]*)」|『([^『』]*)』|〝([^〝〞〟]*)[〞〟]|＂([^＂]*)＂|❝([^❝❞]*)❞|❛([^❛❜]*)❜)\s*"
)
_FIRST = frozenset("“„‟‘‚‛«”»‹›「『〝＂❝❛")


def check(register: Register) -> Iterator[Finding]:
    """Findings at the text."""
    for place, text in every_string(register):
        if text.lstrip()[:1] in _FIRST and (found := _WHOLE.fullmatch(text)):
            words = next(group for group in found.groups() if group is not None)
            message = "the whole text is in curly quotation marks, which are printed with it"
            yield Finding(
                place, message, f'write it without them, or as "{words}"' if len(words) < 60 else "leave them out"
            )
