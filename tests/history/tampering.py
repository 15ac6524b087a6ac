"""What can be done to a repository with an approval in it, case by case, in memory: each function is one case."""

from __future__ import annotations

from collections.abc import Mapping

from clausebook.model.acts.record import digest_of
from clausebook.model.approvals.adoption import digests
from tests.history.in_memory import MemoryRepository
from tests.history.repositories import CLAUSES, FILES, POLICY, RECORD, SCHOOL, record

CALLS, CAMERAS = "clauses/phones/calls.yaml", "clauses/phones/cameras.yaml"
LOG = "CHANGELOG.md"
INTRODUCTION = FILES[LOG]
OTHER_WORDS = "v1:sha256:" + "0" * 64
ACTS = "policy/approvals/phones/"


def approve(
    school: MemoryRepository,
    edition: str = "2018",
    *,
    tag: bool = True,
    with_digests: bool = True,
    by_command: bool = False,
    more: Mapping[str, str | None] | None = None,
) -> str:
    """What the approve command writes for the words at the head, or what a person writes who does the same by hand."""
    words = school.words()
    listed = "".join(f"  {id}: {digest!r}\n" for id, digest in digests(words).items())
    text = record(words.fingerprint, edition=edition, clauses=f"clauses:\n{listed}" if with_digests else "")
    trailers = (("Approval", f"phones/{edition}"),) if by_command else ()
    commit = school.commit(
        f"Approve phones {edition}", {RECORD.replace("2018", edition): text, **(more or {})}, trailers=trailers
    )
    if tag:
        school.tag(f"phones/{edition}", commit, f"phones/{edition}\n\nFingerprint: {words.fingerprint}")
    return commit


def rewritten(school: MemoryRepository, files: Mapping[str, str | None]) -> str:
    """History written again from the approval on: other words below the same record; the new approving commit."""
    approving = school.kept[school.head].commit
    text = school.text(RECORD)
    (before,) = approving.parents
    start = school.kept[before]
    school.commit(start.commit.subject, {**start.files, **files, RECORD: None}, onto=start.commit.parents)
    return school.commit(approving.subject, {RECORD: text})


def act(school: MemoryRepository, kind: str, on: str, after: str = "", more: str = "", edition: str = "2018") -> str:
    """The text of an act about an edition of the phones policy, as a command writes it."""
    follows = f"after: {after}\n" if after else ""
    return (
        f'act: {kind}\npolicy: phones\nedition: "{edition}"\non: "{on}"\nbody: governing body\nminute: unknown\n'
        f"fingerprint: {school.words().fingerprint}\n{follows}{more}"
    )


def recorded(school: MemoryRepository, kind: str, on: str, after: str = "", more: str = "") -> tuple[str, str]:
    """Commit such an act; its path and digest."""
    text, path = act(school, kind, on, after, more), f"{ACTS}{on}-{kind}-2018.yaml"
    school.commit(f"Record: {kind}", {path: text})
    return path, digest_of(text.encode())


def last_digest(school: MemoryRepository, path: str = RECORD) -> str:
    """The digest that the next act follows."""
    return digest_of(school.text(path).encode())


def entry(heading: str, text: str, before: str = INTRODUCTION) -> str:
    """A changelog with a new entry at its top."""
    intro, mark, older = before.partition("\n## ")
    return f"{intro.rstrip()}\n\n## {heading}\n\n{text}\n{mark}{older}"


def nothing_approved(school: MemoryRepository) -> None:
    school.commit("Change a clause", school.replaced(CALLS, "outside", "during"))


def untouched(school: MemoryRepository) -> None:
    approve(school, by_command=True)


def approved_by_hand(school: MemoryRepository) -> None:
    approve(school)


def words_changed_later(school: MemoryRepository) -> None:
    approve(school)
    school.commit("Change a clause", school.replaced(CALLS, "outside", "during"))
    school.commit("Rename the school", {"policy/school.yaml": SCHOOL.replace("Hill School", "Dale School")})


def one_comma_in_rewritten_history(school: MemoryRepository) -> None:
    school.commit("Say it shorter", school.replaced(CALLS, "should make", "make"))
    approve(school)
    rewritten(school, school.replaced(CAMERAS, "pupils, once used,", "pupils once used"))


def one_comma_in_rewritten_history_without_digests(school: MemoryRepository) -> None:
    school.commit("Say it shorter", school.replaced(CALLS, "should make", "make"))
    approve(school, with_digests=False)
    rewritten(school, school.replaced(CAMERAS, "pupils, once used,", "pupils once used"))


def one_comma_in_rewritten_history_without_tag(school: MemoryRepository) -> None:
    school.commit("Say it shorter", school.replaced(CALLS, "should make", "make"))
    approve(school, tag=False)
    rewritten(school, school.replaced(CAMERAS, "pupils, once used,", "pupils once used"))


def words_changed_in_the_approving_commit(school: MemoryRepository) -> None:
    text = record(school.words().fingerprint)
    school.commit("Approve phones 2018", {RECORD: text, **school.replaced(CALLS, "outside", "during")})


def approved_words_nowhere(school: MemoryRepository) -> None:
    school.commit("Approve phones 2018", {RECORD: record(OTHER_WORDS)})


def clause_removed_and_another_added_in_the_approving_commit(school: MemoryRepository) -> None:
    outline = POLICY.replace("[calls, cameras]", "[calls, gifts]")
    gift = CLAUSES["cameras"].replace("cameras", "gifts").replace("Cameras", "Gifts")
    approve(
        school,
        tag=False,
        more={"policy/phones.yaml": outline, CAMERAS: None, "clauses/phones/gifts.yaml": gift},
    )


def title_changed_in_the_approving_commit(school: MemoryRepository) -> None:
    approve(school, tag=False, more={"policy/phones.yaml": POLICY.replace("Phones policy", "Mobiles policy")})


def title_and_words_changed_below_a_record_without_digests(school: MemoryRepository) -> None:
    title = {"policy/phones.yaml": POLICY.replace("Phones policy", "Mobiles policy")}
    approve(school, tag=False, with_digests=False, more={**title, **school.replaced(CALLS, "outside", "during")})


def digests_of_other_words(school: MemoryRepository) -> None:
    text = record(school.words().fingerprint, clauses="clauses:\n  calls: '0123456789ab'\n")
    school.commit("Approve phones 2018", {RECORD: text})


def record_edited(school: MemoryRepository) -> None:
    approve(school)
    school.commit("Correct the body", school.replaced(RECORD, "body: governing body", "body: headteacher"))
    school.commit("Correct the date", school.replaced(RECORD, '"2018-05"', '"2018-06"'))
    school.commit("Nobody signs", school.replaced(RECORD, "signatories:\n  - role: chair\n    name: unknown\n", ""))


def record_written_otherwise(school: MemoryRepository) -> None:
    approve(school)
    school.commit("Tidy up", school.replaced(RECORD, "minute: unknown", 'minute: "unknown"'))


def record_made_unreadable(school: MemoryRepository) -> None:
    approve(school)
    school.commit("Tidy up", {RECORD: "policy: [phones\n"})


def record_edited_and_put_back(school: MemoryRepository) -> None:
    approve(school)
    school.commit("Correct the date", school.replaced(RECORD, '"2018-05"', '"2018-06"'))
    school.commit("Put it back", school.replaced(RECORD, '"2018-06"', '"2018-05"'))


def record_edited_in_the_working_tree(school: MemoryRepository) -> None:
    approve(school)
    school.dirty = (RECORD,)


def record_in_no_commit(school: MemoryRepository) -> None:
    approve(school)
    school.dirty = ("clauses/phones/calls.yaml", RECORD.replace("2018", "2019"), f"{ACTS}2019-05-01-reviewed-2018.yaml")


def fingerprint_recomputed(school: MemoryRepository) -> None:
    approve(school)
    school.commit("Change a clause", school.replaced(CALLS, "outside", "during"))
    school.commit("Refresh", {RECORD: record(school.words().fingerprint)})


def fingerprint_recomputed_in_rewritten_history(school: MemoryRepository) -> None:
    before = school.head
    approve(school)
    school.commit(
        "Write the phones policy", school.replaced(CALLS, "outside", "during") | {RECORD: None}, onto=(before,)
    )
    approve(school, tag=False)


def record_deleted(school: MemoryRepository) -> None:
    approve(school)
    school.commit("Tidy up", {RECORD: None})


def record_deleted_and_brought_back(school: MemoryRepository) -> None:
    approve(school)
    text = school.text(RECORD)
    school.commit("Tidy up", {RECORD: None})
    school.commit("Revert", {RECORD: text})


def record_deleted_with_its_history(school: MemoryRepository) -> None:
    before = school.head
    approve(school)
    school.head = before
    school.tag("v1.0", before)
    school.tag("phones/next", before)
    school.tag("other/2018", before)


def record_deleted_but_its_commit_kept(school: MemoryRepository) -> None:
    school.tag("phones/2017", school.head)
    school.commit("Change a clause", school.replaced(CALLS, "outside", "during"))


def record_of_another_edition(school: MemoryRepository) -> None:
    school.commit("Approve", {RECORD: record(school.words().fingerprint, edition="2017")})


def record_unreadable_beside_a_good_one(school: MemoryRepository) -> None:
    approve(school)
    school.commit("Approve", {RECORD.replace("2018", "2019"): "policy: [phones\n"})


def words_that_cannot_be_filled_in(school: MemoryRepository) -> None:
    school.commit("Slip", school.replaced("clauses/phones/introduction.yaml", "school.name", "school.nmae"))
    school.commit("Approve", {RECORD: record(OTHER_WORDS)})


def policy_missing_in_the_approving_commit(school: MemoryRepository) -> None:
    school.commit("Approve", {RECORD: record(OTHER_WORDS), "policy/phones.yaml": None})


def tag_missing(school: MemoryRepository) -> None:
    approve(school, tag=False, by_command=True)


def tag_lightweight(school: MemoryRepository) -> None:
    school.tag("phones/2018", approve(school, tag=False))


def tag_signed(school: MemoryRepository) -> None:
    school.tag("phones/2018", approve(school, tag=False), "Approved", signed=True)


def tag_moved(school: MemoryRepository) -> None:
    approve(school)
    later = school.commit("Change a clause", school.replaced(CALLS, "outside", "during"))
    school.tag("phones/2018", later, f"Fingerprint: {school.words().fingerprint}")


def tag_of_other_words(school: MemoryRepository) -> None:
    school.tag("phones/2018", approve(school, tag=False), f"Fingerprint: {OTHER_WORDS}")


def approval_squashed(school: MemoryRepository) -> None:
    before = school.head
    approve(school)
    text = school.text(RECORD)
    school.commit("Approve phones (#12)", {RECORD: text}, onto=(before,))


def approval_squashed_with_other_words(school: MemoryRepository) -> None:
    before = school.head
    approve(school)
    files = {RECORD: school.text(RECORD), **school.replaced(CALLS, "outside", "during")}
    school.commit("Approve phones (#12)", files, onto=(before,))


def signed_pdf_beside_the_record(school: MemoryRepository) -> None:
    approve(school)
    school.commit("File the signed copy", {RECORD.replace(".yaml", ".pdf"): "%PDF-1.7\n"})


def merge_with_words_of_its_own(school: MemoryRepository) -> None:
    approved = approve(school)
    side = school.commit("Before lessons", school.replaced(CALLS, "outside", "before"))
    school.head = approved
    main = school.commit("After lessons", school.replaced(CALLS, "outside", "after"))
    school.commit("Merge", school.replaced(CALLS, "after", "between"), onto=(main, side))


def acts_in_a_chain(school: MemoryRepository) -> None:
    approve(school)
    _, digest = recorded(school, "reviewed", "2019-05-01", last_digest(school), 'review_due: "2020-05"\n')
    recorded(school, "applies-from", "2019-06-01", digest, 'applies_from: "2019-09"\n')


def act_deleted(school: MemoryRepository) -> None:
    acts_in_a_chain(school)
    school.commit("Tidy up", {f"{ACTS}2019-05-01-reviewed-2018.yaml": None})


def act_changed(school: MemoryRepository) -> None:
    acts_in_a_chain(school)
    school.commit("Put it off", school.replaced(f"{ACTS}2019-05-01-reviewed-2018.yaml", "2020-05", "2021-05"))


def act_changed_in_the_working_tree(school: MemoryRepository) -> None:
    acts_in_a_chain(school)
    school.dirty = (f"{ACTS}2019-05-01-reviewed-2018.yaml",)


def acts_that_fork(school: MemoryRepository) -> None:
    approve(school)
    first = last_digest(school)
    recorded(school, "reviewed", "2019-05-01", first)
    recorded(school, "applies-from", "2019-06-01", first, 'applies_from: "2019-09"\n')


def act_that_follows_nothing(school: MemoryRepository) -> None:
    approve(school)
    recorded(school, "reviewed", "2019-05-01")


def act_that_follows_one_that_is_missing(school: MemoryRepository) -> None:
    approve(school)
    recorded(school, "reviewed", "2019-05-01", "sha256:" + "0" * 64)


def act_under_the_name_of_another(school: MemoryRepository) -> None:
    approve(school)
    text = act(school, "reviewed", "2019-05-01", last_digest(school))
    school.commit("Record: reviewed", {f"{ACTS}2019-05-01-withdrawn-2018.yaml": text})


def act_unreadable(school: MemoryRepository) -> None:
    approve(school)
    school.commit("Record: reviewed", {f"{ACTS}2019-05-01-reviewed-2018.yaml": "act: [reviewed\n"})


def acts_of_a_draft_alone(school: MemoryRepository) -> None:
    more = 'until: "2018-04"\npeople: [staff]\n'
    text = act(school, "consulted", "2018-03-01", more=more, edition="draft")
    path = f"{ACTS}2018-03-01-consulted-draft.yaml"
    school.commit(
        "Ask the staff", {path: text, LOG: entry("[Phones policy draft] - 2018-03-01", "The staff are asked.")}
    )
    school.commit("Edit the changelog", school.replaced(LOG, "are asked", "were asked"))
    orphan = act(school, "reviewed", "2018-04-01", "sha256:" + "1" * 64)
    school.commit("Record: reviewed", {f"{ACTS}2018-04-01-reviewed-2018.yaml": orphan})


def with_entries(school: MemoryRepository) -> None:
    """Two editions with their entries, and words that anybody may write."""
    approve(school, more={LOG: entry("[Phones policy 2018] - 2018-05", "Approved.\n\n\n- The first edition.  ")})
    school.commit("Change a clause", school.replaced(CALLS, "outside", "during"))
    log = entry("[Phones policy 2019] - 2018-05", "Approved again.", school.text(LOG))
    approve(school, "2019", more={LOG: log})


def entries_as_written(school: MemoryRepository) -> None:
    with_entries(school)
    log = entry("[Unreleased]", "Anything.", school.text(LOG)).replace("for governors.", "for everybody.")
    school.commit(
        "Say more", {LOG: log.replace("- The first edition.  ", "- The first edition.").replace("\n", "\r\n")}
    )


def entry_changed(school: MemoryRepository) -> None:
    with_entries(school)
    school.commit("Say it better", school.replaced(LOG, "first edition", "only edition"))
    school.commit("Say more", school.replaced(LOG, "for governors.", "for everybody."))


def entry_removed(school: MemoryRepository) -> None:
    with_entries(school)
    log = school.text(LOG)
    start, end = log.index("## [Phones policy 2019]"), log.index("## [Phones policy 2018]")
    school.commit("Tidy up", {LOG: log[:start] + log[end:]})


def entry_lost_in_a_merge(school: MemoryRepository) -> None:
    start = school.head
    side = approve(school, more={LOG: entry("[Phones policy 2018] - 2018-05", "Approved.")})
    text = school.text(RECORD)
    main = school.commit("Say more", {**school.kept[start].files, LOG: f"{INTRODUCTION}\nMore.\n"}, onto=(start,))
    school.commit("Merge", {LOG: f"{INTRODUCTION}\nMuch more.\n", RECORD: text}, onto=(main, side))


def entry_that_no_act_bears_out(school: MemoryRepository) -> None:
    with_entries(school)
    school.commit("Pretend", {LOG: entry("[Phones policy 2020] - 2020-05", "Approved.", school.text(LOG))})


def entry_that_did_not_come_with_its_act(school: MemoryRepository) -> None:
    approve(school)
    school.commit("Write it up", {LOG: entry("[Phones policy 2018] - 2018-05", "Approved.")})


def two_entries_of_one_name_and_day(school: MemoryRepository) -> None:
    with_entries(school)
    more = entry("[Phones policy 2018] - 2018-05", "Reviewed.", school.text(LOG))
    text = act(school, "reviewed", "2018-05-20", last_digest(school, RECORD.replace("2018", "2019")))
    school.commit("Record: reviewed", {f"{ACTS}2018-05-20-reviewed-2018.yaml": text, LOG: more})


UPSTREAM = """\
address: https://hill.example/policies.git
commit: {commit}
cleared: [phones/2018]
traces:
  names: [Hill School]
"""


def adopted(school: MemoryRepository) -> str:
    """Another school took the policies over: it removed the record of the school that it has them from."""
    approve(school)
    first = school.head
    files = {"policy/school.yaml": SCHOOL.replace("Hill School", "Dale School"), RECORD: None}
    return school.commit(
        "Take the policies over",
        {**files, "policy/upstream.yaml": UPSTREAM.format(commit=first)},
        trailers=(("Upstream", first),),
    )


def record_cleared_by_an_adoption(school: MemoryRepository) -> None:
    adopted(school)


def adoption_and_an_approval_of_its_own(school: MemoryRepository) -> None:
    adopted(school)
    school.commit("Change a clause", school.replaced(CALLS, "outside", "during"))
    approve(school, "2019")


def record_brought_by_a_merge_after_an_adoption(school: MemoryRepository) -> None:
    approve(school)
    first = school.head
    own = adopted(school)
    school.head = first
    theirs = approve(school, "2019")
    text = school.text(RECORD.replace("2018", "2019"))
    school.commit("Merge", {RECORD.replace("2018", "2019"): text}, onto=(own, theirs))
    school.tag("phones/2020", theirs, "Approved")


def tag_of_another_school(school: MemoryRepository) -> None:
    approve(school)
    first = school.head
    own = adopted(school)
    school.head = first
    theirs = school.commit("Change a clause", school.replaced(CALLS, "outside", "during"))
    school.head = own
    school.tag("phones/2019", theirs, "Approved")


def deleted_and_called_an_adoption(school: MemoryRepository) -> None:
    approve(school)
    mark = UPSTREAM.format(commit=school.head).replace("Hill", "Vale")
    school.commit("Take the policies over", {RECORD: None, "policy/upstream.yaml": mark})


CASES = {
    name: case
    for name, case in list(globals().items())
    if callable(case)
    and getattr(case, "__module__", "") == __name__
    and getattr(case, "__annotations__", {}).get("return") == "None"
    and name != "with_entries"
}
