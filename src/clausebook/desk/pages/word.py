"""Word: a policy or its review goes out, and what comes back is taken or left, card by card."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

from starlette.responses import Response

from clausebook.app.returning import take_back
from clausebook.desk.pages.signing import handed_out
from clausebook.desk.plain_words import MACHINERY, in_plain_words, last_reasons, one_line
from clausebook.desk.visit import PageRequest, RefusedRequest
from clausebook.errors import UserError
from clausebook.io import pandoc
from clausebook.io.files import read_looks
from clausebook.model.documents.returned import Change
from clausebook.model.edition import DRAFT
from clausebook.text.records import dataclass
from clausebook.word_review.built import as_built

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """One change or comment of a file that came back. `key` finds it again; `can` says whether it can be taken."""

    key: str
    change: Change
    can: bool


def show(asked: PageRequest) -> Response:
    """The page: send out, bring back, and what is still out."""
    return asked.page("word.html", policy=asked.policy, sent=_sent(asked), stands=())


def send_out(asked: PageRequest) -> Response:
    """The Word file of the draft, or of its review against the edition in force."""
    workspace, kind = asked.workspace, asked.path["kind"]
    workspace.insist_on_words((asked.policy.id,))
    editions = workspace.editions_of(asked.policy.id)
    draft = next(one for one in editions if one.name == DRAFT)
    old = next((one for one in editions if one.approval), None) if kind == "review" else None
    if kind == "review" and old is None:
        raise RefusedRequest("No edition is approved yet", "Send out the policy itself.")
    from dataclasses import replace

    draft = replace(draft, commit=workspace.repository.state.head) if not workspace.repository.state.dirty else draft
    data = pandoc.write(as_built(draft, old, asked.visit.day, read_looks(asked.visit.root)))
    name = f"{asked.policy.id}-{'review' if old else 'draft'}-{asked.visit.day.isoformat()}.docx"
    _note(asked, {"policy": asked.policy.id, "file": name, "on": asked.visit.day.isoformat()})
    asked.audit(asked.visit, "sent out", {"policy": asked.policy.id, "file": name})
    return handed_out(data, name, WORD)


def bring_back(asked: PageRequest) -> Response:
    """The cards of a file that came back."""
    upload = asked.files.get("file")
    if upload is None or not upload.data:
        fault = (("No file is chosen yet", "Choose the Word file that came back."),)
        return asked.page("word.html", 422, policy=asked.policy, sent=_sent(asked), stands=fault)
    name = re.sub(r"[^\w. -]", "_", Path(upload.name.replace("\\", "/")).name)[-80:] or "returned.docx"
    place = _folder(asked) / secrets.token_urlsafe(12)
    place.mkdir(parents=True)
    (place / name).write_bytes(upload.data)
    try:
        return _cards_page(asked, place.name, name)
    except UserError as error:
        (place / name).unlink()
        place.rmdir()
        return asked.page("word.html", 422, policy=asked.policy, sent=_sent(asked), stands=(in_plain_words(error),))


def _cards_page(asked: PageRequest, place: str, name: str, status: int = 200, stands: object = ()) -> Response:
    path = _folder(asked) / place / name
    taken, guessed = take_back(asked.visit.root, path, asked.visit.day, accept=_everybody(), dry_run=True)
    if taken.policy != asked.policy.id:
        raise UserError("this file is of another policy", "bring it back on the page of that policy")
    return asked.page(
        "cards.html", status, policy=asked.policy, place=place, file=name, cards=tuple(_cards(taken.changes)),
        guessed=guessed, reasons=last_reasons(asked.workspace.register, asked.policy.id), stands=stands,
        form=asked.form, in_words=_in_words,
    )  # fmt: skip


def _everybody() -> tuple[str, ...]:
    return ("all",)


def _cards(changes: tuple[Change, ...]) -> Iterator[ChangeCard]:
    for one in changes:
        yield ChangeCard(_key(one), one, one.outcome == "applied")


def _key(change: Change) -> str:
    said = "\0".join((str(change.line), change.clause, change.where, change.what, change.who))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _in_words(text: str) -> str:
    return MACHINERY.sub("the record", text)


def take(asked: PageRequest) -> Response:
    """Keep what was taken, a step of the record for each reason; nothing at all where a reason is missing."""
    place, name = asked.form.get("place", ""), asked.form.get("file", "")
    path = _folder(asked) / place / name
    if not re.fullmatch(r"[\w-]{8,40}", place) or "/" in name or "\\" in name or not path.is_file():
        raise RefusedRequest("The file is no longer here", "Bring it back once more.")
    asked.insist_on_person()
    wanted = {
        key.removeprefix("take|") for key, value in asked.form.items() if key.startswith("take|") and value == "take"
    }
    shared = one_line(asked.form.get("reason", ""))
    reasons = {key: one_line(asked.form.get(f"why|{key}", "")) or shared for key in wanted}
    if not all(reasons.values()):
        fault = (("Why is this taken?", "Write a reason for all of it, or one at each card."),)
        return _cards_page(asked, place, name, 422, fault)
    kept = 0
    for reason in dict.fromkeys(reasons.values()):
        mine = {key for key, why in reasons.items() if why == reason}
        taken, _ = take_back(
            asked.visit.root, path, asked.visit.day, accept=_everybody(), reason=reason,
            author=asked.visit.person.author, wanted=lambda change, mine=mine: _key(change) in mine,  # type: ignore[misc]
        )  # fmt: skip
        kept += len(taken.of("applied"))
    asked.audit(asked.visit, "brought back", {"policy": asked.policy.id, "file": name, "taken": str(kept)})
    _forget(asked, name)
    path.unlink(missing_ok=True)
    return asked.page("word_done.html", policy=asked.policy, kept=kept, left=len(wanted) - kept)


# ---- what is out


def _folder(asked: PageRequest) -> Path:
    return asked.visit.root / ".cache" / "desk" / "returned"


def _notes(asked: PageRequest) -> Path:
    return asked.visit.root / ".cache" / "desk" / "sent.json"


def _all_sent(asked: PageRequest) -> list[dict[str, str]]:
    try:
        found = json.loads(_notes(asked).read_text(encoding="utf-8"))
        return [one for one in found if isinstance(one, dict) and {"policy", "file", "on"} <= one.keys()]
    except (OSError, ValueError):
        return []


def _sent(asked: PageRequest) -> list[dict[str, str]]:
    return [one for one in _all_sent(asked) if one["policy"] == asked.policy.id]


def _note(asked: PageRequest, one: dict[str, str]) -> None:
    _write(asked, [*(other for other in _all_sent(asked) if other != one), one])


def _forget(asked: PageRequest, file: str) -> None:
    stem = re.sub(r"( \(\d+\)|-\d+)?\.docx$", "", file)
    _write(asked, [one for one in _all_sent(asked) if one["file"] != file and not one["file"].startswith(stem)])


def _write(asked: PageRequest, notes: list[dict[str, str]]) -> None:
    _notes(asked).parent.mkdir(parents=True, exist_ok=True)
    _notes(asked).write_text(json.dumps(notes), encoding="utf-8")


def still_out(asked: PageRequest, policy: str) -> tuple[dict[str, str], ...]:
    """The Word files of a policy that were sent out and have not come back."""
    return tuple(one for one in _all_sent(asked) if one["policy"] == policy)
