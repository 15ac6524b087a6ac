"""The files of acts: how they are called, which edition a file approves, and the digest of one."""

from __future__ import annotations

import hashlib
import re

FOLDER = "policy/approvals/"
_DATE = r"[0-9]{4}(?:-[0-9]{2}){0,2}"
_KINDS = "approved|ratified|reviewed|applies-from|corrected|signed|withdrawn|consulted"
_PATH = re.compile(r"(?:.*/)?policy/approvals/([^/]+)/([^/]+)\.yaml")
# An edition's name has one hyphen at most, so no record of before 1.0 (2018.yaml, 2026-2.yaml) looks like this.
_ACT = re.compile(rf"({_DATE})-({_KINDS})-(draft|[0-9]{{4}}(?:-[a-z0-9]+)?)(?:\.[0-9]+)?")


def named(path: str) -> tuple[str, str, str]:
    """Policy, kind of act and edition, read off a path; three times "" for a path of another shape."""
    found = _PATH.fullmatch(path)
    if found is None:
        return "", "", ""
    act = _ACT.fullmatch(found[2])
    return (found[1], act[2], act[3]) if act else (found[1], "approved", found[2])


def approves(path: str) -> tuple[str, str]:
    """Policy and edition of a file that records an approval; "" and "" for any other file."""
    policy, kind, edition = named(path)
    return (policy, edition) if kind == "approved" else ("", "")


def pdf_beside(path: str) -> str:
    """Where the signed PDF of an edition lies, from the path of the record that approves it."""
    return f"{path.rpartition('/')[0]}/{approves(path)[1]}.pdf"


def file_of(policy: str, kind: str, on: str, edition: str, taken: frozenset[str] = frozenset()) -> str:
    """The path of a new act's file; a further one of the same day gets a number."""
    stem = f"{FOLDER}{policy}/{on}-{kind}-{edition}"
    numbered = (f"{stem}.{number}.yaml" for number in range(2, len(taken) + 3))
    return next(path for path in (f"{stem}.yaml", *numbered) if path not in taken)


def digest_of(data: bytes) -> str:
    """SHA-256 of a file with line feeds at the ends of its lines, whatever a checkout made of them."""
    with_line_feeds = data.replace(b"\r\n", b"\n")
    return f"sha256:{hashlib.sha256(with_line_feeds).hexdigest()}"
