"""In front of every page: which hosts and origins are answered, how much is read, and what a browser may do with it."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CHANGES = ("POST", "PUT", "PATCH", "DELETE")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # not no-referrer: with that a browser sends its own forms without their origin
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}


class Guard:
    """Answers only what was asked under the desk's own name, and forms only from its own pages."""

    def __init__(self, app: ASGIApp, origins: Iterable[str], largest: int) -> None:
        self.app = app
        self.origins = frozenset(origins)
        self.hosts = frozenset(urlsplit(origin).netloc for origin in self.origins)
        self.largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self.refusal(scope["method"], Headers(scope=scope))
        if refusal:
            await PlainTextResponse(refusal[1], refusal[0], HEADERS)(scope, receive, send)
            return

        async def answered(message: Message) -> None:
            if message["type"] == "http.response.start":
                found = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    found.setdefault(name, value)
            await send(message)

        await self.app(scope, _limited(receive, self.largest), answered)

    def refusal(self, method: str, headers: Headers) -> tuple[int, str] | None:
        """Status and words for a request that is not answered."""
        if headers.get("host", "") not in self.hosts or len(headers.getlist("host")) != 1:
            return 403, "This page is not known under that name."
        if method in CHANGES:
            origin = headers.get("origin")
            if origin is not None and origin not in self.origins:
                return 403, "This form came from another page. Nothing was changed."
            if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
                return 403, "This form came from another page. Nothing was changed."
            size = headers.get("content-length", "0")
            if not size.isdecimal() or int(size) > self.largest:
                return 413, "The file is too big. Nothing was changed."
        return None


class TooBigError(Exception):
    """More was sent than is read."""


def _limited(receive: Receive, largest: int) -> Receive:
    """What is received, up to a limit: a sender may not say how much comes."""
    read = 0

    async def limited() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > largest:
            raise TooBigError
        return message

    return limited
