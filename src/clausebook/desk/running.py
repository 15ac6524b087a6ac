"""Runs a desk on one's own machine: a server that listens to this machine alone, and the browser that is shown it."""

from __future__ import annotations

import gc
import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

from clausebook.errors import UserError

HERE = "127.0.0.1"
PORT = 8520
TRIES = 20


def run_desk(root: Path, port: int, today: Callable[[], date], say: Callable[[str], None], show: bool = True) -> None:
    """Serve the desk until it is ended. Raises UserError where the port is taken."""
    import uvicorn

    from clausebook.desk.app import make_app
    from clausebook.desk.local_door import KEY, LocalDoor, kept_secret, written_down
    from clausebook.desk.visit import DeskSettings

    listening = _listening(port)
    number = listening.getsockname()[1]
    key = secrets.token_urlsafe(16)
    address = f"http://{HERE}:{number}"
    settings = DeskSettings(
        door=LocalDoor(root=root, key=key, today=today),
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
    """Look seldom for what nobody uses any more: a desk holds much that stays, and each look walks through it."""
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
