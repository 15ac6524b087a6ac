"""Review -> JSON, for other programs. `formats/review/published.py` declares it; what is empty is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from clausebook.formats.review import published as shown
from clausebook.formats.review.descriptions import ChangeDescriptions, descriptions_of
from clausebook.model.approvals.approval import UNKNOWN
from clausebook.model.artefact import Artefact
from clausebook.model.comparison import phrases
from clausebook.model.comparison.authorship import UNSAVED
from clausebook.model.comparison.ballot import ballot
from clausebook.model.comparison.block_change import BlockChange, Span, Words, has_changed, style
from clausebook.model.comparison.duty_change import DutyChange, StatementChange
from clausebook.model.comparison.headlines import headlines
from clausebook.model.comparison.questions import answers
from clausebook.model.comparison.redline import ChapterChange, ClauseChange
from clausebook.model.comparison.review import OpenQuestion, Review
from clausebook.model.edition import Edition
from clausebook.model.history import Reason
from clausebook.model.publication import Publication
from clausebook.model.published import Data, file, published
from clausebook.text.inline import Run

_PLAIN = style(Run(""))


def render_review(review: Review, publication: Publication) -> Iterator[Artefact]:
    """One JSON file, in UTF-8, ending in a line feed."""
    yield Artefact(path=f"{review.folder}/{review.file_stem}.json", source=file(data(review)))


def data(review: Review) -> Data:
    """What the file holds, as JSON has it."""
    return published(review_of(review))


def review_of(review: Review) -> shown.PublishedReview:
    """What the file holds. Clauses name their commits by id; `commits` says each commit once."""
    redline = review.redline
    reasons = {reason.commit: reason for clause in review.clauses for reason in clause.reasons}
    reasons |= {one.reason.commit: one.reason for one in (*review.decisions, *review.left)}
    reasons |= {reason.commit: reason for reason in review.elsewhere}
    descriptions, overdue = descriptions_of(review), review.overdue
    return shown.PublishedReview(
        policy=review.policy,
        title=review.title,
        as_of=review.as_of.isoformat(),
        from_=_side(review.old) if review.old else None,
        to=_side(review.new),
        answers=answers(review),
        counts=redline.counts,
        overdue=shown.PublishedOverdue(due=overdue.due, months=overdue.months) if overdue else None,
        headlines=headlines(review),
        ballot=tuple(
            shown.PublishedDecision(
                number=one.number,
                words=one.words,
                answerer=one.answerer,
                clauses=one.clauses,
                options=one.options,
            )
            for one in ballot(review)
        ),
        decisions=tuple(map(_question, review.decisions)),
        left_as_is=tuple(map(_question, review.left)),
        laws=review.laws,
        duties=tuple(map(_duty, redline.duties)),
        statements=tuple(map(_statement, redline.statements)),
        glossary=redline.glossary,
        definitions=tuple(
            shown.PublishedDefinition(term=one.name, old=one.old, new=one.new, clauses=tuple(ids))
            for one, ids in redline.causes.items()
            if one.kind == "definition"
        ),
        title_words=_spans(redline.title),
        series_words=_spans(redline.series),
        details=tuple(shown.PublishedDetail(name=one.name, old=one.old, new=one.new) for one in redline.details),
        elsewhere=tuple(reason.commit for reason in review.elsewhere),
        chapters=tuple(_chapter(chapter, review, descriptions) for chapter in redline.chapters),
        commits=tuple(_commit(reason, review.numbers) for reason in reasons.values()),
    )


def _side(edition: Edition) -> shown.PublishedSide:
    """An edition, and of its record what it does not call unknown."""
    record = edition.approval
    return shown.PublishedSide(
        name=edition.name,
        status="approved" if record else "draft",
        fingerprint=edition.fingerprint,
        commit=edition.commit,
        approved=record.approved if record else "",
        review_due=record.review_due if record else None,
        body=record.body if record else "",
        minute=record.minute if record and record.minute != UNKNOWN else "",
    )


def _question(matter: OpenQuestion) -> shown.PublishedMatter:
    return shown.PublishedMatter(words=matter.words, clauses=matter.clauses, commit=matter.reason.commit)


def _commit(reason: Reason, numbers: Mapping[str, int]) -> shown.PublishedCommit:
    return shown.PublishedCommit(
        id=reason.commit,
        who=reason.who,
        on=reason.on,
        subject=reason.subject,
        number=numbers.get(reason.commit, 0),
        body=reason.body,
        reasons=tuple(reason.why),
        trailers=tuple(shown.PublishedTrailer(key=key, value=value) for key, value in reason.trailers),
    )


def _duty(duty: DutyChange) -> shown.PublishedDuty:
    return shown.PublishedDuty(
        kind=duty.kind,
        verdict=duty.verdict,
        clause=duty.clause,
        cite=duty.cite,
        permission=duty.is_permission,
        party=duty.shown.party,
        old_cite=duty.old.cite if duty.old else "",
        old=duty.old_force,
        new=duty.new_force,
        old_stem=duty.old.lead.written if duty.old else "",
        old_words=duty.old_words,
        new_words=duty.new_words,
        stem=duty.stem,
        weight=duty.weight,
        part=duty.part,
        beside=duty.beside,
        differences=duty.differences,
    )


def _statement(one: StatementChange) -> shown.PublishedStatement:
    return shown.PublishedStatement(
        verdict=one.verdict,
        clause=one.clause,
        cite=one.cite,
        old_words=one.old,
        new_words=one.new,
        differences=one.differences,
    )


def _chapter(chapter: ChapterChange, review: Review, descriptions: ChangeDescriptions) -> shown.PublishedChapter:
    return shown.PublishedChapter(
        whereabouts=chapter.position,
        kinds=tuple(chapter.kinds),
        old=chapter.old,
        new=chapter.new,
        title=_spans(chapter.title),
        clauses=tuple(_clause(clause, review, descriptions) for clause in chapter.clauses),
    )


def _clause(change: ClauseChange, review: Review, descriptions: ChangeDescriptions) -> shown.PublishedClause:
    reviewed = review.by_clause.get(change.id) if change.kinds else None
    roles = change.applies_to if has_changed(change.applies_to) else ()
    citations = change.citations if has_changed(change.citations) else ()
    return shown.PublishedClause(
        id=change.id,
        whereabouts=change.position,
        headline=phrases.headline(change),
        kinds=tuple(change.kinds),
        old=change.old,
        new=change.new,
        title=_spans(change.title),
        here=reviewed.here if reviewed else "",
        commits=tuple(reason.commit for reason in reviewed.reasons) if reviewed else (),
        uncommitted=bool(reviewed and reviewed.uncommitted),
        without_reason=bool(reviewed and not reviewed.is_reasoned),
        origins=tuple(descriptions.origins(change)),
        causes=tuple(phrases.cause(cause) for cause in change.causes),
        applies_to=tuple(shown.PublishedRole(kind=one.kind, role=one.value) for one in roles),
        citations=tuple(
            shown.PublishedCitationChange(
                kind=one.kind,
                instrument=one.value.instrument,
                provision=one.value.provision,
                why=one.value.why,
            )
            for one in citations
        ),
        pieces=tuple(
            _piece(piece, descriptions, reviewed.commits_of(place) if reviewed else ())
            for place, piece in enumerate(change.pieces)
        ),
    )


def _piece(piece: BlockChange, descriptions: ChangeDescriptions, commits: tuple[str, ...]) -> shown.PublishedPiece:
    return shown.PublishedPiece(
        kind=piece.kind,
        note=descriptions.note(piece),
        link=piece.link,
        elsewhere=piece.elsewhere,
        commits=tuple(commit for commit in commits if commit != UNSAVED),
        old=piece.old,
        new=piece.new,
        cells=tuple(shown.PublishedCell(kind=cell.kind, words=_spans(cell.words)) for cell in piece.cells),
    )


def _spans(words: Words) -> shown.Spans:
    return tuple(map(_span, words))


def _span(span: Span) -> shown.PublishedSpan:
    return shown.PublishedSpan(
        kind=span.kind,
        text=span.words,
        runs=span.text if any(style(run) != _PLAIN for run in span.text) else (),
        moved=span.moved,
        elsewhere=span.elsewhere,
        was=span.was if span.kind == "restyled" else (),
    )
