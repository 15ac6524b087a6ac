"""Hypothesis strategies for editions and their parts, with the nasty text that real files bring."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from hypothesis import strategies as st

from clausebook.model.approvals.approval import UNKNOWN, Approval, Signed
from clausebook.model.edition import Edition, Law, ResolvedClause, ResolvedSection, SignatureLine, Target
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
from clausebook.model.fingerprint import fingerprint
from clausebook.model.numbering import cite
from clausebook.model.policy import ContentsLine
from clausebook.model.school import Brand, School
from clausebook.text.inline import Inline, Run
from clausebook.text.numerals import alphabetic, roman

# Text that some format somewhere takes for its own.
NASTY = (
    "<script>alert('x')</script>",
    "{{ 7*7 }}",
    "{% raw %}",
    ']]> &amp; &#0; "quoted"',
    "`x`{=openxml} <w:p/> `y`{=html}",
    "$title$ ${body}",
    '#include "/etc/passwd" #eval(1+1)',
    "\\input{x} _em_ *strong* ~~gone~~ [link](http://x) ![img](x.png)",
    "# not a heading",
    "1. not a list",
    "--- ... -- don't ‘smart’ “quotes”",
    "\u202eright to left\u202c \u200f\u200e",
    "zero\u200bwidth\u200d\ufeffjoined\u00adsoft",
    "no\u00a0break\u2009thin\u3000wide",
    "a  double   space",
    "\U0001f469\u200d\U0001f3eb emoji \U0001f600",
    "Polisi Defnydd Derbyniol: ŵ ŷ â ê",
    "قابل قبول استعمال کی پالیسی",
    "e\u0301 is not é",
    "=HYPERLINK(1) @import 'x'",
    "C:\\temp\\new %PATH% $HOME",
)

# Every character that a YAML file can hold and that the rules let through: no control characters, no half characters.
plain_text = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co", "Zl", "Zp"]), min_size=1, max_size=30
).filter(str.strip)
texts = st.one_of(
    st.sampled_from(NASTY), plain_text, st.lists(st.sampled_from(NASTY), min_size=2, max_size=3).map(" ".join)
)
keys = st.sampled_from(
    [
        f"{first}{second}"
        for first in ("aims", "email", "late", "use")
        for second in ("", "-2", "-and-internet", "-of-the-schools-equipment-at-home-and-away")
    ]
)
optional_texts = st.one_of(st.just(""), texts)
duties = st.sampled_from([None, "must", "must-not", "should", "should-not", "may"])
links = st.sampled_from(["", "", "", "https://www.example.org/a?b=c&d=e#f"])


@cache
def runs() -> st.SearchStrategy[Run]:
    """A stretch of words, now and then bold, italic, code or a link."""
    return st.builds(Run, texts, st.booleans(), st.booleans(), st.booleans(), links)


@cache
def inlines() -> st.SearchStrategy[Inline]:
    """The words of one paragraph: mostly one plain run."""
    return st.one_of(
        texts.map(lambda words: (Run(words),)), st.lists(runs(), min_size=1, max_size=3).map(lambda found: tuple(found))
    )


@cache
def citeds() -> st.SearchStrategy[tuple[ResolvedCitation, ...]]:
    """Citations, mostly none."""
    one = st.builds(
        ResolvedCitation, st.sampled_from(["ukpga/2018/12", "ukpga/2000/23"]), optional_texts, optional_texts
    )
    return st.one_of(st.just(()), st.lists(one, max_size=2).map(tuple))


@cache
def betweens() -> st.SearchStrategy[ResolvedConnector]:
    """A line between two items."""
    return st.builds(ResolvedConnector, text=inlines())


@cache
def points(depth: int = 0) -> st.SearchStrategy[tuple[ResolvedListItem | ResolvedConnector, ...]]:
    """Items and lines between, three levels deep at most. They get letters and addresses when a passage is made."""
    nested = points(depth + 1) if depth < 2 else st.just(())
    one = st.builds(
        ResolvedListItem,
        anchor=st.just(""),
        letter=st.just(""),
        cite=st.just(""),
        text=inlines(),
        duty=duties,
        citations=citeds(),
        points=st.one_of(st.just(()), nested),
    )
    return st.lists(st.one_of(one, one, one, betweens()), max_size=3).map(tuple)


@cache
def paragraphs() -> st.SearchStrategy[ResolvedParagraph]:
    """A paragraph."""
    return st.builds(ResolvedParagraph, text=inlines(), duty=duties, citations=citeds())


@cache
def listings() -> st.SearchStrategy[ResolvedList]:
    """A list, with or without words before it."""
    stems = st.one_of(st.just(()), inlines())
    return st.builds(ResolvedList, stem=stems, duty=duties, citations=citeds(), points=points())


@cache
def rows(columns: int) -> st.SearchStrategy[tuple[Inline, ...]]:
    """A row of cells, some of them empty."""
    return st.tuples(*[st.one_of(st.just(()), inlines())] * columns)


@st.composite
def tables(draw: st.DrawFn) -> ResolvedTable:
    """A table of one or two columns."""
    columns = draw(st.integers(1, 2))
    header = tuple(draw(inlines()) for _ in range(columns))
    caption = draw(st.one_of(st.just(()), inlines()))
    return ResolvedTable(caption=caption, header=header, rows=tuple(draw(st.lists(rows(columns), max_size=2))))


@cache
def forms() -> st.SearchStrategy[ResolvedForm]:
    """A form with blanks of every kind."""
    blanks = st.builds(ResolvedFormField, inlines(), st.sampled_from(["text", "date", "signature", "tick"]))
    return st.builds(ResolvedForm, title=inlines(), blanks=st.lists(blanks, min_size=1, max_size=3).map(tuple))


@cache
def blocks() -> st.SearchStrategy[ResolvedBlock]:
    """Anything that a clause can hold."""
    return st.one_of(paragraphs(), listings(), st.builds(ResolvedNote, text=inlines()), tables(), forms())


@st.composite
def passages(draw: st.DrawFn, id: str | None = None, number: str | None = None) -> ResolvedClause:
    """A clause with letters and addresses as the engine sets them."""
    own = id or draw(keys)
    shown = number if number is not None else draw(st.sampled_from(["1.2", "3.3.", "4"]))
    found = draw(st.lists(blocks(), min_size=1, max_size=3))
    passage = ResolvedClause(
        id=own,
        number=shown,
        cite=cite(shown),
        title=draw(texts),
        blocks=tuple(found),
        applies_to=tuple(draw(st.lists(st.sampled_from(["staff", "governors"]), unique=True, max_size=2))),
        citations=draw(citeds()),
        source=f"clauses/a-policy/{own}.yaml",
    )
    return lettered(passage)


def lettered(passage: ResolvedClause) -> ResolvedClause:
    """The passage with its items lettered through all its lists."""
    place, done = 0, []
    for block in passage.blocks:
        if isinstance(block, ResolvedList):
            points, place = _lettered(block.points, passage.cite, passage.id, 0, place)
            block = replace(block, points=points)
        done.append(block)
    return replace(passage, blocks=tuple(done))


def _lettered(
    points: tuple[ResolvedListItem | ResolvedConnector, ...], cited: str, anchor: str, depth: int, place: int
) -> tuple[tuple[ResolvedListItem | ResolvedConnector, ...], int]:
    done: list[ResolvedListItem | ResolvedConnector] = []
    for point in points:
        if isinstance(point, ResolvedListItem):
            place += 1
            letter = alphabetic(place) if depth == 0 else roman(place) if depth % 2 else str(place)
            own, address = f"{cited}({letter})", f"{anchor}.{letter}"
            inner, _ = _lettered(point.points, own, address, depth + 1, 0)
            point = replace(point, letter=letter, cite=own, anchor=address, points=inner)
        done.append(point)
    return tuple(done), place


@st.composite
def chapters(draw: st.DrawFn, number: str, ids: list[str]) -> ResolvedSection:
    """A section; now and then the first id is that of a clause that opens it."""
    opened = draw(st.booleans())
    opening = draw(passages(ids[0], number)) if opened else None
    own, others = (ids[0], ids[1:]) if opening else (f"section-{number}", ids)
    rest = [draw(passages(id, f"{number}.{place}")) for place, id in enumerate(others, 1)]
    title = opening.title if opening else draw(texts)
    return ResolvedSection(id=own, number=number, cite=number, title=title, opening=opening, passages=tuple(rest))


@cache
def schools() -> st.SearchStrategy[School]:
    """A school, its colours as it likes them."""
    colours = st.sampled_from(["#1d3557", "#8a4b08", "#FFFFFF", "#ffe600", "#000000"])
    return st.builds(School, name=texts, brand=st.builds(Brand, primary=colours, accent=colours))


@st.composite
def approvals(draw: st.DrawFn, words: str = "v1:sha256:" + "0" * 64) -> Approval:
    """A record, as precise as somebody knew."""
    return Approval(
        policy="a-policy",
        edition="2018",
        approved=draw(st.sampled_from(["2018", "2018-05", "2018-05-16"])),
        review_due=draw(st.sampled_from([None, "2019-05"])),
        body="governing body",
        minute=draw(st.one_of(st.just(UNKNOWN), texts)),
        signatories=draw(st.sampled_from([(), (Signed(role="chair"),)])),
        fingerprint=words,
    )


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    """An edition, approved or draft, with one or two sections of one or two clauses."""
    sizes = draw(st.lists(st.integers(1, 2), min_size=1, max_size=2))
    ids = iter(draw(st.lists(keys, min_size=sum(sizes), max_size=sum(sizes), unique=True)))
    found = [draw(chapters(str(place), [next(ids) for _ in range(size)])) for place, size in enumerate(sizes, 1)]
    law = Law(
        id="ukpga/2018/12",
        title="Data Protection Act 2018",
        url="https://www.legislation.gov.uk/ukpga/2018/12",
        kind="act",
    )
    first = found[0].all_passages
    edition = Edition(
        policy="a-policy",
        name="2018",
        title=draw(texts),
        series=draw(optional_texts),
        school=draw(schools()),
        chapters=tuple(found),
        laws=draw(st.sampled_from([(), (replace(law, cited_by=(Target(first[0].id, first[0].cite),)),)])),
        signatures=draw(st.sampled_from([(), (SignatureLine("chair", "Chair of governors", "Signed:"),)])),
        printed_contents=draw(st.sampled_from([(), (ContentsLine(number="1.", title="Introduction", page="3"),)])),
        approving_body="governing body",
    )
    edition = replace(edition, fingerprint=fingerprint(edition))
    if draw(st.booleans()):
        return replace(edition, approval=draw(approvals(edition.fingerprint)), commit="0" * 40)
    return replace(edition, name="draft", previous=draw(st.one_of(st.none(), approvals())))
