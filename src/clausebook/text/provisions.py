"""Provisions of law as people write them ("section 127(2)(a)", "ss. 15 to 17", "Part 2, Chapter 1") -> one normal form.

A reference is made of units. A unit is one provision or a run of them: "s. 127(2)(a)", "ss. 26-28", "Sch. 2 para. 3",
"Pt. 1 Ch. 2". Whether one unit holds another follows from the numbers alone: that section 28 is in Part 2 is a fact of
the register, which writes both into one reference: "Pt. 2, ss. 26-48".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from clausebook.text.records import dataclass

_KINDS = {
    "s": r"sections?|secs?\b\.?|ss?(?=[0-9])|ss?\b\.?|§§?",
    "reg": r"regulations?|regs?(?=[0-9])|regs?\b\.?",
    "art": r"articles?|arts?(?=[0-9])|arts?\b\.?",
    "Sch": r"schedules?|schs?\b\.?",
    "para": r"paragraphs?|paras?\b\.?",
    "Pt": r"parts?|pts?\b\.?",
    "Ch": r"chapters?|chs?\b\.?",
}
_PLURAL = {"s": "ss.", "reg": "regs.", "art": "arts.", "para": "paras.", "Sch": "Schs.", "Pt": "Pts.", "Ch": "Chs."}
_NUMBER = r"(?:[0-9]+[a-z]{0,3}|[ivx]+[a-c]?)(?![a-z0-9])(?:\s?\([0-9a-z]{1,5}\))*"
_WORD_NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7"}
_JOINED = r"\s*(?:,\s*and\b|,\s*or\b|,|and\b|or\b|&|to\b|-|/|but\b)\s*"
_ONE = "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS.items())
_UNIT = re.compile(rf"(?<![\w])(?:{_ONE})\s*(?P<numbers>{_NUMBER}(?:{_JOINED}{_NUMBER})*)", re.IGNORECASE)
_ANY = "|".join(_KINDS.values())
# what is between the units of one reference
_LINK = r"(?:\s*,?\s*(?:of|to|and|or|,|\()?\s*(?:the\s)?\s*)"
_SUB = r"(?:subsections?|paragraphs?)\s*(?:\([0-9a-z]{1,5}\))+\s*(?:of|to)\s*"
EXPRESSION = (
    rf"(?:{_SUB})?(?<![\w])(?:{_ANY})\s*(?:{_NUMBER}|one|two|three|four|five|six|seven)(?:{_JOINED}{_NUMBER})*"
    rf"(?:{_LINK}(?:{_ANY})\s*{_NUMBER}(?:{_JOINED}{_NUMBER})*){{0,3}}"
)
_PIECE = re.compile(rf"({_JOINED})?({_NUMBER})", re.IGNORECASE)
_INNER = re.compile(
    rf"(?:subsections?|paragraphs?)\s*((?:\([0-9a-z]{{1,5}}\))+)\s*(?:of|to)\s*(?=(?:{_KINDS['s']}))", re.I
)
_ONLY_SCHEDULE = re.compile(r"(?i)\bsch(?:edule\b|\.)?\s+(?=para)")  # that of an instrument with a single one
_ROMAN = {"i": 1, "v": 5, "x": 10}
Step = tuple[str, int, str]  # kind, number, letters behind it


@dataclass(frozen=True, slots=True)
class ProvisionUnit:
    """One provision, or a run from one to another: steps from the outside in, then what brackets name."""

    steps: tuple[Step, ...]
    last: tuple[int, str] = (0, "")
    inner: tuple[str, ...] = ()

    def __str__(self) -> str:
        *outer, (kind, number, letters) = self.steps
        before = "".join(f"{one}. {value or ''}{suffix} ".replace(".  ", ". ") for one, value, suffix in outer)
        brackets = "".join(f"({one})" for one in self.inner)
        if self.last[0]:
            return f"{before}{_PLURAL[kind]} {number}{letters}{brackets}-{self.last[0]}{self.last[1]}"
        return f"{before}{kind}. {number}{letters}{brackets}"

    @property
    def depth(self) -> int:
        """How narrow it is: a subsection is narrower than a section, a section than a Part, one than a run."""
        outer = 0 if self.steps[-1][0] in ("Pt", "Ch") else 4
        return 8 * len(self.inner) + 2 * len(self.steps) + outer + (0 if self.last[0] else 1)

    def holds(self, other: ProvisionUnit) -> bool:
        """Whether the other is inside it, or the same."""
        if len(self.steps) > len(other.steps) or self.steps[:-1] != other.steps[: len(self.steps) - 1]:
            return False
        mine, theirs = self.steps[-1], other.steps[len(self.steps) - 1]
        if mine[0] != theirs[0]:
            return False
        first, last = mine[1:], self.last if self.last[0] else mine[1:]
        there = other.last if other.last[0] and len(self.steps) == len(other.steps) else theirs[1:]
        if not (first <= theirs[1:] and there <= last):
            return False
        if len(self.steps) < len(other.steps):
            return not self.inner
        return other.inner[: len(self.inner)] == self.inner


@lru_cache(maxsize=4096)
def units(words: str) -> tuple[ProvisionUnit, ...]:
    """The provisions that words name, in their order; none where they name none."""
    words = _ONLY_SCHEDULE.sub("Sch. 0 ", _in_figures(words.replace("–", "-").replace("—", "-")))
    inner = _INNER.search(words)
    found: list[ProvisionUnit] = []
    end = -1
    for match in _UNIT.finditer(words):
        kind = next(name for name in _KINDS if match[name])
        own = tuple(_numbered(kind, match["numbers"]))
        gap = words[end : match.start()] if end >= 0 else "|"
        outer = _within(found, gap, kind)
        if not _turned(found, own, kind, gap):
            found.extend(ProvisionUnit((*outer, *one.steps), one.last, one.inner) for one in own)
        end = match.end()
    if inner and found and not found[0].inner:
        brackets = tuple(re.findall(r"\(([0-9a-z]+)\)", inner[1]))
        found = [ProvisionUnit(one.steps, one.last, brackets) if one.steps[-1][0] == "s" else one for one in found]
    return tuple(found)


def normal(words: str) -> str:
    """The normal form of a reference: "s. 127(2)(a)"; "" where the words name no provision."""
    return ", ".join(str(one) for one in units(words))


def _within(found: list[ProvisionUnit], gap: str, kind: str) -> tuple[Step, ...]:
    """The steps that a unit is below: "Sch. 2" before "para. 3", "Pt. 1" before "Ch. 2"."""
    above = {"para": "Sch", "Ch": "Pt"}.get(kind)
    if above == "Sch" and found and found[-1].steps[-1][0] in ("Sch", "para") and gap.strip(" ,") in ("", "(", "and"):
        steps = found[-1].steps if found[-1].steps[-1][0] == "Sch" else found[-1].steps[:-1]
        if found[-1].steps[-1][0] == "Sch":
            found.pop()
        return steps
    if above == "Pt" and found and found[-1].steps[-1][0] == "Pt" and gap.strip(" ,(") == "":
        return found.pop().steps
    return ()


def _turned(found: list[ProvisionUnit], own: tuple[ProvisionUnit, ...], kind: str, gap: str) -> bool:
    """ "paragraph 3 of Schedule 2", "Chapter 1 of Part 2": the inner one was named first, and goes below this one."""
    below = {"Sch": "para", "Pt": "Ch"}.get(kind)
    if (
        not found
        or not below
        or found[-1].steps[0][0] != below
        or not re.fullmatch(r"\s*,?\s*(?:of|to)\s*(?:the\s)?\s*", gap)
    ):
        return False
    if len(own) != 1 or own[0].last[0]:
        return False
    found[:] = [
        ProvisionUnit((*own[0].steps, *one.steps), one.last, one.inner) if one.steps[0][0] == below else one
        for one in found
    ]
    return True


def _numbered(kind: str, numbers: str) -> Iterator[ProvisionUnit]:
    made: ProvisionUnit | None = None
    for match in _PIECE.finditer(numbers):
        number, letters, inner = _number(match[2])
        if made and (match[1] or "").strip().lower() in ("to", "-") and not made.last[0]:
            if (number, letters) > made.steps[-1][1:]:
                made = ProvisionUnit(made.steps, (number, letters), made.inner)
            continue
        if made:
            yield made
        made = ProvisionUnit(((kind, number, letters),), (0, ""), inner)
    if made:
        yield made


def _number(text: str) -> tuple[int, str, tuple[str, ...]]:
    inner = tuple(re.findall(r"\(([0-9a-z]+)\)", text.lower()))
    whole = re.match(r"[0-9a-z]+", text.lower())
    plain = whole[0] if whole else ""
    digits = re.match(r"[0-9]+", plain)
    if digits:
        return int(digits[0]), plain[digits.end() :].upper(), inner
    roman = plain.rstrip("abc")
    values = [_ROMAN[letter] for letter in roman]
    total = sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
    return total, plain[len(roman) :].upper(), inner


def _in_figures(words: str) -> str:
    either = "|".join(_WORD_NUMBERS)
    return re.sub(
        rf"(?i)\b(parts?|sections?|chapters?|schedules?)\s+({either})\b",
        lambda found: f"{found[1]} {_WORD_NUMBERS[found[2].lower()]}",
        words,
    )
