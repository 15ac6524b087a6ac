"""Opens a document from elsewhere without trusting it: what it really is, how big it is, its parts within limits."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from clausebook.errors import UserError
from clausebook.io.documents import limits

_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")  # the container of .doc, and of anything Office protects with a password
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PICTURES = {b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture", b"II*\0": "a picture"}
_OTHERS = {
    b"\x1f\x8b": ("a compressed archive", "unpack it first"),
    b"7z\xbc\xaf": ("a compressed archive", "unpack it first"),
    b"Rar!": ("a compressed archive", "unpack it first"),
    b"MZ": ("a program", "choose the document itself"),
    b"\x7fELF": ("a program", "choose the document itself"),
    **{magic: (kind, "import the document, or its text after OCR") for magic, kind in _PICTURES.items()},
}
_EMBEDDED = ("html", "htm", "xhtml", "mht", "mhtml", "txt", "rtf", "docx", "dat", "md")
_SAVE = "open it in Word or LibreOffice and save it as .docx"


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, within the limit. Raises UserError for one that is missing, empty, unreadable or too big."""
    try:
        if not path.is_file():
            raise UserError(f"there is no file {path.name}", "say the path of the document")
        size = path.stat().st_size
        if size > limits.FILE:
            raise UserError(
                f"{path.name} has {size // limits.MEGABYTE} MB; a document may have {limits.FILE // limits.MEGABYTE}",
                "save it without its pictures",
            )
        data = path.read_bytes()
    except OSError as error:
        raise UserError(f"cannot read {path.name} ({error.strerror})", "close programs that hold it open") from error
    if not data:
        raise UserError(f"{path.name} is empty", "choose another file")
    return data


def kind_of(data: bytes, name: str) -> str:
    """What the bytes are: "docx", "odt", "doc", "rtf", "pdf" or "text". Raises UserError for anything else."""
    if data.startswith(_ZIP):
        return _kind_of_archive(data, name)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_COMPOUND):
        return _compound(data, name)
    if data.lstrip()[:5] == b"{\\rtf":
        return "rtf"
    for magic, (kind, hint) in _OTHERS.items():
        if data.startswith(magic):
            raise UserError(f"{name} is {kind}, which cannot be imported", hint)
    return "text"


def _compound(data: bytes, name: str) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UserError(f"{name} is protected with a password", "open it, take the password off and save it again")
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    raise UserError(f"{name} is an old Office file that cannot be imported", _SAVE)


def _kind_of_archive(data: bytes, name: str) -> str:
    with _opened(data, name) as archive:
        names = set(archive.namelist())
        if "[Content_Types].xml" in names and any(one.startswith("word/") for one in names):
            return "docx"
        if "mimetype" in names and "content.xml" in names:
            kind = _part(archive, archive.getinfo("mimetype"), name, 200)
            if kind.startswith(b"application/vnd.oasis.opendocument.text"):
                return "odt"
    what = "another Office file" if "[Content_Types].xml" in names else "a zip archive"
    raise UserError(f"{name} is {what} and no text document", "import .docx, .odt, .html, .md, .rst, .txt or .pdf")


def docx_parts(data: bytes, name: str) -> dict[str, bytes]:
    """The parts of a Word file that hold text or say how it is set, by path; pictures, fonts and macros are not read.

    Raises UserError for anything else than a whole, readable .docx within the limits.
    """
    if kind_of(data, name) != "docx":
        raise UserError(f"{name} is no Word file (.docx)", _SAVE)
    return unpack(data, name, _holds_text)


def _holds_text(path: str) -> bool:
    """Whether a part of a Word file may hold text, those too that another program put into it."""
    folders, _, file = path.rpartition("/")
    if path.endswith((".xml", ".rels")):
        return True
    return folders == "word" and file.lower().rpartition(".")[2] in _EMBEDDED


def unpack(data: bytes, name: str, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The wanted parts of an archive by path. Sizes are counted while unpacking: what an archive says may be a lie.

    Raises UserError for too many parts, too much in them, a part twice, a part under a password, and a broken archive.
    """
    parts: dict[str, bytes] = {}
    room = limits.UNPACKED
    with _opened(data, name) as archive:
        for entry in archive.infolist():
            if entry.is_dir() or not wanted(entry.filename):
                continue
            if entry.filename in parts:
                raise _damaged(name, f"it holds {entry.filename} twice")
            parts[entry.filename] = _part(archive, entry, name, min(limits.PART, room))
            room -= len(parts[entry.filename])
    return parts


def _opened(data: bytes, name: str) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, UnicodeDecodeError) as error:
        raise _damaged(name, "its end is missing or does not fit") from error
    if len(archive.infolist()) > limits.ENTRIES:
        raise UserError(f"{name} holds more than {limits.ENTRIES} parts: no document does", _SAVE)
    return archive


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, most: int) -> bytes:
    if entry.flag_bits & 1:
        raise UserError(f"{name} is protected with a password", "open it, take the password off and save it again")
    if entry.file_size > most:
        raise _too_much(name)
    try:
        with archive.open(entry) as stream:
            content = stream.read(most + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise _damaged(name, f"{entry.filename} cannot be unpacked") from error
    if len(content) > most:
        raise _too_much(name)
    return content


def _too_much(name: str) -> UserError:
    most = limits.PART // limits.MEGABYTE
    return UserError(
        f"{name} unpacks to more than {most} MB of text: no policy does", "check where the file comes from"
    )


def _damaged(name: str, how: str) -> UserError:
    return UserError(f"{name} is damaged: {how}", "open it in Word or LibreOffice, save it again, or get another copy")


def xml(data: bytes, name: str, path: str) -> Any:
    """The root of an XML part, read without entities, network or DTD. Raises UserError where it is not well-formed."""
    from lxml import etree

    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or "<!DOCTYPE".encode("utf-16-le") in data:
        raise _damaged(name, f"{path} declares entities, which no word processor writes")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _damaged(name, f"{path} is not well-formed") from error
