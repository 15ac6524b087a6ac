"""A web page as programs write it -> a plain one: lists nested, struck and hidden words, comments and frame apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html

from clausebook.errors import UserError
from clausebook.io.documents import limits
from clausebook.io.documents.page_style import Sheet, sheet
from clausebook.model.documents.extracted import SEAM, ExcludedText, SourceDoubt

_FRAMES = ("nav", "footer", "button", "select", "svg", "datalist", "dialog", "textarea")
_ROLES = ("navigation", "banner", "contentinfo", "search", "dialog", "alertdialog")
_SILENT = ("script", "style", "noscript", "template", "iframe", "object", "head", "title")
_BLOCKS = frozenset(
    (
        *("p", "div", "li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "td", "th", "caption", "thead", "tbody"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "br", "hr", "section", "article", "main", "header", "footer", "nav"),
        *("aside", "blockquote", "pre", "figure", "figcaption", "form", "fieldset", "legend", "address", "details"),
        *("summary", "option", "button", "body"),
    )
)
_KIX = re.compile(r"lst-kix_(?P<list>[\w-]+)-(?P<level>\d)\b")
_MSO = re.compile(r"mso-list:\s*l(?P<list>\d+)\s+level(?P<level>\d+)")
TITLE = "document-title"  # the class that a title is handed on with
_DECLARATION = re.compile(r"^\s*<\?xml[^<>]*\?>")
_HOLDS = "look whether it still holds"
_SETTLE = "settle it; it stands in the report and in no clause"
_MOST = 0.5  # share of a page's words in its main part, from which the rest is around it


@dataclass
class _Page:
    """One page on its way, and what was taken out of it."""

    root: Any
    style: Sheet
    asides: list[ExcludedText] = field(default_factory=list)
    doubts: list[SourceDoubt] = field(default_factory=list)

    def take(self, element: Any, why: str, message: str = "", hint: str = "") -> None:
        """Take an element out and keep its words."""
        words = " ".join("".join(element.itertext()).split())
        tail, parent = element.tail, element.getparent()
        if parent is None:
            return
        if tail:
            before = element.getprevious()
            if before is None:
                parent.text = (parent.text or "") + tail
            else:
                before.tail = (before.tail or "") + tail
        parent.remove(element)
        if any(sign.isalnum() for sign in words):
            self.asides.append(ExcludedText(why=why, text=words))
            if message:
                self.doubts.append(SourceDoubt(message=message, hint=hint, words=words))


@dataclass(frozen=True)
class PreparedPage:
    """A page as pandoc can read it, its words that are no text of it, what is unsure, and all words as counted here."""

    text: str
    asides: tuple[ExcludedText, ...] = ()
    doubts: tuple[SourceDoubt, ...] = ()
    counted: tuple[str, ...] = ()


def prepared(page: str, name: str) -> PreparedPage:
    """The page set right. One that cannot be parsed stays as it is, and pandoc says what is wrong with it.

    Raises UserError for elements inside elements without end.
    """
    try:
        root = html.document_fromstring(_DECLARATION.sub("", page))
    except (etree.ParserError, ValueError):
        return PreparedPage(page)
    counted = "".join(_words(root, name))
    made = _Page(root, sheet(root))
    for step in (_silence, _comments, _frame, _form, _google_lists, _word_lists, _nested_lists, _unboxed, _titles):
        step(made)
    text = html.tostring(root, encoding="unicode")
    return PreparedPage(text, tuple(made.asides), tuple(made.doubts), (counted,))


def _words(root: Any, name: str) -> Iterator[str]:
    """All words that a page holds, a blank at the edge of a block, a seam at that of anything else."""
    depth = silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        is_element = isinstance(element.tag, str)
        if is_element and event == "start":
            depth += 1
            if depth > limits.PAGE_DEPTH:
                raise UserError(f"{name} is too deeply nested to be read", "save it in another format")
            silent += element.tag in _SILENT
        if is_element and not silent:
            yield " " if element.tag in _BLOCKS else SEAM
            yield (element.text or "") if event == "start" else ""
        if is_element and event == "end":
            depth -= 1
            silent -= element.tag in _SILENT
        if event != "start" and not silent:
            yield element.tail or ""


def _silence(page: _Page) -> None:
    for element in list(page.root.iter(*_SILENT[:-2])):
        element.drop_tree()


def _comments(page: _Page) -> None:
    """Comments of Google Docs: a mark in the text, and the words at the end of the page."""
    links = [one for one in page.root.iter("a") if (one.get("href") or "").startswith("#cmnt")]
    for mark in [one for one in links if not (one.get("href") or "").startswith("#cmnt_ref")]:
        page.take(mark.getparent() if mark.getparent().tag == "sup" else mark, "mark of a comment")
    for note in [one for one in page.root.iter("a") if (one.get("href") or "").startswith("#cmnt_ref")]:
        holder = next((one for one in note.iterancestors("div") if len(one.findall(".//a")) < 3), note.getparent())
        page.take(
            holder, "comment", "is a comment in the margin", "settle it; it stands in the report and in no clause"
        )


def _is_reference(mark: Any) -> bool:
    return not (mark.get("href") or "").startswith("#cmnt_ref")


def _frame(page: _Page) -> None:
    """What stands around the text: navigation, foot, search; everything outside the main part, where a page has one."""
    for element in [one for one in page.root.iter(*_FRAMES) if one.getparent() is not None]:
        page.take(element, "words of a drawing" if element.tag == "svg" else "navigation and foot of the page")
    for element in [one for one in page.root.iter() if isinstance(one.tag, str) and one.get("role") in _ROLES]:
        page.take(element, "navigation and foot of the page")
    body = page.root.find("body")
    mains = [one for one in page.root.iter("main", "article") if not any(_is_main(up) for up in one.iterancestors())]
    mains += [one for one in page.root.iter("div", "section") if one.get("role") == "main"] if not mains else []
    if body is None or len(mains) != 1 or _count(mains[0]) < _MOST * _count(body):
        return
    main = mains[0]
    for parent in [main, *main.iterancestors()]:
        if parent is body:
            break
        for other in [one for one in parent.getparent() if one is not parent and isinstance(one.tag, str)]:
            if not any(isinstance(one.tag, str) and one.tag == "h1" for one in other.iter()):
                page.take(other, "around the text of the page")


def _is_main(element: Any) -> bool:
    return element.tag in ("main", "article")


def _count(element: Any) -> int:
    return len("".join(element.itertext()).split())


def _form(page: _Page) -> None:
    """Words that mean something else by their form: struck out, hidden, marked, inserted."""
    for element in list(page.root.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None or not _is_in(page.root, element):
            continue
        look = page.style.look(element)
        if look.struck:
            page.take(
                element, "struck out", "is struck out in the source and was left out", "look whether it still holds"
            )
        elif look.hidden:
            page.take(element, "hidden text", "is hidden text and was left out", _HOLDS)
        elif look.marked and not any(page.style.look(up).marked == look.marked for up in element.iterancestors()):
            words = " ".join("".join(element.itertext()).split())
            if any(sign.isalnum() for sign in words):
                hint = "look whether it is agreed text or a note to somebody"
                page.doubts.append(SourceDoubt(message=f"is {look.marked} in the source", hint=hint, words=words))
        if look.bold and element.tag == "span":
            element.tag = "b"


def _is_in(root: Any, element: Any) -> bool:
    return element is root or any(up is root for up in element.iterancestors())


def _google_lists(page: _Page) -> None:
    """Lists that a class gives their level, each a list of its own after the other: one in the other."""
    for parent in {one.getparent() for one in page.root.iter("ul", "ol") if _KIX.search(one.get("class", ""))}:
        stack: list[tuple[int, Any]] = []
        for element in list(parent):
            found = _KIX.search(element.get("class", "")) if element.tag in ("ul", "ol") else None
            if found is None:
                stack = []
                continue
            level = int(found["level"])
            while stack and stack[-1][0] > level:
                stack.pop()
            if stack and stack[-1][0] == level and "start" not in element.get("class", "").split():
                stack[-1][1].extend(list(element))
                parent.remove(element)
                continue
            if stack and stack[-1][0] == level:
                stack.pop()
            if stack and len(stack[-1][1]):
                stack[-1][1][-1].append(element)
            stack.append((level, element))


def _word_lists(page: _Page) -> None:
    """Items as Word writes them into a web page: paragraphs with a level in their style, and a mark that it drew."""
    for parent in {one.getparent() for one in page.root.iter("p") if _MSO.search(one.get("style", ""))}:
        stack: list[tuple[int, Any]] = []
        for element in list(parent):
            found = _MSO.search(element.get("style", "")) if element.tag == "p" else None
            mark = _drawn_mark(element) if found else ""
            if found is None or re.match(r"\(?[0-9a-zA-Z]{1,4}[.)]", mark):
                stack = []
                continue
            level = int(found["level"])
            while stack and stack[-1][0] > level:
                stack.pop()
            if not stack or stack[-1][0] < level:
                made = etree.Element("ul")
                if stack:
                    stack[-1][1][-1].append(made)
                    element.getparent().remove(element)
                else:
                    element.addprevious(made)
                stack.append((level, made))
            item = etree.SubElement(stack[-1][1], "li")
            for drawn in _drawn(element):
                page.take(drawn, "mark of an item")
            item.append(element)


def _drawn(paragraph: Any) -> list[Any]:
    """The spans that hold the mark of an item as Word drew it."""
    spans = paragraph.iter("span")
    return [one for one in spans if "mso-list:ignore" in one.get("style", "").lower().replace(" ", "")]


def _drawn_mark(paragraph: Any) -> str:
    return " ".join(" ".join("".join(one.itertext()) for one in _drawn(paragraph)[:1]).split())


def _nested_lists(page: _Page) -> None:
    """A list directly inside a list belongs to the item above it."""
    for element in list(page.root.iter("ul", "ol")):
        parent, before = element.getparent(), element.getprevious()
        if parent is not None and parent.tag in ("ul", "ol") and before is not None and before.tag == "li":
            before.append(element)


def _unboxed(page: _Page) -> None:
    """A table that only sets the page is none."""
    for table in list(page.root.iter("table")):
        cells = [one for one in table.iter("td", "th") if next(one.iterancestors("table")) is table]
        if len(cells) == 1 or table.get("role") in ("presentation", "none"):
            for cell in cells:
                cell.tag = "div"
            for part in list(table.iter("tr", "tbody", "thead", "tfoot", "colgroup")):
                if next(part.iterancestors("table"), None) is table:
                    part.drop_tag()
            table.tag = "div"


def _titles(page: _Page) -> None:
    """A paragraph that its class calls the title is known by it."""
    for element in page.root.iter("p"):
        if {"title", "MsoTitle"} & set(element.get("class", "").split()) and element.getparent() is not None:
            holder = etree.Element("div", {"class": TITLE})
            element.addprevious(holder)
            holder.tail, element.tail = element.tail, None
            holder.append(element)
