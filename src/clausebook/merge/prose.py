"""Three versions of a text -> one, sentence by sentence; and how a text is written down in YAML."""

from __future__ import annotations

import json

from clausebook.merge.order import MergedMember, merge_order, pairs_of
from clausebook.merge.tree import YamlNode
from clausebook.text.records import dataclass
from clausebook.text.sentences import lines

LINE = 100  # characters; a longer text is folded


@dataclass(frozen=True, slots=True)
class DivergedSentence:
    """A sentence of which the two sides have different versions; "" for a side that took it out."""

    ours: str
    theirs: str


Unit = str | DivergedSentence


def merge_texts(base: str, ours: str, theirs: str) -> list[Unit] | None:
    """The sentences of the merged text, or None where the two sides set the sentences in different orders."""
    rows = [list(lines(text)) for text in (base, ours, theirs)]
    pairs = pairs_of("body", *([YamlNode("text", 0, (), ("", text)) for text in row] for row in rows))
    woven, contested = merge_order(
        (len(rows[0]), len(rows[1]), len(rows[2])), pairs, lambda slot: "".join(map(str, _of(slot, rows)))
    )
    if contested:
        return None
    units = [unit for slot in woven if (unit := _unit(*_of(slot, rows))) != ""]
    return units


def _of(slot: MergedMember, rows: list[list[str]]) -> tuple[str | None, str | None, str | None]:
    base, ours, theirs = slot.base, slot.ours, slot.theirs
    return (
        None if base is None else rows[0][base],
        None if ours is None else rows[1][ours],
        None if theirs is None else rows[2][theirs],
    )


def _unit(base: str | None, ours: str | None, theirs: str | None) -> Unit:
    if ours == theirs:
        return ours or ""
    if base is None:
        return DivergedSentence(ours, theirs) if ours is not None and theirs is not None else ours or theirs or ""
    if ours == base:
        return theirs or ""
    if theirs == base:
        return ours or ""
    return DivergedSentence(ours or "", theirs or "")


# ---- how a text is written down


def written(value: str, style: str, before: int) -> tuple[str, list[str]]:
    """What is behind the key or dash, and the lines below it, not yet indented.

    The text keeps its style where that can hold it; a long one is folded, one sentence a line. `before` is how many
    characters are in front of it.
    """
    if (style == ">" or before + len(value) > LINE) and foldable(value):
        return folded_head(value), list(lines(value.rstrip("\n")))
    if style == "" and _is_plain(value):
        return value, []
    if style == "'" and "\n" not in value:
        return "'" + value.replace("'", "''") + "'", []
    return json.dumps(value, ensure_ascii=False), []


def folded_head(value: str) -> str:
    """The mark of a folded text, by whether it ends with a line end."""
    return ">" if value.endswith("\n") else ">-"


def foldable(value: str) -> bool:
    """Whether a text can be folded and come back the same: it has no line ends inside and no blanks at its ends."""
    text = value.removesuffix("\n")
    return bool(text) and "\n" not in text and text == text.strip()


def _is_plain(value: str) -> bool:
    """Whether YAML reads these words, without quotes, as this very text."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    if value != value.strip() or "\n" in value:
        return False
    try:
        return bool(YAML(typ="safe", plug_ins=[]).load(f"- {value}\n- key: {value}\n") == [value, {"key": value}])
    except (YAMLError, ValueError):
        return False
