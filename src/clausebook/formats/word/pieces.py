"""The few shapes of pandoc's typed tree that our Word documents are made of: styled paragraphs, runs, lists, tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from clausebook.formats._names import NOT_XML
from clausebook.text.inline import Inline, Run

Tree = Any  # a node of pandoc.types, which has no type stubs
Cell = Sequence[Tree]
NO_ATTR: tuple[str, list[str], list[tuple[str, str]]] = ("", [], [])
TYPES_VERSION = "1.23.1"  # the newest that the package knows; pandoc 3.x reads it
_LINE_ENDS = re.compile(r"\r\n|[\r\n]")


@lru_cache(maxsize=1)
def types() -> Any:
    """`pandoc.types`, made without running pandoc.

    Left to itself the package runs `pandoc --version` while it is imported, to learn which types to make, and fails
    where pandoc is not on PATH. Told the version beforehand it makes the same types and starts nothing, so a format
    stays pure and only the renderer needs the binary.
    """
    import pandoc

    if pandoc.configure(read=True) is None:
        pandoc._configuration = {"auto": False, "path": None, "version": None, "pandoc_types_version": TYPES_VERSION}
    import pandoc.types as made

    return made


def text(words: str) -> list[Tree]:
    """Words as they are, blanks included: one Str, because pandoc writes its text untouched.

    Raises ValueError for a character that XML cannot hold; a rule refuses such text long before.
    """
    bad = NOT_XML.search(words)
    if bad:
        raise ValueError(f"U+{ord(bad[0]):04X} cannot be written to a Word file")
    made = types()
    pieces: list[Tree] = []
    for line in _LINE_ENDS.split(words):
        pieces.extend([made.LineBreak()] if pieces else [])
        pieces.append(made.Str(line))
    return pieces


def inlines(inline: Inline) -> list[Tree]:
    """Runs with their style and links."""
    return [piece for run in inline for piece in _run(run)]


def _run(run: Run) -> list[Tree]:
    made = types()
    pieces = [made.Code(NO_ATTR, run.text)] if run.code and text(run.text) else text(run.text)
    if run.italic:
        pieces = [made.Emph(pieces)]
    if run.bold:
        pieces = [made.Strong(pieces)]
    return [made.Link(NO_ATTR, pieces, (run.link, ""))] if run.link else pieces


def strong(words: str) -> list[Tree]:
    """Words in bold."""
    return [types().Strong(text(words))]


def in_style(style: str, words: str) -> Tree:
    """Words in a character style of templates/word/styles.xml."""
    return types().Span(("", [], [("custom-style", style)]), text(words))


def link(words: str, target: str) -> Tree:
    """A link to a web address, or to a bookmark where the target begins with #."""
    return types().Link(NO_ATTR, text(words), (target, ""))


def bookmark(name: str) -> Tree:
    """A place that links can lead to."""
    return types().Span((name, [], []), [])


def tab() -> Tree:
    """A tab, which pandoc has no node for."""
    return raw("<w:r><w:tab/></w:r>")


def raw(xml: str) -> Tree:
    """Runs of Word's own XML: our constants only, never words."""
    return types().RawInline(types().Format("openxml"), xml)


def raw_block(xml: str) -> Tree:
    """Paragraphs of Word's own XML, whose words are escaped."""
    return types().RawBlock(types().Format("openxml"), xml)


def styled(style: str, *blocks: Tree) -> Tree:
    """Blocks in a paragraph style of templates/word/styles.xml."""
    return types().Div(("", [], [("custom-style", style)]), list(blocks))


def paragraph(style: str, pieces: Sequence[Tree]) -> Tree:
    """A paragraph in a style of templates/word/styles.xml."""
    return styled(style, types().Para(list(pieces)))


def small_text(words: str) -> Tree:
    """A paragraph of the pages about a document, in small type."""
    return paragraph("About Text", text(words))


def small_heading(words: str) -> Tree:
    """A heading of the pages about a document."""
    return paragraph("About Subheading", text(words))


def heading(level: int, name: str, words: str) -> Tree:
    """A real heading with a bookmark."""
    return types().Header(level, (name, [], []), text(words))


def numbered(start: int, style: str, items: Sequence[Sequence[Tree]]) -> Tree:
    """A list that Word numbers itself: (a), (i) or (1), from `start`. `style` is a ListNumberStyle of pandoc."""
    made = types()
    marks = (start, getattr(made, style)(), made.TwoParens())
    return made.OrderedList(marks, [list(item) for item in items])


def table(
    caption: Inline,
    header: Sequence[Cell],
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[float] = (),
    style: str = "",
) -> Tree:
    """A table whose header row repeats on every page. `widths` are shares of the page; even where left out.

    A row with fewer cells than columns has a wide first one. `style` is that of the paragraphs in it.
    """
    made = types()
    shares = widths or [1 / max(1, len(header))] * len(header)
    return made.Table(
        NO_ATTR,
        made.Caption(None, [made.Plain(inlines(caption))] if caption else []),
        [(made.AlignLeft(), made.ColWidth_(share)) for share in shares],
        made.TableHead(NO_ATTR, [_row(header, len(header), style)]),
        [made.TableBody(NO_ATTR, 0, [], [_row(row, len(header), style) for row in rows])],
        made.TableFoot(NO_ATTR, []),
    )


def _row(cells: Sequence[Cell], columns: int, style: str) -> Tree:
    made = types()
    spans = [columns - len(cells) + 1, *[1] * (len(cells) - 1)]
    plain = [made.Plain(list(cell)) for cell in cells]
    blocks = [styled(style, one) if style else one for one in plain]
    found = [made.Cell(NO_ATTR, made.AlignDefault(), 1, span, [one]) for one, span in zip(blocks, spans, strict=True)]
    return made.Row(NO_ATTR, found)
