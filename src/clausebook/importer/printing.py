"""Blocks as a printed page can show them: signs of symbol fonts as letters, emoji and struck words out and said."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial

from clausebook.model.documents.extracted import ExcludedText, ExtractedBlock, SourceDoubt
from clausebook.text.blanks import HIDDEN_LINE_ENDS, invisible
from clausebook.text.glyphs import JOINERS, missing_glyphs
from clausebook.text.inline import Inline, Run, plain
from clausebook.text.scripts import oddities

# What fonts such as Symbol and Wingdings draw for code points that mean nothing by themselves, and signs like these.
_SIGNS = {
    **dict.fromkeys("\uf0b7\uf0a7\uf076\uf0d8\uf0a1\uf06e\uf06c\uf071▪▫■◦‣⁃∙➢➤►◆◇❖❑➔", "•"),
    **dict.fromkeys("\uf0fc\uf050✔✅☑️", "✓"),
    **dict.fromkeys("\uf0a8\uf06f\uf0a3□❏❒▢⬜◻", "☐"),
    **dict.fromkeys("\uf0fe\uf052\uf078☒", "☑"),
    **dict.fromkeys("\uf0e0\uf0ae➜➡⇒⟶", "→"),
    "\uf02d": "–",
    "\uf0b0": "°",
    "\uf0b1": "±",
    "\uf0b4": "×",
    "\uf0d7": "·",
    "\uf0b3": "≥",
    "\uf020": " ",
    "‑": "-",
    "‐": "-",
    "−": "-",
    # fonts draw these with the sign of others, and a PDF then says the other
    **dict(zip("ʻʼµ∆∕", "‘’μΔ/", strict=True)),
    "✗": "x",
    "✘": "x",
}
# Letters that the shipped fonts put together of two signs, and marks without a letter of their own: no PDF says them.
_MARKS_OF_ARABIC = (
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d1\u08e4-\u08fe"
)
_COMPOSED = re.compile(
    "[ĬĭḂḃḊḋḐḑḞḟḨḩṀṁṖṗṪṫẖ\u0300-\u036f\u08b6-\u08ba]"
    f"|(?<![\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff])[{_MARKS_OF_ARABIC}]+"
)
_PRESENTED = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
_SPELT = re.compile(f"{_COMPOSED.pattern}|{_PRESENTED.pattern}|[ʻʼ∆]")
_LINE_ENDS = re.compile(f"[{HIDDEN_LINE_ENDS}]")
_STRUCK = re.compile(r"~~(?=[^\s~])([^~]+)~~|<(?P<tag>s|del|strike)\b[^<>]*>(.*?)</(?P=tag)\s*>", re.I | re.S)
_TAG = re.compile(r"<!--.*?-->|</?(?P<name>[a-z][a-z0-9]{0,9})(?P<more>\s[^<>]*)?/?>", re.I | re.S)
_OF_PAGES = re.compile(  # names that are not words between their brackets: <b>, but not <name> or <address>
    r"a|abbr|b|big|blockquote|br|center|code|del|div|d[dlt]|em|font|h[1-6r]|i|iframe|img|ins|kbd|li|mark|ol|p|pre|q|s"
    r"|samp|script|small|span|strike|strong|style|su[bp]|svg|table|tbody|t[dhrt]|tfoot|thead|u|ul"
)
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_UNRESOLVED = (
    (re.compile(r"Error! [A-Z][^.!?\n]{3,60}[.!]"), "is a reference that its program could not resolve"),
    (
        re.compile(r"\{\{[^{}\n]{1,80}\}\}|\{%[^%\n]{1,80}%\}"),
        "is an instruction to a program that was not filled in",
    ),
    (
        re.compile(r"\{ ?(?:REF|PAGEREF|MERGEFIELD|HYPERLINK|DOCPROPERTY|IF) [^{}\n]{1,120}\}"),
        "is a field of Word as text",
    ),
    (re.compile(r"#(?:REF|NAME\?|VALUE|N/A)!?"), "is an error of a spreadsheet"),
    (re.compile(r"(?<![\w|])\|[A-Za-z][\w -]{1,40}\|(?![\w|])"), "is a name that nothing was put in for"),
)
_BOX = re.compile(r"\s*\[([ xX]?)\](?=\s)(?!\()")
# Almost a link as Markdown writes it: a blank between its brackets, the brackets exchanged, or one left open.
_NEARLY = (
    (re.compile(r"\[([^\[\]\n]+)\]\s+\((?=https?:|www\.|mailto:)"), r"\1 ("),
    (re.compile(r"\(([^()\n]+)\)\[((?:https?:|www\.)[^\]\n]*)\]"), r"\1 (\2)"),
    (re.compile(r"\[([^\[\]\n]+)\]\((?=(?:https?:|www\.|mailto:|#)[^()\n]*$)"), r"\1 ("),
)
STRUCK = "struck out"
TAGS = "tags of a web page"
SPELT = "words as the source spells them"
UNPRINTABLE = "signs that cannot be printed"


@dataclass
class _Printing:
    """One block on its way: what was taken out of it."""

    block: ExtractedBlock
    doubts: list[SourceDoubt] = field(default_factory=list)
    asides: list[ExcludedText] = field(default_factory=list)

    def text(self, inline: Inline) -> Inline:
        """The runs with what can be printed of them."""
        whole = plain(inline)
        if "~~" in whole or "<" in whole:
            inline = self._without_marks(self._without_struck(inline))
        if not (whole.isascii() and whole.isprintable()):
            inline = _by_run(inline, self._printable)
        for nearly, written in _NEARLY if "]" in whole else ():
            if found := nearly.search(plain(inline)):
                self._doubt("is almost a link and became plain words", "write [words](https://address)", found[0])
                inline = _by_run(inline, partial(nearly.sub, written))
        for pattern, message in _UNRESOLVED:
            for found in pattern.finditer(plain(inline)):
                self._doubt(message, "write what is meant", found[0])
        if inline and (box := _BOX.match(inline[0].text)):  # a box to tick as Markdown types it
            sign = "☑" if box[1].strip() else "☐"
            if box[1].strip():
                self.asides.append(ExcludedText(why="a tick", text=box[1], origin=self.block.origin))
            inline = (replace(inline[0], text=sign + inline[0].text[box.end() :]), *inline[1:])
        for odd in list(oddities(plain(inline))):
            meant = odd.meant if not any(oddities(odd.meant)) else ""
            inline = self._one_script(inline, odd.word, meant)
        return inline

    def _without_struck(self, inline: Inline) -> Inline:
        """Without what signs or tags strike out, whatever the styles of its words."""
        while found := _STRUCK.search(plain(inline)):
            words = " ".join(_TAG.sub("", found[1] or found[3]).split())
            tags = " ".join(one[0] for one in _TAG.finditer(found[0]))
            self.asides.append(ExcludedText(why=STRUCK, text=words, origin=self.block.origin))
            self.asides += [ExcludedText(why=TAGS, text=tags, origin=self.block.origin)] if tags else []
            self._doubt("is struck out in the source and was left out", "look whether it still holds", words)
            inline = _cut(inline, [found.span()])
        return inline

    def _without_marks(self, inline: Inline) -> Inline:
        """Without tags of web pages that somebody typed, or a program left, among the words."""
        whole = plain(inline)
        tags = [found for found in _TAG.finditer(whole) if _is_of_pages(found, whole)]
        if not tags:
            return inline
        text = " ".join(found[0] for found in tags)
        self.asides.append(ExcludedText(why=TAGS, text=text, origin=self.block.origin))
        self._doubt(f"has tags of a web page among its words, which were left out: {text}", "look at it", whole)
        return _cut(inline, [found.span() for found in tags])

    def _printable(self, text: str) -> str:
        odd = " ".join(word for word in unicodedata.normalize("NFC", text).split() if _SPELT.search(word))
        if odd:
            self.asides.append(ExcludedText(why=SPELT, text=odd, origin=self.block.origin))
        text = _LINE_ENDS.sub(" ", "".join(_SIGNS.get(sign, sign) for sign in text))
        text = _PRESENTED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), unicodedata.normalize("NFC", text))
        text = self._simpler(text)
        hidden = {place for place, sign in invisible(text) if not _joins(text, place)}
        text = "".join(sign for place, sign in enumerate(text) if place not in hidden)
        missing = missing_glyphs(text)
        if not missing:
            return text
        spelt = "".join(unicodedata.normalize("NFKC", sign) if sign in missing else sign for sign in text)
        missing = missing_glyphs(spelt)
        out = "".join(sign if sign in missing else " " for sign in spelt).split()
        if out:
            shown = " ".join(out)
            self.asides.append(ExcludedText(why=UNPRINTABLE, text=shown, origin=self.block.origin))
            hint = "write it in other characters where it says something"
            self._doubt(f"cannot be printed and was left out: {shown}", hint, plain(self.block.text))
        if not missing:
            return spelt
        gone = re.compile("[" + re.escape("".join(missing)) + "]+")
        return gone.sub(lambda found: _between(spelt, *found.span()), spelt)

    def _simpler(self, text: str) -> str:
        """The text with the letter alone where its mark could not be read from a PDF."""
        found = "".join(dict.fromkeys(_COMPOSED.findall(text)))
        if found:
            hint = "look at the words, and write them differently where the mark matters"
            self._doubt(f"has letters with marks that a PDF cannot say, and lost these: {found}", hint, text)
        return _COMPOSED.sub(_letter_alone, text)

    def _one_script(self, inline: Inline, word: str, meant: str) -> Inline:
        self.asides.append(ExcludedText(why="letters of two scripts in one word", text=word, origin=self.block.origin))
        became = f"became “{meant}”" if meant else "was left out"
        self._doubt(f"was written in letters or figures of two kinds and {became}", "look at it", word)
        return _by_run(inline, lambda text: text.replace(word, meant))

    def _doubt(self, message: str, hint: str, words: str) -> None:
        self.doubts.append(SourceDoubt(message=message, hint=hint, words=words, origin=self.block.origin))


def printable(blocks: Iterable[ExtractedBlock]) -> tuple[list[ExtractedBlock], list[ExcludedText]]:
    """The blocks, each with its doubts, and what was left out of them."""
    made: list[ExtractedBlock] = []
    asides: list[ExcludedText] = []
    for block in blocks:
        one = _Printing(block)
        text, caption = one.text(block.text), one.text(block.caption)
        rows = tuple(tuple(one.text(cell) for cell in row) for row in block.rows)
        made.append(
            block
            if not one.doubts and (text, caption, rows) == (block.text, block.caption, block.rows)
            else replace(block, text=text, caption=caption, rows=rows, doubts=(*block.doubts, *one.doubts))
        )
        asides += one.asides
    return made, asides


def as_printed(words: str) -> str:
    """Words that a file says of itself, as they can be printed."""
    made, _ = printable([ExtractedBlock(kind="paragraph", text=(Run(words),))])
    return made[0].words


def _letter_alone(found: re.Match[str]) -> str:
    parts = unicodedata.normalize("NFD", found[0])
    return "".join(sign for sign in parts if not unicodedata.combining(sign) and not "\u08b6" <= sign <= "\u08ba")


def _between(text: str, start: int, end: int) -> str:
    """What stays where signs were taken out: a blank between two words."""
    return " " if text[start - 1 : start].isalnum() and text[end : end + 1].isalnum() else ""


def _joins(text: str, place: int) -> bool:
    """Whether a joiner is between letters that need it, as in Urdu."""
    return text[place] in JOINERS and bool(_ARABIC.search(text[max(0, place - 1) : place + 2]))


def _is_of_pages(found: re.Match[str], whole: str) -> bool:
    """Whether a tag belongs to a web page and is not a word that somebody put between such brackets."""
    name = (found["name"] or "").casefold()
    closed = f"</{name}>" in whole.casefold()
    return not name or closed or bool(_OF_PAGES.fullmatch(name)) or "=" in (found["more"] or "")


def _cut(inline: Inline, spans: Iterable[tuple[int, int]]) -> Inline:
    """The runs without the characters of some stretches, counted over all runs."""
    gone = {place for start, end in spans for place in range(start, end)}
    place, kept = 0, []
    for run in inline:
        text = "".join(sign for at, sign in enumerate(run.text, place) if at not in gone)
        place += len(run.text)
        kept.extend([replace(run, text=text)] if text else [])
    return tuple(kept)


def _by_run(inline: Inline, change: Callable[[str], str]) -> Inline:
    runs = ((run, change(run.text)) for run in inline)
    return tuple(Run(text, run.bold, run.italic, run.code, run.link) for run, text in runs if text)
