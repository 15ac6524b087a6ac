"""What the engine says -> what a person reads who never heard of the machinery; and what a person says beside a
change -> the message that keeps it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping

from clausebook.errors import UserError
from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.text.blanks import read
from clausebook.text.records import dataclass

Named = Callable[[str], str]
# words that no page says; what holds one is said in other words, or not at all
MACHINERY = re.compile(
    r"\b(git\w*|commit\w*|branch\w*|ya?ml|rebase\w*|checkout|repositor\w*|worktree|working tree|build\.py|python3?|"
    r"stash|HEAD|upstream --|detached|refs?/\S*|SHA-?256)\b|--[a-z]",
    re.IGNORECASE,
)
# signs of what the engine says, each with what a person reads and what helps; the first sign found counts
_SAID: tuple[tuple[str, str, str], ...] = (
    (
        r"lock file",
        "Something was cut off here, or another program is at work",
        "Wait a minute. If it stays, ask the technician to look for a lock that was left behind.",
    ),
    (
        r"does not know who you are",
        "The desk does not know your name yet",
        "Give your name and e-mail address first.",
    ),
    (
        r"working tree differs",
        "Changes were made outside of the desk that are not kept yet",
        "The start page shows them, and keeps them or takes them back.",
    ),
    (
        r"has (\d+) errors?|draft has errors",
        "The draft has mistakes that must be mended first",
        "The list on the policy's page shows each, with what helps.",
    ),
    (
        r"there is a tag|there is an approval of (?P<name>\S+) already",
        "An edition of that name is approved already",
        "Give it another name: 2027-2 for a second one in 2027.",
    ),
    (
        r"has the words of (?P<name>[\w-]+): nothing changed",
        "The draft has the words of the approved edition: nothing changed",
        "Record a review without change instead.",
    ),
    (
        r"does not have the words of",
        "The draft has changes: a review that changed words is an approval",
        "Approve it instead, or take the changes back first.",
    ),
    (
        r"not a review year",
        "That is not the name of an edition",
        "Name it after the year of its review: 2027, or 2027-2 for a second one.",
    ),
    (
        r"^--?(?P<name>[\w-]+) .*is not a date",
        "That is not a date",
        "Write it as 2027-05-12, or 2027-05 where the day is not known.",
    ),
    (
        r"in the future",
        "That day is still to come",
        "Record it once the governors have met.",
    ),
    (
        r"is there already, and in no",
        "A file of that name is there already",
        "Ask the technician to look at it.",
    ),
    (
        r"passphrase|PIN",
        "The passphrase does not open this key",
        "Type it again. Capitals count.",
    ),
    (
        r"no branch is checked out|is not finished",
        "Something outside of the desk was begun and not ended",
        "Ask the technician to finish or undo it.",
    ),
    (
        r"cannot be fetched|could not read from remote|unable to access",
        "The place where the policies are shared cannot be reached",
        "Look at the network, and try again. Nothing was lost.",
    ),
)
_GENERAL = "Something outside of the desk is in the way"
_REMEDY = "Ask the technician: the desk's log says what it is."


def in_plain_words(error: UserError) -> tuple[str, str]:
    """What is in the way, and what helps."""
    for sign, what, remedy in _SAID:
        if re.search(sign, error.message):
            return what, remedy
    what = error.message if is_plain(error.message) else _GENERAL
    return _sentence(what), _sentence(error.hint) if error.hint and is_plain(error.hint) else (
        "" if what is error.message else _REMEDY
    )


def obstacles_in_words(error: UserError) -> tuple[tuple[str, str], ...]:
    """Each of several things in the way, which the engine says as one."""
    found = re.findall(r"^  (\S.*)\n      hint: (.*)$", error.message, re.MULTILINE)
    parts = [UserError(what, hint) for what, hint in found] or [error]
    return tuple(dict.fromkeys(in_plain_words(one) for one in parts))


def finding_in_words(finding: Finding, named: Named = str) -> tuple[str, str]:
    """What a check found, and what helps: "" for a hint that speaks of files. `named` puts names for ids."""
    if "is not what the edition says" in finding.message:
        return "A document does not say what the draft says", "It is a fault of the program: ask the technician."
    what = finding.message if is_plain(finding.message) else _MEANT.get(finding.rule, "Something here is not in order")
    hint = finding.hint if is_plain(finding.hint) else ""
    return _sentence(named(what)), _sentence(named(hint))


def named_by(register: Register) -> Named:
    """What puts the titles of clauses, policies, editions and roles in the place of their ids."""
    titles = {("policy", one.id): one.title for one in register.policies}
    titles |= {("clause", one.id): one.title for one in register.clauses}
    known = {key: title for key, title in titles.items() if "{" not in title}
    roles = register.school.roles if register.school else {}
    names = dict(roles) | {id: title for (kind, id), title in known.items() if kind == "policy"}
    ids = "|".join(sorted((re.escape(one) for one in names if "-" in one), key=len, reverse=True))
    editions = "|".join(re.escape(one.id) for one in register.policies)

    def named(text: str) -> str:
        text = re.sub(rf"\b(?:{editions})/(\d{{4}}\S*\b|draft)", r"the edition \1", text) if editions else text
        text = _CALLED.sub(lambda it: f"{it[1]} “{known[it[1].lower(), it[2]]}”" if _key(it) in known else it[0], text)
        return re.sub(rf"\b(?:{ids})\b", lambda it: f"“{names[it[0]]}”", text) if ids else text

    return named


_CALLED = re.compile(r"\b([Cc]lause|[Pp]olicy) ([a-z0-9]+(?:-[a-z0-9]+)*)\b")


def _key(found: re.Match[str]) -> tuple[str, str]:
    return found[1].lower(), found[2]


_MEANT = {
    "yaml-syntax": "These words cannot be written down as they are",
    "misread": "These words would be read as something else",
}


# paths, ids of laws, and keys as they are written in files
_WRITTEN = re.compile(r"\b[\w/-]+/[\w./-]+\.\w{2,4}\b|\b[a-z]{3,5}/\d{4}/\d+|\b[a-z_]+: ?\[|\{\{")


def is_plain(text: str) -> bool:
    """Whether a text names nothing of the machinery."""
    return not MACHINERY.search(text) and not _WRITTEN.search(text)


def _sentence(text: str) -> str:
    text = text.strip()
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".?!:" else f"{text}."


OFFERED = 6  # reasons of this review that a form offers
LONGEST_TITLE = 72
LONGEST = 1000  # signs of a reason, a headline or a question


def one_line(text: str) -> str:
    """What was typed as one line of plain text: every kind of line end is a blank, and nothing in it is unseen."""
    return "".join(sign for sign in read(text) if unicodedata.category(sign) not in ("Cc", "Cs", "Co", "Cn"))


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedReason:
    """The reason, and what governors are to read or to decide; the last two may be empty. `laws` are ids."""

    reason: str
    headline: str = ""
    question: str = ""
    laws: tuple[str, ...] = ()

    @property
    def is_too_long(self) -> bool:
        """Whether it is more than anybody reads beside a change."""
        return any(len(text) > LONGEST for text in (self.reason, self.headline, self.question))

    @property
    def trailers(self) -> tuple[str, ...]:
        """The last lines of the message."""
        said = [("Reason", self.reason), *(("Law", law) for law in self.laws)]
        said += [("Headline", self.headline), ("Decision-needed", self.question)]
        return tuple(f"{key}: {words}" for key, text in said if (words := one_line(text)))


def why_of(form: Mapping[str, str], laws: Iterable[str] = ()) -> StatedReason:
    """What a form says."""
    return StatedReason(
        reason=one_line(form.get("reason", "")),
        headline=one_line(form.get("headline", "")),
        question=one_line(form.get("question", "")),
        laws=tuple(laws),
    )


def message(what: str, why: StatedReason, more: Iterable[str] = ()) -> str:
    """The whole message: what was done, then the trailers."""
    title = one_line(what)
    if len(title) > LONGEST_TITLE:
        title = title[: LONGEST_TITLE - 1].rstrip() + "…"
    return "\n".join([title, "", *why.trailers, *more, ""])


def last_reasons(register: Register, policy: str) -> tuple[str, ...]:
    """The reasons of this review, newest first, each once."""
    mine = (f"policy/{policy}.yaml", f"clauses/{policy}/")
    found = [
        reason
        for commit in sorted(register.commits, key=lambda one: one.committed, reverse=True)
        if any(touch.path == mine[0] or touch.path.startswith(mine[1]) for touch in commit.touches)
        for reason in commit.trailer("Reason")
    ]
    return tuple(dict.fromkeys(found))[:OFFERED]
