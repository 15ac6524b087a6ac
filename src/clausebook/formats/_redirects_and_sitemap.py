"""The finished site -> redirects from old addresses, and a sitemap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from urllib.parse import urlsplit

from clausebook.formats.web import redirect_pages
from clausebook.model.publication import Publication

_HEAD = 4096  # bytes; a page's head, where robots are asked to stay away
_UNLISTED = b'<meta name="robots" content="noindex">'


def redirects_and_sitemap(site: Mapping[str, bytes], publication: Publication) -> dict[str, bytes]:
    """Files to add to a site, by path from its root; no page of the site is replaced."""
    added = {path: page for path, page in redirect_pages(publication) if path not in site}
    home = (publication.school.policy_site or "").rstrip("/")
    if home:
        added["sitemap.xml"] = _sitemap(site, home)
        if not urlsplit(home).path:  # robots look for it at the top of a host only
            added["robots.txt"] = f"User-agent: *\nAllow: /\nSitemap: {home}/sitemap.xml\n".encode()
    return added


def _sitemap(site: Mapping[str, bytes], home: str) -> bytes:
    """All pages but those of drafts, by the form of sitemaps.org; without dates, which are not kept."""
    lines = [f"<url><loc>{escape(f'{home}/{page}')}</loc></url>\n" for page in _listed(site)]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{''.join(lines)}</urlset>\n".encode()


def _listed(site: Mapping[str, bytes]) -> Iterator[str]:
    for path in sorted(site):
        if path.endswith("index.html") and _UNLISTED not in site[path][:_HEAD]:
            yield path.removesuffix("index.html")
