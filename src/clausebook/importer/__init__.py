"""Manuscript -> Importation. Finds out what is heading, item, table or form, and makes the draft and its account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from clausebook.errors import UserError
from clausebook.importer import citations, frame, headings, outline, word_balance
from clausebook.importer import front_matter as front
from clausebook.importer.clause_drafts import DraftBuilder
from clausebook.importer.document_facts import FACT, propose_said, stated_title, take_in
from clausebook.importer.facts import TextWriter, other_schools
from clausebook.importer.front_matter import Front
from clausebook.importer.layout import unfolded
from clausebook.importer.outline import item_id
from clausebook.importer.printing import as_printed, printable
from clausebook.importer.source_block import NO_MARK, SourceBlock, pieces
from clausebook.importer.yaml_writer import clause_text, policy_text
from clausebook.model.blocks import every_item
from clausebook.model.clause import Clause
from clausebook.model.documents.extracted import (
    ExcludedText,
    ExtractedBlock,
    ExtractedDocument,
    SourceDoubt,
    SourcePosition,
)
from clausebook.model.documents.import_result import Importation
from clausebook.model.finding import Finding, SourceLocation
from clausebook.model.numbering import cite
from clausebook.model.policy import Policy, Section
from clausebook.model.register import Register
from clausebook.model.school import School
from clausebook.source.load import read_file
from clausebook.text.inline import Inline
from clausebook.text.quotation import straight

RULE = "import"
SAID = "what the document says of its approval"
STATES_LISTS = ("html", "md", "rst", "odt")  # formats that say themselves what is a list
Doubts = list[tuple[SourceBlock, str, str]]


def understand(
    manuscript: ExtractedDocument,
    blocks: Sequence[ExtractedBlock],
    policy_id: str,
    register: Register,
    aliases: Iterable[str] = (),
) -> Importation:
    """The draft of a policy from the blocks of a manuscript. `aliases` are names that also mean the school."""
    ours, aliases = manuscript.ours, tuple(aliases)
    blocks = _as_written(blocks) if ours else blocks
    blocks, mail, subject = (blocks, [], "") if ours else frame.without_mail_head(blocks)
    blocks, unprinted = (blocks, []) if ours else printable(blocks)
    all_pieces = pieces(blocks if ours else list(unfolded(blocks)), ours)
    body, last_page = _without_our_last_page(all_pieces) if ours else (all_pieces, [])
    body, listed = frame.without_contents(body)
    found = body if ours else _restored(headings.find(body, manuscript.format in STATES_LISTS))
    found, signed = (found, []) if ours else frame.without_sign_off(found)
    before, text = front.split(found)
    school = register.school or School(name="")
    stated = {key: as_printed(words) for key, words in (("title", subject), *manuscript.properties) if words}
    cover = front.read(before, policy_id, school, stated)
    cover.title = cover.title or stated_title(signed) or front.title_above(text, stated)
    headed = "" if cover.title else front.title_of_header(manuscript.asides)
    cover.title = cover.title or headed
    asides = [_aside(piece, take_in(piece, cover.facts, school) or SAID) for piece in signed]
    for piece in text if not ours else ():
        propose_said(piece, cover.facts)
    cover.facts.settle()
    empty = [piece for piece in text if not any(sign.isalnum() for sign in piece.block.all_words)]
    text = [piece for piece in text if any(sign.isalnum() for sign in piece.block.all_words)]
    text = text if ours else headings.levelled(text)

    made, unsure = outline.chapters(text, cover.title)
    unsure += [(text[0], "the title is what the top of the pages says", "look at it")] if headed and text else []
    outline.name_all(made, ours)
    unnumbered = outline.number_all(made)
    known = tuple(_targets(register))
    refs = {**_refs(made), **(dict(_item_refs(made, known)) if ours else {})}
    words = TextWriter(school, register.policies, refs, aliases)
    draft = DraftBuilder(policy_id, words, ours, known)
    titles = {}
    for chapter in made:
        for part in (chapter.head, *chapter.parts):
            if part.is_section:
                titles[part.id] = draft.section(part)
            else:
                draft.add(part)
    sections = tuple(replace(one, title=titles[one.id]) if one.id in titles else one for one in outline.outline(made))
    policy = _policy(policy_id, cover, sections, words, before)
    clauses = placed(draft.clauses)
    cited = citations.citations(last_page, clauses, register) if ours else citations.cite(clauses, register)
    asides += [_aside(piece, "page about the edition") for piece in last_page]
    asides += [*mail, *unprinted]
    asides += [_aside(piece, "signs without words") for piece in empty if piece.words]
    asides += [
        replace(_aside(piece, "contents page"), may_be_text=frame.is_sentence_of_contents(piece)) for piece in listed
    ]
    asides += [
        replace(_aside(piece, use), may_be_text=use == front.UNKNOWN and piece.style != FACT)
        for piece, use in cover.used
        if use not in ("title", "series", "signatory")
    ]
    asides += [ExcludedText(why="number left out", text=number, origin=_origin(part)) for part, number in unnumbered]
    asides += [
        ExcludedText(why="words replaced by a fact", text=words_, origin=origin) for words_, origin in words.replaced
    ]
    balance = word_balance.balance(
        manuscript,
        [piece.block.all_words for piece in all_pieces],
        word_balance.words_of_text(sections, draft.clauses, register),
        [*word_balance.words_of(policy, register), *words.referred, *(one.mark for one in draft.landed)],
        asides,
    )
    others = other_schools(found, school, aliases)
    doubts = _doubts(text, [*others, *unsure, *draft.doubts, *words.doubts], cover, policy)
    return Importation(
        source=manuscript.name,
        format=manuscript.format,
        policy=policy_id,
        title=cover.title,
        files={
            **{clause.place.file: clause_text(clause, cited.of_clause.get(clause.id, {})) for clause in draft.clauses},
            f"policy/{policy_id}.yaml": policy_text(policy),
        },
        landed=tuple(draft.landed),
        asides=(*asides, *manuscript.asides),
        definitions=tuple(draft.definitions),
        proposed=tuple(cover.facts.proposed),
        findings=(
            *(_finding(manuscript, piece.origin, piece, message, hint) for piece, message, hint in doubts),
            *(_read_doubt(manuscript, one) for one in sorted(_read_doubts(manuscript, all_pieces), key=_reading_order)),
            *(
                Finding(place, message, hint, "warning" if hint else "note", RULE)
                for place, message, hint in cited.doubts
            ),
        ),
        remarks=manuscript.remarks,
        lost=balance.lost,
        unread=manuscript.unread,
        alarms=balance.alarms,
        words=balance.words,
        in_clauses=balance.in_clauses,
    )


def _as_written(blocks: Sequence[ExtractedBlock]) -> Sequence[ExtractedBlock]:
    """A draft of ours with the straight marks that its clauses have: its Word file is set with typographic ones."""
    if not any(block.style == "cover reference" and block.words.endswith("/draft") for block in blocks):
        return blocks

    def written(text: Inline) -> Inline:
        return tuple(replace(run, text=straight(run.text)) for run in text)

    return [
        replace(
            one,
            text=written(one.text),
            rows=tuple(tuple(map(written, row)) for row in one.rows),
            caption=written(one.caption),
        )
        for one in blocks
    ]


def _restored(pieces: Sequence[SourceBlock]) -> list[SourceBlock]:
    """A bare number is a mark only where it heads something, a Roman one where it counts: "1 May is a day", "I CAN".

    Elsewhere it is a word of its own.
    """
    romans = [piece.mark.numbers for piece in pieces if piece.kind == "heading" and _is_bare_roman(piece)]
    counts = len(romans) > 1 and romans == [(at,) for at in range(1, len(romans) + 1)]
    return [
        replace(piece, mark=NO_MARK, text=piece.block.text)
        if (piece.mark.kind == "plain" and piece.kind != "heading")
        or (_is_bare_roman(piece) and not (counts and piece.kind == "heading"))
        else piece
        for piece in pieces
    ]


def _is_bare_roman(piece: SourceBlock) -> bool:
    return piece.mark.typed and piece.mark.kind == "roman" and piece.mark.text.isalpha()


def _without_our_last_page(found: list[SourceBlock]) -> tuple[list[SourceBlock], list[SourceBlock]]:
    """Our own Word files end with a page about the edition, which is not part of its words."""
    start = next((place for place, piece in enumerate(found) if piece.style == "about heading"), len(found))
    return found[:start], found[start:]


def _aside(piece: SourceBlock, why: str) -> ExcludedText:
    return ExcludedText(why=why, text=" ".join((piece.block.mark, piece.block.all_words)).strip(), origin=piece.origin)


def _origin(part: outline.OutlinePart) -> SourcePosition:
    return part.heading.origin if part.heading else SourcePosition()


def _refs(made: Sequence[outline.DraftSection]) -> dict[str, tuple[str, str]]:
    """What links inside the document lead to: bookmarks of headings, and of items that have an id of their own."""
    numbers = outline.with_numbers(made)
    found: dict[str, tuple[str, str]] = {}
    for chapter in made:
        for part in (chapter.head, *chapter.parts):
            if part.is_section or part.heading is None:
                continue
            for anchor in part.heading.anchors:
                found[anchor] = (part.id, cite(numbers[part.id]))
    return found


def _item_refs(made: Sequence[outline.DraftSection], known: Sequence[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Bookmarks of items in our own Word files: their address by letter, and the id of their own."""
    for chapter in made:
        for part in (chapter.head, *chapter.parts):
            for piece in part.content:
                own = item_id(piece.anchors, part.id, known)
                for anchor in piece.anchors if own else ():
                    yield anchor, (f"{part.id}.{own}", "")


def _targets(register: Register) -> Iterable[str]:
    for clause in register.clauses:
        yield from (f"{clause.id}.{item.id}" for item in every_item(clause) if item.id)


def _policy(
    policy_id: str, cover: Front, sections: tuple[Section, ...], words: TextWriter, lines: list[SourceBlock]
) -> Policy:
    title = cover.title or policy_id.replace("-", " ").capitalize()
    piece = lines[0] if lines else SourceBlock(ExtractedBlock(kind="paragraph"))
    return Policy(
        id=policy_id,
        title=words.plain(title, piece),
        series=words.plain(cover.series, piece) if cover.series else "",
        owner=cover.facts.owner or None,
        approving_body=cover.facts.approving_body,
        review_month=cover.facts.review_month,  # type: ignore[arg-type]
        review_every=cover.facts.review_every,
        signatories=tuple(cover.facts.signatories),
        outline=sections,
        place=SourceLocation(f"policy/{policy_id}.yaml"),
    )


def _doubts(text: list[SourceBlock], others: Doubts, cover: Front, policy: Policy) -> Doubts:
    found = [*((piece, piece.doubt, "look at it") for piece in text if piece.doubt), *others]
    first = text[0] if text else SourceBlock(ExtractedBlock(kind="paragraph"))
    if not cover.title:
        found.append((first, f"no title was found before the text: it was called {policy.title}", "write the title"))
    if cover.facts.reckoned:
        said = f"a review every {cover.facts.review_every} was worked out from the dates of approval and next review"
        found.append((SourceBlock(ExtractedBlock(kind="paragraph")), said, "look whether the school says so"))
    if text and text[0].kind != "heading":
        found.append((first, "comes before the first heading, so it was given a heading", "give it a better title"))
    return sorted(found, key=lambda one: (one[0].origin.page, one[0].origin.line, one[0].origin.paragraph))


def _finding(
    manuscript: ExtractedDocument, origin: SourcePosition, piece: SourceBlock, message: str, hint: str
) -> Finding:
    place = _place(manuscript, origin)
    shown = " ".join((piece.mark.text, *piece.words.split()[:6])).strip()
    said = f"“{shown}”: {message}" if shown else message
    return Finding(place, said, hint, "warning", RULE)


def _place(manuscript: ExtractedDocument, origin: SourcePosition) -> SourceLocation:
    if origin == SourcePosition():
        return SourceLocation(manuscript.name)
    where = manuscript.name if origin.line and not origin.page else f"{manuscript.name} ({origin})"
    return SourceLocation(where, line=origin.line if not origin.page else 0)


def _read_doubts(manuscript: ExtractedDocument, found: Sequence[SourceBlock]) -> list[SourceDoubt]:
    """What the reader of the format was unsure of, each once: of blocks, and of the whole document."""
    return list(dict.fromkeys((*manuscript.doubts, *(one for piece in found for one in piece.block.doubts))))


def _reading_order(doubt: SourceDoubt) -> tuple[int, int, int]:
    return doubt.origin.page, doubt.origin.line, doubt.origin.paragraph


def _read_doubt(manuscript: ExtractedDocument, doubt: SourceDoubt) -> Finding:
    said = f"“{' '.join(doubt.words.split()[:12])}”: {doubt.message}" if doubt.words else doubt.message
    return Finding(_place(manuscript, doubt.origin), said, doubt.hint, "warning", RULE)


def placed(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """The clauses as they are read back from their files, so that each of their texts knows where it is."""
    made = []
    for clause in clauses:
        record, faults = read_file(clause.place.file, clause_text(clause, {}).encode("utf-8"))
        if any(fault.kind == "data-limits" for fault in faults):
            raise UserError(
                f"the text below “{clause.title}” is too much for one clause", "give it headings, or split it"
            )
        if record != clause or faults:  # our bug: what is written must read back as the same words
            raise ValueError(f"clause {clause.id} does not read back as it was made")
        made.append(clause if record is None else record)
    return tuple(one for one in made if isinstance(one, Clause))
