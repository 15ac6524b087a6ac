"""A mini school on its way to a review: an approved edition, and commits after it with and without reasons."""

from __future__ import annotations

import shutil
from datetime import date

from clausebook.history.adoption import all_editions, approved_editions
from clausebook.io.git import open_repository
from clausebook.model.comparison.review import Review
from clausebook.review.select import chosen, compared
from clausebook.source.load import load
from tests.history.repositories import INSTRUMENTS, SCHOOL, School, approve_by_hand, kept

AS_OF = date(2019, 9, 10)
TEACHER = ("A teacher", "teacher@hill.example")
CALLS, CAMERAS, OUTLINE = "clauses/phones/calls.yaml", "clauses/phones/cameras.yaml", "policy/phones.yaml"
LAW = f"""\
instruments:
  - id: ukpga/1998/29
    title: Data Protection Act 1998
    kind: act
    ended: 2018-05-25
    ended_by: {{instrument: ukpga/2018/12, provision: s. 44}}
    replaced_by: [ukpga/2018/12]
    confidence: high
  - id: ukpga/1990/18
    title: Computer Misuse Act 1990
    kind: act
    in_force: {{main: 1990-08-29}}
    confidence: high
{INSTRUMENTS.removeprefix("instruments:" + chr(10))}    in_force: {{main: 2018-05-25}}
"""
ROLES = SCHOOL.replace("roles:\n", "roles:\n  clerk: Clerk\n") + "contributors:\n  clerk@hill.example: clerk\n"


def reviewed(school: School, old: str = "", new: str = "draft", as_of: date = AS_OF) -> Review:
    """The review as the command makes it, without its files."""
    repository = open_repository(school.root)
    paths = [path for folder in ("policy", "clauses") for path in sorted((school.root / folder).rglob("*.yaml"))]
    register = load({path.relative_to(school.root).as_posix(): path.read_bytes() for path in paths}, as_of)
    approved, faults = approved_editions(repository)
    assert not faults
    editions = tuple(all_editions(register, approved, repository))
    return compared(*chosen("phones", editions, repository, old, new), repository, register, as_of)


def citing(school: School, cited: str) -> None:
    """Let the clause on cameras cite something else."""
    text = (school.root / CAMERAS).read_text(encoding="utf-8")
    old = text.split("instrument: ")[1].split("\n")[0]
    school.write({CAMERAS: text.replace(old, cited)})


def school_under_review(school: School) -> School:
    """The mini school with an edition of 2018 that cites a law about to end, and five commits after it."""
    made, now = kept(_under_review)
    shutil.copytree(made, school.root, dirs_exist_ok=True)
    school.now = now
    return school


def _under_review(school: School) -> None:
    school.write({"policy/instruments.yaml": LAW, "policy/school.yaml": ROLES})
    citing(school, "ukpga/1998/29")
    school.commit("Cite the law of 2018")
    approve_by_hand(school)
    school.replace(CALLS, "outside lessons", "outside lessons and trips")
    school.commit(
        "Mention trips\n\nTeachers asked.\n\nReason: Trips are no lessons.\nDecision-needed: Are clubs lessons?"
    )
    citing(school, "ukpga/2018/12")
    school.commit("Cite the law of today\n\nReason: The Act of 1998 has ended.\nLaw: ukpga/1998/29\nLaw: ukpga/2018/12")
    school.replace(CALLS, "Staff should", "Staff must")
    school.commit("Make it a duty", author=TEACHER)
    school.write({"policy/school.yaml": ROLES.replace("Hill School", "Dale School")})
    school.commit("Name the school anew\n\nReason: The school has a new name.\nLeft-as-is: The title of the policy.")
