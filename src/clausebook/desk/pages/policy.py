"""One policy: the draft as a whole with its outline, what is to be done, and what the governors can decide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.responses import Response

from clausebook.desk import outline
from clausebook.desk.keeping import ChangeRequest, EditConflict, Files, InvalidChange, keep
from clausebook.desk.outline import OutlineLine
from clausebook.desk.pages.word import still_out
from clausebook.desk.plain_words import finding_in_words, last_reasons, named_by, why_of
from clausebook.desk.reviewing import ToDo, findings_of, may_resolve, todo
from clausebook.desk.visit import PageRequest, RefusedRequest, lead_to
from clausebook.errors import UserError
from clausebook.model.edition import DRAFT, Edition
from clausebook.model.policy import Policy
from clausebook.model.register import Register
from clausebook.resolve.resolve import resolve
from clausebook.text.dates import in_words

DOES = ("new-clause", "new-section", "move", "remove", "rename")


def show(asked: PageRequest) -> Response:
    """The page; with `do` and `at` in the address a form below that line of the outline."""
    return _page(asked, do=asked.query.get("do", ""), at=asked.query.get("at", ""))


def _page(asked: PageRequest, status: int = 200, faults: tuple[tuple[str, str], ...] = (), **more: str) -> Response:
    register = asked.workspace.register
    if not may_resolve(register, asked.policy.id):
        return asked.page("broken.html", policy=asked.policy, todo=_todo(asked))
    edition = resolve(register, asked.policy.id, DRAFT)
    lines = outline.lines_of(asked.policy, edition)
    line = outline.line_at(lines, more.get("at", ""))
    do = more.get("do", "") if line and more.get("do") in DOES and asked.visit.may("edit") else ""
    values: dict[str, Any] = {
        "policy": asked.policy,
        "edition": edition,
        "passages": {one.id: one for one in edition.passages},
        "lines": lines,
        "line": line,
        "do": do,
        "goals": tuple(outline.goals(line, lines)) if line and do == "move" else (),
        "seen": asked.workspace.repository.state.head,
        "reasons": last_reasons(register, asked.policy.id),
        "form": asked.form,
        "faults": faults,
        "todo": _todo(asked),
        "kept": asked.query.get("kept", ""),
        "whole": tuple(_whole(asked, edition)),
        "has_approval": bool(asked.workspace.approved_of(asked.policy.id)),
    }
    return asked.page("policy.html", status, **values)


def _todo(asked: PageRequest) -> tuple[ToDo, ...]:
    """All that is to be done for the review, Word files that are not back among it."""
    word = f"/policy/{asked.policy.id}/word"
    sent = still_out(asked, asked.policy.id)
    out = (f"{one['file']} was sent out on {in_words(one['on'])}, and is not back." for one in sent)
    return (*todo(asked, asked.policy), *(ToDo(what, word) for what in out))


def _whole(asked: PageRequest, edition: Edition) -> Iterator[tuple[str, str, str]]:
    """The findings that are about no clause of the draft."""
    clauses, named = {one.source for one in edition.passages}, named_by(asked.workspace.register)
    for one in findings_of(asked.workspace, asked.policy.id):
        if one.place.file not in clauses and one.level != "note":
            yield (one.level, *finding_in_words(one, named))


def change(asked: PageRequest) -> Response:
    """Keep what the form asks for, or show it again with what is in the way."""
    form = asked.form
    policy, edition = _as_seen(asked)
    lines = outline.lines_of(policy, edition)
    line = outline.line_at(lines, form.get("at", ""))
    if line is None or line.id != form.get("id", ""):
        raise RefusedRequest("This page is too old", "Open it again: what you wrote is below.")
    try:
        what, files = _asked_for(asked, line, lines)
        kept = keep(asked, ChangeRequest(what=what, make=files, seen=form.get("seen", ""), why=why_of(form)))
    except EditConflict:
        return _page(asked, 409, (("Somebody else changed the same place", "Look at it as it is now, and try again."),))
    except (InvalidChange, RefusedRequest) as refused:
        return _page(asked, 422, ((refused.what, refused.remedy),), do=form.get("do", ""), at=form.get("at", ""))
    return lead_to(f"/policy/{policy.id}?kept={kept}#outline")


def _as_seen(asked: PageRequest) -> tuple[Policy, Edition]:
    from clausebook.history.adoption import register_at

    repository, seen = asked.workspace.repository, asked.form.get("seen", "")
    register: Register = asked.workspace.register
    if seen != repository.state.head:
        try:
            register = register_at(repository, repository.commit_of(seen), as_of=asked.visit.day)
        except UserError:
            raise RefusedRequest("This page is too old", "Open it again: what you wrote is below.") from None
    policy = register.policy(asked.policy.id)
    if policy is None:
        raise RefusedRequest("This page is too old", "Open it again: what you wrote is below.")
    return policy, resolve(register, policy.id, DRAFT)


def _asked_for(asked: PageRequest, line: OutlineLine, lines: tuple[OutlineLine, ...]) -> tuple[str, Any]:
    form, policy = asked.form, asked.policy
    path = policy.place.file
    match form.get("do"):
        case "new-clause":
            id = _new_clause(asked)
            text = outline.clause_text(id, form.get("title", ""), form.get("words", ""))
            return f"Add the clause {form.get('title', '')}", lambda read: {
                path: outline.with_clause(read(path), line, id),
                f"clauses/{policy.id}/{id}.yaml": text,
            }
        case "new-section":
            id = _new_clause(asked)
            text = outline.clause_text(id, form.get("title", ""), form.get("words", ""))
            taken = {*policy.clauses, *(one.id for one in policy.outline if one.id), id}
            section = outline.new_id(form.get("section", ""), taken, "section")
            if not asked.text("section"):
                raise RefusedRequest("The section has no title yet", "Write what it is about.")
            return f"Add the section {asked.text('section')}", lambda read: {
                path: outline.with_section(read(path), line, section, form.get("section", ""), id),
                f"clauses/{policy.id}/{id}.yaml": text,
            }
        case "rename":
            if line.kind != "section":
                raise RefusedRequest(
                    "This section bears the title of its first clause", "Edit the title of that clause."
                )
            return f"Rename the {line.name}", lambda read: {
                path: outline.retitled(read(path), line, form.get("title", ""))
            }
        case "move":
            return f"Move the {line.name}", lambda read: {
                path: outline.relocated(read(path), line, form.get("to", ""), lines)
            }
        case "remove":
            return f"Remove the {line.name}", lambda read: _removed(read(path), path, line, policy)
        case _:
            raise RefusedRequest("The desk does not know what is to be done", "Open the page again.")


def _new_clause(asked: PageRequest) -> str:
    known = {one.id for one in (*asked.workspace.register.clauses, *asked.workspace.register.omitted)}
    return outline.new_id(asked.form.get("title", ""), known)


def _removed(text: str, path: str, line: OutlineLine, policy: Policy) -> Files:
    if line.kind == "section":
        raise RefusedRequest("The section is not empty", "Move or remove its clauses first: it goes with the last one.")
    files: dict[str, str | None] = {f"clauses/{policy.id}/{line.id}.yaml": None}
    if outline.is_empty_without(text, line):  # the section goes with its last clause
        from clausebook.desk.writing import without_member

        files[path] = without_member(text, ("outline", line.section))
    else:
        files[path] = outline.without(text, line)
    return files
