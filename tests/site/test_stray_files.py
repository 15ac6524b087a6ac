"""What lay below policy/ or clauses/ in some old commit and belongs to no edition has no page, address or mention."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.history.repositories import FILES, School, approve_by_hand, mini_school
from tests.site.whole import artefacts_of, publication_of

pytestmark = pytest.mark.slow

STRAY = {
    "another policy that was given up": {
        "policy/ghost.yaml": FILES["policy/phones.yaml"].replace("id: phones", "id: ghost"),
        **{
            name.replace("/phones/", "/ghost/"): text
            for name, text in FILES.items()
            if name.startswith("clauses/phones/")
        },
    },
    "a policy without clauses": {"policy/ghost.yaml": "id: ghost\ntitle: Ghost\noutline: []\n"},
    "a file that is no policy": {"policy/ghost.yaml": "- a list\n- of notes\n"},
    "a file that cannot be read": {"policy/ghost.yaml": "title: [\n"},
    "a copy of a policy": {"policy/phones ghost.yaml": FILES["policy/phones.yaml"]},
    "a policy in a folder": {"policy/ghost/phones.yaml": FILES["policy/phones.yaml"]},
    "a clause that no outline has": {"clauses/phones/ghost.yaml": "id: ghost\ntitle: Ghost\nbody: [Boo.]\n"},
    "notes beside the records": {"policy/approvals/ghost/readme.md": "# Ghost\n"},
}


def pages(school: School) -> dict[str, str]:
    """What a build publishes, the site's pages one by one."""
    found = {}
    for one in artefacts_of(publication_of(school.root)):
        found |= {one.path: repr(one.source), **{f"{one.path}/{path}": repr(text) for path, text in one.files.items()}}
    return found


@pytest.mark.parametrize("stray", STRAY)
def test_a_stray_file_of_an_old_commit_leaves_no_page(stray: str, tmp_path: Path) -> None:
    school, clean = mini_school(tmp_path / "school"), mini_school(tmp_path / "clean")
    school.commit("Put something aside", STRAY[stray])
    school.git("rm", "--quiet", "-r", *STRAY[stray])
    school.commit("Tidy up")
    for one in (school, clean):
        approve_by_hand(one)
        one.replace("clauses/phones/calls.yaml", "outside lessons", "outside lessons and trips")
        one.commit("Mention trips")
    made = pages(school)
    assert made.keys() == pages(clean).keys()
    assert [path for path, text in made.items() if "ghost" in (path + text).lower()] == []
