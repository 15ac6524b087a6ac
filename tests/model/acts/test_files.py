"""Where an act is kept, and what a path says of the act in it."""

from __future__ import annotations

import pytest

from clausebook.model.acts.record import FOLDER, approval_in_path, digest_of, file_of, parts_of_path, pdf_beside


def test_a_further_act_of_the_same_day_gets_the_next_number() -> None:
    taken: set[str] = set()
    for name in ("", ".2", ".3", ".4"):
        path = file_of("phones", "reviewed", "2026-05-12", "2026", frozenset(taken))
        assert path == f"{FOLDER}phones/2026-05-12-reviewed-2026{name}.yaml"
        taken |= {path, f"{FOLDER}trips/other{name}.yaml"}


@pytest.mark.parametrize(
    ("path", "said", "approved"),
    [
        ("phones/2018.yaml", ("phones", "approved", "2018"), ("phones", "2018")),
        ("phones/2026-2.yaml", ("phones", "approved", "2026-2"), ("phones", "2026-2")),
        ("phones/2026-05-12-approved-2026-2.yaml", ("phones", "approved", "2026-2"), ("phones", "2026-2")),
        ("phones/2026-05-reviewed-2026.2.yaml", ("phones", "reviewed", "2026"), ("", "")),
        ("phones/2026-consulted-draft.yaml", ("phones", "consulted", "draft"), ("", "")),
        ("phones/2026-05-12-applies-from-2026.yaml", ("phones", "applies-from", "2026"), ("", "")),
        ("phones/2018.pdf", ("", "", ""), ("", "")),
        ("2018.yaml", ("", "", ""), ("", "")),
        ("phones/deep/2018.yaml", ("", "", ""), ("", "")),
    ],
)
def test_a_path_names_policy_act_and_edition(path: str, said: tuple[str, ...], approved: tuple[str, ...]) -> None:
    for before in ("", "school/"):
        assert (parts_of_path(f"{before}{FOLDER}{path}"), approval_in_path(f"{before}{FOLDER}{path}")) == (
            said,
            approved,
        )


def test_the_signed_pdf_is_beside_the_record_that_approves_its_edition() -> None:
    assert pdf_beside(f"{FOLDER}phones/2026-05-12-approved-2026-2.yaml") == f"{FOLDER}phones/2026-2.pdf"
    assert digest_of(b"a\r\nb\r\n") == digest_of(b"a\nb\n") != digest_of(b"a\nb")
