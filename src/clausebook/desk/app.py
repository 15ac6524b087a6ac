"""The application: every address of the desk, what is checked in front of it, each request made a visit, each
answer a page.
"""

from __future__ import annotations

import hmac
import threading
import traceback
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clausebook.desk.pages import ROUTES
from clausebook.desk.plain_words import in_plain_words
from clausebook.desk.visit import NOBODY, DeskSettings, PageRenderer, PageRequest, RefusedRequest, Upload, Visit
from clausebook.errors import UserError
from clausebook.model.bodies import Right

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


Page = Callable[[PageRequest], Response]
STATIC = Path(__file__).parent / "static"
COOKIE = "desk"


def make_app(settings: DeskSettings) -> Starlette:
    """The desk as an ASGI application."""
    shower = PageRenderer()
    locks: dict[Path, threading.RLock] = {}
    routes = [
        Route(path, _Endpoint(page, right, settings, shower, locks), methods=methods)
        for path, page, right, methods in ROUTES
    ]
    middleware = [
        Middleware(Guard, origins=settings.origins, largest=settings.largest),
        Middleware(
            SessionMiddleware,
            secret_key=settings.secret,
            session_cookie=f"__Host-{COOKIE}" if settings.is_secure else COOKIE,
            same_site="lax" if settings.is_secure else "strict",
            https_only=settings.is_secure,
            max_age=None,
        ),
    ]
    static = Mount("/static", StaticFiles(directory=STATIC))

    def lost(request: Request, error: Exception) -> Response:
        what, remedy = "There is no such page", "Nothing was changed. The start page leads everywhere."
        return shower.page("trouble.html", NOBODY, status=404, what=what, remedy=remedy, written={})

    handlers: dict[Any, Any] = {404: lost, 405: lost}
    return Starlette(routes=[static, *settings.routes, *routes], middleware=middleware, exception_handlers=handlers)


class _Endpoint:
    """One address: lets the visitor in, reads the form and checks its token, and has the page made in a thread."""

    def __init__(
        self, page: Page, right: Right, settings: DeskSettings, shower: PageRenderer, locks: dict[Path, threading.RLock]
    ) -> None:
        self.page, self.right, self.settings, self.shower, self.locks = page, right, settings, shower, locks

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One request."""
        request = Request(scope, receive)
        try:
            response = await self.answer(request)
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def answer(self, request: Request) -> Response:
        """The page, or why there is none."""
        visit = await run_in_threadpool(self.settings.access.visit, request)
        if isinstance(visit, Response):
            return visit
        try:
            form, files = await _form(request)
        except TooBigError:
            return self.trouble(visit, {}, "The file is too big", "Nothing was changed.", 413)
        if request.method == "POST" and not _is_ours(form, visit):
            return self.trouble(
                visit,
                form,
                "This form is not from this desk",
                "Nothing was changed. Copy your words, and try again.",
                403,
            )
        if not visit.may(self.right):
            return self.trouble(visit, form, "You may not do that", "Ask the person who looks after the desk.", 403)
        asked = PageRequest(
            visit=visit,
            path=dict(request.path_params),
            query=dict(request.query_params),
            form=form,
            files=files,
            shower=self.shower,
            audit=self.settings.audit,
            address=request.url.path,
        )
        return await run_in_threadpool(partial(self.made, asked, request.method))

    def made(self, asked: PageRequest, method: str) -> Response:
        """The page; one working copy is changed by one request at a time."""
        lock = self.locks.setdefault(asked.visit.root, threading.RLock())
        try:
            if method == "POST":
                with lock:
                    return self.page(asked)
            return self.page(asked)
        except RefusedRequest as refused:
            return self.trouble(asked.visit, asked.form, refused.what, refused.remedy, refused.status)
        except UserError as error:
            what, remedy = in_plain_words(error)
            return self.trouble(asked.visit, asked.form, what, remedy, 409)
        except Exception:  # ours: the terminal shows it, and the person keeps what was written
            traceback.print_exc()
            what = "The desk made a mistake"
            remedy = (
                "The page before shows what is kept. What you wrote is below. Show the desk's window to the technician."
            )
            return self.trouble(asked.visit, asked.form, what, remedy, 500)

    def trouble(self, visit: Visit, form: dict[str, str], what: str, remedy: str, status: int) -> Response:
        """What is in the way, in words, with what the person had written."""
        written = {name: text for name, text in form.items() if name in ("words", "reason") and text.strip()}
        return self.shower.page("trouble.html", visit, status=status, what=what, remedy=remedy, written=written)


def _is_ours(form: dict[str, str], visit: Visit) -> bool:
    return bool(visit.token) and hmac.compare_digest(form.get("token", "").encode(), visit.token.encode())


async def _form(request: Request) -> tuple[dict[str, str], dict[str, Upload]]:
    if request.method != "POST":
        return {}, {}
    async with request.form(max_files=20, max_fields=2000, max_part_size=2_000_000) as form:
        texts = {name: value for name, value in form.multi_items() if isinstance(value, str)}
        files = {
            name: Upload(name=value.filename or "", data=await value.read())
            for name, value in form.multi_items()
            if not isinstance(value, str) and value.filename
        }
    return texts, files
