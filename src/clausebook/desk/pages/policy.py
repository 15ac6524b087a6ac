"""One policy: the draft as a whole, its outline, and what is to be done."""

from __future__ import annotations

from starlette.responses import Response

from clausebook.desk.asked import Asked
from clausebook.model.edition import DRAFT
from clausebook.resolve.resolve import resolve


def show(asked: Asked) -> Response:
    """The page."""
    edition = resolve(asked.workspace.register, asked.policy.id, DRAFT)
    return asked.page("policy.html", policy=asked.policy, edition=edition, kept=asked.query.get("kept", ""))
