"""How often somebody may ask, and who it is that asks."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable

from starlette.requests import Request

MINUTE = 60.0
MOST = 10_000  # callers that are remembered


class Limits:
    """Counts what each caller asked in the last minute."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.lock = threading.Lock()
        self.asked: dict[tuple[str, str], deque[float]] = {}

    def allow(self, what: str, who: str, most: int) -> bool:
        """Whether it may be asked once more in this minute; counted where it may."""
        now = self.clock()
        with self.lock:
            if len(self.asked) > MOST:
                self.asked = {key: times for key, times in self.asked.items() if times and times[-1] > now - MINUTE}
            times = self.asked.setdefault((what, who), deque())
            while times and times[0] <= now - MINUTE:
                times.popleft()
            if len(times) >= most:
                return False
            times.append(now)
            return True


def caller(request: Request, proxies: Iterable[str]) -> str:
    """The address of whoever asks. Only the school's own reverse proxies are believed about somebody else's address.

    Each proxy adds the address it was asked from at the end, so that what a caller wrote itself comes before it.
    """
    known = frozenset(proxies)
    found = request.client.host if request.client else ""
    passed = [one.strip() for line in request.headers.getlist("x-forwarded-for") for one in line.split(",")]
    while found in known and passed:
        found = passed.pop()
    return found
