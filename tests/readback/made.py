"""Files of one edition as the engine makes them, and what the reader complains of in them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import cache

import pytest

from clausebook.formats import akn, data, word
from clausebook.formats.pdf import render as render_pdf
from clausebook.io import pandoc
from clausebook.io.jobs import produce
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from clausebook.readback import units
from tests import adopted
from tests.formats.pdf_cases import signable

Parts = dict[str, bytes]


def sampled(names: Iterable[str], every: int = 6) -> list[object]:
    """The names of a table as parameters: each sixth is fast, the others are slow."""
    return [pytest.param(name, marks=() if at % every == 0 else pytest.mark.slow) for at, name in enumerate(names)]


class Pages(dict[str, bytes]):
    """Pages of PDFs that were read before, by their names."""

    def read(self, name: str) -> bytes | None:
        return self.get(name)

    def write(self, name: str, content: bytes) -> None:
        self[name] = content


KEPT = Pages()  # of all files that the tests read


def complaints(edition: Edition, ending: str, content: bytes) -> list[str]:
    """What the reader says of one file of an edition: the same, whether its pages were read before or not."""
    files = {f"{edition.folder}/{edition.file_stem}.{ending}": content}
    first, again = (
        [complaint for unit in units(edition, files, kept) for complaint in unit.complaints()] for kept in (None, KEPT)
    )
    assert first == again
    return first


def publication(edition: Edition, templates: Callable[[dict[str, bytes]], None] | None = None) -> Publication:
    """What an edition is rendered with, its templates changed."""
    files = adopted.files_below("templates", "site")
    if templates:
        templates(files)
    return Publication(school=edition.school, editions=(edition,), as_of=adopted.AS_OF, templates=files)


def pdf(edition: Edition, line: str = "", end: str = "") -> bytes:
    """The PDF of an edition, with a line of Typst before its layout, or behind all of it."""

    def change(files: dict[str, bytes]) -> None:
        files["templates/pdf/style.typ"] = line.encode() + b"\n" + files["templates/pdf/style.typ"]
        files["templates/pdf/edition.typ"] += b"\n" + end.encode() + b"\n"

    (made,) = render_pdf(edition, publication(edition, change))
    return produce(made)


@cache
def _docx() -> bytes:
    (made,) = word.render(signable(), publication(signable()))
    return pandoc.write(made)


def docx(change: Callable[[Parts], None] | None = None) -> bytes:
    """The Word file of `signable`, its parts changed."""
    with zipfile.ZipFile(io.BytesIO(_docx())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    if change:
        before = dict(parts)
        change(parts)
        assert parts != before, "the attack changed nothing"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def replaced(part: str, old: str, new: str, count: int = 1) -> Callable[[Parts], None]:
    """An attack that replaces text in a part, by pattern."""

    def change(parts: Parts) -> None:
        parts[part] = re.sub(old, new, parts[part].decode(), count=count, flags=re.DOTALL).encode()

    return change


def text_files(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Ending and content of what is made without a program."""
    for form, ending in ((data, "json"), (akn, "akn.xml")):
        for made in form.render(edition, publication(edition)):
            if made.path.endswith(ending):
                yield ending, produce(made)
