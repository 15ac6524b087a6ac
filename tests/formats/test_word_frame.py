"""Cover, header, contents, styles and properties of a Word file."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given

from clausebook.errors import UserError
from clausebook.io import pandoc
from clausebook.model.edition import Edition
from clausebook.model.edition_blocks import (
    ResolvedConnector,
    ResolvedForm,
    ResolvedFormField,
    ResolvedList,
    ResolvedNote,
    ResolvedTable,
)
from clausebook.model.school import Brand
from clausebook.text.inline import Inline, Run
from tests import adopted
from tests.formats.word_files import W, adopted_paragraphs, artefact, few, of, paragraphs, parts, point, style, text
from tests.strategies import editions

pytestmark = pytest.mark.slow

# --- the document around the words ---


def styled(edition: Edition, *names: str) -> list[str]:
    return [text(paragraph) for paragraph in paragraphs(edition) if style(paragraph) in names]


def test_the_cover_says_what_the_2018_cover_said() -> None:
    assert styled(adopted.approved(), "CoverSchool", "CoverSeries", "Title", "CoverFact", "SignatureLine") == [
        "Hanson School",
        "Hanson Policy for School Staff",
        "Acceptable use of ICT, mobile devices and social networking sites",
        "Approved by the governing body: May 2018",
        "To be reviewed: May 2019",
        "Signed on behalf of the governing body: \t",
    ]


def test_a_draft_claims_no_approval_and_says_so_on_every_page() -> None:
    assert styled(adopted.draft(), "CoverStatus") == ["Draft, not approved by the governing body"]
    assert not [line for line in styled(adopted.draft(), "CoverFact") if line.startswith("Approved")]
    for header in ("word/header1.xml", "word/header2.xml"):
        draft = parts(adopted.draft())[header].decode("utf-8")
        assert "DRAFT, not approved" in draft
        assert 'string="DRAFT"' in draft
        assert "DRAFT" not in parts(adopted.approved())[header].decode("utf-8")


def test_header_and_footer_name_the_document_and_count_its_pages() -> None:
    header = parts(adopted.approved())["word/header1.xml"].decode("utf-8")
    footer = parts(adopted.approved())["word/footer1.xml"].decode("utf-8")
    assert adopted.approved().title in header
    assert "2018 edition, approved May 2018" in header
    assert "NUMPAGES" in footer
    section = list(ElementTree.fromstring(parts(adopted.approved())["word/document.xml"]).iter(f"{W}sectPr"))[-1]
    used = [one.tag.removeprefix(W) + one.attrib[f"{W}type"] for one in section if "Reference" in one.tag]
    assert sorted(used) == [
        "footerReferencedefault",
        "footerReferencefirst",
        "headerReferencedefault",
        "headerReferencefirst",
    ]
    assert section.find(f"{W}titlePg") is not None


def test_the_contents_list_every_heading_and_lead_to_it() -> None:
    headings = [text(one) for one in adopted_paragraphs(adopted.approved()) if style(one).startswith("Heading")]
    assert styled(adopted.approved(), "TOC1", "TOC2") == [*headings, "About this edition"]
    xml = parts(adopted.approved())["word/document.xml"].decode("utf-8")
    assert (
        xml.count('w:fldCharType="begin"')
        == xml.count('w:fldCharType="separate"')
        == xml.count('w:fldCharType="end"')
        == 1
    )


@pytest.mark.slow
@few
@given(editions())
def test_every_link_inside_the_file_leads_somewhere(edition: Edition) -> None:
    document = ElementTree.fromstring(parts(edition)["word/document.xml"])
    names = [one.attrib[f"{W}name"] for one in document.iter(f"{W}bookmarkStart")]
    links = {one.attrib[f"{W}anchor"] for one in document.iter(f"{W}hyperlink") if f"{W}anchor" in one.attrib}
    assert links
    assert links <= set(names)
    assert len(names) == len(set(names))
    assert all(len(name) <= 40 for name in names)


def test_the_last_page_says_what_is_no_part_of_the_adopted_text() -> None:
    about = styled(adopted.approved(), "AboutText", "AboutFact")
    assert "no part of the text that the governing body adopts" in about[0]
    assert f"Fingerprint\t{adopted.approved().fingerprint}" in about
    assert f"Source commit\t{adopted.approved().commit}" in about
    assert "Minute\tnot known" in about


def test_no_empty_paragraph_makes_space() -> None:
    assert [style(one) for one in paragraphs(adopted.approved()) if not text(one).strip()] == []


def test_title_language_and_dates_are_in_the_properties() -> None:
    core = parts(adopted.approved())["docProps/core.xml"].decode("utf-8")
    assert f"<dc:title>{adopted.approved().title}</dc:title>" in core
    assert "<dc:language>en-GB</dc:language>" in core
    assert core.count("2018-05-01T00:00:00Z") == 2
    assert 'w:lang w:val="en-GB"' in re.sub(r'(w:lang)(.*?)( w:val="en-GB")', r"\1\3", styles_of(adopted.approved()))


def styles_of(edition: Edition) -> str:
    return parts(edition)["word/styles.xml"].decode("utf-8")


def test_word_does_not_open_the_file_in_compatibility_mode() -> None:
    settings_part = parts(adopted.approved())["word/settings.xml"].decode("utf-8")
    assert 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"' in settings_part


def test_a_brand_colour_too_pale_to_read_is_darkened() -> None:
    edition = adopted.approved()
    pale = replace(edition, school=replace(edition.school, brand=Brand(primary="#ffe600", accent="#7a1f3d")))
    assert "FFE600" not in styles_of(pale)
    assert "7A1F3D" in styles_of(pale)


def test_every_style_that_the_file_uses_is_ours() -> None:
    document = parts(everything())["word/document.xml"].decode("utf-8")
    used = set(re.findall(r'<w:(?:pStyle|rStyle|tblStyle) w:val="(.*?)"', document))
    ours = set(
        re.findall(r'w:styleId="(.*?)"', (adopted.ROOT / "templates/word/styles.xml").read_text(encoding="utf-8"))
    )
    assert used <= ours
    assert {"Note", "FormLine", "FormTitle", "TableCaption", "Between2", "Stem"} <= used


# --- how it is made ---


def test_the_same_edition_gives_the_same_bytes_also_beside_other_threads() -> None:
    made: list[bytes] = []
    threads = [threading.Thread(target=lambda: made.append(pandoc.write(artefact(adopted.draft())))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 2
    assert set(made) == {pandoc.write(artefact(adopted.draft()))}


def test_a_format_runs_no_pandoc_and_needs_none() -> None:
    # The package plumbum asks for the machine's name while it is imported, so other programs are let through.
    lines = (
        "import subprocess, os; os.environ['PATH'] = os.path.dirname('/usr/bin/uname')\n"
        "start = subprocess.Popen.__init__\n"
        "def guarded(self, command, *a, **k):\n"
        "    if 'pandoc' in str(command): raise SystemExit('pandoc was started')\n"
        "    start(self, command, *a, **k)\n"
        "subprocess.Popen.__init__ = guarded\n"
        "from tests import adopted; from clausebook.formats import word\n"
        "print(next(word.render(adopted.draft(), adopted.publication(adopted.draft()))).path)\n"
    )
    command = [sys.executable, "-c", lines]
    done = subprocess.run(command, cwd=adopted.ROOT, capture_output=True, encoding="utf-8", check=False)
    assert (done.stdout.strip(), done.stderr) == ("acceptable-use/draft/acceptable-use-draft.docx", "")


def test_what_pandoc_refuses_is_reported_in_one_line() -> None:
    broken = replace(artefact(adopted.draft()), files={"reference.docx": b"not a zip"})
    with pytest.raises(UserError, match=r"pandoc could not make acceptable-use/draft/acceptable-use-draft\.docx: .+"):
        pandoc.write(broken)


def everything() -> Edition:
    words: Inline = (Run("x"),)
    form = ResolvedForm(title=words, blanks=tuple(_blank(kind) for kind in ("text", "date", "signature", "tick")))
    nested = point("x", point("y"), ResolvedConnector(text=words), point("z", point("deep")))
    return of(
        ResolvedList(stem=words, points=(nested,)),
        ResolvedNote(text=words),
        ResolvedTable(caption=words, header=(words,), rows=((words,),)),
        form,
    )


def _blank(kind: str) -> ResolvedFormField:
    return ResolvedFormField((Run(kind),), kind)
