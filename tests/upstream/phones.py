"""The clauses and files of the phones policy, and upstream moving on with them."""

from __future__ import annotations

from clausebook.app.forking import following
from clausebook.model.upstream import UpstreamMerge
from tests.history.repositories import POLICY, School
from tests.upstream.schools import AS_OF, Fork

CALLS, CAMERAS, INTRODUCTION = (f"clauses/phones/{name}.yaml" for name in ("calls", "cameras", "introduction"))
OUTLINE, SCHOOL, TERMS, LAW = (f"policy/{name}.yaml" for name in ("phones", "school", "terms", "instruments"))
PAGERS = "id: pagers\ntitle: Pagers\nbody:\n  - Staff may carry pagers.\n"
OMIT = "omit:\n  - clause: cameras\n    reason: The school has no cameras.\n"


def listed(text: str, entry: str = "calls, cameras", new: str = "calls, cameras, pagers") -> str:
    assert entry in text
    return text.replace(entry, new)


def upstream_moves_on(upstream: School) -> None:
    """Three commits: a clause reworded, a clause added, and the law and glossary brought up to date."""
    upstream.replace(CALLS, "outside lessons", "outside lessons and trips")
    upstream.commit("Mention trips\n\nReason: Trips are no lessons.\nDecision-needed: Are clubs lessons?")
    upstream.write({"clauses/phones/pagers.yaml": PAGERS, OUTLINE: listed(POLICY)})
    upstream.commit("Allow pagers\n\nReason: Nurses asked.\nLaw: ukpga/2018/12")
    upstream.replace(LAW, "    kind: act\n", "    kind: act\n    made: 2018-05-23\n")
    upstream.write({TERMS: "terms:\n  - id: pager\n    term: pager\n    definition: A small receiver.\n"})
    upstream.commit("Bring the register up to date")


def omit_cameras(fork: Fork) -> None:
    fork.write({OUTLINE: listed(fork.text(OUTLINE), "calls, cameras", "calls") + OMIT})
    fork.commit("Leave cameras out\n\nReason: We have none.")


def stands(fork: Fork) -> dict[str, str]:
    return {one.clause: one.state for one in following.holdings(fork.root, AS_OF)}


def collision_laid_out(upstream: School, fork: Fork) -> UpstreamMerge:
    """Both sides reworded one clause in their own way, upstream another one too, and the fork takes that in."""
    fork.replace(CALLS, "Staff should make calls outside lessons.", "Staff must make no calls.")
    fork.commit("Forbid calls")
    upstream.replace(CALLS, "Staff should make calls outside lessons.", "Staff may make calls in breaks.")
    upstream.replace(CAMERAS, "once used", "once they were used")
    upstream.commit("Allow calls\n\nReason: Breaks are free.")
    return fork.take()


def solve(fork: Fork) -> None:
    text = fork.text(CALLS)
    start, end = text.index("<<<<<<<"), text.index("\n", text.index(">>>>>>>")) + 1
    fork.write({CALLS: f"{text[:start]}  - Staff should make calls in breaks.\n{text[end:]}"})
