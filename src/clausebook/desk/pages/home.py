"""The start page: each policy with its state, what is missing, what became of the law. And who sits here."""

from __future__ import annotations

from starlette.responses import Response

from clausebook.app.standing import dashboard_of
from clausebook.desk.pages.word import still_out
from clausebook.desk.plain_words import finding_in_words, in_plain_words, named_by, why_of
from clausebook.desk.visit import PageRequest, RefusedRequest, lead_to
from clausebook.errors import UserError
from clausebook.io.files import remove_file, write_files
from clausebook.io.git.identity import set_identity
from clausebook.model.acts.words import due_line, policy_line
from clausebook.model.finding import has_errors
from clausebook.text.dates import in_words


def show(asked: PageRequest) -> Response:
    """The page. Who sits here is asked first, once."""
    if not asked.visit.person.is_known and asked.visit.is_local:
        return lead_to("/you")
    workspace = asked.workspace
    outside = workspace.repository.changes()
    findings = workspace.check()
    if has_errors(findings):
        named = named_by(workspace.register)
        errors = [(one.place.file, *finding_in_words(one, named)) for one in findings if one.level == "error"]
        titles = {one.place.file: (one.policy, one.id, one.title) for one in workspace.register.clauses}
        listed = workspace.register.policies
        return asked.page("home_broken.html", errors=errors, titles=titles, policies=listed, outside=len(outside),
                          school=workspace.school)  # fmt: skip
    found = dashboard_of(workspace)
    rows = [
        {
            "one": one,
            "state": policy_line(one.status),
            "due": due_line(one.status.due, one.status.day) if one.status.due else "",
            "out": still_out(asked, one.id),
            "has_draft": workspace.register.policy(one.id) is not None,
        }
        for one in found.policies
    ]
    months = [(in_words(month), titles) for month, titles in found.months.items()]
    return asked.page("home.html", rows=rows, board=found, months=months, school=workspace.school, outside=len(outside))


def outside(asked: PageRequest) -> Response:
    """What was changed outside of the desk: to be kept, or to be taken back."""
    return asked.page("outside.html", paths=_outside(asked), faults=(), form=asked.form, reasons=())


def _outside(asked: PageRequest) -> list[tuple[str, str]]:
    titles = {one.place.file: f"the clause {one.title}" for one in asked.workspace.register.clauses}
    titles |= {one.place.file: f"the outline of {one.title}" for one in asked.workspace.register.policies}
    known = {"policy/school.yaml": "the school's facts", "policy/terms.yaml": "the glossary"}
    paths = asked.workspace.repository.changes()
    return [
        (path, (titles | known).get(path) or f"the file {path.rpartition('/')[2].rpartition('.')[0]}") for path in paths
    ]


def settle(asked: PageRequest) -> Response:
    """Keep it with a reason, or bring back what was there before."""
    from clausebook.desk.keeping import ChangeRequest, keep_outside

    workspace = asked.workspace
    repository = workspace.repository
    paths = repository.changes()
    if not paths:
        return lead_to("/")
    if asked.form.get("way") == "back":
        tree = repository.files_at(repository.state.head, paths)
        blobs = repository.blobs(tree.values())
        write_files(workspace.root, {path: blobs[blob] for path, blob in tree.items()})
        for path in paths:
            if path not in tree:
                remove_file(workspace.root, path)
        asked.audit(asked.visit, "took back what was changed outside", {"files": ", ".join(paths)})
        return lead_to("/")
    try:
        what, kept = "Keep what was changed outside of the desk", why_of(asked.form)
        keep_outside(asked, ChangeRequest(what=what, make=lambda read: {}, seen="", why=kept), paths)
    except RefusedRequest as refused:
        return asked.page("outside.html", 422, paths=_outside(asked), faults=((refused.what, refused.remedy),),
                          form=asked.form, reasons=())  # fmt: skip
    return lead_to("/")


def person(asked: PageRequest) -> Response:
    """The form."""
    return asked.page("you.html", fault=None, form={}, back=asked.query.get("back", "/"))


def keep_person(asked: PageRequest) -> Response:
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
