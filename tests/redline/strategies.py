"""Hypothesis strategies: pairs of editions as a year of editing leaves them, and words that are hard to compare."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from clausebook.model.edition import Edition, ResolvedClause, ResolvedSection, SignatureLine
from clausebook.model.edition_blocks import (
    ResolvedBlock,
    ResolvedCitation,
    ResolvedConnector,
    ResolvedForm,
    ResolvedFormField,
    ResolvedList,
    ResolvedListItem,
    ResolvedNote,
    ResolvedParagraph,
    ResolvedTable,
)
from clausebook.model.policy import ContentsLine
from clausebook.model.school import School
from clausebook.redline.tokens import cut
from clausebook.text.inline import Inline, Run, plain

SAMPLE = (
    "staff must not should share the a of and e-mail email password school’s school's 72 hours £55.00 2.10 2.2(g) "
    "pupils. Report it, to Headteacher; never co-operate (see appendix 1) data-protection 10% cyfrinair ŵ w\u0302 "
    "پالیسی 👩\u200d👧 … – . , and/or"
)
WORDS = tuple(SAMPLE.split(" "))
HARD = ("the", ".", "the", ".", "the", ",", "a", "a", "a")

phrases = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
texts = st.one_of(phrases, st.lists(st.sampled_from(HARD), max_size=10).map(" ".join), st.text(max_size=12))
runs = st.builds(
    Run, texts, bold=st.booleans(), italic=st.just(False), link=st.sampled_from(("", "", "#b", "https://example.org"))
)
inlines: st.SearchStrategy[Inline] = st.lists(runs, max_size=3).map(tuple)
duties = st.sampled_from((None, None, "must", "must-not", "should", "may"))
cited = st.builds(ResolvedCitation, st.sampled_from(("ukpga/2018/12", "ukpga/2016/25")), st.sampled_from(("", "s. 46")))
citations = st.lists(cited, max_size=2).map(tuple)


def points(depth: int) -> st.SearchStrategy[ResolvedListItem | ResolvedConnector]:
    """Items, nested to the given depth."""
    inner = st.lists(points(depth - 1), max_size=2).map(tuple) if depth > 1 else st.just(())
    anchors = st.sampled_from(((), (), (), ("b.named",)))
    point = st.builds(
        lambda text, duty, citations, points, anchors: ResolvedListItem(
            anchor="", letter="", cite="", text=text, duty=duty, citations=citations, points=points, anchors=anchors
        ),
        inlines,
        duties,
        citations,
        inner,
        anchors,
    )
    return st.one_of(point, point, point, st.builds(lambda text: ResolvedConnector(text=text), inlines))


@st.composite
def tables(draw: st.DrawFn) -> ResolvedTable:
    """Tables of one to three columns."""
    width = draw(st.integers(1, 3))
    row = st.lists(inlines, min_size=width, max_size=width).map(tuple)
    rows = draw(st.lists(row, max_size=3))
    return ResolvedTable(caption=draw(inlines), header=draw(row), rows=tuple(rows))


blanks = st.builds(ResolvedFormField, inlines, st.sampled_from(("text", "date", "signature", "tick")))
blocks: st.SearchStrategy[ResolvedBlock] = st.one_of(
    st.builds(
        lambda text, duty, cited: ResolvedParagraph(text=text, duty=duty, citations=cited), inlines, duties, citations
    ),
    st.builds(
        lambda stem, duty, points: ResolvedList(stem=stem, duty=duty, points=tuple(points)),
        inlines,
        duties,
        st.lists(points(2), max_size=4),
    ),
    st.builds(lambda text, label: ResolvedNote(text=text, label=label), inlines, st.sampled_from(("Note:", "Remark:"))),
    tables(),
    st.builds(
        lambda title, blanks: ResolvedForm(title=title, blanks=tuple(blanks)), inlines, st.lists(blanks, max_size=3)
    ),
)


@st.composite
def passages(draw: st.DrawFn, name: str, number: str) -> ResolvedClause:
    """One clause."""
    return ResolvedClause(
        id=name,
        number=number + draw(st.sampled_from(("", "."))),
        cite=number,
        title=draw(texts),
        blocks=tuple(draw(st.lists(blocks, max_size=3))),
        applies_to=tuple(draw(st.lists(st.sampled_from(("staff", "governors", "volunteers")), max_size=2))),
        citations=draw(citations),
        split_from=draw(st.sampled_from(("", "", "a", "b"))),
        merged_from=draw(st.sampled_from(((), (), ("c",)))),
    )


@st.composite
def editions(draw: st.DrawFn, names: tuple[str, ...] = tuple("abcd")) -> Edition:
    """A whole edition: up to four clauses in up to three chapters, some of them opened by a clause."""
    ids = draw(st.lists(st.sampled_from(names), unique=True, max_size=4))
    chapters = []
    labels = draw(st.lists(st.sampled_from(("one", "two", "three")), unique=True, min_size=1, max_size=3))
    for n, label in enumerate(labels):
        mine = ids[n :: len(labels)]
        found = [draw(passages(name, f"{n + 1}.{m}")) for m, name in enumerate(mine)]
        opening = found.pop(0) if found and draw(st.booleans()) else None
        chapters.append(
            ResolvedSection(
                id=label,
                number=str(n + 1),
                cite=str(n + 1),
                title=draw(texts),
                opening=opening,
                passages=tuple(found),
            )
        )
    return Edition(
        policy="acceptable-use",
        name=draw(st.sampled_from(("2018", "2027", "draft"))),
        title=draw(texts),
        series=draw(texts),
        school=School(name="Example School"),
        chapters=tuple(chapters),
        signatures=tuple(SignatureLine("head", draw(texts), "") for _ in range(draw(st.integers(0, 2)))),
        printed_contents=tuple(ContentsLine(title=draw(texts)) for _ in range(draw(st.integers(0, 2)))),
        approving_body=draw(texts),
        review_month=draw(st.sampled_from((None, 5))),
    )


@st.composite
def edited(draw: st.DrawFn, edition: Edition) -> Edition:
    """The same edition a year later: clauses and blocks dropped, repeated, reordered, rewritten."""
    fresh = draw(editions())
    spare = [block for passage in fresh.passages for block in passage.blocks]

    def passage(one: ResolvedClause) -> ResolvedClause:
        body = list(one.blocks) + draw(st.lists(st.sampled_from(spare), max_size=2) if spare else st.just([]))
        body = draw(st.permutations(body)) if draw(st.booleans()) else body
        return replace(one, blocks=tuple(map(_edited, body, [draw(st.integers(0, 6)) for _ in body])))

    chapters = [
        replace(
            chapter,
            opening=passage(chapter.opening) if chapter.opening else None,
            passages=tuple(passage(one) for one in draw(st.permutations(chapter.passages))),
        )
        for chapter in edition.chapters
    ]
    return replace(edition, chapters=tuple(draw(st.permutations(chapters))))


def _edited(block: ResolvedBlock, way: int) -> ResolvedBlock:
    """One of seven things that happen to a block."""
    if isinstance(block, ResolvedParagraph | ResolvedNote):
        if way == 0 and isinstance(block, ResolvedParagraph):
            return ResolvedList(stem=block.text, duty=block.duty, citations=block.citations)
        return replace(block, text=_reworded(block.text, way))
    if isinstance(block, ResolvedList) and way in (5, 6):
        return replace(block, points=_regrouped(block.points, way == 5))
    if isinstance(block, ResolvedList):
        points = block.points[::-1] if way == 1 else block.points[way % 2 :]
        return replace(block, stem=_reworded(block.stem, way), points=points)
    if isinstance(block, ResolvedTable) and way == 2:
        header = (*block.header, (Run("new"),))
        return ResolvedTable(caption=block.caption, header=header, rows=tuple((*row, ()) for row in block.rows))
    return block


def _regrouped(
    points: tuple[ResolvedListItem | ResolvedConnector, ...], split: bool
) -> tuple[ResolvedListItem | ResolvedConnector, ...]:
    """Every long item cut in two, or every two items made one."""
    result: list[ResolvedListItem | ResolvedConnector] = []
    for point in points:
        if split and isinstance(point, ResolvedListItem) and len(plain(point.text)) > 20:
            half = len(plain(point.text)) // 2
            result += [
                replace(point, text=cut(point.text, 0, half), points=(), anchors=()),
                replace(point, text=cut(point.text, half, 999)),
            ]
        elif not split and result and isinstance(point, ResolvedListItem) and isinstance(result[-1], ResolvedListItem):
            result[-1] = replace(result[-1], text=(*result[-1].text, Run(" "), *point.text))
        else:
            result.append(point)
    return tuple(result)


def _reworded(inline: Inline, way: int) -> Inline:
    if way == 3:
        return tuple(replace(run, bold=not run.bold) for run in inline)
    if way == 4:
        return (Run("All staff must note this. "), *inline)
    if way == 5:
        return tuple(replace(run, text=run.text.replace("staff", "employees").replace(" the ", " ")) for run in inline)
    return inline


# ---- one list, edited as people edit lists

PHRASES = (
    "must report any known breach of password confidentiality to the Headteacher as soon as possible",
    "must keep it safe and must return it when they leave the school",
    "should not place inappropriate photographs on any social network space",
    "must pay £55.00 within 72 hours, or 2.10% a month under 2.1(g)",
    "laptops",
    "to make, to gain access to, or for the publication of material that promotes hatred",
    "the the the , the the , the",
    "",
)
WAYS = ("keep", "keep", "drop", "split", "join", "reword", "shorten", "embolden", "deepen", "first", "new")


@st.composite
def edited_lists(draw: st.DrawFn) -> tuple[ResolvedList, ResolvedList]:
    """A list, and the same list after each of its items was kept, dropped, split, joined, reworded or moved."""
    texts = draw(st.lists(st.sampled_from(PHRASES), min_size=1, max_size=7))
    old = [_item(text) for text in texts]
    new: list[ResolvedListItem] = []
    for text in texts:
        way = draw(st.sampled_from(WAYS))
        words = text.split(" ")
        half = len(words) // 2
        if way == "split":
            new += [_item(" ".join(words[:half])), _item(" ".join(words[half:]))]
        elif way == "join" and new:
            new[-1] = replace(new[-1], text=(*new[-1].text, Run(" and " + text)))
        elif way == "deepen" and new:
            new[-1] = replace(new[-1], points=(*new[-1].points, _item(text)))
        elif way == "first":
            new.insert(0, _item(text))
        elif way == "embolden":
            new.append(replace(_item(text), text=(Run(" ".join(words[:half])), Run(" ".join(words[half:]), bold=True))))
        elif way != "drop":
            new.append(_item(_changed(text, way)))
    return ResolvedList(stem=(Run("Staff:"),), points=tuple(old)), ResolvedList(
        stem=(Run("All staff:"),), points=tuple(new)
    )


def _changed(text: str, way: str) -> str:
    if way == "reword":
        return text.replace("must", "should").replace("the", "a")
    if way == "shorten":
        return text[: text.find(" ", len(text) // 2)]
    return text if way != "new" else "must log off, and lock the screen"


def _item(text: str) -> ResolvedListItem:
    return ResolvedListItem(anchor="", letter="", cite="", text=(Run(text),))
