"""Door to mkdocs with mkdocs-material: build the staged site in this process, strictly, and without a clock."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clausebook.errors import UserError

if TYPE_CHECKING:
    import jinja2

_NO_CLOCK = "315532800"  # 1 January 1980, the earliest date that every archive format can hold


def run(staging: Path, cache: Path) -> None:
    """Build staging/mkdocs.yml into staging/site. Raises UserError with the generator's own words if it warns."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    with _no_clock(), _warnings() as said:
        try:
            config = load_config(config_file=str(staging / "mkdocs.yml"), strict=True)
            config.theme.get_env = _quick(config.theme.get_env, cache / "theme")  # type: ignore[method-assign]
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
            config.plugins.on_shutdown()
        except (MkDocsException, SystemExit) as refusal:
            raise UserError(f"the site generator refused: {'; '.join(said) or refusal}", "look at site/") from refusal
    if said:
        raise UserError(f"the site generator warned: {'; '.join(said)}", "look at site/ and templates/web/")


def _quick(get_env: Callable[[], jinja2.Environment], cache: Path) -> Callable[[], jinja2.Environment]:
    """The theme's Jinja environment, made once a build, with compiled templates kept and icons not listed.

    Without this, most of a build's time goes into compiling the same 41 templates and listing 14,500 icons.
    """
    from jinja2 import FileSystemBytecodeCache

    cache.mkdir(parents=True, exist_ok=True)
    made: list[jinja2.Environment] = []

    def quick() -> jinja2.Environment:
        if not made:
            env = get_env()
            env.bytecode_cache = FileSystemBytecodeCache(str(cache))
            env.list_templates = _without_icons(env)  # type: ignore[method-assign]
            made.append(env)
        return made[0]

    return quick


def _without_icons(env: jinja2.Environment) -> Callable[..., list[str]]:
    """A listing of the theme's files that does not walk into its folder of icons, which are never copied."""

    def names(extensions: Any = None, filter_func: Callable[[str], bool] | None = None) -> list[str]:
        found: set[str] = set()
        for folder in getattr(env.loader, "searchpath", ()):
            found.update(_walk(Path(folder)))
        return sorted(name for name in found if filter_func is None or filter_func(name))

    return names


def _walk(folder: Path) -> Iterator[str]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".") and name != "__pycache__"]
        yield from ((Path(parent) / name).relative_to(folder).as_posix() for name in names)


@contextmanager
def _no_clock() -> Iterator[None]:
    """mkdocs and its plug-ins take the date of a build from here, so that two builds give the same bytes."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = _NO_CLOCK
    # mkdocs-material prints an advertisement for itself otherwise
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


class _Listener(logging.Handler):
    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.said = said

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Everything mkdocs warns of, collected and kept off the terminal."""
    said: list[str] = []
    logger, listener = logging.getLogger("mkdocs"), _Listener(said)
    spread = logger.propagate
    logger.addHandler(listener)
    logger.propagate = False
    try:
        yield said
    finally:
        logger.removeHandler(listener)
        logger.propagate = spread
