"""Review -> ready values for the layout: plain words, flags and lists, named as the templates use them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clausebook.formats.review.descriptions import ChangeDescriptions, descriptions_of
from clausebook.formats.review.first_pages import first_pages
from clausebook.formats.review.shown_pieces import cited_pieces, runs
from clausebook.formats.review.spans import Values, span_of, spans, swap
from clausebook.model.comparison import phrases
from clausebook.model.comparison.block_change import ListChange, has_changed, is_changed
from clausebook.model.comparison.questions import edition_name, event_lines, what_became_of_law
from clausebook.model.comparison.redline import ChapterChange, ClauseChange
from clausebook.model.comparison.review import LawReview, OpenQuestion, Review
from clausebook.model.history import Reason
from clausebook.model.policy import ContentsLine
from clausebook.text.colour import readable
from clausebook.text.dates import in_words
from clausebook.text.phrases import capital, listed

_WHOLE = {"added": "New clause", "removed": "Removed clause"}
_SERIES = {"review": "Review for the governors", "upstream": "What upstream changed"}
_KINDS = {"review": "Review", "upstream": "What upstream changed"}


def pack(review: Review) -> Values:
    """Everything the layout shows of one review."""
    descriptions = descriptions_of(review)
    language, _, region = review.new.school.language.partition("-")
    draft = review.new.is_draft and review.kind == "review"
    return {
        "language": language,
        "region": region or None,
        "school": review.new.school.name,
        "series": _SERIES[review.kind],
        "kind": _KINDS[review.kind],
        "title": review.title,
        "name": f"{edition_name(review.old)} compared with {edition_name(review.new)}",
        "reference": f"{review.folder}/{review.file_stem}",
        "draft": draft,
        "status": "Draft \N{EN DASH} not approved" if draft else "For information",
        "primary": readable(review.new.school.brand.primary),
        "accent": readable(review.new.school.brand.accent),
        "on": in_words(review.as_of.isoformat()),
        "decisions": tuple(_question(one, review) for one in review.decisions),
        "laws": tuple(_law(law, review) for law in review.laws if law.happenings or law.needs_care),
        "steady": tuple(_steady(law) for law in review.laws if not (law.happenings or law.needs_care)),
        **first_pages(review),
        "cover": tuple(_cover(descriptions)),
        "causes": tuple(
            capital(phrases.cause(cause, review.cites(ids))) for cause, ids in review.redline.causes.items()
        ),
        "clauses": tuple(_changes(descriptions, review)),
        "unchanged": tuple(_heading(change) for change in review.redline.unchanged),
        "left": tuple(_question(one, review) for one in review.left),
        "replaces": edition_name(review.old),
        "proposed": edition_name(review.new),
        "body": review.new.approving_body or (review.old.approving_body if review.old else "") or "governing body",
        "empty": review.redline.is_empty,
        "undecided": draft,
    }


def _question(matter: OpenQuestion, review: Review) -> tuple[str, str]:
    return matter.words, ", ".join(review.cites(matter.clauses))


def _law(law: LawReview, review: Review) -> Values:
    return {
        "title": law.title,
        "url": law.url,
        "lines": tuple(event_lines(law)),
        "details": tuple(one.detail for one in law.happenings if one.detail),
        "old": ", ".join(dict.fromkeys(target.cite for target in law.cited_in)),
        "dealt": what_became_of_law(law, review),
        "care": law.needs_care,
    }


def _steady(law: LawReview) -> str:
    """An instrument of which nothing is recorded to have happened: its title, and where either edition cites it."""
    where = listed(dict.fromkeys(target.cite for target in law.still_in))
    return f"{law.title} ({where or 'no longer cited'})"


def _cover(descriptions: ChangeDescriptions) -> Iterator[tuple[str, tuple[Values, ...]]]:
    """What changed on the cover and about the policy as a whole."""
    redline = descriptions.redline
    for name, words in (("Title", redline.title), ("Series", redline.series)):
        if is_changed(words):
            yield name, spans(words)
    for detail in redline.details:
        if detail.is_changed:
            yield detail.name.capitalize(), swap(detail.old, detail.new)
    if has_changed(redline.applies_to):
        yield "Applies to", _entries((entry.kind, descriptions.role(entry.value)) for entry in redline.applies_to)
    if has_changed(redline.signatures):
        lines = ((entry.kind, f"{entry.value.label} {entry.value.title}") for entry in redline.signatures)
        yield "Signatures", _entries(lines)
    if has_changed(redline.printed_contents):
        yield "Contents as printed on paper", _printed(redline.printed_contents)


def _printed(lines: tuple[ListChange[ContentsLine], ...]) -> tuple[Values, ...]:
    """The lines of the printed contents; where all of them are gone, that only."""
    if all(line.kind == "removed" for line in lines):
        return (span_of("kept", "no longer part of the text"),)
    values = ((line.kind, line.value) for line in lines)
    return _entries((kind, f"{one.number or ''} {one.title} {one.page}".strip()) for kind, one in values)


def _changes(descriptions: ChangeDescriptions, review: Review) -> Iterator[Values]:
    for chapter in descriptions.redline.chapters:
        opened = any(clause.heading.opens for clause in chapter.clauses)
        if chapter.position == "moved-away" or (chapter.kinds and not opened):
            yield {**_frame(chapter), "section": True, "headline": f"section {', '.join(_kinds(chapter))}"}
        for clause in chapter.clauses:
            if clause.position == "moved-away":
                yield {**_frame(clause), "section": False, "headline": f"moved to {descriptions.cite(clause.id)}"}
            elif not clause.is_unchanged:
                yield _clause(clause, descriptions, review)


def _kinds(chapter: ChapterChange) -> list[str]:
    return [phrases.KINDS[kind] for kind in chapter.kinds] or ["moved from here"]


def _frame(change: ClauseChange | ChapterChange) -> Values:
    """What every change has: its heading, and number and title as they were and are where they differ."""
    number, title = _heading(change)
    was = change.old.number if change.old and change.new and change.old.number != change.new.number else None
    heading: tuple[Values, ...] = ()
    if was is not None or (is_changed(change.title) and change.position not in ("added", "removed")):
        numbers = swap(was, number) if was is not None else (span_of("kept", f"{number} "),)
        heading = (*numbers, *spans(change.title))
    return {
        "id": change.heading.id.partition("\n")[0],
        "kinds": change.kinds,
        "number": number,
        "title": title,
        "heading": heading,
        "whole": "",
        "notes": (),
        "items": (),
        "reasons": (),
        "cites": "",
        "pieces": (),
    }


def _heading(change: ClauseChange | ChapterChange) -> tuple[str, str]:
    gone = change.new is None
    title = "".join(span.words for span in change.title if span.kind != ("inserted" if gone else "deleted"))
    return change.heading.number, title.strip()


def _clause(change: ClauseChange, descriptions: ChangeDescriptions, review: Review) -> Values:
    whole = _WHOLE.get(change.position, "")
    plain = change.kinds in (("added",), ("removed",))
    items = []
    if has_changed(change.applies_to) and not change.applies_throughout:
        roles = ((entry.kind, descriptions.role(entry.value)) for entry in change.applies_to)
        items.append(("Applies to", _entries(("kept", role) if whole else (kind, role) for kind, role in roles)))
    if has_changed(change.citations):
        items.append(("Law cited", _entries((entry.kind, descriptions.law(entry.value)) for entry in change.citations)))
    cites, pieces = cited_pieces(change, review, descriptions)
    return {
        **_frame(change),
        "section": False,
        "whole": whole,
        "headline": "" if plain else phrases.headline(change),
        "notes": (
            *_here(change, review),
            *descriptions.origins(change),
            *(phrases.cause(cause) for cause in change.causes if cause.kind != "definition"),
        ),
        "items": tuple(items),
        "reasons": tuple(_reasons(change, review)),
        "cites": cites,
        "pieces": tuple(runs(pieces)),
    }


def _here(change: ClauseChange, review: Review) -> Iterator[str]:
    """What this school did with a clause that upstream changed."""
    if review.by_clause[change.id].here:
        yield review.by_clause[change.id].here


def _reasons(change: ClauseChange, review: Review) -> Iterator[Values]:
    reviewed = review.by_clause[change.id]
    for reason in reviewed.reasons:
        yield _reason(reason, review)
    if reviewed.uncommitted:
        yield _bare("No reason yet: changed, but not yet saved to the history.")
    elif not reviewed.reasons:
        yield _bare(f"{reviewed.unrecorded[:1].upper()}{reviewed.unrecorded[1:]}.")


def _bare(words: str) -> Values:
    return {"label": "", "why": (), "unstated": words, "who": "", "law": "", "questions": ""}


def _reason(reason: Reason, review: Review) -> Values:
    questions = [str(n) for n, one in enumerate(review.decisions, 1) if one.reason.commit == reason.commit]
    return {
        "label": f"R{review.numbers[reason.commit]}" if reason.commit in review.numbers else "",
        "why": reason.why,
        "unstated": "" if reason.why else f"No reason is given for “{reason.subject}”.",
        "who": f"{reason.who}, {in_words(reason.on)}",
        "law": listed(review.law(id) for id in reason.trailer("Law")),
        "questions": f"see question{'s' if len(questions) > 1 else ''} {listed(questions)}" if questions else "",
    }


def _entries(entries: Iterable[tuple[str, str]]) -> tuple[Values, ...]:
    found: list[Values] = []
    for kind, words in entries:
        found += [span_of("kept", "; "), span_of(kind, words)] if found else [span_of(kind, words)]
    return tuple(found)
