"""The questions that each act of the governors asks, one a page, and the act that the answers make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, get_args

from clausebook.app.acts import ActOrder, record
from clausebook.app.governing import approve
from clausebook.desk.plain_words import obstacles_in_words, one_line
from clausebook.desk.visit import PageRequest, RefusedRequest
from clausebook.errors import UserError
from clausebook.model.approvals.approval import UNKNOWN, Decision, Plan
from clausebook.text.records import dataclass

ActKind = Literal["approved", "reviewed", "ratified", "corrected", "withdrawn", "signed"]
KINDS: tuple[ActKind, ...] = get_args(ActKind)
TITLES: dict[ActKind, str] = {
    "approved": "Approve the draft",
    "reviewed": "Record a review without change",
    "ratified": "Ratify",
    "corrected": "Correct the record",
    "withdrawn": "Withdraw the policy",
    "signed": "Record who signed in ink",
}
DONE: dict[ActKind, str] = {
    "approved": "The approval is recorded.",
    "reviewed": "The review is recorded.",
    "ratified": "The decision is recorded.",
    "corrected": "The correction is recorded. The record keeps both.",
    "withdrawn": "The policy is withdrawn. Its editions stay on the site, shown as withdrawn.",
    "signed": "The signature is recorded.",
}
FACTS = {
    "minute": "the reference of the minute",
    "on": "the day of the decision",
    "body": "who decided",
    "review_due": "when the next review is due",
    "applies_from": "the day from which it applies",
    "chair": "who chaired the meeting",
    "label": "what the school calls the edition",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActQuestion:
    """One question: the name of its field, its words, a hint, what can be chosen, and what is likely."""

    name: str
    words: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    likely: str = ""
    optional: bool = False
    kind: Literal["text", "date"] = "text"
    short: str = ""


def questions(asked: PageRequest, kind: ActKind) -> tuple[ActQuestion, ...]:
    """The questions of an act, in order."""
    return tuple(_QUESTIONS[name](asked) for name in _ASKED[kind])


def answers_of(asked: PageRequest, kind: ActKind) -> dict[str, str]:
    """The answers that a form holds."""
    return {one.name: one_line(asked.form[one.name]) for one in questions(asked, kind) if one.name in asked.form}


def _editions(asked: PageRequest) -> tuple[tuple[str, str], ...]:
    return tuple((one.name, one.name) for one in asked.workspace.approved_of(asked.policy.id))


def _roles(asked: PageRequest) -> tuple[tuple[str, str], ...]:
    signs = {
        one.role: one.title for edition in asked.workspace.approved_of(asked.policy.id) for one in edition.signatures
    }
    return tuple(signs.items())


def _next_name(asked: PageRequest) -> str:
    """The year of the review, or the next name of the year that is free."""
    taken = {one.edition for one in asked.workspace.register.approvals if one.policy == asked.policy.id}
    taken |= {one.name for one in asked.workspace.approved_of(asked.policy.id)}
    year = str(asked.visit.day.year)
    return next(name for name in (year, *(f"{year}-{n}" for n in range(2, 50))) if name not in taken)


def _bodies(asked: PageRequest) -> ActQuestion:
    bodies = tuple((one.id, one.name) for one in asked.workspace.register.bodies.bodies)
    return ActQuestion(
        name="body",
        words="Who decided?",
        short="Decided by",
        choices=bodies,
        likely=bodies[0][0] if bodies else asked.policy.approving_body,
    )


_QUESTIONS: dict[str, Callable[[PageRequest], ActQuestion]] = {
    "year": lambda asked: ActQuestion(
        name="edition",
        words="What is the new edition called?",
        short="Edition",
        hint="The year of its review: 2027, or 2027-2 for a second one of that year.",
        likely=_next_name(asked),
    ),
    "edition": lambda asked: ActQuestion(
        name="edition", words="Which edition is it about?", short="Edition", choices=_editions(asked),
        likely=(_editions(asked) or (("", ""),))[0][0],
    ),
    "on": lambda asked: ActQuestion(
        name="on",
        words="On which day?",
        short="On",
        hint="2027-05-12, or 2027-05 where the day is not known.",
        likely=asked.visit.day.isoformat(),
    ),
    "body": _bodies,
    "minute": lambda asked: ActQuestion(
        name="minute",
        words="Which minute says so?",
        short="Minute",
        hint="Its reference in the minutes, or unknown where no record says.",
    ),
    "due": lambda asked: ActQuestion(
        name="review_due",
        words="When is the next review due?",
        short="Next review",
        hint="2028-05. Leave it empty where the meeting did not say.",
        optional=True,
    ),
    "begins": lambda asked: ActQuestion(
        name="begins",
        words="From which day does it apply?",
        short="Applies from",
        hint="Leave it empty where it applies at once.",
        optional=True,
    ),
    "outcome": lambda asked: ActQuestion(
        name="outcome",
        words="What was decided?",
        short="Decision",
        choices=(("ratified", "It was ratified"), ("refused", "It was refused")),
        likely="ratified",
    ),
    "reason": lambda asked: ActQuestion(
        name="reason", words="Why?", short="Reason", hint="In a sentence. Readers see it."
    ),
    "perhaps": lambda asked: ActQuestion(
        name="reason", words="Was a reason given?", short="Reason", hint="Leave it empty where none was.", optional=True
    ),
    "fact": lambda asked: ActQuestion(
        name="fact", words="What is recorded wrongly?", short="Recorded wrongly", choices=tuple(FACTS.items()),
        likely="minute",
    ),
    "right": lambda asked: ActQuestion(name="right", words="What is right?", short="Right"),
    "role": lambda asked: ActQuestion(name="role", words="In which role?", short="Role", choices=_roles(asked)),
    "name": lambda asked: ActQuestion(name="name", words="Who signed?", short="Signed by"),
    "successor": lambda asked: ActQuestion(
        name="successor",
        words="Which policy takes its place?",
        short="Successor",
        choices=(("", "None"), *((one.id, one.title) for one in asked.workspace.register.policies
                                 if one.id != asked.policy.id)),
        optional=True,
    ),
}  # fmt: skip
_ASKED: dict[ActKind, tuple[str, ...]] = {
    "approved": ("year", "on", "body", "minute", "due", "begins"),
    "reviewed": ("on", "body", "minute", "due"),
    "ratified": ("edition", "outcome", "on", "body", "minute", "perhaps"),
    "corrected": ("edition", "fact", "right", "reason"),
    "withdrawn": ("on", "body", "minute", "reason", "successor", "begins"),
    "signed": ("edition", "role", "name", "on"),
}


def perform(asked: PageRequest, kind: ActKind, answers: Mapping[str, str], dry_run: bool) -> Plan:
    """Record the act, or only try to. Raises UserError for all that is in the way."""
    root, day, policy = asked.visit.root, asked.visit.day, asked.policy.id
    said = dict(answers)
    if kind == "approved":
        decision = Decision(
            policy=policy,
            edition=said.get("edition", ""),
            on=said.get("on", ""),
            body=said.get("body", ""),
            minute=said.get("minute", ""),
            review_due=said.get("review_due", ""),
            applies_from=said.get("begins", ""),
        )
        return approve(root, decision, day, dry_run)
    order = ActOrder(
        kind=kind,
        policy=policy,
        edition=said.get("edition", ""),
        on=said.get("on", "") or day.isoformat(),
        body=said.get("body", ""),
        minute=said.get("minute", UNKNOWN),
        review_due=said.get("review_due", ""),
        begins=said.get("begins", ""),
        reason=said.get("reason", ""),
        successor=said.get("successor", ""),
        signed=((said.get("role", ""), said.get("name", "")),) if kind == "signed" else (),
        is_refused=said.get("outcome") == "refused",
        right={said.get("fact", ""): said.get("right", "")} if kind == "corrected" else {},
    )
    return record(root, order, day, dry_run)


def in_the_way(asked: PageRequest, kind: ActKind, answers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """All that prevents the act, in words; () where nothing does."""
    if not asked.visit.person.is_known:
        return (("The desk does not know your name yet", "Give your name and e-mail address first."),)
    try:
        perform(asked, kind, answers, dry_run=True)
    except UserError as error:
        return obstacles_in_words(error)
    return ()


def kind_of(asked: PageRequest) -> ActKind:
    """The act that the address names. Raises RefusedRequest for another."""
    for kind in KINDS:
        if kind == asked.path.get("kind"):
            return kind
    raise RefusedRequest("There is no such page", "The policy's page shows what can be done.", 404)
