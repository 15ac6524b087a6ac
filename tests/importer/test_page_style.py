"""What a style sheet or an attribute takes away or marks is said: in web pages, in HTML inside Markdown, by roles."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.model.documents.import_result import Importation
from tests.importer.reading import imported

STRUCK, HIDDEN = "is struck out in the source and was left out", "is hidden text and was left out"
# the style sheet, and a piece of the page whose word it means: %
PAGE = {
    ".old p {text-decoration: line-through}": ('<div class="old"><p>must % run</p></div>', STRUCK),
    "p:nth-of-type(3) {text-decoration-line: line-through}": ("<p>%</p>", STRUCK),
    "div>span.k {display:none}": ('<div>must <span class="k">%</span> run</div>', HIDDEN),
    "[data-x='1'] {visibility: hidden}": ('<p data-x="1">must % run</p>', HIDDEN),
    "@media screen {.q {display:none}}": ("<p class=q>must % run</p>", HIDDEN),
    ".far {position:absolute; left:-9999px}": ("<p class=far>must % run</p>", HIDDEN),
    ".clip {position:absolute; clip:rect(0 0 0 0)}": ("<p class=clip>must % run</p>", HIDDEN),
    ".flat {height:0; overflow:hidden}": ("<div class=flat>must % run</div>", HIDDEN),
    ".clear {color: transparent}": ("<p class=clear>must % run</p>", HIDDEN),
    ".gone {opacity: 0}": ("<p class=gone>must % run</p>", HIDDEN),
    ".r li {color: #c00}": ("<ul class=r><li>must % run</li></ul>", "is set in red in the source"),
    ".w {color: rgb(255, 255, 255)}": ("<p>must <span class=w>%</span> run</p>", "is set in white in the source"),
    ".t {font-size: 1px}": ("<p>must <b class=t>%</b> run</p>", "is set too small to be read in the source"),
    ".y {background: hsl(60 100% 50%)}": ("<p>must <i class=y>%</i> run</p>", "is highlighted in the source"),
    ".a::after {content: '%'}": ("<p class=a>must run</p>", "is written by the page's style sheet and was not read"),
    "": ('<p>must <font color="red">%</font> run</p>', "is set in red in the source"),
    "b {color: black}": ("<!-- must % run -->", "is a comment"),
    ".ok {color: #fff; background: #036}": ("<p class=ok>may % run</p>", ""),
    "@media print {.p {display:none}}": ("<p class=p>may % run</p>", ""),
    "a:hover {display:none}": ("<p>may <a href='https://a.example/'>%</a> run</p>", ""),
}
MARKDOWN = {
    'must <span style="display:none">%</span> run': HIDDEN,
    'must <font color="red">%</font> run': "is set in red in the source",
    "<del>\n\nmust % run\n\n</del>": STRUCK,
    "must [%]{.hidden} run": HIDDEN,
    '::: {style="display:none"}\nmust % run\n:::': HIDDEN,
    "must ~%~ run": "is between single ~, which some programs strike out",
    "[//]: # (must % run)": "is a comment",
    "must H~2~O and %2 run": "",
}
RST = {
    ".. role:: strike\n\nmust :strike:`%` run": STRUCK,
    "must :red:`%` run": "is set in red in the source",
    ".. container:: hidden\n\n   must % run": HIDDEN,
    ".. todo:: % is to be settled": "is marked as a note to somebody in the source",
    ".. only:: html\n\n   must % run": "is only there for some readers in the source",
}


def _word(place: int) -> str:
    return "zebra" + chr(ord("a") + place // 26) + chr(ord("a") + place % 26)


def _holds(found: Importation, word: str, said: str) -> None:
    about = [one.message for one in found.findings if word in one.message]
    assert bool(about) == bool(said), (word, about)
    assert not said or said in about[0], about
    stays = any(word in text for text in found.files.values())
    assert stays == (not said.endswith(("left out", "comment", "not read"))), (word, said)


def test_whatever_the_style_sheets_of_a_page_do_to_words_is_said(tmp_path: Path) -> None:
    css = "\n".join(sheet.replace("%'", f"{_word(at)}'") for at, sheet in enumerate(PAGE))
    body = "".join(text.replace("%", _word(at)) for at, (text, _) in enumerate(PAGE.values()))
    path = tmp_path / "in.html"
    start = "<p>Visitors must sign in at the office.</p>" * 2
    path.write_text(f"<html><head><style>{css}</style></head><body>{start}{body}</body></html>")
    found = imported(path)
    for at, (_, said) in enumerate(PAGE.values()):
        _holds(found, _word(at), said)


@pytest.mark.parametrize(("kind", "pieces"), [("md", MARKDOWN), ("rst", RST)])
def test_what_marks_words_in_a_text_format_is_said(kind: str, pieces: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / f"in.{kind}"
    text = "\n\n".join(piece.replace("%", _word(at)) for at, piece in enumerate(pieces))
    path.write_text(f"Visitors\n========\n\nVisitors must sign in.\n\n{text}\n")
    found = imported(path)
    for at, said in enumerate(pieces.values()):
        _holds(found, _word(at), said)


def test_style_sheets_in_files_of_their_own_are_not_read_and_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "in.html"
    path.write_text('<html><head><link rel="stylesheet" href="site.css"></head><body><h1>A</h1><p>Do it.</p></body>')
    assert any("style sheets in files of their own were not read" in one for one in imported(path).remarks)


def test_words_outside_the_main_parts_of_a_page_are_not_dropped(tmp_path: Path) -> None:
    path = tmp_path / "in.html"
    parts = "".join(f"<div role=main><h2>Part {n}</h2><p>Pupils must walk in part {n}.</p></div>" for n in (1, 2))
    path.write_text(
        f"<html><body><p>Nobody may run at any time.</p>{parts}<main><p>They may stop.</p></main></body></html>"
    )
    found = imported(path)
    assert not found.lost
    live = " ".join(found.files.values())
    assert all(words in live for words in ("Nobody may run", "walk in part 1", "walk in part 2", "They may stop"))
