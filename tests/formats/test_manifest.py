"""The manifest names the newest act of each policy, so that a copy of it holds the whole chain of acts."""

from __future__ import annotations

import json

from clausebook.formats._manifest import manifest
from clausebook.model.acts.record import Approved, Recorded, Reviewed
from clausebook.model.location import SourceLocation

FIRST, SECOND, OTHER = (f"sha256:{digit * 64}" for digit in "123")
WORDS = f"v1:sha256:{'a' * 64}"


def test_the_manifest_names_the_newest_act_of_each_policy_by_order_and_not_by_date() -> None:
    approved, reviewed = "policy/approvals/phones/a.yaml", "policy/approvals/phones/b.yaml"
    ict = "policy/approvals/ict/2018.yaml"
    acts = (
        Recorded(Approved(place=SourceLocation(approved), policy="phones", edition="2026", on="2026-05-12",
                          fingerprint=WORDS), FIRST),
        Recorded(Approved(place=SourceLocation(ict), policy="ict", edition="2018", on="2018-05", fingerprint=WORDS),
                 OTHER, is_old=True),
        Recorded(Reviewed(place=SourceLocation(reviewed), policy="phones", edition="2026", on="2026-05",
                          fingerprint=WORDS, after=FIRST), SECOND),
    )  # fmt: skip
    said = json.loads(manifest({}, (), acts=acts))
    assert said["newest_acts"] == {
        "ict": {"act": "approved", "file": ict, "digest": OTHER},
        "phones": {"act": "reviewed", "file": reviewed, "digest": SECOND},
    }


def test_a_manifest_of_policies_without_acts_names_none() -> None:
    assert json.loads(manifest({}, ()))["newest_acts"] == {}
