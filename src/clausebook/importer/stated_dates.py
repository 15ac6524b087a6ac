"""Dates as documents write them -> the same as precisely as they say: "2024-03-12", "2024-03", "2024"."""

from __future__ import annotations

import re

from clausebook.text.dates import MONTHS

_MONTHS = {name[:3].lower(): place for place, name in enumerate(MONTHS, 1)}
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)(?:-(\d\d))?\b")
_FIGURES = re.compile(r"\b(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d\d)\b")
_NAMED = re.compile(r"(?:\b(\d{1,2})(?:st|nd|rd|th)? (?:of )?)?\b([A-Z][a-z]{2,8}),? ((?:19|20)\d\d)\b")


def when(text: str) -> str:
    """The first date in a text, "" for none. Figures are day, month, year."""
    if found := _ISO.search(text):
        return "-".join(part for part in found.groups() if part)
    if found := _FIGURES.search(text):
        day, month, year = int(found[1]), int(found[2]), found[3] if len(found[3]) == 4 else f"20{found[3]}"
        if 1 <= month <= 12 and 1 <= day <= 31:
            return f"{year}-{month:02}-{day:02}"
    for found in _NAMED.finditer(text):
        if month := _MONTHS.get(found[2][:3].lower(), 0):
            day_ = f"-{int(found[1]):02}" if found[1] and 1 <= int(found[1]) <= 31 else ""
            return f"{found[3]}-{month:02}{day_}"
    found = re.search(r"\b(?:19|20)\d\d\b", text)
    return found[0] if found else ""


def month_in(text: str) -> int | None:
    """The month of the first date in a text, or the month that it names."""
    on = when(text)
    if len(on) > 4:
        return int(on[5:7])
    named = (_MONTHS.get(word[:3].lower()) for word in re.findall(r"[A-Za-z]{3,}", text))
    return next((one for one in named if one), None)
