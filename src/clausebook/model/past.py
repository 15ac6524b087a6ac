"""The past of a policy's draft: every section, clause and item that any commit ever held, so that no address breaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What one policy ever held, in all commits together, the working tree left out.

    `sections` tells for each section which clauses ever lay in it; `titles` has the newest title of each clause, as
    written in its file; `items` the anchors ("email-and-internet.g") that each clause's items ever had. `editions` are
    the review years for which there ever was an approval record.
    """

    policy: str
    title: str = ""
    sections: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, str]
    items: Mapping[str, tuple[str, ...]]
    editions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRegister:
    """What the register ever had besides policies: titles of instruments and of roles, by id."""

    laws: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
