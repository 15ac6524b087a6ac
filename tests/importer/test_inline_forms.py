"""Struck, bold, italic, code and linked words within and beside one another: none is lost, none struck is live."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from html import escape
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausebook.app.importing import drafted, judged, read
from clausebook.formats import word as word_format
from clausebook.io import pandoc
from clausebook.model.duties import stated_duties_of
from clausebook.model.reading import is_right_to_left
from clausebook.model.search import search_entries
from clausebook.readback.quotes import has_words, words_by_clause
from tests.importer import made, shaped
from tests.importer.reading import edition, lines, register
from tests.importer.test_writing import WORDS
from tests.importer.ugly import ODD
from tests.readback.made import complaints, pdf, publication, text_files

pytestmark = pytest.mark.slow

FORMS = ("strike", "bold", "italic", "link", "wavy")
Node = str | tuple[str, list["Node"]]
Words = tuple[str, ...]
LEAF = st.just("")
CODE = st.tuples(st.just("code"), st.just([""]))
TREES: st.SearchStrategy[Node] = st.recursive(
    st.one_of(LEAF, CODE),
    lambda inner: st.tuples(st.sampled_from(FORMS), st.lists(inner, min_size=1, max_size=3)),
    max_leaves=5,
)
LINES = st.lists(st.lists(TREES, min_size=1, max_size=4), min_size=6, max_size=9)
MARKS = {"strike": "~~", "wavy": "~~", "bold": "**", "italic": "*"}
TAGS = {"strike": "s", "bold": "b", "italic": "i", "code": "code"}


def named(nodes: list[Node], numbers: Iterator[int]) -> list[Node]:
    """The nodes, each leaf a word of its own."""
    return [f"w{next(numbers)}x" if isinstance(node, str) else (node[0], named(node[1], numbers)) for node in nodes]


def parted(nodes: list[Node], gone: bool = False) -> tuple[set[str], set[str]]:
    """The words that hold, and those that are struck out."""
    live, struck = set[str](), set[str]()
    for node in nodes:
        if isinstance(node, str):
            (struck if gone else live).add(node)
        else:
            more = parted(node[1], gone or node[0] in ("strike", "wavy"))
            live, struck = live | more[0], struck | more[1]
    return live, struck


def markdown(nodes: list[Node], above: Words = ()) -> str:
    """Markdown, where no mark is put within one of its kind."""
    return " ".join(_marked(node, above) for node in nodes)


def _marked(node: Node, above: Words) -> str:
    if isinstance(node, str):
        return node
    form = "strike" if node[0] == "wavy" else node[0]
    if form in above:
        return markdown(node[1], above)
    inner = markdown(node[1], (*above, form))
    if form == "code":
        return f"`{inner}`"
    return f"[{inner}](https://a.example/b)" if form == "link" else f"{MARKS[form]}{inner}{MARKS[form]}"


def html(nodes: list[Node], signs: Callable[[str], str] = str) -> str:
    """HTML; what is wavy is typed as it is in Markdown."""
    out = []
    for form, inner in ((None, node) if isinstance(node, str) else (node[0], html(node[1])) for node in nodes):
        if form is None:
            out.append(str(inner))
        elif form == "link":
            out.append(f'<a href="https://a.example/b">{inner}</a>')
        else:
            out.append(
                f"~~{re.sub('~~|</?s>', '', inner)}~~" if form == "wavy" else f"<{TAGS[form]}>{inner}</{TAGS[form]}>"
            )
    return " ".join(out)


def word(nodes: list[Node], look: str = "") -> str:
    """Runs of Word; what is wavy is typed as it is in Markdown, over several runs."""
    looks = {"strike": "<w:strike/>", "bold": "<w:b/>", "italic": "<w:i/>"}
    out = []
    for node in nodes:
        if isinstance(node, str):
            out.append(run(f"{node} ", look))
        elif node[0] == "wavy":
            inner = word(node[1], look).replace("~~ ", "").replace("~~", "")
            out.append(run("~~", look) + inner + run("~~ ", look))
        else:
            out.append(word(node[1], look + looks.get(node[0], "")))
    return "".join(out)


def run(words: str, look: str) -> str:
    """A run with a look."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def rst(nodes: list[Node], above: Words = ()) -> str:
    """reStructuredText, whose marks cannot be nested: only the innermost one is written, and what is wavy around it."""
    signs = {"bold": "**{}**", "italic": "*{}*", "code": "``{}``", "link": "`{} <https://a.example/b>`__"}
    out = []
    for node in nodes:
        inner = [form for form in above if form in signs]
        if isinstance(node, str):
            out.append(signs[inner[-1]].format(node) if inner else node)
        elif node[0] in ("strike", "wavy") and not {"strike", "wavy"} & {*above}:
            out.append(f"~~\\ {rst(node[1], (*above, node[0]))}\\ ~~")
        else:
            out.append(rst(node[1], (*above, node[0])))
    return " ".join(out)


def imported(data: bytes, kind: str) -> tuple[str, str]:
    """What the draft shows, and what is said of it; it must build."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"in.{kind}")
        path.write_bytes(data)
        found = judged(register(), drafted(register(), read(path), "a-policy")).importation
    assert not found.lost
    return "\n".join(lines(edition(found))), "\n".join(one.message for one in found.findings)


LOOKS = {
    "strike": 'style:text-line-through-style="solid" style:text-line-through-type="single"',
    "bold": 'fo:font-weight="bold"',
    "italic": 'fo:font-style="italic"',
    "code": 'style:font-name="Courier New"',
}


def odt(nodes: list[Node]) -> str:
    """Spans of OpenDocument; what is wavy is typed as it is in Markdown."""
    out = []
    for form, inner in (("", node) if isinstance(node, str) else (node[0], odt(node[1])) for node in nodes):
        if form == "wavy":
            out.append("~~" + re.sub('~~| text:style-name="strike"', "", inner) + "~~")
        elif form == "link":
            inner = re.sub("</?text:a[^>]*>", "", inner)  # no link within another
            out.append(f'<text:a xlink:href="https://a.example/b">{inner}</text:a>')
        else:
            out.append(f'<text:span text:style-name="{form}">{inner}</text:span>' if form else inner)
    return " ".join(out)


def open_document(found: list[list[Node]]) -> bytes:
    """An OpenDocument text with a paragraph for each line."""
    styles = "".join(
        f'<style:style style:name="{name}" style:family="text"><style:text-properties {look}/></style:style>'
        for name, look in LOOKS.items()
    )
    text = "".join(f"<text:p>Go {odt(one)} end.</text:p>" for one in found)
    head = shaped.ODT.replace("<office:automatic-styles>", f"<office:automatic-styles>{styles}")
    return shaped.file_of(f"<text:h text:outline-level='1'>T</text:h>{text}", "odt", head)


WRITERS: dict[str, Callable[[list[list[Node]]], bytes]] = {
    "md": lambda found: ("# T\n\n" + "\n\n".join(f"Go {markdown(one)} end." for one in found)).encode(),
    "html": lambda found: ("<h1>T</h1>" + "".join(f"<p>Go {html(one)} end.</p>" for one in found)).encode(),
    "odt": open_document,
    "rst": lambda found: ("T\n=\n\n" + "\n\n".join(f"Go {rst(one)} end." for one in found)).encode(),
    "txt": lambda found: ("T\n\n" + "\n\n".join(f"Go {markdown(one)} end." for one in found)).encode(),
    "docx": lambda found: made.docx(
        made.paragraph("T", "Heading1")
        + "".join(f"<w:p>{run('Go ', '')}{word(one)}{run(' end.', '')}</w:p>" for one in found),
        {"styles.xml": made.styles(1)},
    ),
}


@pytest.mark.parametrize("kind", WRITERS)
def test_no_form_loses_a_word_and_no_struck_word_is_live(kind: str) -> None:
    @settings(max_examples=30 if kind in ("docx", "txt") else 3, deadline=None)
    @given(LINES)
    def holds(found: list[list[Node]]) -> None:
        numbers = count()
        texts = [named(line, numbers) for line in found]
        live, struck = (set().union(*words) for words in zip(*map(parted, texts), strict=True))
        shown, said = imported(WRITERS[kind](texts), kind)
        assert {word for word in live if word not in shown} == set()
        assert {word for word in struck if word in shown} == set()
        assert bool(struck) == ("is struck out in the source" in said)

    holds()


WHOLE = (
    "<b>tag</b>",
    "<name>",
    "<insert the name>",
    "<B class='x'>",
    "</p>",
    "<br/>",
    "<!-- no -->",
    "<s>not</s>",
    "<must>",
)
PLACES = ("heading", "paragraph", "stem", "item", "cell")
STEMS = ("Staff must %:", "% Staff must not:", "Pupils %should:", "The head may % allow:")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from((*WHOLE, *ODD)), min_size=12, max_size=12), st.sampled_from(STEMS))
def test_whatever_is_typed_into_a_stem_or_an_item_its_rule_is_quoted_as_the_edition_says_it(
    odd: list[str], stem: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "in.docx")
        text = [
            stem.replace("%", odd[0]),
            f"- wear {odd[1]} a hat",
            f"- {odd[2]} sign in {odd[3]}",
            f"Staff must not run {odd[4]}.",
        ]

        body = "".join(map(made.paragraph, map(escape, [*text])))
        path.write_bytes(made.docx(made.paragraph(escape(f"Rules {odd[8]}"), "Heading1") + body))
        found = judged(register(), drafted(register(), read(path), "a-policy")).importation
    whole = edition(found)
    known = words_by_clause(whole)
    for duty in stated_duties_of(whole):
        assert has_words(known[duty.clause.id], duty.lead), duty
        assert has_words(known[duty.clause.id], duty.words), duty
    for entry in search_entries(whole):
        assert has_words(known[entry.clause.id], entry.lead), entry


def chunks() -> Iterator[str]:
    """Every character that can be printed, and what is easily taken for something else, forty in a text.

    Not Arabic letters beside Latin ones: which stands first is for a reader to say.
    """
    words = [word for word in WORDS if not is_right_to_left(word) and not re.search("[\u0600-\u08ff]", word)]
    for start in range(0, len(words), 40):
        yield " ".join(words[start : start + 40])
    yield " ".join(WHOLE)
    yield from (odd for odd in ODD if not is_right_to_left(odd))


@pytest.mark.parametrize("places", ["heading", "stem item cell paragraph"])
def test_every_character_and_all_that_looks_like_something_else_is_read_back_from_what_is_built(places: str) -> None:
    body = [made.paragraph("Characters", "Title")]
    for number, text in enumerate(chunks()):
        words = "".join(sign for sign in text if sign >= " ")[: 90 if places == "heading" else None]
        words = escape(words, quote=False)
        said = {one: f"{one.capitalize()} {number} {words if one in places else ''}".strip() for one in PLACES}
        body += [made.paragraph(said["heading"], "Heading1"), made.paragraph(f"{said['paragraph']} is for all.")]
        body += [made.paragraph(f"Staff must {said['stem']}:"), made.counted(said["item"]), made.counted("wait")]
        body.append(made.table(("Who", "When"), (said["cell"], "nine")))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "in.docx")
        lists = made.numbering((1, (("bullet", "•"),)))
        path.write_bytes(made.docx("".join(body), {"styles.xml": made.styles(1), "numbering.xml": lists}))
        found = judged(register(), drafted(register(), read(path), "a-policy")).importation
    whole = edition(found)
    known = words_by_clause(whole)
    assert [entry.lead for entry in search_entries(whole) if not has_words(known[entry.clause.id], entry.lead)] == []
    for duty in stated_duties_of(whole):
        assert has_words(known[duty.clause.id], duty.lead), duty
        assert has_words(known[duty.clause.id], duty.words), duty
    assert [one for ending, data in text_files(whole) for one in complaints(whole, ending, data)] == []
    assert places == "heading" or complaints(whole, "pdf", pdf(whole)) == []
    if places == "heading":
        return
    (shown,) = word_format.render(whole, publication(whole))
    assert complaints(whole, "docx", pandoc.write(shown)) == []
