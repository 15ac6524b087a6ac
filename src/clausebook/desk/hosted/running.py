"""A hosting file -> a hosted desk that runs behind a reverse proxy; and the deletion of a person from it."""

from __future__ import annotations

import ipaddress
import os
import re
import secrets
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette

from clausebook.desk.app import make_app
from clausebook.desk.hosted.access import HostedAccess, Limits, Log
from clausebook.desk.hosted.pages import BACK, SignInPages
from clausebook.desk.hosted.provider import SessionLengths, Sessions, sign_in
from clausebook.desk.hosted.published import Copies, Published
from clausebook.desk.running import collect_seldom
from clausebook.desk.visit import DeskSettings, PageRenderer
from clausebook.errors import UserError
from clausebook.model.bodies import same_address
from clausebook.model.decode import Decoder
from clausebook.model.finding import SourceLocation
from clausebook.model.hosting import Hosting
from clausebook.source.parse import parse
from clausebook.text.phrases import counted
from clausebook.text.records import dataclass

OTHERS = tuple(f"GIT_{who}_{what}" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL", "DATE"))


@dataclass(frozen=True, kw_only=True)
class HostedDesk:
    """A hosted desk, ready to be served."""

    hosting: Hosting
    app: Starlette
    access: HostedAccess


def hosted_desk(config: Path, today: Callable[[], date], clock: Callable[[], float] = time.time) -> HostedDesk:
    """The desk that a hosting file describes. Raises UserError where the file is wrong."""
    hosting = read_hosting(config)
    state = _state(hosting, config)
    sessions, copies, log = _kept(hosting, state, clock)
    secret = _secret(state)
    access = HostedAccess(
        hosting=hosting,
        published={
            one.id: Published(one, state / "published" / f"{one.id}.git", clock, hosting.rights_seconds)
            for one in hosting.schools
        },
        copies=copies,
        sessions=sessions,
        limits=Limits(clock),
        log=log,
        shower=PageRenderer(),
        secret=secret,
        today=today,
    )
    provider = sign_in(hosting.provider, secret_of(hosting, config.parent), f"{hosting.address}{BACK}", sessions)
    settings = DeskSettings(
        access=access,
        origins=frozenset({hosting.address}),
        secret=secret,
        audit=log.audit,
        is_secure=hosting.address.startswith("https://"),
        routes=SignInPages(access, provider).routes(),
    )
    return HostedDesk(hosting=hosting, app=make_app(settings), access=access)


def run_hosted(config: Path, today: Callable[[], date], say: Callable[[str], None]) -> None:
    """Serve it until it is ended. Raises UserError where it cannot begin."""
    import uvicorn

    for name in OTHERS:  # each change is under the person's own name, never under the machine's
        os.environ.pop(name, None)
    desk = hosted_desk(config, today)
    for id, one in desk.access.published.items():
        listed = counted(len(one.rights().people), "person", "people")
        say(f"{id}: {one.fault}: nobody is let in" if one.fault else f"{id}: {listed} listed")
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


LOOPBACK = ("127.0.0.1", "localhost", "::1")
_HINT = "docs/hosting.md shows a file that works"


def read_hosting(path: Path) -> Hosting:
    """The file, read. Raises UserError with all that is wrong in it."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}", _HINT) from error
    value, faults = parse(data, path.name)
    reader = Decoder()
    plain: Any = value if value is not None else {}
    found = None if faults else reader.read(Hosting, plain, SourceLocation(path.name))
    against = [one.message for one in (*faults, *reader.faults)]
    if found is not None and not against:
        against = list(_against(found))
    if found is None or against:
        raise UserError(f"{path.name}: {'; '.join(against) or 'nothing is in it'}", _HINT)
    return found


def _against(hosting: Hosting) -> Iterator[str]:
    """What the shape of the file cannot say."""
    for name, url in (("address", hosting.address), ("issuer", hosting.provider.issuer)):
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            yield f"{name} {url} must begin with https://: what is sent there in the open can be read on the way"
    issuer = hosting.provider.issuer
    if re.search(r"login\.microsoftonline\.com/(common|organizations|consumers)\b", issuer):
        yield f"issuer {issuer} lets accounts of every organisation in: name your own tenant"
    if not hosting.schools:
        yield "schools is empty"
    ids = [one.id for one in hosting.schools]
    for id in sorted({one for one in ids if ids.count(one) > 1}):
        yield f"two schools are called {id}"
    for proxy in hosting.proxies:
        try:
            ipaddress.ip_address(proxy)
        except ValueError:
            yield f"proxy {proxy} is not the address of a machine, such as 127.0.0.1"
    for name in ("idle_minutes", "session_hours", "log_days", "changes_a_minute"):
        if getattr(hosting, name) < 1:
            yield f"{name} must be 1 or more"
    if hosting.rights_seconds < 0:
        yield "rights_seconds must be 0 or more"


def secret_of(hosting: Hosting, base: Path) -> str:
    """The client secret. Raises UserError where it cannot be read."""
    path = base / hosting.provider.secret_file
    try:
        found = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}", "secret_file names it") from error
    if not found:
        raise UserError(f"{path} is empty", "write the client secret of the provider into it")
    return found
