"""Small YAML -> Edition, by way of the real load and resolve."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from clausebook.model.edition import Edition
from clausebook.resolve.resolve import resolve
from clausebook.source.load import load
from clausebook.source.parse import parse

POLICY = "acceptable-use"


def edition(path: Path, name: str) -> Edition:
    """An edition from one small file: `clauses`, and where they matter `policy`, `outline` and `school`.

    A file with a `body` at the top is one clause. Without an outline all clauses stand in one section.
    """
    whole, faults = parse(path.read_bytes(), str(path))
    assert not faults, f"{path}: {faults}"
    register = load(files_of(dict(whole)))
    assert not register.faults, [(path.name, fault.message) for fault in register.faults]
    return resolve(register, POLICY, name)


def files_of(whole: dict[str, Any]) -> dict[str, bytes]:
    clauses = whole.get("clauses") or [{"id": "email-and-internet", "title": "Email and internet", **whole}]
    ids = [clause["id"] for clause in clauses]
    outline = whole.get("outline") or [{"id": "rules", "title": "Rules", "number": "2", "clauses": ids}]
    policy = {"id": POLICY, "title": "Acceptable use", **whole.get("policy", {}), "outline": outline}
    school = {"name": "Example School", **whole.get("school", {})}
    files = {"policy/school.yaml": school, f"policy/{POLICY}.yaml": policy}
    files |= {f"clauses/{POLICY}/{clause['id']}.yaml": clause for clause in clauses}
    return {path: json.dumps(value, ensure_ascii=False).encode() for path, value in files.items()}
