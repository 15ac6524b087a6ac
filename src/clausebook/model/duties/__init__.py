"""The ledger of duties: every thing that an edition binds somebody to, forbids, advises or allows, leaf by leaf.

    duties_of(edition)                 all duties of an edition, in reading order
    duties_in(passage, school)         those of one clause
    statements(sentence, titles)       what one sentence binds to, before it has a place
    stated_force(words)                the first force that words state by themselves, for those who need no more
    stated_duties_of(edition)          the same as sentences that can be read alone, for pages and search
    roles_of(edition, stated)          the roles that have a page of duties

A `Duty` has its force, who is bound (`who` in words, `people` as a set, `roles` by id, `party`), the `action` without
its terms, and the terms: `conditions`, `exceptions`, `deadlines`, `numbers`, `addressees`. `place` says where it is
written. `is_permission` parts what allows from what binds; `party` parts the school's duties from those of users.

Two ledgers are matched in `redline`; the outcome is `Redline.duties`, a row of `DutyChange`.
"""

from clausebook.model.duties.bound import titles_of
from clausebook.model.duties.duty import FORCES, SCHOOL, Duty, Lead, Place, Statement
from clausebook.model.duties.force import leading_force, stated_force
from clausebook.model.duties.introduction import who_leads
from clausebook.model.duties.ledger import duties_in, duties_of
from clausebook.model.duties.people import Titles
from clausebook.model.duties.sentence import statements
from clausebook.model.duties.shared import shared_texts
from clausebook.model.duties.stated import StatedDuty, roles_of, stated_duties_of

__all__ = [
    "FORCES",
    "SCHOOL",
    "Duty",
    "Lead",
    "Place",
    "StatedDuty",
    "Statement",
    "Titles",
    "duties_in",
    "duties_of",
    "leading_force",
    "roles_of",
    "shared_texts",
    "stated_duties_of",
    "stated_force",
    "statements",
    "titles_of",
    "who_leads",
]
