"""What an attacker does to a signed PDF, each as a function from bytes to bytes, and before it is signed."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from typing import Any

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

from clausebook.pdf_verify.read.interpreter import PageContent
from tests.signing.sealed import fill, rewritten, update, written

OVER = b"q 1 1 1 rg 60 500 400 160 re f Q BT /F 12 Tf 1 0 0 1 70 560 Tm (Staff may call pupils at any time.) Tj ET"


def _font() -> Any:
    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    return generic.DictionaryObject({pdf_name(name): pdf_name(value) for name, value in names.items()})


def _page(writer: Any, number: int) -> tuple[Any, Any]:
    reference = writer.find_page_for_modification(number)[0]
    return reference, reference.get_object()


def _drawing(writer: Any, content: bytes, box: tuple[int, int, int, int] = (0, 0, 400, 160)) -> Any:
    fonts = generic.DictionaryObject({pdf_name("/F"): _font()})
    drawn = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(generic.NumberObject(edge) for edge in box),
            pdf_name("/Resources"): generic.DictionaryObject({pdf_name("/Font"): fonts}),
        },
        stream_data=content,
    )
    return writer.add_object(drawn)


# Behind the signatures, as an incremental update


def page_content(pdf: bytes) -> bytes:
    """The words of a page are replaced by others."""
    writer = update(pdf)
    reference, page = _page(writer, 2)
    content = page["/Contents"].data.replace(b"BT", b"BT 1 Tr", 1)
    page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=content))
    writer.mark_update(reference)
    return written(writer)


def painted_over(pdf: bytes) -> bytes:
    """A white box with other words is painted over a page."""
    writer = update(pdf)
    reference, page = _page(writer, 2)
    page["/Resources"]["/Font"][pdf_name("/F")] = _font()
    over = writer.add_object(generic.StreamObject(stream_data=OVER))
    page[pdf_name("/Contents")] = generic.ArrayObject([page.raw_get("/Contents"), over])
    writer.mark_update(reference)
    return written(writer)


def annotation(kind: str) -> Callable[[bytes], bytes]:
    """An annotation with a picture of its own is laid on a page."""

    def attack(pdf: bytes) -> bytes:
        writer = update(pdf)
        reference, page = _page(writer, 2)
        note = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Annot"),
                pdf_name("/Subtype"): pdf_name(kind),
                pdf_name("/Rect"): generic.ArrayObject(generic.NumberObject(edge) for edge in (60, 500, 460, 660)),
                pdf_name("/F"): generic.NumberObject(4),
                pdf_name("/Contents"): generic.pdf_string("Staff may call pupils at any time."),
                pdf_name("/AP"): generic.DictionaryObject({pdf_name("/N"): _drawing(writer, OVER)}),
            }
        )
        notes = page["/Annots"] if "/Annots" in page else generic.ArrayObject()
        notes.append(writer.add_object(note))
        page[pdf_name("/Annots")] = notes
        writer.mark_update(reference)
        return written(writer)

    return attack


def _field(writer: Any, name: str) -> tuple[Any, Any]:
    for reference in writer.root["/AcroForm"]["/Fields"]:
        if str(reference.get_object()["/T"]) == name:
            return reference.reference, reference.get_object()
    raise AssertionError(f"there is no field {name}")


def disguised_field(pdf: bytes) -> bytes:
    """A filled-in field shows something else than it holds."""
    return fill(pdf, {"text/acknowledgement/1": "Jo Bloggs"}, show="not Jo Bloggs")


def false_tick(pdf: bytes) -> bytes:
    """A box shows a tick that it does not hold."""
    writer = update(pdf)
    reference, field = _field(writer, "tick/acknowledgement/4")
    field[pdf_name("/AS")] = pdf_name("/Yes")
    writer.mark_update(reference)
    return written(writer)


def restamped(pdf: bytes) -> bytes:
    """The visible signature of the chair shows another name."""
    writer = update(pdf)
    reference, field = _field(writer, "sig/chair")
    look = _drawing(writer, b"BT /F 12 Tf 2 4 Td (Somebody else) Tj ET", (0, 0, 200, 40))
    field[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): look})
    writer.mark_update(reference)
    return written(writer)


def moved_field(pdf: bytes) -> bytes:
    """A field with other words in it is made as big as a page."""
    writer = update(fill(pdf, {"text/acknowledgement/1": "Staff may call pupils at any time."}))
    reference, field = _field(writer, "text/acknowledgement/1")
    field[pdf_name("/Rect")] = generic.ArrayObject(generic.NumberObject(edge) for edge in (0, 0, 595, 842))
    writer.mark_update(reference)
    return written(writer)


def removed_signature(pdf: bytes) -> bytes:
    """The newest signature is taken out of its field."""
    writer = update(pdf)
    reference, field = _field(writer, "sig/headteacher")
    del field["/V"]
    writer.mark_update(reference)
    return written(writer)


def removed_field(pdf: bytes) -> bytes:
    """The field of a signature is taken out of the form."""
    writer = update(pdf)
    form = writer.root["/AcroForm"]
    reference, _ = _field(writer, "sig/headteacher")
    form[pdf_name("/Fields")] = generic.ArrayObject(one for one in form["/Fields"] if one.reference != reference)
    writer.update_container(form)
    return written(writer)


def new_attachment(pdf: bytes) -> bytes:
    """The attached data are exchanged for others, behind the signatures."""
    writer = update(pdf)
    names = writer.root["/Names"]["/EmbeddedFiles"]
    spec = names["/Names"][1].get_object()
    stream = generic.StreamObject({pdf_name("/Type"): pdf_name("/EmbeddedFile")}, stream_data=b"{}")
    spec["/EF"][pdf_name("/F")] = writer.add_object(stream)
    writer.mark_update(names["/Names"].raw_get(1).reference)
    return written(writer)


def second_attachment(pdf: bytes) -> bytes:
    """Other data of the same name are attached beside the first."""
    writer = update(pdf)
    stream = generic.StreamObject({pdf_name("/Type"): pdf_name("/EmbeddedFile")}, stream_data=b"{}")
    spec = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Filespec"),
            pdf_name("/F"): generic.pdf_string("edition.json"),
            pdf_name("/UF"): generic.pdf_string("edition.json"),
            pdf_name("/EF"): generic.DictionaryObject({pdf_name("/F"): writer.add_object(stream)}),
        }
    )
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    names.extend([generic.pdf_string("edition.json"), writer.add_object(spec)])
    writer.update_container(names)
    return written(writer)


def new_metadata(pdf: bytes) -> bytes:
    """XMP names another fingerprint."""
    writer = update(pdf)
    packet = writer.root["/Metadata"].data
    changed = re.sub(rb"v1:sha256:[0-9a-f]{64}", b"v1:sha256:" + b"0" * 64, packet)
    assert changed != packet
    kind = {pdf_name("/Type"): pdf_name("/Metadata"), pdf_name("/Subtype"): pdf_name("/XML")}
    writer.root[pdf_name("/Metadata")] = writer.add_object(generic.StreamObject(kind, stream_data=changed))
    writer.update_root()
    return written(writer)


def new_title(pdf: bytes) -> bytes:
    """The information dictionary names another title."""
    writer = update(pdf)
    info = generic.DictionaryObject({pdf_name("/Title"): generic.pdf_string("Another policy")})
    writer.set_info(writer.add_object(info))
    return written(writer)


def script(pdf: bytes) -> bytes:
    """A script runs when the file is opened."""
    writer = update(pdf)
    action = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.pdf_string("app.alert(1)")}
    writer.root[pdf_name("/OpenAction")] = writer.add_object(generic.DictionaryObject(action))
    writer.update_root()
    return written(writer)


def more_pages(pdf: bytes) -> bytes:
    """A page is added at the end."""
    writer = update(pdf)
    _, page = _page(writer, 2)
    tree = writer.root["/Pages"]
    new = generic.DictionaryObject({key: page.raw_get(key) for key in page if key not in ("/Annots", "/StructParents")})
    tree["/Kids"].append(writer.add_object(new))
    tree[pdf_name("/Count")] = generic.NumberObject(int(tree["/Count"]) + 1)
    writer.update_container(tree)
    return written(writer)


def other_outlines(pdf: bytes) -> bytes:
    """The bookmarks are exchanged."""
    writer = update(pdf)
    writer.root[pdf_name("/Outlines")] = writer.add_object(
        generic.DictionaryObject({pdf_name("/Type"): pdf_name("/Outlines")})
    )
    writer.update_root()
    return written(writer)


def freed_object(pdf: bytes) -> bytes:
    """An object that was in the file when it was signed is declared free."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        number = opened.pages[2].obj.Contents.objgen[0]
    before = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    at = len(pdf)
    table = f"xref\n{number} 1\n0000000000 65535 f \ntrailer\n<</Size 9999 /Prev {before} /Root {_root(pdf)}>>\n"
    return pdf + table.encode() + f"startxref\n{at}\n%%EOF\n".encode()


def _root(pdf: bytes) -> str:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        number, generation = opened.Root.objgen
    return f"{number} {generation} R"


# Without a key, to the bytes themselves


def cut(pdf: bytes, ends: int) -> bytes:
    """The file up to one of its ends."""
    found = [match.end() for match in re.finditer(rb"%%EOF\s*", pdf)]
    return pdf[: found[ends]]


# Before it is signed, by somebody who prepares the file for the signers


def prepared(change: Callable[[Any], None]) -> Callable[[bytes], bytes]:
    """A change that is made before the first signature."""
    return lambda pdf: rewritten(pdf, change)


def covered_words(pdf: Any) -> None:
    """A white box over the words of a page, with other words on it."""
    page = pdf.pages[2]
    page.Resources.Font.F = pdf.make_indirect(_plain_font())
    page.contents_add(b"/Artifact BMC " + OVER + b" EMC")


def _plain_font() -> Any:
    name = pikepdf.Name
    return pikepdf.Dictionary(
        Type=name.Font, Subtype=name.Type1, BaseFont=name.Helvetica, Encoding=name.WinAnsiEncoding
    )


def picture_over_words(pdf: Any) -> None:
    """A picture over the words of a page."""
    page = pdf.pages[2]
    name = pikepdf.Name
    picture = pdf.make_stream(
        b"\xff" * 4, Type=name.XObject, Subtype=name.Image, Width=2, Height=2, BitsPerComponent=8,
        ColorSpace=name.DeviceGray,
    )  # fmt: skip
    page.Resources.XObject = pikepdf.Dictionary(Over=picture)
    page.contents_add(b"/Artifact BMC q 500 0 0 600 40 100 cm /Over Do Q EMC")


def words_beside_the_tags(pdf: Any) -> None:
    """Words that a reader sees and the tags do not have."""
    page = pdf.pages[2]
    page.Resources.Font.F = pdf.make_indirect(_plain_font())
    page.contents_add(b"BT /F 12 Tf 1 0 0 1 70 300 Tm (except on Fridays) Tj ET")


def words_as_decoration(pdf: Any) -> None:
    """Words that a reader sees and that are marked as decoration."""
    page = pdf.pages[2]
    page.Resources.Font.F = pdf.make_indirect(_plain_font())
    page.contents_add(b"/Artifact BMC BT /F 12 Tf 1 0 0 1 70 300 Tm (except on Fridays) Tj ET EMC")


def _recoloured(pdf: Any, old: bytes, new: bytes) -> None:
    page = pdf.pages[2]
    content = page.Contents.read_bytes()
    at = content.index(b"/MCID 3")
    changed = content[:at] + content[at:].replace(old, new, 1)
    assert changed != content
    page.Contents = pdf.make_stream(changed)


def invisible_words(pdf: Any) -> None:
    """Words that are there and are not drawn."""
    _recoloured(pdf, b"0 Tr", b"3 Tr")


def white_words(pdf: Any) -> None:
    """Words in white."""
    content = pdf.pages[2].Contents.read_bytes()
    at = content.index(b"/MCID 3")
    changed = content[:at] + re.sub(rb"[0-9.]+ [0-9.]+ [0-9.]+ scn", b"1 1 1 scn", content[at:], count=1)
    pdf.pages[2].Contents = pdf.make_stream(changed)


def tiny_words(pdf: Any) -> None:
    """Words too small to read."""
    content = pdf.pages[2].Contents.read_bytes()
    at = content.index(b"/MCID 3")
    pdf.pages[2].Contents = pdf.make_stream(
        content[:at] + re.sub(rb"(/f\d+) [0-9.]+ Tf", rb"\1 0.5 Tf", content[at:], count=1)
    )


def swapped_lines(pdf: Any) -> None:
    """Two lines change places on the page, and not in the tags."""
    content = pdf.pages[2].Contents.read_bytes()
    places = re.findall(rb"q 1 0 0 -1 [0-9.]+ [0-9.]+ cm", content[content.index(b"/MCID 3") :])
    one, other = places[0], places[2]
    pdf.pages[2].Contents = pdf.make_stream(content.replace(one, b"\0").replace(other, one).replace(b"\0", other))


def piled_words(pdf: Any) -> None:
    """A line is moved onto another."""
    content = pdf.pages[2].Contents.read_bytes()
    places = re.findall(rb"q 1 0 0 -1 [0-9.]+ [0-9.]+ cm", content[content.index(b"/MCID 3") :])
    pdf.pages[2].Contents = pdf.make_stream(content.replace(places[2], places[0]))


def drawn_words(pdf: Any) -> None:
    """Strokes that look like words: no reader of text finds them."""
    pdf.pages[2].contents_add(b"/Artifact BMC q 0 G 2 w 70 300 m 90 330 l 110 300 l S Q EMC")


def words_off_the_page(pdf: Any) -> None:
    """The page is made smaller than its words."""
    pdf.pages[2].CropBox = pikepdf.Array([0, 0, 595, 500])


def said_otherwise(pdf: Any) -> None:
    """The tags have a screen reader say other words than are drawn."""
    element = _first(pdf.Root.StructTreeRoot.K, "/LI")
    element.ActualText = pikepdf.String("call pupils at any time")


def copied_otherwise(pdf: Any) -> None:
    """The content of the page itself says that other words are to be copied."""
    content = pdf.pages[2].Contents.read_bytes()
    changed = content.replace(b"/Span<</MCID 3>>BDC", b"/Span<</MCID 3/ActualText(not at all)>>BDC")
    assert changed != content
    pdf.pages[2].Contents = pdf.make_stream(changed)


def _first(kid: Any, kind: str) -> Any:
    if isinstance(kid, pikepdf.Array):
        return next((found for one in kid if (found := _first(one, kind)) is not None), None)
    if not isinstance(kid, pikepdf.Dictionary) or str(kid.get("/Type", "")) in ("/MCR", "/OBJR"):
        return None
    return kid if str(kid.get("/S", "")) == kind else _first(kid.get("/K"), kind)


def other_letters(pdf: Any) -> None:
    """A font shows other letters than it says it shows: the drawn word is not the word that is read."""
    for font in pdf.pages[2].Resources.Font.values():
        table = font.ToUnicode.read_bytes()
        font.ToUnicode = pdf.make_stream(table.replace(b"<0061>", b"<0078>", 1))


def layers(pdf: Any) -> None:
    """A layer that can be switched off."""
    group = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("Exceptions")))
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[group], D=pikepdf.Dictionary(ON=[], OFF=[group]))


def launching_link(pdf: Any) -> None:
    """A link that starts a program."""
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))
    _note(pdf, "Link", A=action)


def link_with_a_picture(pdf: Any) -> None:
    """A link that lays a picture on the page."""
    _note(pdf, "Link", AP=pikepdf.Dictionary(N=_form(pdf)))


def remark(pdf: Any) -> None:
    """A remark that lies over the words."""
    _note(pdf, "FreeText", AP=pikepdf.Dictionary(N=_form(pdf)))


def field_over_words(pdf: Any) -> None:
    """A field that is shown over the words, and that can be filled in after signing."""
    note = _note(
        pdf, "Widget", FT=pikepdf.Name.Tx, T=pikepdf.String("note"), V=pikepdf.String("Staff may call pupils"),
        AP=pikepdf.Dictionary(N=_form(pdf)),
    )  # fmt: skip
    pdf.Root.AcroForm.Fields.append(note)


def _note(pdf: Any, kind: str, **entries: Any) -> Any:
    note = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name("/" + kind), Rect=[60, 500, 460, 760], F=4, **entries
        )
    )
    page = pdf.pages[2].obj
    if "/Annots" not in page:
        page.Annots = pikepdf.Array()
    page.Annots.append(note)
    return note


def _form(pdf: Any) -> Any:
    fonts = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=_plain_font()))
    content = b"1 1 1 rg 0 0 400 260 re f 0 g BT /F 12 Tf 4 200 Td (Staff may call pupils) Tj ET"
    return pdf.make_stream(
        content, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 400, 260], Resources=fonts
    )


def other_date(pdf: Any) -> None:
    """The cover does not say the day of the approval any more."""
    page = pdf.pages[0]
    content = page.Contents.read_bytes()
    shown = re.findall(rb"\[\([^\]]*\]TJ|\([^\n]*\)Tj", content)
    canvas = PageContent((0.0, 0.0, 700.0, 900.0))
    canvas.draw(pikepdf.parse_content_stream(page), page.Resources)
    for one, drawn in zip(shown, canvas.drawn, strict=True):
        if "May 2018" in drawn.text:
            content = content.replace(one, b"[]TJ")
    page.Contents = pdf.make_stream(content)


def two_attachments(pdf: Any) -> None:
    """Two files called edition.json."""
    spec = pikepdf.AttachedFileSpec(pdf, b"{}", filename="edition.json")
    pdf.attachments["another"] = spec


def no_attachment(pdf: Any) -> None:
    """No data at all."""
    for name in list(pdf.attachments.keys()):
        del pdf.attachments[name]
    if "/AF" in pdf.Root:
        del pdf.Root.AF


def changed_data(change: Callable[[dict[str, Any]], None]) -> Callable[[Any], None]:
    """Other data under the same name."""

    def attack(pdf: Any) -> None:
        for value in pdf.objects:
            if isinstance(value, pikepdf.Dictionary) and "/EF" in value:
                data = json.loads(value.EF.F.read_bytes())
                change(data)
                value.EF.F.write(json.dumps(data).encode())

    return attack


def printed_fingerprint(pdf: Any) -> None:
    """XMP names the fingerprint of other words."""
    packet = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(re.sub(rb"v1:sha256:[0-9a-f]{64}", b"v1:sha256:" + b"f" * 64, packet))


def with_timestamp_of(pdf: bytes, other: bytes) -> bytes:
    """The only signature of a file with the timestamp of another file's."""
    from asn1crypto import cms

    gap = re.compile(rb"<([0-9A-F]{2000,})>")
    mine, theirs = (gap.search(one) for one in (pdf, other))
    assert mine
    assert theirs
    signed, donor = (
        cms.ContentInfo.load(bytes.fromhex(one[1].decode()).rstrip(b"\0") + b"\0" * 8) for one in (mine, theirs)
    )
    attribute = donor["content"]["signer_infos"][0]["unsigned_attrs"]
    signed["content"]["signer_infos"][0]["unsigned_attrs"] = attribute
    content = signed.dump(force=True).hex().upper().encode()
    return pdf[: mine.start(1)] + content.ljust(len(mine[1]), b"0") + pdf[mine.end(1) :]
