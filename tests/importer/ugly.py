"""Ugly documents: odd words in every place of every format, and files that are turned over, cut off and doubled."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import cache
from html import escape

from tests.importer import made
from tests.importer.shaped import shapes
from tests.importer.sources import converted

# signs and words that some format, program or font takes for something else
# ruff: noqa: E501
ODD = (
    *("🍌 fruit", "a | b", "x: y", "- dash", "# hash", "`code`", "*star*", "_under_", "[brackets]", "[a](b)", "{brace}"),
    *("{{ jinja }}", "{% if %}", "~~gone~~", "<b>tag</b>", "&amp;", '"quoted"', "'single'", "Why?", "100 %", "£5.00"),
    *("¿qué?", "naïve", "𝗕𝗼𝗹𝗱", "ｆｕｌｌ", "ﬁnal", "日本語", "Ωmega", "шкoла", "mu\u200bst", "must\u00a0not", "soft\u00adhyphen"),
    *("…", "—", "1.", "(a)", "a)", "•", "\uf0b7", "\uf0a7", "☐ tick", "[ ] box", "[x] done", "____", "Name: ____"),
    *("Date:", "true", "null", "2026-01-01", "1e5", "!important", "@head", "%percent", "\\backslash", "C:\\path"),
    *("line\u2028sep", "tab\there", "http://a.b/c?d=e&f", "www.school.example", "head@school.example", "TBC", "XXXX"),
    *("[insert name]", "Error! Reference source not found.", "#REF!", "--", "---", "===", "***", "...", "n0t allowed"),
    *("مدرسة", "e\u0301tude", "\u202emust\u202c", "1. ", "IV. ", "A. Hats", "Approved by: X", "Version | Date"),
)  # fmt: skip
RAW = ("\u202e", "\x00", "{{ x }}", "{%", "|---|", "\U0001f600", "\uf0b7", "# ", "- ", "?", ": ", "\x85", "<b", "&#0;")
_SENTENCES = (
    *("Visitors must sign in at the office.", "Staff should wear a badge.", "Pupils must not run."),
    *("The head keeps a list.", "See the Data Protection Act 2018.", "Parents may visit."),
)
_TITLES = (
    "Signing in",
    "Leaving",
    "Who this is for",
    "Aims",
    "1. Scope",
    "Roles",
    "Appendix A",
    "Contents",
    "Approval",
)
_LOOKS = (
    *("<w:b/>", "<w:strike/>", "<w:dstrike/>", "<w:vanish/>", '<w:highlight w:val="yellow"/>', "<w:i/>", "<w:caps/>"),
    *('<w:color w:val="FF0000"/>', '<w:u w:val="single"/>', '<w:sz w:val="40"/>', "", "", "", ""),
)
_HTML = (
    *("<p>%</p>", "<ul><li>%</li><ul><li>deep</li></ul></ul>", "<ol type=a start=3><li>%</ol>", "<div>%</div>"),
    *("<table><tr><td>%</td></tr></table>", "<table><tr><th>A<th>B<tr><td>%<td></table>", "<p><s>%</s> x</p>"),
    *('<p><a href="../x">%</a></p>', "<blockquote>%</blockquote>", "<dl><dt>%<dd>means</dl>", "<pre>%</pre>"),
    *('<p style="display:none">%</p>', "<details><summary>%</summary>in</details>", "<p>%<br>two<br>three"),
    *('<ul class="lst-kix_a-1 start"><li>%</li></ul>', "<select><option>%</select>", "<textarea>%</textarea>"),
    *('<figure><img alt="x"><figcaption>%</figcaption></figure>', "<svg><text>%</text></svg>", "<ins>%</ins>"),
    *("<button>%</button>", "<iframe>%</iframe>", '<p><input value="v">%</p>', "<!-- % one two -->", "<noscript>%"),
    *('<p style="font-size:30px">%', "<nav><a>x</a><a>%</a></nav>", "<span class=hidden>%</span>", "<h2>%</h2>"),
)
_MARKDOWN = (
    *("%", "- %\n  - %", "1. %\n\n   - %\n2. %", "> %", "| A | B |\n|---|---|\n| % | x |", '!!! note "%"\n    in'),
    *("- [x] %", "<div>%</div>", "```\n%\n```", "~~%~~ x", "{--%--}y", "Term\n: %", "%[^1]\n\n[^1]: note", "<!-- % -->"),
    *("*%*", "    %", "%  \n%", "+---+\n| a |\n+---+", "a. %\nb. x", "::: {.hidden}\n%\n:::", "[//]: # (% x)", "<s>%"),
)  # fmt: skip
_MAIL = b"From: A\nTo: B\nSubject: Visitors\nMime-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
KINDS = ("docx", "html", "md", "rst", "txt", "odt", "pdf", "eml")
File = tuple[str, str, bytes]  # name, ending, bytes


def ugly(count: int, seed: int) -> Iterator[File]:
    """Files: made of odd words, every third one a good file that was damaged."""
    return (ugly_file(number, seed) for number in range(count))


def ugly_file(number: int, seed: int) -> File:
    """One of them, the same whichever others are made."""
    chance = random.Random(f"{seed} {number}")
    if number % 3 == 2:
        name, ending, data = chance.choice(_good())
        return f"{number} {name}", ending, _worse(bytearray(data), ending, chance)
    kind = chance.choice(KINDS)
    return f"{number} {kind}", kind, _Maker(chance).file(kind)


def is_damaged(name: str) -> bool:
    """Whether a file of `ugly` is a good one that was damaged."""
    return int(name.partition(" ")[0]) % 3 == 2


@cache
def _good() -> list[File]:
    return [(name, kind, data) for name, kind, data, _ in shapes()]


def _worse(data: bytearray, ending: str, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(max(1, len(data)))
        way = chance.choice(("turn", "cut", "double", "odd", "odd", "odd"))
        if way == "turn" and data:
            data[at % len(data)] ^= 1 << chance.randrange(8)
        elif way == "cut":
            del data[at : at + chance.choice((1, 40, len(data)))]
        elif way == "double":
            data[at:at] = data[max(0, at - 200) : at] * chance.randint(1, 20)
        elif ending not in ("docx", "odt"):
            data[at:at] = chance.choice(RAW).encode()
    return bytes(data)


class _Maker:
    """Makes one file after the other from one source of chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def file(self, kind: str) -> bytes:
        """A file of a kind."""
        ways: dict[str, Callable[[], bytes]] = {
            "docx": self._docx,
            "html": self._html,
            "md": lambda: self._marked(False).encode(),
            "rst": lambda: self._marked(True).encode(),
            "txt": self._txt,
            "odt": lambda: converted(self._marked(False, head=False), "odt"),
            "pdf": self._pdf,
            "eml": lambda: _MAIL + self._txt(("utf-8",)),
        }
        return ways[kind]()

    def words(self) -> str:
        """A sentence, with something odd before or behind it."""
        good, odd = self.chance.choice(_SENTENCES), self.chance.choice(ODD)
        return self.chance.choice((good, good, f"{good} {odd}", f"{odd} {good.lower()}"))

    def title(self) -> str:
        """A heading, now and then an odd one."""
        return self.chance.choice((*_TITLES, self.chance.choice(ODD)))

    def _filled(self, piece: str) -> str:
        while "%" in piece.replace("%\x01", ""):
            piece = piece.replace("%", self.words().replace("%", "\x02"), 1)
        return piece.replace("\x02", "%")

    def _marked(self, rst: bool, head: bool = True) -> str:
        heads = [["---", f"title: {self.chance.choice(ODD)}", "---", ""], ["# Visitors policy", ""], []]
        made_ = [] if rst else list(self.chance.choice(heads[0 if head else 1 :]))
        for _ in range(self.chance.randint(1, 6)):
            title = self.title()
            lead = self.chance.choice(("## ", "# ", "### ", "**"))
            made_ += [title, "=" * max(3, len(title)), ""] if rst else [lead + title, ""]
            for _ in range(self.chance.randint(0, 5)):
                made_ += [self._filled(self.chance.choice(_MARKDOWN)), ""]
        return "\n".join(made_)

    def _html(self) -> bytes:
        made_ = [self.chance.choice(('<p class="title">Visitors</p>', "<h1>Visitors policy</h1>", ""))]
        for _ in range(self.chance.randint(1, 6)):
            heading = self.chance.choice(("<h2>%s</h2>", "<h3>%s</h3>", "<p><b>%s</b></p>"))
            made_.append(heading.replace("%s", escape(self.title())))
            for _ in range(self.chance.randint(0, 5)):
                piece = self.chance.choice(_HTML)
                made_.append(piece.replace("%", escape(self.words())))
        return "".join(made_).encode()

    def _txt(self, encodings: tuple[str, ...] = ("utf-8", "utf-16", "cp1252")) -> bytes:
        made_ = ["Visitors policy", ""]
        for number in range(self.chance.randint(1, 6)):
            made_ += [self.chance.choice((f"{number + 1}. ", "", "")) + self.title(), ""]
            for place in range(self.chance.randint(0, 5)):
                lead = self.chance.choice(("", "(a) ", "- ", f"1.{place} ", "• ", "i. ", "    - "))
                made_ += [lead + self.words(), ""]
        return "\n".join(made_).encode(self.chance.choice(encodings), "replace")

    def _pdf(self) -> bytes:
        import typst

        texts = [self.words() for _ in range(self.chance.randint(1, 30))]
        lines = "".join(f'#par[#text("{_quoted(one)}")]\n' for one in texts)
        columns = self.chance.choice(("1", "2"))
        head = f'#set page(columns: {columns})\n#text(size: 20pt)[*#text("{_quoted(self.title())}")*]\n'
        return bytes(typst.compile((head + lines).encode()))  # type: ignore[arg-type]

    def _docx(self) -> bytes:
        made_, style = [], self.chance.choice(("Heading1", "", "bold"))
        if self.chance.random() < 0.6:
            made_.append(
                self._paragraph("Visitors policy", self.chance.choice(("Title", "", "Heading1")), look="<w:b/>")
            )
        for _ in range(self.chance.randint(1, 6)):
            look = "<w:b/>" if style == "bold" else ""
            made_.append(self._paragraph(self.title(), "Heading1" if style == "Heading1" else "", look=look))
            made_ += [self._part() for _ in range(self.chance.randint(0, 5))]
        levels = (("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"))
        lists = made.numbering((1, levels), (2, (("bullet", "\uf0b7"), ("bullet", "o"), ("bullet", "\uf0a7"))))
        if self.chance.random() < 0.3:
            lists = lists.replace('<w:start w:val="1"/>', "")
        return made.docx("".join(made_), {"numbering.xml": lists, "styles.xml": made.styles(1, 2)})

    def _part(self) -> str:
        share = self.chance.random()
        if share < 0.12:
            return self._table()
        if share < 0.5:
            number = (
                f'<w:numPr><w:ilvl w:val="{self.chance.randint(0, 2)}"/><w:numId w:val="{self.chance.choice((1, 2))}"/>'
            )
            return self._paragraph(properties=f"{number}</w:numPr>")
        if share < 0.6:
            return self._paragraph(self.chance.choice(("Name:\t", "Signed ______", "", f"Note: {self.words()}")))
        return self._paragraph()

    def _paragraph(
        self, words: str | None = None, style: str = "", *, properties: str = "", look: str | None = None
    ) -> str:
        more = self._run(f" {self.words()}") if self.chance.random() < 0.2 else ""
        gone = '<w:rPr><w:del w:id="9" w:author="B"/></w:rPr>' if self.chance.random() < 0.03 else ""
        named = f'<w:pStyle w:val="{style}"/>' if style else ""
        text = self._run(self.words() if words is None else words, look)
        return f"<w:p><w:pPr>{named}{properties}{gone}</w:pPr>{text}{more}</w:p>"

    def _run(self, words: str, look: str | None = None) -> str:
        look = self.chance.choice(_LOOKS) if look is None else look
        text = escape("".join(sign for sign in words if sign >= " " or sign == "\t"), quote=False)
        run = f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
        deleted = run.replace("w:t ", "w:delText ").replace("/w:t>", "/w:delText>")
        odd = (
            f'<w:ins w:id="1" w:author="A">{run}</w:ins>',
            f'<w:del w:id="1" w:author="B">{deleted}</w:del>',
            f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run}</w:sdtContent></w:sdt>",
            f'<w:hyperlink w:anchor="x">{run}</w:hyperlink>',
            f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{run}',
            f"<w:r><w:tab/><w:br/></w:r>{run}",
        )
        return self.chance.choice(odd) if self.chance.random() < 0.14 else run

    def _table(self, depth: int = 0) -> str:
        width, rows = self.chance.randint(1, 4), ""
        for _ in range(self.chance.randint(1, 4)):
            cells = range(width + (self.chance.random() > 0.9))
            rows += f"<w:tr>{''.join(f'<w:tc><w:tcPr/>{self._cell(depth)}</w:tc>' for _ in cells)}</w:tr>"
        return f"<w:tbl>{rows}</w:tbl>"

    def _cell(self, depth: int) -> str:
        if depth < 1 and self.chance.random() < 0.05:
            return self._table(depth + 1) + self._paragraph("")
        return self._paragraph(self.chance.choice((self.words(), "", self.chance.choice(ODD))))


def _quoted(words: str) -> str:
    words = words.encode("cp1252", "ignore").decode("cp1252")  # what the fonts at hand have
    return words.replace("\\", "\\\\").replace('"', '\\"')
