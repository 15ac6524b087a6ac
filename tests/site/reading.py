"""Built pages read back: the adopted words in order, every address that can be linked to, every link."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
BLOCKS = {"p", "li", "dt", "dd", "th", "td", "caption", "h1", "h2", "h3", "div", "ol", "ul", "section", "article"}
OURS = "data-engine"


@dataclass
class Page:
    """What one page holds. `elements` counts what stands inside the article, `texts` are its adopted paragraphs."""

    texts: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    elements: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    title: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[tuple[str, bool, bool]] = []  # tag, inside the article, added by the engine
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.page.ids += [given["id"]] if "id" in given else []
        self.page.links += [given[name] for name in ("href", "src") if name in given]
        inside = tag == "article" or (bool(self.open) and self.open[-1][1])
        ours = OURS in given or (bool(self.open) and self.open[-1][2])
        if inside:
            self.page.elements.append((tag, given))
        if tag in BLOCKS:
            self._end_text()
        if tag not in VOID:
            self.open.append((tag, inside, ours))

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._end_text()
        if any(name == tag for name, _, _ in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] == "title":
            self.page.title += data
        if self.open and self.open[-1][1] and not self.open[-1][2]:
            self.text += data

    def _end_text(self) -> None:
        if self.text.strip():
            self.page.texts.append(plain(self.text))
        self.text = ""


def plain(text: str) -> str:
    """Text as a browser shows it: HTML's white space collapsed, every other blank kept."""
    return re.sub("[ \t\n\f\r]+", " ", text).strip(" ")


def read(html: bytes) -> Page:
    """One page, read."""
    reader = _Reader()
    reader.feed(html.decode("utf-8"))
    reader.close()
    return reader.page


def broken(files: Mapping[str, bytes]) -> Iterator[str]:
    """Links to files or anchors that are not there, and ids that a page gives twice, one a line."""
    pages = {path: read(content) for path, content in files.items() if path.endswith(".html")}
    for path, page in pages.items():
        yield from (f"{path}: id {one} twice" for one in sorted({one for one in page.ids if page.ids.count(one) > 1}))
        if path.endswith("404.html"):
            continue  # answers for every address, so its links start from the top
        for link in page.links:
            yield from (f"{path}: {link}: {why}" for why in _wrong(path, link, files, pages))


def _wrong(path: str, link: str, files: Mapping[str, bytes], pages: Mapping[str, Page]) -> Iterator[str]:
    parts = urlsplit(link)
    if parts.scheme in ("http", "https", "mailto", "tel"):
        return
    if parts.scheme or parts.netloc or link.startswith("/"):
        yield "leads out of the site"
        return
    target = path
    if parts.path:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
        target = posixpath.join(target, "index.html") if parts.path.endswith(("/", "..", ".")) else target
        target = target.removeprefix("./")
    if target not in files:
        yield f"no file {target}"
    elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
        yield "no such anchor"
