"""mkdocs with mkdocs-material: build the staged site in this process, without a clock, and fill its slots."""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clausebook.errors import UserError
from clausebook.io.cache import digest, digest_files
from clausebook.text.records import dataclass

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig

_ENVIRONMENTS: dict[str, jinja2.Environment] = {}  # the last one
_JSON = re.compile(rb"(?m)^extra: (\{.*\})$")
_NO_CLOCK = "315532800"  # 1 January 1980, the earliest date that every archive format can hold


def run(staging: Path, cache: Path, whole: bool, kept: Kept) -> Kept:
    """Build staging/mkdocs.yml into staging/site, and give all its pages.

    A page in `kept` of the same Markdown, among the same pages, is not made again. Without `whole` only pages are made:
    a site below the site root shares the assets of that one. Raises UserError with the generator's own words if it
    warns.
    """
    from mkdocs.exceptions import MkDocsException

    with _no_clock(), _warnings() as said:
        try:
            config = _settings(staging / "mkdocs.yml")
            pages = _build(config, _environment(config, staging, cache / "theme"), whole, kept)
        except (MkDocsException, SystemExit) as refusal:
            raise UserError(f"the site generator refused: {'; '.join(said) or refusal}", "look at site/") from refusal
    if said:
        raise UserError(f"the site generator warned: {'; '.join(said)}", "look at site/ and templates/web/")
    return pages


def _settings(path: Path) -> MkDocsConfig:
    """The settings of a site. What is long in them is a line of JSON: Python's YAML takes a hundred times as long."""
    from mkdocs.config import load_config

    text = path.read_bytes()
    extra = None
    if line := _JSON.search(text):
        with suppress(ValueError):  # a school's own may be YAML
            extra = json.loads(line[1])
            text = text[: line.start()] + text[line.end() :]
    return load_config(BytesIO(text), config_file_path=str(path), strict=True, extra=extra)


def _build(config: MkDocsConfig, env: jinja2.Environment, whole: bool, kept: Kept) -> Kept:
    """The steps of mkdocs.commands.build.build, without plug-ins, for those pages that are not kept."""
    from mkdocs.commands import build
    from mkdocs.structure.files import get_files, set_exclusions
    from mkdocs.structure.nav import get_navigation

    files = get_files(config)
    if whole:
        files.add_files_from_theme(env, config)
    set_exclusions(files, config)
    nav = get_navigation(files, config)
    found = {}
    for file in files.documentation_pages():
        assert file.page is not None
        found[file.src_uri] = file.page
        if "title" not in vars(file.page) and file.page in nav.pages:  # its own Markdown says what the others call it
            build._populate_page(file.page, config, files)
    titles = digest(*(str(page.title) for page in nav.pages))
    keys = {name: digest(titles, page.file.content_bytes) for name, page in found.items()}
    missing = {name for name, key in keys.items() if name not in kept or kept[name].key != key}
    for name, page in found.items():
        if name not in missing:
            page.present_anchor_ids = set(kept[name].anchors)
            page.links_to_anchors = {found[to].file: dict(links) for to, links in kept[name].links.items()}
        elif page.content is None:
            build._populate_page(page, config, files)
    if whole:
        files.copy_static_files()
        for template in config.theme.static_templates:
            build._build_theme_template(template, env, files, config, nav)
    documents = files.documentation_pages()
    made = {}
    for name, page in found.items():
        if name in missing:
            build._build_page(page, config, documents, nav, env)
            links = {to.src_uri: dict(names) for to, names in (page.links_to_anchors or {}).items()}
            html = Path(page.file.abs_dest_path).read_bytes()
            made[name] = SitePage(
                keys[name], page.file.dest_uri, html, tuple(sorted(page.present_anchor_ids or ())), links
            )
        else:
            made[name] = kept[name]
    for page in found.values():
        page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
    return made


def _environment(config: MkDocsConfig, staging: Path, cache: Path) -> jinja2.Environment:
    """The theme's Jinja environment, one for all sites of a process that look alike, with compiled templates kept.

    Icons are not listed. Without this, most of a build's time goes into compiling the same 41 templates and listing
    14,500 icons.
    """
    from jinja2 import FileSystemBytecodeCache

    overrides = {path.name: path.read_bytes() for path in (staging / "overrides").rglob("*") if path.is_file()}
    key = digest(*config.theme.dirs, str(config.theme.locale), str(cache), digest_files(overrides))
    cache.mkdir(parents=True, exist_ok=True)
    if key not in _ENVIRONMENTS:
        env = config.theme.get_env()
        env.bytecode_cache = FileSystemBytecodeCache(str(cache))
        env.list_templates = _without_icons(env)  # type: ignore[method-assign]
        _ENVIRONMENTS.clear()
        _ENVIRONMENTS[key] = env
    return _ENVIRONMENTS[key]


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


_LISTED = "pages.json"
# the site root's own addresses, in a scheme of ours that no generator rewrites: site:acceptable-use/2018/
_ROOF_ADDRESS = re.compile(rb'site:(?<=["\']site:)([^"\']*)')
# the theme's files as a page refers to them, from whatever depth: ../assets/…
_ASSET = re.compile(rb'(["\'])(?:\.\./|\./)*assets/')
_SLOT = re.compile(rb'<div data-slot="([a-z0-9-]+)"></div>')
# answers for every address, so its links start from the top of the host, as the generator wrote them
_ANYWHERE = "404.html"
_TOP = re.compile(rb'href="([^"]*)assets/')
_TOP_ONLY = ("assets/", _ANYWHERE)


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page as the generator made it, by a key of its Markdown and of what the pages around it are called.

    Besides, its path, the places in it that can be linked to, and the places on other pages that it links to.
    """

    key: str
    path: str
    html: bytes
    anchors: tuple[str, ...]
    links: Mapping[str, Mapping[str, str]]


Kept = Mapping[str, SitePage]  # the pages of a site by their Markdown file


def to_files(kept: Kept) -> dict[str, bytes]:
    """Pages as files of the cache."""
    listed = {name: [page.key, page.path, page.anchors, page.links] for name, page in kept.items()}
    return {_LISTED: json.dumps(listed).encode()} | {page.path: page.html for page in kept.values()}


def from_files(files: Mapping[str, bytes]) -> Kept:
    """The pages that are kept; none where they cannot be read."""
    with suppress(ValueError, KeyError, TypeError, AttributeError):
        listed = json.loads(files.get(_LISTED, b"{}"))
        return {
            name: SitePage(key, path, files[path], tuple(anchors), links)
            for name, (key, path, anchors, links) in listed.items()
        }
    return {}


def own(made: Mapping[str, bytes], depth: int) -> dict[str, bytes]:
    """What a site has of its own, `depth` folders below the site root (0 is the site root itself).

    Assets are the site root's alone: fifty policies with eight editions each would carry four hundred copies.
    """
    return {path: content for path, content in made.items() if not (depth and path.startswith(_TOP_ONLY))}


def finish(made: Mapping[str, bytes], slots: Mapping[str, bytes], depth: int) -> dict[str, bytes]:
    """The site's files as they are published, `depth` folders below the site root, with every slot filled."""
    return {
        path: _page(path, content, slots, depth) if path.endswith(".html") else content
        for path, content in made.items()
    }


def _page(path: str, html: bytes, slots: Mapping[str, bytes], depth: int) -> bytes:
    up = _top_of(html) if path == _ANYWHERE else b"../" * (path.count("/") + depth)
    html = _SLOT.sub(lambda slot: slots.get(slot[1].decode(), b""), html)
    html = _ASSET.sub(lambda found: found[1] + up + b"assets/", html)
    return _ROOF_ADDRESS.sub(lambda found: up + found[1] or b"./", html)


def _top_of(html: bytes) -> bytes:
    found = _TOP.search(html)
    return found[1] if found else b"/"
