"""Files that were made -> how they differ from their edition. Shares no code with what made them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache, cached_property, partial
from hashlib import sha256

from clausebook.model.codec import to_json
from clausebook.model.comparison.review import Review
from clausebook.model.duties import StatedDuty, stated_duties_of
from clausebook.model.edition import Edition, ResolvedSection
from clausebook.model.reading import PlacedWord, words_of, words_of_chapter
from clausebook.pdf_verify.read.kept_pages import Kept
from clausebook.readback import web
from clausebook.readback.data import json_complaints, read_akn, read_json
from clausebook.readback.duties import duty_complaints
from clausebook.readback.pdf import pages_of, read_pdf
from clausebook.readback.quotes import index_complaints, quote_complaints, rules_complaints, words_by_clause
from clausebook.readback.reading import Reading, complaints, false_claims, frame_complaints
from clausebook.readback.review_pack import pack_complaints
from clausebook.readback.web.page import Page, page_of, structure, text_of, without_likenesses
from clausebook.readback.word import read_word
from clausebook.text.quotation import straight
from clausebook.text.records import dataclass

__all__ = ["Unit", "review_units", "units"]
SITE = "site/"
SEARCH = f"{SITE}search/"
Files = Mapping[str, bytes]
Judge = Callable[[Page, str, Files], tuple[str, ...]]
Complain = Callable[[], Iterator[str]]


@dataclass(frozen=True)
class Judgement:
    """One file to read back. `depends` are all that decides what comes of it: while they stay, so does the answer.

    `within` are parts of it that depend on less than the whole; their answers are answers about the file.
    """

    path: str
    kind: str
    depends: tuple[bytes | str, ...]
    complain: Complain
    within: Callable[[], Iterator[Judgement]] | None = None

    def complaints(self) -> tuple[str, ...]:
        """How it differs from the edition; () where it does not. What cannot be read is reported too."""
        try:
            return tuple(self.complain())
        except (ValueError, KeyError, TypeError, AttributeError, RuntimeError) as wrong:
            return (f"it cannot be read back ({' '.join(str(wrong).split())[:120] or type(wrong).__name__})",)


def units(edition: Edition, files: Files, kept: Kept | None = None) -> Iterator[Judgement]:
    """Everything of an edition that is to be read back. `files` are all files of a build, by path below output/.

    `kept` are the pages of PDFs that were read before.
    """
    whole = to_json(edition)  # what its words ask is not read for this: they decide it
    stem = f"{edition.folder}/{edition.file_stem}"
    there = [
        (f"{stem}.{ending}", kind, complain) for ending, kind, complain in _DOCUMENTS if f"{stem}.{ending}" in files
    ]
    expected = tuple(words_of(edition)) if there else ()
    for path, kind, complain in there:
        yield Judgement(path, kind, (whole, files[path]), partial(complain, files[path], edition, expected, kept))
    for path, complain_of in (
        (f"{SEARCH}index.js", index_complaints),
        (f"{SEARCH}rules/{edition.policy}.js", rules_complaints),
        (f"{SEARCH}older/{edition.policy}.js", rules_complaints),
    ):
        if path in files:
            yield Judgement(path, "search index", (whole, files[path]), partial(complain_of, files[path], edition))
    if any(path.startswith(f"{SITE}{edition.folder}/") and path.endswith(".html") for path in files):
        yield from _pages(edition, files, whole)


def review_units(review: Review, files: Files, kept: Kept | None = None) -> Iterator[Judgement]:
    """Everything of a review that is to be read back: its pack, and its page with how it looks."""
    changes = repr([clause.change for clause in review.clauses])
    stem = f"{review.folder}/{review.file_stem}"
    for ending, kind in (("pdf", "PDF"), ("docx", "Word file")):
        path = f"{stem}.{ending}"
        if path in files:
            yield Judgement(
                path, kind, (changes, files[path]), partial(pack_complaints, ending, files[path], review, kept)
            )
    page = f"{SITE}{stem}/index.html"
    if page in files:
        look = _Look({one.removeprefix(SITE): content for one, content in files.items() if one.startswith(SITE)})
        complain = partial(pack_complaints, "html", files[page], review)
        yield look.unit(page.removeprefix(SITE), (changes,), complain, of_changes=True)


def _pdf(content: bytes, edition: Edition, expected: tuple[PlacedWord, ...], kept: Kept | None) -> Iterator[str]:
    if b"/ByteRange" in content:  # signed, so never made again: it says what was due on the day it was made
        edition = replace(edition, review_due="", acts=())
    yield from _document(read_pdf(pages_of(content, kept), len(expected)), edition, expected)


def _word(content: bytes, edition: Edition, expected: tuple[PlacedWord, ...], _: Kept | None) -> Iterator[str]:
    yield from _document(read_word(content), edition, expected)


def _document(reading: Reading, edition: Edition, expected: tuple[PlacedWord, ...]) -> Iterator[str]:
    yield from complaints(reading, edition, expected)
    yield from frame_complaints(reading, edition)


def _json(content: bytes, edition: Edition, expected: tuple[PlacedWord, ...], _: Kept | None) -> Iterator[str]:
    yield from complaints(read_json(content), edition, expected)
    yield from json_complaints(content, edition)


def _akn(content: bytes, edition: Edition, expected: tuple[PlacedWord, ...], _: Kept | None) -> Iterator[str]:
    yield from complaints(read_akn(content), edition, expected)


_DOCUMENTS = (("pdf", "PDF", _pdf), ("docx", "Word file", _word), ("json", "JSON", _json), ("akn.xml", "XML", _akn))


def _pages(edition: Edition, files: Files, whole: bytes) -> Iterator[Judgement]:
    site = {path.removeprefix(SITE): content for path, content in files.items() if path.startswith(SITE)}
    look = _Look(site)
    home = f"{edition.folder}/index.html"
    known, stated = cache(partial(words_by_clause, edition)), cache(partial(stated_duties_of, edition))
    for chapter in edition.chapters:
        path = _page_of(chapter, edition, site)
        if path is None:
            missing = f"the section {chapter.number} {chapter.title} has no page".replace("  ", " ")
            yield Judgement(f"{SITE}{home}", "web page", (whole, missing), partial(iter, (missing,)))
        else:
            words = partial(_section, site[path], chapter, edition)
            yield look.unit(path, (to_json(chapter), _named(edition)), words)
    if home in site:
        yield look.unit(home, (whole,), partial(_home, site[home], edition))
    folder, spelt = f"{edition.folder}/duties/", straight if edition.is_draft else str
    for path in sorted(site):
        if path.startswith(folder) and path.endswith("index.html") and b"<article" in site[path]:
            name = path.removeprefix(folder).removesuffix("index.html").rstrip("/")
            role = "index" if name == "role-index" else name  # index.html is the page of all
            yield look.unit(path, (whole,), partial(_duties, site[path], role, known, stated, spelt))


def _named(edition: Edition) -> str:
    return repr((edition.approval, edition.approving_body))


def _page_of(chapter: ResolvedSection, edition: Edition, site: Files) -> str | None:
    names = (f"{edition.folder}/{name}/index.html" for name in (chapter.id, f"section-{chapter.id}"))
    return next((name for name in names if name in site), None)


def _section(html: bytes, chapter: ResolvedSection, edition: Edition) -> Iterator[str]:
    page = page_of(html)
    found = tuple(PlacedWord(word, "") for word in web.words(page))
    yield from complaints(Reading(words=found), edition, tuple(words_of_chapter(chapter)))
    yield from false_claims(edition, web.claims(page))


def _home(html: bytes, edition: Edition) -> Iterator[str]:
    page = page_of(html)
    contents = " ".join(text_of(one, engine=True) for one in page.article.iter("ol"))
    strip = web.claims(page)
    cover = f"{edition.school.name} | {text_of(page.article)}"
    yield from frame_complaints(Reading(words=(), cover=cover, contents=contents, rest=strip), edition)


def _duties(
    html: bytes,
    role: str,
    known: Callable[[], Mapping[str, str]],
    stated: Callable[[], tuple[StatedDuty, ...]],
    spelt: Callable[[str], str],
) -> Iterator[str]:
    page = page_of(html)
    yield from quote_complaints(page, known(), spelt)
    yield from duty_complaints(page, stated(), role, spelt)


@dataclass(frozen=True)
class _Look:
    """What the style sheets of a site do to its pages: it depends on a page's tree and not on its words."""

    site: Files

    @cached_property
    def sheets(self) -> str:
        hashed = sha256()
        for path in sorted(self.site):
            if path.endswith(".css"):
                hashed.update(f"{path} {len(self.site[path])} ".encode())
                hashed.update(self.site[path])
        return hashed.hexdigest()

    def unit(
        self, path: str, depends: tuple[bytes | str, ...], complain: Complain, *, of_changes: bool = False
    ) -> Judgement:
        """A page with what it is to say, and how it looks."""
        content = self.site[path]
        within = partial(self._seen, path, of_changes)
        return Judgement(f"{SITE}{path}", "web page", (*depends, content, self.sheets), complain, within)

    def _seen(self, path: str, of_changes: bool) -> Iterator[Judgement]:
        try:
            page = (without_likenesses if of_changes else page_of)(self.site[path])
        except ValueError:
            return  # said where its words are read
        judge = web.unseen_changes if of_changes else web.unseen
        yield Judgement(
            f"{SITE}{path}", "web page", (structure(page), self.sheets), partial(self._unseen, judge, page, path)
        )

    def _unseen(self, judge: Judge, page: Page, path: str) -> Iterator[str]:
        yield from judge(page, path, self.site)
