"""Review -> JSON, for other programs. schema/review.json describes it; what is empty is left out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from clausebook.formats.review.descriptions import ChangeDescriptions, descriptions_of
from clausebook.model.approvals.approval import UNKNOWN, Approval
from clausebook.model.artefact import Artefact
from clausebook.model.comparison import phrases
from clausebook.model.comparison.authorship import UNSAVED
from clausebook.model.comparison.ballot import Decision, ballot
from clausebook.model.comparison.block_change import BlockChange, Cell, Frame, ListChange, Span, Words, has_changed
from clausebook.model.comparison.duty_change import Difference, DutyChange, StatementChange
from clausebook.model.comparison.headlines import headlines
from clausebook.model.comparison.questions import answers
from clausebook.model.comparison.redline import ChapterChange, ClauseChange, Heading
from clausebook.model.comparison.review import LawReview, OpenQuestion, Review
from clausebook.model.edition import Edition, ResolvedCitation, Target
from clausebook.model.history import Reason
from clausebook.model.publication import Publication
from clausebook.text.inline import Run

SCHEMA = "review-v1"
Data = dict[str, Any]


def render_review(review: Review, publication: Publication) -> Iterator[Artefact]:
    """One JSON file, in UTF-8, ending in a line feed."""
    text = json.dumps(data(review), ensure_ascii=False, indent=2) + "\n"
    yield Artefact(path=f"{review.folder}/{review.file_stem}.json", source=text.encode("utf-8"))


def data(review: Review) -> Data:
    """What the file holds. Clauses name their commits by id; `commits` says each commit once."""
    redline = review.redline
    reasons = {reason.commit: reason for clause in review.clauses for reason in clause.reasons}
    reasons |= {one.reason.commit: one.reason for one in (*review.decisions, *review.left)}
    reasons |= {reason.commit: reason for reason in review.elsewhere}
    descriptions = descriptions_of(review)
    return {
        "schema": SCHEMA,
        "policy": review.policy,
        "title": review.title,
        "as_of": review.as_of.isoformat(),
        **_filled({"from": _edition(review.old) if review.old else {}, "to": _edition(review.new)}),
        "answers": [{"id": one.id, "question": one.question, "lines": list(one.lines)} for one in answers(review)],
        "counts": dict(redline.counts),
        **_filled(
            {
                "overdue": {"due": review.overdue.due, "months": review.overdue.months} if review.overdue else {},
                "headlines": [
                    {
                        "title": group.title,
                        "headlines": [
                            {"words": one.words, **_filled({"clauses": list(one.clauses)})} for one in group.headlines
                        ],
                    }
                    for group in headlines(review)
                ],
                "ballot": [_decision(one) for one in ballot(review)],
                "decisions": [_matter(one) for one in review.decisions],
                "left_as_is": [_matter(one) for one in review.left],
                "laws": [_law(law) for law in review.laws],
                "duties": [_duty(duty) for duty in redline.duties],
                "statements": [_statement(one) for one in redline.statements],
                "glossary": redline.glossary,
                "definitions": [
                    {"term": one.name, **_filled({"old": one.old, "new": one.new}), "clauses": list(ids)}
                    for one, ids in redline.causes.items()
                    if one.kind == "definition"
                ],
                "title_words": _spans(redline.title),
                "series_words": _spans(redline.series),
                "details": [{"name": one.name, "old": one.old, "new": one.new} for one in redline.details],
                "elsewhere": [reason.commit for reason in review.elsewhere],
            }
        ),
        "chapters": [_chapter(chapter, review, descriptions) for chapter in redline.chapters],
        "commits": [_commit(reason, review) for reason in reasons.values()],
    }


def _decision(one: Decision) -> Data:
    return {"number": one.number, "words": one.words, "answerer": one.answerer} | _filled(
        {"clauses": list(one.clauses), "options": list(one.options)}
    )


def _edition(edition: Edition) -> Data:
    approval = edition.approval
    return _filled(
        {
            "name": edition.name,
            "status": "approved" if approval else "draft",
            "fingerprint": edition.fingerprint,
            "commit": edition.commit,
            **(_approval(approval) if approval else {}),
        }
    )


def _approval(approval: Approval) -> Data:
    """The record; what it calls unknown is left out."""
    return {
        "approved": approval.approved,
        "review_due": approval.review_due,
        "body": approval.body,
        "minute": "" if approval.minute == UNKNOWN else approval.minute,
    }


def _matter(matter: OpenQuestion) -> Data:
    return {"words": matter.words, "clauses": list(matter.clauses), "commit": matter.reason.commit}


def _commit(reason: Reason, review: Review) -> Data:
    trailers = [{"key": key, "value": value} for key, value in reason.trailers]
    known = {"id": reason.commit, "who": reason.who, "on": reason.on, "subject": reason.subject}
    number = review.numbers.get(reason.commit, 0)
    return known | _filled({"number": number, "body": reason.body, "reasons": list(reason.why), "trailers": trailers})


def _law(law: LawReview) -> Data:
    happenings = [
        {"on": one.on, "words": one.words, **_filled({"detail": one.detail, "ahead": one.ahead})}
        | ({"unverified": True} if one.unverified else {})
        for one in law.happenings
    ]
    status = {"kind": law.status.kind, "words": law.status.words} if law.status else {}
    return {"instrument": law.instrument, "title": law.title} | _filled(
        {
            "url": law.url,
            "status": status,
            "happenings": happenings,
            "replaced_by": list(law.replaced_by),
            "cited_in": _targets(law.cited_in),
            "still_in": _targets(law.still_in),
            "instead": list(law.instead),
            "needs_care": law.needs_care,
        }
    )


def _targets(targets: Iterable[Target]) -> list[Data]:
    return [{"anchor": target.anchor, "cite": target.cite} for target in targets]


def _duty(duty: DutyChange) -> Data:
    return {
        "kind": duty.kind,
        "verdict": duty.verdict,
        "clause": duty.clause,
        "cite": duty.cite,
        "permission": duty.is_permission,
        "party": duty.shown.party,
    } | _filled(
        {
            "old_cite": duty.old.cite if duty.old else "",
            "old": duty.old_force,
            "new": duty.new_force,
            "old_stem": duty.old.lead if duty.old else "",
            "old_words": duty.old_words,
            "new_words": duty.new_words,
            "stem": duty.stem,
            "weight": duty.weight,
            "part": duty.part,
            "differences": _differences(duty.differences),
        }
    )


def _differences(found: Iterable[Difference]) -> list[Data]:
    return [{"kind": one.kind} | _filled({"old": one.old, "new": one.new, "effect": one.effect}) for one in found]


def _statement(one: StatementChange) -> Data:
    return {
        "verdict": one.verdict,
        "clause": one.clause,
        "cite": one.cite,
        "old_words": one.old,
        "new_words": one.new,
        "differences": _differences(one.differences),
    }


def _chapter(chapter: ChapterChange, review: Review, descriptions: ChangeDescriptions) -> Data:
    return {
        "whereabouts": chapter.position,
        **_filled({"kinds": list(chapter.kinds), **_headings(chapter), "title": _spans(chapter.title)}),
        "clauses": [_clause(clause, review, descriptions) for clause in chapter.clauses],
    }


def _headings(change: ChapterChange | ClauseChange) -> Data:
    return {side: _heading(one) for side, one in (("old", change.old), ("new", change.new)) if one}


def _heading(heading: Heading) -> Data:
    return {"id": heading.id, "number": heading.number, "cite": heading.cite}


def _clause(change: ClauseChange, review: Review, descriptions: ChangeDescriptions) -> Data:
    reviewed = review.by_clause.get(change.id) if change.kinds else None
    reasons = reviewed.reasons if reviewed else ()
    return {
        "id": change.id,
        "whereabouts": change.position,
        "headline": phrases.headline(change),
        **_filled(
            {
                "kinds": list(change.kinds),
                **_headings(change),
                "title": _spans(change.title),
                "here": reviewed.here if reviewed else "",
                "commits": [reason.commit for reason in reasons],
                "uncommitted": bool(reviewed and reviewed.uncommitted),
                "without_reason": bool(reviewed and not reviewed.is_reasoned),
                "origins": list(descriptions.origins(change)),
                "causes": [phrases.cause(cause) for cause in change.causes],
                "applies_to": _roles(change.applies_to) if has_changed(change.applies_to) else [],
                "citations": _citations(change.citations) if has_changed(change.citations) else [],
                "pieces": [
                    _piece(piece, descriptions, reviewed.commits_of(place) if reviewed else ())
                    for place, piece in enumerate(change.pieces)
                ],
            }
        ),
    }


def _roles(entries: tuple[ListChange[str], ...]) -> list[Data]:
    return [{"kind": entry.kind, "role": entry.value} for entry in entries]


def _citations(entries: tuple[ListChange[ResolvedCitation], ...]) -> list[Data]:
    return [{"kind": entry.kind, **_cited(entry.value)} for entry in entries]


def _cited(cited: ResolvedCitation) -> Data:
    return {"instrument": cited.instrument, **_filled({"provision": cited.provision, "why": cited.why})}


def _piece(piece: BlockChange, descriptions: ChangeDescriptions, commits: tuple[str, ...]) -> Data:
    frames = {side: _frame(one) for side, one in (("old", piece.old), ("new", piece.new)) if one}
    return {
        "kind": piece.kind,
        **_filled({"note": descriptions.note(piece), "link": piece.link, "elsewhere": piece.elsewhere}),
        **_filled({"commits": [commit for commit in commits if commit != UNSAVED]}),
        **frames,
        "cells": [_cell(cell) for cell in piece.cells],
    }


def _frame(frame: Frame) -> Data:
    return {"part": frame.part} | _filled(
        {
            "depth": frame.depth,
            "letter": frame.letter,
            "cite": frame.cite,
            "anchor": frame.anchor,
            "label": frame.label,
            "duty": frame.duty,
            "citations": [_cited(cited) for cited in frame.citations],
        }
    )


def _cell(cell: Cell) -> Data:
    return {"kind": cell.kind, "words": _spans(cell.words)}


def _spans(words: Words) -> list[Data]:
    return [_span(span) for span in words]


def _span(span: Span) -> Data:
    styled = [_run(run) for run in span.text]
    runs = styled if any(len(run) > 1 for run in styled) else []
    was = {"was": [_run(run) for run in span.was]} if span.kind == "restyled" else {}
    return {
        "kind": span.kind,
        "text": span.words,
        **_filled({"runs": runs, "moved": span.moved, "elsewhere": span.elsewhere}),
        **was,
    }


def _run(run: Run) -> Data:
    return {"text": run.text, **_filled({"bold": run.bold, "italic": run.italic, "code": run.code, "link": run.link})}


def _filled(fields: Data) -> Data:
    """The fields that say something."""
    return {key: value for key, value in fields.items() if value}
