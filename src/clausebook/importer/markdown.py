"""Runs -> the text a clerk edits: inline Markdown that reads back as the same runs, with variables in place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from clausebook.importer.list_markers import squeezed
from clausebook.text.addresses import unwrapped
from clausebook.text.inline import Inline, Run, inline, plain

_MARKS = re.compile(r"([\\`*_\[\]])")
_BRACES = re.compile(r"\{(?=[{%#])")
_MOST = 400  # signs of Markdown in one text: to read thousands takes the square of their number
TOKEN = "\ue000{}\ue001"  # stands for a variable while the words around it are written
_TOKENS = re.compile("\ue000([0-9]+)\ue001")
_LOOSE = re.compile("[\ue000\ue001]")


def written(runs: Inline, variables: Sequence[str] = ()) -> tuple[str, bool]:
    """The Markdown of the runs, and whether their style could be kept.

    A token "\\ue000n\\ue001" in the runs becomes the n-th variable. Escapes stand only where Markdown would else be
    read. Where no Markdown gives these runs (bold that ends inside a word before a bracket), the style is dropped.
    """
    if sum(run.text.count(sign) for run in runs for sign in "[]*_`\\") > _MOST:
        return _filled(_MARKS.sub(r"\\\1", plain(squeezed(runs))), variables), not any(
            run.bold or run.link for run in runs
        )
    wanted = _merged(tuple(replace(run, link=written_address(run.link)) for run in squeezed(runs)))
    for escaped in (False, True):
        text = "".join(_styled(run, escaped) for run in wanted)
        if _merged(inline(text)) == wanted:
            return _filled(text, variables), True
    bare = plain(wanted)
    text = bare if _merged(inline(bare)) == _merged((Run(bare),)) else _MARKS.sub(r"\\\1", bare)
    return _filled(text, variables), False


def _merged(runs: Inline) -> Inline:
    """Neighbours of one style as one run, blanks at the edge of a style moved out of it."""
    moved = [piece for run in runs for piece in _edges(run)]
    style = lambda run: (run.bold, run.italic, run.code, run.link)  # noqa: E731
    joined = [Run("".join(run.text for run in group), *key) for key, group in groupby(moved, key=style)]
    return tuple(run for run in joined if run.text)


def _edges(run: Run) -> list[Run]:
    if not (run.bold or run.italic or run.code or run.link):
        return [run]
    words = run.text.strip(" ")
    if not words:
        return [Run(run.text)]
    start = run.text.index(words)
    before, after = run.text[:start], run.text[start + len(words) :]
    inner = Run(words, run.bold, run.italic, run.code, run.link)
    return [*([Run(before)] if before else []), inner, *([Run(after)] if after else [])]


def _styled(run: Run, escaped: bool) -> str:
    text = run.text
    if run.code and "`" not in text:
        text = f"`{text}`"
    elif escaped:
        text = _MARKS.sub(r"\\\1", text)
    if run.italic:
        text = f"*{text}*"
    if run.bold:
        text = f"**{text}**"
    return f"[{text}]({written_address(run.link)})" if run.link else text


def written_address(link: str) -> str:
    """An address as it is written between the brackets of a link."""
    return (unwrapped(link) or link).replace(" ", "%20").replace("(", "%28").replace(")", "%29")


def _filled(text: str, variables: Sequence[str]) -> str:
    """The text with its variables; braces that the source itself has are kept from being read as variables."""
    return _TOKENS.sub(lambda found: variables[int(found[1])], _BRACES.sub("{{ '{' }}", text))


def clean(text: str) -> str:
    """No private characters that could be taken for tokens of ours."""
    return _LOOSE.sub("", text)
