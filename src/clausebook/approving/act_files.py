"""An act -> the text of its file. Text is written as JSON strings, which YAML reads as they are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from clausebook import __version__
from clausebook.model.acts.record import FOLDER, Act, AnyAct, Response, file_of
from clausebook.model.approvals.approval import Signed
from clausebook.model.decode import fields_of

ENGINE = f"clausebook {__version__}"
_SCHEMA = "# yaml-language-server: $schema=../../../schema/act.json\n"
_PLAIN = {"policy", "fingerprint", "engine", "after", "corrects", "signs"}
_LAST = ("fingerprint", "clauses", "engine", "after")


def act_text(act: AnyAct) -> str:
    """The file: the kind first, then what it says in the order of the schema, then what binds it."""
    names = [name for name in fields_of(cast(Any, type(act))) if name not in ("act", *_LAST)]
    lines = [line for name in (*names, *_LAST) for line in _lines(act, name)]
    return "".join([_SCHEMA, f"act: {act.act}\n", *lines])


def responses_text(responses: Iterable[Response]) -> str:
    """A file of responses; an outcome that nobody has written yet is an empty one to fill in."""
    head = (
        "# yaml-language-server: $schema=schema/responses.json\n# Who said what (a role or a group, never a person), "
    )
    lines = [f"{head}and what became of it.\nresponses:\n"]
    for one in responses:
        lines.append(f"  - of: {_quoted(one.of)}\n    said: {_quoted(one.said)}\n    outcome: {_quoted(one.outcome)}\n")
    return "".join(lines)


def path_of(act: Act, taken: frozenset[str]) -> str:
    """Where its file lies."""
    kind = str(getattr(act, "act", ""))
    return file_of(act.policy, kind, act.on, act.edition, frozenset(path for path in taken if path.startswith(FOLDER)))


def _lines(act: Act, name: str) -> Iterator[str]:
    value: Any = getattr(act, name, None)
    if name == "until_ratified" and not getattr(act, "ratify_by", ""):
        return
    if value in (None, "", ()) or value == {}:
        return
    if isinstance(value, str):
        yield f"{name}: {value if name in _PLAIN else _quoted(value)}\n"
    elif isinstance(value, Mapping):
        yield f"{name}:\n"
        yield from (f"  {_key(key)}: {_quoted(part)}\n" for key, part in value.items())
    else:
        yield f"{name}:\n"
        yield from (line for part in value for line in _entry(part))


def _entry(part: object) -> Iterator[str]:
    if isinstance(part, Signed):
        yield f"  - role: {part.role}\n"
        yield f"    name: {_quoted(part.name)}\n"
    elif isinstance(part, Response):
        yield f"  - of: {_quoted(part.of)}\n"
        yield f"    said: {_quoted(part.said)}\n"
        yield f"    outcome: {_quoted(part.outcome)}\n" if part.outcome else ""
    else:
        yield f"  - {_quoted(str(part))}\n"


def _key(key: str) -> str:
    return key if key.replace("-", "").replace("_", "").isalnum() else _quoted(key)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
