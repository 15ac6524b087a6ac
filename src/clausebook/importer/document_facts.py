"""Lines and tables that say who approved a policy, when it is reviewed, whose it is, and who signs it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import get_args

from clausebook.importer.source_block import SourceBlock
from clausebook.importer.stated_dates import month_in, when
from clausebook.model.acts.chain import Every
from clausebook.model.documents.extracted import SourcePosition
from clausebook.model.documents.import_result import ProposedAct
from clausebook.model.policy import Signatory
from clausebook.model.school import School
from clausebook.text.inline import plain_words

LINE = 200  # characters of a line of facts
FACT = "document fact"  # the style of a line made of what a file says of itself
_DATE = (
    r"(?P<date>(?:\d{1,2}(?:st|nd|rd|th)? )?(?:[A-Z][a-z]+,? ){0,2}(?:19|20)\d\d\b.{0,40}"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"
    r"|(?:19|20)\d\d-\d\d.{0,3}|\[.{0,60}\]|[_\s]*)"
)
_APPROVED = re.compile(
    r"(?:date )?(?:of )?(?:approved|adopted|ratified|agreed|approval|adoption)(?: by(?: the)? (?P<body>[^:]*?))?"
    rf"(?: on| date)?[: ]+{_DATE}$",
    re.I,
)
_SAID = re.compile(
    r"\b(?:This|The|Our) (?:\w+ ){0,4}(?:policy|procedure|document|statement|code) (?:was|has been) (?:\w+ly )?"
    r"(?:approved|adopted|ratified|agreed)(?: and \w+)?(?: by (?:the )?(?P<body>[^.;]{3,60}?))?,? (?:on|in)(?: the)? "
    r"(?P<date>\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|[^.;]{0,25}(?:19|20)\d\d)"
)
_BODY = re.compile(
    r"(?:approved|adopted|ratified|agreed|approval|approving) (?:by|body)(?: the)?[: ]+(?:the )?(?P<body>.+)", re.I
)
_REVIEW = re.compile(rf"(?P<label>.*\breview(?:ed)?\b[^:]*?(?: date| due| by| on)?)[: ]+{_DATE}$", re.I)
_CYCLE = re.compile(
    r"(?:review (?:cycle|period|frequency|interval|schedule)|(?:frequency|cycle|period) of reviews?|reviewed|"
    r"policy (?:cycle|review cycle)):?\s+(?P<cycle>.+)",
    re.I,
)
_OWNER = re.compile(
    r"(?:(?:policy |document )?(?:owner|lead|author)|(?:person |member of staff )?responsible(?: person| officer)?"
    r"|written by|prepared by|responsibility)(?: of policy)?:\s*(?P<who>.+)",
    re.I,
)
_COMMITTEE = re.compile(r"(?:governors['’]? |responsible |reviewing )?committee(?: responsible)?:\s*(?P<body>.+)", re.I)
_FROM = re.compile(
    rf"(?:effective|in force|applies|applicable|valid)(?: date| from)?(?: date| from)?[: ]+{_DATE}$", re.I
)
_VERSION = re.compile(r"(?:document |policy )?(?:version|issue)(?: number| no\.?)?[: ]+(?P<version>v?\d[\w.]*)$", re.I)
_MINUTE = re.compile(r"minutes?(?: number| no\.?| ref(?:erence)?)?[: ]+(?P<minute>\S.{0,40})$", re.I)
_LAST = re.compile(r"(?!.*\b(?:next|to be)\b).*\b(?:last|reviewed)\b", re.I)
_SIGNED = re.compile(r"sign(?:ed|ature)\b", re.I)
_FACT = re.compile(
    r"(?:version|issue|date|reference|ref|status|document|policy (?:number|type|date)|last|next|applies|updated"
    r"|published|review|approv|adopt|ratif|frequency|category|statutory|website|tel|telephone|address|e-?mail|chair"
    r"|head ?(?:teacher|of school)|head(?=\s*:)"
    r"|effective|committee|minute)\b",
    re.I,
)
_STRONG = re.compile(
    r"\b(?:approv\w*|adopt\w*|ratif\w*|governors?|governing|trustees?|committee|review\w*|version|chair\w*"
    r"|head ?teacher|principal|owner|author)\b",
    re.I,
)
_LABEL = re.compile(
    r"(?:(?:policy|document) )?(?:title|name)(?: of (?:the )?(?:policy|document))?|policy|document|date|signed(?: by)?"
    r"|signature|role|position|print(?:ed)? name|changes?|comments?|summary(?: of changes)?|amendments?|description"
    r"|audience|location|reason(?: for changes?)?|minute\b.*|revision|edited by|who|notes?",
    re.I,
)
_SOMEBODY = re.compile(
    r"\b(?:pupils?|parents?|carers?|child(?:ren)?|students?|staff member|member of staff|employee|class|form|tutor"
    r"|witness|borrower|volunteer|visitor|contractor|hirer)\b",
    re.I,
)
_HISTORY = re.compile(
    r"version|revision|issue(?: no\.?)?|date|changes?|amendments?|edited by|author|reason.*|summary.*", re.I
)
_POLICY_TITLE = re.compile(
    r"(?:(?:policy|document) )?(?:title|name)(?: of (?:the )?(?:policy|document))?|policy|document", re.I
)
_CYCLES: tuple[tuple[str, Every], ...] = (
    (r"every term|termly|each term", "termly"),
    (r"every (?:two|2) years|2 years?|two years?|biennial|bi-annual|biannual|24 months", "2 years"),
    (r"every (?:three|3) years|3 years?|three years?|triennial|36 months", "3 years"),
    (r"every (?:four|4) years|4 years?|four years?|48 months", "4 years"),
    (r"annual|yearly|every year|each year|every (?:twelve|12) months|12 months|1 year|one year", "1 year"),
    (r"law changes|legislation changes|statutory change", "as the law changes"),
)


@dataclass
class DocumentFacts:
    """What the lines and tables say. `proposed` are acts that are not recorded: a person has to record them."""

    approving_body: str = ""
    review_month: int | None = None
    review_every: Every | None = None
    owner: str = ""
    version: str = ""
    signatories: list[Signatory] = field(default_factory=list)
    proposed: list[ProposedAct] = field(default_factory=list)
    reckoned: bool = False  # whether the cycle was worked out from two dates

    def propose(self, found: ProposedAct) -> None:
        """Keep an act, or what it says more of one that is there: the body in one line, the date in another."""
        for place, one in enumerate(self.proposed):
            names = ("on", "body", "minute", "review_due", "version")
            said = {name: getattr(found, name) for name in names if getattr(found, name)}
            if one.act == found.act and all(getattr(one, name) in ("", words) for name, words in said.items()):
                self.proposed[place] = replace(one, **said)
                return
        self.proposed.append(found)

    def settle(self) -> None:
        """Join what belongs together: the due review and the version to the approval, the cycle from two dates."""
        spare = [one for one in self.proposed if not (one.on or one.body or one.minute)]
        acts = [one for one in self.proposed if one not in spare]
        first = next((at for at, one in enumerate(acts) if one.act in ("approved", "reviewed")), None)
        if first is not None:
            for one in spare:
                acts[first] = replace(acts[first], review_due=acts[first].review_due or one.review_due)
            acts[first] = replace(acts[first], version=self.version)
        self.proposed = acts if acts or not self.version else []
        on, due = (acts[first].on, acts[first].review_due) if first is not None else ("", "")
        if self.review_every is None and on and due:
            years = f"{int(due[:4]) - int(on[:4])} years"
            if years in get_args(Every) and due[4:7] == on[4:7]:
                self.review_every, self.reckoned = years, True  # type: ignore[assignment]


def says_fact(words: str) -> bool:
    """Whether a line says who approved the policy, when it is reviewed, or another fact of a front page.

    A whole sentence without a label or a date is none: "Review forms are kept at the office."
    """
    is_sentence = words.endswith((".", "!", "?")) and ":" not in words and not any(sign.isdigit() for sign in words)
    if is_sentence and len(words.split()) > 2:
        return False
    patterns = (_APPROVED, _BODY, _REVIEW, _OWNER, _COMMITTEE, _SIGNED, _FACT)
    return len(words) <= LINE and any(pattern.match(words) for pattern in patterns)


def is_signature(words: str) -> bool:
    """Whether a line is one to sign on."""
    return bool(_SIGNED.match(words))


def is_strong(words: str) -> bool:
    """Whether words name the school's government or what it does to a policy, and not a person who agrees to one."""
    return bool(_STRONG.search(words)) and not _SOMEBODY.search(words)


def rows_of(piece: SourceBlock) -> list[list[str]]:
    """The rows of a table as words, those without any left out."""
    found = [[plain_words(cell).rstrip(":") for cell in row] for row in piece.block.rows]
    return [row for row in found if any(row)]


def is_table(piece: SourceBlock) -> bool:
    """Whether a table holds facts of the document: labels with what they say, a row to sign, its history."""
    rows = rows_of(piece)
    words = " ".join(cell for row in rows for cell in row)
    return bool(rows) and is_strong(words) and (_is_history(rows) or bool(_pairs(rows)))


def _is_history(rows: list[list[str]]) -> bool:
    """Whether a table lists the versions of the document."""
    heads = [cell for cell in rows[0] if cell]
    known = sum(bool(_HISTORY.fullmatch(cell)) for cell in heads)
    return (
        len(heads) > 2
        and known >= len(heads) - 1
        and any(re.match("version|revision|issue|date", cell, re.I) for cell in heads)
    )


def _is_label(cell: str) -> bool:
    return len(cell) < 60 and bool(
        _LABEL.fullmatch(cell) or _FACT.match(cell) or _OWNER.match(f"{cell}: x") or _STRONG.match(cell)
    )


def _pairs(rows: list[list[str]]) -> list[tuple[str, str]]:
    """Labels with what they say: side by side, or in a row of labels above one of values."""
    if len(rows) > 1 and len(rows[0]) > 2 and all(_is_label(cell) for cell in rows[0]) and len(rows) <= 4:
        return [(label, value) for row in rows[1:] for label, value in zip(rows[0], row, strict=False)]
    found = [(row[at], row[at + 1] if at + 1 < len(row) else "") for row in rows for at in range(0, len(row), 2)]
    labels = [label for label, value in found if label or value]
    return found if labels and sum(map(_is_label, labels)) >= 0.6 * len(labels) else []


def stated_title(pieces: Iterable[SourceBlock]) -> str:
    """The title that a control table states."""
    for piece in pieces:
        for label, words in _pairs(rows_of(piece)) if piece.kind == "table" else ():
            if _POLICY_TITLE.fullmatch(label) and words and len(words) <= LINE and not says_fact(words):
                return words
    return ""


def take_in(piece: SourceBlock, made: DocumentFacts, school: School) -> str:
    """Take in what a table or a line says: what it became; "" for a table, or where it says nothing that is known."""
    if piece.kind == "table":
        take_table(piece, made, school)
        return ""
    return take(piece.words, made, school, piece.origin)


def take_table(piece: SourceBlock, made: DocumentFacts, school: School) -> None:
    """Take in what a table says."""
    rows = rows_of(piece)
    if _is_history(rows):
        labels = [cell.lower() for cell in rows[0]]
        at = next((place for place, cell in enumerate(labels) if re.match("version|revision|issue", cell)), None)
        found = [row[at] for row in rows[1:] if at is not None and at < len(row) and re.search(r"\d", row[at])]
        if found:
            made.version = made.version or max(found, key=_version).removeprefix("v").removeprefix("V")
        return
    before, pairs = "", _pairs(rows)
    is_signed = any(is_signature(label) for label, _ in pairs)
    for label, value in pairs:
        if is_signed and re.fullmatch("role|position", label, re.I):
            take(f"Signed {value}", made, school, piece.origin)
        if re.fullmatch("date(?: of (?:approval|adoption))?", label, re.I) and (on := when(value)):
            made.propose(ProposedAct(act="approved", on=on, words=f"{label}: {value}", origin=piece.origin))
        elif not take(f"{label}: {value}", made, school, piece.origin) and is_signature(before):
            take(f"Signed {label}", made, school, piece.origin)
        before = label


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:4])


def take(words: str, made: DocumentFacts, school: School, origin: SourcePosition) -> str:
    """What a line says of the policy: what it became; "" where it says nothing that is known."""
    if len(words) > LINE:
        return ""
    act = ProposedAct(act="approved", words=words, origin=origin)
    if (found := _CYCLE.match(words)) and (every := _cycle(found["cycle"])):
        made.review_every = made.review_every or every
        return "review cycle"
    if found := _REVIEW.match(words):
        made.review_month = month_in(found["date"]) or made.review_month
        on = when(found["date"])
        is_last = bool(_LAST.match(found["label"]))
        if on:
            made.propose(replace(act, act="reviewed", on=on) if is_last else replace(act, review_due=on))
        return "review date"
    if found := _FROM.match(words):
        if on := when(found["date"]):
            made.propose(replace(act, act="applies-from", on=on))
        return "day from which it applies"
    if found := _APPROVED.match(words):
        body = (found["body"] or "").strip()
        made.approving_body = made.approving_body or body
        if body or when(found["date"]):
            made.propose(replace(act, on=when(found["date"]), body=body))
        return "approval, which only approve records"
    if found := _BODY.match(words):
        made.approving_body = made.approving_body or found["body"].strip()
        made.propose(replace(act, body=found["body"].strip()))
        return "approving body"
    if found := _MINUTE.match(words):
        made.propose(replace(act, minute=found["minute"].strip()))
        return "minute"
    if found := _VERSION.match(words):
        made.version = made.version or found["version"].removeprefix("v")
        return "version"
    if found := _OWNER.match(words):
        role = role_in(found["who"], school)
        made.owner = made.owner or role
        return "owner" if role else "owner, who is no role of school.yaml"
    if found := _COMMITTEE.match(words):
        made.approving_body = made.approving_body or found["body"].strip()
        return "committee"
    if _SIGNED.match(words):
        role = role_in(words, school)
        if role and all(one.role != role for one in made.signatories):
            made.signatories.append(Signatory(role=role, label=words.rstrip("_. \t")))
        return "signatory" if role else "signature line"
    return ""


def propose_said(piece: SourceBlock, made: DocumentFacts) -> None:
    """Propose the act that a sentence of the text speaks of; the sentence stays."""
    for found in _SAID.finditer(piece.words):
        if on := when(found["date"]):
            body = (found["body"] or "").strip(" ,")
            words = found[0]
            made.propose(ProposedAct(act="approved", on=on, body=body, words=words, origin=piece.origin))


def _cycle(words: str) -> Every | None:
    return next((every for pattern, every in _CYCLES if re.search(pattern, words, re.I)), None)


def role_in(words: str, school: School) -> str:
    """The role that words name: the one with the longest title in them."""
    text = re.sub(r"[\s-]+", " ", words).casefold()
    named = [
        (len(title), key) for key, title in school.roles.items() if re.sub(r"[\s-]+", " ", title).casefold() in text
    ]
    return max(named)[1] if named else ""
