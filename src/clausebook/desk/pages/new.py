"""A new policy: empty, or from a Word file, an OpenDocument or PDF file, or a web page."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from jinja2 import TemplateError
from starlette.responses import Response

from clausebook.app.importing import REPORTS, import_document
from clausebook.desk.changes import words_of
from clausebook.desk.keeping import ChangeRequest, EditConflict, InvalidChange, keep
from clausebook.desk.outline import clause_text, new_id
from clausebook.desk.plain_words import in_plain_words, why_of
from clausebook.desk.visit import PageRequest, RefusedRequest, lead_to
from clausebook.desk.writing import field_lines, mapping_member, nested
from clausebook.errors import UserError
from clausebook.history.adoption import register_at
from clausebook.importer.report import markdown
from clausebook.io.git.sharing import HEAD
from clausebook.model.policy import RESERVED, RESERVED_FILES, Policy
from clausebook.model.register import Register
from clausebook.resolve.resolve import wordings
from clausebook.text.dates import MONTHS
from clausebook.text.phrases import counted


def show(asked: PageRequest) -> Response:
    """The form."""
    return _page(asked)


def _page(asked: PageRequest, status: int = 200, faults: tuple[tuple[str, str], ...] = ()) -> Response:
    register = asked.workspace.register
    roles = register.school.roles if register.school else {}
    _, theirs = _upstream(asked)
    return asked.page(
        "new.html", status, faults=faults, form=asked.form, months=MONTHS, roles=roles, reasons=(),
        bodies=register.bodies.bodies, upstream=theirs, follows=register.upstream is not None,
    )  # fmt: skip


def make(asked: PageRequest) -> Response:
    """Keep the new policy, or show the form again with what is in the way."""
    title = words_of(asked.form.get("title", ""))
    try:
        if not title:
            raise RefusedRequest("The policy has no title yet", "Write what it is called.")
        id = new_id(title, _taken(asked), "policy")
        files, said = _from_file(asked, id) if asked.files.get("file") else (_empty(asked, id, title), "")
        # a document is taken as it is: what is wrong in it is shown on the policy's page
        requested = ChangeRequest(what=f"Begin the policy {title}", make=lambda read: files, seen="",
                                  why=why_of(asked.form), insists=not said)  # fmt: skip
        kept = keep(asked, requested)
    except (RefusedRequest, InvalidChange) as refused:
        return _page(asked, 422, ((refused.what, refused.remedy),))
    except EditConflict:
        return _page(asked, 409, (("There is such a policy already", "Choose another title."),))
    except UserError as error:
        return _page(asked, 422, (in_plain_words(error),))
    if said:
        return asked.page("imported.html", policy=id, said=said, kept=kept)
    return lead_to(f"/policy/{id}?kept={kept}")


def _upstream(asked: PageRequest) -> tuple[str, dict[str, str]]:
    """Upstream's newest commit that is here, and the policies it has that this school does not: id to title."""
    if asked.workspace.register.upstream is None:
        return "", {}
    repository = asked.workspace.repository
    try:
        commit = repository.commit_of(HEAD)
    except UserError:
        return "", {}
    theirs = register_at(repository, commit, as_of=asked.visit.day)
    taken = _taken(asked)
    return commit, {one.id: _title(theirs, one) for one in theirs.policies if one.id not in taken}


def _title(register: Register, policy: Policy) -> str:
    try:
        return wordings(register, policy.id)[1](policy.title)
    except (TemplateError, KeyError, ValueError):
        return policy.title


def look(asked: PageRequest) -> Response:
    """Fetch what upstream has by now, and show the form again."""
    mark = asked.workspace.register.upstream
    if mark is None:
        raise RefusedRequest("These policies come from no other school", "Begin an empty policy, or bring in a file.")
    asked.workspace.repository.fetch(mark.address)
    return lead_to("/new")


def take_over(asked: PageRequest) -> Response:
    """A policy of upstream's becomes a draft of this school; no approval comes with it."""
    commit, known = _upstream(asked)
    id = asked.form.get("upstream", "")
    try:
        if id not in known:
            raise RefusedRequest("Upstream has no such policy that is not here", "Choose one from the list.")
        read = asked.workspace.repository.read(commit)
        mine = {path: data.decode("utf-8") for path, data in read.items() if path.startswith(f"clauses/{id}/")}
        files = {f"policy/{id}.yaml": read[f"policy/{id}.yaml"].decode("utf-8"), **mine}
        requested = ChangeRequest(
            what=f"Take over the policy {known[id]}", make=lambda _: files, seen="", why=why_of(asked.form)
        )
        kept = keep(asked, requested)
    except (RefusedRequest, InvalidChange) as refused:
        return _page(asked, 422, ((refused.what, refused.remedy),))
    return lead_to(f"/policy/{id}?kept={kept}")


def _taken(asked: PageRequest) -> set[str]:
    register = asked.workspace.register
    known = {one.id for one in register.policies} | {one.policy for one in register.acts}
    known |= {one.policy for one in (*register.clauses, *register.omitted)}
    return known | set(RESERVED | RESERVED_FILES | {"approvals"})


def _empty(asked: PageRequest, id: str, title: str) -> dict[str, str | None]:
    form = asked.form
    clauses = {one.id for one in asked.workspace.register.clauses}
    heading = words_of(form.get("clause", "")) or "Introduction"
    clause = new_id(heading, clauses)
    lines = ["# yaml-language-server: $schema=../schema/policy.json", f"id: {id}", *field_lines("title", title)]
    if owner := asked.text("owner"):
        lines.append(f"owner: {owner}")
    if body := asked.text("body"):
        lines += field_lines("approving_body", body)
    if (month := asked.text("month")) in MONTHS:
        lines.append(f"review_month: {MONTHS.index(month) + 1}")
    if signs := asked.text("signs"):
        lines += nested("signatories", [(f"- role: {signs}",)])
    lines += nested("outline", [mapping_member((f"opening: {clause}",))])
    if {owner, signs} - {"", *_roles(asked)}:
        raise RefusedRequest("The school has no such role", "Choose one from the list.")
    text = clause_text(clause, heading, form.get("words", ""))
    return {f"policy/{id}.yaml": "\n".join([*lines, ""]), f"clauses/{id}/{clause}.yaml": text}


def _roles(asked: PageRequest) -> set[str]:
    school = asked.workspace.register.school
    return set(school.roles) if school else set()


def _from_file(asked: PageRequest, id: str) -> tuple[dict[str, str | None], str]:
    upload = asked.files["file"]
    name = re.sub(r"[^\w. -]", "_", Path(upload.name.replace("\\", "/")).name)[-80:] or "document.docx"
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        path = Path(folder) / name
        path.write_bytes(upload.data)
        made = import_document(asked.visit.root, path, id, asked.visit.day, dry_run=True)
    files: dict[str, str | None] = dict(made.importation.files)
    files[f"{REPORTS}/{id}.md"] = markdown(made.importation)
    clauses = sum(path.startswith("clauses/") for path in files)
    doubts = sum(one.level != "note" for one in made.checkup.findings)
    return (
        files,
        f"{counted(clauses, 'clause was', 'clauses were')} made, with {counted(doubts, 'finding')} to look at.",
    )
