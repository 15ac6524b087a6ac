"""The fleet's build as a CI matrix: one job a part of the schools, without a scheduler."""

from __future__ import annotations

import json
from pathlib import Path

from clausebook.errors import UserError
from clausebook.fleet.listing import shard
from clausebook.model.fleet import Fleet

_FORMS = {"github": "github.yml", "gitlab": "gitlab.yml"}


def planned(fleet: Fleet, shards: int, form: str) -> str:
    """The plan as JSON, or as a workflow of GitHub or GitLab. UserError for no number of jobs."""
    if not 0 < shards <= 256:
        raise UserError(f"--shards {shards} is no number of jobs", "write a number from 1 to 256")
    parts = [f"{number}/{shards}" for number in range(1, min(shards, len(fleet.schools) or 1) + 1)]
    parts = [f"{number}/{len(parts)}" for number in range(1, len(parts) + 1)]
    if form == "json":
        jobs = [{"shard": part, "schools": [school.name for school in shard(fleet.schools, part)]} for part in parts]
        return json.dumps({"include": jobs}, indent=2) + "\n"
    workflow = (Path(__file__).parent / _FORMS[form]).read_text(encoding="utf-8")
    return workflow.replace("[SHARDS]", json.dumps(parts))
