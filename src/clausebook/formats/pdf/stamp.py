"""Stamp -> Typst source of the little page that is drawn in a signature field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from clausebook.formats.pdf.markup import environment
from clausebook.model.approvals.signing import SignatureAppearance

TEMPLATE = "templates/pdf/stamp.typ"


def drawn(stamp: SignatureAppearance, templates: Mapping[str, bytes]) -> str:
    """The source, for Typst to draw."""
    values = {**asdict(stamp), "width": round(stamp.width), "height": round(stamp.height)}
    return environment(templates).get_template(TEMPLATE).render(stamp=values)
