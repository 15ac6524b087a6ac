"""The JSON Schemas of what the program writes, each able to name another."""

from __future__ import annotations

import json
from functools import cache

from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator
from referencing import Registry, Resource

from tests.adopted import ROOT


@cache
def validator(name: str) -> Validator:
    """The validator of schema/NAME.json, which is itself well made."""
    found = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "schema").glob("*.json")}
    registry = Registry().with_resources((file, Resource.from_contents(one)) for file, one in found.items())
    Draft202012Validator.check_schema(found[f"{name}.json"])
    return Draft202012Validator(found[f"{name}.json"], registry=registry)
