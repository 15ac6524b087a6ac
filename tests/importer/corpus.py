"""Invented policies with their truth, written in the formats and shapes that schools keep policies in."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from tests.importer import made
from tests.importer.drawn import Drawing
from tests.importer.sources import converted

FORMATS = ("docx", "md", "html", "pdf", "odt", "rst", "txt")
_SUBJECTS = (
    "Keys",
    "Visitors",
    "Trips",
    "Lunches",
    "Uniform",
    "Gardens",
    "Parking",
    "Pets",
    "Clubs",
    "Lettings",
    "Music",
)
_MORE = ("Library", "Swimming", "Cycling", "Lost property", "Fire", "First aid", "Posters", "Hats", "Snow", "Gifts")
_WHO = ("Staff", "Visitors", "Parents", "Pupils", "Volunteers", "Drivers", "Cleaners")
_DEED = ("sign the book", "wear a badge", "shut the gate", "ask at the office", "write down the time", "carry a lamp")
_WHEN = ("before nine", "on each day of term", "when the bell rings", "at the end of the day", "in wet weather")
_HEADS = ("Purpose", "Signing in", "What is allowed", "Records", "Complaints", "Who decides", "Training", "Equipment")


@dataclass(frozen=True)
class Truth:
    """What a file says: its title, and its sections with paragraphs and items of (depth, words)."""

    title: str
    sections: tuple[tuple[str, tuple[str, ...], str, tuple[tuple[int, str], ...]], ...]

    @property
    def headings(self) -> list[str]:
        """The headings in order."""
        return [heading for heading, *_ in self.sections]

    @property
    def items(self) -> list[tuple[int, str]]:
        """The items in order, each with its depth."""
        return [item for *_, items in self.sections for item in items]


def invented(chance: random.Random, number: int) -> Truth:
    """A policy of three to five sections; the number makes its title its own."""
    subject = (_SUBJECTS + _MORE)[number % 21]
    title = f"{subject} Policy" if number < 21 else f"{subject} and {_SUBJECTS[(number // 21 + number) % 11]} Policy"
    heads = chance.sample(_HEADS, chance.randint(3, 5))
    return Truth(title, tuple(_section(chance, head, place) for place, head in enumerate(heads)))


def _section(
    chance: random.Random, head: str, place: int
) -> tuple[str, tuple[str, ...], str, tuple[tuple[int, str], ...]]:
    paragraphs = tuple(_sentence(chance) for _ in range(chance.randint(1, 3)))
    if not place % 2:
        return head, paragraphs, "", ()
    stem = f"{chance.choice(_WHO)} must:"
    items: list[tuple[int, str]] = []
    for at in range(chance.randint(2, 4)):
        words = f"{chance.choice(_DEED)} {chance.choice(_WHEN)}"
        items.append((0, f"{words}, as follows:" if at == 1 else words))
        items += [(1, f"{chance.choice(_DEED)} {when}") for when in (chance.sample(_WHEN, 2) if at == 1 else ())]
    return head, paragraphs, stem, tuple(items)


def _sentence(chance: random.Random) -> str:
    return f"{chance.choice(_WHO)} must {chance.choice(_DEED)} {chance.choice(_WHEN)}."


def markdown(truth: Truth) -> str:
    """As Markdown, the title the only heading of level 1."""
    return f"# {truth.title}\n\n" + "\n\n".join(_below(truth)) + "\n"


def _below(truth: Truth) -> Iterator[str]:
    for head, paragraphs, stem, items in truth.sections:
        yield f"## {head}"
        yield from paragraphs
        if items:
            yield stem
            yield "\n".join(f"{'    ' * depth}- {words}" for depth, words in items)


def file_of(truth: Truth, kind: str) -> bytes:
    """The bytes of a file in a format."""
    if kind == "md":
        return markdown(truth).encode()
    if kind == "txt":
        return text(truth).encode()
    if kind == "pdf":
        return pdf(truth)
    if kind == "html":
        body = converted(markdown(truth), "html").decode()
        return (
            f"<!DOCTYPE html><html><head><title>{escape(truth.title)}</title></head><body>{body}</body></html>".encode()
        )
    return converted(markdown(truth), kind)


def text(truth: Truth) -> str:
    """As a text file with numbered headings."""
    made_ = [truth.title, ""]
    for number, (head, paragraphs, stem, items) in enumerate(truth.sections, 1):
        made_ += [f"{number}. {head}", ""]
        for one in (*paragraphs, *([stem] if stem else [])):
            made_ += [one, ""]
        made_ += [f"{'    ' * depth}- {words}" for depth, words in items] + [""]
    return "\n".join(made_)


def pdf(truth: Truth, *, numbered: bool = False, gap: float = 0.0, letterhead: str = "", footer: str = "") -> bytes:
    """As pages drawn by hand, headings in larger bold type."""
    drawing, y = Drawing(), 800.0

    def line(x: float, words: str, size: float, space: float, bold: bool = False) -> None:
        nonlocal y
        if y < 90:
            drawing.page()
            y = 790.0
        y -= space
        (drawing.gapped(x, y, words, size, gap) if gap and not bold else drawing.text(x, y, words, size, bold))

    if letterhead:
        line(200, letterhead, 9, 0)
    line(72, truth.title, 20, 30, bold=True)
    for number, (head, paragraphs, stem, items) in enumerate(truth.sections, 1):
        line(72, f"{number}. {head}" if numbered else head, 14, 30, bold=True)
        for one in (*paragraphs, *([stem] if stem else [])):
            line(72, one, 11, 22)
        for depth, words in items:
            line(90 + 22 * depth, f"\\225 {words}", 11, 15)
    if footer:
        for at in range(len(drawing.drawn)):
            drawing.drawn[at] += f"BT /F1 8 Tf 250 30 Td ({footer} {at + 1}) Tj ET\n"
    return drawing.pdf()


def word(truth: Truth, way: str) -> bytes:
    """As a Word file: headings by style, in bold, numbered by hand, counted by Word, below a letterhead, in a table."""
    heading = {
        "style": lambda head, _: made.paragraph(head, "Heading1"),
        "bold": lambda head, _: made.bold(head),
        "numbered": lambda head, number: made.bold(f"{number}. {head}"),
        "capitals": lambda head, _: made.bold(head.upper()),
        "underlined": lambda head, _: made.paragraph(head, run='<w:b/><w:u w:val="single"/>'),
        "counted": lambda head, _: made.counted(head, 0, 2, run="<w:b/>"),
    }.get(way.partition(" ")[0], lambda head, _: made.paragraph(head, "Heading1"))
    body = ""
    if "letterhead" in way:
        body += made.paragraph("Oakfield Primary School") + made.paragraph("12 Long Lane, Oakfield, OX1 2AB")
        body += made.paragraph("Telephone: 01234 567890")
    titled = made.paragraph(truth.title, run='<w:b/><w:sz w:val="40"/>')
    body += made.table(("Policy title", truth.title), *_CONTROL) if "control" in way else titled
    for number, (head, paragraphs, stem, items) in enumerate(truth.sections, 1):
        body += heading(head, number)
        body += "".join(made.paragraph(one) for one in (*paragraphs, *([stem] if stem else [])))
        body += "".join(made.counted(words, depth) for depth, words in items)
    if "signed" in way:
        body += made.table(("Approved by", "Full governing body"), ("Signed", ""), ("Date", "12 March 2024"))
    levels = (("bullet", "•"), ("bullet", "o"))
    lists = made.numbering((1, levels), (2, (("decimal", "%1."),)))
    return made.docx(body, {"styles.xml": made.styles(1, 2), "numbering.xml": lists})


_CONTROL = (
    ("Approved by", "Full governing body"),
    ("Date", "12 March 2024"),
    ("Next review", "March 2026"),
    ("Owner", "Headteacher"),
    ("Version", "2.1"),
)
_WORD = ("style", "bold", "numbered", "capitals", "underlined", "counted")
_COVERS = ("", " letterhead", " control", " letterhead signed", " control signed")


def corpus(seed: int = 17) -> Iterator[tuple[str, str, bytes, Truth]]:
    """Name, ending, bytes and truth of each file: every format, every way of making headings in Word, and PDFs."""
    chance, number = random.Random(seed), 0
    for way in (f"{head}{cover}" for head in _WORD for cover in _COVERS):
        truth, number = invented(chance, number), number + 1
        yield f"word {way}", "docx", word(truth, way), truth
    for kind in FORMATS:
        for _ in range(3):
            truth, number = invented(chance, number), number + 1
            yield f"{kind}", kind, file_of(truth, kind), truth
    for numbered in (False, True):
        for gap in (0.0, 0.22, 0.3):
            for head, foot in (("", ""), ("Oakfield Primary School", "Page")):
                truth, number = invented(chance, number), number + 1
                data = pdf(truth, numbered=numbered, gap=gap, letterhead=head, footer=foot)
                yield f"pdf {numbered=} {gap=} {head}", "pdf", data, truth
