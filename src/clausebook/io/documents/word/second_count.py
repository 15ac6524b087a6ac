"""The words of a whole Word file, counted without its reader: every part, tag by tag, in the order of the file."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from clausebook.io.documents.word.package import Package
from clausebook.model.documents.extracted import SEAM

# Parts that show no words on a page: what styles are called, building blocks, data that fields are bound to.
_SILENT = re.compile(
    r"(?:styles|stylesWithEffects|settings|webSettings|fontTable|numbering|comments\w+|people)\.xml|theme\d*\.xml"
    r"|(?:colors|layout|quickStyle|drawing|style)\d*\.xml"
)
_TAG = re.compile(
    rb"<(?P<close>/?)(?:(?P<space>[\w.-]+):)?(?P<name>[\w.-]+)(?P<rest>[^<>]*?)(?P<empty>/?)>(?P<text>[^<]*)"
)
_TEXTS = (b"t", b"delText")
_BREAKS = (b"p", b"tab", b"br", b"cr", b"tc", b"tr")
_ENTITY = re.compile(r"&(?:#(\d+)|#x([0-9a-fA-F]+)|(lt|gt|amp|quot|apos));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


def counted_words(package: Package) -> Iterator[str]:
    """The words of each part that pages show, one text a part; of headers and footers that say the same, one."""
    margins: set[str] = set()
    home = posixpath.dirname(package.main)
    for path in sorted(package.parts):
        folder, file = posixpath.split(path)
        inside = (
            (folder == home or folder.startswith(f"{home}/"))
            and "/glossary" not in folder
            and not folder.endswith("_rels")
        )
        if inside and file.endswith(".xml") and not _SILENT.fullmatch(file):
            words = "".join(_words(package.parts[path]))
            is_margin = file.startswith(("header", "footer"))
            said = " ".join(words.replace(SEAM, "").split())
            if said and not (is_margin and said in margins):
                yield words
            margins.update([said] if is_margin else [])


def _words(data: bytes) -> Iterator[str]:
    """The words; of two ways to draw one thing only the first, as in the text."""
    fallback = 0
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    if encoding != "utf-8":
        data = data.decode(encoding, "replace").encode("utf-8")
    for tag in _TAG.finditer(data):
        name, closes, empty = tag["name"], bool(tag["close"]), bool(tag["empty"])
        if name == b"Fallback":
            fallback += 0 if empty else (-1 if closes else 1)
        if fallback:
            continue
        if name in _TEXTS and not closes and not empty:
            yield _read(tag["text"])
        elif name in _BREAKS:
            yield " "
        elif name == b"noBreakHyphen":
            yield "-"
        elif name == b"r" and closes:
            yield SEAM


def _read(text: bytes) -> str:
    return _ENTITY.sub(
        lambda found: chr(int(found[1])) if found[1] else chr(int(found[2], 16)) if found[2] else _NAMED[found[3]],
        text.decode("utf-8", "replace"),
    )
