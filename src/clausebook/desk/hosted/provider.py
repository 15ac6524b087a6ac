"""Sign-in with a provider by OpenID Connect, and who is signed in until when."""

from __future__ import annotations

import hashlib
import re
import secrets
import sqlite3
import ssl
import threading
import warnings
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from starlette.requests import Request
from starlette.responses import Response

from clausebook.model.hosting import Provider
from clausebook.text.records import dataclass

SIGNED_WITH = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")  # never none, never HS
LEEWAY = 60  # seconds that two clocks may differ
_EMAIL = re.compile(r"[^@\s<>\x00-\x1f\x7f]+@[^@\s<>\x00-\x1f\x7f]+")


class NotProvenError(Exception):
    """The provider has not proven who it is; the message is for the log."""


@dataclass(frozen=True)
class SignIn:
    """The way to the provider and back."""

    provider: Provider
    back: str
    client: Any

    async def go(self, request: Request) -> Response:
        """To the provider. Raises NotProvenError where it is another one than the file names, or does not answer."""
        try:
            await self._metadata()
            answer: Response = await self.client.authorize_redirect(request, self.back)
        except NotProvenError:
            raise
        except Exception as error:  # whatever is wrong at the provider: no one is let in
            raise NotProvenError(f"the provider does not answer: {type(error).__name__}") from error
        return answer

    async def email(self, request: Request) -> str:
        """The verified address of the person who comes back. Raises NotProvenError for everything else."""
        try:
            metadata = await self._metadata()
            wanted = {
                "iss": {"essential": True, "value": metadata["issuer"]},
                "aud": {"essential": True, "value": self.provider.client},
                "exp": {"essential": True},
                "nonce": {"essential": True},
            }
            token = await self.client.authorize_access_token(request, claims_options=wanted, leeway=LEEWAY)
            claims = dict(token.get("userinfo") or {})
            if not claims:
                raise NotProvenError("there was no ID token")
            if "email" not in claims and metadata.get("userinfo_endpoint"):
                more = await self.client.userinfo(token=token)
                if more.get("sub") == claims["sub"]:
                    claims = {**more, **claims}
        except NotProvenError:
            raise
        except Exception as error:  # whatever is wrong with an answer: no one is let in
            raise NotProvenError(f"{type(error).__name__}: {error}"[:200]) from error
        return _verified(claims, self.provider.verified)

    async def _metadata(self) -> dict[str, Any]:
        """What the provider says of itself: it must be the one that the hosting file names."""
        metadata: dict[str, Any] = await self.client.load_server_metadata()
        if metadata.get("issuer") != self.provider.issuer:
            raise NotProvenError("the provider calls itself by another name")
        offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
        safe = [one for one in offered if one in SIGNED_WITH]
        if not safe:
            raise NotProvenError("the provider signs in no way that is safe")
        metadata["id_token_signing_alg_values_supported"] = safe
        return metadata


def _verified(claims: dict[str, Any], claim: str) -> str:
    email = claims.get("email")
    if not isinstance(email, str) or not _EMAIL.fullmatch(email):
        raise NotProvenError("there was no e-mail address")
    if claims.get(claim) not in (True, "true", "1") or isinstance(claims.get(claim), float):
        raise NotProvenError("the e-mail address is not verified")
    return email


def sign_in(provider: Provider, secret: str, back: str, sessions: Sessions) -> SignIn:
    """The way to a provider; what is to come back is kept in `sessions`, and is good once."""
    with warnings.catch_warnings(record=True):  # of two clients it would rather use the other one
        from authlib.integrations.starlette_client import OAuth

    client = OAuth(cache=sessions).register(
        "provider",
        client_id=provider.client,
        client_secret=secret,
        server_metadata_url=f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "timeout": 10,
            "verify": _certificates(),
        },
    )
    return SignIn(provider, back, client)


@cache
def _certificates() -> ssl.SSLContext:
    """The authorities this machine trusts, read once: a new client for each request would read them each time."""
    return httpx.create_ssl_context()


_TABLES = """
pragma journal_mode = wal;
create table if not exists sessions (key text primary key, email text, begun real, seen real);
create table if not exists waiting (key text primary key, value text, until real);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLengths:
    """In seconds: without a request, and at the most."""

    idle: float
    longest: float


class Sessions:
    """The sessions, and the sign-ins that are on their way."""

    def __init__(self, path: Path, lengths: SessionLengths, clock: Callable[[], float]) -> None:
        self.path, self.lengths, self.clock = path, lengths, clock
        self.lock = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        with self._open() as opened:
            opened.executescript(_TABLES)

    def begin(self, email: str) -> str:
        """A new session; what the browser keeps of it."""
        made = secrets.token_urlsafe(32)
        now = self.clock()
        self._do("insert into sessions values (?, ?, ?, ?)", _hashed(made), email, now, now)
        return made

    def who(self, session: str) -> str:
        """The address of the person whose session it is; "" where there is none, or where it has ended."""
        now, key = self.clock(), _hashed(session)
        found = self._do("select email, begun, seen from sessions where key = ?", key)
        if not found:
            return ""
        email, begun, seen = str(found[0][0]), float(str(found[0][1])), float(str(found[0][2]))
        if seen < now - self.lengths.idle or begun < now - self.lengths.longest:
            self._do("delete from sessions where seen < ? or begun < ?",
                     now - self.lengths.idle, now - self.lengths.longest)  # fmt: skip
            return ""
        if now - seen > self.lengths.idle / 100:  # not each request writes
            self._do("update sessions set seen = ? where key = ?", now, key)
        return email

    def end(self, session: str) -> None:
        """End a session."""
        self._do("delete from sessions where key = ?", _hashed(session))

    def end_all(self, email: str) -> int:
        """End all sessions of a person; how many there were."""
        return len(self._do("delete from sessions where email = ? returning key", email))

    def _do(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        with self.lock, self._open() as opened:
            found = list(opened.execute(statement, values))
            opened.commit()
            return found

    def _open(self) -> closing[sqlite3.Connection]:
        return closing(sqlite3.connect(self.path, timeout=10))

    # ---- what a sign-in that is on its way must bring back: used once, and then gone

    async def get(self, key: str) -> str | None:
        """What was kept under a key, until its time is over."""
        found = self._do("select value from waiting where key = ? and until > ?", key, self.clock())
        return str(found[0][0]) if found else None

    async def set(self, key: str, value: str, expires: int) -> None:
        """Keep it for so many seconds."""
        self._do("delete from waiting where until < ?", self.clock())
        self._do("insert or replace into waiting values (?, ?, ?)", key, value, self.clock() + expires)

    async def delete(self, key: str) -> None:
        """Keep it no longer."""
        self._do("delete from waiting where key = ?", key)


def _hashed(session: str) -> str:
    return hashlib.sha256(session.encode("utf-8", "replace")).hexdigest()
