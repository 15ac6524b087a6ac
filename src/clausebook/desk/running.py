"""Runs a desk on one's own machine, for whoever opens it with the key of this start."""

from __future__ import annotations

import gc
import hmac
import json
import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from clausebook.desk.visit import EVERY_RIGHT, DeskUser, Visit
from clausebook.errors import UserError
from clausebook.io.git.identity import identity
from clausebook.text.records import dataclass

HERE = "127.0.0.1"
PORT = 8520
TRIES = 20


def run_desk(root: Path, port: int, today: Callable[[], date], say: Callable[[str], None], show: bool = True) -> None:
    """Serve the desk until it is ended. Raises UserError where the port is taken."""
    import uvicorn

    from clausebook.desk.app import make_app
    from clausebook.desk.visit import DeskSettings

    listening = _listening(port)
    number = listening.getsockname()[1]
    key = secrets.token_urlsafe(16)
    address = f"http://{HERE}:{number}"
    settings = DeskSettings(
        access=LocalAccess(root=root, key=key, today=today),
        origins=frozenset({address, f"http://localhost:{number}"}),
        secret=kept_secret(root),
        audit=written_down(root),
    )
    server = uvicorn.Server(
        uvicorn.Config(make_app(settings), log_level="warning", access_log=False, server_header=False, workers=1)
    )
    opened = f"{address}/?{KEY}={key}"
    say(f"the desk is open: {opened}")
    say("leave this window open while you work; Ctrl+C ends it")
    if show:
        threading.Timer(0.6, lambda: webbrowser.open(opened)).start()
    collect_seldom()
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listening])


def collect_seldom() -> None:
    """Look seldom for what is not used any more: a desk holds much that stays, and each look walks through it."""
    gc.collect()
    gc.freeze()


def _listening(port: int) -> socket.socket:
    """A socket at the port, or, where no port was asked for, at the first free one from the usual on."""
    for number in [port] if port else range(PORT, PORT + TRIES):
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            made.bind((HERE, number))
            made.listen()  # the address is said before the server is ready: a browser that is quick waits
            return made
        except OSError:
            made.close()
    raise UserError(f"port {port or PORT} cannot be used here", "--port N takes another one; 0 finds a free one")


KEY = "key"


@dataclass(frozen=True, kw_only=True)
class LocalAccess:
    """Lets in who brings the key, by an address that only this machine's user was given."""

    root: Path
    key: str
    today: Callable[[], date]

    def visit(self, request: Request) -> Visit | Response:
        """The clerk's visit; a page that says how to come in for everybody else."""
        given = request.query_params.get(KEY, "")
        if given and hmac.compare_digest(given.encode(), self.key.encode()):
            request.session.setdefault("token", secrets.token_urlsafe(24))
            request.session["in"] = True
            return RedirectResponse(request.url.path, 303)
        if request.session.get("in") is not True or not request.session.get("token"):
            return PlainTextResponse("Close this page and start the desk again: it opens a page that works.", 403)
        name, email = identity(self.root)
        return Visit(
            person=DeskUser(name=name, email=email),
            rights=EVERY_RIGHT,
            root=self.root,
            day=self.today(),
            token=str(request.session["token"]),
        )


def kept_secret(root: Path) -> str:
    """The secret of this working copy's sessions: it outlives a start, so that an open form can still be sent."""
    path = root / ".cache" / "desk" / "secret"
    try:
        found = path.read_text(encoding="utf-8").strip()
        if len(found) >= 32:
            return found
    except OSError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    made = secrets.token_urlsafe(32)
    path.touch(mode=0o600)
    path.write_text(made, encoding="utf-8")
    return made


def line_of(moment: str, who: str, what: str, facts: Mapping[str, str]) -> dict[str, str]:
    """One line of a log. A fact that bears the name of the line's own comes under "about"."""
    line = {"at": moment, "who": who, "what": what}
    return line | {"about" if name in line else name: text for name, text in facts.items()}


def written_down(root: Path) -> Callable[[Visit, str, Mapping[str, str]], None]:
    """An audit log: a line for each thing that was done, in a file that is never sent anywhere."""
    path = root / ".cache" / "desk" / "log.jsonl"

    def write(visit: Visit, what: str, facts: Mapping[str, str]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        line = line_of(moment, visit.person.email, what, facts)
        with open(path, "a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=True) + "\n")

    return write
