"""What checks files: the JSON Schemas of what the program writes, and the standards of PDF."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import page
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


def pdf_failures(path: Path, profile: str) -> dict[str, str]:
    """What a file lacks for a profile, "ua1" or "3a": what the validator says of each rule.

    One thing it cannot tell: whether a carriage return before the line feed of `endstream` is the stream's last byte.
    What /Length says is checked here byte for byte instead.
    """
    found = {one.rule_id: one.message for one in page.validate_pdf(path, profile=profile).failures}
    found.pop("PDFA3A-STREAM-LENGTH-001", None)
    stray = stray_lengths(path.read_bytes())
    return found | ({"/Length": f"does not lead to endstream in {stray}"} if stray else {})


def stray_lengths(content: bytes) -> list[bytes]:
    """The objects whose /Length does not lead to `endstream`."""
    found = []
    for entry in re.finditer(rb"(\d+) 0 obj\s*<<(.*?)>>\s*stream\r?\n", content, re.DOTALL):
        length = re.search(rb"/Length (\d+)", entry[2])
        end = entry.end() + int(length[1]) if length else 0
        if not re.match(rb"\r?\n?endstream", content[end : end + 11]):
            found.append(entry[1])
    return found
