"""The manifest names the newest act of each policy, so that a copy of it holds the whole chain of acts."""

from __future__ import annotations

import json

from jsonschema import Draft202012Validator

from clausebook.formats._manifest import manifest
from clausebook.model.acts.record import Approved, RecordedAct, Reviewed
from clausebook.model.finding import SourceLocation
from tests import adopted

FIRST, SECOND, OTHER = (f"sha256:{digit * 64}" for digit in "123")
WORDS = f"v1:sha256:{'a' * 64}"


def reviewed_at(path: str) -> RecordedAct:
    """A review of May 2026 that changed nothing, behind the first act."""
    place = SourceLocation(path)
    act = Reviewed(place=place, policy="phones", edition="2026", on="2026-05", fingerprint=WORDS, after=FIRST)
    return RecordedAct(act, SECOND)


def test_the_manifest_names_the_newest_act_of_each_policy_by_order_and_not_by_date() -> None:
    approved, reviewed = "policy/approvals/phones/a.yaml", "policy/approvals/phones/b.yaml"
    ict = "policy/approvals/ict/2018.yaml"
    acts = (
        RecordedAct(
            Approved(
                place=SourceLocation(approved), policy="phones", edition="2026", on="2026-05-12", fingerprint=WORDS
            ),
            FIRST,
        ),
        RecordedAct(
            Approved(place=SourceLocation(ict), policy="ict", edition="2018", on="2018-05", fingerprint=WORDS),
            OTHER,
            is_old=True,
        ),
        reviewed_at(reviewed),
    )
    said = json.loads(manifest({}, (), acts=acts))
    assert said["newest_acts"] == {
        "ict": {"act": "approved", "file": ict, "digest": OTHER},
        "phones": {"act": "reviewed", "file": reviewed, "digest": SECOND},
    }


def test_a_manifest_of_policies_without_acts_names_none() -> None:
    assert json.loads(manifest({}, ()))["newest_acts"] == {}


def test_a_manifest_keeps_to_its_published_schema() -> None:
    schema = json.loads((adopted.ROOT / "schema" / "manifest.json").read_text(encoding="utf-8"))
    edition = adopted.approved()
    acts = (reviewed_at("policy/approvals/phones/b.yaml"),)
    files = {f"{edition.folder}/{edition.file_stem}.pdf": b"x", "site/index.html": b"y"}
    made = json.loads(manifest(files, (edition,), (edition.reference,), acts))
    Draft202012Validator(schema).validate(made)
    assert [one.get("signed") for one in made["files"]] == [True, None]
    made["files"][0]["sha256"] = "x"
    assert not Draft202012Validator(schema).is_valid(made)


def test_a_manifest_is_laid_out_as_json_lays_it_out_and_knows_whose_each_file_is() -> None:
    edition = adopted.approved()
    inside = (f"{edition.folder}/a.pdf", f"site/{edition.folder}/duties/staff/index.html")
    outside = ("index.html", f"site/{edition.policy}/index.html", f"{edition.folder}0/ü “x”.pdf", edition.folder)
    for paths in ((), inside, (*inside, *outside)):
        made = manifest({path: path.encode() for path in paths}, (edition,))
        said = json.loads(made)
        assert made == (json.dumps(said, indent=1, ensure_ascii=False) + "\n").encode()
        assert {one["path"] for one in said["files"] if one.get("edition") == edition.name} == {*inside} & {*paths}
