"""An open PDF -> its state: what each page draws, what lies on it, what is filled in, attached and said about it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from clausebook.model.approvals.pdf_evidence import FileRevision, PdfFormField
from clausebook.pdf_verify.read.annotations import full_name, inherited, listed, look_of, read_annotations, under
from clausebook.pdf_verify.read.digests import Digests
from clausebook.pdf_verify.read.geometry import TextSpan, box_of
from clausebook.pdf_verify.read.interpreter import PageContent

# Entries of the catalogue that signing and form filling change, and that are looked at one by one.
OWN = {"/Type", "/Pages", "/AcroForm", "/Metadata", "/Names", "/DSS", "/Perms", "/StructTreeRoot", "/AF"}
OWN |= {"/Extensions", "/Version"}  # which level of PDF the file says it is of
# What every program that saves a file writes again.
RESTLESS = {"ModifyDate", "MetadataDate", "InstanceID", "ModDate", "Producer", "xmptk"}
RESTLESS |= {"when", "action", "instanceID", "softwareAgent", "changed"}  # the history of who saved it
DEEPEST = 30  # dictionaries that are written one inside the other
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
# elements whose names no file may give another meaning
STANDARD = re.compile(
    "/(Document|Part|Sect|Div|P|H[1-6]?|L|LI|Lbl|LBody|Table|TR|TH|TD|THead|TBody|TFoot|Span|Quote|Note|Link|Form|Figure)"
)
_KINDS = {"/Sig": "signature", "/Tx": "text", "/Ch": "choice", "/Btn": "tick"}
_WEB = re.compile(r"(https?://|mailto:|tel:)", re.ASCII)


def read_state(pdf: Any, end: int, drawn: list[list[TextSpan]] | None = None) -> FileRevision:
    """The state of an open file of `end` bytes. With `drawn` it is also said which words a field lies over."""
    digests = Digests()
    return FileRevision(
        end=end,
        pages=tuple(digests.of(page.obj) for page in pdf.pages),
        annotations=tuple(read_annotations(pdf, digests, drawn)),
        version=_version(pdf),
        form=tuple(_form(pdf, digests)),
        fields=tuple(_fields(pdf, drawn, digests)),
        attachments=tuple(sorted(_attachments(pdf))),
        metadata=tuple(sorted(set(_metadata(pdf)))),
        catalogue=tuple(_catalogue(pdf, digests)),
        tricks=tuple(dict.fromkeys(_tricks(pdf))),
    )


def _catalogue(pdf: Any, digests: Digests) -> Iterator[tuple[str, str]]:
    """Its entries, and those of its names, such as scripts, without attached files and the places of links."""
    yield from ((key, digests.of(pdf.Root[key])) for key in sorted(pdf.Root.keys()) if key not in OWN)
    names = pdf.Root.get("/Names")
    for key in sorted(names.keys()) if _is_dictionary(names) else ():
        if key not in ("/EmbeddedFiles", "/Dests"):
            yield f"Names{key}", digests.of(names[key])


def _version(pdf: Any) -> str:
    """The version of PDF that the file says it is of: the newer one of its first line and its catalogue."""
    return max(str(pdf.pdf_version), str(pdf.Root.get("/Version", "")).removeprefix("/"))


def _form(pdf: Any, digests: Digests) -> Iterator[tuple[str, str]]:
    """What is said of all fields of the form together."""
    form = pdf.Root.get("/AcroForm")
    for key in sorted(form.keys()) if form is not None else ():
        if key not in ("/Fields", "/DR", "/SigFlags"):
            yield key.removeprefix("/"), digests.of(form[key])


def _fields(pdf: Any, drawn: list[list[TextSpan]] | None, digests: Digests) -> Iterator[PdfFormField]:
    pages = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
    form = pdf.Root.get("/AcroForm")
    for field in _leaves(listed(form.get("/Fields")) if form is not None else [], 0):
        at = _page_of(field, pages, pdf)
        kind = _KINDS.get(str(inherited(field, "/FT")), "unknown")
        value = inherited(field, "/V")
        yield PdfFormField(
            name=full_name(field),
            kind=kind,
            value=("signed" if value is not None else "") if kind == "signature" else _text_of(value),
            shown=_shown(field),
            looks=digests.of(look) if (look := look_of(field)) is not None else "",
            page=at + 1,
            flags=_flags(field),
            on_words=under(field, drawn[at]) if drawn and 0 <= at < len(drawn) else "",
        )


def _flags(field: Any) -> str:
    """Whether a field can be filled in, and is shown and printed."""
    entries = (inherited(field, "/Ff"), field.get("/F"), inherited(field, "/MaxLen"))
    return " ".join(str(int(value)) if isinstance(value, int) else "0" for value in entries)


def _leaves(fields: list[Any], depth: int) -> Iterator[Any]:
    """Fields that have no fields of their own; several widgets of one field count as one each."""
    for field in fields:
        kids = listed(field.get("/Kids"))
        if kids and depth < 16:
            yield from _leaves(kids, depth + 1)
        else:
            yield field


def _page_of(field: Any, pages: dict[tuple[int, int], int], pdf: Any) -> int:
    page = field.get("/P")
    if page is not None and page.objgen in pages:
        return pages[page.objgen]
    for at, one in enumerate(pdf.pages):
        if any(note.objgen == field.objgen for note in listed(one.obj.get("/Annots"))):
            return at
    return -1


def _text_of(value: Any) -> str:
    return "" if value is None or str(value) == "/Off" else str(value).removeprefix("/")


def _shown(field: Any) -> str:
    """The words that the field's present appearance draws; for a tick, "picture" where it draws anything."""
    looks = look_of(field)
    if looks is None:
        return ""
    import pikepdf

    box = box_of(looks.get("/BBox", [0, 0, 0, 0]))
    canvas = PageContent(box)
    instructions = pikepdf.parse_content_stream(looks)
    canvas.draw(instructions, looks.get("/Resources"))
    text = "".join(one.text for one in canvas.seen() if not one.flaw or one.flaw.startswith("lie outside"))
    return text or ("picture" if canvas.cover or canvas.strokes else "")


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
            for key in sorted(spec.EF.keys()):
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
        if name == "li" and (above := element.getparent()) is not None and above.getparent() is not None:
            name = etree.QName(above.getparent()).localname
        text = (element.text or "").strip()
        if text and name not in RESTLESS:
            yield f"XMP {name}", text
        for attribute, value in element.attrib.items():
            local = etree.QName(attribute).localname
            local = name if local == "resource" else local  # another way to write the same
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
    language = str(root.get("/Lang", "")).partition("-")[0].lower()
    for value in pdf.objects:
        for one in _within(value):
            yield from _active(one, language)
    for number, page in enumerate(pdf.pages, start=1):
        for note in listed(page.obj.get("/Annots")):
            if str(note.get("/Subtype", "")) == "/Link" and "/AP" in note:
                yield f"page {number} has a link with a picture of its own"
        if "/AA" in page.obj:
            yield f"page {number} does something when it is opened"
        if inherited(page.obj, "/Rotate"):
            yield f"page {number} is turned"
        if page.obj.get("/UserUnit", 1) != 1:
            yield f"page {number} is drawn in units of its own"
    yield from _tagged_otherwise(root)


def _tagged_otherwise(root: Any) -> Iterator[str]:
    """Tags and a language that have a screen reader say something else than is written."""
    language = str(root.get("/Lang", ""))
    if language.partition("-")[0].lower() != "en":
        yield f"it says that its words are in {language or 'no language'}"
    tree = root.get("/StructTreeRoot")
    roles = tree.get("/RoleMap") if tree is not None else None
    for name, other in roles.items() if roles is not None else ():
        if STANDARD.fullmatch(name):
            yield f"its tags call {name.removeprefix('/')} something else ({str(other).removeprefix('/')})"


def _active(value: Any, language: str = "") -> Iterator[str]:
    if "/S" in value and "/K" in value and str(value.get("/Lang", language)).partition("-")[0].lower() != language:
        yield f"its tags say that words are in {value.Lang}"
    kind = str(value.get("/S", ""))
    if kind == "/URI" and not _WEB.match(str(value.get("/URI", ""))):
        yield f"it links to {str(value.get('/URI', ''))[:60]!r}, which is not a web address"
    elif kind in ACTIVE and "/P" not in value:
        yield f"it has {ACTIVE[kind]}"
    if "/AA" in value and value.get("/Type") != "/Catalog" and value.get("/Type") != "/Page":
        yield "it has a field that does something by itself"


def _within(value: Any, depth: int = 0) -> Iterator[Any]:
    """A dictionary or list that is an object of the file, and each dictionary that is written inside it."""
    import pikepdf

    if isinstance(value, pikepdf.Dictionary):
        yield value
        inside = [value[key] for key in value.keys()]  # noqa: SIM118 - it is not a mapping
    else:
        inside = list(value) if isinstance(value, pikepdf.Array) else []
    for one in inside if depth < DEEPEST else ():
        if isinstance(one, pikepdf.Dictionary | pikepdf.Array) and not one.is_indirect:
            yield from _within(one, depth + 1)


def _is_dictionary(value: Any) -> bool:
    import pikepdf

    return isinstance(value, pikepdf.Dictionary)
