"""legislation.gov.uk: asks for addresses one after another, politely, and keeps each answer for an hour.

The site allows 3,000 requests in 5 minutes and asks to be told who calls. An address answers with a document, with
several to choose from (300), with another address (301, 302, 303, 307, 308), or not at all.
"""

from __future__ import annotations

import json
import socket
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import IO, Any
from urllib.parse import urljoin, urlsplit

from clausebook.errors import UserError
from clausebook.io.cache import Cache, digest
from clausebook.model.law.observed import SiteAnswer

SITE = "https://www.legislation.gov.uk"
AGENT = "school-policies law-refresh (checks a school's register of legislation; python-urllib)"
KEPT_FOR = 3600  # seconds an answer is good for
MOST, WINDOW = 3000, 300  # requests, in so many seconds
ATTEMPTS, PAUSE, LONGEST_PAUSE = 4, 1.0, 60.0  # seconds; the pause doubles
TIMEOUT = 30  # seconds without a byte
HOPS = 5
LARGEST = 40_000_000  # bytes; the Data Protection Act 2018 is about 6,000,000
_AGAIN = frozenset({408, 429, 500, 502, 503, 504})
_ELSEWHERE = frozenset({301, 302, 303, 307, 308})


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing by itself: where an answer leads is looked at first."""

    def redirect_request(self, req: Any, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str) -> None:
        return None


@dataclass
class Legislation:
    """The site, or one like it. `clock` gives seconds and `sleep` waits for some, so that tests need not."""

    cache: Cache
    site: str = SITE
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    timeout: float = TIMEOUT
    _asked: deque[float] = field(default_factory=deque)

    def document(self, id: str) -> SiteAnswer:
        """The whole text of an instrument in CLML."""
        return self.get(f"/{id}/data.xml")

    def changes(self, id: str) -> SiteAnswer:
        """The newest changes to an instrument, as an Atom feed."""
        return self.get(f"/changes/affected/{id}/data.feed?results-count=50&sort=modified")

    def get(self, path: str) -> SiteAnswer:
        """The answer for an address of the site. Raises UserError where the site cannot be reached at all."""
        key = digest("legislation", self.site, path)
        kept = self._kept(key)
        if kept:
            return kept
        answer = self._followed(urljoin(self.site, path))
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
            code, body, headers = self._tried(url)
            if code not in _ELSEWHERE:
                return _answer(code, body)
            there = urlsplit(urljoin(url, headers.get("Location", "")))
            here = urlsplit(self.site)
            # the site's own redirects name http://; the request stays with the scheme it began with
            if there.hostname != here.hostname or there.path == urlsplit(url).path:
                return SiteAnswer("failed", note=f"the site sends the request on to {there.geturl()[:200]}")
            url = there._replace(scheme=here.scheme, netloc=here.netloc).geturl()
        return SiteAnswer("failed", note=f"the site sends the request on more than {HOPS} times")

    def _tried(self, url: str) -> tuple[int, bytes, Any]:
        """Status, body and headers, after as many attempts as it takes; status 0 with the reason as body."""
        reason = ""
        for attempt in range(ATTEMPTS):
            self._wait_for_a_turn()
            code, body, headers = self._asked_once(url)
            if code not in _AGAIN and code:
                return code, body, headers
            reason = f"it answers {code}" if code else body.decode()
            if attempt < ATTEMPTS - 1:
                self.sleep(_pause(attempt, headers))
        return 0, f"{reason}, {ATTEMPTS} times".encode(), {}

    def _asked_once(self, url: str) -> tuple[int, bytes, Any]:
        request = urllib.request.Request(url, headers={"User-Agent": AGENT, "Accept": "application/xml, */*;q=0.1"})
        try:
            with urllib.request.build_opener(_Stay).open(request, timeout=self.timeout) as response:
                return _read(response)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, _some(error), error.headers
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                return 0, b"it does not answer in time", {}
            raise _offline(self.site, error.reason) from error
        except TimeoutError:
            return 0, b"it does not answer in time", {}
        except (ConnectionError, HTTPException, OSError):
            return 0, b"it breaks off its answer", {}

    def _wait_for_a_turn(self) -> None:
        now = self.clock()
        while self._asked and now - self._asked[0] >= WINDOW:
            self._asked.popleft()
        if len(self._asked) >= MOST:
            self.sleep(WINDOW - (now - self._asked[0]))
            self._asked.popleft()
        self._asked.append(self.clock())


def _read(response: HTTPResponse) -> tuple[int, bytes, Any]:
    body = response.read(LARGEST + 1)
    if len(body) > LARGEST:
        return -1, b"", {}
    return response.status, body, response.headers


def _some(error: urllib.error.HTTPError) -> bytes:
    try:
        return error.read(1_000_000)
    except (OSError, HTTPException):
        return b""


def _answer(code: int, body: bytes) -> SiteAnswer:
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
    if code == 0:
        return SiteAnswer("failed", note=body.decode())
    if code == -1:
        return SiteAnswer("failed", note=f"the answer has more than {LARGEST:,} bytes")
    return SiteAnswer("failed", note=f"it answers {code}")


def _pause(attempt: int, headers: Any) -> float:
    """Seconds to the next attempt: what the site asks for, or twice as long each time."""
    asked = str(headers.get("Retry-After", "")) if headers else ""
    return min(LONGEST_PAUSE, float(asked)) if asked.isdigit() else PAUSE * 2**attempt


def _offline(site: str, reason: object) -> UserError:
    why = "no such host" if isinstance(reason, socket.gaierror) else str(getattr(reason, "strerror", "") or reason)
    return UserError(f"{urlsplit(site).hostname} cannot be reached ({why.lower()})", "law refresh needs the network")


def open_legislation(root: Path) -> Legislation:
    """The site, with its answers kept in the repository's cache."""
    return Legislation(Cache(root / ".cache" / "law"))
