"""What text formats hold beside the text: HTML, heads of mails, notes, remarks and legal numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.model.documents.import_result import Importation
from tests.importer import made
from tests.importer.made import bold, counted, paragraph
from tests.importer.read_files import asides, doubts, level, live, read
from tests.importer.reading import edition, imported


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
