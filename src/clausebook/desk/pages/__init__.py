"""The pages of the desk, each with its address and the right it needs."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response

from clausebook.desk.asked import Asked
from clausebook.desk.pages import clause, home, person, policy, undoing
from clausebook.desk.visit import Right

Page = Callable[[Asked], Response]

ROUTES: tuple[tuple[str, Page, Right, list[str]], ...] = (
    ("/", home.show, "read", ["GET"]),
    ("/you", person.show, "read", ["GET"]),
    ("/you", person.keep_person, "edit", ["POST"]),
    ("/undo", undoing.undo, "edit", ["POST"]),
    ("/policy/{policy}", policy.show, "read", ["GET"]),
    ("/policy/{policy}/clause/{clause}", clause.show, "read", ["GET"]),
    ("/policy/{policy}/clause/{clause}", clause.change, "edit", ["POST"]),
)
