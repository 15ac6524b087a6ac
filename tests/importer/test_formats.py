"""What a format states is believed: lists, headings, facts, remarks; and what its programs add is known as theirs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importer.read_files import asides, doubts, live, read
from tests.importer.reading import edition
from tests.importer.sources import converted


def page(words: str) -> str:
    return f"<h1>Rules</h1><h2>One</h2>{words}<h2>Two</h2><p>Go.</p>"


LISTS = """# Callers

## Arrival

When somebody rings:

1. A member of staff goes to the door

   - looks who it is
   - asks for a name

2. If the name is known:

   - opens the door
   - shows the way

## Leaving

Visitors sign out.

### Badges

They give them back.
"""


@pytest.mark.parametrize("ending", ["md", "html", "rst", "odt", "docx"])
def test_a_list_of_the_format_stays_a_list_and_its_headings_headings(ending: str, tmp_path: Path) -> None:
    made_ = LISTS.encode() if ending == "md" else converted(LISTS, ending, "--standalone", "--metadata=title:Callers")
    found = live(read(tmp_path, f"a.{ending}", made_))
    start = next(at for at, line in enumerate(found) if line.endswith("Arrival"))
    assert found[start + 1 :] == [
        "When somebody rings:",
        "A member of staff goes to the door",
        "looks who it is",
        "asks for a name",
        "If the name is known:",
        "opens the door",
        "shows the way",
        *found[start + 8 : start + 9],
        "Visitors sign out.",
        *found[start + 10 : start + 11],
        "They give them back.",
    ]
    assert found[start + 8].endswith("Leaving")
    assert found[start + 10].endswith("Badges")


@pytest.mark.parametrize("ending", ["md", "html"])
def test_a_bold_line_between_headings_of_the_format_is_no_heading(ending: str, tmp_path: Path) -> None:
    words = "# Rules\n\n## One\n\n**Please note**\n\nBadges are red.\n\n## Two\n\nGo.\n"
    found = read(tmp_path, f"a.{ending}", words if ending == "md" else converted(words, "html"))
    assert sum(path.startswith("clauses/") for path in found.files) == 2
    assert "**Please note**" in live(found)


GOOGLE = """<html><body class="doc-content"><p class="title"><span>Visitors policy</span></p>
<h1><span>Signing in</span></h1><p><span>Visitors must:</span></p>
<ul class="lst-kix_a-0 start"><li><span>sign in, and there:</span></li></ul>
<ul class="lst-kix_a-1 start"><li><span>write their name</span></li></ul>
<ol class="lst-kix_a-2 start"><li><span>in full</span></li></ol>
<ul class="lst-kix_a-1"><li><span>write their car</span></li></ul>
<ul class="lst-kix_a-0"><li><span>wear a badge</span></li></ul>
<p><a href="https://www.google.com/url?q=https://school.example/map&amp;sa=D">the map</a><sup><a href="#cmnt1"
id="cmnt_ref1">[a]</a></sup></p><h1>Leaving</h1><p>Go.</p>
<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Is this map right?</span></p></div></body></html>"""


def test_a_page_of_google_docs_keeps_its_levels_and_loses_its_redirects_and_comments(tmp_path: Path) -> None:
    found = read(tmp_path, "a.html", GOOGLE)
    clause = found.files["clauses/callers/signing.yaml"]
    assert edition(found).title == "Visitors policy"
    assert "          - text: write their name\n            items:\n              - in full\n" in clause
    assert "          - write their car\n      - wear a badge\n" in clause
    assert "[the map](https://school.example/map)" in clause
    assert "Is this map right?" not in "\n".join(live(found))
    assert "is a comment in the margin" in doubts(found)
    assert not found.alarms


WORD_PAGE = "".join(
    f"<p class=MsoListParagraph style='mso-list:l0 level{level} lfo1'><![if !supportLists]>"
    f"<span style='mso-list:Ignore'>{mark}<span>&nbsp;</span></span><![endif]>{words}</p>"
    for level, mark, words in ((1, "·", "first"), (2, "o", "deeper"), (1, "·", "second"))
)


def test_a_page_saved_by_word_keeps_its_levels(tmp_path: Path) -> None:
    found = read(tmp_path, "a.html", f"<h1>Rules</h1><h2>One</h2><p>Staff must:</p>{WORD_PAGE}<h2>Two</h2><p>Go.</p>")
    assert (
        "      - text: first\n        items:\n          - deeper\n      - second\n"
        in found.files["clauses/callers/one.yaml"]
    )
    assert not found.alarms


def test_a_list_that_is_directly_in_a_list_belongs_to_the_item_above(tmp_path: Path) -> None:
    page = (
        "<h1>R</h1><h2>One</h2><p>Staff must:</p><ul><li>a</li><ul><li>b</li></ul><li>c</li></ul><h2>Two</h2><p>Go.</p>"
    )
    found = read(tmp_path, "a.html", page)
    assert "      - text: a\n        items:\n          - b\n      - c\n" in found.files["clauses/callers/one.yaml"]


def test_what_is_around_the_text_of_a_page_is_no_clause(tmp_path: Path) -> None:
    page = (
        "<header>Our school <a href='/'>Home</a></header><div role=navigation>Policies</div><div>Latest news here</div>"
        "<main><h1>Rules</h1><h2>One</h2><p>Visitors must sign in at the office.</p><h2>Two</h2><p>Parcels are left at"
        " the gate.</p></main><aside>Term dates</aside><footer>Cookies</footer>"
    )
    found = read(tmp_path, "a.html", page)
    assert live(found)[-3:] == ["Visitors must sign in at the office.", "2 Two", "Parcels are left at the gate."]
    for words in ("Home", "Policies", "Latest news", "Term dates", "Cookies"):
        assert words in asides(found)
    assert not found.alarms


@pytest.mark.parametrize(
    "link",
    [
        "https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fschool.example%2Fmap&data=1",
        "https://www.google.com/url?q=https://school.example/map&sa=D",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__school.example_map&d=D",
        "HTTPS://school.example/map",
        " https://school.example/map ",
    ],
)
def test_a_link_leads_where_its_reader_will_arrive(link: str, tmp_path: Path) -> None:
    found = read(
        tmp_path, "a.html", f'<h1>R</h1><h2>One</h2><p>See <a href="{link}">the map</a>.</p><h2>Two</h2><p>Go.</p>'
    )
    assert "[the map](https://school.example/map)" in found.files["clauses/callers/one.yaml"]


@pytest.mark.parametrize(
    "link", ["menu.html", "../a.docx", "file:///C:/a.docx", "javascript:go()", "/policies", "https://"]
)
def test_a_link_that_leads_nowhere_becomes_words_and_a_doubt(link: str, tmp_path: Path) -> None:
    found = read(
        tmp_path, "a.html", f'<h1>R</h1><h2>One</h2><p>See <a href="{link}">the menu</a>.</p><h2>Two</h2><p>Go.</p>'
    )
    assert "See the menu." in live(found)
    assert "became plain words" in doubts(found)


NESTED = "satisfies:\n  TSC:\n    - CC1\n"
FACTS = f"name: Garden Policy\nacronym: GP\n{NESTED}---\n\n# Purpose\n\nFor all.\n\n# Rules\n\n1. Shut it.\n2. Wipe.\n"
TOML = FACTS.replace("---", "+++").replace("name: Garden Policy", 'title = "Garden Policy"').replace(NESTED, "")


@pytest.mark.parametrize(
    "head",
    [
        FACTS,
        "---\n" + FACTS,
        FACTS.replace("name:", "title:"),
        "+++\n"
        + FACTS.replace("---", "+++")
        .replace("name: Garden Policy", 'title = "Garden Policy"')
        .replace("satisfies:\n  TSC:\n    - CC1\n", ""),
        "\n" + FACTS,
        FACTS.replace("\n", "\r\n"),
    ],
)
def test_facts_at_the_head_are_facts_with_and_without_their_first_line(head: str, tmp_path: Path) -> None:
    found = read(tmp_path, "a.md", head)
    assert edition(found).title == "Garden Policy"
    assert [line for line in live(found) if line[0].isdigit()] == ["1 Purpose", "2 Rules"]
    assert "GP" in asides(found)
    assert not found.alarms


def test_facts_that_are_no_yaml_are_read_all_the_same(tmp_path: Path) -> None:
    found = read(tmp_path, "a.md", "---\ntitle: Site: the rules\nowner: @head\n---\n\n# One\n\nGo.\n\n# Two\n\nStay.\n")
    assert edition(found).title == "Site: the rules"


@pytest.mark.parametrize(
    "remark",
    [
        "!!! note\n    Badges are red.",
        "??? note\n    Badges are red.",
        "> [!NOTE]\n> Badges are red.",
        ":::note\nBadges are red.\n:::",
        "::: note\nBadges are red.\n:::",
        ":::note{.x}\nBadges are red.\n:::".replace("{.x}", ""),
    ],
)
def test_a_remark_set_apart_is_a_note(remark: str, tmp_path: Path) -> None:
    found = read(tmp_path, "a.md", f"# R\n\n## One\n\nGo.\n\n{remark}\n\nStay.\n\n## Two\n\nLeave.\n")
    assert "  - note: Badges are red.\n" in found.files["clauses/callers/one.yaml"]
    assert "Stay." in live(found)


def test_the_title_of_a_remark_is_kept(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "a.md",
        '# R\n\n## One\n\n!!! warning "Never share"\n\n    Passwords are secret.\n\n## Two\n\nLeave.\n',
    )
    assert "Warning: **Never share.** Passwords are secret." in live(found)
