"""legislation.gov.uk's XML -> what it says of an instrument. Entities, DTDs, the network and huge trees are refused."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from clausebook.model.law.observed import Effect, Observed

_SPACES = {
    "leg": "http://www.legislation.gov.uk/namespaces/legislation",
    "ukm": "http://www.legislation.gov.uk/namespaces/metadata",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dct": "http://purl.org/dc/terms/",
    "atom": "http://www.w3.org/2005/Atom",
}
_ID = re.compile(r"/(?:id/)?([a-z]+/(?:[0-9]{4}|[A-Z][A-Za-z0-9]*/[0-9]+(?:-[0-9]+)*)/[0-9]+)(?:/|$)")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class UnreadableError(ValueError):
    """The bytes are not the XML that was expected; the message says why in a few words."""


def observed(xml: bytes) -> Observed:
    """What one instrument's CLML document says. Raises Unreadable for anything else."""
    root = _root(xml)
    if root.tag != f"{{{_SPACES['leg']}}}Legislation":
        raise UnreadableError("the answer is not a piece of legislation in XML")
    title = _text(root, "ukm:Metadata/dc:title")
    if not title:
        raise UnreadableError("the answer has no title")
    groups = root.xpath("//leg:P1group[not(ancestor::leg:BlockAmendment)]", namespaces=_SPACES)
    repealed = [group for group in groups if group.get("Status") == "Repealed"]
    since = Counter(_day(group.get("RestrictStartDate", "")) for group in repealed)
    return Observed(
        title=title,
        id=_id_of(root),
        valid=_day(_text(root, "ukm:Metadata/dct:valid")),
        status=_value(root, "//ukm:DocumentStatus/@Value"),
        made=_day(_value(root, "//ukm:EnactmentDate/@Date | //ukm:Made/@Date")),
        begins=_day(_value(root, "//ukm:ComingIntoForce/ukm:DateTime/@Date")),
        provisions=len(groups),
        repealed=len(repealed),
        repealed_since=since.most_common(1)[0][0] if since else "",
        effects=tuple(_effect(one) for one in root.iterfind(".//ukm:UnappliedEffect", _SPACES)),
    )


def _id_of(root: Any) -> str:
    """The id of the instrument that the document says it is; "" where it does not say."""
    said = (root.get("IdURI", ""), _text(root, "ukm:Metadata/dc:identifier"), root.get("DocumentURI", ""))
    found = next((match for one in said if (match := _ID.search(one))), None)
    return found[1] if found else ""


def next_page(feed: bytes) -> str:
    """The address of the page after this one of a feed; "" on the last. Raises UnreadableError for anything else."""
    root = _root(feed)
    links = root.xpath("atom:link[@rel='next']/@href", namespaces=_SPACES)
    return str(links[0]) if links else ""


def is_readable(body: bytes) -> bool:
    """Whether it is XML of the site: what a browser is asked to run, or a page that was cut off, is not."""
    try:
        root = _root(body)
    except UnreadableError:
        return False
    return str(root.tag).rpartition("}")[2] in ("Legislation", "feed")


def changes(feed: bytes) -> tuple[Effect, ...]:
    """The effects of a feed of changes (Atom), in the feed's order. Raises Unreadable for anything else."""
    root = _root(feed)
    if root.tag != f"{{{_SPACES['atom']}}}feed":
        raise UnreadableError("the answer is not a feed of changes")
    return tuple(_effect(one) for one in root.iterfind("atom:entry/atom:content/ukm:Effect", _SPACES))


def _root(xml: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root: Any = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError("the answer is not well-formed XML") from error
    if root.getroottree().docinfo.doctype:
        raise UnreadableError("the answer has a document type, which this XML never has")
    return root


def _effect(node: Any) -> Effect:
    affecting = _ID.search(node.get("AffectingURI", ""))
    dates = (one.get("Date", "") for one in node.iterfind("ukm:InForceDates/ukm:InForce", _SPACES))
    return Effect(
        type=node.get("Type", ""),
        affected=node.get("AffectedProvisions", ""),
        instrument=affecting[1] if affecting else "",
        title=_text(node, "ukm:AffectingTitle"),
        provision=node.get("AffectingProvisions", ""),
        applied=node.get("Applied") == "true",
        required=node.get("RequiresApplied") == "true",
        in_force=tuple(day for day in map(_day, dates) if day),
        modified=_day(node.get("Modified", "")),
    )


def _text(node: Any, path: str) -> str:
    return " ".join((node.findtext(path, "", _SPACES) or "").split())


def _value(node: Any, path: str) -> str:
    found = node.xpath(path, namespaces=_SPACES)
    return str(found[0]) if found else ""


def _day(text: str) -> str:
    found = _DAY.match(text)
    return found[0] if found else ""
