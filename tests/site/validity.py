"""What is wrong with a page as HTML: parse errors, and the rules on elements and attributes that a parser lets pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from justhtml import JustHTML
from lxml import html

_REQUIRED = {
    "img": ("alt",),
    "html": ("lang",),
    "input": ("type",),
    "label": (),
    "th": ("scope",),
    "optgroup": ("label",),
    "area": ("alt",),
    "iframe": ("title",),
}
_REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers", "list", "form")
_CHILDREN = {
    "ul": {"li", "script", "template"},
    "ol": {"li", "script", "template"},
    "dl": {"dt", "dd", "div", "script", "template"},
    "tr": {"td", "th", "script", "template"},
    "tbody": {"tr", "script", "template"},
    "thead": {"tr", "script", "template"},
    "select": {"option", "optgroup", "hr", "script", "template"},
}
_INTERACTIVE = ("a", "button", "input", "select", "textarea", "summary", "label")
_PHRASING_ONLY = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "span", "a", "summary", "label", "dt", "small", "strong")
_FLOW = ("div", "ul", "ol", "dl", "table", "section", "article", "nav", "form", "fieldset", "aside", "details", "p")
_ALLOWED_INSIDE = {"a", "dt"}  # flow is fine in dt, and in a link where its own parent takes it


def faults(page: bytes) -> Iterator[str]:
    """Everything found, one a line."""
    for scripts in (True, False):
        found = JustHTML(page, sanitize=False, collect_errors=True, scripting_enabled=scripts).errors
        yield from (f"{one.line}:{one.column}: {one.code}" for one in found)
    tree = html.document_fromstring(page.decode("utf-8"))
    yield from _ids(tree)
    yield from _document(tree)
    for element in tree.iter():
        if isinstance(element.tag, str):
            yield from _element(element)


def _ids(tree: html.HtmlElement) -> Iterator[str]:
    ids = Counter(str(id) for id in tree.xpath("//@id"))
    yield from (f"id {id} is there {count} times" for id, count in ids.items() if count > 1)
    yield from (f"id {id!r} is empty or has blanks" for id in ids if not id or any(char.isspace() for char in id))
    for element in tree.xpath("//*[" + " or ".join(f"@{name}" for name in _REFERENCES) + "]"):
        for name in _REFERENCES:
            for target in (element.get(name) or "").split():
                if target not in ids:
                    yield f"<{element.tag} {name}={target!r}> names nothing"


def _document(tree: html.HtmlElement) -> Iterator[str]:
    headings = [int(one.tag[1]) for one in tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    if headings.count(1) != 1:
        yield f"{headings.count(1)} main headings"
    seen = [0, *headings]
    yield from (
        f"a heading of level {b} after one of level {a}" for a, b in zip(seen, headings, strict=False) if b > a + 1
    )
    if not "".join(tree.xpath("//head/title/text()")).strip():
        yield "no title"
    if len(tree.xpath("//main|//*[@role='main']")) != 1:
        yield "not one main part"


def _element(element: html.HtmlElement) -> Iterator[str]:
    tag = str(element.tag)
    yield from (f"<{tag}> without {name}" for name in _REQUIRED.get(tag, ()) if element.get(name) is None)
    if tag == "a" and element.get("href") == "":
        yield "<a> that leads nowhere"
    for child in element:
        if tag in _CHILDREN and isinstance(child.tag, str) and child.tag not in _CHILDREN[tag]:
            yield f"<{child.tag}> straight in <{tag}>"
        if tag in _PHRASING_ONLY and tag not in _ALLOWED_INSIDE and child.tag in _FLOW:
            yield f"<{child.tag}> in <{tag}>"
    if tag in _INTERACTIVE and tag != "label":
        outer = next((one.tag for one in element.iterancestors() if one.tag in ("a", "button", "summary")), None)
        if outer:
            yield f"<{tag}> in <{outer}>"
