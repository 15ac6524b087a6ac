"""The repository's own 2018 text as tests use it: the edition as approved, the same words as a draft, a publication."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from engine.model.approval import Approval
from engine.model.edition import Edition
from engine.model.publication import Publication
from engine.stages.load import load
from engine.stages.resolve import resolve

ROOT = Path(__file__).resolve().parent.parent
AS_OF = date(2026, 11, 22)


def files_below(*folders: str) -> dict[str, bytes]:
    """Files of the repository by path."""
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*")) if path.is_file())
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in found}


@lru_cache(maxsize=1)
def draft() -> Edition:
    """The clauses as they stand, without an approval."""
    return resolve(load(files_below("policy", "clauses")), "acceptable-use", "draft", previous=approval("0" * 64))


@lru_cache(maxsize=1)
def approved() -> Edition:
    """The same words, approved in May 2018."""
    register = load(files_below("policy", "clauses"))
    digest = resolve(register, "acceptable-use", "2018").fingerprint.rpartition(":")[2]
    return resolve(register, "acceptable-use", "2018", approval=approval(digest), commit="c" * 40)


def approval(digest: str) -> Approval:
    """A record with what the cover of the 2018 text says, and nothing else."""
    return Approval(
        policy="acceptable-use",
        edition="2018",
        approved="2018-05",
        review_due="2019-05",
        body="governing body",
        fingerprint=f"v1:sha256:{digest}",
    )


def publication(*editions: Edition) -> Publication:
    """A publication of the editions with the repository's templates."""
    return Publication(
        school=editions[0].school, editions=editions, as_of=AS_OF, templates=files_below("templates", "site")
    )
