"""The finished site -> redirects from old addresses, and a sitemap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from urllib.parse import urlsplit

from clausebook.formats.web import redirect_pages
from clausebook.model.publication import Publication

_HEAD = 4096  # bytes; a page's head, where robots are asked to stay away
_UNLISTED = b'<meta name="robots" content="noindex">'


def redirects(site: Mapping[str, bytes], publication: Publication) -> dict[str, bytes]:
    """Pages to add to a site, by path from its root; no page of the site is replaced."""
    return {path: page for path, page in redirect_pages(publication) if path not in site}


def sitemap(pages: Iterable[str], publication: Publication) -> dict[str, bytes]:
    """What tells robots of pages, by path from the root of the site."""
    home = (publication.school.policy_site or "").rstrip("/")
    if not home:
        return {}
    added = {"sitemap.xml": _sitemap(pages, home)}
    if not urlsplit(home).path:  # robots look for it at the top of a host only
        added["robots.txt"] = f"User-agent: *\nAllow: /\nSitemap: {home}/sitemap.xml\n".encode()
    return added


def listed_pages(site: Mapping[str, bytes]) -> Iterator[str]:
    """The pages of a site but those that robots are asked to leave alone, by path from its root."""
    for path, content in site.items():
        if path.endswith("index.html") and _UNLISTED not in content[:_HEAD]:
            yield path


def _sitemap(pages: Iterable[str], home: str) -> bytes:
    """All pages but those of drafts, by the form of sitemaps.org; without dates, which are not kept."""
    places = (page.removesuffix("index.html") for page in sorted(pages))
    lines = [f"<url><loc>{escape(f'{home}/{place}')}</loc></url>\n" for place in places]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{''.join(lines)}</urlset>\n".encode()
