"""legislation.gov.uk: asks for addresses one after another, politely, and keeps each answer for an hour.

The site allows 3,000 requests in 5 minutes and asks callers to say who they are. An address answers with a document,
with several to choose from (300), with another address (301, 302, 303, 307, 308), or not at all.
"""

from __future__ import annotations

import json
import re
import ssl
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential
from urllib3.exceptions import HTTPError, MaxRetryError, NameResolutionError, ReadTimeoutError

from clausebook.errors import UserError
from clausebook.io.cache import Cache, digest
from clausebook.law.clml import is_readable, next_page
from clausebook.model.law.observed import SiteAnswer

SITE = "https://www.legislation.gov.uk"
AGENT = "school-policies law-refresh (checks a school's register of legislation; python-requests)"
KEPT_FOR = 3600  # seconds an answer is good for
MOST, WINDOW = 3000, 300  # requests, in so many seconds
ATTEMPTS, PAUSE, LONGEST_PAUSE = 4, 1.0, 60.0  # seconds; the pause doubles
TIMEOUT = 30  # seconds without a byte
HOPS = 5
LARGEST = 40_000_000  # bytes; the Data Protection Act 2018 is about 6,000,000
RUN = 1800  # seconds that one run may take
PAGES = 20  # of one feed
_AGAIN = frozenset({202, 408, 425, 429, 500, 502, 503, 504})
# a page of HTML where XML was asked for: a challenge, or a wall before the site
_BROWSER = re.compile(rb"(?i)^\s*(?:<!doctype html|<html)\b")
_UNTRUSTED = "where a proxy reads what is sent, its certificate belongs into a file that SSL_CERT_FILE names"
_ELSEWHERE = frozenset({301, 302, 303, 307, 308})


class _RetryError(Exception):
    """The site may answer another attempt: why it did not answer this one, and the pause that it asks for."""

    def __init__(self, reason: str, pause: str = "") -> None:
        super().__init__(reason)
        self.pause = pause


@dataclass(frozen=True)
class _Reply:
    """What one request brought: status, body (at most LARGEST bytes and one), and where it leads."""

    code: int
    body: bytes
    location: str


class _Certificates(HTTPAdapter):
    """Trusts what this machine trusts besides what requests brings: a school's proxy has a certificate of its own."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs, ssl_context=ssl.create_default_context())

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        return super().proxy_manager_for(proxy, **kwargs, ssl_context=ssl.create_default_context())


def _session() -> requests.Session:
    session = requests.Session()
    session.mount("https://", _Certificates())
    return session


@dataclass
class Legislation:
    """The site, or one like it. `clock` gives seconds and `sleep` waits for some, so that tests need not."""

    cache: Cache
    site: str = SITE
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    timeout: float = TIMEOUT
    longest: float = RUN
    _asked: deque[float] = field(default_factory=deque)
    _begun: float | None = None
    _refused: str = ""
    _session: requests.Session = field(default_factory=_session)

    def document(self, id: str) -> SiteAnswer:
        """The whole text of an instrument in CLML."""
        return self.get(f"/{id}/data.xml")

    def changes(self, id: str) -> SiteAnswer:
        """The changes to an instrument, newest first, as an Atom feed with all its pages.

        A page that cannot be read makes the whole answer that page's: half a feed cannot be used.
        """
        first = answer = self.get(f"/changes/affected/{id}/data.feed?results-count=50&sort=modified")
        pages: list[bytes] = []
        while answer.kind == "found" and len(pages) < PAGES:
            following = next_page(answer.body) if is_readable(answer.body) else ""
            if not following:
                return replace(first, pages=tuple(pages))
            there = urlsplit(following)
            answer = self.get(there._replace(scheme="", netloc="").geturl())
            pages.append(answer.body)
        if answer.kind == "found":
            return SiteAnswer("failed", note=f"it has more than {PAGES} pages")
        return answer

    def get(self, path: str) -> SiteAnswer:
        """The answer for an address of the site. Raises UserError where the site cannot be reached at all."""
        key = digest("legislation", self.site, path)
        kept = self._kept(key)
        if kept:
            return kept
        if self._refused:
            return SiteAnswer("refused", note=f"not asked: {self._refused}")
        answer = self._followed(urljoin(self.site, path))
        if answer.kind == "refused":
            self._refused = answer.note
        if answer.kind == "found" and not is_readable(answer.body):
            return answer  # it says itself what it is not, and is asked for again
        if answer.kind in ("found", "choices", "missing"):
            about = json.dumps({"kind": answer.kind, "note": answer.note, "at": self.clock()}).encode()
            self.cache.put(key, {"about": about, "body": answer.body})
        return answer

    def _kept(self, key: str) -> SiteAnswer | None:
        files = self.cache.get(key)
        if not files:
            return None
        try:
            about = json.loads(files["about"])
            fresh = 0 <= self.clock() - about["at"] < KEPT_FOR
            return SiteAnswer(about["kind"], files["body"], about["note"]) if fresh else None
        except (KeyError, TypeError, ValueError):
            return None

    def _followed(self, url: str) -> SiteAnswer:
        for _ in range(HOPS):
            reply = self._tried(url)
            if isinstance(reply, str):
                return SiteAnswer("failed", note=reply)
            if reply.code not in _ELSEWHERE:
                return _answer(reply)
            there = urlsplit(urljoin(url, reply.location))
            here = urlsplit(self.site)
            # the site's own redirects name http://; the request stays with the scheme it began with
            if there.hostname != here.hostname or there.path == urlsplit(url).path:
                return SiteAnswer("failed", note=f"the site sends the request on to {there.geturl()[:200]}")
            url = there._replace(scheme=here.scheme, netloc=here.netloc).geturl()
        return SiteAnswer("failed", note=f"the site sends the request on more than {HOPS} times")

    def _tried(self, url: str) -> _Reply | str:
        """The reply, after as many attempts as it takes, or why there is none."""
        if self._is_late():
            return f"the run has taken its {self.longest / 60:.0f} minutes: run it again"
        again = Retrying(
            stop=stop_after_attempt(ATTEMPTS),
            retry=retry_if_exception_type(_RetryError),
            wait=lambda state: _pause(state, self.clock()),
            sleep=self.sleep,
            reraise=True,
        )
        try:
            return again(self._asked_once, url)
        except _RetryError as reason:
            return f"{reason}, {ATTEMPTS} times"

    def _asked_once(self, url: str) -> _Reply:
        """The reply to one request. Raises _RetryError where another one may do better, UserError without a network."""
        self._wait_for_a_turn()
        headers = {"User-Agent": AGENT, "Accept": "application/xml, */*;q=0.1"}
        try:
            with self._session.get(
                url, headers=headers, allow_redirects=False, stream=True, timeout=self.timeout
            ) as response:
                body = response.raw.read(LARGEST + 1, decode_content=True)
        except (requests.Timeout, ReadTimeoutError) as error:
            raise _RetryError("it does not answer in time") from error
        except requests.exceptions.ProxyError as error:
            raise _offline(self.site, "the proxy does not answer") from error
        except requests.exceptions.SSLError as error:
            raise _offline(self.site, "its certificate is not trusted on this machine", _UNTRUSTED) from error
        except requests.ConnectionError as error:
            if isinstance(error.args[0], MaxRetryError):
                raise _offline(self.site, _why(error.args[0].reason)) from error
            raise _RetryError("it breaks off its answer") from error
        except (requests.RequestException, HTTPError, OSError) as error:
            raise _RetryError("it breaks off its answer") from error
        if response.status_code in _AGAIN:
            raise _RetryError(f"it answers {response.status_code}", response.headers.get("Retry-After", ""))
        return _Reply(response.status_code, body, response.headers.get("Location", ""))

    def _is_late(self) -> bool:
        """Whether the whole run has taken as long as it may."""
        self._begun = self.clock() if self._begun is None else self._begun
        return self.clock() - self._begun > self.longest

    def _wait_for_a_turn(self) -> None:
        now = self.clock()
        while self._asked and now - self._asked[0] >= WINDOW:
            self._asked.popleft()
        if len(self._asked) >= MOST:
            self.sleep(WINDOW - (now - self._asked[0]))
            self._asked.popleft()
        self._asked.append(self.clock())


def _answer(reply: _Reply) -> SiteAnswer:
    code, body = reply.code, reply.body
    if len(body) > LARGEST:
        return SiteAnswer("failed", note=f"the answer has more than {LARGEST:,} bytes")
    if code in (200, 401, 403) and _BROWSER.search(body[:20_000]):
        return SiteAnswer("refused", note="the site wants a browser: look it up by hand")
    if code == 200:
        return SiteAnswer("found", body)
    if code == 300:
        return SiteAnswer("choices", body)
    if code in (404, 410):
        return SiteAnswer("missing", note="the site does not know this address")
    if code == 403:
        return SiteAnswer(
            "refused", note="the site refuses this program (403): try again tomorrow, or look it up by hand"
        )
    return SiteAnswer("failed", note=f"it answers {code}")


def _pause(state: RetryCallState, now: float) -> float:
    """Seconds to the next attempt: what the site asks for, in seconds or as a date, or twice as long each time."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.pause.strip() if isinstance(error, _RetryError) else ""
    if asked.isdigit():
        return min(LONGEST_PAUSE, float(asked))
    try:
        return min(LONGEST_PAUSE, max(0.0, parsedate_to_datetime(asked).timestamp() - now))
    except ValueError:
        return float(wait_exponential(PAUSE, LONGEST_PAUSE)(state))


def _why(error: object) -> str:
    """Why there is no connection, in a few words: "connection refused"."""
    if isinstance(error, NameResolutionError):
        return "no such host"
    cause = getattr(error, "__cause__", None)
    return str(getattr(cause, "strerror", "") or cause or error).lower()


def _offline(site: str, why: str, hint: str = "law refresh needs the network") -> UserError:
    return UserError(f"{urlsplit(site).hostname} cannot be reached ({why})", hint)


def open_legislation(root: Path, address: str = "") -> Legislation:
    """The site, or a mirror of it, with its answers kept in the repository's cache. Raises UserError for no address."""
    if address and urlsplit(address).scheme not in ("http", "https"):
        raise UserError(f"{address} is not the address of a site", "write it as https://example.org")
    return Legislation(Cache(root / ".cache" / "law"), site=address or SITE)
