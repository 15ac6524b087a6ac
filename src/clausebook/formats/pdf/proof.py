"""Edition -> what its PDF carries to prove itself: its data, the address of its page as a QR code, XMP properties."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from functools import partial
from html import escape

from clausebook.formats.data import text
from clausebook.model.edition import Edition

DATA = "edition.json"  # the name the data is attached under
QR = "qr.svg"
NAMESPACE = "urn:policy-as-document:edition:1#"
PREFIX = "edition"
# Name in XMP and what PDF/A's extension schema says of it.
PROPERTIES = {
    "reference": "Policy and edition, as the edition is cited",
    "fingerprint": "Fingerprint of the words of the edition",
    "commit": "Commit of the repository that the words were read from",
}
_SCHEMAS_END = "</rdf:Bag></pdfaExtension:schemas>"
_END = "</rdf:RDF>"


def attached(edition: Edition) -> Mapping[str, bytes]:
    """The files that the source of the PDF refers to."""
    address = page_address(edition)
    return {DATA: text(edition), **({QR: qr_code(address)} if address else {})}


def page_address(edition: Edition) -> str:
    """Where the clauses are on the school's site, "" where it publishes none. A draft has no address that lasts."""
    site = "" if edition.is_draft else edition.school.policy_site
    return f"{site.rstrip('/')}/{edition.folder}/" if site else ""


def qr_code(address: str) -> bytes:
    """The QR code of an address as SVG: one path of squares a millimetre wide."""
    import segno

    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", xmldecl=False, border=0, nl=False)
    return drawn.getvalue()


def facts(edition: Edition) -> dict[str, str]:
    """The XMP properties of an edition; what it does not have is left out."""
    known = {"reference": edition.reference, "fingerprint": edition.fingerprint, "commit": edition.commit}
    return {name: value for name, value in known.items() if value}


def finisher(edition: Edition) -> Callable[[bytes], bytes]:
    """What puts the edition's properties into the bytes of its PDF."""
    return partial(with_properties, properties=facts(edition))


def with_properties(pdf: bytes, properties: Mapping[str, str]) -> bytes:
    """The PDF with these properties in its XMP, and the schema that PDF/A asks for. Same input, same bytes."""
    import pikepdf

    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        packet = opened.Root.Metadata.read_bytes().decode("utf-8")
        opened.Root.Metadata = opened.make_stream(
            _extended(packet, properties).encode("utf-8"), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
        )
        opened.Root.PageMode = pikepdf.Name.UseOutlines  # the contents lie open beside the page
        opened.save(
            made,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            fix_metadata_version=False,
        )
    return made.getvalue()


def _extended(packet: str, properties: Mapping[str, str]) -> str:
    """The XMP packet with the properties and their schema. Raises ValueError where the packet is laid out otherwise."""
    if packet.count(_SCHEMAS_END) != 1 or packet.count(_END) != 1:
        raise ValueError("the XMP packet is not laid out as Typst lays it out")
    values = "".join(
        f"<{PREFIX}:{name}>{escape(value, quote=False)}</{PREFIX}:{name}>" for name, value in properties.items()
    )
    described = f'<rdf:Description rdf:about="" xmlns:{PREFIX}="{NAMESPACE}">{values}</rdf:Description>'
    return packet.replace(_SCHEMAS_END, f"{_schema()}{_SCHEMAS_END}").replace(_END, f"{described}{_END}")


def _schema() -> str:
    return _resource(
        "pdfaSchema",
        schema="Edition of a policy",
        namespaceURI=NAMESPACE,
        prefix=PREFIX,
        property=f"<rdf:Seq>{''.join(_property(name, about) for name, about in PROPERTIES.items())}</rdf:Seq>",
    )


def _property(name: str, about: str) -> str:
    return _resource("pdfaProperty", category="external", description=about, name=name, valueType="Text")


def _resource(prefix: str, /, **parts: str) -> str:
    inner = "".join(f"<{prefix}:{name}>{value}</{prefix}:{name}>" for name, value in parts.items())
    return f'<rdf:li rdf:parseType="Resource">{inner}</rdf:li>'
