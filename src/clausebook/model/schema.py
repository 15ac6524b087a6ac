"""JSON Schemas of the data files, written from the model classes, so that editors complete and check while typing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any, Literal, get_args, get_origin

from clausebook.model.acts.record import KINDS, Act, Responses
from clausebook.model.alternative import Alternative
from clausebook.model.answers import Answers
from clausebook.model.approvals.approval import Approval
from clausebook.model.bodies import Bodies, People
from clausebook.model.clause import Clause
from clausebook.model.decode import OneOf, Pattern, bare, choices, fields_of, is_union, marks
from clausebook.model.fleet import Fleet, FleetStanding
from clausebook.model.hosting import Hosting
from clausebook.model.law.instrument import Instruments
from clausebook.model.listing import Listing, Manifest
from clausebook.model.policy import Policy
from clausebook.model.question import Questions
from clausebook.model.required import RequiredPolicies
from clausebook.model.rule import FindingsFile
from clausebook.model.school import School
from clausebook.model.term import Terms
from clausebook.model.upstream import NewSchool, Upstream

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILES: Mapping[str, type] = {
    "act": Act,
    "alternative": Alternative,
    "answers": Answers,
    "approval": Approval,
    "bodies": Bodies,
    "clause": Clause,
    "findings": FindingsFile,
    "fleet": Fleet,
    "fleet-status": FleetStanding,
    "hosting": Hosting,
    "index": Listing,
    "instruments": Instruments,
    "manifest": Manifest,
    "new-school": NewSchool,
    "people": People,
    "policy": Policy,
    "questions": Questions,
    "responses": Responses,
    "required": RequiredPolicies,
    "school": School,
    "terms": Terms,
    "upstream": Upstream,
}


def json_schema(model_class: type) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the YAML file that holds one such model class."""
    shapes: dict[str, Any] = {}
    if model_class is Act:  # which keys an act has, its kind says
        kinds = [{"$ref": f"#/$defs/{_model_class(kind, shapes)}"} for kind in KINDS.values()]
        about = (model_class.__doc__ or "").split("\n")[0]
        shared = {"title": "Act", "description": about, "oneOf": kinds}
        return {"$schema": DIALECT, **shared, "$defs": dict(sorted(shapes.items()))}
    top = _model_class(model_class, shapes)
    return {"$schema": DIALECT, "title": model_class.__name__, **shapes.pop(top), "$defs": dict(sorted(shapes.items()))}


def schema_file(model_class: type) -> bytes:
    """The schema as the file that is published."""
    return (json.dumps(json_schema(model_class), indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _model_class(model_class: type, shapes: dict[str, Any]) -> str:
    """Adds the model class's shape and all it needs to `shapes`; returns its name there."""
    name = model_class.__name__
    if name in shapes:
        return name
    shapes[name] = {}
    known = fields_of(model_class)
    shapes[name] = {
        "type": "object",
        "description": (model_class.__doc__ or "").split("\n")[0],
        "properties": {field.name: _described(_value(field.hint, shapes), field.about) for field in known.values()},
        "required": [field.name for field in known.values() if field.required],
        "additionalProperties": False,
    }
    if model_class in KINDS.values():
        shapes[name]["required"].append("act")
    told_by = getattr(model_class, "MARKS", ())
    if len(told_by) > 1:
        shapes[name]["anyOf"] = [{"required": [mark]} for mark in told_by]
    return name


def _described(shape: dict[str, Any], about: str) -> dict[str, Any]:
    return {**shape, "description": about} if about else shape


def _value(hint: Any, shapes: dict[str, Any]) -> dict[str, Any]:
    pattern = next((mark for mark in marks(hint) if isinstance(mark, Pattern)), None)
    plain = bare(hint)
    listed = next((mark for mark in marks(hint) if isinstance(mark, OneOf)), None)
    if listed:
        return {"enum": list(listed.values)}
    if pattern:
        return {**_value(plain, shapes), "pattern": f"^(?:{pattern.regex})$"}
    if is_union(plain):
        members = choices(plain)
        options = [option for member in members for option in _options(member, shapes)]
        return {"anyOf": options} if len(members) > 1 else _value(members[0], shapes)
    origin = get_origin(plain)
    if origin is Literal:
        return {"enum": list(get_args(plain))}
    if origin is tuple:
        return {"type": "array", "items": _value(get_args(plain)[0], shapes)}
    if origin is not None:
        key, part = get_args(plain)
        return {"type": "object", "propertyNames": _value(key, shapes), "additionalProperties": _value(part, shapes)}
    if is_dataclass(plain):
        options = _options(plain, shapes)
        return options[0] if len(options) == 1 else {"anyOf": options}
    return {"type": {str: "string", int: "integer", bool: "boolean"}[plain]}


def _options(hint: Any, shapes: dict[str, Any]) -> list[dict[str, Any]]:
    """The ways to write a value: a model class with a shorthand may be a mapping or plain text."""
    if not is_dataclass(hint):
        return [_value(hint, shapes)]
    long = {"$ref": f"#/$defs/{_model_class(hint, shapes)}"}  # type: ignore[arg-type]
    return [{"type": "string"}, long] if hasattr(hint, "SHORTHAND") else [long]
