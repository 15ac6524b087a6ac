"""The data of an edition (its JSON) -> Edition. The way back from formats/data, to compute the fingerprint anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clausebook.model.approvals.approval import UNKNOWN, Approval, Signed
from clausebook.model.edition import (
    DRAFT,
    Edition,
    Law,
    ResolvedBlock,
    ResolvedCitation,
    ResolvedClause,
    ResolvedConnector,
    ResolvedForm,
    ResolvedFormField,
    ResolvedList,
    ResolvedListItem,
    ResolvedNote,
    ResolvedParagraph,
    ResolvedSection,
    ResolvedTable,
    SignatureLine,
    Target,
)
from clausebook.model.fingerprint import fingerprint_of
from clausebook.model.fingerprint import words as words_of
from clausebook.model.policy import ContentsLine
from clausebook.model.school import School
from clausebook.text.inline import Inline, Run

Data = Mapping[str, Any]
NOT_DATA = (KeyError, TypeError, ValueError, AttributeError, RecursionError)


def edition_of(data: Data) -> Edition:
    """The edition that the data describe, with the fingerprint computed from its chapters and frame.

    What only the formats need and the data leave out is not there: colours, roles, links of the site. Raises ValueError
    for data that are not an edition's, and for data whose chapters are not the words they claim.
    """
    try:
        edition = _edition(data)
        found = words_of(edition)
    except NOT_DATA as wrong:
        raise ValueError(f"it does not hold an edition ({type(wrong).__name__}: {wrong})") from None
    if found != data.get("words"):
        raise ValueError("what it shows and what its fingerprint covers are not the same words")
    return edition


def _edition(data: Data) -> Edition:
    frame = data["words"]
    return Edition(
        policy=data["policy"],
        name=data["edition"],
        title=data["title"],
        series=data.get("series", ""),
        school=School(name=data["school"]["name"], language=data["school"]["language"]),
        chapters=tuple(_chapter(one) for one in data["chapters"]),
        laws=tuple(_law(one) for one in data.get("laws", ())),
        # which words stand beside a line is adopted; whose line it is stands in the approval alone
        signatures=tuple(
            SignatureLine("", line.get("title", ""), line.get("label", "")) for line in frame.get("signatures", ())
        ),
        printed_contents=tuple(
            ContentsLine(number=line.get("number"), title=line.get("title", ""), page=line.get("page", ""))
            for line in frame.get("printed_contents", ())
        ),
        approving_body=data.get("approving_body", ""),
        owner=data.get("owner", ""),
        review_month=data.get("review_month"),
        approval=_approval(data["policy"], data.get("approval")),
        previous=_approval(data["policy"], data.get("previous")),
        fingerprint=fingerprint_of(frame),
        commit=data.get("commit", ""),
        review_due=data.get("review_due", ""),
    )


def _approval(policy: str, data: Data | None) -> Approval | None:
    if data is None:
        return None
    return Approval(
        policy=policy,
        edition=data.get("edition", DRAFT),
        approved=data["approved"],
        review_due=data.get("review_due"),
        applies_from=data.get("applies_from"),
        label=data.get("label", ""),
        act=data.get("act", ""),
        body=data.get("body", ""),
        minute=data.get("minute", UNKNOWN),
        signatories=tuple(
            Signed(role=who["role"], name=who.get("name", UNKNOWN)) for who in data.get("signatories", ())
        ),
        fingerprint=data["fingerprint"],
    )


def _chapter(data: Data) -> ResolvedSection:
    return ResolvedSection(
        id=data["id"],
        number=data.get("number", ""),
        cite=data.get("cite", ""),
        title=data.get("title", ""),
        opening=_passage(data["opening"]) if "opening" in data else None,
        passages=tuple(_passage(one) for one in data.get("passages", ())),
    )


def _passage(data: Data) -> ResolvedClause:
    return ResolvedClause(
        id=data["id"],
        number=data.get("number", ""),
        cite=data.get("cite", ""),
        title=data.get("title", ""),
        blocks=tuple(_block(one) for one in data.get("blocks", ())),
        applies_to=tuple(data.get("applies_to", ())),
        citations=_citations(data),
        facts=tuple((fact["name"], fact["value"]) for fact in data.get("facts", ())),
        split_from=data.get("split_from", ""),
        merged_from=tuple(data.get("merged_from", ())),
        source=data.get("source", ""),
    )


def _citations(data: Data) -> tuple[ResolvedCitation, ...]:
    return tuple(
        ResolvedCitation(instrument=one["instrument"], provision=one.get("provision", ""), why=one.get("why", ""))
        for one in data.get("citations", ())
    )


def _block(data: Data) -> ResolvedBlock:
    match data["kind"]:
        case "paragraph":
            return ResolvedParagraph(text=_text(data), duty=data.get("duty"), citations=_citations(data))
        case "list":
            return ResolvedList(
                stem=_text(data), duty=data.get("duty"), citations=_citations(data), points=_points(data)
            )
        case "note":
            return ResolvedNote(text=_text(data), label=data.get("label", ""))
        case "table":
            rows = tuple(tuple(_text(cell) for cell in row) for row in data.get("rows", ()))
            header = tuple(_text(cell) for cell in data.get("header", ()))
            return ResolvedTable(caption=_text(data.get("caption", {})), header=header, rows=rows)
        case "form":
            blanks = tuple(ResolvedFormField(_text(one), one["kind"]) for one in data.get("blanks", ()))
            return ResolvedForm(title=_text(data.get("title", {})), blanks=blanks)
        case kind:
            raise ValueError(f"a block of kind {kind!r}")


def _points(data: Data) -> tuple[ResolvedListItem | ResolvedConnector, ...]:
    return tuple(_point(one) for one in data.get("points", ()))


def _point(data: Data) -> ResolvedListItem | ResolvedConnector:
    if data["kind"] == "between":
        return ResolvedConnector(text=_text(data))
    return ResolvedListItem(
        anchor=data.get("anchor", ""),
        letter=data.get("letter", ""),
        cite=data.get("cite", ""),
        text=_text(data),
        anchors=tuple(data.get("anchors", ())),
        duty=data.get("duty"),
        citations=_citations(data),
        points=_points(data),
    )


def _text(data: Data) -> Inline:
    """The runs, which say all the text says; the text alone where nothing in it has a style."""
    if "runs" in data:
        runs = tuple(_run(one) for one in data["runs"])
        if "".join(run.text for run in runs) != data.get("text", ""):
            raise ValueError("a text and its runs differ")
        return runs
    return (Run(data["text"]),) if data.get("text") else ()


def _run(data: Data) -> Run:
    return Run(
        text=data["text"],
        bold=data.get("bold", False),
        italic=data.get("italic", False),
        code=data.get("code", False),
        link=data.get("link", ""),
    )


def _law(data: Data) -> Law:
    return Law(
        id=data["id"],
        title=data.get("title", ""),
        url=data.get("url", ""),
        kind=data.get("kind", ""),
        provisions=tuple(data.get("provisions", ())),
        cited_by=tuple(Target(one["anchor"], one["cite"]) for one in data.get("cited_by", ())),
    )
