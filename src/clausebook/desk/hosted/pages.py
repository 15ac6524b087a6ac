"""Sign in, choose a school, sign out: the pages of a hosted desk that come before its visits."""

from __future__ import annotations

import hmac

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clausebook.desk.hosted.access import SCHOOL, SESSION, HostedAccess, caller
from clausebook.desk.hosted.provider import NotProvenError, SignIn
from clausebook.errors import UserError
from clausebook.model.bodies import Right, same_address
from clausebook.text.records import dataclass

_MAY: dict[Right, str] = {
    "read": "read",
    "edit": "change texts",
    "approve": "record decisions",
    "sign": "sign",
    "admin": "say who is let in",
}
BACK = "/signin/back"
SIGN_INS = 30  # a minute from one address: a school has one address for all its people


@dataclass(frozen=True)
class SignInPages:
    """The pages, with the access they belong to."""

    access: HostedAccess
    sign_in: SignIn

    def routes(self) -> tuple[Route, ...]:
        """Their addresses."""
        return (
            Route("/signin", self.show, methods=["GET"]),
            Route("/signin/go", self.go, methods=["GET"]),
            Route(BACK, self.back, methods=["GET"]),
            Route("/signout", self.sign_out, methods=["GET", "POST"]),
            Route("/schools", self.schools, methods=["GET", "POST"]),
        )

    async def show(self, request: Request) -> Response:
        """The page that leads to the provider."""
        return self.access.page("signin.html", provider=self.sign_in.provider.name)

    async def go(self, request: Request) -> Response:
        """To the provider."""
        if refusal := self.too_often(request):
            return refusal
        try:
            return await self.sign_in.go(request)
        except NotProvenError as error:
            return await self.turned_away(request, "", str(error))

    async def back(self, request: Request) -> Response:
        """Back from the provider: in, or turned away."""
        if refusal := self.too_often(request, "back"):
            return refusal
        try:
            email = await self.sign_in.email(request)
        except NotProvenError as error:
            return await self.turned_away(request, "", str(error))
        return await run_in_threadpool(self.let_in, request, email)

    def let_in(self, request: Request, email: str) -> Response:
        """A new session, only for a person who is listed."""
        access = self.access
        schools = access.schools_of(email)
        if not schools:
            return access.turned_away(request, email, "listed nowhere")
        old = request.session.get(SESSION)
        if isinstance(old, str):
            access.sessions.end(old)
        request.session.clear()
        request.session[SESSION] = access.sessions.begin(same_address(email))
        access.log.write("signed in", email, {"from": caller(request, access.hosting.proxies)})
        for school, person in schools.values():
            if len(schools) == 1:
                try:
                    access.copies.bring_up_to_date(school, person)
                except UserError as error:
                    access.log.write("could not be brought up to date", email, {"school": school.id, "why": str(error)})
        return RedirectResponse("/" if len(schools) == 1 else "/schools", 303)

    async def schools(self, request: Request) -> Response:
        """The schools that list the person: shown, or one of them chosen."""
        return await run_in_threadpool(self.choose, request, dict(await request.form()))

    def choose(self, request: Request, form: dict[str, object]) -> Response:
        """The list; a school that is not on it cannot be chosen."""
        access = self.access
        admitted = access.admitted(request)
        if isinstance(admitted, Response):
            return admitted
        email, schools = admitted
        token = access.token(request)
        if request.method == "POST":
            if not _same(form.get("token"), token):
                return access.plain("This form is not from this desk", "Nothing was changed. Try again.", 403)
            if form.get("school") not in schools:
                return access.plain("There is no such school", "The list of schools shows yours.", 404)
            id = str(form["school"])
            request.session[SCHOOL] = id
            try:
                access.copies.bring_up_to_date(*schools[id])
            except UserError as error:
                access.log.write("could not be brought up to date", email, {"school": id, "why": str(error)})
            return RedirectResponse("/", 303)
        listed = [{"id": id, "name": school.name, "rights": _in_words(person.all_rights)}
                  for id, (school, person) in schools.items()]  # fmt: skip
        return access.page("schools.html", schools=listed, form_token=token)

    async def sign_out(self, request: Request) -> Response:
        """End the session: asked first, so that no other page can do it."""
        access = self.access
        email = await run_in_threadpool(access.who, request)
        if not email:
            return RedirectResponse("/signin", 303)
        token = access.token(request)
        if request.method == "GET":
            return access.page("signout.html", form_token=token)
        form = await request.form()
        if not _same(form.get("token"), token):
            return access.plain("This form is not from this desk", "Nothing was changed. Try again.", 403)
        await run_in_threadpool(access.sessions.end, str(request.session[SESSION]))
        request.session.clear()
        access.log.write("signed out", email, {})
        return RedirectResponse("/signin", 303)

    def too_often(self, request: Request, way: str = "there") -> Response | None:
        """The refusal for an address that signs in too often: there and back are counted apart."""
        if self.access.limits.allow(f"signin {way}", caller(request, self.access.hosting.proxies), SIGN_INS):
            return None
        return self.access.plain("That was too much at once", "Wait a minute, and try again.", 429)

    async def turned_away(self, request: Request, email: str, why: str) -> Response:
        """Not let in."""
        return await run_in_threadpool(self.access.turned_away, request, email, why)


def _in_words(rights: frozenset[Right]) -> str:
    """What a person may do, for a sentence."""
    return ", ".join(words for right, words in _MAY.items() if right in rights)


def _same(given: object, token: str) -> bool:
    return isinstance(given, str) and hmac.compare_digest(given.encode(), token.encode())
