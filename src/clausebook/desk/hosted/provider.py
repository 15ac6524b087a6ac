"""Sign-in with a provider by OpenID Connect: who it is, as far as the provider has proven it."""

from __future__ import annotations

import re
import ssl
import warnings
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx
from starlette.requests import Request
from starlette.responses import Response

from clausebook.desk.hosted.sessions import Sessions
from clausebook.model.hosting import Provider

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
        except Exception as error:  # whatever is wrong at the provider: nobody comes in
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
        except Exception as error:  # whatever is wrong with an answer: nobody comes in
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
