"""A draft -> the draft as readers see it, with typographic quotation marks. Adopted words keep the marks they have."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from clausebook.model.edition import Edition
from clausebook.text.inline import Run
from clausebook.text.quotation import typographic

_SAID = {"title", "label"}  # plain words of an edition; its other strings are names and addresses
Part = TypeVar("Part")


def set_for_readers(edition: Edition) -> Edition:
    """The words of a draft with typographic marks; its fingerprint stays that of the words as they are written."""
    return replace(edition, chapters=_set(edition.chapters)) if edition.is_draft else edition


def _set(part: Part) -> Part:
    made: Any = part
    if isinstance(part, tuple):
        made = _runs(part) if part and all(isinstance(one, Run) for one in part) else tuple(map(_set, part))
    elif is_dataclass(part) and not isinstance(part, type):
        found = {one.name: getattr(part, one.name) for one in fields(part)}
        new = {
            name: typographic(value) if isinstance(value, str) and name in _SAID else _set(value)
            for name, value in found.items()
        }
        changed = {name: value for name, value in new.items() if value is not found[name] and value != found[name]}
        made = replace(part, **changed) if changed else part
    result: Part = made
    return result


def _runs(runs: tuple[Any, ...]) -> tuple[Any, ...]:
    """The marks of a whole text at once, whatever the style of its parts. Code is as it was typed."""
    whole, at, made = typographic("".join(run.text for run in runs)), 0, []
    for run in runs:
        end = at + len(run.text)
        made.append(run if run.code else replace(run, text=whole[at:end]))
        at = end
    return tuple(made)
