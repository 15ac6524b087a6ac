"""A word processor for tests: words changed, paragraphs put in and taken out, tracked or not, comments beside them."""

from __future__ import annotations

import copy
import io
import zipfile
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
XML = "{http://www.w3.org/XML/1998/namespace}"
WHEN = "2027-03-02T10:11:12Z"
MAIN, COMMENTS = "word/document.xml", "word/comments.xml"


class Document:
    """One Word file, open. An empty `who` changes it without tracking."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.root = etree.fromstring(self.parts[MAIN])
        self.ids = 9000

    def saved(self) -> bytes:
        """The file's bytes."""
        self.parts[MAIN] = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8")
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.parts.items():
                archive.writestr(name, content)
        return target.getvalue()

    # ---- finding

    def paragraphs(self) -> list[Any]:
        """All paragraphs from the first heading on."""
        every = list(self.root.iter(f"{W}p"))
        first = next(n for n, one in enumerate(every) if style(one).startswith("Heading"))
        return every[first:]

    def body(self) -> list[Any]:
        """Those of the clauses, which end where the last page begins."""
        every = self.paragraphs()
        end = next((n for n, one in enumerate(every) if style(one).startswith("About")), len(every))
        return [one for one in every[:end] if text(one).strip()]

    def paragraph(self, words: str) -> Any:
        """The last paragraph that says these words."""
        return [one for one in self.paragraphs() if words in text(one)][-1]

    # ---- editing

    def replace(self, old: str, new: str, who: str = "", within: Any = None) -> None:
        """Change words inside one run (in a paragraph, or the run itself); it is cut where they begin and end."""
        whole = self.paragraph(old) if within is None else within
        run = next(one for one in whole.iter(f"{W}r") if old in (one.findtext(f"{W}t") or ""))
        before, _, after = run.findtext(f"{W}t").partition(old)
        made = [_said(run, before)] if before else []
        if who:
            gone = _said(run, old)
            gone.find(f"{W}t").tag = f"{W}delText"
            made += [self.marked("del", who, gone)]
            made += [self.marked("ins", who, _said(run, new))] if new else []
        elif new:
            made.append(_said(run, new))
        made += [_said(run, after)] if after else []
        for one in made:
            run.addprevious(one)
        run.getparent().remove(run)

    def delete(self, paragraph: Any, who: str = "") -> None:
        """Take a paragraph out."""
        if not who:
            paragraph.getparent().remove(paragraph)
            return
        for run in list(paragraph.iter(f"{W}r")):
            for part in run.iter(f"{W}t"):
                part.tag = f"{W}delText"
            place = run.getparent()
            mark = self.marked("del", who)
            place.replace(run, mark)
            mark.append(run)
        self.end(paragraph, "del", who)

    def move(self, paragraph: Any, behind: Any, who: str = "") -> None:
        """Put a paragraph behind another; its bookmarks stay where it was if it is tracked."""
        if not who:
            behind.addnext(paragraph)
            return
        new = copy.deepcopy(paragraph)
        for bookmark in [*new.iter(f"{W}bookmarkStart"), *new.iter(f"{W}bookmarkEnd")]:
            bookmark.getparent().remove(bookmark)
        behind.addnext(new)
        for one, kind in ((paragraph, "moveFrom"), (new, "moveTo")):
            for run in list(one.iter(f"{W}r")):
                mark = self.marked(kind, who)
                run.getparent().replace(run, mark)
                mark.append(run)
            self.end(one, kind, who)

    def insert(self, behind: Any, words: str, who: str = "") -> Any:
        """Put a paragraph in behind another, in its style."""
        new = copy.deepcopy(behind)
        for child in list(new):
            if child.tag != f"{W}pPr":
                new.remove(child)
        run = etree.SubElement(new, f"{W}r")
        etree.SubElement(run, f"{W}t").text = words
        if who:
            new.replace(run, mark := self.marked("ins", who))
            mark.append(run)
            self.end(new, "ins", who)
        behind.addnext(new)
        return new

    def remark(self, words: str, who: str, said: str) -> None:
        """A comment on the paragraph that says some words."""
        if COMMENTS not in self.parts:
            self.parts[COMMENTS] = f'<w:comments xmlns:w="{W[1:-1]}"/>'.encode()
            relations = "word/_rels/document.xml.rels"
            kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
            entry = f'<Relationship Id="rIdC" Type="{kind}" Target="comments.xml"/></Relationships>'
            self.parts[relations] = self.parts[relations].replace(b"</Relationships>", entry.encode())
        root = etree.fromstring(self.parts[COMMENTS])
        comment = self.marked("comment", who)
        root.append(comment)
        etree.SubElement(etree.SubElement(etree.SubElement(comment, f"{W}p"), f"{W}r"), f"{W}t").text = said
        self.parts[COMMENTS] = etree.tostring(root)
        paragraph, id = self.paragraph(words), comment.get(f"{W}id")
        run = next(paragraph.iter(f"{W}r"))
        run.addprevious(etree.Element(f"{W}commentRangeStart", {f"{W}id": id}))
        paragraph.append(etree.Element(f"{W}commentRangeEnd", {f"{W}id": id}))

    def marked(self, kind: str, who: str, *inside: Any) -> Any:
        """An element that bears an author and a date."""
        self.ids += 1
        made = etree.Element(f"{W}{kind}", {f"{W}id": str(self.ids), f"{W}author": who, f"{W}date": WHEN})
        made.extend(inside)
        return made

    def end(self, paragraph: Any, kind: str, who: str) -> None:
        """Track the end of a paragraph."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            properties = etree.Element(f"{W}pPr")
            paragraph.insert(0, properties)
        look = properties.find(f"{W}rPr")
        look = etree.SubElement(properties, f"{W}rPr") if look is None else look
        look.insert(0, self.marked(kind, who))


def style(paragraph: Any) -> str:
    """The id of a paragraph's style."""
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else str(found.get(f"{W}val"))


def text(paragraph: Any) -> str:
    """Its words, without what was deleted or moved away."""
    return "".join(part.text or "" for part in paragraph.iter(f"{W}t") if not [*part.iterancestors(f"{W}moveFrom")])


def _said(run: Any, words: str) -> Any:
    made = copy.deepcopy(run)
    for part in made.findall(f"{W}t")[1:]:
        made.remove(part)
    part = made.find(f"{W}t")
    part.text = words
    part.set(f"{XML}space", "preserve")
    return made
