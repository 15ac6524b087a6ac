"""Guidance that comes out each year was looked for since its next edition was due.

`renewed: yearly` and `renewal_month` in the register say when a new edition is to be expected. Until somebody has
looked and written down what was found (`editions`, or a check in policy/instruments.local.yaml), it is not known which
edition is in force.
"""

from collections.abc import Iterator

from clausebook.lint.law_named import called, cited, mentions
from clausebook.model.finding import Finding
from clausebook.model.law.editions import renewal_due
from clausebook.model.register import Register
from clausebook.text.dates import in_words

LEVEL = "warning"


def note(register: Register) -> Iterator[tuple[str, str]]:
    """What the clauses of each policy cite or name."""
    yield from ((clause.policy, instrument.id) for clause, _, instrument in cited(register))
    for text, named in mentions(register):
        yield from ((text.clause.policy, law.known.id) for law in named if law.known)


def judge(register: Register, used: tuple[str, ...]) -> Iterator[Finding]:
    """Findings at the row, for guidance that a clause cites or names."""
    for instrument in register.instruments:
        if instrument.kind != "guidance" or instrument.renewed != "yearly" or instrument.id not in used:
            continue
        due = renewal_due(instrument, register.as_of)
        if due:
            yield Finding(
                instrument.where("renewed"),
                f"a new edition of {called(instrument)} was due in {in_words(due)}, and was not looked up since",
                f"look it up: {instrument.url}; then write down the edition, or a check of today"
                if instrument.url
                else "look it up; then write down the edition, or a check of today",
            )
