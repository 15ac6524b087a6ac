"""Preview in a browser of this machine: serves a built site, and tells its pages when there is something new.

Nothing is written into the site: each page gets its line of script on the way out. The server listens to this machine
alone, and answers only what was asked of it by a name of this machine, so that no page elsewhere can read a draft.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import threading
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from clausebook.errors import UserError

HERE = "127.0.0.1"
NEWS = "/.preview"
PATIENCE = 20.0  # seconds that a page waits for news before it asks again
_NAMES = {HERE, "localhost", "[::1]"}
_NOT_YET = b"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Not there</title>
<body><p>There is no such page, or not yet.</p></body></html>"""
_SCRIPT = (Path(__file__).parent / "preview.js").read_text(encoding="utf-8")


class Preview:
    """A server of one folder, in threads of its own. Used as a context; `address` says where it is."""

    def __init__(self, folder: Path, port: int) -> None:
        """Raises UserError where the port is taken (0 takes a free one)."""
        self._news = threading.Condition()
        self._version, self._complaint, self._closed = 0, "", False
        self._pages: Mapping[str, bytes | None] | None = None  # newer than the folder, while the rest is made
        try:
            self._server = _Server((HERE, port), partial(_Pages, self, folder))
        except (OSError, OverflowError) as refusal:
            raise UserError(f"port {port} cannot be used here ({refusal})", f"--port {port % 60000 + 1}") from refusal
        self.address = f"http://{HERE}:{self._server.server_address[1]}/"

    def show_pages(self, pages: Mapping[str, bytes | None]) -> None:
        """Let every open page load again from these files of the folder, None for one that it has already.

        Whoever asks for another file than these waits until `show` is called: the folder's one may be older.
        """
        with self._news:
            self._version += 1
            self._complaint, self._pages = "", pages
            self._news.notify_all()

    def show(self, complaint: str = "") -> None:
        """Let every open page load again, or show why nothing was built. From now on all files are the folder's."""
        with self._news:
            self._version += bool(complaint) or self._pages is None  # else the pages are what they were
            self._complaint, self._pages = complaint, None
            self._news.notify_all()

    def newer(self, path: str) -> bytes | None:
        """What to show for a path instead of the folder's file, None for that one.

        Waits for a file that is being made. Raises TimeoutError where that takes long.
        """
        with self._news:
            if not self._news.wait_for(lambda: self._pages is None or path in self._pages, 3 * PATIENCE):
                raise TimeoutError
            return self._pages.get(path) if self._pages else None

    def news(self, after: int) -> dict[str, str | int]:
        """What is new since version `after`; waits a while for it."""
        with self._news:
            self._news.wait_for(lambda: self._version != after or self._closed, PATIENCE)
            return {"version": self._version, "complaint": self._complaint}

    @property
    def version(self) -> int:
        """How many times there was something new to show."""
        return self._version

    def __enter__(self) -> Preview:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._news:
            self._closed = True
            self._news.notify_all()
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    """A thread for each connection. A browser that hangs up does no harm."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Only what is a mistake of ours is shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Pages(SimpleHTTPRequestHandler):
    """Files of the folder; pages with the script that waits for news."""

    timeout = 3 * PATIENCE  # seconds after which a connection that says nothing is closed

    def __init__(self, preview: Preview, folder: Path, *connection: object) -> None:
        self.preview = preview
        super().__init__(*connection, directory=str(folder))  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """A page, a file, or the news."""
        if not self._asked_here():
            self.send_error(HTTPStatus.FORBIDDEN, "this preview is for this machine alone")
        elif self.path.startswith(NEWS):
            after = self.path.rpartition("=")[2]
            version = int(after) if after.isdecimal() and len(after) < 10 else -1
            self._send("application/json", json.dumps(self.preview.news(version)))
        else:
            super().do_GET()

    def do_HEAD(self) -> None:
        """As for GET, without the body."""
        if self._asked_here():
            super().do_HEAD()
        else:
            self.send_error(HTTPStatus.FORBIDDEN)

    def _asked_here(self) -> bool:
        # a name of elsewhere that leads here is how a foreign page would read a draft
        # a browser leaves out the port where it is 80
        return re.sub(r":\d*$", "", self.headers.get("Host", "").lower()) in _NAMES

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """A page gets its script; everything else is sent as it is."""
        html = None
        try:
            path = Path(self.translate_path(self.path))
            if os.path.isdir(path) and not self.path.partition("?")[0].endswith("/"):
                return super().send_head()
            page = path / "index.html" if self.path.partition("?")[0].endswith("/") else path
            newer = self.preview.newer(Path(os.path.relpath(page, self.directory)).as_posix())
            if page.suffix not in ("", ".html"):
                return super().send_head() if newer is None else self._sent(self.guess_type(page), newer)
            html = newer or _content(page)
        except ValueError:  # an address that cannot be read, a name that no file can have
            pass
        except TimeoutError:
            self.send_error(HTTPStatus.SERVICE_UNAVAILABLE, "it is still being made: load the page again")
            return None
        script = f"<script>{_SCRIPT}({self.preview.version}, {json.dumps(NEWS)})</script></body>"
        sent = (_NOT_YET if html is None else html).replace(b"</body>", script.encode())
        return self._sent("text/html; charset=utf-8", sent, HTTPStatus.NOT_FOUND if html is None else HTTPStatus.OK)

    def _sent(self, kind: str, content: bytes, status: HTTPStatus = HTTPStatus.OK) -> io.BytesIO:
        self._head(kind, len(content), status)
        return io.BytesIO(content)

    def _send(self, kind: str, text: str) -> None:
        self._head(kind, len(text.encode()))
        self.wfile.write(text.encode())

    def _head(self, kind: str, length: int, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def end_headers(self) -> None:
        """Nothing is kept by the browser: it would show the earlier words."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Requests are not logged."""


def _content(page: Path) -> bytes | None:
    """The bytes of a page, None where there is none, or it is being exchanged by a build."""
    try:
        return page.read_bytes()
    except (OSError, ValueError):
        return None
