"""Where each field of an edition appears. A new field fails here until somebody decides where it belongs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import cache, partial
from typing import Any

import pytest

from clausebook.formats._registry import all_formats
from clausebook.formats.web.search import search_files
from clausebook.model.edition import Edition, ResolvedClause
from clausebook.model.edition_blocks import ResolvedCitation, ResolvedParagraph
from clausebook.model.fingerprint import fingerprint
from clausebook.model.policy import ContentsLine
from clausebook.text.inline import Run
from tests import adopted
from tests.formats.pdf_cases import signable

SHOWN = ("pdf", "word", "data", "akn", "web")
OF_OTHERS = ("School", "Brand", "Approval")  # records of the school and of its acts; an edition only carries them

WHERE = {
    "ContentsLine.number": "fingerprint akn data pdf web word",
    "ContentsLine.page": "fingerprint akn data pdf web word",
    "ContentsLine.title": "fingerprint akn data pdf web word",
    "Edition.acknowledgement": "pdf",
    "Edition.acts": "data pdf web word",
    "Edition.approval": "akn data pdf web word search",
    "Edition.approving_body": "fingerprint akn data word",
    "Edition.chapters": "fingerprint akn data pdf web word search",
    "Edition.commit": "akn data pdf web word",
    "Edition.fingerprint": "akn pdf web word",
    "Edition.laws": "akn data pdf web word",
    "Edition.name": "akn data pdf web word search",
    "Edition.owner": "data pdf word",
    "Edition.policy": "fingerprint akn data pdf web word search",
    "Edition.previous": "data pdf",
    "Edition.printed_contents": "fingerprint akn data pdf web word",
    "Edition.review_due": "data pdf web word",
    "Edition.review_every": "web search",
    "Edition.review_month": "data web search",
    "Edition.school": "akn data pdf web word search",
    "Edition.series": "fingerprint akn data pdf web word",
    "Edition.signatures": "fingerprint akn data pdf web word",
    "Edition.title": "fingerprint akn data pdf web word search",
    "Law.cited_by": "data pdf web word",
    "Law.id": "akn data web",
    "Law.kind": "data web",
    "Law.provisions": "data pdf web word",
    "Law.title": "akn data pdf web word",
    "Law.url": "akn data pdf web word",
    "ResolvedCitation.instrument": "fingerprint akn data web search",
    "ResolvedCitation.provision": "fingerprint akn data web",
    "ResolvedCitation.why": "data web",
    "ResolvedClause.applies_to": "fingerprint akn data pdf web search",
    "ResolvedClause.blocks": "fingerprint akn data pdf web word search",
    "ResolvedClause.citations": "fingerprint akn data pdf web search",
    "ResolvedClause.cite": "akn data web search",
    "ResolvedClause.facts": "data",
    "ResolvedClause.id": "fingerprint akn data pdf web word search",
    "ResolvedClause.merged_from": "data",
    "ResolvedClause.number": "fingerprint akn data pdf web word",
    "ResolvedClause.source": "data",
    "ResolvedClause.split_from": "data",
    "ResolvedClause.title": "fingerprint akn data pdf web word search",
    "ResolvedConnector.kind": "fingerprint data",
    "ResolvedConnector.text": "fingerprint akn data pdf web word search",
    "ResolvedForm.blanks": "fingerprint akn data pdf web word",
    "ResolvedForm.kind": "fingerprint data pdf",
    "ResolvedForm.title": "fingerprint akn data pdf web word search",
    "ResolvedFormField.kind": "fingerprint akn data pdf web word",
    "ResolvedFormField.label": "fingerprint akn data pdf web word",
    "ResolvedList.citations": "fingerprint akn data pdf web search",
    "ResolvedList.duty": "data",
    "ResolvedList.kind": "fingerprint data pdf",
    "ResolvedList.points": "fingerprint akn data pdf web word search",
    "ResolvedList.stem": "fingerprint akn data pdf web word search",
    "ResolvedListItem.anchor": "akn data pdf web word search",
    "ResolvedListItem.anchors": "akn data pdf web word",
    "ResolvedListItem.citations": "fingerprint akn data pdf web search",
    "ResolvedListItem.cite": "data web search",
    "ResolvedListItem.duty": "data web search",
    "ResolvedListItem.kind": "fingerprint data",
    "ResolvedListItem.letter": "akn data pdf web word",
    "ResolvedListItem.points": "fingerprint akn data pdf web word search",
    "ResolvedListItem.text": "fingerprint akn data pdf web word search",
    "ResolvedNote.kind": "fingerprint data pdf",
    "ResolvedNote.label": "fingerprint akn data pdf web word",
    "ResolvedNote.text": "fingerprint akn data pdf web word search",
    "ResolvedParagraph.citations": "fingerprint akn data pdf web search",
    "ResolvedParagraph.duty": "data web search",
    "ResolvedParagraph.kind": "fingerprint data pdf",
    "ResolvedParagraph.text": "fingerprint akn data pdf web word search",
    "ResolvedSection.cite": "akn data",
    "ResolvedSection.id": "fingerprint akn data pdf web search",
    "ResolvedSection.number": "fingerprint akn data pdf web word",
    "ResolvedSection.opening": "fingerprint akn data pdf web word search",
    "ResolvedSection.passages": "fingerprint akn data pdf web word search",
    "ResolvedSection.title": "fingerprint akn data pdf web word",
    "ResolvedTable.caption": "fingerprint akn data pdf web word search",
    "ResolvedTable.header": "fingerprint akn data pdf web word search",
    "ResolvedTable.kind": "fingerprint data pdf",
    "ResolvedTable.rows": "fingerprint akn data pdf web word search",
    "Run.bold": "fingerprint akn data pdf web word",
    "Run.code": "fingerprint akn data pdf web word",
    "Run.italic": "fingerprint akn data pdf web word",
    "Run.link": "fingerprint akn data pdf web word",
    "Run.text": "fingerprint akn data pdf web word search",
    "SignatureLine.label": "fingerprint akn data pdf web word",
    "SignatureLine.role": "pdf",
    "SignatureLine.title": "fingerprint akn data pdf word",
    "SourceLocation.column": "",
    "SourceLocation.file": "",
    "SourceLocation.line": "",
    "SourceLocation.nth": "",
    "SourceLocation.part": "",
    "SourceLocation.trail": "",
    "SourceLocation.within": "",
    "Target.anchor": "data pdf web word",
    "Target.cite": "data pdf web word",
}


@cache
def edition() -> Edition:
    """An edition with something in every field."""
    known = signable()
    cited = (ResolvedCitation("ukpga/1996/56", "s. 444", "absence"),)
    more = ResolvedClause(
        id="more",
        number="1.1",
        cite="1.1",
        title="More",
        blocks=(ResolvedParagraph(text=(Run("More of it."),), duty="must", citations=cited),),
        applies_to=("staff",),
        citations=cited,
        facts=(("school.name", "Hill School"),),
        split_from="old",
        merged_from=("older",),
        source="clauses/late/more.yaml",
    )
    (chapter,) = known.chapters
    return replace(
        known,
        chapters=(replace(chapter, passages=(more,)),),
        printed_contents=(ContentsLine(number="1.", title="Rules", page="3"),),
    )


def changed(value: Any, name: str) -> Any:
    """The same record with another value in every field of this name (Record.field), wherever it is nested."""
    if isinstance(value, tuple):
        return tuple(changed(one, name) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    record = type(value).__name__
    new = {
        one.name: other(was) if f"{record}.{one.name}" == name else changed(was, name)
        for one, was in ((one, getattr(value, one.name)) for one in fields(value))
    }
    return replace(value, **new)


def other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value % 12 + 1
    if isinstance(value, tuple):
        return value[:-1] if value else ("zyzzyva",)
    return f"{value or ''}zyzzyva" if isinstance(value, str) or value is None else None


def names(value: Any) -> set[str]:
    if isinstance(value, tuple):
        return set().union(*map(names, value))
    if not is_dataclass(value) or isinstance(value, type):
        return set()
    record = type(value).__name__
    if record in OF_OTHERS:
        return set()
    own = {f"{record}.{one.name}" for one in fields(value) if one.name != "place"}
    return own.union(*(names(getattr(value, one.name)) for one in fields(value)))


def asked() -> dict[str, Callable[[Edition], Any]]:
    found: dict[str, Callable[[Edition], Any]] = {"fingerprint": fingerprint}
    for form in all_formats():
        if form.name in SHOWN:
            found[form.name] = partial(_sources, form.render)
    found["search"] = lambda edition: dict(search_files(adopted.publication(edition)))
    return found


def _sources(render: Any, edition: Edition) -> list[object]:
    """What is shown, without what is attached to it."""
    made = list(render(edition, adopted.publication(edition)))
    return [(one.path, one.source, one.files if one.renderer == "site" else ()) for one in made]


def said(ask: Callable[[Edition], Any], edition: Edition) -> str:
    try:
        return repr(ask(edition))
    except (AssertionError, AttributeError, LookupError, TypeError, ValueError) as error:
        return f"refused: {type(error).__name__}"


def where() -> dict[str, str]:
    """Each field, and who makes something else of an edition in which it is another."""
    before = {name: said(ask, edition()) for name, ask in asked().items()}
    found = {}
    for field in sorted(names(edition())):
        new = changed(edition(), field)
        found[field] = " ".join(name for name, ask in asked().items() if said(ask, new) != before[name])
    return found


def test_somebody_has_decided_where_each_field_of_an_edition_appears() -> None:
    assert names(edition()) == set(WHERE)


@pytest.mark.slow
def test_each_field_appears_where_it_was_decided_and_nowhere_else() -> None:
    assert where() == WHERE
