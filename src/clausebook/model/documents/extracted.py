"""A document from elsewhere as a reader extracts it: its blocks, or the lines of its pages, not yet understood."""

from __future__ import annotations

from typing import Literal

from clausebook.text.inline import Inline, plain, plain_words
from clausebook.text.records import dataclass

DocumentFormat = Literal["docx", "odt", "html", "md", "rst", "txt", "pdf"]
SEAM = "\ue00f"  # in `counted`: a place where one word goes on or two meet, which the second reader cannot tell
HIDDEN = "hidden text"  # why words are left out that a reader of the source does not see
STRUCK = "struck out"
LEFT_OUT = {HIDDEN: "is hidden text and was left out", STRUCK: "is struck out in the source and was left out"}
DEEPER = "    "  # what the mark of an item in a cell is set in by, for each level
BlockKind = Literal["heading", "paragraph", "item", "table", "rule"]


@dataclass(frozen=True, slots=True)
class SourcePosition:
    """Where in the source something is, each from 1; 0 where the format cannot say.

    Text formats have lines, PDFs pages and lines of a page, word processors' files paragraphs counted from the top.
    """

    line: int = 0
    page: int = 0
    paragraph: int = 0

    def __str__(self) -> str:
        parts = [f"{name} {value}" for name, value in self._known]
        return ", ".join(parts) or "somewhere"

    @property
    def _known(self) -> list[tuple[str, int]]:
        known = (("page", self.page), ("line", self.line), ("paragraph", self.paragraph))
        return [(name, value) for name, value in known if value]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDoubt:
    """What is unsure about a place of the source: its words as they are there, why, and the next move."""

    message: str
    hint: str
    words: str = ""
    origin: SourcePosition = SourcePosition()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedBlock:
    """One heading, paragraph, item or table of a document from elsewhere.

    `level` is a heading's level from 1, an item's depth from 0, and 1 or more for a paragraph that goes on inside an
    item. `mark` is the number, letter or bullet that the program which made the document counted by itself and that is
    no part of `text`: "1.2", "(a)", "•". `style` is the name of the paragraph's style, in lower case. `size` is in
    points, 0 where not known; `underlined` says that all of it is; `indent` is in points too, in columns for text
    files. `anchors` are the names of places in it that links lead to. `list` is different for each list. A "\\n" in the
    text is a line break that somebody typed, a tab a tab. `rows` are a table's cells, `headers` how many of the rows
    say what the columns are; `caption` is above or below it. `doubts` are what the reader was unsure of in it: words
    that are marked, coloured, or glued together.
    """

    kind: BlockKind
    text: Inline = ()
    level: int = 0
    mark: str = ""
    style: str = ""
    size: float = 0.0
    underlined: bool = False
    indent: float = 0.0
    anchors: tuple[str, ...] = ()
    list: str = ""
    rows: tuple[tuple[Inline, ...], ...] = ()
    headers: int = 0
    caption: Inline = ()
    doubts: tuple[SourceDoubt, ...] = ()
    origin: SourcePosition = SourcePosition()

    @property
    def words(self) -> str:
        """The text without its style, blanks made single."""
        return plain_words(self.text)

    @property
    def is_bold(self) -> bool:
        """Whether everything in it but blanks is bold."""
        runs = [run for run in self.text if run.text.strip()]
        return bool(runs) and all(run.bold for run in runs)

    @property
    def all_words(self) -> str:
        """Its words with those of its cells and its caption, in reading order."""
        cells = (plain(cell) for row in self.rows for cell in row)
        return " ".join(" ".join((plain(self.caption), self.words, *cells)).split())


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """One line of a page or of a text file.

    `left`, `right`, `top` and `bottom` are in points from the page's upper left corner; a text file has the column in
    `left` and nothing in the others. `column` counts from 0 on a page set in several.
    """

    text: Inline
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    size: float = 0.0
    column: int = 0
    origin: SourcePosition = SourcePosition()

    @property
    def words(self) -> str:
        """The text without its style, blanks made single."""
        return plain_words(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcludedText:
    """Words of the source that go into no clause, and why: a running header, a comment, what a contents page says.

    `may_be_text` says that they could be words of the policy all the same: a line of the front page, hidden words.
    """

    why: str
    text: str
    origin: SourcePosition = SourcePosition()
    may_be_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """One page of a PDF: its lines, and its ruled tables as blocks with the height and column where each begins."""

    number: int
    width: float
    height: float
    lines: tuple[SourceLine, ...] = ()
    tables: tuple[tuple[float, int, ExtractedBlock], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedDocument:
    """A document from elsewhere: blocks where its format has them, else the lines or pages they are to be made from.

    `ours` says that this engine wrote the file, so that styles and bookmarks can be trusted. `properties` are what
    the file says of itself (title). `remarks` are what reading it met: macros left out, an encoding guessed. `doubts`
    belong to no block: whose tracked changes are open. `counted` are the words of the whole file as a second reader
    counts them, by another method than the first; () where there is none. `unread` names parts that hold words and were
    not read.
    """

    name: str
    format: DocumentFormat
    blocks: tuple[ExtractedBlock, ...] = ()
    lines: tuple[SourceLine, ...] = ()
    pages: tuple[SourcePage, ...] = ()
    asides: tuple[ExcludedText, ...] = ()
    remarks: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    doubts: tuple[SourceDoubt, ...] = ()
    counted: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    ours: bool = False
