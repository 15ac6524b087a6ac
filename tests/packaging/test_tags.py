"""Tags of the engine and tags of approvals can never be the same, nor stand in each other's way."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from clausebook.model.acts.record import approval_in_path
from tests.adopted import ROOT

# what src/clausebook's versions are tagged as, in docs/schools.md
ENGINE = re.compile(r"engine-\d+(\.\d+)+([abrc.]|dev|post|\d)*")
IDS = st.from_regex(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", fullmatch=True)
EDITIONS = st.from_regex(r"[^/\s]{1,12}", fullmatch=True)


@given(IDS | st.sampled_from(["engine-1", "engine-1-0-0", "engine"]), EDITIONS)
def test_no_approval_has_the_tag_of_an_engine_and_none_is_a_folder_of_the_other(policy: str, edition: str) -> None:
    tag = "/".join(approval_in_path(f"policy/approvals/{policy}/{edition}.yaml"))
    assert tag == f"{policy}/{edition}"
    assert not ENGINE.fullmatch(tag)
    # git keeps a tag a/b in a folder a: a tag a beside it cannot be made
    assert not ENGINE.fullmatch(policy)


def test_the_name_that_the_docs_give_engines_is_one() -> None:
    named = re.findall(r"`(engine-[^`]*)`", (ROOT / "docs" / "schools.md").read_text(encoding="utf-8"))
    assert named
    assert all(ENGINE.fullmatch(name) for name in named)
