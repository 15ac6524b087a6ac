"""A file as the importer reads it: what is live, its doubts, what is aside."""

from __future__ import annotations

from pathlib import Path

from clausebook.model.documents.import_result import Importation
from tests.importer.reading import edition, imported, lines


def read(folder: Path, name: str, words: str | bytes) -> Importation:
    path = folder / name
    path.write_bytes(words if isinstance(words, bytes) else words.encode("utf-8"))
    return imported(path, "callers")


def live(found: Importation) -> list[str]:
    return list(lines(edition(found)))


def doubts(found: Importation) -> str:
    return "\n".join(one.message for one in found.findings)


def asides(found: Importation) -> str:
    return "\n".join(one.text for one in found.asides)


def level(number: int, shown: str, more: str = "", way: str = "decimal") -> str:
    return f'<w:lvl w:ilvl="{number}">{more}<w:numFmt w:val="{way}"/><w:lvlText w:val="{shown}"/></w:lvl>'
