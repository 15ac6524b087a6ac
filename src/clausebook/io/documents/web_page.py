"""A web page as programs write it -> a plain one: lists nested, struck and hidden words, comments and frame apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import field
from typing import Any

from lxml import etree, html

from clausebook.errors import UserError
from clausebook.io.documents import limits, page_lists, page_notes
from clausebook.io.documents.page_style import Sheet, outside
from clausebook.model.documents.extracted import HIDDEN, LEFT_OUT, SEAM, STRUCK, ExcludedText, SourceDoubt
from clausebook.text.records import dataclass

_FRAMES = ("nav", "footer", "button", "select", "svg", "datalist", "dialog", "textarea")
_ASIDE = re.compile(  # what class or id of an element call it, where it is around the text
    r"(?:^|[\s_-])(?:widget(?:-area)?|side-?bar|breadcrumbs?|cookies?(?:-\w+)?|related(?:-posts)?|share|sharing|skip-link"
    r"|site-(?:header|footer)|pagination)(?=$|[\s_-])",
    re.I,
)
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
TITLE = "document-title"  # the class that a title is handed on with
_DECLARATION = re.compile(r"^\s*<\?xml[^<>]*\?>")
_HOLDS = "look whether it still holds"
_OUTSIDE = "style sheets in files of their own were not read: whether they strike or hide words is not known"
_LEAVES = ("p", "div", "center", "td", "dt")  # what may be a line of its own
_LARGER = 1.12  # times the size of the text, from which a line stands out
_OFTEN = 0.2  # share of a page's words in a colour, from which the colour is its design
_LINE = 16  # words of a line that may be a heading
_SETTLE = "settle it; it is in the report and in no clause"
_TOP = 12  # lines, among which the title is
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
        words = _text(element)
        tail, parent = element.tail, element.getparent()
        if parent is None:
            return
        if element.tag in _BLOCKS:  # what is before it and behind it is not one word
            tail = f" {tail or ''}"
        if tail:
            before = element.getprevious()
            if before is None:
                parent.text = (parent.text or "") + tail
            else:
                before.tail = (before.tail or "") + tail
        parent.remove(element)
        if any(sign.isalnum() for sign in words):
            self.asides.append(ExcludedText(why=why, text=words, may_be_text=why == HIDDEN))
            if message:
                self.doubts.append(SourceDoubt(message=message, hint=hint, words=words))


@dataclass(frozen=True)
class PreparedPage:
    """A page as pandoc can read it, its words that are not its text, what is unsure, and all words as counted here."""

    text: str
    asides: tuple[ExcludedText, ...] = ()
    doubts: tuple[SourceDoubt, ...] = ()
    counted: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def prepared(page: str, name: str) -> PreparedPage:
    """The page set right. One that cannot be parsed stays as it is, and pandoc says what is wrong with it.

    Raises UserError for elements inside elements without end.
    """
    try:
        root = html.document_fromstring(_DECLARATION.sub("", page))
    except (etree.ParserError, ValueError):
        return PreparedPage(page)
    counted = "".join(_words(root, name))
    made = _Page(root, Sheet(root))
    looks = outside(root)
    for words in dict.fromkeys(made.style.written):
        message, hint = "is written by the page's style sheet and was not read", "look where it is, and add it"
        made.doubts.append(SourceDoubt(message=message, hint=hint, words=words))
    for step in (
        _silence,
        _comments,
        page_notes.beside,
        _frame,
        page_lists.stated,
        _form,
        _lines,
        page_lists.google,
        page_lists.word,
        page_lists.nested,
        _unboxed,
        _titles,
    ):
        step(made)
    for one in [one for one in root.iter() if one.tag == "main" or (one.get("role") or "") == "main"]:
        one.tag, _ = "div", one.attrib.pop("role", "")  # pandoc would read no words outside it
    text = html.tostring(root, encoding="unicode")
    return PreparedPage(text, tuple(made.asides), tuple(made.doubts), (counted,), (_OUTSIDE,) * looks)


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
    """What no browser shows as text: comments of more than a word or two, what stands in for scripts, other pages."""
    for element in list(page.root.iter(etree.Comment)):
        words = " ".join((element.text or "").split())
        if len(words.split()) > 2 and not re.match(r"\[if\b|<!\[|/?\*|[<{]", words):
            page.asides.append(ExcludedText(why="comment", text=words))
            page.doubts.append(SourceDoubt(message="is a comment", hint=_SETTLE, words=words))
    for element in list(page.root.iter("noscript")):
        page.take(element, "shown where scripts do not run")
    for element in list(page.root.iter("iframe")):
        said = element.get("src") or "a page without an address" if element.get("srcdoc") or element.get("src") else ""
        if said:
            hint = "look whether it holds words of the policy"
            page.doubts.append(SourceDoubt(message=f"{said} is shown inside the page and was not read", hint=hint))
    for element in list(page.root.iter(*_SILENT[:-2])):
        element.drop_tree()


def _comments(page: _Page) -> None:
    """Comments of Google Docs: a mark in the text, and the words at the end of the page."""
    links = [one for one in page.root.iter("a") if (one.get("href") or "").startswith("#cmnt")]
    for mark in [one for one in links if not (one.get("href") or "").startswith("#cmnt_ref")]:
        page.take(mark.getparent() if mark.getparent().tag == "sup" else mark, "mark of a comment")
    for note in [one for one in page.root.iter("a") if (one.get("href") or "").startswith("#cmnt_ref")]:
        holder = next((one for one in note.iterancestors("div") if len(one.findall(".//a")) < 3), note.getparent())
        page.take(holder, "comment", "is a comment in the margin", _SETTLE)


def _frame(page: _Page) -> None:
    """What is around the text: navigation, foot, search; everything outside the main part, where a page has one."""
    for button in page.root.iter("button"):
        headed = any(
            isinstance(one.tag, str) and re.fullmatch("h[1-6]", one.tag) for one in (*button.iter(), button.getparent())
        )
        if headed or button.get("aria-expanded"):  # it opens the text below it
            button.tag = "div"
    for element in [one for one in page.root.iter(*_FRAMES) if one.getparent() is not None]:
        page.take(element, "words of a drawing" if element.tag == "svg" else "navigation and foot of the page")
    for element in [one for one in page.root.iter() if isinstance(one.tag, str) and one.get("role") in _ROLES]:
        page.take(element, "navigation and foot of the page")
    body = page.root.find("body")
    for element in [one for one in page.root.iter("div", "aside", "section", "ul", "p", "a", "ol") if _is_aside(one)]:
        if body is not None and _is_in(body, element) and _count(element) < (1 - _MOST) * _count(body):
            page.take(element, "around the text of the page")
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


def _is_aside(element: Any) -> bool:
    called = f"{element.get('class', '')} {element.get('id', '')}"
    return bool(_ASIDE.search(called)) and next(element.iter("h1"), None) is None


def _is_main(element: Any) -> bool:
    return element.tag in ("main", "article")


def _count(element: Any) -> int:
    return len(_text(element).split())


def _form(page: _Page) -> None:
    """Words that mean something else by their form: struck out, hidden, marked, inserted."""
    marked: list[tuple[str, str]] = []
    for element in list(page.root.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None or not _is_in(page.root, element):
            continue
        look = page.style.look(element)
        if look.struck:
            page.take(element, STRUCK, LEFT_OUT[STRUCK], _HOLDS)
        elif look.hidden:
            page.take(element, HIDDEN, LEFT_OUT[HIDDEN], _HOLDS)
        elif look.marked and not any(page.style.look(up).marked == look.marked for up in element.iterancestors()):
            words = _text(element)
            if any(sign.isalnum() for sign in words):
                marked.append((look.marked, words))
        if look.bold and element.tag == "span":
            element.tag = "b"
    often = max(min(40, _count(page.root) / 3), _OFTEN * _count(page.root))
    for how in dict.fromkeys(how for how, _ in marked):
        texts = [words for one, words in marked if one == how]
        if how.startswith("set in ") and how != "set in white" and sum(len(words.split()) for words in texts) > often:
            continue
        hint = "look whether it is agreed text or a note to somebody"
        page.doubts += [SourceDoubt(message=f"is {how} in the source", hint=hint, words=words) for words in texts]


def _lines(page: _Page) -> None:
    """Lines that stand out by a style sheet: the largest on top is the title, others are set in bold."""
    leaves = [one for one in page.root.iter(*_LEAVES) if _text(one) and not any(up.tag in _BLOCKS for up in one[:])]
    leaves = [one for one in leaves if next(one.iterancestors("table"), None) is None]
    sizes = [max((page.style.size(part) for part in _parts(one)), default=0.0) for one in leaves]
    words: Counter[float] = Counter()
    for one, size in zip(leaves, sizes, strict=True):
        words[size] += len(_text(one).split())
    usual = words.most_common(1)[0][0] if words else 0.0
    is_titled = any(True for one in page.root.iter("h1", "p") if one.tag == "h1" or _names(one))
    for place, (one, size) in enumerate(zip(leaves, sizes, strict=True)):
        largest = size > _LARGER * usual and all(other < size for at, other in enumerate(sizes) if at != place)
        if largest and not is_titled and place < _TOP:
            one.set("class", "title")
            one.tag = "p"
        elif (page.style.look(one).bold or size > _LARGER * usual) and len(_text(one).split()) <= _LINE:
            bold = etree.Element("b")
            bold.text, one.text = one.text, None
            bold.extend(list(one))
            one.append(bold)


def _parts(line: Any) -> Iterator[Any]:
    """The elements that set the words of a line, where one sets them all."""
    yield line
    while len(line) == 1 and not (line.text or "").strip() and not (line[0].tail or "").strip():
        line = line[0]
        yield line


def _names(paragraph: Any) -> bool:
    """Whether a paragraph's class says that it is the title."""
    return bool({"title", "MsoTitle"} & set(paragraph.get("class", "").split()))


def _text(element: Any) -> str:
    """The words of an element, those of two blocks held apart."""
    parts: list[str] = []
    for event, one in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        parts.append(" " if isinstance(one.tag, str) and one.tag in _BLOCKS else "")
        if event == "start":
            parts.append(one.text or "")
        elif one is not element:
            parts.append(one.tail or "")
    return " ".join("".join(parts).split())


def _is_in(root: Any, element: Any) -> bool:
    return element is root or any(up is root for up in element.iterancestors())


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
        if _names(element) and element.getparent() is not None:
            holder = etree.Element("div", {"class": TITLE})
            element.addprevious(holder)
            holder.tail, element.tail = element.tail, None
            holder.append(element)
