"""The facts of the school and of a policy, each a form: changed like any text, with a reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from starlette.responses import Response

from clausebook.desk import facts
from clausebook.desk.changes import words_of
from clausebook.desk.chips import Chips, chips_of
from clausebook.desk.facts import Fact
from clausebook.desk.keeping import ChangeRequest, EditConflict, InvalidChange, keep
from clausebook.desk.plain_words import last_reasons, why_of
from clausebook.desk.visit import PageRequest, RefusedRequest, lead_to
from clausebook.source.load import SCHOOL

Faults = tuple[tuple[str, str], ...]


def school(asked: PageRequest) -> Response:
    """The form of the school's facts."""
    return _page(asked, SCHOOL, facts.school_facts(asked.workspace.register), Chips(()))


def policy(asked: PageRequest) -> Response:
    """The form of what is said of a policy besides its words."""
    register = asked.workspace.register
    return _page(asked, asked.policy.place.file, facts.policy_facts(register), chips_of(register, asked.policy.id))


def _page(
    asked: PageRequest, path: str, known: Sequence[Fact], chips: Chips, status: int = 200, faults: Faults = ()
) -> Response:
    text = asked.workspace.register.files.get(path, b"").decode("utf-8", "replace")
    now = facts.values(text, known)
    sent = bool(asked.form)
    shown = {one.name: facts.given(asked.form, one) if sent else now[one.name] for one in known}
    mine = asked.policy if "policy" in asked.path else None
    return asked.page(
        "facts.html", status, policy=mine, facts=known, faults=faults, form=asked.form,
        shown={name: tuple(chips.shown(one) for one in said) for name, said in shown.items()},
        seen=asked.workspace.repository.state.head, kept=asked.query.get("kept", ""),
        reasons=last_reasons(asked.workspace.register, mine.id) if mine else (),
    )  # fmt: skip


def keep_school(asked: PageRequest) -> Response:
    """Keep the school's facts."""
    known = facts.school_facts(asked.workspace.register)
    role = words_of(asked.form.get("new-role", ""))

    def made(text: str) -> str:
        return facts.with_role(text, role) if role else text

    return _keep(asked, SCHOOL, known, Chips(()), "Change the school's facts", made)


def keep_policy(asked: PageRequest) -> Response:
    """Keep what is said of a policy."""
    register = asked.workspace.register
    known, chips = facts.policy_facts(register), chips_of(register, asked.policy.id)
    return _keep(
        asked, asked.policy.place.file, known, chips, f"Change the facts of {asked.policy.title}", lambda it: it
    )


def _keep(
    asked: PageRequest, path: str, known: Sequence[Fact], chips: Chips, what: str, more: Callable[[str], str]
) -> Response:
    said = {one.name: tuple(chips.written(each) for each in facts.given(asked.form, one)) for one in known}
    try:
        if wrong := [
            one.label for one in known if one.choices and not {*said[one.name]} <= {it for it, _ in one.choices}
        ]:
            raise RefusedRequest(f"That cannot be chosen: {wrong[0]}", "Choose one of the list.")
        requested = ChangeRequest(
            what=what,
            make=lambda read: {path: more(facts.with_facts(read(path), known, said))},
            seen=asked.form.get("seen", ""),
            why=why_of(asked.form),
        )
        kept = keep(asked, requested)
    except EditConflict:
        fault = ("Somebody else changed the same fact", "Look at it as it is now, and try again.")
        return _page(asked, path, known, chips, 409, (fault,))
    except (InvalidChange, RefusedRequest) as refused:
        return _page(asked, path, known, chips, 422, ((refused.what, refused.remedy),))
    return lead_to(f"{asked.address}?kept={kept}")
