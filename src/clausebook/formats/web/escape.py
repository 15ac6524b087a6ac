"""Words -> Markdown that shows exactly these words, whichever generator reads it; and where pages and documents are.

Nothing in a clause is markup by the time it gets here: bold, italic, code and links come as runs. So every character
that Markdown, HTML, Jinja or an extension could take for a sign is written as a numeric reference. References pass
through every inline pattern of Python-Markdown untouched, which backslashes do not.
"""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from html import escape

from clausebook.model.comparison.review import Review
from clausebook.model.publication import language_of
from clausebook.text.inline import Inline, Run
from clausebook.text.records import dataclass

_PLAIN_SIGNS = ",.;'()"
_UNSEEN = "\N{REPLACEMENT CHARACTER}"
_CODES: dict[int, str] = {
    **dict.fromkeys((*range(32), *range(127, 160)), _UNSEEN),
    **{ord(blank): " " for blank in "\t\n\v\f\r\x85"},
    **{ord(sign): f"&#{ord(sign)};" for sign in string.punctuation if sign not in _PLAIN_SIGNS},
    # blanks that Python would strip from the end of a heading
    **{code: f"&#{code};" for code in (0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)},
}
_RIGHT_TO_LEFT = {"R", "AL", "RLE", "RLO", "RLI"}
_SCHEMES = ("https://", "http://", "mailto:", "tel:")


@lru_cache(maxsize=4096)  # titles and names come again on every page
def words(text: str) -> str:
    """Text as inline Markdown, as HTML and as a quoted attribute at once; control characters show as U+FFFD."""
    return text.translate(_CODES)


def address(url: str) -> str:
    """A web address for a double-quoted attribute; empty unless its scheme is a harmless one."""
    if not url.lower().startswith(_SCHEMES) or any(char.isspace() or ord(char) < 0x20 for char in url):
        return ""
    return escape(url, quote=True)


def inline(runs: Inline, pages: Mapping[str, str], show: Callable[[str], str] = words) -> str:
    """Runs as inline Markdown. `pages` says in which file an anchor of the edition is ("breaches.md").

    `show` shows plain words, which may mark some of them; words of a link or of code are never marked.
    """
    return "".join(_run(run, pages, words if run.link or run.code else show) for run in runs if run.text)


def direction(runs: Inline) -> str:
    """The attribute that lets a paragraph in Urdu or Arabic run from the right; empty for all others."""
    text = "".join(run.text for run in runs)
    return ' dir="auto"' if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text) else ""


def lang_of(tag: str) -> str:
    """The attribute for words in the language of a tag; empty where that is the language of the labels around them."""
    return "" if tag.partition("-")[0].lower() == language_of(tag) else f' lang="{escape(tag)}"'


def _run(run: Run, pages: Mapping[str, str], show: Callable[[str], str]) -> str:
    shown = show(run.text)
    for tag, on in (("code", run.code), ("em", run.italic), ("strong", run.bold)):
        shown = f"<{tag}>{shown}</{tag}>" if on else shown
    if run.link.startswith("#"):
        # a Markdown link to a Markdown file: the one form that both generators resolve and check
        page = pages.get(run.link[1:])
        return f"[{shown}]({page}{run.link})" if page else shown
    url = address(run.link)
    return f'<a href="{url}">{shown}</a>' if url else shown


LAW, FEED, CALENDAR, INDEX = "law", "feed.xml", "calendar.ics", "index.json"
PLANNER = "planner.pdf"
# names that the generator uses in a folder of pages
_RESERVED = frozenset({"index", "readme", "assets", "search"})


@dataclass(frozen=True, slots=True)
class EditionFile:
    """One kind of file that every edition has beside its pages: what readers call it, its ending and media type."""

    label: str
    ending: str
    media: str


DOCUMENTS = (
    EditionFile("PDF", "pdf", "application/pdf"),
    EditionFile("Word", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    EditionFile("JSON", "json", "application/json"),
    EditionFile("XML", "akn.xml", "application/akn+xml"),
)


def law_folder(instrument: str) -> str:
    """The folder of an instrument's page below the site root: "law/ukpga/2018/12"."""
    return f"{LAW}/{instrument}-guidance" if instrument in _RESERVED else f"{LAW}/{instrument}"


def changes_folder(policy: str) -> str:
    """The folder of the list of a policy's changes."""
    return f"{policy}/changes"


def change_folder(review: Review) -> str:
    """The folder of a comparison's page; that of a draft is with the other forms of its review."""
    folder = review.folder if review.new.is_draft else changes_folder(review.policy)
    return f"{folder}/{review.file_stem}"
