"""The words of Markdown, reStructuredText and plain text as a second reader counts them, by other code than pandoc's.

Markdown by markdown-it; reStructuredText by a scanner that knows nothing but its marks; plain text as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING

from clausebook.model.documents.extracted import SEAM

if TYPE_CHECKING:
    from markdown_it.token import Token

_ATTRIBUTES = re.compile(r"(?<=[\])`*_}\s])\{[ \t]*(?:[.#][\w-]+|[\w-]+=(?:\"[^\"\n]*\"|\S+?)|[ \t])+[ \t]*\}")
_NOTE = re.compile(r"^([ \t>]*)\[\^([^\]\s]+)\]:", re.M)  # markdown-it takes a footnote for the address of a link
_FENCE = re.compile(r"^[ \t]*:{3,}[ \t]*\{[^{}\n]*\}[ \t]*$", re.M)
_TAG = re.compile(r"<!--|-->|<[/!?]?[a-zA-Z][^<>]*>")
_SILENT = re.compile(r"<(script|style)\b.*?</\1\s*>", re.I | re.S)
_TARGET = re.compile(r"^[ \t]*(?:\.\.[ \t]+_[^:\n]*:|__)[^\n]*$", re.M)
_OPTION = re.compile(r"^[ \t]+:[\w-]+:[^\n]*$", re.M)
_ROLE = re.compile(r":[\w:.+-]+:(?=`)|(?<=`):[\w:.+-]+:")
_ADDRESS = re.compile(r"(?<=\S)\s*<[^<>`\n]+>(?=`__?)")
_DIRECTIVE = re.compile(r"^([ \t]*)\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?[\w:.+-]+::", re.M)
_SUBSTITUTED = re.compile(r"^\.\.[ \t]+\|([^|\n]+)\|[ \t]+replace::[ \t]*(.*)$", re.M)
_PICTURE = re.compile(r"^([ \t]*)\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?(?:image|figure)::[^\n]*$", re.M)
_COUNT = re.compile(r"^([ \t]*)\(?(?:[a-zA-Z#]|\d{1,3}|[ivxIVX]{1,5})[.)](?=[ \t])", re.M)
_REFERRED = re.compile(r"\[(?:#?[\w-]*|\*)\]_|^\.\.[ \t]+\[(?:#?[\w-]*|\*)\]", re.M)  # to a note, and before it


def counted(text: str, kind: str) -> str:
    """The words of a text in Markdown ("md"), reStructuredText ("rst") or as it is ("txt")."""
    match kind:
        case "md":
            return " ".join(_markdown(text))
        case "rst":
            return _scanned(text)
        case _:
            return text


def _markdown(text: str) -> Iterator[str]:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    for key in {found[2] for found in _NOTE.finditer(text)}:
        text = re.sub(rf"(?<!^)\[\^{re.escape(key)}\](?!:)", "", text)
    text = _FENCE.sub("", _NOTE.sub(r"\1 ", _COUNT.sub(r"\1", _ATTRIBUTES.sub("", text))))
    for token in parser.parse(text):
        yield _words_of(token) if not token.children else SEAM.join(_words_of(child) for child in token.children)


def _words_of(token: Token) -> str:
    match token.type:
        case "html_block" | "html_inline":
            return unescape(_TAG.sub(" " if token.type == "html_block" else "", _SILENT.sub(" ", token.content)))
        case "softbreak" | "hardbreak":
            return " "
        case "code_block":  # pandoc may see text that goes on, with its characters written by their names
            return unescape(_TAG.sub(" ", token.content))
        case _:
            return token.content


def _scanned(text: str) -> str:
    """Without the names of directives and roles, options, and the addresses of links and pictures."""
    substituted = dict(_SUBSTITUTED.findall(text))
    text = _PICTURE.sub(r"\1", _SUBSTITUTED.sub("", text))
    for name, said in substituted.items():
        text = text.replace(f"|{name}|", said)
    for pattern in (_TARGET, _OPTION, _ROLE, _ADDRESS, _REFERRED, _COUNT):
        text = pattern.sub("", text)
    return _DIRECTIVE.sub(r"\1", text).replace("\\ ", "")
