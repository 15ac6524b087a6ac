"""An open PDF -> its state: what each page draws, what lies on it, what is filled in, attached and said about it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from clausebook.model.approvals.pdf_evidence import FileRevision, PdfFormField
from clausebook.pdf_verify.read.digests import Digests
from clausebook.pdf_verify.read.geometry import Box, box_of, lies_on
from clausebook.pdf_verify.read.interpreter import PageContent
from clausebook.pdf_verify.read.text_spans import TextSpan

# Entries of the catalogue that signing and form filling change, and that are looked at one by one.
OWN = {"/Type", "/Pages", "/AcroForm", "/Metadata", "/Names", "/DSS", "/Perms", "/StructTreeRoot", "/AF"}
OWN |= {"/Extensions", "/Version"}  # which level of PDF the file says it is of
# What every program that saves a file writes anew.
RESTLESS = {"ModifyDate", "MetadataDate", "InstanceID", "ModDate", "Producer", "xmptk"}
RESTLESS |= {"when", "action", "instanceID", "softwareAgent", "changed"}  # the history of who saved it
ACTIVE = {
    "/JavaScript": "a script",
    "/Launch": "an action that starts a program",
    "/GoToR": "a jump to another file",
    "/GoToE": "a jump to another file",
    "/SubmitForm": "an action that sends the form away",
    "/ImportData": "an action that fills the form from another file",
    "/ResetForm": "an action that empties the form",
    "/Hide": "an action that hides things",
    "/SetOCGState": "an action that switches layers",
    "/Rendition": "an action that plays media",
    "/Movie": "an action that plays media",
    "/Sound": "an action that plays media",
    "/Trans": "an action that changes the view",
    "/GoTo3DView": "an action that changes the view",
    "/RichMediaExecute": "an action that plays media",
    "/Thread": "a jump to another file",
}
QUIET = {"/Link", "/Widget"}  # annotations that a policy's PDF has
_KINDS = {"/Sig": "signature", "/Tx": "text", "/Ch": "choice", "/Btn": "tick"}
_WEB = re.compile(r"(https?://|mailto:|tel:)", re.ASCII)


def read_state(pdf: Any, end: int, drawn: list[list[TextSpan]] | None = None) -> FileRevision:
    """The state of an open file of `end` bytes. With `drawn` it is also said which words a field lies over."""
    digests = Digests()
    return FileRevision(
        end=end,
        pages=tuple(digests.of(page.obj) for page in pdf.pages),
        annotations=tuple(_annotations(pdf, digests)),
        fields=tuple(_fields(pdf, drawn, digests)),
        attachments=tuple(sorted(_attachments(pdf))),
        metadata=tuple(sorted(set(_metadata(pdf)))),
        catalogue=tuple((key, digests.of(pdf.Root[key])) for key in sorted(pdf.Root.keys()) if key not in OWN),
        tricks=tuple(dict.fromkeys(_tricks(pdf))),
    )


def _annotations(pdf: Any, digests: Digests) -> Iterator[tuple[int, str, str]]:
    """All but the looks and the value of a field, which filling in and signing change."""
    leave_out = frozenset({"/V", "/AP", "/AS", "/M", "/DV", "/MK", "/F"})
    for number, page in enumerate(pdf.pages, start=1):
        for note in _listed(page.obj.get("/Annots")):
            kind = str(note.get("/Subtype", "/unknown"))
            name = f" {_full_name(note)}" if kind == "/Widget" else ""
            left_out = leave_out if kind == "/Widget" else frozenset[str]()
            yield number, f"{kind.removeprefix('/')}{name}", digests.of(note, left_out)


def _listed(value: Any) -> list[Any]:
    """The entries of an array that are dictionaries; nothing where there is no array."""
    import pikepdf

    return [one for one in value if isinstance(one, pikepdf.Dictionary)] if isinstance(value, pikepdf.Array) else []


def _full_name(field: Any) -> str:
    parts: list[str] = []
    for _ in range(16):
        if field is None:
            break
        if "/T" in field:
            parts.insert(0, str(field.T))
        field = field.get("/Parent")
    return ".".join(parts)


def _inherited(field: Any, key: str) -> Any:
    for _ in range(16):
        if field is None or key in field:
            break
        field = field.get("/Parent")
    return None if field is None else field.get(key)


def _fields(pdf: Any, drawn: list[list[TextSpan]] | None, digests: Digests) -> Iterator[PdfFormField]:
    pages = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
    form = pdf.Root.get("/AcroForm")
    for field in _leaves(_listed(form.get("/Fields")) if form is not None else [], 0):
        at = _page_of(field, pages, pdf)
        kind = _KINDS.get(str(_inherited(field, "/FT")), "unknown")
        value = _inherited(field, "/V")
        yield PdfFormField(
            name=_full_name(field),
            kind=kind,
            value=("signed" if value is not None else "") if kind == "signature" else _said(value),
            shown=_shown(field),
            looks=digests.of(look) if (look := _look(field)) is not None else "",
            page=at + 1,
            on_words=_under(field, drawn[at]) if drawn and 0 <= at < len(drawn) else "",
        )


def _leaves(fields: list[Any], depth: int) -> Iterator[Any]:
    """Fields that have no fields of their own; several widgets of one field count as one each."""
    for field in fields:
        kids = _listed(field.get("/Kids"))
        if kids and depth < 16:
            yield from _leaves(kids, depth + 1)
        else:
            yield field


def _page_of(field: Any, pages: dict[tuple[int, int], int], pdf: Any) -> int:
    page = field.get("/P")
    if page is not None and page.objgen in pages:
        return pages[page.objgen]
    for at, one in enumerate(pdf.pages):
        if any(note.objgen == field.objgen for note in _listed(one.obj.get("/Annots"))):
            return at
    return -1


def _said(value: Any) -> str:
    return "" if value is None or str(value) == "/Off" else str(value).removeprefix("/")


def _shown(field: Any) -> str:
    """The words that the field's present appearance draws; for a tick, "picture" where it draws anything."""
    looks = _look(field)
    if looks is None:
        return ""
    import pikepdf

    box = box_of(looks.get("/BBox", [0, 0, 0, 0]))
    canvas = PageContent(box)
    instructions = pikepdf.parse_content_stream(looks)
    canvas.draw(instructions, looks.get("/Resources"))
    text = "".join(one.text for one in canvas.seen() if not one.flaw or one.flaw.startswith("lie outside"))
    return text or ("picture" if canvas.cover or canvas.strokes else "")


def _look(field: Any) -> Any:
    """The drawing that a viewer shows for a field now."""
    import pikepdf

    looks = field.get("/AP")
    normal = looks.get("/N") if looks is not None else None
    if isinstance(normal, pikepdf.Stream):
        return normal
    state = str(field.get("/AS", "/Off"))
    found = normal.get(state) if isinstance(normal, pikepdf.Dictionary) else None
    return found if isinstance(found, pikepdf.Stream) else None


def _under(field: Any, words: list[TextSpan]) -> str:
    """The words of the page that a field with a drawing of its own lies over."""
    place = field.get("/Rect")
    if place is None or _look(field) is None:
        return ""
    rect: Box = box_of(place)
    return " ".join(one.text for one in words if one.text.strip() and lies_on(rect, one.box))


def _attachments(pdf: Any) -> Iterator[tuple[str, str]]:
    """Every embedded file that a viewer can reach: by the name tree, from the catalogue, or from an annotation."""
    seen: set[tuple[int, int]] = set()
    for spec in _file_specs(pdf):
        embedded = spec.get("/EF")
        stream = embedded.get("/F", embedded.get("/UF")) if embedded is not None else None
        if stream is None or stream.objgen in seen:
            continue
        seen.add(stream.objgen)
        name = str(spec.get("/UF", spec.get("/F", "")))
        yield name, hashlib.sha256(stream.read_bytes()).hexdigest()


def _file_specs(pdf: Any) -> Iterator[Any]:
    import pikepdf

    for value in pdf.objects:
        if isinstance(value, pikepdf.Dictionary) and "/EF" in value:
            yield value


def attached(pdf: Any, name: str) -> Iterator[bytes]:
    """The content of every embedded file of a name, wherever it hangs."""
    seen: set[tuple[int, int]] = set()
    for spec in _file_specs(pdf):
        if name in (str(spec.get("/UF", "")), str(spec.get("/F", ""))):
            for key in spec.EF.keys():  # noqa: SIM118
                stream = spec.EF[key]
                if stream.objgen not in seen:
                    seen.add(stream.objgen)
                    yield stream.read_bytes()


def _metadata(pdf: Any) -> Iterator[tuple[str, str]]:
    """What XMP and the information dictionary say, name by name."""
    for key, value in pdf.docinfo.items():
        if key.removeprefix("/") not in RESTLESS:
            yield key.removeprefix("/"), str(value)
    stream = pdf.Root.get("/Metadata")
    if stream is None:
        return
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(stream.read_bytes(), parser)
    except etree.XMLSyntaxError:
        yield "XMP", "cannot be read"
        return
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        text = (element.text or "").strip()
        if text and name not in RESTLESS:
            yield f"XMP {name}", text
        for attribute, value in element.attrib.items():
            local = etree.QName(attribute).localname
            if local not in RESTLESS and local not in ("about", "parseType", "lang"):
                yield f"XMP {local}", str(value)


def _tricks(pdf: Any) -> Iterator[str]:
    """Things that no policy needs, and that can show one thing today and another tomorrow."""
    import pikepdf

    root = pdf.Root
    if "/OCProperties" in root:
        yield "it has layers that can be switched on and off"
    for key, what in (("/OpenAction", "does something when it is opened"), ("/AA", "does something by itself")):
        if key in root and not isinstance(root[key], pikepdf.Array):
            yield f"it {what}"
    if "/AcroForm" in root and "/XFA" in root.AcroForm:
        yield "it has a second form (XFA) that some programs show instead"
    if "/Collection" in root:
        yield "it opens as a collection of other files"
    for value in pdf.objects:
        if isinstance(value, pikepdf.Dictionary):
            yield from _active(value)
    for number, page in enumerate(pdf.pages, start=1):
        for note in _listed(page.obj.get("/Annots")):
            kind = str(note.get("/Subtype", "/unknown"))
            if kind not in QUIET:
                yield f"page {number} has an annotation of kind {kind.removeprefix('/')}"
            elif kind == "/Link" and "/AP" in note:
                yield f"page {number} has a link with a picture of its own"
        if "/AA" in page.obj:
            yield f"page {number} does something when it is opened"


def _active(value: Any) -> Iterator[str]:
    for found in (value, value.get("/A"), value.get("/Next")):
        kind = str(found.get("/S", "")) if _is_dictionary(found) else ""
        if kind == "/URI" and not _WEB.match(str(found.get("/URI", ""))):
            yield f"it links to {str(found.get('/URI', ''))[:60]!r}, which is no web address"
        elif kind in ACTIVE and "/P" not in found:
            yield f"it has {ACTIVE[kind]}"
    if "/AA" in value and value.get("/Type") != "/Catalog" and value.get("/Type") != "/Page":
        yield "it has a field that does something by itself"


def _is_dictionary(value: Any) -> bool:
    import pikepdf

    return isinstance(value, pikepdf.Dictionary)
