"""Two blocks' words -> spans. Whole words only; style apart from words; borders where a reader would put them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from clausebook.model.comparison.block_change import Span, SpanKind, Words, join
from clausebook.redline.tokens import TokenText, ends_sentence, is_content, is_word, read
from clausebook.text.blanks import alike
from clausebook.text.budget import Budget
from clausebook.text.inline import Inline, plain
from clausebook.text.records import dataclass
from clausebook.text.sequences import matches

SURVIVAL = 0.34  # with fewer content words left, two whole texts read better than a mosaic
ISLAND = 4  # words; a longer stretch between two changes is kept even if it is all stop words


@dataclass(slots=True)
class TokenStep:
    """Old tokens i to i2 became new tokens j to j2. A kept step has as many on both sides.

    `move` numbers the move that its words are part of, and `elsewhere` cites the other end of it.
    """

    kept: bool
    i: int
    i2: int
    j: int
    j2: int
    move: int = 0
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Apart:
    """The characters start to end of one side, which are part of a sentence that moved: never compared with others."""

    start: int
    end: int
    move: int
    elsewhere: str = ""


Aparts = tuple[Sequence[Apart], Sequence[Apart]]  # of the old side and of the new
TOGETHER: Aparts = ((), ())


def diff(old: Inline, new: Inline, budget: Budget, aparts: Aparts = TOGETHER) -> Words:
    """The spans that lead from the old words to the new."""
    old, new = join((old,)), join((new,))
    if old == new:
        return (Span("kept", new),) if new else ()
    a, b = read(old), read(new)
    if a.tokens != b.tokens and alike(plain(old), plain(new)):
        return (Span("restyled", new, old),)
    return spans(a, b, steps_around(a, b, budget, aparts))


def steps_around(a: TokenText, b: TokenText, budget: Budget, aparts: Aparts = TOGETHER) -> list[TokenStep]:
    """The same as `steps`, where what is apart on either side is left out, and put in again where it is."""
    if not any(aparts):
        return steps(a, b, budget)
    sides = [
        {text.starts.index(part.start): (text.starts.index(part.end), part) for part in parts}
        for text, parts in zip((a, b), aparts, strict=True)
    ]
    return _put_in_again(steps(_left(a, sides[0]), _left(b, sides[1]), budget), sides)


def _left(text: TokenText, apart: Mapping[int, tuple[int, Apart]]) -> TokenText:
    gone = {n for start, (end, _) in apart.items() for n in range(start, end)}
    tokens = tuple(token for n, token in enumerate(text.tokens) if n not in gone)
    return TokenText((), tokens, ())


def _put_in_again(found: Sequence[TokenStep], sides: Sequence[Mapping[int, tuple[int, Apart]]]) -> list[TokenStep]:
    result: list[TokenStep] = []
    at = [0, 0]

    def what_is_apart(side: int) -> None:
        while at[side] in sides[side]:
            end, part = sides[side][at[side]]
            step = TokenStep(False, at[0], at[0], at[1], at[1], part.move, part.elsewhere)
            at[side] = end
            step.i2, step.j2 = at
            result.append(step)

    def on(kept: bool, *which: int) -> None:
        for side in which:
            what_is_apart(side)
        if not result or result[-1].kept != kept or result[-1].move:
            result.append(TokenStep(kept, at[0], at[0], at[1], at[1]))
        for side in which:
            at[side] += 1
        result[-1].i2, result[-1].j2 = at

    for step in found:
        for _ in range(step.i2 - step.i):
            on(step.kept, *((0, 1) if step.kept else (0,)))
        for _ in range(0 if step.kept else step.j2 - step.j):
            on(False, 1)
    what_is_apart(0)
    what_is_apart(1)
    return result


def steps(a: TokenText, b: TokenText, budget: Budget) -> list[TokenStep]:
    """What is kept and what changed, token by token, in reading order."""
    found = _steps_from(matches(a.tokens, b.tokens, budget), len(a.tokens), len(b.tokens))
    found = _without_islands(a.tokens, b.tokens, found)
    found = _without_mosaics(a.tokens, b.tokens, found)
    if _survival(a.tokens, b.tokens, found) < SURVIVAL:
        return _whole(len(a.tokens), len(b.tokens))
    return _slid(a.tokens, b.tokens, found)


def spans(a: TokenText, b: TokenText, found: Sequence[TokenStep]) -> Words:
    """Steps -> spans, with style."""
    result: list[Span] = []
    for step in found:
        if step.kept:
            result.extend(_kept(a, b, step))
        else:
            if step.i < step.i2:
                result.append(_gone_or_come("deleted", a.piece(step.i, step.i2), step))
            if step.j < step.j2:
                result.append(_gone_or_come("inserted", b.piece(step.j, step.j2), step))
    return tuple(result)


def _gone_or_come(kind: SpanKind, words: Inline, step: TokenStep) -> Span:
    return Span(kind, words, moved=bool(step.move), move=step.move, elsewhere=step.elsewhere)


def _kept(a: TokenText, b: TokenText, step: TokenStep) -> Iterator[Span]:
    """Kept words, parted where their style changed."""
    was, now = a.piece(step.i, step.i2), b.piece(step.j, step.j2)
    if was == now:
        yield Span("kept", now)
        return
    start, count = 0, step.i2 - step.i
    same = [a.piece(step.i + n, step.i + n + 1) == b.piece(step.j + n, step.j + n + 1) for n in range(count)]
    while start < count:
        end = next((n for n in range(start, count) if same[n] != same[start]), count)
        now = b.piece(step.j + start, step.j + end)
        if same[start]:
            yield Span("kept", now)
        else:
            yield Span("restyled", now, a.piece(step.i + start, step.i + end))
        start = end


# ---- from matches to what reads well


def _steps_from(found: Sequence[tuple[int, int, int]], m: int, n: int) -> list[TokenStep]:
    result: list[TokenStep] = []
    i = j = 0
    for x, y, size in [*found, (m, n, 0)]:
        if i < x or j < y:
            result.append(TokenStep(False, i, x, j, y))
        if size:
            if result and result[-1].kept:
                result[-1].i2, result[-1].j2 = x + size, y + size
            else:
                result.append(TokenStep(True, x, x + size, y, y + size))
        i, j = x + size, y + size
    return result


def _whole(m: int, n: int) -> list[TokenStep]:
    return [TokenStep(False, 0, m, 0, n)]


def _without_islands(a: Sequence[str], b: Sequence[str], found: list[TokenStep]) -> list[TokenStep]:
    """Stop words and marks left standing between two changes go down with them: "[all of these]", not three bits."""
    result: list[TokenStep] = []
    for n, step in enumerate(found):
        if step.kept:
            swallowed = 0 < n < len(found) - 1 and _is_island(a, b, result[-1], step, found[n + 1])
        else:
            swallowed = bool(result) and not result[-1].kept
        if swallowed:
            result[-1].i2, result[-1].j2 = step.i2, step.j2
        else:
            result.append(step)
    return result


def _is_island(a: Sequence[str], b: Sequence[str], before: TokenStep, step: TokenStep, after: TokenStep) -> bool:
    middle = a[step.i : step.i2]
    if any(is_content(token) for token in middle) or any(ends_sentence(token) for token in middle):
        return False
    words = sum(is_word(token) for token in middle)
    if words and _is_one_for_one(a, b, before) and _is_one_for_one(a, b, after):
        return False
    if words > ISLAND or not (_is_replacement(a, b, before) and _is_replacement(a, b, after)):
        return False
    return words <= max(_size(a, b, before), _size(a, b, after))


def _without_mosaics(a: Sequence[str], b: Sequence[str], found: list[TokenStep]) -> list[TokenStep]:
    """Three changes or more with single words between them become one: a reader sees two phrases, not a puzzle."""
    result: list[TokenStep] = []
    start = 0
    while start < len(found):
        end = start
        while end + 2 < len(found) and not found[end].kept and _is_chip(a, found[end + 1]):
            end += 2
        chain = found[start : end + 1]
        if len(chain) >= 5 and _is_mosaic(a, b, chain[::2]):
            chain = [TokenStep(False, chain[0].i, chain[-1].i2, chain[0].j, chain[-1].j2)]
        result += chain
        start = end + 1
    return result


def _is_chip(a: Sequence[str], step: TokenStep) -> bool:
    """Whether a single word, or none, is here, and no sentence ends."""
    kept = a[step.i : step.i2]
    return sum(map(is_word, kept)) <= 1 and not any(map(ends_sentence, kept))


def _is_mosaic(a: Sequence[str], b: Sequence[str], changes: Sequence[TokenStep]) -> bool:
    """Whether words came and went in different places; a row of words that each took another's place reads well."""
    gone = any(is_word(token) for step in changes for token in a[step.i : step.i2])
    come = any(is_word(token) for step in changes for token in b[step.j : step.j2])
    clean = sum(_is_one_for_one(a, b, step) for step in changes)
    return gone and come and 2 * clean <= len(changes)


def _is_replacement(a: Sequence[str], b: Sequence[str], step: TokenStep) -> bool:
    """Whether words went and words came, so that old and new stand side by side."""
    return any(map(is_word, a[step.i : step.i2])) and any(map(is_word, b[step.j : step.j2]))


def _is_one_for_one(a: Sequence[str], b: Sequence[str], step: TokenStep) -> bool:
    """Whether one word took the place of one word."""
    return sum(map(is_word, a[step.i : step.i2])) == 1 == sum(map(is_word, b[step.j : step.j2]))


def _size(a: Sequence[str], b: Sequence[str], step: TokenStep) -> int:
    return max(sum(map(is_word, a[step.i : step.i2])), sum(map(is_word, b[step.j : step.j2])))


def _survival(a: Sequence[str], b: Sequence[str], found: Sequence[TokenStep]) -> float:
    """Share of the content words that are unchanged, measured on the shorter text: an insertion rewrites nothing."""
    size = min(sum(map(is_content, a)), sum(map(is_content, b)))
    kept = sum(is_content(token) for step in found if step.kept for token in a[step.i : step.i2])
    return kept / size if size else 1.0


def _slid(a: Sequence[str], b: Sequence[str], found: list[TokenStep]) -> list[TokenStep]:
    """Slide pure insertions and deletions to where a sentence starts, where there is a choice."""
    # An empty kept step at either end gives a change at the very start or end something to slide over.
    found = [TokenStep(True, 0, 0, 0, 0), *found, TokenStep(True, len(a), len(a), len(b), len(b))]
    for n in range(1, len(found) - 1):
        step, before, after = found[n], found[n - 1], found[n + 1]
        if step.kept or (step.i < step.i2) == (step.j < step.j2) or not (before.kept and after.kept):
            continue
        tokens, start, end = (b, step.j, step.j2) if step.j < step.j2 else (a, step.i, step.i2)
        _shift(before, step, after, _best_shift(tokens, start, end, before.i2 - before.i, after.i2 - after.i))
    return _joined(step for step in found if step.i < step.i2 or step.j < step.j2)


def _joined(found: Iterable[TokenStep]) -> list[TokenStep]:
    """Neighbours of one kind made one step."""
    result: list[TokenStep] = []
    for step in found:
        if result and result[-1].kept == step.kept:
            result[-1].i2, result[-1].j2 = step.i2, step.j2
        else:
            result.append(step)
    return result


def _best_shift(tokens: Sequence[str], start: int, end: int, left: int, right: int) -> int:
    """How far to move the stretch start to end so that it reads best; its words may turn over as it moves."""
    best, best_score = 0, _border(tokens, start, end)
    for direction, room in ((-1, left), (1, right)):
        shift = 0
        while abs(shift) < min(room, 200):
            leaving = end + shift - 1 if direction < 0 else start + shift
            entering = start + shift - 1 if direction < 0 else end + shift
            if tokens[leaving] != tokens[entering]:
                break
            shift += direction
            score = _border(tokens, start + shift, end + shift)
            if score > best_score:
                best, best_score = shift, score
    return best


def _border(tokens: Sequence[str], start: int, end: int) -> int:
    """How well a change that covers tokens start to end is bordered."""
    before = next((tokens[n] for n in range(start - 1, -1, -1) if not tokens[n].isspace()), "")
    first, last = tokens[start], tokens[end - 1]
    score = 0
    if not before or before in ".!?":
        score += 4
    elif not is_word(before):
        score += 1
    if is_word(first):
        score += 1
    if last.isspace() or end == len(tokens):
        score += 2
    closing = tokens[end - 2] if last.isspace() and end - start > 1 else last
    if closing in ".!?":
        score += 2
    return score


def _shift(before: TokenStep, step: TokenStep, after: TokenStep, shift: int) -> None:
    step.i, step.i2, step.j, step.j2 = step.i + shift, step.i2 + shift, step.j + shift, step.j2 + shift
    before.i2, before.j2 = before.i2 + shift, before.j2 + shift
    after.i, after.j = after.i + shift, after.j + shift
