"""Asks who sits at the desk, once: changes are kept under that name."""

from __future__ import annotations

from starlette.responses import Response

from clausebook.desk.asked import Asked, lead_to
from clausebook.desk.plain_words import in_plain_words
from clausebook.errors import UserError
from clausebook.io.git.identity import set_identity


def show(asked: Asked) -> Response:
    """The form."""
    return asked.page("you.html", fault=None, form={}, back=asked.query.get("back", "/"))


def keep_person(asked: Asked) -> Response:
    """Keep name and address in the settings of this working copy."""
    back = asked.form.get("back", "/")
    if not asked.visit.is_local:
        return lead_to("/")
    try:
        set_identity(asked.visit.root, asked.form.get("name", ""), asked.form.get("email", ""))
    except UserError as error:
        return asked.page("you.html", 422, fault=in_plain_words(error), form=asked.form, back=back)
    asked.audit(asked.visit, "said who they are", {"email": asked.text("email")})
    return lead_to(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/")
