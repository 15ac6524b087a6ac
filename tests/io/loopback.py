"""A small web site on this machine that answers as a test tells it to, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


@dataclass
class Site:
    """`answers` by path: (status, headers, body) one after another, the last one for ever; None says nothing at all."""

    url: str = ""
    answers: dict[str, list[tuple[int, dict[str, str], bytes] | None]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    closing: Event = field(default_factory=Event)

    def says(self, path: str, *answers: tuple[int, dict[str, str], bytes] | None) -> None:
        """What an address answers from now on."""
        self.answers[path] = list(answers)


@contextmanager
def site() -> Iterator[Site]:
    """The site, until the test is over."""
    told = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append((self.path, self.headers.get("User-Agent", "")))
            queue = told.answers.get(self.path, [(404, {}, b"not found")])
            answer = queue.pop(0) if len(queue) > 1 else queue[0]
            if answer is None:
                told.closing.wait(10)
                return
            code, headers, body = answer
            self.send_response(code)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        told.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
