"""Editions that the PDF tests share, the way from an edition to bytes, and how a PDF is read back."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from clausebook.formats.pdf import render
from clausebook.io.typst import typeset
from clausebook.model import edition_blocks as shown
from clausebook.model.approvals.approval import Approval
from clausebook.model.artefact import Artefact
from clausebook.model.edition import Edition, Law, ResolvedClause, ResolvedSection, SignatureLine, Target
from clausebook.model.edition_blocks import ResolvedParagraph
from clausebook.model.publication import Publication
from clausebook.model.school import School
from clausebook.text.inline import Inline, Run, plain
from tests.adopted import files_below
from tests.programs import program

AS_OF = date(2026, 9, 1)

HOSTILE = {
    "html": "<script>alert('zqx')</script> &amp; ]]> <!-- zqx",
    "jinja": "{{ 7*7 }} {% zqx %} {# zqx #} << zqx >> <% zqx %> <# zqx #>",
    "include": '#include "/etc/passwd" zqx',
    "eval": '#eval("1") #zqx() #{ zqx }',
    "maths": "$x$ zqx $ y^2_z $",
    "heading": "= zqx\n== zqx",
    "list": "- zqx\n+ zqx\n1. zqx\n/ zqx: term",
    "comment": "// zqx and /* zqx */ https://example.org/zqx",
    "marks": '*zqx* _zqx_ `zqx` ~ @zqx <zqx> \\ \\u{41} \\n \\"zqx\\"',
    "quotes": "\"zqx\" 'zqx' “zqx” ‘zqx’ -- --- ...",
    "slash": "ends with a backslash zqx \\",
    "dangling": '"; zqx(); "',
    "welsh": "zqx Mae'r ŵyl yn Ŵ, ŷ, Ŷ, â, ê a ï",
    "symbols": "zqx ☐ ☑ ✓ → ≥ ½ € №",
    "accents": "zqx e\u0301 \u00e9 Łódź Čapek İ ß ﬁ",
    "endless": "zqx " + "x" * 3000,
    "long": "zqx " + "many words in one line " * 4400,
}
INSIDE_A_LINE = ("Span", "Strong", "Em", "Link", "Code", "Reference")
URDU = "یہ پالیسی تمام عملے پر لاگو ہوتی ہے۔"


def run(name: str, *arguments: str | Path) -> str:
    """What a program prints. Fails with its complaint where it fails."""
    command = [program(name), *(str(argument) for argument in arguments)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def inline(text: str) -> Inline:
    """Words in no style."""
    return (Run(text),)


def small(*blocks: shown.ResolvedBlock, **changes: object) -> Edition:
    """A draft of one clause with these blocks."""
    passage = ResolvedClause(id="rules", number="1.", cite="1", title="Rules", blocks=blocks)
    chapter = ResolvedSection(id="rules", number="1.", cite="1", title="Rules", opening=passage)
    edition = Edition(
        policy="late", name="draft", title="Late", series="", school=School(name="Hill School"), chapters=(chapter,)
    )
    return replace(edition, **changes)  # type: ignore[arg-type]


@cache
def everything() -> Edition:
    """One of each: every kind of block, style, link and field, nested and empty."""
    nested = shown.ResolvedListItem(anchor="rules.a.i", letter="i", cite="1(a)(i)", text=inline("nested"))
    points: tuple[shown.ResolvedListItem | shown.ResolvedConnector, ...] = (
        shown.ResolvedListItem(
            anchor="rules.a", letter="a", cite="1(a)", text=inline("first"), points=(nested,), anchors=("own",)
        ),
        shown.ResolvedConnector(text=inline("or")),
        shown.ResolvedListItem(anchor="rules.b", letter="b", cite="1(b)", text=inline("second")),
    )
    styled = (
        Run("Plain, "),
        Run("bold", bold=True),
        Run(", "),
        Run("both", bold=True, italic=True),
        Run(", "),
        Run("code", code=True),
        Run(", "),
        Run("here", link="#rules.b"),
        Run(", "),
        Run("above", link="#rules"),
        Run(", "),
        Run("nowhere", link="#not-there"),
        Run(" and "),
        Run("away", link="https://www.example.org/?a=b&c=%22#d"),
        Run("."),
    )
    rows = ((inline("Late"), inline("A letter home")), (inline("Later"), inline(URDU)))
    blanks = tuple(
        shown.ResolvedFormField(inline(f"{kind} field"), kind) for kind in ("text", "date", "signature", "tick")
    )
    return small(
        ResolvedParagraph(text=styled),
        shown.ResolvedList(stem=inline("Staff must:"), points=points),
        shown.ResolvedList(
            points=(shown.ResolvedListItem(anchor="rules.c", letter="c", cite="1(c)", text=inline("third")),)
        ),
        shown.ResolvedNote(text=inline("A note.")),
        shown.ResolvedTable(caption=inline("Steps"), header=(inline("When"), inline("What")), rows=rows),
        shown.ResolvedTable(caption=(), header=(inline("Alone"),), rows=()),
        shown.ResolvedForm(title=inline("Loan agreement"), blanks=blanks),
        laws=(
            Law(
                id="ukpga/1996/56",
                title="Education Act 1996",
                url="https://www.legislation.gov.uk/ukpga/1996/56",
                kind="act",
                provisions=("s. 444",),
                cited_by=(Target("rules.b", "1(b)"), Target("gone", "9")),
            ),
            Law(id="some-guidance", title="Some guidance", url="", kind="guidance"),
        ),
        fingerprint="v1:sha256:" + "0123456789abcdef" * 4,
    )


@cache
def signable() -> Edition:
    """One of each, approved: with places to sign for two roles, a page to acknowledge, and a site of its own."""
    record = Approval(
        policy="late",
        edition="2026",
        approved="2026-05-12",
        body="governing body",
        fingerprint=everything().fingerprint,
    )
    lines = (
        SignatureLine("chair", "Chair of Governors", "Signed by the Chair of Governors:"),
        SignatureLine("headteacher", "Headteacher", "Signed:"),
    )
    return replace(
        everything(),
        name="2026",
        school=School(name="Hill School", policy_site="https://policies.hill.example"),
        approval=record,
        signatures=lines,
        acknowledgement=True,
        commit="0123456789" * 4,
    )


def artefact(edition: Edition) -> Artefact:
    """The source of the edition's PDF."""
    (made,) = render(
        edition, Publication(school=edition.school, editions=(edition,), as_of=AS_OF, templates=templates())
    )
    return made


def templates() -> dict[str, bytes]:
    """The repository's templates."""
    return files_below("templates")


def pdf(edition: Edition) -> bytes:
    """The edition's PDF."""
    made = artefact(edition)
    content = typeset(made.source, made.files, made.dated or AS_OF, made.path)
    return made.finish(content) if made.finish else content


@cache
def in_tag_order(path: Path) -> list[tuple[tuple[str, ...], str]]:
    """The text of a tagged PDF as a screen reader meets it: the elements around it ("P 17"), and the words."""
    found: list[tuple[tuple[str, ...], str]] = []
    around: list[tuple[int, str]] = []
    for number, line in enumerate(run("pdfinfo", "-struct-text", path).splitlines()):
        words = line.lstrip(" ")
        depth = len(line) - len(words)
        if words.startswith('"') and words.endswith('"'):
            found.append((tuple(name for _, name in around), words[1:-1]))
        elif element := re.match(r"[A-Za-z0-9]+", words):
            around = [*((at, name) for at, name in around if at < depth), (depth, f"{element[0]} {number}")]
    return found


def adopted_words(path: Path) -> list[str]:
    """The words between the contents and the last page, without the letters, which are the engine's."""
    blocks: list[str] = []
    last = None
    inside = False
    for around, words in in_tag_order(path):
        heading = any(name.startswith("H1 ") for name in around)
        if heading and words == "About this edition":
            break
        inside = inside or (heading and words != "Contents")
        if not inside or any(name.startswith("Lbl") for name in around):
            continue
        block = [name for name in around if name.split()[0] not in INSIDE_A_LINE]
        blocks.append(words if block == last else f" {words}")
        last = block
    return "".join(blocks).split()


def words_of(edition: Edition) -> list[str]:
    """The words of an edition, in order: headings as adopted, and every block."""
    found: list[str] = []
    for chapter in edition.chapters:
        found += [chapter.number, chapter.title]
        for passage in chapter.all_passages:
            if passage is not chapter.opening:
                found += [passage.number, passage.title]
            for block in passage.blocks:
                found += _of_block(block)
    return " ".join(found).split()


def _of_block(block: shown.ResolvedBlock) -> Iterator[str]:
    match block:
        case shown.ResolvedParagraph():
            yield plain(block.text)
        case shown.ResolvedNote():
            yield f"{block.label} {plain(block.text)}"
        case shown.ResolvedList():
            yield plain(block.stem)
            yield from _of_points(block.points)
        case shown.ResolvedTable():
            yield plain(block.caption)
            yield from (plain(cell) for row in (block.header, *block.rows) for cell in row)
        case shown.ResolvedForm():
            yield plain(block.title)
            yield from (plain(blank.label) for blank in block.blanks)


def _of_points(points: tuple[shown.ResolvedListItem | shown.ResolvedConnector, ...]) -> Iterator[str]:
    for point in points:
        yield plain(point.text)
        if isinstance(point, shown.ResolvedListItem):
            yield from _of_points(point.points)
