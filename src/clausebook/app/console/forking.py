"""What a school that follows upstream sees on the terminal: whose each clause is, and what upstream changed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Any

from clausebook.model.comparison import phrases
from clausebook.model.comparison.block_change import new_words, old_words
from clausebook.model.comparison.review import ReviewedClause
from clausebook.model.upstream import STATE_WORDS, ClauseOrigin, UpstreamChanges
from clausebook.text.inline import plain
from clausebook.text.phrases import counted
from clausebook.text.visible import json_safe


def holding_lines(holdings: Iterable[ClauseOrigin]) -> Iterator[str]:
    """A line a clause, policy by policy, and how many there are of each kind."""
    holdings = tuple(holdings)
    policy = ""
    for one in holdings:
        if one.policy != policy:
            policy = one.policy
            yield policy
        reason = f": {one.reason}" if one.reason else ""
        yield f"  {one.clause:36} {STATE_WORDS[one.state]}{reason}"
    counts = Counter(one.state for one in holdings)
    yield ", ".join(f"{counts[state]} {words}" for state, words in STATE_WORDS.items() if counts[state]) or "no clauses"


def holding_json(holdings: Iterable[ClauseOrigin]) -> str:
    """The same for other programs."""
    return json_safe(json.dumps({"clauses": [_holding(one) for one in holdings]}, indent=2, ensure_ascii=False))


def _holding(one: ClauseOrigin) -> dict[str, Any]:
    return {
        "policy": one.policy,
        "clause": one.clause,
        "is": one.state,
        **({"reason": one.reason} if one.reason else {}),
    }


def following_lines(found: UpstreamChanges) -> Iterator[str]:
    """What upstream changed: for each clause what, what this school did with it, and upstream's reasons."""
    commits = len(found.commits)
    many = f"{counted(commits, 'commit')} to policies and clauses"
    yield f"upstream {found.address}: {many} between {found.old[:10]} and {found.new[:10]}"
    if not found.related:
        yield "its history does not lead from the one to the other: reasons may be missing, or be given twice"
    if found.is_empty:
        yield "nothing to take in"
        return
    for review in found.reviews:
        yield from ("", f"{review.policy}: {counted(len(review.clauses), 'clause')} changed")
        was, now = (plain(side(review.redline.title)) for side in (old_words, new_words))
        if was != now:
            yield f"  the title: {was} became {now}"
        for clause in review.clauses:
            yield from _clause(clause)
    if found.other:
        yield ""
        yield from found.other
    yield from ("", "python3 build.py upstream --take merges this into your clauses; --dry-run shows what it would do")


def _clause(clause: ReviewedClause) -> Iterator[str]:
    change = clause.change
    title = change.shown_title
    yield f"  {change.heading.cite} {title} ({change.id}): {phrases.headline(change)}"
    yield f"      here: {clause.here}"
    for reason in clause.reasons:
        why = "; ".join(reason.why) or f"no reason is stated for “{reason.subject}”"
        yield from wrap(f"why: {why}", 100, initial_indent="      ", subsequent_indent="        ")


def following_json(found: UpstreamChanges) -> str:
    """The same for other programs; each policy's review is a file of its own."""
    clauses = [
        {
            "policy": review.policy,
            "clause": clause.change.id,
            "kinds": list(clause.change.kinds),
            "here": clause.here,
            "reasons": [why for reason in clause.reasons for why in reason.why],
        }
        for review in found.reviews
        for clause in review.clauses
    ]
    data = {
        "address": found.address,
        "from": found.old,
        "to": found.new,
        "related": found.related,
        "clauses": clauses,
        "other": list(found.other),
        "reviews": [f"output/{review.folder}/{review.file_stem}.json" for review in found.reviews],
    }
    return json_safe(json.dumps(data, indent=2, ensure_ascii=False))
