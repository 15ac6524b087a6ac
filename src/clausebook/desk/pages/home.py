"""The start page: every policy of the school with its state, and what is to be done."""

from __future__ import annotations

from starlette.responses import Response

from clausebook.app.standing import overviews
from clausebook.desk.asked import Asked
from clausebook.model.acts.words import due_line, policy_line


def show(asked: Asked) -> Response:
    """The page."""
    found = [
        {
            "one": one,
            "state": policy_line(one.status),
            "due": due_line(one.status.due, one.status.day) if one.status.due else "",
        }
        for one in overviews(asked.visit.root, asked.visit.day)
    ]
    return asked.page("home.html", policies=found, school=asked.workspace.school)
