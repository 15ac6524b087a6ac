"""Whoever is asked for the words of a block of an unknown kind carries them or fails, and never leaves them out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, ClassVar, Literal

import pytest

from clausebook.errors import UserError
from clausebook.formats import data as edition_data
from clausebook.formats._registry import all_formats, all_review_forms
from clausebook.history.versions import with_variables
from clausebook.importer.yaml_writer import clause_text
from clausebook.io.typst import typeset
from clausebook.lint.prose import prose
from clausebook.lint.rules.structure import empty_clause
from clausebook.merge import Merged, merge
from clausebook.model import blocks, fingerprint, reading
from clausebook.model.artefact import Artefact
from clausebook.model.clause import Clause, Paragraph
from clausebook.model.duties.ledger import duties_of
from clausebook.model.edition import Edition
from clausebook.model.edition_blocks import ResolvedNote, ResolvedParagraph
from clausebook.model.finding import Located, SourceLocation
from clausebook.model.policy import Policy, Section
from clausebook.model.register import Register
from clausebook.model.search import search_entries
from clausebook.redline.accept_reject import content
from clausebook.resolve.resolve import resolve
from clausebook.text.inline import Inline, Run
from clausebook.text.records import dataclass
from clausebook.upstream.changes import clause_origins
from clausebook.word_review.units import units
from tests import adopted
from tests.formats.pdf_cases import AS_OF, artefact
from tests.formats.pdf_cases import small as edition_of
from tests.office import pairs

WORD = "zyzzyva"
SAID = f"Staff must feed the {WORD}."
RAISED = (AssertionError, TypeError, ValueError, UserError)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedQuotation:
    """The sixth kind, as resolved."""

    text: Inline
    kind: Literal["quotation"] = "quotation"


@dataclass(frozen=True, kw_only=True)
class Quotation(Located):
    """The sixth kind, as written."""

    MARKS: ClassVar = ("quotation",)

    quotation: str


def resolved(block: Any) -> Edition:
    return edition_of(block)


KNOWN = resolved(ResolvedParagraph(text=(Run(SAID),)))
STRANGE = resolved(ResolvedQuotation(text=(Run(SAID),)))


def artefacts(made: Iterable[Artefact]) -> str:
    return " ".join(f"{one.source!r} {dict(one.files)!r} {_unpacked(one.source)}" for one in made)


def _unpacked(source: object) -> str:
    if not isinstance(source, bytes) or not source.startswith(b"PK"):
        return ""
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        return " ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def of_format(form: Any) -> Callable[[Edition], str]:
    def ask(edition: Edition) -> str:
        publication = adopted.publication(edition)
        everything = form.render_all(publication) if form.render_all else ()
        return artefacts((*form.render(edition, publication), *everything))

    return ask


def of_review(form: Any) -> Callable[[Edition], str]:
    def ask(edition: Edition) -> str:
        return artefacts(form.render(pairs.review(None, edition), adopted.publication(edition)))

    return ask


RESOLVED: dict[str, Callable[[Edition], Any]] = {
    **{f"format {form.name}": of_format(form) for form in all_formats()},
    **{f"review {form.name}": of_review(form) for form in all_review_forms()},
    "chapters of the data": lambda edition: edition_data.data(edition)["chapters"],
    "words of the data": lambda edition: edition_data.data(edition)["words"],
    "fingerprint": fingerprint.words,
    "words in reading order": lambda edition: [*reading.words_of(edition)],
    "duties": duties_of,
    "search": search_entries,
    "content of a redline": content,
    "lines": lambda edition: [line for passage in edition.passages for line in blocks.lines_of(passage)],
    "citations": lambda edition: [one for passage in edition.passages for one in blocks.citations_of(passage)],
}


@pytest.mark.parametrize("name", RESOLVED)
def test_nobody_leaves_out_the_words_of_a_sixth_kind_in_silence(name: str) -> None:
    ask = RESOLVED[name]
    if WORD not in str(ask(KNOWN)) and name != "citations":
        return  # it shows no words of clauses, of any kind
    try:
        made = str(ask(STRANGE))
    except RAISED:
        return
    assert WORD in made


def test_the_formats_that_show_words_are_asked() -> None:
    shows = {name for name, ask in RESOLVED.items() if WORD in str(ask(KNOWN))}
    assert shows >= {"format pdf", "format word", "format web", "format data", "format akn", "duties", "search"}
    assert shows >= {"chapters of the data", "words of the data"}
    assert {f"review {form}" for form in ("data", "pdf", "web", "word")} <= shows


def written(block: Any) -> Clause:
    return Clause(id="rules", title="Rules", body=(block,), place=SourceLocation("clauses/late/rules.yaml"))


def register(clause: Clause) -> Register:
    policy = Policy(id="late", title="Late", outline=(Section(opening="rules"),))
    return Register(policies=(policy,), clauses=(clause,), as_of=AS_OF)


WRITTEN: dict[str, Callable[[Clause], Any]] = {
    "texts": lambda clause: [*blocks.texts(clause)],
    "items": lambda clause: [*blocks.every_item(clause)],
    "citations": lambda clause: [*blocks.every_citation(clause)],
    "prose of the rules": lambda clause: prose(register(clause)),
    "the rule on empty clauses": lambda clause: [*empty_clause.check(register(clause))],
    "units of a Word file": lambda clause: [
        *units(register(clause), KNOWN if isinstance(clause.body[0], Paragraph) else STRANGE)
    ],
    "resolving": lambda clause: resolve(register(clause), "late", "draft"),
    "history": with_variables,
    "the writer of an import": lambda clause: clause_text(clause, {}),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_nobody_leaves_out_written_words_of_a_sixth_kind_in_silence(name: str) -> None:
    ask = WRITTEN[name]
    ask(written(Paragraph(text=SAID)))
    try:
        made = str(ask(written(Quotation(quotation=SAID))))
    except RAISED:
        return
    assert WORD in made


def test_a_merge_keeps_the_words_of_a_kind_that_it_does_not_know() -> None:
    base = "id: rules\ntitle: Rules\nbody:\n  - Staff eat.\n"
    strange, retitled = f"{base}  - quotation: {SAID}\n", base.replace("Rules", "The rules")
    both = strange.replace("Rules", "The rules")
    assert merge(base, strange, retitled) == merge(base, retitled, strange) == Merged(both)
    reworded = strange.replace("feed", "always feed")
    assert merge(strange, reworded, both).text == both.replace("feed", "always feed")
    assert WORD in merge(strange, reworded, strange.replace("feed", "never feed")).text


def test_upstream_is_known_by_the_words_of_a_kind_that_nobody_knows() -> None:
    base, ours = (register(written(Quotation(quotation=words))) for words in (SAID, f"{SAID} Twice."))
    assert [one.state for one in clause_origins(base, base)] == ["upstream's"]
    assert [one.state for one in clause_origins(ours, base)] == ["changed"]


def test_the_layout_of_the_pdf_fails_at_a_kind_it_does_not_know() -> None:
    made = artefact(resolved(ResolvedNote(text=(Run(SAID),))))
    known, files = str(made.source), made.files
    assert 'kind: "note"' in known
    with pytest.raises(UserError, match="quotation"):
        typeset(known.replace('kind: "note"', 'kind: "quotation"'), files, AS_OF)


def test_the_layout_of_the_web_fails_at_a_kind_it_does_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    from clausebook.formats.web import view_model

    plain = view_model.BlockView
    monkeypatch.setattr(view_model, "BlockView", lambda **told: replace(plain(**told), kind="quotation"))
    with pytest.raises(Exception, match="layout_of_this_kind"):
        RESOLVED["format web"](KNOWN)
