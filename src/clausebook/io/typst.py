"""Typst source -> PDF bytes, in process: only the shipped fonts, nothing of the machine, the same bytes every time."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from importlib.util import find_spec
from multiprocessing import current_process
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import Any

from clausebook.errors import UserError
from clausebook.io.child import in_child
from clausebook.io.fields import SCHEME, with_fields
from clausebook.io.typing_font import embed, sample

STANDARDS, DRAWN = ["a-3a", "ua-1"], ["a-3b"]
# Package, folder in it, and the families we use, as their makers published them; each carries its licence (OFL 1.1).
FONTS = {
    "fontpkg_source_serif_4": ("files", ("Source Serif 4",)),
    "fontpkg_source_sans_3": ("files", ("Source Sans 3",)),
    "fontpkg_amiri": ("files", ("Amiri",)),
}
_NO_DAY = date(2000, 1, 1)
LARGE = 160 * 1024  # characters of a source: Typst keeps some 350 bytes for each, as long as the process lives
_ONE = Lock()  # large document at a time
_REMEMBERED = 10  # documents
REMEDY = "delete the folder .venv and run build.py again"


def font_folders() -> dict[str, Path]:
    """Where each font package is on this machine. Raises UserError for one that is not installed."""
    return {package: _home(package) / folder for package, (folder, _) in FONTS.items()}


def _home(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise UserError(f"the font package {package.replace('_', '-')} is not installed", REMEDY)
    return Path(spec.submodule_search_locations[0])


@cache
def _fonts() -> Any:
    import typst

    folders = [str(folder) for folder in font_folders().values()]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    there = set(fonts.families())
    for package, (_, families) in FONTS.items():
        for family in families:
            if family not in there:
                raise UserError(f"the font {family} is missing from {package.replace('_', '-')}", REMEDY)
    return fonts


def typeset(source: str, files: Mapping[str, bytes], dated: date, name: str = "the PDF") -> bytes:
    """A PDF/A-3a and PDF/UA-1 file.

    `files` are what the source refers to, by relative path; it sees nothing else, for it is compiled in an empty
    folder that Typst does not leave. A link to `field:…` becomes a form field. `dated` is the only clock. `name` is for
    messages. A warning is an error: the usual one is a font that is not there, which would silently change every page.
    Raises UserError.
    """
    made = _compiled(source, files, dated, name)
    return with_fields(made, _typing_font) if SCHEME in source else made


def forget() -> None:
    """Give back what typesetting remembers of documents that were set: some 40 MiB each.

    The library forgets what the last ten documents did not use, and offers no other way: so it sets empty ones.
    """
    if _fonts.cache_info().currsize:  # something was set
        import typst

        for _ in range(_REMEMBERED + 1):
            typst.compile(b"", font_paths=_fonts(), ignore_system_fonts=True, format="pdf")


def drawing(source: str) -> bytes:
    """A page without tags, to be drawn in a field of another PDF: the field says in words of its own what it is for."""
    return _compiled(source, {}, _NO_DAY, "the stamp", tags=False)


def _typing_font(pdf: Any) -> Any:
    return embed(pdf, _compiled(sample(), {}, _NO_DAY, "a font to type with"))


def _compiled(source: str, files: Mapping[str, bytes], dated: date, name: str, tags: bool = True) -> bytes:
    if len(source) < LARGE or current_process().daemon:  # one that serves has no others below it, and is not kept
        return _set(source, files, dated, name, tags)
    with _ONE:
        return in_child(_set, source, dict(files), dated, name, tags)


def _set(source: str, files: Mapping[str, bytes], dated: date, name: str, tags: bool) -> bytes:
    import typst

    with tempfile.TemporaryDirectory(prefix="typeset-") as folder:
        root = Path(folder)
        for path, content in files.items():
            _place(root, path, content)
        try:
            compiled: Any = typst.compile_with_warnings
            made, warnings = compiled(
                source.encode("utf-8"),
                root=str(root),
                font_paths=_fonts(),
                ignore_system_fonts=True,
                package_path=str(root),
                package_cache_path=str(root),
                format="pdf",
                pdf_standards=list(STANDARDS if tags else DRAWN),
                pdf_tags=tags,
                timestamp=datetime(dated.year, dated.month, dated.day, tzinfo=UTC),
            )
        except typst.TypstError as wrong:
            raise UserError(*_explained(name, wrong)) from None
    if warnings:
        raise UserError(*_explained(name, warnings[0]))
    return bytes(made)


def _place(root: Path, path: str, content: bytes) -> None:
    parts = PurePosixPath(path).parts
    if not parts or ".." in parts or PurePosixPath(path).is_absolute() or ":" in path or "\\" in path:
        raise ValueError(f"not a path inside the document's folder: {path}")
    target = root.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def _explained(name: str, wrong: Any) -> tuple[str, str]:
    """Message and hint for what Typst reports. Clause text cannot cause it: the layout or a character can."""
    said = " ".join(str(wrong.message).split())
    hints = "; ".join(" ".join(str(hint).split()) for hint in wrong.hints)
    return f"{name} could not be typeset: {said}", hints or "look into templates/pdf, which holds the layout"
