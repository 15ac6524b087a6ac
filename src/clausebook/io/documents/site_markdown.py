"""Markdown and reStructuredText as site generators write them -> plain: facts at the head, remarks, what is put in.

Every line keeps its place, so that what is found later is found at the line where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from clausebook.model.documents.extracted import ExcludedText, SourceDoubt, SourcePosition

_KEY = re.compile(r"(?P<key>[A-Za-z][\w .-]{0,40}?)\s*[:=]\s*(?P<said>.*)")
_BELOW = re.compile(r"\s+\S|- ")
_REMARK = re.compile(r"(?P<lead>\s*)(?:!!!|\?\?\?\+?)\s+(?P<kind>[\w-]+)(?:\s+[\w-]+)*(?:\s+\"(?P<title>[^\"]*)\")?\s*")
_FENCED = re.compile(r"(?P<lead>\s*):::+\s*\{?\.?(?P<kind>[a-z]+)\}?(?:\[(?P<named>[^\]]*)\]|\s+(?P<title>\S.*?))?\s*")
_QUOTED = re.compile(r"(?P<lead>\s*>\s*)\[!(?P<kind>[A-Za-z]+)\][+-]?\s*(?P<title>.*)")
_KINDS = frozenset(
    ("note", "warning", "important", "tip", "caution", "hint", "attention", "danger", "info", "abstract", "question")
)
_PUT_IN = re.compile(
    r"\{%-?\s*(?:include|include_relative|include-markdown|import|embed)\S*\s+(?P<liquid>[^%]+?)\s*-?%\}"
    r"|^[ \t]*-+8<-+\s*(?P<snippet>[\"'].*[\"']|\S+)[ \t]*$"
    r"|\{\{[<%]\s*(?:include|readfile|snippet)\s+(?P<hugo>.*?)\s*[>%]\}\}"
    r"|^[ \t]*\.\.\s+(?:include|literalinclude|mdinclude)::\s*(?P<directive>\S+)[ \t]*$"
    r"|^[ \t]*(?:!include|@include|!!!include)\b[\s(]*(?P<mark>[^)\s]+)\)?\s*;?[ \t]*$"
    r"|^[ \t]*```\{(?:include|literalinclude)\}\s+(?P<myst>\S+)[ \t]*$",
    re.M,
)
_MACHINE = re.compile(r"\{\{[<%].*?[>%]\}\}|\{%.*?%\}|^[ \t]*\{:.*?\}[ \t]*$|^[ \t]*\[(?:TOC|\[_TOC_\])\][ \t]*$", re.M)
_NOTHING = re.compile(
    r"^\.\.[ \t]+(?![\w:+.-]+::|_|\[|\|)(\S.*(?:\n[ \t]+\S.*)*)", re.M
)  # a comment in reStructuredText
_COMMENT = re.compile(r"<!--(.*?)-->", re.S)
_NOTED = re.compile(r"^\[(?://|_|comment)\]:\s*#?\s*[(\"'<](.*)[)\"'>][ \t]*$", re.M | re.I)  # [//]: # (a comment)
_NOTE = re.compile(r"^(?:\.\.[ \t]+\[(?=[\w#])|\[\^)(?P<key>[^\]\s]+)\]:?[ \t]+(?=\S)", re.M)
_OBSIDIAN = re.compile(r"(?<!%)%%(?!%)([^%]+?)(?<!%)%%(?!%)")
_CRITIC = re.compile(
    r"\{--(?P<gone>.*?)--\}|\{\+\+(?P<new>.*?)\+\+\}|\{~~(?P<old>.*?)~>(?P<now>.*?)~~\}|\{>>(?P<said>.*?)<<\}"
    r"|\{==(?P<shown>.*?)==\}",
    re.S,
)
_MARKED = re.compile(r"(?<![=\w])==(?=\S)([^=\n]+?)(?<=\S)==(?![=\w])")
_CODE = re.compile(r"^\s*(```|~~~)")


@dataclass
class SiteText:
    """The text set right; its facts, what was left out of it, what is unsure, and the files that it asks for."""

    lines: list[str]
    facts: list[tuple[str, str]] = field(default_factory=list)
    asides: list[ExcludedText] = field(default_factory=list)
    doubts: list[SourceDoubt] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)

    def replace(self, pattern: re.Pattern[str], change: Any) -> None:
        """Change what a pattern finds, line breaks kept; `change` gets the match and its place."""
        whole = self.text

        def changed(found: re.Match[str]) -> str:
            origin = SourcePosition(line=whole.count("\n", 0, found.start()) + 1)
            made = str(change(found, origin))
            return made + "\n" * (found[0].count("\n") - made.count("\n"))

        self.lines = pattern.sub(changed, whole).split("\n")

    def doubt(self, message: str, hint: str, words: str, origin: SourcePosition) -> None:
        """Keep something unsure."""
        self.doubts.append(SourceDoubt(message=message, hint=hint, words=" ".join(words.split()), origin=origin))

    def aside(self, why: str, words: str, origin: SourcePosition) -> None:
        """Keep words that are not text."""
        if any(sign.isalnum() for sign in words):
            self.asides.append(ExcludedText(why=why, text=" ".join(words.split()), origin=origin))


def prepared(text: str, kind: str) -> SiteText:
    """A text in Markdown ("md") or reStructuredText ("rst"), with what its generator would do to it done or said."""
    made = SiteText(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    if kind == "md":
        _head(made)
    made.replace(_PUT_IN, lambda found, origin: _put_in(made, found, origin))
    _notes(made)
    if kind == "rst":
        made.replace(_NOTHING, lambda found, origin: _comment(made, found[1], origin))
    if kind == "md":
        for comment in (_COMMENT, _NOTED, _OBSIDIAN):
            made.replace(comment, lambda found, origin: _comment(made, found[1], origin))
        _critic(made)
        made.replace(_MACHINE, lambda found, origin: _machine(made, found[0], origin))
        made.replace(_MARKED, lambda found, origin: _marked(made, found[1], origin))
        made.lines = list(_remarks(made.lines))
    return made


def _notes(made: SiteText) -> None:
    """A note whose mark another note has already becomes a paragraph: pandoc would drop it."""
    seen: set[str] = set()

    def change(found: re.Match[str], origin: SourcePosition) -> str:
        if found["key"] in seen:
            made.aside("mark of a note", found["key"], origin)
            made.doubt("is a second note of the same mark", "put it where it belongs", found[0], origin)
            return "Note: "
        seen.add(found["key"])
        return found[0]

    made.replace(_NOTE, change)


def _head(made: SiteText) -> None:
    """The facts at the head, between lines of dashes or plus signs; people leave the first of these out."""
    lines = made.lines
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    opened = first < len(lines) and lines[first].strip() in ("---", "+++")
    start = first + 1 if opened else first
    closes = ("---", "...", "+++")
    end = next((at for at in range(start, min(len(lines), start + 60)) if lines[at].strip() in closes), 0)
    head = [line for line in lines[start:end] if line.strip() and not line.lstrip().startswith("#")]
    if not end or not head or not all(_KEY.match(line) or _BELOW.match(line) for line in head):
        return
    if not opened and (not _KEY.match(head[0]) or len(head) < 2 or _is_prose(head)):
        return
    made.facts = list(_facts(head))
    made.lines = [*lines[:first], *[""] * (end + 1 - first), *lines[end + 1 :]]


def _is_prose(head: list[str]) -> bool:
    """Whether lines above a rule read as text that happens to hold colons."""
    return any(len(line.split()) > 14 or (line.rstrip().endswith(":") and " " in line.strip()) for line in head)


def _facts(head: list[str]) -> Iterator[tuple[str, str]]:
    """Key and words of each fact; what is nested below a key is joined to its words."""
    key, said = "", ""
    for line in head:
        found = None if line[:1].isspace() or line.startswith("- ") else _KEY.fullmatch(line.rstrip())
        if found:
            if key:
                yield key, said.strip()
            key, said = found["key"].strip(), found["said"].strip().strip("\"'|>")
        else:
            said += " " + line.strip().removeprefix("- ").strip("\"'")
    if key:
        yield key, said.strip()


def _put_in(made: SiteText, found: re.Match[str], origin: SourcePosition) -> str:
    what = next((part for part in found.groupdict().values() if part), "another file").strip("\"' ")
    made.unread.append(f"{what}, which {origin} asks to be put in,")
    made.doubt(f"asks for {what} to be put in here", "add what it says by hand", found[0], origin)
    made.aside("a file to be put in", found[0], origin)
    return ""


def _comment(made: SiteText, words: str, origin: SourcePosition) -> str:
    made.aside("comment", words, origin)
    if len(words.split()) > 2 and "lint" not in words:
        made.doubt("is a comment", "settle it; it is in the report and in no clause", words, origin)
    return ""


def _machine(made: SiteText, words: str, origin: SourcePosition) -> str:
    made.aside("an instruction of a site generator", words, origin)
    return ""


def _marked(made: SiteText, words: str, origin: SourcePosition) -> str:
    hint = "look whether it is agreed text or a note to somebody"
    made.doubt("is highlighted in the source", hint, words, origin)
    return words


def _critic(made: SiteText) -> None:
    """Changes and comments in CriticMarkup: read as accepted, and one doubt for all of them."""
    said: list[str] = []
    first: list[SourcePosition] = []

    def change(found: re.Match[str], origin: SourcePosition) -> str:
        first.append(origin)
        gone, new = found["gone"] or found["old"] or "", found["new"] or found["now"] or ""
        said.extend(f"deleted “{gone}”" for _ in (gone,) if gone)
        said.extend(f"inserted “{new}”" for _ in (new,) if new)
        made.aside("deleted by a tracked change", gone, origin)
        if found["said"]:
            made.aside("comment", found["said"], origin)
            said.append(f"comment “{found['said']}”")
        return new or found["shown"] or ""

    made.replace(_CRITIC, change)
    if said:
        message = f"{len(said)} open changes by somebody without a name were taken as accepted: {'; '.join(said[:20])}"
        made.doubts.append(SourceDoubt(message=message, hint="look whether they were agreed", origin=first[0]))


def _remarks(lines: list[str]) -> Iterator[str]:
    """Remarks set apart, in three ways of writing them, as paragraphs that begin with their kind: "Note: …"."""
    inside, is_code, waiting, before = "", False, "", 0
    for line in lines:
        is_code = is_code != bool(_CODE.match(line))
        found = None if is_code else _opened(line)
        if found:
            yield waiting  # a remark without words
            inside, before = found
            waiting = _label(line)
            continue
        ends = inside == ":" and re.fullmatch(r"\s*:::+\s*", line)
        indented = line.startswith((" " * (before + 4), "\t"))
        if ends or (inside == "!" and line.strip() and not indented):
            inside, title, waiting = "", waiting, ""
            if ends:
                yield title if "**" in title else ""
                continue
        shown = line
        if inside == "!" and line.strip():
            shown = " " * before + (line[1:] if line.startswith("\t") else line[before + 4 :])
        if waiting and shown.strip(" >"):
            at = len(shown) - len(shown.lstrip(" >"))
            shown, waiting = shown[:at] + waiting + shown[at:], ""
        yield shown


def _opened(line: str) -> tuple[str, int] | None:
    """The sign of a remark that a line opens, and how far it is set in."""
    for sign, pattern in (("!", _REMARK), (">", _QUOTED), (":", _FENCED)):
        found = pattern.fullmatch(line)
        if found and (sign == "!" or found["kind"].lower() in _KINDS):
            return sign, len(found["lead"])
    return None


def _label(line: str) -> str:
    """What a remark begins with: its kind, and its title where it has one."""
    found = _REMARK.fullmatch(line) or _QUOTED.fullmatch(line) or _FENCED.fullmatch(line)
    if found is None:
        return ""
    kind, named = found["kind"].capitalize(), found.groupdict()
    title = (named.get("title") or named.get("named") or "").strip().strip('"').rstrip(".")
    return f"{kind}: **{title}.** " if title and title.lower() != kind.lower() else f"{kind}: "
