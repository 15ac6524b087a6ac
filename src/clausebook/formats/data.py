"""Edition -> JSON. The resolved edition for other programs, with the words its fingerprint is computed from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, assert_never

from clausebook.model.acts.words import act_line
from clausebook.model.approvals.approval import UNKNOWN, Approval
from clausebook.model.artefact import Artefact
from clausebook.model.edition import (
    Edition,
    Law,
    ResolvedBlock,
    ResolvedCitation,
    ResolvedClause,
    ResolvedConnector,
    ResolvedForm,
    ResolvedList,
    ResolvedListItem,
    ResolvedNote,
    ResolvedParagraph,
    ResolvedSection,
    ResolvedTable,
)
from clausebook.model.fingerprint import fingerprint_of, words
from clausebook.model.publication import Publication
from clausebook.text.inline import Inline, Run, plain

SCHEMA = "edition-v1"
READS = ()
Data = dict[str, Any]


def render(edition: Edition, publication: Publication) -> Iterator[Artefact]:
    """One JSON file, in UTF-8, ending in a line feed."""
    yield Artefact(path=f"{edition.folder}/{edition.file_stem}.json", source=text(edition))


def text(edition: Edition) -> bytes:
    """The file's bytes; the edition's PDF carries the same ones."""
    return (json.dumps(data(edition), ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def data(edition: Edition) -> Data:
    """What the file holds; schema/edition.json says the same to a program.

    `words` is what the fingerprint covers and nothing else, so that a stranger hashes it as it stands. `chapters`
    holds the same text ready to show, with what the engine adds: letters, anchors, duties, reasons, facts. What is
    empty is left out.
    """
    adopted = words(edition)
    return {
        "schema": SCHEMA,
        "policy": edition.policy,
        "edition": edition.name,
        "reference": edition.reference,
        "title": edition.title,
        **_filled(series=edition.series),
        "status": "draft" if edition.is_draft else "approved",
        **_filled(
            approval=_approval(edition.approval),
            previous=_approval(edition.previous),
            approving_body=edition.approving_body,
            owner=edition.owner,
            review_month=edition.review_month,
            review_due=edition.review_due if edition.review_due != _recorded_due(edition) else "",
            acts=[{"act": act.act, "on": act.on, "words": act_line(act)} for act in edition.acts],
        ),
        "school": {"name": edition.school.name, "language": edition.school.language},
        "fingerprint": fingerprint_of(adopted),
        **_filled(commit=edition.commit),
        "words": adopted,
        "chapters": [_chapter(chapter) for chapter in edition.chapters],
        **_filled(laws=[_law(law) for law in edition.laws]),
    }


def _recorded_due(edition: Edition) -> str:
    return (edition.approval.review_due if edition.approval else "") or ""


def _approval(approval: Approval | None) -> Data:
    """The record as it stands; what it calls unknown is left out, never guessed."""
    if approval is None:
        return {}
    return _filled(
        edition=approval.edition,
        approved=approval.approved,
        review_due=approval.review_due,
        applies_from=approval.applies_from,
        label=approval.label,
        act=approval.act,
        body=approval.body,
        minute=_known(approval.minute),
        signatories=[_filled(role=who.role, name=_known(who.name)) for who in approval.signatories],
        fingerprint=approval.fingerprint,
    )


def _known(value: str) -> str:
    return "" if value == UNKNOWN else value


def _chapter(chapter: ResolvedSection) -> Data:
    return _filled(
        id=chapter.id,
        number=chapter.number,
        cite=chapter.cite,
        title=chapter.title,
        opening=_passage(chapter.opening) if chapter.opening else {},
        passages=[_passage(passage) for passage in chapter.passages],
    )


def _passage(passage: ResolvedClause) -> Data:
    return _filled(
        id=passage.id,
        anchor=passage.id,
        number=passage.number,
        cite=passage.cite,
        title=passage.title,
        applies_to=list(passage.applies_to),
        citations=_citations(passage.citations),
        facts=[{"name": name, "value": value} for name, value in passage.facts],
        split_from=passage.split_from,
        merged_from=list(passage.merged_from),
        source=passage.source,
        blocks=[_block(block) for block in passage.blocks],
    )


def _citations(citations: tuple[ResolvedCitation, ...]) -> list[Data]:
    return [_filled(instrument=cited.instrument, provision=cited.provision, why=cited.why) for cited in citations]


def _block(block: ResolvedBlock) -> Data:
    match block:
        case ResolvedParagraph():
            more = _filled(duty=block.duty, citations=_citations(block.citations))
            return {"kind": block.kind, **_text(block.text), **more}
        case ResolvedList():
            return {"kind": block.kind, **_text(block.stem), **_list(block)}
        case ResolvedNote():
            return {"kind": block.kind, **_filled(label=block.label), **_text(block.text)}
        case ResolvedTable():
            return {"kind": block.kind, **_table(block)}
        case ResolvedForm():
            blanks = [{"kind": blank.kind, **_text(blank.label)} for blank in block.blanks]
            return {"kind": block.kind, **_filled(title=_text(block.title), blanks=blanks)}
        case _:
            assert_never(block)


def _list(owner: ResolvedList | ResolvedListItem) -> Data:
    points = [_point(point) for point in owner.points]
    return _filled(duty=owner.duty, citations=_citations(owner.citations), points=points)


def _point(point: ResolvedListItem | ResolvedConnector) -> Data:
    if isinstance(point, ResolvedConnector):
        return {"kind": point.kind, **_text(point.text)}
    address = _filled(letter=point.letter, cite=point.cite, anchor=point.anchor, anchors=list(point.anchors))
    return {"kind": point.kind, **address, **_text(point.text), **_list(point)}


def _table(table: ResolvedTable) -> Data:
    return _filled(
        caption=_text(table.caption),
        header=[_text(cell) for cell in table.header],
        rows=[[_text(cell) for cell in row] for row in table.rows],
    )


def _law(law: Law) -> Data:
    return _filled(
        id=law.id,
        title=law.title,
        url=law.url,
        kind=law.kind,
        provisions=list(law.provisions),
        cited_by=[{"anchor": target.anchor, "cite": target.cite} for target in law.cited_by],
    )


def _text(inline: Inline) -> Data:
    """Plain text, and its runs only where one of them has a style or a link."""
    runs = [_run(run) for run in inline]
    styled = any(len(run) > 1 for run in runs)
    return _filled(text=plain(inline), runs=runs if styled else [])


def _run(run: Run) -> Data:
    style = _filled(bold=run.bold, italic=run.italic, code=run.code, link=run.link)
    return {"text": run.text, **style}


def _filled(**fields: Any) -> Data:
    """The fields that say something."""
    return {key: value for key, value in fields.items() if value}
