"""Bold type does not make one duty stronger than its neighbours.

One bold "must" among plain ones reads as if the others bound less, and it is lost where a text is read aloud or
copied. Bold for other words ("during their own time") is emphasis and left alone, as is bold on every "must".
"""

import re
from collections.abc import Iterator

from clausebook.lint.prose import ClauseText, prose
from clausebook.model.finding import Finding
from clausebook.model.register import Register

LEVEL = "warning"
READS = "clause"
_WORDS = r"(?:must|shall|should|may|will|can)(?: (?:not|never))?|not|never|only|cannot"
_BOLD = re.compile(rf"(?<!\\)(\*\*|__)({_WORDS})\1", re.IGNORECASE)


def check(register: Register) -> Iterator[Finding]:
    """Findings at the bold word."""
    of_clause: dict[int, list[ClauseText]] = {}
    for written in prose(register):
        of_clause.setdefault(id(written.clause), []).append(written)
    for texts in of_clause.values():
        for written in texts:
            for found in _BOLD.finditer(written.raw):
                plain = _plain(found[2], texts)
                if plain:
                    others = f"{plain} {'is' if plain == 1 else 'are'} not"
                    yield Finding(
                        written.at(found[2]),
                        f'one "{found[2]}" of clause {written.clause.id} is bold, {others}',
                        "make them alike; what binds more strictly is said in words",
                    )


def _plain(word: str, texts: list[ClauseText]) -> int:
    """How often the word is in the clause without bold type."""
    anywhere = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
    return sum(len(anywhere.findall(_BOLD.sub("", written.raw))) for written in texts)
