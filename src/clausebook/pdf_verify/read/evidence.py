"""A PDF file -> evidence: what the file says, shows, carries and is sealed with. Nothing is judged here."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from clausebook.errors import UserError
from clausebook.model.approvals.pdf_evidence import ATTACHMENT, Evidence, FileRevision
from clausebook.pdf_verify.read.contents import size_trouble
from clausebook.pdf_verify.read.pages import draw_pages, read_pages
from clausebook.pdf_verify.read.signatures import UNREADABLE, SignatureReadings, line, read_seals
from clausebook.pdf_verify.read.states import attached, read_state
from clausebook.pdf_verify.read.trust_store import Authorities, read_authorities
from clausebook.text.phrases import counted

__all__ = ["LARGEST", "Authorities", "read_authorities", "read_content", "read_file"]
LARGEST = 16_000_000  # bytes; the PDF of a policy has less than a twentieth of it
MOST_PAGES = 1000
MOST_STATES = 40  # revisions that are compared one by one; an edition that four people signed has under twenty
_END = re.compile(rb"%%EOF\r?\n?")


def read_file(path: Path, moment: datetime, authorities: Authorities | None) -> Evidence:
    """The evidence of one file. Raises UserError for a path that is not a file that can be read."""
    if path.is_dir():
        raise UserError(f"{path} is a folder", "name the PDF files in it")
    try:
        size = path.stat().st_size
        if size > LARGEST:
            return Evidence(name=path.name, size=size, trouble=f"it has {size // 1_000_000} MB, too many for a policy")
        content = path.read_bytes()
    except OSError as error:
        raise UserError(f"cannot read {path} ({error.strerror})", "look for the file, and at its rights") from error
    return read_content(content, path.name, moment, authorities)


def read_content(content: bytes, name: str, moment: datetime, authorities: Authorities | None = None) -> Evidence:
    """The evidence of a file's bytes, with certificates followed as of `moment`. Never raises for what it reads."""
    if trouble := _no_pdf(content):
        return Evidence(name=name, size=len(content), trouble=trouble)
    sealed = read_seals(content, moment, authorities)
    if sealed.trouble:
        return Evidence(name=name, size=len(content), trouble=sealed.trouble)
    try:
        return _evidence(content, name, sealed)
    except UNREADABLE as wrong:
        return Evidence(name=name, size=len(content), trouble=f"it is damaged ({line(wrong)})")


def _no_pdf(content: bytes) -> str:
    if not content:
        return "it is empty"
    if not content.startswith(b"%PDF-"):
        return "it is not a PDF, or something was put before its first line"
    return size_trouble(content)


def _evidence(content: bytes, name: str, sealed: SignatureReadings) -> Evidence:
    import pikepdf

    with pikepdf.open(io.BytesIO(content), attempt_recovery=False, suppress_warnings=True) as pdf:
        if len(pdf.pages) > MOST_PAGES:
            return Evidence(
                name=name, size=len(content), trouble=f"it has {len(pdf.pages)} pages, too many for a policy"
            )
        drawn = draw_pages(pdf)
        return Evidence(
            name=name,
            size=len(content),
            content=content,
            states=(*_earlier(content, sealed), read_state(pdf, len(content), drawn)),
            pages=read_pages(pdf, drawn),
            attached=tuple(attached(pdf, ATTACHMENT)),
            seals=sealed.seals,
            proofs=sealed.proofs,
            tail=sealed.tail,
            disagree=tuple(_disagree(pdf, sealed.pages)),
            producer=" ".join(str(pdf.docinfo.get("/Producer", "")).split())[:60],
        )


def _earlier(content: bytes, sealed: SignatureReadings) -> Iterable[FileRevision]:
    """The file as it was signed first, and at the end of every revision since.

    An earlier revision is simply the first part of the file: it ends behind an end mark.
    """
    import pikepdf

    first = min((seal.end for seal in sealed.seals if seal.end), default=len(content))
    marks = (found.end() for found in _END.finditer(content))
    for end in sorted({first, *(mark for mark in marks if mark > first)})[:MOST_STATES]:
        if end >= len(content):
            return
        try:
            with pikepdf.open(io.BytesIO(content[:end]), attempt_recovery=False, suppress_warnings=True) as pdf:
                yield read_state(pdf, end)
        except pikepdf.PdfError:
            continue  # no revision ends here: the seal says so itself, or the mark is inside a stream


def _disagree(pdf: Any, others: tuple[bytes, ...]) -> Iterable[str]:
    """Pages that the two libraries read differently: so will other programs."""
    import pikepdf

    if len(pdf.pages) != len(others):
        yield f"one library counts {counted(len(others), 'page')} and another {len(pdf.pages)}"
    for number, (page, other) in enumerate(zip(pdf.pages, others, strict=False), start=1):
        contents = page.obj.get("/Contents")
        streams = contents if isinstance(contents, pikepdf.Array) else [contents] if contents is not None else []
        if b"\n".join(stream.read_bytes() for stream in streams) != other:
            yield f"two libraries read page {number} differently"
