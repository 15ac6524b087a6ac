"""legislation.gov.uk: asks for addresses one after another, politely, and keeps each answer for an hour.

The site allows 3,000 requests in 5 minutes and asks callers to say who they are. An address answers with a document,
with several to choose from (300), with another address (301, 302, 303, 307, 308), or not at all.
"""

from __future__ import annotations

import json
import re
import socket
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import IO, Any
from urllib.parse import urljoin, urlsplit

from clausebook.errors import UserError
from clausebook.io.cache import Cache, digest
from clausebook.law.clml import is_readable, next_page
from clausebook.model.law.observed import SiteAnswer

SITE = "https://www.legislation.gov.uk"
AGENT = "school-policies law-refresh (checks a school's register of legislation; python-urllib)"
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
    longest: float = RUN
    _asked: deque[float] = field(default_factory=deque)
    _begun: float | None = None
    _refused: str = ""

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
        if self._is_late():
            return 0, f"the run has taken its {self.longest / 60:.0f} minutes: run it again".encode(), {}
        for attempt in range(ATTEMPTS):
            self._wait_for_a_turn()
            code, body, headers = self._asked_once(url)
            if code not in _AGAIN and code:
                return code, body, headers
            reason = f"it answers {code}" if code else body.decode()
            if attempt < ATTEMPTS - 1:
                self.sleep(_pause(attempt, headers, self.clock()))
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


def _read(response: HTTPResponse) -> tuple[int, bytes, Any]:
    body = response.read(LARGEST + 1)
    if len(body) > LARGEST:
        return -1, b"", {}
    said = response.headers.get("Content-Length", "")
    if said.isdigit() and len(body) < int(said):
        return 0, b"it breaks off its answer", {}
    return response.status, body, response.headers


def _some(error: urllib.error.HTTPError) -> bytes:
    try:
        return error.read(1_000_000)
    except (OSError, HTTPException):
        return b""


def _answer(code: int, body: bytes) -> SiteAnswer:
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
    if code == 0:
        return SiteAnswer("failed", note=body.decode())
    if code == -1:
        return SiteAnswer("failed", note=f"the answer has more than {LARGEST:,} bytes")
    return SiteAnswer("failed", note=f"it answers {code}")


def _pause(attempt: int, headers: Any, now: float) -> float:
    """Seconds to the next attempt: what the site asks for, in seconds or as a date, or twice as long each time."""
    asked = str(headers.get("Retry-After", "")).strip() if headers else ""
    if asked.isdigit():
        return min(LONGEST_PAUSE, float(asked))
    try:
        until = parsedate_to_datetime(asked).timestamp() if asked else 0.0
    except ValueError:
        until = 0.0
    return min(LONGEST_PAUSE, max(0.0, until - now)) if until else PAUSE * 2**attempt


def _offline(site: str, reason: object) -> UserError:
    why = "no such host" if isinstance(reason, socket.gaierror) else str(getattr(reason, "strerror", "") or reason)
    return UserError(f"{urlsplit(site).hostname} cannot be reached ({why.lower()})", "law refresh needs the network")


def open_legislation(root: Path, address: str = "") -> Legislation:
    """The site, or a mirror of it, with its answers kept in the repository's cache. Raises UserError for no address."""
    if address and urlsplit(address).scheme not in ("http", "https"):
        raise UserError(f"{address} is not the address of a site", "write it as https://example.org")
    return Legislation(Cache(root / ".cache" / "law"), site=address or SITE)
