"""The journeys of the desk in Firefox, by keyboard alone, as far as they go.

    FIREFOX=/usr/bin/firefox-esr PYTHONPATH=FOLDER .venv/bin/python bench/desk_firefox.py

FOLDER holds the package marionette_driver, which drives Firefox and is in none of the locks. Each journey that comes to
an end is printed with its clicks and seconds; of one that does not, what stopped it.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "bench")]

from desk import _school, _served  # noqa: E402
from marionette_driver import By, Wait, errors  # type: ignore[import-not-found]  # noqa: E402
from marionette_driver.keys import Keys  # type: ignore[import-not-found]  # noqa: E402
from marionette_driver.marionette import Marionette  # type: ignore[import-not-found]  # noqa: E402

from clausebook.desk.pages.word import WORD  # noqa: E402
from tests.desk.journeys import JOURNEYS, Keyboard, School  # noqa: E402

KEYS = {"Tab": Keys.TAB, "Enter": Keys.RETURN, "ArrowDown": Keys.ARROW_DOWN, "Control+A": (Keys.CONTROL, "a")}


@dataclass
class FoxKeyboard:
    """The keyboard of a person at Firefox."""

    driver: Any

    def press(self, key: str) -> None:
        """Press a key, or two at once."""
        keys = KEYS[key]
        chain = self.driver.actions.sequence("key", "keyboard")
        for one in keys if isinstance(keys, tuple) else (keys,):
            chain = chain.key_down(one)
        for one in reversed(keys) if isinstance(keys, tuple) else (keys,):
            chain = chain.key_up(one)
        chain.perform()

    def type(self, words: str) -> None:
        """Type words."""
        self.driver.actions.sequence("key", "keyboard").send_keys(words).perform()


@dataclass
class FoxPage:
    """As much of a page as the journeys ask for."""

    driver: Any
    folder: Path
    keyboard: FoxKeyboard = field(init=False)
    value: Any = None

    def __post_init__(self) -> None:
        self.keyboard = FoxKeyboard(self.driver)

    def goto(self, address: str) -> None:
        self.driver.navigate(address)

    def title(self) -> str:
        return str(self.driver.title)

    def evaluate(self, script: str) -> Any:
        return self.driver.execute_script(f"return ({script})()", sandbox=None)

    def inner_text(self, selector: str) -> str:
        return str(self.driver.execute_script("return document.querySelector(arguments[0]).innerText", [selector]))

    @contextmanager
    def expect_navigation(self) -> Iterator[None]:
        self.driver.execute_script("window.isOld = true", sandbox=None)
        yield
        loaded = "return !window.isOld && document.readyState === 'complete'"
        Wait(self.driver, timeout=20, ignored_exceptions=[errors.JavascriptException]).until(
            lambda driver: driver.execute_script(loaded, sandbox=None)
        )

    @contextmanager
    def expect_download(self) -> Iterator[FoxPage]:
        before = set(self.folder.iterdir())
        yield self
        for _ in range(200):
            fresh = [one for one in self.folder.iterdir() if one not in before and one.suffix != ".part"]
            if fresh and fresh[0].stat().st_size:
                self.value = FoxDownload(fresh[0])
                return
            time.sleep(0.1)
        raise AssertionError("nothing was downloaded")

    def locator(self, selector: str) -> FoxFile:
        return FoxFile(self.driver.find_element(By.CSS_SELECTOR, selector))

    def wait_for_selector(self, selector: str, timeout: int) -> None:
        Wait(self.driver, timeout=timeout / 1000).until(
            lambda driver: driver.execute_script("return !!document.querySelector('main .good, main .fault') && "
                                                 "!document.querySelector('meta[http-equiv=refresh]')")
        )  # fmt: skip


@dataclass
class FoxDownload:
    """A file that was saved."""

    place: Path

    @property
    def suggested_filename(self) -> str:
        return self.place.name

    def path(self) -> Path:
        return self.place


@dataclass
class FoxFile:
    """A box for a file."""

    element: Any

    def set_input_files(self, path: Path) -> None:
        self.element.send_keys(str(path))


def main(folder: Path) -> None:
    """Each journey in the mini school."""
    saved = folder / "saved"
    saved.mkdir()
    prefs = {
        "browser.download.folderList": 2,
        "browser.download.dir": str(saved),
        "browser.helperApps.neverAsk.saveToDisk": WORD,
        "browser.download.alwaysOpenPanel": False,  # it would take the keys
        "accessibility.tabfocus": 7,
    }
    driver = Marionette(bin=os.environ.get("FIREFOX", "/usr/bin/firefox-esr"), headless=True, prefs=prefs)
    driver.start_session()
    try:
        print(f"Firefox {driver.session_capabilities['browserVersion']}")
        where = School("Phones policy", "phones", "1.1 Calls", "1.1(a)", "clause 1.1 Calls", folder)
        with _served(_school(folder), "-m", "clausebook") as opened:
            page = FoxPage(driver, saved)
            page.goto(opened)
            for name, journey in JOURNEYS.items():
                clerk, started = Keyboard(page, opened.partition("/?")[0]), time.monotonic()
                try:
                    journey(clerk, where)
                    print(f"| {name} | {clerk.clicks} | {clerk.tabs} | {time.monotonic() - started:.1f} |", flush=True)
                except Exception as error:  # whatever stops one: the next ones are tried
                    print(f"| {name} | stopped: {type(error).__name__} {str(error)[:160]!r} |", flush=True)
    finally:
        driver.quit(in_app=False)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        main(Path(made))
