"""Finish what the generator made: fill the slots, and point addresses at the root that all sites share."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

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
