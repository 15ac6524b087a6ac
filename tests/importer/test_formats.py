"""What a format states is believed: lists, headings, facts, remarks; and what its programs add is known as theirs."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.model.documents.import_result import Importation
from tests.importer import made
from tests.importer.made import bold, counted, paragraph
from tests.importer.reading import edition, imported, lines
from tests.importer.sources import converted


def read(folder: Path, name: str, words: str | bytes) -> Importation:
    path = folder / name
    path.write_bytes(words if isinstance(words, bytes) else words.encode("utf-8"))
    return imported(path, "callers")


def page(words: str) -> str:
    return f"<h1>Rules</h1><h2>One</h2>{words}<h2>Two</h2><p>Go.</p>"


def live(found: Importation) -> list[str]:
    return list(lines(edition(found)))


def doubts(found: Importation) -> str:
    return "\n".join(one.message for one in found.findings)


def asides(found: Importation) -> str:
    return "\n".join(one.text for one in found.asides)


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


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("a.md", '{% include "other.md" %}'),
        ("a.md", "{% include-markdown '../other.md' %}"),
        ("a.md", '--8<-- "other.md"'),
        ("a.md", "!include other.md"),
        ("a.md", "{{< include other.md >}}"),
        ("a.rst", ".. include:: other.md"),
        ("a.rst", ".. literalinclude:: other.md"),
    ],
)
def test_a_file_that_is_to_be_put_in_is_named_as_not_read(name: str, line: str, tmp_path: Path) -> None:
    found = read(tmp_path, name, f"Rules\n=====\n\nOne\n---\n\nGo.\n\n{line}\n\nStay.\n\nTwo\n---\n\nLeave.\n")
    assert any("other.md" in alarm and "was not read" in alarm for alarm in found.alarms)
    assert "Stay." in live(found)


def test_html_in_markdown_is_text_and_its_comments_are_none(tmp_path: Path) -> None:
    words = (
        '# R\n\n## One\n\n<div class="box">\n\nInside a box.\n\n</div>\n\n'
        "<table><tr><th>A</th></tr><tr><td>Pay.</td></tr></table>\n\n"
        "One<br>two. <!-- is this agreed? -->\n\n<p>Visitors must pay.</p>\n\n## Two\n\nGo.\n"
    )
    found = read(tmp_path, "a.md", words)
    text = "\n".join(live(found))
    for words in ("Inside a box.", "Pay.", "Visitors must pay."):
        assert words in text
    assert "agreed" not in text
    assert "“is this agreed?”: is a comment" in doubts(found)


def test_a_task_list_is_a_form_and_its_ticks_are_not_lost(tmp_path: Path) -> None:
    found = read(tmp_path, "a.md", "# R\n\n## One\n\nCheck:\n\n- [ ] the door\n- [x] the gate\n\n## Two\n\nGo.\n")
    assert live(found).count("the door (tick)") == live(found).count("the gate (tick)") == 1
    assert not found.lost


MAIL = "From: A. Head\nSent: Monday\nTo: All staff\nSubject: Visitors policy\n\n"
POLICY = "Visitors policy\n\n1. Signing in\n\nVisitors must sign in.\n\n2. Leaving\n\nThey must sign out.\n"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a.txt", MAIL + POLICY),
        ("a.md", MAIL.replace("\n", "  \n") + POLICY.replace("1. ", "## ").replace("2. ", "## ")),
        (
            "a.eml",
            MAIL.replace("Sent:", "Date:").strip() + "\nMIME-Version: 1.0\nContent-Type: text/plain\n\n" + POLICY,
        ),
        (
            "a.html",
            "<p>"
            + MAIL.strip().replace("\n", "<br>")
            + "</p><h1>Visitors policy</h1><h2>In</h2><p>Sign.</p><h2>Out</h2><p>Go.</p>",
        ),
    ],
)
def test_the_head_of_a_mail_is_no_text_of_the_policy(name: str, words: str, tmp_path: Path) -> None:
    found = read(tmp_path, name, words)
    assert "All staff" in asides(found)
    assert "All staff" not in "\n".join(live(found))
    assert edition(found).title == "Visitors policy"


def test_what_is_attached_to_a_mail_is_named_as_not_read(tmp_path: Path) -> None:
    words = (
        "From: a@b.example\nTo: c@d.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
        f"--x\nContent-Type: text/plain\n\n{POLICY}\n--x\nContent-Type: application/pdf\n"
        'Content-Disposition: attachment; filename="old.pdf"\n\nabc\n--x--\n'
    )
    assert any("old.pdf" in alarm for alarm in read(tmp_path, "a.eml", words).alarms)


NUMBERING = (
    '<w:numbering xmlns:w="{w}"><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)


def level(number: int, shown: str, more: str = "", way: str = "decimal") -> str:
    return f'<w:lvl w:ilvl="{number}">{more}<w:numFmt w:val="{way}"/><w:lvlText w:val="{shown}"/></w:lvl>'


def numbered(folder: Path, levels: str, *body: str) -> Importation:
    others = {"numbering.xml": NUMBERING.format(w=made.W, levels=levels), "styles.xml": made.styles(1)}
    return read(folder, "a.docx", made.docx("".join(body), others))


def test_a_level_without_a_start_starts_at_nothing_and_bold_items_alone_are_headings(tmp_path: Path) -> None:
    found = numbered(
        tmp_path,
        level(0, "PART %1 - ") + level(1, "%1.%2.") + level(2, "%1.%2.%3."),
        bold("THE GARDEN RULES"),
        counted("GENERAL", run="<w:b/>"),
        counted("Gates", 1, run="<w:b/>"),
        counted("The gate is shut at six.", 2),
        counted("The gate is shut by the caretaker.", 2),
        counted("BEDS", run="<w:b/>"),
        counted("Digging", 1, run="<w:b/>"),
        counted("Nobody digs in the rain.", 2),
    )
    assert live(found) == [
        "0 GENERAL",
        "0.0. Gates",
        "0.0.0 The gate is shut at six.",
        "0.0.1 The gate is shut by the caretaker.",
        "1 BEDS",
        "1.0. Digging",
        "1.0.0 Nobody digs in the rain.",
    ]
    assert "PART 0 -" in asides(found)


def test_legal_numbers_stay_as_they_were_adopted(tmp_path: Path) -> None:
    start = '<w:start w:val="4"/>'
    one = '<w:start w:val="1"/>'
    levels = level(0, "%1.", start, "upperRoman") + level(1, "%1.%2", one + "<w:isLgl/>").replace(
        '<w:isLgl/><w:numFmt w:val="decimal"/>', '<w:numFmt w:val="decimal"/><w:isLgl/>'
    )
    found = numbered(
        tmp_path,
        levels + level(2, "(%3)", one, "lowerLetter"),
        counted("Driving", 0, style="Heading1"),
        counted("Drivers must hold a licence, and must:", 1),
        counted("stop", 2),
        counted("look", 2),
        counted("The head keeps a list.", 1),
        counted("Leaving", 0, style="Heading1"),
        counted("Go.", 1),
    )
    assert live(found) == [
        "IV. Driving",
        "4.1 Drivers must hold a licence, and must:",
        "stop",
        "look",
        "4.2 The head keeps a list.",
        "V. Leaving",
        "5.1 Go.",
    ]


HEADS = {
    "bold": lambda words: bold(words),
    "bold capitals": lambda words: bold(words.upper()),
    "larger": lambda words: paragraph(words, run='<w:sz w:val="32"/>'),
    "underlined": lambda words: paragraph(words, run='<w:u w:val="single"/>'),
    "bold with a colon": lambda words: bold(f"{words}:"),
    "style": lambda words: paragraph(words, "Heading1"),
}


LIKE_FACTS = ("Visitors must sign in.", "Approved visitors sign in.", "Review forms are kept.", "Date stamps, too.")


@pytest.mark.parametrize("title", ["", "Visitors policy"])
@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("words", LIKE_FACTS)
def test_the_first_section_is_never_the_front_page(words: str, head: str, title: str, tmp_path: Path) -> None:
    sections = (("Signing in", words), ("Leaving", "They go."), ("Post", "It stays."))
    body = "".join(HEADS[head](name) + paragraph(said) for name, said in sections)
    above = paragraph(title, "Title") if title else ""
    found = read(tmp_path, "a.docx", made.docx(above + body, {"styles.xml": made.styles(1)}))
    clauses = [text for path, text in found.files.items() if path.startswith("clauses/")]
    assert len(clauses) == 3
    assert any("signing in" in text.lower() and words in text for text in clauses)


@pytest.mark.slow
def test_old_word_files_and_rtf_are_read_through_libreoffice(office: str, tmp_path: Path) -> None:
    words = (
        r"{\rtf1\ansi{\b Signing in}\par Visitors must {\strike not }sign in.\par {\b Leaving}\par They sign out.\par}"
    )
    found = read(tmp_path, "a.rtf", words)
    assert "Visitors must sign in." in live(found)
    assert "read through LibreOffice" in found.remarks[-1]


def test_signs_by_name_in_html_inside_markdown_are_no_words_that_went_astray(tmp_path: Path) -> None:
    path = tmp_path / "in.md"
    path.write_text("# Trips\n\n## Who\n\n<div>Staff &amp; pupils must walk.</div>\n\n## When\n\nEach day.\n")
    assert not imported(path).lost


def test_a_comment_of_obsidian_is_one_and_per_cent_signs_are_none(tmp_path: Path) -> None:
    words = (
        "# R\n\n## One\n\nVisitors pay 5 % or 6 % in all. They sign %%is this agreed by all?%% in.\n\n## Two\n\nGo.\n"
    )
    found = read(tmp_path, "a.md", words)
    assert "They sign in." in "\n".join(live(found))
    assert "“is this agreed by all?”: is a comment" in doubts(found)
    assert not found.lost


@pytest.mark.parametrize(("name", "mark"), [("a.rst", ".. [1] "), ("a.md", "[^1]: ")])
def test_two_notes_of_one_mark_are_both_there(name: str, mark: str, tmp_path: Path) -> None:
    referred = "Pay.\\ [1]_" if name == "a.rst" else "Pay.[^1]"
    head = "R\n=\n\nOne\n---\n\n" if name == "a.rst" else "# R\n\n## One\n\n"
    found = read(tmp_path, name, f"{head}{referred}\n\n{mark}In cash.\n\nGo.\n\n{mark}By the gate.\n")
    assert not found.lost
    assert {"In cash.", "By the gate."} <= {line.removeprefix("Note: ") for line in live(found)}
    assert "is a second note of the same mark" in doubts(found)


def test_a_first_section_of_short_lines_is_no_title(tmp_path: Path) -> None:
    below = "\n\nVISITORS\nVisitors must sign in.\n\nPARKING\nCars may not park at the gate.\n"
    hours = read(tmp_path, "a.txt", "OPENING HOURS\nMonday to Friday in term" + below)
    assert "Monday to Friday in term" in live(hours)
    assert read(tmp_path, "b.txt", "HATS\nIssued in March 2023" + below).title == "HATS"
