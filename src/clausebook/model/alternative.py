"""A translation or an easy-read summary of an edition: for readers, no part of what was adopted."""

from __future__ import annotations

from typing import Annotated, Literal

from clausebook.model.decode import Describe, Pattern
from clausebook.model.finding import Located
from clausebook.model.school import Key
from clausebook.text.records import dataclass

Language = Annotated[str, Pattern(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language tag such as cy or en-GB")]
Bound = Annotated[str, Pattern(r"v1:sha256:[0-9a-f]{64}", "a fingerprint: v1:sha256: and 64 hexadecimal digits")]


@dataclass(frozen=True, kw_only=True)
class AlternativePart(Located):
    """A heading with the paragraphs below it; a paragraph is text with bold, italic and links."""

    MARKS = ("text", "heading")

    heading: str = ""
    text: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Alternative(Located):
    """One text beside one edition, bound by fingerprint to the words that it was made from.

    `checked_by` is a role: who speaks the language, or knows the readers, and has read it; "" until then.
    """

    id: Annotated[Key, Describe("its name in addresses")]
    policy: Annotated[Key, Describe("the policy")]
    edition: Annotated[str, Describe("the edition that it was made from: its year in quotes, or draft")]
    fingerprint: Annotated[Bound, Describe("of the words that it was made from: the page About this edition shows it")]
    kind: Literal["translation", "easy-read"]
    language: Annotated[Language, Describe("the language it is in, as a tag")]
    name: Annotated[str, Describe("what readers look for, in its own language: Cymraeg, Easy read")]
    checked_by: Annotated[str, Describe("role id of who has read it; left out until then")] = ""
    parts: tuple[AlternativePart, ...]
