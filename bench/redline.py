"""How long a redline takes: a large edition with 200 changed clauses, the worst clause, and the naive ways beside it.

Run: python -m bench.redline [CLAUSES]. CPU seconds, best of three; trust the ratios, not the absolute times.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from random import Random

from clausebook.io.memory import no_collection
from clausebook.model.edition import Edition, ResolvedClause, ResolvedSection
from clausebook.model.edition_blocks import ResolvedConnector, ResolvedList, ResolvedListItem, ResolvedParagraph
from clausebook.model.school import School
from clausebook.redline import accept, compare, content, reject
from clausebook.text.inline import Run, plain

CHANGED = 200
LIBRARY = 250  # clauses that are reorganised
ADOPTED = Path(__file__).parent.parent / "docs" / "adopted" / "acceptable-use-2018.txt"
VOCABULARY = re.findall(r"[\w’'-]+", ADOPTED.read_text(encoding="utf-8"))


def items_in(points: tuple[ResolvedListItem | ResolvedConnector, ...]) -> tuple[ResolvedListItem, ...]:
    """The items of a list without the lines between them; the made ones have none below them."""
    return tuple(point for point in points if isinstance(point, ResolvedListItem))


def sentence(random: Random) -> str:
    """Eight to twenty-four words, as frequent as in the adopted text."""
    words = " ".join(random.choice(VOCABULARY) for _ in range(random.randint(8, 24)))
    return words.capitalize() + "."


def passage(random: Random, number: int) -> ResolvedClause:
    """About 1.4 kB: two paragraphs and a list of six items."""
    paragraph = ResolvedParagraph(text=(Run(" ".join(sentence(random) for _ in range(3))),))
    points = tuple(ResolvedListItem(anchor="", letter="", cite="", text=(Run(sentence(random)),)) for _ in range(6))
    listing = ResolvedList(stem=(Run("Staff must:"),), duty="must", points=points)
    after = ResolvedParagraph(text=(Run(" ".join(sentence(random) for _ in range(2))),))
    return ResolvedClause(
        id=f"clause-{number}",
        number=f"1.{number}",
        cite=f"1.{number}",
        title=f"Clause {number}",
        blocks=(paragraph, listing, after),
    )


def edition(passages: tuple[ResolvedClause, ...], name: str) -> Edition:
    """One chapter with these clauses."""
    chapter = ResolvedSection(id="all", number="1", cite="1", title="All", passages=passages)
    return Edition(
        policy="bench", name=name, title="Bench", series="", school=School(name="Bench"), chapters=(chapter,)
    )


def reorganised(random: Random, passages: list[ResolvedClause]) -> list[ResolvedClause]:
    """A sixth edited, paragraphs moved to other clauses, some clauses under other ids, and all in another order."""
    found = [edited(random, one) if n % 6 == 0 else copied(one) for n, one in enumerate(passages)]
    for n in range(0, len(found) - 5, 8):
        giving, taking = found[n], found[n + 5]
        found[n] = replace(giving, blocks=giving.blocks[:2])
        found[n + 5] = replace(taking, blocks=(*taking.blocks, giving.blocks[-1]))
    for n in range(3, len(found), 10):
        found[n] = replace(found[n], id=f"renamed-{n}")
    random.shuffle(found)
    return found


def edited(random: Random, one: ResolvedClause) -> ResolvedClause:
    """A word here and there, a new sentence, a moved item."""
    first, listing, last = one.blocks
    assert isinstance(first, ResolvedParagraph)
    assert isinstance(listing, ResolvedList)
    words = plain(first.text).split(" ")
    for _ in range(4):
        words[random.randrange(len(words))] = random.choice(VOCABULARY)
    points = list(listing.points)
    points.insert(random.randrange(6), points.pop(random.randrange(6)))
    text = (Run(" ".join(words) + " " + sentence(random)),)
    return replace(one, blocks=(replace(first, text=text), replace(listing, points=tuple(points)), last))


def copied(one: ResolvedClause) -> ResolvedClause:
    """An equal passage that shares no object with the first, as a second load gives it."""
    first, listing, last = one.blocks
    assert isinstance(first, ResolvedParagraph)
    assert isinstance(last, ResolvedParagraph)
    assert isinstance(listing, ResolvedList)
    points = tuple(replace(point, text=(Run(plain(point.text)),)) for point in items_in(listing.points))
    blocks = (
        replace(first, text=(Run(plain(first.text)),)),
        replace(listing, points=points),
        replace(last, text=(Run(plain(last.text)),)),
    )
    return replace(one, blocks=blocks)


def words_of(one: ResolvedClause) -> str:
    """All words of a clause as one text, for the naive ways."""
    texts = []
    for block in one.blocks:
        if isinstance(block, ResolvedParagraph):
            texts.append(plain(block.text))
        elif isinstance(block, ResolvedList):
            texts += [plain(block.stem), *(plain(point.text) for point in items_in(block.points))]
    return "\n".join(texts)


def cpu(work: Callable[[], object], times: int = 3) -> float:
    """CPU seconds of the fastest run, without the search for circles, as the program compares."""
    best = float("inf")
    for _ in range(times):
        with no_collection():
            start = time.process_time()
            work()
            best = min(best, time.process_time() - start)
    return best


def main(size: int) -> None:
    """Print the table."""
    random = Random(2027)
    olds = tuple(passage(random, n) for n in range(size))
    chosen = set(random.sample(range(size), min(CHANGED, size)))
    news = tuple(edited(random, one) if n in chosen else copied(one) for n, one in enumerate(olds))
    old, new = edition(olds, "2026"), edition(news, "2027")
    whole = cpu(lambda: compare(old, new))
    one_by_one = sorted(
        cpu(lambda pair=pair: compare(edition(pair[:1], "a"), edition(pair[1:], "b")))  # type: ignore[misc]
        for pair in ((olds[n], news[n]) for n in chosen)
    )
    renumbered = tuple(replace(one, number=f"2.{n}", cite=f"2.{n}") for n, one in enumerate(news))
    all_new_numbers = cpu(lambda: compare(old, edition(renumbered, "2027")))
    library = olds[:LIBRARY]
    reordered = edition(tuple(reorganised(random, list(library))), "2027")
    moved_about = cpu(lambda: compare(edition(library, "2026"), reordered))
    about = compare(edition(library, "2026"), reordered)
    assert (accept(about), reject(about)) == (content(reordered), content(edition(library, "2026")))
    redline = compare(old, new)
    assert len(redline.changed) == len(chosen)
    assert accept(redline) == content(new)
    assert reject(redline) == content(old)
    pairs = [(words_of(olds[n]), words_of(news[n])) for n in sorted(chosen)]
    ours = sum(one_by_one)
    by_words = cpu(
        lambda: [SequenceMatcher(None, a.split(), b.split(), autojunk=False).get_opcodes() for a, b in pairs]
    )
    by_characters = cpu(
        lambda: [SequenceMatcher(None, a, b, autojunk=False).get_opcodes() for a, b in pairs[:20]], times=1
    ) * (len(pairs) / len(pairs[:20]))
    print(f"{size} clauses, {len(chosen)} changed             {whole:8.3f} s CPU")
    print(f"the same, every clause renumbered      {all_new_numbers:8.3f} s CPU")
    print(f"{len(library)} clauses, reorganised               {moved_about:8.3f} s CPU")
    middle, worst = one_by_one[len(one_by_one) // 2], one_by_one[-1]
    print(f"a changed clause: median, worst        {middle * 1000:8.2f} ms {worst * 1000:8.2f} ms")
    print(f"changed clauses alone, one by one      {ours:8.3f} s   1.0")
    print(f"difflib on their words                 {by_words:8.3f} s   {by_words / ours:.1f}")
    print(f"difflib on their characters (from 20)  {by_characters:8.3f} s   {by_characters / ours:.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
