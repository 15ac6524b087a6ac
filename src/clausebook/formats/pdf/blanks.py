"""Edition -> the blanks of its PDF: which places can be signed or filled in, what they are called, what a reader hears.

The layout writes each as a link of no words to `field:<kind>/<name>?<description>`; Typst makes a form field
of such a link. A draft has none: what is not approved is neither signed nor agreed to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from clausebook.model.edition import Edition, ResolvedForm, SignatureLine
from clausebook.text.inline import plain

SCHEME = "field:"
FILLED = ("text", "date", "tick")  # kinds that can be filled in; a signature inside a clause is a line for ink
ACKNOWLEDGED = (
    ("Name", "text"),
    ("Post", "text"),
    ("Date", "date"),
    ("I have read this policy and will keep to it.", "tick"),
)


@dataclass(frozen=True)
class Blanks:
    """The targets of one edition's blanks; all empty where nothing may be filled in."""

    open: bool

    def signatures(self, edition: Edition) -> tuple[str, ...]:
        """A target for each signature line, in order."""
        names = signature_names(edition.signatures)
        return tuple(
            self._target("sig", name, _signed(line)) for name, line in zip(names, edition.signatures, strict=True)
        )

    def of_form(self, clause: str, first: int, form: ResolvedForm) -> tuple[str, ...]:
        """A target for each blank of a form, numbered through the clause; "" for one that stays a line."""
        return tuple(
            self._target(blank.kind, f"{clause}/{number}", f"{plain(form.title)}: {plain(blank.label)}")
            for number, blank in enumerate(form.blanks, first)
        )

    def acknowledgement(self) -> tuple[tuple[str, str, str], ...]:
        """The lines of the page on which a reader says that they have read the policy: words, kind, target."""
        return tuple(
            (label, kind, self._target(kind, f"acknowledgement/{number}", f"Acknowledgement: {label}"))
            for number, (label, kind) in enumerate(ACKNOWLEDGED, 1)
        )

    def _target(self, kind: str, name: str, description: str) -> str:
        if not self.open or kind not in ("sig", *FILLED):
            return ""
        return f"{SCHEME}{kind}/{name}?{quote(description, safe='')}"


CLOSED = Blanks(open=False)  # for words that are only shown, as in a review


def signature_names(lines: tuple[SignatureLine, ...]) -> Iterator[str]:
    """What the field of each signature line is called: its role, and a number where a role signs more than once."""
    seen: dict[str, int] = {}
    for line in lines:
        seen[line.role] = seen.get(line.role, 0) + 1
        yield line.role if seen[line.role] == 1 else f"{line.role}/{seen[line.role]}"


def _signed(line: SignatureLine) -> str:
    return f"Signature of {line.title}"
