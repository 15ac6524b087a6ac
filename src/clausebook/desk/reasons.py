"""What a person says beside a change -> the message that keeps it: one line each, whatever was typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clausebook.model.register import Register
from clausebook.text.blanks import read

OFFERED = 6  # reasons of this review that a form offers
LONGEST_TITLE = 72
LONGEST = 1000  # signs of a reason, a headline or a question


def one_line(text: str) -> str:
    """What was typed as one line of plain text: every kind of line end is a blank, and nothing in it is unseen."""
    return "".join(sign for sign in read(text) if unicodedata.category(sign) not in ("Cc", "Cs", "Co", "Cn"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """The reason, and what governors are to read or to decide; the last two may be empty. `laws` are ids."""

    reason: str
    headline: str = ""
    question: str = ""
    laws: tuple[str, ...] = ()

    @property
    def is_too_long(self) -> bool:
        """Whether it is more than anybody reads beside a change."""
        return any(len(text) > LONGEST for text in (self.reason, self.headline, self.question))

    @property
    def trailers(self) -> tuple[str, ...]:
        """The last lines of the message."""
        said = [("Reason", self.reason), *(("Law", law) for law in self.laws)]
        said += [("Headline", self.headline), ("Decision-needed", self.question)]
        return tuple(f"{key}: {words}" for key, text in said if (words := one_line(text)))


def why_of(form: Mapping[str, str], laws: Iterable[str] = ()) -> Why:
    """What a form says."""
    return Why(
        reason=one_line(form.get("reason", "")),
        headline=one_line(form.get("headline", "")),
        question=one_line(form.get("question", "")),
        laws=tuple(laws),
    )


def message(what: str, why: Why, more: Iterable[str] = ()) -> str:
    """The whole message: what was done, then the trailers."""
    title = one_line(what)
    if len(title) > LONGEST_TITLE:
        title = title[: LONGEST_TITLE - 1].rstrip() + "…"
    return "\n".join([title, "", *why.trailers, *more, ""])


def last_reasons(register: Register, policy: str) -> tuple[str, ...]:
    """The reasons of this review, newest first, each once."""
    mine = (f"policy/{policy}.yaml", f"clauses/{policy}/")
    found = [
        reason
        for commit in sorted(register.commits, key=lambda one: one.committed, reverse=True)
        if any(touch.path == mine[0] or touch.path.startswith(mine[1]) for touch in commit.touches)
        for reason in commit.trailer("Reason")
    ]
    return tuple(dict.fromkeys(found))[:OFFERED]
