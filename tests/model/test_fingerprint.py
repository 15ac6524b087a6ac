"""A fingerprint covers the adopted words, all of them, and nothing that the engine adds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from clausebook.model import edition, edition_blocks
from clausebook.model.edition import Edition, Law, ResolvedClause, ResolvedSection, Target
from clausebook.model.edition_blocks import (
    ResolvedBlock,
    ResolvedCitation,
    ResolvedList,
    ResolvedListItem,
    ResolvedNote,
    ResolvedParagraph,
)
from clausebook.model.fingerprint import canonical, fingerprint, fingerprint_of, words
from clausebook.model.policy import ContentsLine
from clausebook.model.school import School
from clausebook.text.inline import Run
from tests.strategies import editions

# Every text of an edition is one or the other; a new field has to be put on one side.
WORDS = {
    "Run.text",
    "Run.link",
    "ResolvedCitation.instrument",
    "ResolvedCitation.provision",
    "ResolvedFormField.kind",
    "ResolvedNote.label",
    "ResolvedClause.id",
    "ResolvedClause.number",
    "ResolvedClause.title",
    "ResolvedClause.applies_to",
    "ResolvedSection.id",
    "ResolvedSection.number",
    "ResolvedSection.title",
    "SignatureLine.title",
    "SignatureLine.label",
    "ContentsLine.number",
    "ContentsLine.title",
    "ContentsLine.page",
    "Edition.policy",
    "Edition.title",
    "Edition.series",
    "Edition.approving_body",
}
ADDED = {
    "ResolvedListItem.anchor",
    "ResolvedListItem.letter",
    "ResolvedListItem.cite",
    "ResolvedListItem.anchors",
    "ResolvedListItem.duty",
    "ResolvedParagraph.duty",
    "ResolvedList.duty",
    "ResolvedCitation.why",
    "ResolvedClause.cite",
    "ResolvedClause.facts",
    "ResolvedClause.split_from",
    "ResolvedClause.merged_from",
    "ResolvedClause.source",
    "ResolvedSection.cite",
    "SignatureLine.role",
    "Target.anchor",
    "Target.cite",
    "Law.id",
    "Law.title",
    "Law.url",
    "Law.kind",
    "Law.provisions",
    "Edition.name",
    "Edition.owner",
    "Edition.review_month",
    "Edition.review_every",
    "Edition.review_due",
    "Edition.acts",
    "Edition.fingerprint",
    "Edition.commit",
    "Edition.approval",
    "Edition.previous",
    "Edition.school",
    "Edition.acknowledgement",
}
# Lists of records are neither: what is in them is looked at. The kinds tell the records apart.
INNER = {
    "Run.bold",
    "Run.italic",
    "Run.code",
    "ResolvedListItem.text",
    "ResolvedListItem.citations",
    "ResolvedListItem.points",
    "ResolvedConnector.text",
    "ResolvedParagraph.text",
    "ResolvedParagraph.citations",
    "ResolvedList.stem",
    "ResolvedList.citations",
    "ResolvedList.points",
    "ResolvedNote.text",
    "ResolvedTable.caption",
    "ResolvedTable.header",
    "ResolvedTable.rows",
    "ResolvedFormField.label",
    "ResolvedForm.title",
    "ResolvedForm.blanks",
    "ResolvedClause.blocks",
    "ResolvedClause.citations",
    "ResolvedSection.opening",
    "ResolvedSection.passages",
    "Law.cited_by",
    "Edition.chapters",
    "Edition.laws",
    "Edition.signatures",
    "Edition.printed_contents",
    *(f"Resolved{record}.kind" for record in ("ListItem", "Connector", "Paragraph", "List", "Note", "Table", "Form")),
}

Path = tuple[str | int, ...]


def texts(record: Any, path: Path = ()) -> Iterator[tuple[str, Path]]:
    """Every text in an edition, as the name of its field and the way that leads to it; the school is left out."""
    if is_dataclass(record) and not isinstance(record, School):
        for field in fields(record):
            value = getattr(record, field.name)
            here = (*path, field.name)
            if isinstance(value, str) and field.name not in ("kind", "place"):
                yield f"{type(record).__name__}.{field.name}", here
            yield from texts(value, here)
    elif isinstance(record, tuple):
        for place, part in enumerate(record):
            yield from texts(part, (*path, place))


def changed(record: Any, path: Path, change: Any) -> Any:
    """The record with the text at the end of the way changed."""
    if not path:
        return change(record)
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        return tuple(changed(part, rest, change) if place == step else part for place, part in enumerate(record))
    return replace(record, **{step: changed(getattr(record, step), rest, change)})


def kinds_of(edition: Edition, wanted: set[str]) -> list[Path]:
    return [
        path for name, path in texts(edition) if name in wanted and "approval" not in path and "previous" not in path
    ]


@given(editions(), st.data())
def test_one_changed_word_anywhere_changes_the_fingerprint(edition: Edition, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(kinds_of(edition, WORDS)))
    assert fingerprint(changed(edition, path, lambda text: f"{text} not")) != fingerprint(edition)


@given(editions(), st.data())
def test_one_changed_style_anywhere_changes_the_fingerprint(edition: Edition, data: st.DataObject) -> None:
    assume(paths := kinds_of(edition, {"Run.text"}))
    path = data.draw(st.sampled_from(paths))[:-1]
    style = data.draw(st.sampled_from(["bold", "italic", "code"]))
    flipped = changed(edition, (*path, style), lambda given: not given)
    assert fingerprint(flipped) != fingerprint(edition)


@given(editions(), st.data())
def test_what_the_engine_adds_changes_nothing(edition: Edition, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(kinds_of(edition, ADDED)))
    assert fingerprint(changed(edition, path, lambda text: f"{text}x")) == fingerprint(edition)


@given(editions())
def test_duties_facts_school_and_approval_change_nothing(edition: Edition) -> None:
    def without(record: Any) -> Any:
        if isinstance(record, tuple):
            return tuple(without(part) for part in record)
        if not is_dataclass(record) or isinstance(record, School):
            return record
        kept = replace(record, **{field.name: without(getattr(record, field.name)) for field in fields(record)})  # type: ignore[type-var]
        return replace(kept, duty=None) if hasattr(kept, "duty") else kept  # type: ignore[type-var]

    chapters = without(edition.chapters)
    bare = replace(edition, chapters=chapters, laws=(), approval=None, previous=None, school=School(name="Another"))
    assert fingerprint(bare) == fingerprint(edition)


@given(editions(), st.data())
def test_how_a_parser_cut_the_text_changes_nothing(edition: Edition, data: st.DataObject) -> None:
    assume(paths := kinds_of(edition, {"Run.text"}))
    *path, place, _ = data.draw(st.sampled_from(paths))
    assert isinstance(place, int)

    def cut(runs: tuple[Run, ...]) -> tuple[Run, ...]:
        run = runs[place]
        halves = (replace(run, text=run.text[:1]), replace(run, text=""), replace(run, text=run.text[1:]))
        return (*runs[:place], *halves, *runs[place + 1 :])

    assert fingerprint(changed(edition, tuple(path), cut)) == fingerprint(edition)


def test_every_text_of_an_edition_is_either_words_or_added() -> None:
    model_classes = [
        Run,
        *(
            model_class
            for model_class in (vars(edition) | vars(edition_blocks)).values()
            if is_dataclass(model_class) and model_class.__module__.startswith(edition.__name__)
        ),
    ]
    assert {"Run", "ResolvedListItem", "ResolvedTable", "Edition"} <= {
        model_class.__name__ for model_class in model_classes
    }
    found = {f"{model_class.__name__}.{field.name}" for model_class in model_classes for field in fields(model_class)}
    known = {name for name in WORDS | ADDED | INNER if not name.startswith("ContentsLine.")}
    assert found == known


def test_a_link_inside_the_edition_is_no_word_but_a_web_address_is() -> None:
    def linked(link: str) -> str:
        return fingerprint(small(ResolvedParagraph(text=(Run("see", link=link),))))

    assert linked("#breaches") == linked("#misuse") == linked("")
    assert linked("https://a.example") != linked("https://b.example")


def test_the_word_note_is_left_out_but_another_label_is_not() -> None:
    assert "label" not in canonical(words(small(ResolvedNote(text=(Run("x"),))))).decode()
    assert fingerprint(small(ResolvedNote(text=(Run("x"),)))) != fingerprint(
        small(ResolvedNote(text=(Run("x"),), label="Warning:"))
    )


def test_two_spellings_of_one_accent_are_two_texts() -> None:
    assert fingerprint(small(ResolvedParagraph(text=(Run("é"),)))) != fingerprint(
        small(ResolvedParagraph(text=(Run("e\u0301"),)))
    )


def test_the_same_words_as_a_paragraph_and_as_an_item_are_not_the_same() -> None:
    point = ResolvedListItem(anchor="", letter="a", cite="1(a)", text=(Run("x"),))
    as_item = small(ResolvedList(points=(point,)))
    assert fingerprint(as_item) != fingerprint(small(ResolvedParagraph(text=(Run("x"),))))


def test_an_old_fingerprint_stays_what_it_is() -> None:
    paragraph = ResolvedParagraph(
        text=(Run("Staff "), Run("must", bold=True), Run(" ask.")),
        citations=(ResolvedCitation("ukpga/2018/12", "s. 1"),),
    )
    edition = replace(small(paragraph), printed_contents=(ContentsLine(number="1.", title="One", page="3"),))
    law = Law(id="x", title="An Act", url="", kind="act", cited_by=(Target("one", "1"),))
    assert canonical(words(replace(edition, laws=(law,)))).decode() == (
        '{"chapters":[{"id":"one","number":"1.","opening":{"blocks":[{"citations":[{"instrument":"ukpga/2018/12",'
        '"provision":"s. 1"}],"kind":"paragraph","runs":[{"text":"Staff "},{"bold":true,"text":"must"},'
        '{"text":" ask."}],"text":"Staff must ask."}],"id":"one","number":"1.","title":"One"},"title":"One"}],'
        '"policy":"p","printed_contents":[{"number":"1.","page":"3","title":"One"}],"title":"T"}'
    )
    assert fingerprint(edition) == "v1:sha256:5dcfb1094f1150137e255192f03cce493a859d7310c34b45c8ef6a649f4e6021"


def small(block: ResolvedBlock) -> Edition:
    passage = ResolvedClause(id="one", number="1.", cite="1", title="One", blocks=(block,))
    chapter = ResolvedSection(id="one", number="1.", cite="1", title="One", opening=passage)
    return Edition(policy="p", name="draft", title="T", series="", school=School(name="S"), chapters=(chapter,))


@given(editions())
def test_what_is_written_clause_by_clause_is_what_is_written_whole(edition: Edition) -> None:
    assert fingerprint(edition) == fingerprint_of(words(edition))
