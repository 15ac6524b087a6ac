"""The HTML of a page -> its adopted words in order, and the elements that hold them."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from clausebook.text.records import dataclass

ENGINE = "data-engine"  # the mark of what is not adopted
LETTER = "letter"
INLINE = {"a", "span", "strong", "em", "b", "i", "code", "small", "sub", "sup", "abbr", "mark", "u", "q", "cite", "kbd"}
INLINE |= {"del", "ins", "s", "strike", "bdo", "bdi", "font", "var", "samp", "tt", "big", "dfn", "time", "data"}
SCRIPTED = "js"  # the class that scripts give to a page when they begin, which style sheets ask for
_BESIDE = {"sides", "hidden", "reasons"}  # the same side by side, what only a voice says, and why
_SHOWN = {"running", "points"}
SILENT = {"script", "style", "template", "noscript", "head"}


@dataclass(frozen=True)
class Page:
    """One page of the site: its tree, and the element that holds the adopted words."""

    root: Any
    article: Any

    @property
    def sheets(self) -> list[str]:
        """The addresses of its style sheets, in order."""
        return [
            str(one.get("href", "")) for one in self.root.iter("link") if "stylesheet" in (one.get("rel") or "").split()
        ]

    @property
    def own_sheets(self) -> list[str]:
        """The style sheets that the page itself holds."""
        return [one.text or "" for one in self.root.iter("style")]


@lru_cache(maxsize=2)  # its words and its look are asked for one after the other
def page_of(html: bytes) -> Page:
    """A page as a tree. Raises ValueError where it has no article, or several."""
    from lxml import etree

    try:
        root = etree.fromstring(html, etree.HTMLParser(encoding="utf-8"))
    except etree.XMLSyntaxError as wrong:
        raise ValueError(f"it cannot be read ({wrong})") from wrong
    if root is None:
        raise ValueError("it is empty")
    root.set("class", f"{root.get('class') or ''} {SCRIPTED}")
    articles = list(root.iter("article"))
    if len(articles) != 1:
        raise ValueError(f"it has {len(articles) or 'no'} article{'s' if len(articles) > 1 else ''}")
    return Page(root, articles[0])


def is_adopted(element: Any) -> bool:
    """Whether an element, by itself, is not marked as the engine's; the letters of items count as adopted."""
    if not isinstance(element.tag, str) or element.tag in SILENT:
        return False
    return element.get(ENGINE) is None or LETTER in (element.get("class") or "").split()


def classes(element: Any) -> set[str]:
    """The classes of an element; none of a comment."""
    return set((element.get("class") or "").split()) if isinstance(element.tag, str) else set()


def text_of(element: Any, *, engine: bool = False) -> str:
    """The words below an element, those of blocks apart from one another; with `engine` the engine's as well."""
    return "".join(_pieces(element, engine))


def _pieces(element: Any, engine: bool) -> Iterator[str]:
    block = element.tag not in INLINE
    if block:
        yield " "
    yield element.text or ""
    for child in element:
        if is_adopted(child) or (engine and isinstance(child.tag, str) and child.tag not in SILENT):
            yield from _pieces(child, engine)
        yield child.tail or ""
    if block or LETTER in (element.get("class") or "").split():
        yield " "


def holders(article: Any) -> Iterator[Any]:
    """Every element of the adopted part that has words of its own."""
    waiting = [article]
    while waiting:
        element = waiting.pop()
        own = [element.text, *(child.tail for child in element)]
        if any(text and text.strip() for text in own):
            yield element
        waiting += [child for child in element if is_adopted(child)]


def without_likenesses(html: bytes) -> Page:
    """A review's page with one of each kind of neighbours alone, and without what it says a second time.

    What style sheets do to a thousand changes is so seen in a few: not what they do to the seventh of them only.
    """
    root = deepcopy(page_of(html).root)
    page = Page(root, next(root.iter("article")))
    _prune(_likeness(page.article, {}))
    return page


@dataclass(frozen=True, slots=True)
class _Like:
    """An element, a number that those like it share, and the same of what it holds."""

    element: Any
    number: int
    inner: tuple[_Like, ...]


def _prune(like: _Like) -> None:
    seen = set[int]()
    for child in like.inner:
        if child.number in seen or not _BESIDE.isdisjoint((child.element.get("class") or "").split()):
            _drop(child.element)
        else:
            seen.add(child.number)
            _prune(child)


def _drop(element: Any) -> None:
    """Take an element out, and leave the words behind it."""
    before, around, words = element.getprevious(), element.getparent(), element.tail
    if words and before is not None:
        before.tail = (before.tail or "") + words
    elif words:
        around.text = (around.text or "") + words
    around.remove(element)


def _likeness(element: Any, known: dict[object, int]) -> _Like:
    inner = tuple(_likeness(child, known) for child in element if isinstance(child.tag, str))
    own = sorted((key, value) for key, value in element.items() if key not in ("id", "href", "aria-labelledby"))
    has_words = bool((element.text or "").strip())
    kind = (element.tag, tuple(own), has_words, tuple(dict.fromkeys(one.number for one in inner)))
    return _Like(element, known.setdefault(kind, len(known)), inner)


def holders_of_changes(article: Any) -> Iterator[Any]:
    """Every element with words of its own that shows what became of a clause: its heading, its text and its points."""
    for entry in article.iter("section"):
        if "change" in (entry.get("class") or "").split():
            for part in entry.iter():
                shows = part.tag == "h3" or not _SHOWN.isdisjoint((part.get("class") or "").split())
                if isinstance(part.tag, str) and shows:
                    yield from holders(part)


def structure(page: Page) -> str:
    """A digest of the tree without its words: where it is the same, style sheets show it in the same way."""
    hashed = sha256()
    for element in page.root.iter():
        if isinstance(element.tag, str):
            hashed.update(repr((element.tag, sorted(element.items()), bool((element.text or "").strip()))).encode())
            hashed.update(b"<" if len(element) else b">")
    for own in page.own_sheets:
        hashed.update(own.encode("utf-8", "surrogatepass"))
    return hashed.hexdigest()


def names(page: Page) -> frozenset[str]:
    """Every tag, class, id and attribute of the tree, as style sheets write them: li .point #rules.b [dir=ltr."""
    found = set[str]()
    for element in page.root.iter():
        if isinstance(element.tag, str):
            found.add(element.tag.lower())
            for name, value in element.items():
                found.update((f"[{name.lower()}", f"[{name.lower()}={value.lower()}"))
            found.update(f".{name}" for name in (element.get("class") or "").split())
            found.add(f"#{element.get('id')}")
    return frozenset(found)


def resolved(address: str, page: str) -> str:
    """The path of a style sheet below the roof of the site, as a page names it; "" for one of another host."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return ""
    folder = page.split("/")[:-1] if not parts.path.startswith("/") else []
    for step in parts.path.split("/"):
        if step == "..":
            folder = folder[:-1]
        elif step not in ("", "."):
            folder.append(step)
    return "/".join(folder)
