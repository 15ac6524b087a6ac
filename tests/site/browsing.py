"""What tests in a browser share: a server of built files, pages, what axe finds on one, and how one searches."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from tests.site.built import write
from tests.site.walk import AXE, COLOURS, FEW, PHONE, RULES, WIDE

__all__ = ["COLOURS", "PHONE", "RULES", "WIDE", "open_page", "search", "serving", "violations"]
_contexts: WeakKeyDictionary[Any, dict[str, Any]] = WeakKeyDictionary()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def serving(files: dict[str, bytes], folder: Path) -> Iterator[str]:
    """Address of a built site on this machine's own interface."""
    write(files, folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def open_page(browser: Any, size: dict[str, int], **options: Any) -> Any:
    """A page as if it were new. Those with the same options are one page, as a new one is a process that starts."""
    from playwright.sync_api import Error

    known = _contexts.setdefault(browser, {})
    name = repr(sorted(options.items()))
    if name not in known:
        known[name] = browser.new_context(**options)
        known[name].new_page()
    page, *others = known[name].pages
    for other in others:
        other.close()
    page.unroute_all()
    try:
        page.goto("about:blank")
    except Error:  # the page before was on its way to another
        page.close()
        page = known[name].new_page()
    shown = {"color_scheme": "light", "reduced_motion": "no-preference", "forced_colors": "none"}
    page.emulate_media(media="null", **{kind: options.get(kind, usual) for kind, usual in shown.items()})
    page.set_viewport_size(size)
    return page


def violations(page: Any, rules: list[str] = RULES) -> list[str]:
    """What axe finds on the page as it is now, by tags of rules or, in another scheme than the first, by colours.

    Of what is on it many times over and alike, a few are looked at, and the others are taken away.
    """
    import axe_playwright_python as axe

    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=str(Path(axe.__file__).with_name("axe.min.js")))
    page.evaluate(f"({FEW})(document.body)")
    return list(page.evaluate(AXE, {"type": "rule" if rules is COLOURS else "tag", "values": rules}))


def search(page: Any, words: str) -> None:
    """Look for words with nothing but the keyboard, from the top of a page: a box, or on a phone the way to one."""
    here = "document.activeElement.name === 'q' ? 'box' : document.activeElement.className"
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate(here) in ("box", "top__search"):
            break
    if page.evaluate(here) == "top__search":
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement?.id === '__find'")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.wait_for_selector(".hit a")
