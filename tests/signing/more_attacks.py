"""More of what an attacker does to a signed PDF, behind the signatures and before them: structure, layers, forms."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

from tests.signing.attacks import OVER, _drawing, _field, _first, _font, _form, _note, _page
from tests.signing.sealed import update, written

Change = Callable[[Any], None]


# Behind the signatures: a change to one object of the file, as an incremental update


def _updated(change: Change) -> Callable[[bytes], bytes]:
    def attack(pdf: bytes) -> bytes:
        writer = update(pdf)
        change(writer)
        return written(writer)

    return attack


def _of_the_page(**entries: Any) -> Callable[[bytes], bytes]:
    """Entries of a page are set, as numbers, names or lists of numbers."""

    def change(writer: Any) -> None:
        reference, page = _page(writer, 2)
        for key, value in entries.items():
            page[pdf_name("/" + key)] = _generic(value)
        writer.mark_update(reference)

    return _updated(change)


def _of_the_catalogue(**entries: Any) -> Callable[[bytes], bytes]:
    """Entries of the catalogue are set."""

    def change(writer: Any) -> None:
        for key, value in entries.items():
            writer.root[pdf_name("/" + key)] = _generic(value)
        writer.update_root()

    return _updated(change)


def _generic(value: Any) -> Any:
    """A value of Python as an object of a PDF; text that begins with / is a name."""
    match value:
        case bool():
            return generic.BooleanObject(value)
        case int():
            return generic.NumberObject(value)
        case str():
            return pdf_name(value) if value.startswith("/") else generic.pdf_string(value)
        case list():
            return generic.ArrayObject(_generic(one) for one in value)
        case dict():
            return generic.DictionaryObject({pdf_name("/" + key): _generic(one) for key, one in value.items()})
    return value


turned_page = _of_the_page(Rotate=180)
cropped_page = _of_the_page(CropBox=[0, 0, 595, 500])
bigger_units = _of_the_page(UserUnit=3)
acting_page = _of_the_page(AA={"O": {"S": "/JavaScript", "JS": "app.alert(1)"}})
other_language = _of_the_catalogue(Lang="fr")
other_numbers_of_pages = _of_the_catalogue(PageLabels={"Nums": [0, {"S": "/r"}]})
other_view = _of_the_catalogue(ViewerPreferences={"Direction": "/R2L", "HideToolbar": True})
collection = _of_the_catalogue(Collection={"Type": "/Collection", "D": "edition.json"})
opens_elsewhere = _of_the_catalogue(OpenAction={"S": "/GoToR", "F": "other.pdf"})
leaves_it_open = _of_the_catalogue(Threads=[])
newer_version = _of_the_catalogue(Version="/2.0")


def layer_behind(pdf: bytes) -> bytes:
    """Words in a layer that is switched on when the page is printed."""

    def change(writer: Any) -> None:
        group = writer.add_object(_generic({"Type": "/OCG", "Name": "Exceptions"}))
        writer.root[pdf_name("/OCProperties")] = generic.DictionaryObject(
            {pdf_name("/OCGs"): generic.ArrayObject([group]), pdf_name("/D"): _generic({"OFF": []})}
        )
        writer.update_root()
        reference, page = _page(writer, 2)
        page["/Resources"]["/Font"][pdf_name("/F")] = _font()
        page["/Resources"][pdf_name("/Properties")] = generic.DictionaryObject({pdf_name("/L"): group})
        over = writer.add_object(generic.StreamObject(stream_data=b"/OC /L BDC " + OVER + b" EMC"))
        page[pdf_name("/Contents")] = generic.ArrayObject([page.raw_get("/Contents"), over])
        writer.mark_update(reference)

    return _updated(change)(pdf)


def swapped_pages(pdf: bytes) -> bytes:
    """Two pages change places."""

    def change(writer: Any) -> None:
        kids = writer.root["/Pages"]["/Kids"]
        kids[2], kids[3] = kids.raw_get(3), kids.raw_get(2)
        writer.update_container(kids)

    return _updated(change)(pdf)


def fewer_pages(pdf: bytes) -> bytes:
    """A page is taken out."""

    def change(writer: Any) -> None:
        tree = writer.root["/Pages"]
        del tree["/Kids"][2]
        tree[pdf_name("/Count")] = generic.NumberObject(int(tree["/Count"]) - 1)
        writer.update_container(tree["/Kids"])
        writer.update_container(tree)

    return _updated(change)(pdf)


def other_letters_behind(pdf: bytes) -> bytes:
    """A font's table says other letters: what is searched and read out is not what is drawn."""

    def change(writer: Any) -> None:
        _, page = _page(writer, 2)
        fonts = page["/Resources"]["/Font"]
        font = fonts[next(iter(fonts))]
        table = font["/ToUnicode"].data.replace(b"<0061>", b"<0078>")
        font[pdf_name("/ToUnicode")] = writer.add_object(generic.StreamObject(stream_data=table))
        writer.update_container(font)

    return _updated(change)(pdf)


def other_glyphs_behind(pdf: bytes) -> bytes:
    """A font draws other letters than before under the same codes."""

    def change(writer: Any) -> None:
        _, page = _page(writer, 2)
        fonts = page["/Resources"]["/Font"]
        inner = fonts[next(iter(fonts))]["/DescendantFonts"][0]
        inner[pdf_name("/W")] = generic.ArrayObject()
        writer.update_container(inner)

    return _updated(change)(pdf)


def _element(writer: Any, kind: str) -> Any:
    """The first element of a kind in the tags."""

    def first(kid: Any) -> Any:
        kid = kid.get_object()
        if isinstance(kid, generic.ArrayObject):
            return next((found for one in kid if (found := first(one)) is not None), None)
        if not isinstance(kid, generic.DictionaryObject):
            return None
        return kid if str(kid.get("/S", "")) == kind else first(kid["/K"]) if "/K" in kid else None

    return first(writer.root["/StructTreeRoot"]["/K"])


def tagged_behind(key: str, text: str) -> Callable[[bytes], bytes]:
    """An element of the tags gets other words to be read out."""

    def change(writer: Any) -> None:
        element = _element(writer, "/LI")
        element[pdf_name(key)] = generic.pdf_string(text)
        writer.update_container(element)

    return _updated(change)


def other_roles(pdf: bytes) -> bytes:
    """The tags call a list item something else."""

    def change(writer: Any) -> None:
        tree = writer.root["/StructTreeRoot"]
        tree[pdf_name("/RoleMap")] = _generic({"LI": "/Artifact"})
        writer.update_container(tree)

    return _updated(change)(pdf)


def note_behind(kind: str, **entries: Any) -> Callable[[bytes], bytes]:
    """An annotation without a picture of its own: each program draws it as it likes."""

    def change(writer: Any) -> None:
        reference, page = _page(writer, 2)
        given = {"Type": "/Annot", "Subtype": "/" + kind, "Rect": [60, 500, 460, 660], "F": 4, **entries}
        notes = page["/Annots"] if "/Annots" in page else generic.ArrayObject()
        notes.append(writer.add_object(_generic(given)))
        page[pdf_name("/Annots")] = notes
        writer.mark_update(reference)

    return _updated(change)


QUADS = [60, 660, 460, 660, 60, 500, 460, 500]


def _link(writer: Any) -> Any:
    for number in range(int(writer.root["/Pages"]["/Count"])):
        _, page = _page(writer, number)
        for one in page.get("/Annots", ()):
            if str(one.get_object()["/Subtype"]) == "/Link":
                return one.get_object()
    raise AssertionError("no page has a link")


def redirected_link(pdf: bytes) -> bytes:
    """A link of the file leads elsewhere."""

    def change(writer: Any) -> None:
        link = _link(writer)
        for key in ("/Dest", "/A"):
            link.pop(pdf_name(key), None)
        link[pdf_name("/A")] = _generic({"S": "/URI", "URI": "https://evil.example/policy"})
        writer.update_container(link)

    return _updated(change)(pdf)


def moved_destination(pdf: bytes) -> bytes:
    """A link inside the file leads to another page."""

    def change(writer: Any) -> None:
        link = _link(writer)
        page, _ = _page(writer, 0)
        for key in ("/Dest", "/A"):
            link.pop(pdf_name(key), None)
        link[pdf_name("/Dest")] = generic.ArrayObject([generic.IndirectObject(page.idnum, 0, writer), pdf_name("/Fit")])
        writer.update_container(link)

    return _updated(change)(pdf)


def of_a_field(name: str, **entries: Any) -> Callable[[bytes], bytes]:
    """Entries of a field are set."""

    def change(writer: Any) -> None:
        reference, field = _field(writer, name)
        for key, value in entries.items():
            field[pdf_name("/" + key)] = _generic(value)
        writer.mark_update(reference)

    return _updated(change)


def of_the_form(**entries: Any) -> Callable[[bytes], bytes]:
    """Entries of the form are set."""

    def change(writer: Any) -> None:
        form = writer.root["/AcroForm"]
        for key, value in entries.items():
            form[pdf_name("/" + key)] = _generic(value)
        writer.update_container(form)
        writer.update_root()

    return _updated(change)


def new_field(kind: str, rect: tuple[int, int, int, int] = (60, 500, 460, 660)) -> Callable[[bytes], bytes]:
    """A field is added over the words."""

    def change(writer: Any) -> None:
        reference, page = _page(writer, 2)
        given = _generic({"Type": "/Annot", "Subtype": "/Widget", "FT": kind, "T": "note", "Rect": list(rect), "F": 4})
        given[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): _drawing(writer, OVER)})
        made = writer.add_object(given)
        notes = page["/Annots"] if "/Annots" in page else generic.ArrayObject()
        notes.append(made)
        page[pdf_name("/Annots")] = notes
        writer.mark_update(reference)
        fields = writer.root["/AcroForm"]["/Fields"]
        fields.append(made)
        writer.update_container(fields)

    return _updated(change)


def in_the_names(key: str) -> Callable[[bytes], bytes]:
    """Something is added to the names of the file: scripts, other destinations."""

    def change(writer: Any) -> None:
        names = writer.root["/Names"]
        script = writer.add_object(_generic({"S": "/JavaScript", "JS": "app.alert(1)"}))
        what = script if key == "/JavaScript" else _generic([0, "/Fit"])
        tree = generic.DictionaryObject({pdf_name("/Names"): generic.ArrayObject([generic.pdf_string("a"), what])})
        names[pdf_name(key)] = tree
        writer.update_container(names)
        writer.update_root()

    return _updated(change)


def another_attachment(pdf: bytes) -> bytes:
    """A file of another name is attached."""

    def change(writer: Any) -> None:
        stream = generic.StreamObject({pdf_name("/Type"): pdf_name("/EmbeddedFile")}, stream_data=b"Staff may call.")
        spec = _generic({"Type": "/Filespec", "F": "exceptions.txt", "UF": "exceptions.txt"})
        spec[pdf_name("/EF")] = generic.DictionaryObject({pdf_name("/F"): writer.add_object(stream)})
        names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
        names.extend([generic.pdf_string("exceptions.txt"), writer.add_object(spec)])
        writer.update_container(names)

    return _updated(change)(pdf)


def thumbnail(pdf: bytes) -> bytes:
    """A page gets a small picture of other words, which some programs show beside it."""

    def change(writer: Any) -> None:
        reference, page = _page(writer, 2)
        kind = _generic({"Width": 1, "Height": 1, "BitsPerComponent": 8, "ColorSpace": "/DeviceGray"})
        page[pdf_name("/Thumb")] = writer.add_object(generic.StreamObject(kind, stream_data=b"\0"))
        writer.mark_update(reference)

    return _updated(change)(pdf)


def no_permissions(pdf: bytes) -> bytes:
    """What the first signature says may come after it is taken out of the catalogue."""

    def change(writer: Any) -> None:
        del writer.root["/Perms"]
        writer.update_root()

    return _updated(change)(pdf)


def _table(pdf: bytes, entries: str, root: str = "") -> bytes:
    """An update of the table alone: no object is written."""
    before = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        number, generation = opened.Root.objgen
    size = max(int(one) for one in re.findall(rb"/Size\s+(\d+)", pdf))
    keys = f"/Size {size} /Prev {before} /Info {_info(pdf)} /Root {root or f'{number} {generation} R'}"
    text = f"xref\n{entries}trailer\n<<{keys}>>\n"
    return pdf + f"{text}startxref\n{len(pdf)}\n%%EOF\n".encode()


def _info(pdf: bytes) -> str:
    found = re.findall(rb"/Info\s+(\d+ \d+ R)", pdf)
    return found[-1].decode() if found else "null"


def other_place(pdf: bytes) -> bytes:
    """The table says that a page's words lie where another page's do: nothing is added, and all shown is signed."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        one, other = (opened.pages[at].obj.Contents.objgen[0] for at in (2, 3))
    at = {number: pdf.rindex(f"\n{number} 0 obj".encode()) + 1 for number in (one, other)}
    return _table(pdf, f"{one} 1\n{at[other]:010} 00000 n \n")


def other_root(pdf: bytes) -> bytes:
    """The trailer names another object as the catalogue."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        number = opened.pages[2].obj.objgen[0]
    return _table(pdf, "0 0\n", f"{number} 0 R")


def empty_update(pdf: bytes) -> bytes:
    """An update that holds no object."""
    return _table(pdf, "0 0\n")


def unlisted_object(pdf: bytes) -> bytes:
    """An object written behind the end without a table: programs that repair a file take it for the newest."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        number = opened.pages[2].obj.Contents.objgen[0]
    body = b"BT ET"
    start = re.findall(rb"startxref\s+(\d+)", pdf)[-1].decode()
    return (
        pdf
        + f"{number} 0 obj\n<</Length {len(body)}>>\nstream\n{body.decode()}\nendstream\nendobj\n".encode()
        + (f"startxref\n{start}\n%%EOF\n".encode())
    )


# To the signature itself


def _in_the_last(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Bytes of the last signature's own object are changed in place."""

    def attack(pdf: bytes) -> bytes:
        at = pdf.rindex(b"/ByteRange")
        start = pdf.rindex(b" obj", 0, at)
        end = pdf.index(b"endobj", at)
        part = pdf[start:end]
        changed = re.sub(old, new, part, count=1)
        assert changed != part
        return pdf[:start] + changed.ljust(len(part))[: len(part)] + pdf[end:]

    return attack


no_signature_bytes = _in_the_last(rb"/Contents\s*<[0-9A-Fa-f]+>", b"/Contents <>")
nothing_covered = _in_the_last(rb"/ByteRange\s*\[[^\]]*\]", b"/ByteRange [0 0 0 0]")
everything_covered = _in_the_last(rb"/ByteRange\s*\[[^\]]*\]", b"/ByteRange [0 9999999]")
negative_cover = _in_the_last(rb"/ByteRange\s*\[\s*0 ", b"/ByteRange [-1 ")
another_format = _in_the_last(rb"/ETSI.CAdES.detached", b"/adbe.pkcs7.detached")
another_filter = _in_the_last(rb"/Adobe.PPKLite", b"/Other.PPKLite")


def swapped_signatures(pdf: bytes) -> bytes:
    """The bytes of the two signatures change places."""
    first, second = list(re.finditer(rb"<([0-9A-Fa-f]{2000,})>", pdf))[:2]
    size = min(len(first[1]), len(second[1]))
    made = bytearray(pdf)
    made[first.start(1) : first.start(1) + size] = second[1][:size]
    made[second.start(1) : second.start(1) + size] = first[1][:size]
    return bytes(made)


def wrapped_signature(pdf: bytes) -> bytes:
    """The part behind the last signature is moved back, and other words come between."""
    at = pdf.rindex(b"/ByteRange")
    span = [int(one) for one in re.findall(rb"\d+", pdf[at : pdf.index(b"]", at)])]
    between = b"\n99 0 obj\n<</Length 5>>\nstream\nBT ET\nendstream\nendobj\n"
    return pdf[: span[2]] + between + pdf[span[2] :]


# Before it is signed


def _in_the_words(old: bytes, new: bytes, count: int = 1) -> Change:
    """The content of the page with the rules is changed behind its fourth mark."""

    def change(pdf: Any) -> None:
        content = pdf.pages[2].Contents.read_bytes()
        at = content.index(b"/MCID 3")
        changed = content[:at] + re.sub(old, new, content[at:], count=count)
        assert changed != content
        pdf.pages[2].Contents = pdf.make_stream(changed)

    return change


_COLOUR = rb"[0-9.]+ [0-9.]+ [0-9.]+ scn"


def _with(kind: str, name: str, make: Callable[[Any], Any], change: Change) -> Change:
    def attack(pdf: Any) -> None:
        resources = pdf.pages[2].Resources
        if "/" + kind not in resources:
            resources["/" + kind] = pikepdf.Dictionary()
        resources["/" + kind]["/" + name] = make(pdf)
        change(pdf)

    return attack


def _separation(pdf: Any) -> Any:
    name = pikepdf.Name
    tint = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 1, 1], C1=[0, 0, 0], N=1)
    return pikepdf.Array([name.Separation, name("/Spot"), name.DeviceRGB, tint])


def _indexed(pdf: Any) -> Any:
    return pikepdf.Array([pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB, 0, pikepdf.String(b"\xff\xff\xff")])


no_ink = _with("ColorSpace", "Spot", _separation, _in_the_words(_COLOUR, b"/Spot cs 0 scn"))
white_by_index = _with("ColorSpace", "Table", _indexed, _in_the_words(_COLOUR, b"/Table cs 0 scn"))
white_by_lab = _with(
    "ColorSpace", "Lab",
    lambda pdf: pikepdf.Array([pikepdf.Name.Lab, pikepdf.Dictionary(WhitePoint=[0.95, 1, 1.09])]),
    _in_the_words(_COLOUR, b"/Lab cs 100 0 0 scn"),
)  # fmt: skip
blended = _with(
    "ExtGState", "Screen", lambda pdf: pikepdf.Dictionary(BM=pikepdf.Name.ColorDodge),
    _in_the_words(_COLOUR, rb"\g<0> /Screen gs"),
)  # fmt: skip
transferred = _with(
    "ExtGState", "Turn",
    lambda pdf: pikepdf.Dictionary(TR=pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[1], C1=[1], N=1)),
    _in_the_words(_COLOUR, rb"\g<0> /Turn gs"),
)  # fmt: skip
wide_line = _in_the_words(rb"\Z", b" /Artifact BMC q 1 1 1 RG 300 w 200 0 m 200 800 l S Q EMC")
faint_boxes = _with(
    "ExtGState", "Fog", lambda pdf: pikepdf.Dictionary(ca=0.2),
    _in_the_words(rb"\Z", b" /Artifact BMC q /Fog gs 1 1 1 rg" + b" 0 0 600 800 re f" * 30 + b" Q EMC"),
)  # fmt: skip
stroked_letters = _in_the_words(rb"0 Tr", b"1 1 1 RG 20 w 2 Tr")
clipping_words = _in_the_words(rb"0 Tr", b"4 Tr")
letters_on_letters = _in_the_words(rb"\[\(((?:\\000(?:\\\d{3}|\\.|.)){2})", rb"[(\1) 2500 (")
forgotten_state = _with(
    "ExtGState", "Two", lambda pdf: pikepdf.Dictionary(CA=1),
    _with(
        "ExtGState", "One", lambda pdf: pikepdf.Dictionary(ca=0.02),
        _in_the_words(_COLOUR, rb"\g<0> /One gs /Two gs"),
    ),
)  # fmt: skip
other_default = _with(
    "ColorSpace", "DefaultRGB",
    lambda pdf: pikepdf.Array([pikepdf.Name.DeviceN, pikepdf.Array([pikepdf.Name.R]), pikepdf.Name.DeviceRGB,
        pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 1, 1], C1=[1, 1, 1], N=1)]),
    _in_the_words(_COLOUR, b"0 0 0 rg"),
)  # fmt: skip
faint_words = _with(
    "ExtGState", "Faint", lambda pdf: pikepdf.Dictionary(ca=0.05), _in_the_words(_COLOUR, rb"\g<0> /Faint gs")
)
font_by_state = _with(
    "ExtGState", "Font",
    lambda pdf: pikepdf.Dictionary(Font=[pdf.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.ZapfDingbats)), 11]),
    _in_the_words(rb"(/f\d+ [0-9.]+ Tf)", rb"\1 /Font gs"),
)  # fmt: skip
clipped_words = _in_the_words(_COLOUR, rb"0 0 1 1 re W n \g<0>")
clipping_text = _in_the_words(rb"0 Tr", b"7 Tr")
outlined_words = _in_the_words(rb"0 Tr", b"1 Tr")
mirrored_words = _in_the_words(rb"1 0 0 -1 0 0 Tm", b"-1 0 0 -1 0 0 Tm")
squeezed_words = _in_the_words(rb"0 Tr", b"0 Tr 1 Tz")
piled_letters = _in_the_words(rb"0 Tr", b"0 Tr -6 Tc")
yellow_words = _in_the_words(_COLOUR, b"1 1 0.85 scn")
inline_picture = _in_the_words(
    rb"\Z", b" /Artifact BMC q 500 0 0 600 40 100 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI Q EMC"
)
hidden_layer_words = _in_the_words(rb"\Z", b" /OC /L BDC /Artifact BMC q 0 0 500 700 re f Q EMC EMC")


def drawn_letters(pdf: Any) -> None:
    """A font whose letters are drawings of somebody's own, under a table that says the right letters."""
    font = next(iter(pdf.pages[2].Resources.Font.values()))
    box = pdf.make_stream(b"1000 0 d0 0 0 500 700 re f")
    font.Subtype = pikepdf.Name.Type3
    font.FontBBox, font.FontMatrix = pikepdf.Array([0, 0, 1000, 1000]), pikepdf.Array([0.001, 0, 0, 0.001, 0, 0])
    font.CharProcs = pikepdf.Dictionary(a=box)
    font.Encoding = pikepdf.Dictionary(Differences=[0, pikepdf.Name.a])


def exchanged_letters(pdf: Any) -> None:
    """A font draws some letters as others, under a table that says the right ones."""
    for font in pdf.pages[2].Resources.Font.values():
        inner = font.DescendantFonts[0]
        size = 4096
        table = bytearray(b"".join(code.to_bytes(2, "big") for code in range(size)))
        table[2 * 5 : 2 * 6], table[2 * 9 : 2 * 10] = table[2 * 9 : 2 * 10], table[2 * 5 : 2 * 6]
        inner.CIDToGIDMap = pdf.make_stream(bytes(table))


def other_program(pdf: Any) -> None:
    """The letters of one font are drawn with the program of another, under a table that says the right ones."""
    programs = {}
    for page in pdf.pages:
        for font in page.Resources.get("/Font", pikepdf.Dictionary()).values():
            inner = font.get("/DescendantFonts")
            if inner is not None:
                programs[str(inner[0].BaseFont)] = inner[0].FontDescriptor
    (one, other, *_) = programs.values()
    key = next(key for key in ("/FontFile3", "/FontFile2") if key in one)
    one[key] = other[next(key for key in ("/FontFile3", "/FontFile2") if key in other)]


def turned_before(pdf: Any) -> None:
    """A page is turned upside down."""
    pdf.pages[2].obj.Rotate = 180


def tagged_twice(pdf: Any) -> None:
    """A rule is read out twice."""
    item = _first(pdf.Root.StructTreeRoot.K, "/L")
    item.K.append(item.K[0])


def untagged(pdf: Any) -> None:
    """A rule is left out when the page is read out."""
    item = _first(pdf.Root.StructTreeRoot.K, "/L")
    del item.K[0]


def swapped_tags(pdf: Any) -> None:
    """Two rules change places when the page is read out."""
    item = _first(pdf.Root.StructTreeRoot.K, "/L")
    item.K[0], item.K[1] = item.K[1], item.K[0]


def _tagged(key: str, text: str) -> Change:
    def change(pdf: Any) -> None:
        _first(pdf.Root.StructTreeRoot.K, "/LI")[key] = pikepdf.String(text)

    return change


alternative_words = _tagged("/Alt", "call pupils at any time")
expanded_words = _tagged("/E", "call pupils at any time")
other_tongue = _tagged("/Lang", "ja")


def mapped_away(pdf: Any) -> None:
    """The tags call a list item a decoration."""
    pdf.Root.StructTreeRoot.RoleMap = pikepdf.Dictionary(LI=pikepdf.Name.Artifact)


def other_bookmark(pdf: Any) -> None:
    """A bookmark says other words than its heading."""
    pdf.Root.Outlines.First.Title = pikepdf.String("Staff may call pupils at any time")


def other_title(pdf: Any) -> None:
    """The file says another title of itself, which a reader's window shows."""
    pdf.docinfo["/Title"] = "Another policy"
    packet = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(re.sub(rb"(<dc:title>.*?<rdf:li[^>]*>)[^<]*", rb"\1Another policy", packet, flags=re.S))


def other_language_before(pdf: Any) -> None:
    """The file says that its words are French."""
    pdf.Root.Lang = pikepdf.String("fr")


def evil_link(pdf: Any) -> None:
    """A link over the words leads to a stranger."""
    _note(pdf, "Link", A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://evil.example/policy")))


def script_in_names(pdf: Any) -> None:
    """A script that runs when the file is opened."""
    script = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")))
    pdf.Root.Names.JavaScript = pikepdf.Dictionary(Names=["a", script])


def second_form(pdf: Any) -> None:
    """A form that other programs show instead."""
    pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp/>")


def quiet_note(pdf: Any) -> None:
    """A note that opens over the words, without a picture of its own."""
    _note(pdf, "Text", Contents=pikepdf.String("does not apply on Fridays"), Open=True)


def filled_before(pdf: Any) -> None:
    """A field is filled in before anybody signs."""
    for field in pdf.Root.AcroForm.Fields:
        if str(field.T) == "text/acknowledgement/1":
            field.V = pikepdf.String("Jo Bloggs")
            field.AP = pikepdf.Dictionary(N=_form(pdf))


def field_before(pdf: Any) -> None:
    """A field that nobody sees until it is filled in lies over the words."""
    note = _note(pdf, "Widget", FT=pikepdf.Name.Tx, T=pikepdf.String("note"))
    pdf.Root.AcroForm.Fields.append(note)


def resources_above(pdf: Any) -> None:
    """The fonts of a page lie in the tree above it, and are others."""
    page = pdf.pages[2].obj
    kept = page.Resources
    del page["/Resources"]
    kept.Font = pikepdf.Dictionary({key: pdf.make_indirect(_plain()) for key in kept.Font.keys()})  # noqa: SIM118
    pdf.Root.Pages.Resources = kept


def _plain() -> Any:
    name = pikepdf.Name
    return pikepdf.Dictionary(Type=name.Font, Subtype=name.Type1, BaseFont=name.ZapfDingbats)


def read_out_alone(pdf: Any) -> None:
    """Words that nobody sees are read out."""
    parent = _first(pdf.Root.StructTreeRoot.K, "/L")
    parent.K.append(pdf.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.StructElem, S=pikepdf.Name.Figure, P=parent, Pg=pdf.pages[2].obj, K=9999,
        Alt=pikepdf.String("unless the head agrees"),
    )))  # fmt: skip


def said_with_words(pdf: Any) -> None:
    """Words are drawn with an explanation that is read out in their place."""
    content = pdf.pages[2].Contents.read_bytes()
    changed = content.replace(b"/Span<</MCID 3>>BDC", b"/Span<</MCID 3/Alt(not at all)>>BDC")
    assert changed != content
    pdf.pages[2].Contents = pdf.make_stream(changed)


def unit_before(pdf: Any) -> None:
    """A page is drawn in other units."""
    pdf.pages[2].obj.UserUnit = 4


# What was done, and the answer that names it

_PAGE = "changed: ALTERED after it was signed: what is drawn on page 3"
_CANNOT = "in a way that signing or filling in cannot explain"
_TOP = "changed: ALTERED after it was signed: "
BEHIND: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a page is turned": (turned_page, _PAGE),
    "a page is cropped": (cropped_page, _PAGE),
    "a page has other units": (bigger_units, _PAGE),
    "a page acts": (acting_page, "hidden: page 3 does something when it is opened"),
    "a page has a small picture": (thumbnail, _PAGE),
    "a layer is put over a page": (layer_behind, "hidden: it has layers that can be switched on and off"),
    "two pages change places": (swapped_pages, _TOP + "what is drawn on page 3 and 4"),
    "a page is taken out": (fewer_pages, _TOP + "it had 6 pages and has 5"),
    "a font says other letters": (other_letters_behind, _TOP + "what is drawn on page"),
    "a font has other widths": (other_glyphs_behind, _TOP + "what is drawn on page"),
    "the language is another": (other_language, _TOP + "the document's Lang"),
    "the pages have other numbers": (other_numbers_of_pages, _TOP + "the document's PageLabels"),
    "the window shows otherwise": (other_view, _TOP + "the document's ViewerPreferences"),
    "it becomes a collection": (collection, "hidden: it opens as a collection of other files"),
    "it opens another file": (opens_elsewhere, "hidden: it does something when it is opened"),
    "threads are added": (leaves_it_open, _TOP + "the document's Threads"),
    "words get other words to be read out": (
        tagged_behind("/ActualText", "call pupils at any time"), "are read out and copied as “call pupils at any time”"
    ),
    "words get an alternative": (
        tagged_behind("/Alt", "call pupils at any time"), "are read out and copied as “call pupils at any time”"
    ),
    "words get an expansion": (tagged_behind("/E", "at any time"), "are read out and copied as “at any time”"),
    "the tags get other meanings": (other_roles, "hidden: its tags call LI something else (Artifact)"),
    **{
        f"a mark is laid on a page: {kind}": (
            note_behind(kind, QuadPoints=QUADS, C=[0, 0, 0]), f"an annotation ({kind}) on page 3 was laid on top"
        )
        for kind in ("Highlight", "StrikeOut", "Underline", "Squiggly", "Redact")
    },
    **{
        f"a thing is laid on a page: {kind}": (
            note_behind(kind, **entries), f"an annotation ({kind}) on page 3 was laid on top"
        )
        for kind, entries in {
            "Ink": {"InkList": [[60, 600, 400, 600]]}, "Square": {"IC": [1, 1, 1]}, "Watermark": {},
            "FileAttachment": {"FS": {"Type": "/Filespec", "F": "other.pdf"}}, "Screen": {}, "Popup": {"Open": True},
        }.items()
    },
    "a note of somebody is laid on a page": (
        note_behind("Text", Contents="not on Fridays", T="A. Stranger"), "by A. Stranger “not on Fridays”"
    ),
    "a link without a picture is laid on a page": (
        note_behind("Link", A={"S": "/URI", "URI": "https://evil.example/"}),
        _TOP + "a link to https://evil.example/ was laid over page 3",
    ),
    "a link with a script is laid on a page": (
        note_behind("Link", A={"S": "/JavaScript", "JS": "app.alert(1)"}), "hidden: it has a script"
    ),
    "a link leads elsewhere": (redirected_link, "a link to https://evil.example/policy was laid over page 2"),
    "a link leads to another page": (moved_destination, _CANNOT),
    "a field is locked": (of_a_field("text/acknowledgement/1", Ff=1), "was set to be filled in or shown differently"),
    "a field is hidden": (of_a_field("text/acknowledgement/1", F=2), "was set to be filled in or shown differently"),
    "a field takes fewer letters": (
        of_a_field("text/acknowledgement/1", MaxLen=2), "was set to be filled in or shown differently"
    ),
    "a field acts": (
        of_a_field("text/acknowledgement/1", AA={"K": {"S": "/JavaScript", "JS": "app.alert(1)"}}), "hidden: it has"
    ),
    "a field gets another name": (of_a_field("text/acknowledgement/1", T="other"), "acknowledgement/1 was taken away"),
    "a field is read out otherwise": (
        of_a_field("text/acknowledgement/1", TU="I do not agree"), "acknowledgement/1 on page 5 was changed"
    ),
    "a field writes in white": (
        of_a_field("text/acknowledgement/1", DA="/F 0 Tf 1 g"), "acknowledgement/1 on page 5 was changed"
    ),
    "a form is put beside the form": (of_the_form(XFA="x"), "hidden: it has a second form"),
    "the form computes": (of_the_form(CO=[]), _TOP + "the form's CO"),
    "the form writes in white": (of_the_form(DA="/F 0 Tf 1 g"), _TOP + "the form's DA"),
    **{
        f"a field is added over the words: {kind}": (new_field(f"/{kind}"), "hidden: the field note lies on the words")
        for kind in ("Tx", "Btn", "Sig")
    },
    "a field of signing is added": (new_field("/Sig", (0, 0, 0, 0)), "the field note on page 3 was laid on top"),
    "a script is put among the names": (in_the_names("/JavaScript"), "hidden: it has a script"),
    "the destinations are others": (in_the_names("/Dests"), _CANNOT),
    "another file is attached": (another_attachment, "hidden: it carries other files: exceptions.txt"),
    "what may come after is taken out": (no_permissions, _CANNOT),
    "the table has the words elsewhere": (other_place, "file: file.pdf cannot be checked: it is damaged"),
    "the table has another catalogue": (other_root, "file: file.pdf cannot be checked: it is damaged"),
    "an object is written that no table lists": (unlisted_object, "that no table lists"),
    "a signature is emptied": (no_signature_bytes, "the signature counts for nothing: it cannot be read"),
    "a signature covers nothing": (nothing_covered, "headteacher: the signature counts for nothing"),
    "a signature covers more than there is": (everything_covered, "headteacher: the signature counts for nothing"),
    "a signature begins before the file": (negative_cover, "headteacher: the signature counts for nothing"),
    "a signature is of another format": (another_format, "headteacher: the signature does not fit"),
    "a signature is for another program": (another_filter, "headteacher: the signature does not fit"),
    "two signatures change places": (swapped_signatures, "chair: the signature does not fit"),
    "words come between a signature and its end": (wrapped_signature, "cannot be checked"),
}  # fmt: skip
# what changes the bytes of a signature, and cannot be done to a file without one
TO_SIGNATURES = {
    "what may come after is taken out", "a signature is emptied", "a signature covers nothing",
    "a signature covers more than there is", "a signature begins before the file", "a signature is of another format",
    "a signature is for another program", "two signatures change places", "words come between a signature and its end",
}  # fmt: skip
# what is said, and is no fault of a signed file by itself
REMARKED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "it calls itself newer": (newer_version, "it calls itself PDF 2.0 now, and was PDF 1.7"),
    "its fields are to be drawn anew": (of_the_form(NeedAppearances=True), "to draw the fields of its form again"),
    "nothing is updated": (empty_update, "an empty update of"),
}
BEFORE: dict[str, tuple[Change, str]] = {
    "words have no ink": (no_ink, "are drawn in an ink of its own, which may be white"),
    "words have a colour by its number": (white_by_index, "are drawn in an ink of its own, which may be white"),
    "words have a colour of another kind": (white_by_lab, "are drawn in an ink of its own, which may be white"),
    "the page says what a colour is": (other_default, "are drawn in an ink of its own, which may be white"),
    "words are blended away": (blended, "are drawn with an effect that changes their colour"),
    "words are turned to white by a curve": (transferred, "are drawn with an effect that changes their colour"),
    "words are faint": (faint_words, "are drawn in white, or nearly so"),
    "words are faint after another setting": (forgotten_state, "are drawn in white, or nearly so"),
    "words are pale yellow": (yellow_words, "are drawn in the colour of what lies behind them"),
    "words have another font by a setting": (font_by_state, "pages: page 3 says"),
    "words are cut off by a clip": (clipped_words, "are cut off"),
    "words are a clip": (clipping_text, "are not drawn"),
    "words are drawn and are a clip": (clipping_words, "are drawn in a pattern, or as outlines only"),
    "words are outlines": (outlined_words, "are drawn in a pattern, or as outlines only"),
    "words have a white rim": (stroked_letters, "are drawn in a pattern, or as outlines only"),
    "words are mirrored": (mirrored_words, "are turned, mirrored or squeezed"),
    "words are squeezed": (squeezed_words, "are turned, mirrored or squeezed"),
    "letters are piled up": (piled_letters, "are turned, mirrored or squeezed"),
    "letters are put on letters": (letters_on_letters, "are turned, mirrored or squeezed"),
    "the words of a page lie under a picture in a line": (inline_picture, "lie under something that was painted over"),
    "the words of a page lie under a layer": (hidden_layer_words, "lie under something that was painted over them"),
    "the words of a page lie under a wide line": (wide_line, "lie under something that was painted over them"),
    "the words of a page lie in fog": (faint_boxes, "lie under something that was painted over them"),
    "letters are drawn by hand": (drawn_letters, "pages: page "),
    "fonts lie above the page": (resources_above, "pages: page "),
    "a page was turned": (turned_before, "hidden: page 3 is turned"),
    "a page has units of its own": (unit_before, "hidden: page 3 is drawn in units of its own"),
    "a rule is read out twice": (tagged_twice, "pages: page 3 says “(a) call pupils"),
    "a rule is not read out": (untagged, "pages: the pages leave out “(a) call pupils"),
    "two rules are read out in another order": (swapped_tags, "pages: the pages leave out “(b) give pupils"),
    "words have an alternative": (alternative_words, "are read out and copied as “call pupils at any time”"),
    "words have an expansion": (expanded_words, "are read out and copied as “call pupils at any time”"),
    "words have an alternative on the page": (said_with_words, "are read out and copied as “not at all”"),
    "words are read out that nobody sees": (
        read_out_alone,
        "invisible words are read out and copied as “unless",
    ),
    "words are of another language": (other_tongue, "hidden: its tags say that words are in ja"),
    "the file is of another language": (other_language_before, "hidden: it says that its words are in fr"),
    "the tags have other meanings": (mapped_away, "hidden: its tags call LI something else (Artifact)"),
    "a bookmark says something else": (other_bookmark, "pages: the bookmark “Staff may call pupils at any time” is no"),
    "the title is another": (other_title, "fingerprint: the file calls itself Another policy"),
    "a link leads to a stranger": (evil_link, "which the edition does not name"),
    "a script is among the names": (script_in_names, "hidden: it has a script"),
    "there is a second form": (second_form, "hidden: it has a second form"),
    "a note without a picture is on a page": (
        quiet_note,
        "has an annotation of kind Text: “does not apply on Fridays”",
    ),
    "a field was filled in": (filled_before, "shows “Staff may call pupils”, but holds “Jo Bloggs”"),
    "an empty field lies on the words": (field_before, "hidden: the field note lies on the words"),
}
# what only the comparison with the engine's own file shows
DRAWN: dict[str, tuple[Change, str]] = {
    "letters change places in a font": (exchanged_letters, "drawn: a font of the file draws “"),
    "a font has the drawings of another": (other_program, "drawn: a font of the file draws “"),
}
