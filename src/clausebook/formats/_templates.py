"""Templates as the formats use them: compiled once a process, and kept between builds where that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment

Keep = Callable[[str], "BytecodeCache | None"]  # by the name of a way of writing templates
_keepers: list[Keep] = []


def keep_compiled(keep: Keep) -> None:
    """Keep what templates compile to in these caches, one for each way of writing them."""
    _keepers[:] = [keep]
    _environment.cache_clear()


def environment(way: str, sources: Mapping[str, bytes], **options: Any) -> Environment:
    """Jinja over some files in UTF-8, strict about values that are not there. One for the same files and options."""
    return _environment(way, tuple(sorted(sources.items())), tuple(sorted(options.items())))


@lru_cache(maxsize=64)
def _environment(way: str, sources: tuple[tuple[str, bytes], ...], options: tuple[tuple[str, Any], ...]) -> Environment:
    from jinja2 import DictLoader, Environment, StrictUndefined

    texts = {name: content.decode("utf-8") for name, content in sources}
    kept = _keepers[0](way) if _keepers else None
    return Environment(loader=DictLoader(texts), undefined=StrictUndefined, bytecode_cache=kept, **dict(options))
