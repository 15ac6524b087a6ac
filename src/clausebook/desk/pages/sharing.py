"""Share: what others changed comes in, clause by clause, and what was changed here goes out. And Publish."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from starlette.responses import Response

from clausebook.app.sharing import Shared, share, share_state
from clausebook.desk.plain_words import finding_in_words, in_plain_words
from clausebook.desk.visit import PageRequest, RefusedRequest, lead_to
from clausebook.errors import UserError
from clausebook.io.child import in_child
from clausebook.model.artefact import Order, Outcome
from clausebook.model.finding import Finding


def show(asked: PageRequest) -> Response:
    """What there is to share."""
    return asked.page("share.html", state=share_state(asked.visit.root), result=None, collisions=())


def send(asked: PageRequest) -> Response:
    """Share it, or show what clashes."""
    if not asked.visit.may_share:
        raise RefusedRequest("You may not do that", "Ask the person who looks after the desk.", 403)
    asked.insist_on_person()
    choices = {name.removeprefix("side|"): side for name, side in asked.form.items() if name.startswith("side|")}
    result = share(asked.visit.root, choices, asked.visit.protected)
    asked.audit(asked.visit, "shared", {"clashes": str(len(result.collisions))})
    state = share_state(asked.visit.root)
    return asked.page(
        "share.html",
        409 if result.collisions else 200,
        state=state,
        result=result,
        collisions=tuple(_shown(asked, result)),
    )


def _shown(asked: PageRequest, result: Shared) -> list[dict[str, object]]:
    titles = {one.place.file: one.title for one in asked.workspace.register.clauses}
    found: list[dict[str, object]] = []
    for one in result.collisions:
        name = titles.get(one.path) or ("The record of editions" if one.path == "CHANGELOG.md" else "The outline")
        pairs = [(_bare(each.ours), _bare(each.theirs)) for each in one.conflicts]
        found.append({"path": one.path, "name": name, "pairs": pairs})
    return found


def _bare(lines: str) -> str:
    """Written lines as words, without the signs of a list."""
    from clausebook.source.parse import parse

    value, _ = parse(lines.encode("utf-8"), "")
    return " ".join(_texts(value)) or " ".join(line.strip(" -") for line in lines.splitlines())


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    return [text for one in value for text in _texts(one)] if isinstance(value, list | tuple) else []


# ---- publish


@dataclass
class Building:
    """A build on its way, or done."""

    thread: threading.Thread | None = None
    outcome: Outcome | None = None
    trouble: tuple[str, str] | None = None
    handed_on: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_running(self) -> bool:
        """Whether it still builds."""
        return self.thread is not None and self.thread.is_alive()


_BUILDINGS: dict[Path, Building] = {}


def publish_page(asked: PageRequest) -> Response:
    """What will change on the site, and how far a build is."""
    building = _BUILDINGS.get(asked.visit.root)
    state = share_state(asked.visit.root)
    faults: list[tuple[str, str]] = []
    if building and building.outcome and building.outcome.failed:
        faults = [finding_in_words(one) for one in building.outcome.findings if one.level == "error"]
    return asked.page(
        "publish.html",
        state=state,
        building=building,
        faults=faults,
        changes=_changes(asked),
        site=(asked.visit.root / "output" / "site" / "index.html").is_file(),
    )


def _changes(asked: PageRequest) -> list[dict[str, object]]:
    """What a reader of the site will see: each policy with its state and the changes of its draft."""
    found: list[dict[str, object]] = []
    for policy in asked.workspace.register.policies:
        mine = [
            one for one in share_state(asked.visit.root).mine if any(policy.id in each.path for each in one.touches)
        ]
        subjects = [one.subject for one in reversed(mine)]
        found.append({"title": asked.title_of(policy), "subjects": subjects})
    return found


def publish(asked: PageRequest) -> Response:
    """Begin to build, and hand on once it is built."""
    asked.insist_on_person()
    root, day = asked.visit.root, asked.visit.day
    building = _BUILDINGS.get(root)
    if building is None or not building.is_running:
        made = Building()
        made.thread = threading.Thread(
            target=_build, args=(made, root, Order(root=root, as_of=day), asked.visit.protected), daemon=True
        )
        _BUILDINGS[root] = made
        asked.audit(asked.visit, "published", {})
        made.thread.start()
    return lead_to("/publish")


def _build(building: Building, root: Path, order: Order, protected: tuple[str, ...]) -> None:
    try:
        building.outcome = in_child(_built, order)
        if not building.outcome.failed and share_state(root).remote:
            result = share(root, {}, protected)
            building.handed_on = "clash" if result.collisions else "yes" if result.is_handed_on else "again"
    except UserError as error:
        building.trouble = in_plain_words(error)
    except Exception:
        building.trouble = ("The site could not be built", "Ask the technician to build it: the log says why.")
        raise


def _built(order: Order) -> Outcome:
    """A build in a process of its own; only what is to be said comes back."""
    from dataclasses import replace

    from clausebook.app.building import build

    done = build(order, lambda _: None)
    findings: tuple[Finding, ...] = done.findings
    return replace(done, editions=(), files={}, findings=findings)
