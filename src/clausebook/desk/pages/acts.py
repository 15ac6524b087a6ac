"""Approve, review, ratify, correct, withdraw: what is in the way, one question a page, check your answers, done."""

from __future__ import annotations

import re

from starlette.responses import Response

from clausebook.desk.acts import DONE, TITLES, ActQuestion, answers_of, in_the_way, kind_of, perform, questions
from clausebook.desk.plain_words import obstacles_in_words
from clausebook.desk.reviewing import review_of
from clausebook.desk.visit import PageRequest
from clausebook.errors import UserError
from clausebook.text.dates import in_words


def show(asked: PageRequest) -> Response:
    """What the act is, and what is in its way before anything is asked."""
    kind = kind_of(asked)
    found = questions(asked, kind)
    likely = {one.name: one.likely or ("" if one.optional else "-") for one in found}
    stands = in_the_way(asked, kind, likely) if kind in ("approved", "reviewed", "withdrawn") else ()
    review = review_of(asked, asked.policy.id) if kind == "approved" else None
    open_questions = tuple(one.words for one in review[0].decisions) if review else ()
    return asked.page(
        "act_begin.html", policy=asked.policy, kind=kind, title=TITLES[kind], stands=stands, open=open_questions
    )


def step(asked: PageRequest) -> Response:
    """The next question, the answers to be checked, or the act done."""
    kind = kind_of(asked)
    found, answers = questions(asked, kind), answers_of(asked, kind)
    wanted = asked.form.get("step", "0")
    number = int(wanted) if wanted.isdecimal() and int(wanted) <= len(found) else 0
    for spot, one in enumerate(found[:number]):  # an answer that is missing is asked for first
        if not answers.get(one.name) and not one.optional:
            return _ask(asked, spot, found, answers, "An answer is needed here." if one.name in asked.form else "")
    if number < len(found):
        return _ask(asked, number, found, answers)
    if asked.form.get("done") and asked.visit.person.is_known:
        return _done(asked, answers)
    return _check(asked, found, answers, in_the_way(asked, kind, answers))


def _ask(
    asked: PageRequest, number: int, found: tuple[ActQuestion, ...], answers: dict[str, str], fault: str = ""
) -> Response:
    kind = kind_of(asked)
    one = found[number]
    others = {name: text for name, text in answers.items() if name != one.name}
    value = answers.get(one.name, one.likely)
    return asked.page(
        "act_question.html", 422 if fault else 200, policy=asked.policy, kind=kind, title=TITLES[kind], one=one,
        number=number, last=len(found), answers=others, value=value, fault=fault,
        checking=bool(asked.form.get("checking")),
    )  # fmt: skip


def _check(
    asked: PageRequest, found: tuple[ActQuestion, ...], answers: dict[str, str], stands: tuple[tuple[str, str], ...]
) -> Response:
    kind = kind_of(asked)
    said = {one.name: answers.get(one.name, "") for one in found}
    shown = [(one, dict(one.choices).get(said[one.name], _in_words(said[one.name]))) for one in found]
    return asked.page(
        "act_check.html", 422 if stands else 200, policy=asked.policy, kind=kind, title=TITLES[kind], shown=shown,
        answers=answers, stands=stands, last=len(found),
    )  # fmt: skip


def _in_words(said: str) -> str:
    """A day as it is said; everything else as it was typed."""
    return in_words(said) if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])(-\d\d)?", said) else said


def _done(asked: PageRequest, answers: dict[str, str]) -> Response:
    kind = kind_of(asked)
    try:
        plan = perform(asked, kind, answers, dry_run=False)
    except UserError as error:
        return _check(asked, questions(asked, kind), answers, obstacles_in_words(error))
    asked.audit(asked.visit, kind, {"policy": asked.policy.id, **answers})
    return asked.page(
        "act_done.html", policy=asked.policy, kind=kind, title=TITLES[kind], done=DONE[kind], notes=plan.notes,
        edition=answers.get("edition", ""),
    )  # fmt: skip
