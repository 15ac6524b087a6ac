"""Titles -> ids: short, lower case, each once in a policy, and the ones that the file itself brings back."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

_SMALL = frozenset(
    ("a", "an", "the", "of", "and", "or", "to", "for", "in", "on", "at", "by", "with", "our", "your", "is", "are", "be")
)
# Words that YAML takes for a value, and names that Windows gives no file.
_RESERVED = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n", "con", "prn", "aux", "nul"))
_LONGEST = 34  # characters: Word cuts a bookmark at 40, and an item's letter follows
KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def slug(title: str, otherwise: str = "clause") -> str:
    """An id from a title; `otherwise` where no letter of it fits into one."""
    ascii_only = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    bare = re.sub(r"\b(?:of|to|in) (?:the|this|our) policy\b|['’]s?\b", "", ascii_only.lower())
    words = re.findall(r"[a-z0-9]+", bare)
    kept = [word for word in words if word not in _SMALL] or words
    made = ""
    for word in kept:
        longer = f"{made}-{word}" if made else word
        if len(longer) > _LONGEST:
            break
        made = longer
    made = made or (kept[0][:_LONGEST] if kept else "")
    if not made:
        return otherwise
    return made if made[0].isalpha() and made not in _RESERVED else f"{otherwise}-{made}"


class IdAllocator:
    """Hands out ids, each once."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._counts: dict[str, int] = {}

    def take(self, wanted: str, prefix: str = "") -> str:
        """The wanted id; where it is taken, with the section's before it, or a figure after it."""
        tries = [wanted, *([f"{_shortened(prefix, len(wanted))}-{wanted}"] if prefix else [])]
        made = next((one for one in tries if one not in self._taken), "")
        while not made:
            self._counts[wanted] = count = self._counts.get(wanted, 1) + 1
            made = f"{wanted}-{count}" if f"{wanted}-{count}" not in self._taken else ""
        self._taken.add(made)
        return made


def _shortened(prefix: str, room: int) -> str:
    """As many words of a prefix as leave room for what follows; at least the first."""
    words = prefix.split("-")
    while len(words) > 1 and len("-".join(words)) + 1 + room > _LONGEST:
        words.pop()
    return "-".join(words)


def given(anchors: Iterable[str]) -> str:
    """The id that a heading's bookmark brings back; "" where it has none of ours."""
    return next((name for name in anchors if KEY.fullmatch(name)), "")


def item_id(anchors: tuple[str, ...], clause: str, known: Iterable[str]) -> str:
    """The own id of an item from its second bookmark; one too long for Word was replaced by its hash.

    `known` are ids of targets ("clause.item") that the repository has, among which a hash is looked for. Pandoc makes
    "X" and the last 39 digits of the SHA-1 of a name over 40 characters.
    """
    for name in anchors[1:]:
        if name.startswith(f"{clause}.") and KEY.fullmatch(name.partition(".")[2]):
            return name.partition(".")[2]
        for target in known:
            if target.startswith(f"{clause}.") and _hashed(target) == name:
                return target.partition(".")[2]
    return ""


def _hashed(name: str) -> str:
    return "X" + hashlib.sha1(name.encode("utf-8"), usedforsecurity=False).hexdigest()[1:]
