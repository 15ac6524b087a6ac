"""LibreOffice without a screen: open Word files, accept or reject every tracked change, hand back the paragraphs."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

from tests.programs import program

Way = Literal["accept", "reject"]
WAYS: tuple[Way, ...] = ("accept", "reject")
_NOTHING = " |\u200d"  # bars between empty cells, and the joiner that pandoc sets between two tables
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_MACRO = """Sub Settle(folder As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim kind(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  Dim text(1) As New com.sun.star.beans.PropertyValue
  kind(0).Name = "FilterName" : kind(0).Value = "OpenDocument Text Flat XML"
  text(0).Name = "FilterName" : text(0).Value = "Text (encoded)"
  text(1).Name = "FilterOptions" : text(1).Value = "UTF8"
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  ways = Array("Accept", "Reject")
  found = Dir(ConvertFromURL(folder) + "/*.docx")
  names = ""
  Do While found &lt;&gt; ""
    names = names + found + "|"
    found = Dir
  Loop
  For Each one In Split(names, "|")
    If one &lt;&gt; "" Then
      For Each way In ways
        document = StarDesktop.loadComponentFromURL(folder + "/" + one, "_blank", 0, hidden())
        frame = document.CurrentController.Frame
        dispatcher.executeDispatch(frame, ".uno:" + way + "AllTrackedChanges", "", 0, Array())
        document.storeToURL(folder + "/" + one + "." + LCase(way) + ".fodt", kind())
        document.storeToURL(folder + "/" + one + "." + LCase(way) + ".txt", text())
        document.close(True)
      Next
    End If
  Next
  StarDesktop.terminate()
End Sub"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Tests"/></library:library>"""
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Tests"
 script:language="StarBasic">{macro}</script:module>"""


def settled(files: Mapping[str, bytes], folder: Path) -> dict[tuple[str, Way], list[str]]:
    """What each file reads like, a paragraph or table row each, after all its changes were accepted or rejected.

    LibreOffice starts once for all of them. Files are left in the folder work/, as NAME.docx.WAY.fodt and, with the
    letters that it counts before items, NAME.docx.WAY.txt.
    """
    office = program("soffice")
    profile, work = folder / "profile", folder / "work"
    work.mkdir()
    start = [office, "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}"]
    # a new profile gets a library of its own, in place of any that is there: it is made first
    subprocess.run([*start, "--terminate_after_init"], capture_output=True, timeout=120, check=False)
    library = profile / "user" / "basic" / "Standard"
    (library / "script.xlb").write_text(_LIBRARY, encoding="utf-8", newline="\n")
    (library / "Tests.xba").write_text(_MODULE.format(macro=_MACRO), encoding="utf-8", newline="\n")
    for name, content in files.items():
        (work / f"{name}.docx").write_bytes(content)
    command = [*start, f'macro:///Standard.Tests.Settle("{work.as_uri()}")']
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", timeout=600, check=False)
    found: dict[tuple[str, Way], list[str]] = {}
    for name in files:
        for way in WAYS:
            made = work / f"{name}.docx.{way}.fodt"
            assert made.is_file(), f"LibreOffice made no {made.name}: {done.stdout} {done.stderr}"
            found[name, way] = paragraphs(made.read_bytes())
    return found


def paragraphs(flat: bytes) -> list[str]:
    """Paragraphs that say something, and table rows with their cells parted by bars, in order."""
    root = ElementTree.fromstring(flat)
    body = root.find(f"{{{_OFFICE}}}body/{{{_OFFICE}}}text")
    assert body is not None
    assert root.find(f".//{_TEXT}changed-region") is None, "tracked changes were left"
    return [line for line in _lines(body) if line.strip(_NOTHING)]


def _lines(part: ElementTree.Element) -> list[str]:
    found: list[str] = []
    for child in part:
        if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            found.append(_words(child))
        elif child.tag == f"{_TABLE}table-row":
            found.append(" | ".join("".join(_lines(cell)) for cell in child if cell.tag == f"{_TABLE}table-cell"))
        elif child.tag != f"{_TEXT}tracked-changes":
            found += _lines(child)
    return found


def _words(part: ElementTree.Element) -> str:
    """Words of a paragraph, comments left out."""
    words = part.text or ""
    for child in part:
        if child.tag == f"{_TEXT}s":
            words += " " * int(child.get(f"{_TEXT}c", "1"))
        elif child.tag == f"{_TEXT}tab":
            words += "\t"
        elif child.tag == f"{_TEXT}line-break":
            words += "\n"
        elif not child.tag.startswith(f"{{{_OFFICE}}}annotation"):
            words += _words(child)
        words += child.tail or ""
    return words


def levels(flat: bytes) -> list[tuple[int, str]]:
    """How deep in lists each paragraph is that says something, and its words; tables left out."""
    root = ElementTree.fromstring(flat)
    body = root.find(f"{{{_OFFICE}}}body/{{{_OFFICE}}}text")
    assert body is not None
    return [(depth, squeezed(words)) for depth, words in _levels(body, 0) if squeezed(words).strip(_NOTHING)]


def _levels(part: ElementTree.Element, depth: int) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for child in part:
        if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            found.append((depth, _words(child)))
        elif child.tag not in (f"{_TEXT}tracked-changes", f"{_TABLE}table"):
            found += _levels(child, depth + (child.tag == f"{_TEXT}list"))
    return found


def squeezed(line: str) -> str:
    """A line without the blanks that no reader sees."""
    return re.sub(r"\s+", " ", line).strip()
