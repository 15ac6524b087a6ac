"""The application: every address of the desk, each request made a visit, each answer a page."""

from __future__ import annotations

import hmac
import threading
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from clausebook.desk.asked import Asked, Refused, Upload
from clausebook.desk.guard import Guard, TooBigError
from clausebook.desk.pages import ROUTES
from clausebook.desk.plain_words import in_plain_words
from clausebook.desk.show import Shower
from clausebook.desk.visit import NOBODY, DeskSettings, Visit
from clausebook.errors import UserError
from clausebook.model.people import Right

Page = Callable[[Asked], Response]
STATIC = Path(__file__).parent / "static"
COOKIE = "desk"


def make_app(settings: DeskSettings) -> Starlette:
    """The desk as an ASGI application."""
    shower = Shower()
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
        self, page: Page, right: Right, settings: DeskSettings, shower: Shower, locks: dict[Path, threading.RLock]
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
        visit = await run_in_threadpool(self.settings.door.visit, request)
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
        asked = Asked(
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

    def made(self, asked: Asked, method: str) -> Response:
        """The page; one working copy is changed by one request at a time."""
        lock = self.locks.setdefault(asked.visit.root, threading.RLock())
        try:
            if method == "POST":
                with lock:
                    return self.page(asked)
            return self.page(asked)
        except Refused as refused:
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
