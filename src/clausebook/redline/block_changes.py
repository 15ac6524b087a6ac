"""Matches -> block changes: the words of every match compared, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from clausebook.model.comparison.block_change import (
    BlockChange,
    BlockChangeKind,
    Cell,
    Frame,
    Span,
    Words,
    is_changed,
    is_formatting,
    is_spacing,
    join,
    new_words,
    old_words,
)
from clausebook.redline.fragments import Fragment
from clausebook.redline.matches import Match
from clausebook.redline.tokens import TokenText, read, words_of
from clausebook.redline.words import Apart, TokenStep, diff, spans, steps_around
from clausebook.text.budget import Budget
from clausebook.text.inline import Inline, plain

Names = tuple[Mapping[str, str], Mapping[str, str]]
Moves = Mapping[Fragment, Sequence[Apart]]
_NONE: Moves = {}


def block_changes(
    matches: Sequence[Match], budget: Budget, names: Names = ({}, {}), moves: Moves = _NONE
) -> tuple[BlockChange, ...]:
    """The redline of one clause's body. `names` say what each address of either edition is the address of, `moves`
    which sentences of its fragments are in another place now."""
    return tuple(piece for match in matches for piece in _pieces(match, budget, names, moves))


def _pieces(match: Match, budget: Budget, names: Names, moves: Moves) -> list[BlockChange]:
    if match.kind == "split":
        return _split(match, budget, moves)
    if match.kind == "merged":
        return _merged(match, budget, moves)
    if match.kind == "pair":
        old, new = match.olds[0], match.news[0]
        cells = _cells(old, new, budget, moves)
        kind = _kind(old.frame, new.frame, cells, names)
        return [BlockChange(kind=kind, old=old.frame, new=new.frame, cells=cells)]
    if match.kind in ("moved", "moved-away"):
        return [_moved(match, budget, moves)]
    if match.kind == "removed":
        old = match.olds[0]
        return [BlockChange(kind="removed", old=old.frame, cells=_one_side(old, "deleted", budget, moves))]
    new = match.news[0]
    return [BlockChange(kind="added", new=new.frame, cells=_one_side(new, "inserted", budget, moves))]


def _moved(match: Match, budget: Budget, moves: Moves) -> BlockChange:
    old = match.olds[0]
    if match.kind == "moved-away":
        return BlockChange(kind="moved-away", old=old.frame, link=match.link, elsewhere=match.elsewhere)
    new = match.news[0]
    cells = _cells(old, new, budget, moves)
    return BlockChange(
        kind="moved", old=old.frame, new=new.frame, cells=cells, link=match.link, elsewhere=match.elsewhere
    )


def _one_side(piece: Fragment, kind: str, budget: Budget, moves: Moves) -> tuple[Cell, ...]:
    if piece in moves:
        words, apart = piece.cells[0], moves[piece]
        gone = kind == "deleted"
        return (Cell(words=diff(words, (), budget, (apart, ())) if gone else diff((), words, budget, ((), apart))),)
    return tuple(Cell(words=(Span(kind, cell),) if cell else ()) for cell in piece.cells)  # type: ignore[arg-type]


def _kind(old: Frame, new: Frame, cells: tuple[Cell, ...], names: Names) -> BlockChangeKind:
    if any(cell.kind != "kept" for cell in cells):
        return "reworded"
    if any(is_changed(cell.words) for cell in cells):
        for kind, holds in _SLIGHT:
            if old.same_shape(new) and all(holds(cell.words, names) for cell in cells):
                return kind
        return "replaced" if _is_replaced(cells) else "reworded"
    return "kept" if old.same_as(new) else "reshaped"


def _is_spacing(words: Words, _: Names) -> bool:
    return is_spacing(words)


def _is_formatting(words: Words, _: Names) -> bool:
    return is_formatting(words)


def _same_words(words: Words, _: Names) -> bool:
    """Whether only marks and capitals changed."""
    was, now = (plain(side).translate(_DASHES) for side in (old_words(words), new_words(words)))
    return words_of(was) == words_of(now)


_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")


def _same_but_references(words: Words, names: Names) -> bool:
    """Whether only the numbers of clauses and items that are referred to changed."""
    return _with_targets(old_words(words), names[0]) == _with_targets(new_words(words), names[1])


def _with_targets(inline: Inline, names: Mapping[str, str]) -> Inline:
    return tuple(
        replace(run, text=names.get(run.link[1:], run.link), link="#") if run.link.startswith("#") else run
        for run in inline
    )


# What may happen to words without any of them changing, the slightest first.
_SLIGHT: tuple[tuple[BlockChangeKind, Callable[[Words, Names], bool]], ...] = (
    ("spacing", _is_spacing),
    ("formatting", _is_formatting),
    ("references", _same_but_references),
    ("punctuation", _same_words),
)


def _is_replaced(cells: tuple[Cell, ...]) -> bool:
    spans = [span for cell in cells for span in cell.words]
    return not any(span.kind in ("kept", "restyled") and not span.is_blank for span in spans)


def _cells(old: Fragment, new: Fragment, budget: Budget, moves: Moves) -> tuple[Cell, ...]:
    if old in moves or new in moves:
        aparts = (moves.get(old, ()), moves.get(new, ()))
        return (Cell(words=diff(old.cells[0], new.cells[0], budget, aparts)),)
    if len(old.cells) == len(new.cells) and old.columns == new.columns:
        return tuple(Cell(words=diff(was, now, budget)) for was, now in zip(old.cells, new.cells, strict=True))
    result: list[Cell] = []
    columns = _columns(old.columns, new.columns)
    displaced = {old.columns[i] for i, j in columns if i is not None and j is None}
    displaced &= {new.columns[j] for i, j in columns if j is not None and i is None}
    displaced = {head for head in displaced if _same_column(old, new, head)}
    for i, j in columns:
        if i is None and j is not None:
            cell = Cell(kind="added", words=_only(new.cells[j], "inserted"))
            result.append(moved(cell) if new.columns[j] in displaced else cell)
        elif j is None and i is not None:
            cell = Cell(kind="removed", words=_only(old.cells[i], "deleted"))
            result.append(moved(cell) if old.columns[i] in displaced else cell)
        elif i is not None and j is not None:
            result.append(Cell(words=diff(old.cells[i], new.cells[j], budget)))
    return tuple(result)


def moved(cell: Cell) -> Cell:
    """A cell of a column that is in another place."""
    return replace(cell, words=tuple(replace(span, moved=True) for span in cell.words))


def _only(cell: Inline, kind: str) -> Words:
    return (Span(kind, cell),) if cell else ()  # type: ignore[arg-type]


def _same_column(old: Fragment, new: Fragment, head: str) -> bool:
    """Whether the cells below a head are the same on both sides."""
    return old.cells[old.columns.index(head)] == new.cells[new.columns.index(head)]


def _columns(old: Sequence[str], new: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Columns paired by their heads: equal heads first, then those that stand side by side were renamed."""
    result: list[tuple[int | None, int | None]] = []
    for _, i, i2, j, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        both = min(i2 - i, j2 - j)
        result += [(i + n, j + n) for n in range(both)]
        result += [(n, None) for n in range(i + both, i2)]
        result += [(None, n) for n in range(j + both, j2)]
    return result


# ---- splits and merges: one diff, cut where the parts meet


def _split(match: Match, budget: Budget, moves: Moves) -> list[BlockChange]:
    old = read(match.olds[0].cells[0])
    new, borders = _together(match.news)
    aparts = (_apart(match.olds, moves), _apart(match.news, moves))
    parts = _cut(steps_around(old, new, budget, aparts), borders, by_new=True)
    return [
        BlockChange(
            kind="split",
            old=match.olds[0].frame if n == 0 else None,
            new=piece.frame,
            cells=(Cell(words=spans(old, new, part)),),
            link=match.link,
        )
        for n, (piece, part) in enumerate(zip(match.news, parts, strict=True))
    ]


def _merged(match: Match, budget: Budget, moves: Moves) -> list[BlockChange]:
    new = read(match.news[0].cells[0])
    old, borders = _together(match.olds)
    aparts = (_apart(match.olds, moves), _apart(match.news, moves))
    parts = _cut(steps_around(old, new, budget, aparts), borders, by_new=False)
    return [
        BlockChange(
            kind="merged",
            old=piece.frame,
            new=match.news[0].frame if n == 0 else None,
            cells=(Cell(words=spans(old, new, part)),),
            link=match.link,
        )
        for n, (piece, part) in enumerate(zip(match.olds, parts, strict=True))
    ]


def _apart(parts: Sequence[Fragment], moves: Moves) -> list[Apart]:
    """What is apart in parts that are read as one text."""
    found: list[Apart] = []
    at = 0
    for part in parts:
        found += [replace(one, start=at + one.start, end=at + one.end) for one in moves.get(part, ())]
        at += len(part.text)
    return found


def _together(parts: Sequence[Fragment]) -> tuple[TokenText, list[int]]:
    """The parts' words end to end, and the number of tokens up to the end of each part. No token spans two parts."""
    tokens: list[str] = []
    starts = [0]
    borders = []
    for part in parts:
        text = read(part.cells[0])
        tokens.extend(text.tokens)
        base = starts[-1]
        starts.extend(base + at for at in text.starts[1:])
        borders.append(len(tokens))
    return TokenText(join(part.cells[0] for part in parts), tuple(tokens), tuple(starts)), borders


def _cut(found: Sequence[TokenStep], borders: Sequence[int], by_new: bool) -> list[list[TokenStep]]:
    """Steps sorted into parts; a step across a border is cut in two, its other side staying with the earlier part."""
    parts: list[list[TokenStep]] = [[] for _ in borders]
    todo = list(found)[::-1]
    at = 0
    while todo:
        step = todo.pop()
        start, end = (step.j, step.j2) if by_new else (step.i, step.i2)
        while at < len(borders) - 1 and start >= borders[at] and (end > start or start > borders[at]):
            at += 1
        if end <= borders[at]:
            parts[at].append(step)
            continue
        first, rest = _cut_step(step, borders[at] - start, by_new)
        parts[at].append(first)
        todo.append(rest)
    return parts


def _cut_step(step: TokenStep, length: int, by_new: bool) -> tuple[TokenStep, TokenStep]:
    if step.kept:
        i, j = step.i + length, step.j + length
    elif by_new:
        i, j = step.i2, step.j + length
    else:
        i, j = step.i + length, step.j2
    return replace(step, i2=i, j2=j), replace(step, i=i, j=j)
