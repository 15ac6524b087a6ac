"""Runs of Word, and what is live or doubted of what was read."""

from __future__ import annotations

from pathlib import Path

from clausebook.model.documents.import_result import Importation
from tests.importer import made
from tests.importer.made import paragraph
from tests.importer.reading import edition, imported, lines

STYLES = f"""<w:styles xmlns:w="{made.W}">
<w:style w:type="character" w:styleId="Gone"><w:name w:val="gone"/><w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Under"><w:name w:val="under"/><w:basedOn w:val="Gone"/></w:style>
<w:style w:type="paragraph" w:styleId="GoneToo"><w:name w:val="gone too"/><w:rPr><w:dstrike/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Secret"><w:name w:val="secret"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>
</w:styles>"""
RULE = "Visitors may smoke."


def run(words: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def word(folder: Path, *body: str, **others: str) -> Importation:
    path = folder / "in.docx"
    head = paragraph("Smoking", "Heading1") + paragraph("Nobody smokes here.")
    tail = paragraph("Leaving", "Heading1") + paragraph("Visitors must sign out.")
    path.write_bytes(made.docx(head + "".join(body) + tail, {"styles.xml": STYLES, **others}))
    return imported(path, "smoking")


def text(folder: Path, name: str, words: str) -> Importation:
    path = folder / name
    path.write_text(words, encoding="utf-8")
    return imported(path, "smoking")


def live(found: Importation) -> str:
    return "\n".join(lines(edition(found))) + edition(found).title


def doubts(found: Importation) -> str:
    return "\n".join(one.message for one in found.findings)


def held(found: Importation, why: str) -> list[str]:
    return [one.text for one in found.asides if one.why == why]
