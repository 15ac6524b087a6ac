"""`-n`: the tests are collected once and then run by forked copies of this process, a file at a time.

A copy has all modules loaded and all tests collected, so that it costs a fork; where there is no fork, or a debugger is
asked for, one process runs all. Reports come back in batches and are handed to pytest as if the tests had run here.
"""

from __future__ import annotations

import atexit
import gc
import itertools
import multiprocessing
import os
import threading
import time
import traceback
import warnings
from multiprocessing.connection import Connection, wait
from typing import Any

import pytest

from clausebook.io.memory import roomy

_BATCH = 0.3  # seconds between two batches of reports
_SECONDS = "workers/seconds"
# the longest files, for a clone in which nothing was run before
_LONG = (
    *("test_developer_docs", "desk/test_browser", "packaging/test_school", "site/test_search_browser"),
    *("fleet/test_fleet", "site/test_ways", "site/test_every_page", "packaging/test_forks", "desk/test_hosted"),
    *("office/test_review_office", "app/test_build", "pdf_verify/test_verify_files", "site/test_pages_browser"),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`-n`, for which the public way to add an option has no room: short ones in small letters are pytest's own."""
    parser.getgroup("workers")._addoption("-n", dest="workers", default="0", metavar="N|auto", help="worker processes")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Share the files among the workers; None leaves the tests to pytest's own loop."""
    asked = session.config.option.workers
    files = _files(session)
    # tests that are slow wait for other programs, and leave a core to one more worker
    waiting = any(item.get_closest_marker("slow") for item in session.items)
    number = len(os.sched_getaffinity(0)) + waiting if asked == "auto" else int(asked)
    alone = session.config.option.collectonly or session.config.option.usepdb or not hasattr(os, "fork")
    if min(number, len(files)) < 2 or alone or session.testsfailed or threading.active_count() > 1:
        return None
    session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]  # one for all
    gc.freeze()
    fork = multiprocessing.get_context("fork")
    queue = fork.SimpleQueue()
    pipes = []
    for _ in range(min(number, len(files))):
        here, there = fork.Pipe(duplex=False)
        worker = fork.Process(target=_work, args=(session, files, queue, there))
        worker.start()
        there.close()
        pipes.append((here, worker))
    for index in (*range(len(files)), *(-1 for _ in pipes)):
        queue.put(index)
    try:
        _follow(session, files, dict(pipes))
    finally:
        for _, worker in pipes:
            worker.terminate()
            worker.join()
    return True


def _files(session: pytest.Session) -> list[list[pytest.Item]]:
    """The tests by file: those that take longest first, then those with slow tests, then the others."""
    files = [list(tests) for _, tests in itertools.groupby(session.items, lambda item: item.path)]
    cache = getattr(session.config, "cache", None)
    took = {f"tests/{name}.py": 100.0 - place for place, name in enumerate(_LONG)}
    took |= cache.get(_SECONDS, {}) if cache else {}
    slow = {tests[0].path for tests in files if any(item.get_closest_marker("slow") for item in tests)}
    return sorted(files, key=lambda tests: (-took.get(_name(tests), 0), tests[0].path not in slow))


def _name(tests: list[pytest.Item]) -> str:
    return tests[0].nodeid.partition("::")[0]


def _follow(session: pytest.Session, files: list[list[pytest.Item]], workers: dict[Connection, Any]) -> None:
    """Hand on what the workers report until all are done. Raises where tests fail and that is to end the run."""
    hook, took = session.config.hook, {}
    last: dict[Connection, str] = {}
    open_ones = list(workers)
    while open_ones:
        for pipe in wait(open_ones):
            assert isinstance(pipe, Connection)
            try:
                batch = pipe.recv()
            except EOFError:
                workers[pipe].join()
                session.shouldfail = f"a worker ended with {workers[pipe].exitcode} in {last.get(pipe, 'its start')}"
                break
            for kind, said in batch:
                match kind:
                    case "file":
                        last[pipe] = _name(files[said])
                    case "took":
                        took[last[pipe]] = said
                    case "start":
                        hook.pytest_runtest_logstart(nodeid=said[0], location=said[1])
                    case "report":
                        report = hook.pytest_report_from_serializable(config=session.config, data=said)
                        hook.pytest_runtest_logreport(report=report)
                    case "finish":
                        hook.pytest_runtest_logfinish(nodeid=said[0], location=said[1])
                    case "warning":
                        hook.pytest_warning_recorded.call_historic(kwargs=said)
                    case "error":
                        session.shouldfail = f"a worker could not go on: {said}"
                        open_ones.remove(pipe)
                    case "end":
                        open_ones.remove(pipe)
            if session.shouldfail:
                raise session.Failed(session.shouldfail)
            if session.shouldstop:
                raise session.Interrupted(session.shouldstop)
    cache = getattr(session.config, "cache", None)
    if cache:
        cache.set(_SECONDS, cache.get(_SECONDS, {}) | took)


class _Reports:
    """What a worker has to say, sent in batches."""

    def __init__(self, config: pytest.Config, pipe: Connection) -> None:
        self._config, self._pipe = config, pipe
        self._batch: list[tuple[str, object]] = []
        self._sent = time.monotonic()

    def say(self, kind: str, said: object, now: bool = False) -> None:
        """Send it with the next batch, or now."""
        self._batch.append((kind, said))
        if now or time.monotonic() - self._sent > _BATCH:
            self._pipe.send(self._batch)
            self._batch, self._sent = [], time.monotonic()

    def pytest_runtest_logstart(self, nodeid: str, location: tuple[str, int | None, str]) -> None:
        self.say("start", (nodeid, location))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        hook = self._config.hook
        self.say("report", hook.pytest_report_to_serializable(config=self._config, report=report))

    def pytest_runtest_logfinish(self, nodeid: str, location: tuple[str, int | None, str]) -> None:
        self.say("finish", (nodeid, location))

    def pytest_warning_recorded(
        self, warning_message: warnings.WarningMessage, when: str, nodeid: str, location: tuple[str, int, str] | None
    ) -> None:
        known = warnings.WarningMessage(
            str(warning_message.message), warning_message.category, warning_message.filename, warning_message.lineno
        )
        self.say("warning", {"warning_message": known, "when": when, "nodeid": nodeid, "location": location})


@roomy
def _work(session: pytest.Session, files: list[list[pytest.Item]], queue: Any, pipe: Connection) -> None:
    """In a worker: run the files that the queue gives, then end what the whole session shared."""
    plugins = session.config.pluginmanager
    captured: Any = plugins.getplugin("capturemanager")
    captured.stop_global_capturing()  # the files behind it are shared with the other workers
    captured.start_global_capturing()
    captured.suspend_global_capture(in_=True)
    plugins.unregister(name="terminalreporter")
    reports = _Reports(session.config, pipe)
    plugins.register(reports)
    atexit._clear()  # what is to be done when the first process ends
    try:
        for index in iter(queue.get, -1):
            began = time.monotonic()
            reports.say("file", index, now=True)
            # after the last test of a file everything is taken down but what the whole session shares
            for item, following in itertools.pairwise((*files[index], session)):
                session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if session.shouldfail or session.shouldstop:
                    break
            reports.say("took", time.monotonic() - began)
        captured.resume_global_capture()
        session._setupstate.teardown_exact(None)
        captured.suspend_global_capture(in_=True)
        atexit._run_exitfuncs()
        reports.say("end", None, now=True)
    except BaseException:
        reports.say("error", traceback.format_exc(), now=True)
