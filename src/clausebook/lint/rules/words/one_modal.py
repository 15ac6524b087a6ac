"""The items of one list oblige in one strength: all must, or all should.

A "must" among "should"s is either a slip or a rule that deserves a list of its own: readers cannot know which, and a
disciplinary panel will ask. "Must" and "must not" are of one strength. How strongly an item binds is read as on the
page of duties: "will", "are required to" and "shall" are "must", "are advised to" and "ought to" are "should".
"""

from collections import Counter
from collections.abc import Iterator

from clausebook.lint.prose import ClauseText, lists
from clausebook.model.duties import Lead, Statement, Titles, leading_force, statements, titles_of, who_leads
from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.text.sentences import sentences

LEVEL = "warning"
READS = "clause"
_STRENGTH = {"must": "must", "must-not": "must", "should": "should", "should-not": "should"}


def check(register: Register) -> Iterator[Finding]:
    """Findings at the words that bind differently from those of most items."""
    titles = titles_of(register.school) if register.school else frozenset()
    for clause, stem, items in lists(register):
        if stem and leading_force(stem.words):
            continue
        lead = Lead(who=who_leads(stem.words, titles) if stem else "")
        says = [(item, found) for item in items if (found := _stated(item, titles, lead))]
        counts = Counter(_STRENGTH[found.force] for _, found in says)
        if len(counts) < 2:
            continue
        usual = counts.most_common(1)[0][0]
        for item, found in says:
            if _STRENGTH[found.force] != usual:
                others = f"{counts[usual]} others of its list say {usual}"
                yield Finding(
                    item.at(found.mark),
                    f"this item of clause {clause.id} says {found.mark}, {others}",
                    "use one strength, or put what binds more strictly into a list of its own",
                )


def _stated(item: ClauseText, titles: Titles, lead: Lead) -> Statement | None:
    """What the item binds to: the first that its first sentence states, where that is not a permission."""
    parts = sentences(item.words)
    found = statements(parts[0], titles, lead) if parts else ()
    return found[0] if found and found[0].mark and found[0].force in _STRENGTH else None
