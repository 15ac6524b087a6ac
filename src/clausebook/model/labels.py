"""Labels of the interface: what pages and documents say around the words of the policies, in the school's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LANGUAGES = {"en": "English", "cy": "Welsh"}  # those of templates/labels
ENGLISH = "en"
# the headings in documents between which the words of an edition are, in each language: a reader of files needs them
CONTENTS, ABOUT = ("Contents", "Cynnwys"), ("About this edition", "Am y rhifyn hwn")


@dataclass(frozen=True, kw_only=True)
class Labels:
    """The labels of one language. `unreviewed` is for the foot of pages; "" where a speaker has read them."""

    language: str
    texts: Mapping[str, str] = field(repr=False)
    unreviewed: str = ""

    def __getitem__(self, key: str) -> str:
        """One label. Raises KeyError for one that does not exist."""
        return self.texts[key]


def language_of(tag: str) -> str:
    """The language whose labels are shown with texts in the language of a tag: English where it has none."""
    primary = tag.partition("-")[0].lower()
    return primary if primary in LANGUAGES else ENGLISH
