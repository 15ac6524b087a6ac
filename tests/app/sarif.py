"""The parts of the SARIF 2.1.0 schema that a log of findings can touch, in this project's own words.

Names, types and limits are those of the schema published by OASIS. Every object is closed, as there: a key that SARIF
does not know is refused, and so is one that it knows and this log does not use.
"""

from __future__ import annotations

from typing import Any

TEXT = {"type": "string"}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
FROM_ONE = {"type": "integer", "minimum": 1}


def closed(required: tuple[str, ...], **properties: Any) -> dict[str, Any]:
    """An object with these keys and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def array(of: Any, least: int = 0) -> dict[str, Any]:
    """A list of such things."""
    return {"type": "array", "items": of, "minItems": least}


MESSAGE = closed(("text",), text=TEXT)
RULE = closed(
    ("id",),
    id=TEXT,
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    help=MESSAGE,
    defaultConfiguration=closed((), level=LEVEL),
)
ARTEFACT = closed(
    (),
    uri={"type": "string", "pattern": r"^([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+$"},
    uriBaseId=TEXT,
    description=MESSAGE,
)
REGION = closed((), startLine=FROM_ONE, startColumn=FROM_ONE, endColumn=FROM_ONE, snippet=closed((), text=TEXT))
LOCATION = closed((), physicalLocation=closed(("artifactLocation",), artifactLocation=ARTEFACT, region=REGION))
RESULT = closed(
    ("message",),
    ruleId=TEXT,
    ruleIndex={"type": "integer", "minimum": -1},
    level=LEVEL,
    message=MESSAGE,
    locations=array(LOCATION, 1),
    partialFingerprints={"type": "object", "additionalProperties": TEXT},
)
RUN = closed(
    ("tool",),
    tool=closed(("driver",), driver=closed(("name",), name=TEXT, rules=array(RULE))),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    originalUriBaseIds={"type": "object", "additionalProperties": ARTEFACT},
    results=array(RESULT),
)
LOG = closed(("version", "runs"), **{"$schema": TEXT, "version": {"enum": ["2.1.0"]}, "runs": array(RUN, 1)})
