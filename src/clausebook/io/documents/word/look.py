"""What the form of words says of them: struck, hidden, marked, or changed and not yet agreed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from typing import Any

from clausebook.io.documents.colours import WHITE, is_grey, named
from clausebook.io.documents.limits import SMALLEST
from clausebook.io.documents.word.styles import Style, W, number, switch, value
from clausebook.model.documents.extracted import SourceDoubt, SourcePosition
from clausebook.text.records import dataclass

_DESIGNED = re.compile("heading|title|subtitle|toc|caption|quote|intense|header|footer|cover|list|hyperlink|emphasis")
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_RAISED = 100  # half points by which words are set off their line
_NARROWEST = 10  # per cent of the width of letters
_PLAIN = ("auto", "000000", "none", "")
_OFTEN = 0.2  # share of a document's words in a colour, from which the colour is its design


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks, as far as it says something of its words."""

    struck: bool = False
    hidden: bool = False
    marked: str = ""


def look(properties: Any, style: Style, base: Style, size: float, shaded: bool) -> Look:
    """The look of a run. `shaded` says that it is on a coloured ground, where white can be read."""
    struck = next(
        (one for one in (_struck(properties), style.struck, base.struck) if one is not None),
        False,
    )
    hidden = next((one for one in (switch(properties, "vanish"), style.hidden, base.hidden) if one is not None), False)
    hidden = hidden or (properties is not None and properties.find(f"{_W14}textFill/{_W14}noFill") is not None)
    marked = ""
    highlight = value(properties, "highlight")
    fill = value(properties, "shd", "fill") or style.ground or ""
    code = value(properties, "color") or style.colour or ("" if _DESIGNED.match(base.name) else base.colour) or ""
    ground = next((one for one in (fill, base.ground or "") if one.lower() not in _PLAIN), "")
    colour = named(code, shaded=shaded or bool(highlight) or bool(ground))
    if highlight and highlight not in ("none", "white"):
        marked = f"highlighted in {re.sub('([A-Z])', lambda found: ' ' + found[1].lower(), highlight).strip()}"
    elif fill and fill.lower() not in _PLAIN and not is_grey(fill):
        marked = "marked with a coloured ground"
    elif colour:
        marked = f"set in {colour}"
    elif switch(properties, "webHidden"):
        marked = "hidden where the document is shown as a web page"
    elif abs(number(value(properties, "position")) or 0) >= _RAISED:
        marked = "moved off its line"
    elif 0 < size < SMALLEST or (number(value(properties, "w")) or 100) < _NARROWEST:
        marked = "set too small to be read"
    return Look(struck, hidden, marked)


def _struck(properties: Any) -> bool | None:
    both = [one for one in (switch(properties, "strike"), switch(properties, "dstrike")) if one is not None]
    return any(both) if both else None


@dataclass
class Marked:
    """The marked words of a document. A colour that much of it is set in marks nothing."""

    _found: list[tuple[str, str, SourcePosition, bool]] = field(default_factory=list)

    def keep(self, how: str, words: str, origin: SourcePosition, is_heading: bool) -> None:
        """Words that are marked, and how."""
        if any(sign.isalnum() for sign in words):
            self._found.append((how, " ".join(words.split()), origin, is_heading))

    def doubts(self, words: int) -> Iterator[SourceDoubt]:
        """One doubt a place. `words` are those of the document."""
        counts: dict[str, int] = {}
        for how, text, _, _ in self._found:
            counts[how] = counts.get(how, 0) + len(text.split())
        for how, text, origin, is_heading in self._found:
            is_design = how.startswith("set in ") and how != f"set in {WHITE}"
            if is_design and (is_heading or counts[how] > max(40, _OFTEN * words)):
                continue
            yield SourceDoubt(
                message=f"is {how} in the source",
                hint="look whether it is agreed text, a note to somebody, or hidden on purpose",
                words=text,
                origin=origin,
            )


_KINDS = {
    "ins": "inserted",
    "moveTo": "moved here",
    "del": "deleted",
    "moveFrom": "moved away",
    "rPrChange": "look changed",
    "pPrChange": "look changed",
    "tblPrChange": "look changed",
    "sectPrChange": "look changed",
    "cellIns": "a cell inserted",
    "cellDel": "a cell deleted",
}
_SHOWN = 12  # words of one change that are shown
_MOST = 20  # changes of one author that are shown


@dataclass
class OpenChanges:
    """The open changes of one document by author, in reading order."""

    _of: dict[str, list[tuple[str, str, SourcePosition]]] = field(default_factory=dict)

    def keep(self, element: Any, words: str, origin: SourcePosition, what: str = "") -> None:
        """One change: an element such as w:ins, and the words in it."""
        author = element.get(f"{W}author", "").strip() or "somebody without a name"
        kind = what or _KINDS.get(element.tag.removeprefix(W), "changed")
        self._of.setdefault(author, []).append((kind, " ".join(words.split()), origin))

    def keep_look(self, element: Any, origin: SourcePosition) -> None:
        """Changes of how a paragraph or its words look, below its element."""
        for name in ("rPrChange", "pPrChange"):
            for change in element.iter(f"{W}{name}"):
                self.keep(change, "", origin)

    def doubts(self) -> Iterator[SourceDoubt]:
        """One doubt an author: how many, and each with its words."""
        for author, changes in self._of.items():
            several = "changes" if len(changes) > 1 else "change"
            were = "were" if len(changes) > 1 else "was"
            said = "; ".join(_shown(kind, words) for kind, words, _ in changes[:_MOST])
            more = f"; and {len(changes) - _MOST} more" if len(changes) > _MOST else ""
            yield SourceDoubt(
                message=f"{len(changes)} open {several} by {author} {were} taken as accepted: {said}{more}",
                hint="look whether they were agreed; in Word, accept or reject them, and import again",
                origin=changes[0][2],
            )


def _shown(kind: str, words: str) -> str:
    parts = words.split()
    cut = " ".join(parts[:_SHOWN]) + (" …" if len(parts) > _SHOWN else "")
    return f"{kind} “{cut}”" if cut else kind
