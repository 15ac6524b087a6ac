"""Edition -> what stands before and after the clauses: title, contents as printed, and the lines to sign on."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from clausebook.formats.akn.tree import branch, leaf
from clausebook.model.edition import Edition


def preface(edition: Edition) -> Element:
    """Series, title, approving body and, where an edition was adopted on paper, its contents as printed."""
    found = [leaf("p", edition.series, class_="series")] if edition.series else []
    found.append(branch("p", leaf("docTitle", edition.title)))
    if edition.approving_body:
        found.append(branch("p", leaf("docAuthority", edition.approving_body), class_="approving-body"))
    if edition.printed_contents:
        lines = (_words(line.number or "", line.title, line.page) for line in edition.printed_contents)
        found.append(
            branch("toc", *(leaf("tocItem", line, href="#", level="1") for line in lines), class_="as-printed")
        )
    return branch("preface", *found)


def conclusions(edition: Edition) -> Element | None:
    """The lines to sign on; None where there are none."""
    if not edition.signatures:
        return None
    return branch("conclusions", *(_signature(line.label, line.title) for line in edition.signatures))


def _signature(label: str, title: str) -> Element:
    line = leaf("p", f"{label} " if label else "", class_="signature")
    line.append(leaf("signature", title))
    return line


def _words(*parts: str) -> str:
    return " ".join(part for part in parts if part)
