"""Keeps a change: made in the files as the person saw them, merged with what they are now, checked, and recorded.

Each Keep is one commit through the one transaction, so that a kill at any moment leaves all of it or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace

from clausebook.app.workspace import Workspace
from clausebook.desk.plain_words import StatedReason, finding_in_words, in_plain_words, message
from clausebook.desk.visit import PageRequest, RefusedRequest
from clausebook.errors import UserError
from clausebook.io.git import open_repository
from clausebook.io.git.state import WATCHED
from clausebook.lint.run import errors
from clausebook.merge import merge_file
from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.model.upstream import CannotMergeError
from clausebook.source.load import load
from clausebook.text.records import dataclass
from clausebook.word_review.edits import NoPlaceError

Files = Mapping[str, str | None]
Make = Callable[[Callable[[str], str]], Files]
AT_ONCE = "Somebody is keeping something else at this moment"


@dataclass(frozen=True, kw_only=True)
class ChangeRequest:
    """A change that is to be kept.

    `make` is handed what reads a file as the person saw it, and gives the files as they are to be. `seen` is the state
    that the person saw. `what` says what is done, in words. `text` is the text that is changed, as it was seen.
    """

    what: str
    make: Make
    seen: str
    why: StatedReason
    text: str = ""
    path: str = ""
    more: tuple[str, ...] = ()
    insists: bool = field(default=True)


class EditConflict(Exception):  # noqa: N818 (two people wrote at once: that is not a mistake)
    """Somebody else changed the same text since the person saw it. `now` is the file as it is, `merged` with both."""

    def __init__(self, path: str, now: str, merged: str | None) -> None:
        super().__init__(path)
        self.path, self.now, self.merged = path, now, merged


class InvalidChange(RefusedRequest):
    """The change would bring in errors: which, in words."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        said = [" ".join(filter(None, finding_in_words(one))) for one in findings]
        super().__init__("This cannot be kept yet", " ".join(said))
        self.findings = findings


def keep(asked: PageRequest, requested: ChangeRequest) -> str:
    """Keep it; the name of what was kept. Raises Clash, Faulty, and RefusedRequest for all else that is in the way."""
    _insist_on_why(asked, requested)
    workspace = asked.workspace
    repository = workspace.repository
    files = _made(workspace, requested)
    if not files:
        raise RefusedRequest("Nothing was changed", "The words are the same as before.")
    insist_on_right(asked, files)
    _insist_on_clean(workspace, files)
    if requested.insists:
        _insist_on_sound(workspace, files)
    data = {path: None if text is None else text.encode("utf-8") for path, text in files.items()}
    try:
        made = repository.commit_files(
            data, message(requested.what, requested.why, requested.more), asked.visit.person.author
        )
    except UserError as error:
        if open_repository(workspace.root).state.head != repository.state.head:
            raise RefusedRequest(AT_ONCE, "Wait a moment, and keep it again.") from error
        raise RefusedRequest(*in_plain_words(error)) from error
    asked.audit(asked.visit, "kept", {"what": requested.what, "change": made, "files": ", ".join(sorted(files))})
    return made


def _insist_on_why(asked: PageRequest, requested: ChangeRequest) -> None:
    asked.insist_on_person()
    if not requested.why.reason:
        raise RefusedRequest(
            "Why is this changed?", "Write the reason in a sentence: governors read it beside the change."
        )
    if requested.why.is_too_long:
        raise RefusedRequest("That is too long to be read beside a change", "Say it in a sentence or two.")


def _made(workspace: Workspace, requested: ChangeRequest) -> dict[str, str | None]:
    """The files that change, merged with what others kept in the meantime."""
    repository, head = workspace.repository, workspace.repository.state.head
    try:
        seen = repository.commit_of(requested.seen) if requested.seen not in ("", head) else head
    except UserError:
        raise RefusedRequest("This page is too old", "Open it again: what you wrote is below.") from None
    if seen != head and not repository.is_ancestor(seen, head):
        raise RefusedRequest("This page is too old", "Open it again: what you wrote is below.")
    try:
        wished = requested.make(lambda path: repository.text_at(seen, path))
    except (NoPlaceError, CannotMergeError) as error:
        raise RefusedRequest(
            "This cannot be changed here", "The technician can change it where it is written."
        ) from error
    files: dict[str, str | None] = {}
    for path, text in wished.items():
        base, now = repository.text_at(seen, path), repository.text_at(head, path)
        if text == base or (text is None and not base):
            continue
        files[path] = text if base == now else _merged(requested, path, (base, now, text))
    return {path: text for path, text in files.items() if text != repository.text_at(head, path)}


def _merged(requested: ChangeRequest, path: str, versions: tuple[str, str, str | None]) -> str | None:
    base, now, mine = versions
    if mine is None or not now:
        raise EditConflict(path, now, None)
    try:
        merged = merge_file(path, base, now, mine)
    except CannotMergeError:
        raise EditConflict(path, now, None) from None
    if not merged.clean:
        raise EditConflict(path, now, None)
    if path == requested.path and requested.text and not _still_says(now, requested.text):
        raise EditConflict(path, now, merged.text)
    return merged.text


def _still_says(text: str, words: str) -> bool:
    """Whether a text of the file is still the one that was changed."""
    from clausebook.merge.tree import YamlNode, read_tree

    def texts(node: YamlNode) -> bool:
        return node.text == words if node.kind == "text" else any(texts(entry.node) for entry in node.entries)

    return texts(read_tree(text).root)


def insist_on_right(asked: PageRequest, paths: Iterable[str]) -> None:
    """Raise RefusedRequest where the person may not change one of these files."""
    if any(path.startswith(asked.visit.protected) for path in paths):
        raise RefusedRequest("You may not change that", "Ask the person who looks after the desk.", 403)


def _insist_on_clean(workspace: Workspace, files: Files) -> None:
    """Raise RefusedRequest where a file that is to change was changed outside of the desk."""
    state = workspace.repository.state
    watched = all(path.startswith(WATCHED) for path in files)
    dirty = [path for path in (state.dirty if watched else workspace.repository.changes()) if path in files]
    if dirty:
        raise RefusedRequest(
            "This text was changed outside of the desk, and that is not kept yet",
            "The start page shows such changes, and keeps them or takes them back.",
        )


def _insist_on_sound(workspace: Workspace, files: Files) -> None:
    """Raise Faulty where the change would bring in an error that is not there now."""
    after = errors(changed(workspace.register, files))
    before = {_key(one) for one in workspace.findings if one.level == "error"} if after else set()
    new = tuple(one for one in after if _key(one) not in before)
    if new:
        raise InvalidChange(new)


def changed(register: Register, files: Files) -> Register:
    """The register as it would be with these files."""
    data = {path: content for path, content in register.files.items() if files.get(path, "") is not None}
    data |= {path: text.encode("utf-8") for path, text in files.items() if text is not None and _is_data(path)}
    made = load(data, register.as_of)
    return replace(made, acts=register.acts, approved=register.approved, commits=register.commits)


def _is_data(path: str) -> bool:
    return path.startswith(("policy/", "clauses/"))


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.place.file, finding.message


def keep_outside(asked: PageRequest, requested: ChangeRequest, paths: Iterable[str]) -> str:
    """Keep files as they are in the working copy, where somebody changed them without the desk."""
    _insist_on_why(asked, requested)
    root = asked.workspace.root
    paths = tuple(paths)
    insist_on_right(asked, paths)
    files = {path: (root / path).read_bytes() if (root / path).is_file() else None for path in paths}
    made = asked.workspace.repository.commit_files(
        files, message(requested.what, requested.why), asked.visit.person.author
    )
    asked.audit(asked.visit, "kept", {"what": requested.what, "change": made, "files": ", ".join(sorted(files))})
    return made
