"""Edition -> fingerprint. Which words an approval covers, as canonical JSON, and their SHA-256."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any, assert_never

from clausebook.model.edition import Edition, ResolvedClause, ResolvedSection
from clausebook.model.edition_blocks import (
    ResolvedBlock,
    ResolvedCitation,
    ResolvedConnector,
    ResolvedForm,
    ResolvedList,
    ResolvedListItem,
    ResolvedNote,
    ResolvedParagraph,
    ResolvedTable,
)
from clausebook.text.inline import Inline, Run
from clausebook.text.once import IdentityMemo

VERSION = "v1"
NOTE_LABEL = ResolvedNote(text=()).label  # left out of the words while it is what kind "note" always says

Words = dict[str, Any]
_WRITTEN: IdentityMemo[ResolvedClause, bytes] = IdentityMemo(4096)


def fingerprint(edition: Edition) -> str:
    """`v1:sha256:` and 64 hexadecimal digits over the canonical JSON of the edition's words.

    Raises UnicodeEncodeError for half a surrogate pair, which no UTF-8 file can hold.
    """
    return _hashed(_written(edition))


def fingerprint_of(words: Words) -> str:
    """The fingerprint of words that were taken out of an edition, or read back from its JSON."""
    return _hashed(canonical(words))


def _hashed(written: bytes) -> str:
    return f"{VERSION}:sha256:{hashlib.sha256(written).hexdigest()}"


def canonical(words: object) -> bytes:
    """JSON with sorted keys, no blanks and no escapes it can do without, in UTF-8.

    Text is not normalised (NFC): the words are what was adopted, code point by code point, and a normal form would
    tie an old fingerprint to some later version of Unicode's tables.
    """
    return json.dumps(words, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def words(edition: Edition) -> Words:
    """What governors adopt, and nothing the engine adds.

    In it: titles, numbers, text, style of the text, who a clause applies to, the instruments and provisions it cites,
    the words beside signature lines, and the contents as printed. Not in it: letters, anchors, duties, reasons for a
    citation, titles of instruments, links inside the edition, files, approval and commit. Every value is text, true,
    a list or an object; what is empty is left out, so that a field that is new one day disturbs no old fingerprint.
    """
    return {**_frame(edition), **_filled(chapters=[_chapter(chapter) for chapter in edition.chapters])}


def _frame(edition: Edition) -> Words:
    """The words outside all chapters."""
    return _filled(
        policy=edition.policy,
        title=edition.title,
        series=edition.series,
        approving_body=edition.approving_body,
        signatures=[_filled(title=line.title, label=line.label) for line in edition.signatures],
        printed_contents=[
            _filled(number=line.number, title=line.title, page=line.page) for line in edition.printed_contents
        ],
    )


def _written(edition: Edition) -> bytes:
    """`canonical(words(edition))`, for which a clause that many editions have is written once."""
    return _object(_frame(edition), chapters=_list_of(map(_written_chapter, edition.chapters)))


def _written_chapter(chapter: ResolvedSection) -> bytes:
    opening = _written_passage(chapter.opening) if chapter.opening else b"{}"
    return _object(_heading(chapter), opening=opening, passages=_list_of(map(_written_passage, chapter.passages)))


def _written_passage(passage: ResolvedClause) -> bytes:
    return _WRITTEN.of(passage, None, lambda: canonical(_passage(passage)))


def _list_of(written: Iterable[bytes]) -> bytes:
    return b"[" + b",".join(written) + b"]"


def _object(words: Words, **written: bytes) -> bytes:
    """Words and what is written already, as one object; what is empty is left out."""
    fields = {key: canonical(value) for key, value in words.items()}
    fields |= {key: value for key, value in written.items() if value not in (b"[]", b"{}")}
    return b"{" + b",".join(b'"%s":%s' % (key.encode(), fields[key]) for key in sorted(fields)) + b"}"


def text_words(inline: Inline) -> Words:
    """Plain text, and the runs it is made of only where one has a style or leads to a web address.

    Neighbours of one style are joined first, so that it does not matter how a parser cut the text.
    """
    runs = _joined(inline)
    styled = [run for run in runs if len(run) > 1]
    return _filled(text="".join(run["text"] for run in runs), runs=runs if styled else [])


def _joined(inline: Inline) -> list[Words]:
    joined: list[Words] = []
    for run in inline:
        new = _run(run)
        if joined and _style(joined[-1]) == _style(new):
            joined[-1]["text"] += run.text
        elif run.text:
            joined.append(new)
    return joined


def _run(run: Run) -> Words:
    """A link inside the edition is an address that the engine made up, so only web addresses count."""
    link = "" if run.link.startswith("#") else run.link
    return {"text": run.text, **_filled(bold=run.bold, italic=run.italic, code=run.code, link=link)}


def _style(run: Words) -> Words:
    return {key: value for key, value in run.items() if key != "text"}


def _chapter(chapter: ResolvedSection) -> Words:
    opening = _passage(chapter.opening) if chapter.opening else {}
    return {**_heading(chapter), **_filled(opening=opening, passages=[_passage(one) for one in chapter.passages])}


def _heading(chapter: ResolvedSection) -> Words:
    return _filled(id=chapter.id, number=chapter.number, title=chapter.title)


def _passage(passage: ResolvedClause) -> Words:
    return _filled(
        id=passage.id,
        number=passage.number,
        title=passage.title,
        applies_to=list(passage.applies_to),
        citations=_citations(passage.citations),
        blocks=[_block(block) for block in passage.worded],
    )


def _citations(citations: tuple[ResolvedCitation, ...]) -> list[Words]:
    return [_filled(instrument=cited.instrument, provision=cited.provision) for cited in citations]


def _block(block: ResolvedBlock) -> Words:
    match block:
        case ResolvedParagraph():
            return {"kind": block.kind, **text_words(block.text), **_filled(citations=_citations(block.citations))}
        case ResolvedList():
            return {"kind": block.kind, **text_words(block.stem), **_filled(**_list(block))}
        case ResolvedNote():
            label = "" if block.label == NOTE_LABEL else block.label
            return {"kind": block.kind, **text_words(block.text), **_filled(label=label)}
        case ResolvedTable():
            return {"kind": block.kind, **_table(block)}
        case ResolvedForm():
            return {"kind": block.kind, **_form(block)}
        case _:
            assert_never(block)


def _list(owner: ResolvedList | ResolvedListItem) -> Words:
    return {"citations": _citations(owner.citations), "points": [_point(point) for point in owner.points]}


def _point(point: ResolvedListItem | ResolvedConnector) -> Words:
    if isinstance(point, ResolvedConnector):
        return {"kind": point.kind, **text_words(point.text)}
    return {"kind": point.kind, **text_words(point.text), **_filled(**_list(point))}


def _table(table: ResolvedTable) -> Words:
    """Cells are objects, so that an empty one keeps its place."""
    return _filled(
        caption=text_words(table.caption),
        header=[text_words(cell) for cell in table.header],
        rows=[[text_words(cell) for cell in row] for row in table.rows],
    )


def _form(form: ResolvedForm) -> Words:
    return _filled(
        title=text_words(form.title),
        blanks=[{"kind": blank.kind, **text_words(blank.label)} for blank in form.blanks],
    )


def _filled(**fields: Any) -> Words:
    """The fields that say something."""
    return {key: value for key, value in fields.items() if value}
