"""Values and blanks of an edition -> Typst code. Words become string literals, so that no text can act as a command.

The layout writes each blank as a link of no words to `field:<kind>/<name>?<description>`; Typst makes a form field of
such a link. A draft has none: what is not approved is neither signed nor agreed to.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from clausebook.formats._templates import environment as templates_environment
from clausebook.model.edition import Edition, SignatureLine
from clausebook.model.edition_blocks import ResolvedForm
from clausebook.text.inline import Run, plain
from clausebook.text.records import dataclass

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = "templates/pdf/"
LONGEST_WORD = 32
_SPACE = re.compile(r"[ \t\r\n]+")
_LONG = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_UNSAFE = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029]')
_NAME = re.compile(r"[a-z_]+")


class TypstCode(str):
    """Text that is Typst code already."""

    __slots__ = ()


def literal(text: str) -> TypstCode:
    """A Typst string literal. Inside one, only the quote, the backslash and control characters mean anything."""
    return TypstCode('"' + _UNSAFE.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", text) + '"')


def code(value: object) -> TypstCode:
    """Any ready value as Typst code: none, booleans, numbers, strings, runs of words, arrays and dictionaries."""
    match value:
        case TypstCode():
            return value
        case None | bool():
            return TypstCode({None: "none", True: "true", False: "false"}[value])
        case int():
            return TypstCode(str(value))
        case str():
            return literal(value)
        case Run():
            return _run(value)
        case Mapping():
            return _dictionary(value)
        case Sequence():
            return TypstCode("(" + "".join(f"{code(item)}, " for item in value) + ")")
        case _:
            # A value of an unknown kind must not be printed as whatever str() makes of it.
            raise TypeError(f"no Typst code for {type(value).__name__}")


def _dictionary(value: Mapping[str, object]) -> TypstCode:
    if wrong := [name for name in value if not _NAME.fullmatch(name)]:
        raise TypeError(f"not names of a Typst dictionary: {wrong}")
    return TypstCode("(" + "".join(f"{name}: {code(item)}, " for name, item in value.items()) + ")" if value else "(:)")


def _run(run: Run) -> TypstCode:
    """One run as a call that gives content: `emph(words("…"))`."""
    made = f"words({', '.join(literal(piece) for piece in pieces(run.text))})"
    for wanted, function in ((run.code, "code"), (run.italic, "emph"), (run.bold, "strong")):
        if wanted:
            made = f"{function}({made})"
    if not run.link or run.link.startswith(SCHEME):  # a clause makes no form field: only the layout does
        return TypstCode(made)
    return TypstCode(f"link-to({literal(run.link)}, {made})")


def pieces(text: str) -> list[str]:
    """The text with single blanks, cut where an overlong word may be broken over two lines. Joined, it is the text."""
    text = _SPACE.sub(" ", text)
    found, start = [], 0
    for word in _LONG.finditer(text):
        cut = word.start() + LONGEST_WORD
        while cut < word.end():
            cut = _before_marks(text, cut, start)
            found.append(text[start:cut])
            start, cut = cut, cut + LONGEST_WORD
    found.append(text[start:])
    return [piece for piece in found if piece]


def _before_marks(text: str, cut: int, floor: int) -> int:
    """A mark, or a joiner with what it joins, stays with its letter."""
    while cut > floor + 1 and (
        unicodedata.category(text[cut]) in _BOUND or unicodedata.category(text[cut - 1]) == "Cf"
    ):
        cut -= 1
    return cut


_BOUND = frozenset(("Mn", "Mc", "Me", "Cf", "Sk"))


def _shown(value: Any) -> str:
    from jinja2 import Undefined

    if isinstance(value, Undefined):
        str(value)  # StrictUndefined raises here and names the variable
    return code(value)


def environment(templates: Mapping[str, bytes]) -> Environment:
    """Jinja over the given files. Every value that a template shows passes through `code`, so none can be forgotten.

    `<< value >>` shows, `<% … %>` acts and `<# … #>` comments, since Typst needs braces and `#` for itself.
    """
    return templates_environment(
        "pdf",
        {path: content for path, content in templates.items() if path.startswith(_TEMPLATES)},
        finalize=_shown,
        autoescape=False,
        keep_trailing_newline=True,
        trim_blocks=True,
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
    )


SCHEME = "field:"
FILLED = ("text", "date", "tick")  # kinds that can be filled in; a signature inside a clause is a line for ink
ACKNOWLEDGED = (
    ("Name", "text"),
    ("Post", "text"),
    ("Date", "date"),
    ("I have read this policy and will keep to it.", "tick"),
)


@dataclass(frozen=True)
class FormBlanks:
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


CLOSED = FormBlanks(open=False)  # for words that are only shown, as in a review


def signature_names(lines: tuple[SignatureLine, ...]) -> Iterator[str]:
    """What the field of each signature line is called: its role, and a number where a role signs more than once."""
    seen: dict[str, int] = {}
    for line in lines:
        seen[line.role] = seen.get(line.role, 0) + 1
        yield line.role if seen[line.role] == 1 else f"{line.role}/{seen[line.role]}"


def _signed(line: SignatureLine) -> str:
    return f"Signature of {line.title}"
