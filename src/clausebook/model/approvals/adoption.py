"""An adoption: an approval record, the commit that introduced it, and the words that stood there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from clausebook.model.acts.record import approval_in_path
from clausebook.model.approvals.approval import Approval
from clausebook.model.edition import Edition
from clausebook.model.fingerprint import Words, canonical, words
from clausebook.model.revision import Introduction
from clausebook.text.records import dataclass

DIGITS = 12  # of a clause's digest: enough to tell two wordings apart, and short enough to read


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """One edition as the register holds it.

    `policy` and `name` come from the record's path, `approval` from the record as it was introduced, `edition` from
    the files of the same commit. `approval` or `edition` is None where `trouble` says why it cannot be read. `shown` is
    the edition as it was shown after each act about it, with facts put right.
    """

    policy: str
    name: str
    introduction: Introduction
    approval: Approval | None = None
    edition: Edition | None = None
    trouble: str = ""
    shown: tuple[Edition, ...] = ()

    @property
    def tag(self) -> str:
        """The tag that, where there is one, names the same commit: it keeps the policy's id of that time."""
        return "/".join(approval_in_path(self.introduction.first_path))

    @property
    def commit(self) -> str:
        """The commit the edition is read from."""
        return self.introduction.commit.id

    @property
    def is_in_force(self) -> bool:
        """Whether its words are still the approved ones and its record is still there."""
        return bool(self.introduction.present and self.edition and self.edition.approval)


def clause_words(edition: Edition) -> dict[str, Words]:
    """Clause id to the part of the edition's words that is the clause's own, in reading order."""
    return {str(clause["id"]): clause for clause in _clauses(words(edition))}


def digests(edition: Edition) -> dict[str, str]:
    """Clause id to a digest of its words, so that a record can name the clause that differs."""
    return {id: hashlib.sha256(canonical(part)).hexdigest()[:DIGITS] for id, part in clause_words(edition).items()}


def frame_words(edition: Edition) -> Words:
    """The words outside all clauses: titles, section headings, signature lines, and the order of clauses."""
    whole = words(edition)
    chapters = [
        {
            **{key: value for key, value in chapter.items() if key not in ("opening", "passages")},
            "clauses": [clause["id"] for clause in _clauses({"chapters": [chapter]})],
        }
        for chapter in whole.get("chapters", ())
    ]
    return {**whole, "chapters": chapters}


def _clauses(whole: Words) -> Iterator[Words]:
    for chapter in whole.get("chapters", ()):
        if "opening" in chapter:
            yield chapter["opening"]
        yield from chapter.get("passages", ())


def differing(old: Mapping[str, object], new: Mapping[str, object]) -> dict[str, str]:
    """Key to "changed", "added" or "removed", in the order of `new`, removed ones last."""
    found = {key: "changed" if key in old else "added" for key in new if new[key] != old.get(key)}
    return {**found, **{key: "removed" for key in old if key not in new}}
