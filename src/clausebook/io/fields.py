"""PDF -> the same PDF with form fields: each link to `field:<kind>/<name>?<description>` becomes a tagged widget.

The typesetter knows nothing of forms, but an empty link has all that a field needs: a rectangle, a place in the tags
and its turn in the reading order. Kinds are `sig`, `text`, `date` and `tick`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

SCHEME = "field:"
FONT = "/Typing"  # what the fields call the font that is typed with
PRINTED, LOCKED = 4, 128  # flags of an annotation
ARCHIVE = "archive"  # beside each signature waits an unseen field for the timestamp that keeps it checkable
_SIZE = 10.5  # of what is typed, in points


def with_fields(pdf: bytes, typing_font: Callable[[Pdf], Object]) -> bytes:
    """The PDF with its fields; itself where it has none. `typing_font` puts the font into it that is typed with.

    The same input gives the same bytes. Raises ValueError for a field that the layout broke in two or made twice.
    """
    import pikepdf

    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        if not any(_links(opened)):
            return pdf
        form = _AcroForm(opened)
        for page, link in list(_links(opened)):
            form.turn(page, link)
        form.finish(typing_font)
        opened.save(
            made,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            fix_metadata_version=False,
        )
    return made.getvalue()


def _links(pdf: Pdf) -> Iterator[tuple[Any, Any]]:
    for page in pdf.pages:
        for note in page.obj.get("/Annots", ()):
            if "/A" in note and str(note.A.get("/URI", "")).startswith(SCHEME):
                yield page.obj, note


class _AcroForm:
    """The form of one PDF while it is made."""

    def __init__(self, pdf: Pdf) -> None:
        import pikepdf

        self.pdf = pdf
        self.tags = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        self.fields: dict[str, Any] = {}
        self.types_text = False

    def turn(self, page: Any, note: Any) -> None:
        """Make a field of a link."""
        import pikepdf

        target, _, described = str(note.A.URI).removeprefix(SCHEME).partition("?")
        kind = target.partition("/")[0]
        for key in ("/A", "/Contents", "/Border"):
            del note[key]
        note.Subtype = pikepdf.Name.Widget
        note.F = pikepdf.Object.parse(str(PRINTED).encode())
        note.P = page
        note.TU = pikepdf.String(unquote(described))
        element = self._element(note, target)
        match kind:
            case "sig":
                note.FT = pikepdf.Name.Sig
                note.AP = pikepdf.Dictionary(N=self._drawing(note, b""))
            case "tick":
                self._tick(note)
            case _:
                self.types_text = True
                note.FT = pikepdf.Name.Tx
                note.DA = pikepdf.String(f"{FONT} {_SIZE} Tf 0 g")
                note.V = pikepdf.String("")
                note.AP = pikepdf.Dictionary(N=self._drawing(note, b"/Tx BMC\nEMC\n"))
        self._keep(target, note)
        if kind == "sig":
            self._archive(page, element, target)

    def _keep(self, name: str, note: Any) -> None:
        import pikepdf

        if name in self.fields or "." in name:  # a dot would make it a field inside a field
            raise ValueError(f"not the name of one field: {name}")
        note.T = pikepdf.String(name)
        self.fields[name] = note

    def _element(self, note: Any, name: str) -> Any:
        """The link's element in the tags, made the element of a form field with the widget as its only content."""
        import pikepdf

        element = self.tags[int(note.StructParent)]
        inside = list(element.K) if isinstance(element.K, pikepdf.Array) else [element.K]
        if len(inside) != 1:
            raise ValueError(f"the field {name} has words in it, or is on two pages")
        element.S = pikepdf.Name.Form
        # Not an array: filling in a field whose element has one counts as a change of the tags, and breaks signatures.
        element.K = self.pdf.make_indirect(inside[0])
        return element

    def _drawing(self, note: Any, content: bytes) -> Any:
        """A drawing of the size of the field."""
        import pikepdf

        left, bottom, right, top = (float(edge) for edge in note.Rect)
        box = [0, 0, round(right - left, 4), round(top - bottom, 4)]
        return self.pdf.make_stream(
            content, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=box, Resources=pikepdf.Dictionary()
        )

    def _tick(self, note: Any) -> None:
        """A box to tick: the tick is drawn, because fonts of ticks are not to be had everywhere."""
        import pikepdf

        drawing = self._drawing(note, b"")
        side = float(drawing.BBox[2])
        strokes = ((0.18, 0.52, "m"), (0.42, 0.24, "l"), (0.84, 0.80, "l"))
        path = " ".join(f"{side * x:.3f} {side * y:.3f} {step}" for x, y, step in strokes)
        ticked = self._drawing(note, f"{side * 0.14:.3f} w 1 J 1 j {path} S\n".encode())
        note.FT = pikepdf.Name.Btn
        note.AP = pikepdf.Dictionary(N=pikepdf.Dictionary(Off=drawing, Yes=ticked))
        note.AS = note.V = pikepdf.Name.Off

    def _archive(self, page: Any, element: Any, name: str) -> None:
        """A field of no size for a timestamp of the archive: made when it is needed, it would have no tag."""
        import pikepdf

        number = int(self.pdf.Root.StructTreeRoot.ParentTreeNextKey)
        self.pdf.Root.StructTreeRoot.ParentTreeNextKey = number + 1
        note = self.pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Sig,
                F=PRINTED | LOCKED,
                P=page,
                Rect=[0, 0, 0, 0],
                StructParent=number,
                TU=pikepdf.String(f"Timestamp of the archive for the {str(element.K.Obj.TU).lower()}"),
            )
        )
        page.Annots.append(note)
        content = pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Obj=note, Pg=page)
        beside = self.pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.StructElem,
                S=pikepdf.Name.Form,
                P=element.P,
                Pg=page,
                K=self.pdf.make_indirect(content),
            )
        )
        element.P.K.append(beside)
        self.tags[number] = beside
        self._keep(f"{ARCHIVE}/{name.partition('/')[2]}", note)

    def finish(self, typing_font: Callable[[Pdf], Object]) -> None:
        """Tell the reader of the fields."""
        import pikepdf

        form = pikepdf.Dictionary(Fields=pikepdf.Array(list(self.fields.values())))
        if self.types_text:
            form.DR = pikepdf.Dictionary(Font=pikepdf.Dictionary({FONT: typing_font(self.pdf)}))
            form.DA = pikepdf.String(f"{FONT} {_SIZE} Tf 0 g")
        self.pdf.Root.AcroForm = self.pdf.make_indirect(form)
