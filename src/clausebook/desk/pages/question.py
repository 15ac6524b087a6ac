"""A question that waits for the governors: its answer is kept, and it waits no longer."""

from __future__ import annotations

from starlette.responses import Response

from clausebook.desk.keeping import ChangeRequest, EditConflict, InvalidChange, keep
from clausebook.desk.plain_words import StatedReason, one_line
from clausebook.desk.reviewing import review_of
from clausebook.desk.visit import PageRequest, RefusedRequest, lead_to
from clausebook.desk.writing import field_lines, mapping_member, with_member
from clausebook.model.comparison.review import OpenQuestion
from clausebook.source.load import ANSWERS

HEAD = (
    "# yaml-language-server: $schema=../schema/answers.json\n# What was decided of the questions that changes asked.\n"
)


def show(asked: PageRequest) -> Response:
    """The question, who asked it and about what, and a box for the answer."""
    return _page(asked, _matter(asked))


def _matter(asked: PageRequest) -> OpenQuestion:
    found, number = review_of(asked, asked.policy.id), asked.path.get("number", "")
    matters = found[0].decisions if found else ()
    if not number.isdecimal() or int(number) >= len(matters):
        raise RefusedRequest("That question waits no longer", "The policy's page shows all that do.", 404)
    return matters[int(number)]


def _page(
    asked: PageRequest, matter: OpenQuestion, status: int = 200, faults: tuple[tuple[str, str], ...] = ()
) -> Response:
    titles = {one.id: one.title for one in asked.workspace.register.clauses if one.policy == asked.policy.id}
    clauses = [(id, titles[id]) for id in matter.clauses if id in titles]
    return asked.page(
        "question.html", status, policy=asked.policy, matter=matter, clauses=clauses, faults=faults, form=asked.form,
        seen=asked.workspace.repository.state.head, number=asked.path["number"],
    )  # fmt: skip


def answer(asked: PageRequest) -> Response:
    """Keep the answer."""
    matter = _matter(asked)
    if matter.words != asked.form.get("question", ""):
        raise RefusedRequest("That question waits no longer", "The policy's page shows all that do.")
    words = one_line(asked.form.get("answer", ""))
    if not words:
        return _page(asked, matter, 422, (("There is no answer yet", "Write what was decided, in a sentence."),))
    member = mapping_member(
        (f"policy: {asked.policy.id}",),
        field_lines("question", matter.words),
        field_lines("answer", words),
        (f'on: "{asked.visit.day.isoformat()}"',),
    )

    def made(text: str) -> str:
        start = text or HEAD
        if "answers:" not in start:
            return start + "\n".join(("answers:", *(f"  {line}" for line in member), ""))
        return with_member(start, (), "answers", 1_000_000, member)

    requested = ChangeRequest(
        what=f"Answer: {matter.words}",
        make=lambda read: {ANSWERS: made(read(ANSWERS))},
        seen=asked.form.get("seen", ""),
        why=StatedReason(reason=f"Decided: {words}"),
    )
    try:
        kept = keep(asked, requested)
    except (InvalidChange, RefusedRequest) as refused:
        return _page(asked, matter, 422, ((refused.what, refused.remedy),))
    except EditConflict:
        raise RefusedRequest("Somebody else answered a question at the same moment", "Send it once more.") from None
    return lead_to(f"/policy/{asked.policy.id}?kept={kept}")
