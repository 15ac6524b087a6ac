"""RTF as programs write it, read through LibreOffice: what is struck, hidden, tracked or counted is as in Word."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Mapping

import pytest

from clausebook.importer import understand
from clausebook.importer.paragraphs import blocks_of
from clausebook.io.documents import word
from clausebook.model.documents.import_result import Importation
from tests import programs
from tests.importer.reading import edition, lines, register

# ruff: noqa: E501
pytestmark = pytest.mark.slow
HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}{\f1\froman\fcharset204 Times New Roman Cyr;}"
    r"{\f2\fnil\fcharset2 Symbol;}}{\colortbl;\red255\green0\blue0;\red255\green255\blue0;\red255\green255\blue255;}"
    r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0\b\fs32 heading 1;}{\s15\fs40\b Title;}}"
)
LISTS = (
    r"{\*\listtable{\list\listtemplateid1{\listlevel\levelnfc0\levelstartat1{\leveltext\'02\'00.;}{\levelnumbers\'01;}"
    r"\fi-360\li720}{\listlevel\levelnfc4\levelstartat1{\leveltext\'03(\'01);}{\levelnumbers\'02;}\fi-360\li1440}"
    r"\listid7}{\list\listtemplateid2{\listlevel\levelnfc23\levelstartat1{\leveltext\'01\u8226 ?;}{\levelnumbers;}"
    r"\fi-360\li720}\listid8}}{\*\listoverridetable{\listoverride\listid7\listoverridecount0\ls1}"
    r"{\listoverride\listid8\listoverridecount0\ls2}}"
)
REVISED = r"{\*\revtbl{Unknown;}{Ann Bell;}}"
TITLED = r"\pard\s15\fs40\b Visitors\par\pard\s1\fs32\b Signing in\par\pard\plain\fs22 "
PICTURE = (
    r"{\pict\pngblip\picw1\pich1\picwgoal15\pichgoal15 89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    r"0000000d49444154789c6300010000000500010d0a2db40000000049454e44ae426082}"
)
# name -> body, what the draft says, what it does not say, what is said of it
FILES: Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "struck": (r"Visitors must sign in. {\strike They may smoke.} They wait.\par", ("They wait.",), ("smoke",), ("struck out",)),
    "struck twice": (r"Visitors must sign in. {\striked1 They may smoke.} Go.\par", ("Go.",), ("smoke",), ("struck out",)),
    "struck by a style": (
        r"Visitors must sign in.\par\pard\plain\strike They may smoke.\par\pard\plain They wait.\par",
        ("They wait.",), ("smoke",), ("struck out",),
    ),
    "hidden": (r"Visitors must sign in. {\v Secret door.} They wait.\par", ("They wait.",), ("Secret",), ("hidden text",)),
    "coloured": (r"Visitors must sign in. {\cf1 Ask the head.} Go.\par", ("Ask the head.",), (), ("set in red",)),
    "white": (r"Visitors must sign in. {\cf3 Ask the head.} Go.\par", ("Ask the head.",), (), ("set in white",)),
    "highlighted": (r"Visitors must sign in. {\highlight2 To agree.} Go.\par", ("To agree.",), (), ("highlighted",)),
    "inserted": (
        REVISED + r"Visitors must {\revised\revauth1\revdttm1 always }sign in.\par",
        ("Visitors must always sign in.",), (), ("by Ann Bell", "inserted “always”"),
    ),
    "deleted": (
        REVISED + r"Visitors must {\deleted\revauthdel1\revdttmdel1 never }sign in.\par",
        ("Visitors must sign in.",), ("never",), ("by Ann Bell", "deleted “never”"),
    ),
    "list": (
        LISTS + r"Visitors must:\par\pard{\listtext 1.\tab}\ls1\ilvl0\fi-360\li720 sign in\par{\listtext (a)\tab}\ls1\ilvl1"
        r"\fi-360\li1440 by hand\par{\listtext 2.\tab}\ls1\ilvl0\fi-360\li720 wait\par\pard\plain Thank you all.\par",
        ("Visitors must:\nsign in\nby hand\nwait", "Thank you all."), ("1.\t",), (),
    ),
    "bullets": (
        LISTS + r"Visitors must:\par\pard{\listtext\u8226 ?\tab}\ls2\ilvl0\fi-360\li720 sign in\par{\listtext\u8226 ?\tab}"
        r"\ls2\ilvl0 wait\par\pard\plain Thank you all.\par",
        ("Visitors must:\nsign in\nwait",), ("•",), (),
    ),
    "old bullets": (
        r"Visitors must:\par{\pntext\f2\'B7\tab}{\*\pn\pnlvlblt\pnf2\pnindent0{\pntxtb\'B7}}\fi-360\li720 sign in\par"
        r"{\pntext\f2\'B7\tab}wait\par\pard\plain Thank you all.\par",
        ("Visitors must:\nsign in\nwait",), (), (),
    ),
    "typed items": (
        r"Visitors must:\par (a)\tab sign in\par (b)\tab wait\par\pard\plain Thank you all.\par",
        ("Visitors must:\nsign in\nwait",), ("(a)",), (),
    ),
    "table": (
        r"See below.\par\trowd\trhdr\cellx2000\cellx4000\intbl Who\cell\intbl When\cell\row\trowd\cellx2000\cellx4000"
        r"\intbl Parents\cell\intbl At nine\cell\row\pard\plain They wait.\par",
        ("Who | When\nParents | At nine", "They wait."), (), (),
    ),
    "footnote": (
        r"Visitors sign in {\super\chftn}{\footnote\pard\plain{\super\chftn} Not governors.}.\par",
        ("Visitors sign in", "Not governors."), (), ("was a footnote",),
    ),
    "endnote": (
        r"Visitors sign in {\super\chftn}{\footnote\ftnalt\pard\plain{\super\chftn} Not governors.}.\par",
        ("Not governors.",), (), (),
    ),
    "unicode": (
        r"Caf\u233?s and \uc0\u8220 doors\u8221\uc1  must close \u8211 - always, na\u239\'efve or not.\par",
        ("Cafés and “doors” must close – always, naïve or not.",), ("?",), (),
    ),
    "surrogates": (r"Sign in \u-10179?\u-8704? here at once.\par", ("here at once.",), (), ("cannot be printed",)),
    "code pages": (
        r"Parents pay \'a35 and \'80" r"6 \'96 at the caf\'e9. {\f1\lang1049 \'cf\'f0\'e8\'e2\'e5\'f2} to all who come.\par",
        ("Parents pay £5 and €6 – at the café.", "Привет"), (), (),
    ),
    "field": (
        r"See {\field{\*\fldinst HYPERLINK "  '"https://a.example/menu"' r"}{\fldrslt the menu}} and go in.\par",
        ("See the menu and go in.",), ("HYPERLINK",), (),
    ),
    "broken reference": (
        r"See {\field{\*\fldinst REF _Ref1 \\h}{\fldrslt Error! Reference source not found.}} and go in.\par",
        ("and go in.",), ("_Ref1",), ("could not resolve",),
    ),
    "picture": (r"See the plan. " + PICTURE + r" Go in by the gate.\par", ("Go in by the gate.",), ("89504e47",), ()),
    "header": (
        r"{\header\pard Hill School\par}{\footer\pard Page {\field{\*\fldinst PAGE}{\fldrslt 1}}\par}Visitors sign in.\par",
        ("Visitors sign in.",), ("Hill School",), (),
    ),
    "comment": (
        r"Visitors {\*\atrfstart 1}sign in{\*\atrfend 1}{\*\atnid AB}{\*\atnauthor Ann Bell}\chatn{\*\annotation{\*\atnref 1}"
        r"\pard\plain Is this so?} at once.\par",
        ("sign in",), ("Is this so",), ("Is this so?",),
    ),
    "page ends": (r"Visitors sign in.\page They wait.\line They go.\sect Staff wait.\par", ("They wait.", "Staff wait."), (), ()),
    "unknown words": (
        r"{\*\strange9 no text}Visitors sign in.{\*\xmlopen\xmlns2 {\factoidname place}} They wait.\par",
        ("They wait.",), ("no text", "factoid"), (),
    ),
    "capitals": (r"{\caps visitors} must {\scaps sign in} now and not later.\par", ("visitors must sign in now",), (), ()),
    "text box": (
        r"Visitors sign in.{\shp{\*\shpinst\shpleft0\shptop0\shpright4000\shpbottom2000{\sp{\sn shapeType}{\sv 202}}"
        r"{\shptxt\pard Ring the bell twice.\par}}}\par They wait.\par",
        ("Ring the bell twice.", "They wait."), (), (),
    ),
    "special signs": (
        r"Sign in at\~9.00, non\_stop, to\-day\emdash or later\endash by the \lquote gate\rquote  and \ldblquote door\rdblquote .\par",
        ("9.00, non-stop, today—or later–by the ‘gate’ and “door”.",), (), (),
    ),
    "bookmarks": (
        r"{\*\bkmkstart _Toc1}Visitors sign in.{\*\bkmkend _Toc1}\par They wait until they are met.\par",
        ("Visitors sign in.", "They wait until they are met."), ("_Toc1",), (),
    ),
    "old numbers": (
        r"Visitors must:\par{\pntext 1.\tab}{\*\pn\pnlvlbody\pndec\pnstart1\pnindent360{\pntxta .}}\fi-360\li720 sign in\par"
        r"{\pntext 2.\tab}wait\par\pard\plain Thank you all.\par",
        ("Visitors must:\nsign in\nwait", "Thank you all."), ("1.\t",), (),
    ),
    "nested table": (
        r"See below.\par\trowd\cellx4000\cellx8000\intbl\itap1 Who\cell\pard\intbl\itap2 inner one\nestcell{\*\nesttableprops"
        r"\trowd\cellx7000\nestrow}\pard\intbl\itap1 outer\cell\row\pard\plain They wait.\par",
        ("inner one", "outer", "They wait."), (), (),
    ),
    "form field": (
        r"Name: {\field{\*\fldinst FORMTEXT {\*\formfield{\fftype0{\*\ffname Text1}}}}{\fldrslt \u8194 ?\u8194 ?}}\par "
        r"Visitors must sign in at the office.\par",
        ("Name", "Visitors must sign in at the office."), ("FORMTEXT",), (),
    ),
    "two letters skipped": (r"\uc2 Visitors \u233 \'c3\'a9t\u233 \'c3\'a9 must sign in.\par", ("Visitors été must sign in.",), (), ()),
    "struck in a table": (
        r"See below.\par\trowd\cellx2000\cellx4000\intbl Who\cell\intbl When\cell\row\trowd\cellx2000\cellx4000\intbl Parents"
        r"\cell\intbl {\strike At nine} at ten\cell\row\pard\plain They wait.\par",
        ("at ten",), ("nine",), ("struck out",),
    ),
    "tabs and columns": (
        r"\tx2000 Monday\tab nine\par Tuesday\tab ten\par Visitors must sign in at the office.\par",
        ("Monday", "nine", "Visitors must sign in at the office."), (), (),
    ),
}  # fmt: skip
Read = Mapping[str, tuple[Importation, str]]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Each file as it is taken in, and the words that LibreOffice itself saves of it as text."""
    folder = tmp_path_factory.mktemp("rtf")
    names = {name: f"{name.replace(' ', '-')}" for name in FILES}
    for name, stem in names.items():
        (folder / f"{stem}.rtf").write_bytes((HEAD + TITLED + FILES[name][0] + "}").encode("ascii"))
    office = [
        programs.program("soffice"),
        "--headless",
        "--norestore",
        f"-env:UserInstallation=file://{folder}/profile",
    ]
    sources = sorted(map(str, folder.glob("*.rtf")))
    for kind in ("docx:MS Word 2007 XML", "txt:Text (encoded):UTF8"):
        command = [*office, "--convert-to", kind, "--outdir", str(folder / "made"), *sources]
        subprocess.run(command, capture_output=True, check=True)
    made = {}
    for name, stem in names.items():
        document = word.read((folder / "made" / f"{stem}.docx").read_bytes(), f"{stem}.rtf")
        blocks, manuscript = blocks_of(document)
        made[name] = (
            understand(manuscript, blocks, "a-policy", register()),
            (folder / "made" / f"{stem}.txt").read_text("utf-8-sig"),
        )
    return made


@pytest.mark.parametrize("name", FILES)
def test_what_rtf_says_is_taken_in_as_it_is_meant(name: str, read: Read) -> None:
    _, live, gone, said = FILES[name]
    found, _ = read[name]
    text = "\n".join(lines(edition(found))).replace("**", "")
    assert found.title == "Visitors"
    assert not found.lost
    assert [words for words in live if words not in text] == []
    assert [words for words in gone if words in text] == []
    told = "\n".join(one.message for one in found.findings)
    assert [words for words in said if words not in told] == []


@pytest.mark.parametrize("name", FILES)
def test_every_word_that_libreoffice_itself_saves_as_text_is_in_the_draft_or_the_report(name: str, read: Read) -> None:
    found, saved = read[name]
    shown = "\n".join([found.title, *lines(edition(found)), *(one.text for one in found.asides)])
    letters = Counter(_words(saved))
    letters.subtract(_words(shown))
    assert [word for word, times in letters.items() if times > 0] == []


def _words(text: str) -> list[str]:
    made = "".join(sign if sign.isalnum() else " " for sign in text.casefold().replace("\u00ad", ""))
    return [word for word in made.split() if len(word) > 2]
