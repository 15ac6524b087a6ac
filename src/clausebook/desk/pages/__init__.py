"""The pages of the desk, each with its address and the right it needs."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response

from clausebook.desk.pages import (
    acts,
    clause,
    facts,
    home,
    kept,
    new,
    people,
    policy,
    question,
    sharing,
    signing,
    word,
)
from clausebook.desk.visit import PageRequest
from clausebook.model.bodies import Right

Page = Callable[[PageRequest], Response]

ROUTES: tuple[tuple[str, Page, Right, list[str]], ...] = (
    ("/", home.show, "read", ["GET"]),
    ("/you", home.person, "read", ["GET"]),
    ("/you", home.keep_person, "read", ["POST"]),
    ("/outside", home.outside, "read", ["GET"]),
    ("/outside", home.settle, "edit", ["POST"]),
    ("/school", facts.school, "read", ["GET"]),
    ("/school", facts.keep_school, "edit", ["POST"]),
    ("/people", people.show, "admin", ["GET"]),
    ("/people", people.change, "admin", ["POST"]),
    ("/undo", kept.undo, "edit", ["POST"]),
    ("/new", new.show, "edit", ["GET"]),
    ("/new", new.make, "edit", ["POST"]),
    ("/new/look", new.look, "edit", ["POST"]),
    ("/new/upstream", new.take_over, "edit", ["POST"]),
    ("/share", sharing.show, "read", ["GET"]),
    ("/share", sharing.send, "read", ["POST"]),
    ("/publish", sharing.publish_page, "read", ["GET"]),
    ("/publish", sharing.publish, "edit", ["POST"]),
    ("/policy/{policy}", policy.show, "read", ["GET"]),
    ("/policy/{policy}", policy.change, "edit", ["POST"]),
    ("/policy/{policy}/clause/{clause}", clause.show, "read", ["GET"]),
    ("/policy/{policy}/clause/{clause}", clause.change, "edit", ["POST"]),
    ("/policy/{policy}/question/{number}", question.show, "read", ["GET"]),
    ("/policy/{policy}/question/{number}", question.answer, "edit", ["POST"]),
    ("/policy/{policy}/about", facts.policy, "read", ["GET"]),
    ("/policy/{policy}/about", facts.keep_policy, "edit", ["POST"]),
    ("/policy/{policy}/kept", kept.show, "read", ["GET"]),
    ("/policy/{policy}/word", word.show, "read", ["GET"]),
    ("/policy/{policy}/word/{kind}.docx", word.send_out, "read", ["GET"]),
    ("/policy/{policy}/word", word.bring_back, "edit", ["POST"]),
    ("/policy/{policy}/word/take", word.take, "edit", ["POST"]),
    ("/policy/{policy}/act/{kind}", acts.show, "approve", ["GET"]),
    ("/policy/{policy}/act/{kind}", acts.step, "approve", ["POST"]),
    ("/policy/{policy}/sign", signing.show, "read", ["GET"]),
    ("/policy/{policy}/sign", signing.sign, "sign", ["POST"]),
    ("/policy/{policy}/sign/file", signing.hand_in, "sign", ["POST"]),
    ("/policy/{policy}/pdf/{edition}", signing.pdf, "read", ["GET"]),
)
