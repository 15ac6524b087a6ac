"""Runs a hosted desk behind a reverse proxy, and deletes a person from it."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from starlette.applications import Starlette

from clausebook.desk.app import make_app
from clausebook.desk.hosted.config import read_hosting, secret_of
from clausebook.desk.hosted.copies import Copies
from clausebook.desk.hosted.door import HostedDoor, Limits
from clausebook.desk.hosted.log import Log
from clausebook.desk.hosted.pages import BACK, DoorPages
from clausebook.desk.hosted.provider import sign_in
from clausebook.desk.hosted.published import Published
from clausebook.desk.hosted.sessions import SessionLengths, Sessions
from clausebook.desk.running import collect_seldom
from clausebook.desk.show import Shower
from clausebook.desk.visit import DeskSettings
from clausebook.errors import UserError
from clausebook.model.hosting import Hosting
from clausebook.model.people import same_address

OTHERS = tuple(f"GIT_{who}_{what}" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL", "DATE"))


@dataclass(frozen=True, kw_only=True)
class HostedDesk:
    """A hosted desk, ready to be served."""

    hosting: Hosting
    app: Starlette
    door: HostedDoor


def hosted_desk(config: Path, today: Callable[[], date], clock: Callable[[], float] = time.time) -> HostedDesk:
    """The desk that a hosting file describes. Raises UserError where the file is wrong."""
    hosting = read_hosting(config)
    state = _state(hosting, config)
    sessions, copies, log = _kept(hosting, state, clock)
    secret = _secret(state)
    door = HostedDoor(
        hosting=hosting,
        published={
            one.id: Published(one, state / "published" / f"{one.id}.git", clock, hosting.rights_seconds)
            for one in hosting.schools
        },
        copies=copies,
        sessions=sessions,
        limits=Limits(clock),
        log=log,
        shower=Shower(),
        secret=secret,
        today=today,
    )
    provider = sign_in(hosting.provider, secret_of(hosting, config.parent), f"{hosting.address}{BACK}", sessions)
    settings = DeskSettings(
        door=door,
        origins=frozenset({hosting.address}),
        secret=secret,
        audit=log.audit,
        is_secure=hosting.address.startswith("https://"),
        routes=DoorPages(door, provider).routes(),
    )
    return HostedDesk(hosting=hosting, app=make_app(settings), door=door)


def run_hosted(config: Path, today: Callable[[], date], say: Callable[[str], None]) -> None:
    """Serve it until it is ended. Raises UserError where it cannot begin."""
    import uvicorn

    for name in OTHERS:  # each change is under the person's own name, never under the machine's
        os.environ.pop(name, None)
    desk = hosted_desk(config, today)
    for id, one in desk.door.published.items():
        people = one.rights()
        say(f"{id}: {one.fault}: nobody is let in" if one.fault else f"{id}: {len(people.people)} people are listed")
    hosting = desk.hosting
    collect_seldom()
    say(f"the desk of {hosting.address} listens at {hosting.listen}:{hosting.port}; Ctrl+C ends it")
    # proxy_headers=False: who asked and by which name is never taken from what a caller wrote
    uvicorn.run(
        desk.app,
        host=hosting.listen,
        port=hosting.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=150,  # longer than a reverse proxy's, which else asks on a line that was just closed
        workers=1,
    )


def forget(config: Path, email: str, lose: bool, say: Callable[[str], None]) -> None:
    """Delete a person: sessions, copies, and their address in the logs.

    Raises UserError where a copy holds what is not shared, unless it may be lost.
    """
    hosting = read_hosting(config)
    sessions, copies, log = _kept(hosting, _state(hosting, config), time.time)
    kept = {one.id: found for one in hosting.schools if (found := copies.unshared(one, email))}
    if kept and not lose:
        what = "; ".join(f"{id}: {', '.join(found)}" for id, found in kept.items())
        raise UserError(f"{email} has not shared: {what}", "share it first, or add --lose-unshared")
    say(f"sessions ended: {sessions.end_all(same_address(email))}")
    say(f"copies removed: {sum(copies.remove(one, email) for one in hosting.schools)}")
    say(f"lines of the log without the address now: {log.forget(email)}")
    say("an admin takes the person out of people.yaml; the record of changes keeps the names of those who made them")


def _state(hosting: Hosting, config: Path) -> Path:
    state = (config.parent / hosting.state).resolve()
    try:
        state.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise UserError(f"{state} cannot be made: {error.strerror}", "state: names a folder to write in") from error
    return state


def _kept(hosting: Hosting, state: Path, clock: Callable[[], float]) -> tuple[Sessions, Copies, Log]:
    lengths = SessionLengths(idle=hosting.idle_minutes * 60, longest=hosting.session_hours * 3600)
    return (
        Sessions(state / "sessions.db", lengths, clock),
        Copies(state / "copies"),
        Log(state / "log", hosting.log_days, clock),
    )


def _secret(state: Path) -> str:
    """What signs the cookies; it outlives a start."""
    path = state / "secret"
    if not path.is_file():
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(made, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(32))
    found = path.read_text(encoding="utf-8").strip()
    if len(found) < 32:
        raise UserError(f"{path} is damaged", "remove it: everybody signs in once more")
    return found
