"""Where pages lie below the site root, for all that link to them."""

from __future__ import annotations

from dataclasses import dataclass

from clausebook.model.comparison.review import Review

LAW, FEED, CALENDAR, INDEX = "law", "feed.xml", "calendar.ics", "index.json"
PLANNER = "planner.pdf"
# names that the generator uses in a folder of pages
_RESERVED = frozenset({"index", "readme", "assets", "search"})


@dataclass(frozen=True, slots=True)
class Document:
    """One kind of file that every edition has beside its pages: what readers call it, its ending and media type."""

    label: str
    ending: str
    media: str


DOCUMENTS = (
    Document("PDF", "pdf", "application/pdf"),
    Document("Word", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    Document("JSON", "json", "application/json"),
    Document("XML", "akn.xml", "application/akn+xml"),
)


def law_folder(instrument: str) -> str:
    """The folder of an instrument's page below the site root: "law/ukpga/2018/12"."""
    return f"{LAW}/{instrument}-guidance" if instrument in _RESERVED else f"{LAW}/{instrument}"


def changes_folder(policy: str) -> str:
    """The folder of the list of a policy's changes."""
    return f"{policy}/changes"


def change_folder(review: Review) -> str:
    """The folder of a comparison's page; that of a draft lies with the other forms of its review."""
    folder = review.folder if review.new.is_draft else changes_folder(review.policy)
    return f"{folder}/{review.file_stem}"
