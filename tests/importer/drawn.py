"""PDFs drawn by hand at the time of the test: words at places, gaps in place of blanks, pictures of pages."""

from __future__ import annotations

from dataclasses import dataclass, field

_FONTS = "/F1 4 0 R /F2 5 0 R"


@dataclass
class Drawing:
    """Pages of A4 on which each line is set at its place, from the lower left corner in points."""

    drawn: list[str] = field(default_factory=lambda: [""])
    notes: str = ""  # annotations of every page

    def text(self, x: float, y: float, words: str, size: float = 11, bold: bool = False) -> Drawing:
        """Words in one piece."""
        self.drawn[-1] += f"BT /F{1 + bold} {size} Tf {x} {y} Td ({words}) Tj ET\n"
        return self

    def gapped(self, x: float, y: float, words: str, size: float, gap: float) -> Drawing:
        """Words without blanks, moved apart by so much of the size of the type."""
        parts = f" {-gap * 1000:.0f} ".join(f"({word})" for word in words.split())
        self.drawn[-1] += f"BT /F1 {size} Tf {x} {y} Td [{parts}] TJ ET\n"
        return self

    def raw(self, operators: str) -> Drawing:
        """Anything else that a page can hold."""
        self.drawn[-1] += f"{operators}\n"
        return self

    def page(self) -> Drawing:
        """The next page."""
        self.drawn.append("")
        return self

    def picture(self) -> Drawing:
        """A page that is nothing but a picture."""
        if self.drawn[-1]:
            self.page()
        self.drawn[-1] = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x7f EI Q\n"
        return self

    def pdf(self) -> bytes:
        """The file."""
        count = len(self.drawn)
        pages = " ".join(f"{6 + 2 * at} 0 R" for at in range(count))
        objects = [
            "<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [3 0 R] /D << /OFF [3 0 R] >> >> >>",
            f"<< /Type /Pages /Kids [{pages}] /Count {count} >>",
            "<< /Type /OCG /Name (Draft) >>",  # a layer that is off: /OC /Off BDC … EMC
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        ]
        for at, drawn in enumerate(self.drawn):
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * at} 0 R "
                f"/Annots [{self.notes}] "
                f"/Resources << /Font << {_FONTS} >> /Properties << /Off 3 0 R >> >> >>"
            )
            objects.append(f"<< /Length {len(drawn.encode('latin-1'))} >>\nstream\n{drawn}endstream")
        made, places = b"%PDF-1.4\n", []
        for number, one in enumerate(objects, 1):
            places.append(len(made))
            made += f"{number} 0 obj\n{one}\nendobj\n".encode("latin-1")
        table = "".join(f"{place:010} 00000 n \n" for place in places)
        end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        end += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
        return made + end.encode("latin-1")
