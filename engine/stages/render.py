"""Editions -> artefacts. Finds the formats by walking engine/formats; each shows an edition in its own way."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from engine import formats
from engine.model.artefact import Artefact
from engine.model.edition import Edition
from engine.model.publication import Publication

Render = Callable[[Edition, Publication], Iterator[Artefact]]
Gather = Callable[[Publication], Iterator[Artefact]]


@dataclass(frozen=True, slots=True)
class Format:
    """One output format. `alone` says that what it renders depends on the edition and the templates only."""

    name: str
    render: Render
    gather: Gather | None
    alone: bool


@cache
def all_formats() -> tuple[Format, ...]:
    """Every format, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(formats.__path__) if not module.name.startswith("_"))
    return tuple(_format(name) for name in names)


def _format(name: str) -> Format:
    module = importlib.import_module(f"{formats.__name__}.{name}")
    return Format(name, module.render, getattr(module, "gather", None), bool(getattr(module, "ALONE", False)))
