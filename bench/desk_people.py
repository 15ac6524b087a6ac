"""Measures a hosted desk with many people who edit at once.

    .venv/bin/python bench/desk_people.py [PEOPLE [KEEPS [PAUSE]]]

It clones this repository into a temporary folder as the shared one, lists PEOPLE (20) people, starts a hosted desk and
a small OpenID provider on this machine, and signs everybody in. Each person has a text of their own. At the same time
each opens a text, thinks for about PAUSE (4) seconds, and keeps it, KEEPS (5) times; then all share at once, and again
where somebody was faster. PAUSE 0 means that all press Keep as fast as the desk answers. Who thinks for more than two
seconds asks for what changed against the edition in force, as the desk's script does. It prints how long a Keep and the
page after it took, how long that comparison, the CPU seconds of the server, and whether each kept change is in the
published record.
"""

from __future__ import annotations

import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
warnings.simplefilter("ignore")

import httpx  # noqa: E402
from lxml import html  # noqa: E402

from tests.desk.providers import CLIENT, SECRET, Provider, provider  # noqa: E402

PORT = 8611
COMPARED_AFTER = 2.0  # seconds, in static/desk.js
ADDRESS = f"http://127.0.0.1:{PORT}"


@dataclass
class Editor:
    """One person in a browser."""

    number: int
    clause: str = ""
    at: str = ""
    keeps: list[float] = field(default_factory=list)
    compared: list[float] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    client: httpx.Client = field(default_factory=lambda: httpx.Client(follow_redirects=True, timeout=120))

    @property
    def email(self) -> str:
        """The address it signs in with."""
        return f"person{self.number}@school.example"

    def sign_in(self, known: Provider) -> None:
        """The whole way; the first page also makes the copy."""
        there = self.client.get(f"{ADDRESS}/signin/go", follow_redirects=False).headers["location"]
        asked = {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}
        known.email = self.email
        self.client.get(known.authorize(asked)).raise_for_status()

    def keep(self, pause: float, round: int) -> None:
        """Open the text, think, and keep it."""
        page = html.fromstring(self.client.get(f"{ADDRESS}{self.clause}?do=edit&at={self.at}").text)
        form = page.get_element_by_id("form")
        ready = time.perf_counter() + random.uniform(0.5, 1.5) * pause
        self.compare(page, ready)
        time.sleep(max(0.0, ready - time.perf_counter()))
        reason = f"person {self.number} keeps for the time {round}"
        words = f"{re.sub(r' [(]case .*[)]', '', dict(form.form_values())['words'])} (case {self.number}-{round})"
        data = dict(form.form_values()) | {"words": words, "reason": reason}
        began = time.perf_counter()
        answer = self.client.post(f"{ADDRESS}{form.get('action')}", data=data)
        self.keeps.append(time.perf_counter() - began)
        answer.raise_for_status()
        self.kept.append(reason)

    def compare(self, page: html.HtmlElement, until: float) -> None:
        """As the desk's script does for whoever stays on a page: two seconds after it came."""
        for link in page.xpath("//a[@data-fetch]/@href"):
            if until - time.perf_counter() > COMPARED_AFTER:
                time.sleep(COMPARED_AFTER)
                began = time.perf_counter()
                self.client.get(f"{ADDRESS}{link.partition('#')[0]}").raise_for_status()
                self.compared.append(time.perf_counter() - began)

    def share(self) -> int:
        """Share until it is done; how often it took."""
        for times in range(1, 200):
            page = html.fromstring(self.client.get(f"{ADDRESS}/share").text)
            data = dict(next(page.iter("form")).form_values())
            answer = self.client.post(f"{ADDRESS}/share", data=data)
            if "Everything is shared" in answer.text:
                return times
            if answer.status_code == 429:
                time.sleep(5)
            elif answer.status_code != 200:
                raise SystemExit(f"{self.email} cannot share: {html.fromstring(answer.text).text_content()}")
        raise SystemExit(f"{self.email} never came to share")


def places(client: httpx.Client, work: Path) -> list[tuple[str, str]]:
    """Every text of the policies that can be edited, the clauses in turns: its page and its place there."""
    by_clause = []
    for path in sorted(work.glob("clauses/*/*.yaml")):
        page = f"/policy/{path.parent.name}/clause/{path.stem}"
        links = [
            urlsplit(one.get("href", "")) for one in html.fromstring(client.get(f"{ADDRESS}{page}").text).iter("a")
        ]
        asked = [parse_qs(one.query) for one in links]
        ats = [one["at"][0] for one in asked if one.get("do") == ["edit"] and one["at"][0].startswith("body")]
        by_clause.append([(page, at) for at in dict.fromkeys(ats)])
    return [one[turn] for turn in range(max(map(len, by_clause))) for one in by_clause if turn < len(one)]


def main(people: int, keeps: int, pause: float) -> None:
    """Measure, and print."""
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch, provider() as known:
        folder = Path(scratch)
        shared = _shared(folder, people)
        config = folder / "hosting.yaml"
        (folder / "secret").write_text(SECRET)
        config.write_text(
            f"address: {ADDRESS}\nport: {PORT}\nstate: state\nprovider:\n  issuer: {known.issuer}\n"
            f"  client: {CLIENT}\n  secret_file: secret\nschools:\n  - id: school\n    name: School\n"
            f"    at: {shared}\nchanges_a_minute: 100000\n"
        )
        command = [sys.executable, "-m", "clausebook", "desk", "--hosted", str(config)]
        environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
        with subprocess.Popen(command, cwd=folder / "work", env=environment) as server:
            try:
                _wait()
                editors = [Editor(number) for number in range(people)]
                for one in editors:
                    one.sign_in(known)
                found = places(editors[0].client, folder / "work")
                for one in editors:
                    one.clause, one.at = found[one.number]
                print(f"{people} people are signed in", flush=True)
                before = _cpu(server.pid)
                _together(editors, lambda one: [one.keep(pause, number) for number in range(keeps)])
                spent = _cpu(server.pid) - before
                _print_keeps(editors, spent, f"{people} people, {keeps} keeps each, pause {pause:g} s")
                shares = _together(editors, Editor.share)
            finally:
                server.terminate()
        print(f"share: at most {max(shares)} times until everything was shared")
        _compare(shared, editors)


def _print_keeps(editors: list[Editor], spent: float, what: str) -> None:
    print(f"{what}; load of the machine {os.getloadavg()[0]:.1f}")
    kept = [took for one in editors for took in one.keeps]
    for name, times in (("keep", kept), ("comparison", [took for one in editors for took in one.compared])):
        if took := sorted(times):
            p95 = took[min(len(took) - 1, int(len(took) * 0.95))]
            print(f"{name}: median {statistics.median(took):.2f} s, p95 {p95:.2f} s, longest {took[-1]:.2f} s")
    print(f"server: {spent / len(kept):.3f} CPU s for a form, a keep, the page after it and a comparison", flush=True)


def _shared(folder: Path, people: int) -> Path:
    shared, work = folder / "school.git", folder / "work"
    _git(folder, "clone", "--quiet", "--bare", "--single-branch", str(ROOT), str(shared))
    branch = _git(shared, "rev-parse", "--abbrev-ref", "HEAD").strip()
    if branch != "main":
        _git(shared, "branch", "-M", branch, "main")
    _git(shared, "symbolic-ref", "HEAD", "refs/heads/main")
    _git(folder, "clone", "--quiet", str(shared), str(work))
    listed = "".join(
        f"  - name: Person {number}\n    email: person{number}@school.example\n    rights: [edit]\n"
        for number in range(people)
    )
    (work / "policy" / "people.yaml").write_text(f"people:\n{listed}")
    _git(work, "add", "policy/people.yaml")
    _git(work, "-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "List the people")
    _git(work, "push", "--quiet", "origin", "main")
    return shared


def _together(editors: list[Editor], work) -> list:  # type: ignore[no-untyped-def, type-arg]
    gate = threading.Barrier(len(editors))

    def one(editor: Editor):  # type: ignore[no-untyped-def]
        gate.wait()
        return work(editor)

    with ThreadPoolExecutor(len(editors)) as pool:
        return list(pool.map(one, editors))


def _compare(shared: Path, editors: list[Editor]) -> None:
    """Say whether each change that was kept is in the published record, and the last words in the files."""
    log = _git(shared, "log", "--format=%an|%(trailers:key=Reason,valueonly,separator=%x20)", "main").splitlines()
    published = set(log)
    lost = [
        (one.number, reason)
        for one in editors
        for reason in one.kept
        if f"Person {one.number}|{reason}" not in published
    ]
    kept = sum(len(one.kept) for one in editors)
    words = _git(shared, "grep", "-h", "-o", r"(case [0-9]*-[0-9]*)", "main", "--", "clauses").splitlines()
    missing = [one.number for one in editors if f"(case {one.number}-{len(one.kept) - 1})" not in words]
    print(f"kept {kept}, lost {len(lost)}; people whose last words are not in the published text: {len(missing)}")
    if lost or missing:
        raise SystemExit(f"LOST: {lost[:5]} {missing[:5]}")


def _wait() -> None:
    for _ in range(600):
        try:
            httpx.get(f"{ADDRESS}/signin")
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise SystemExit("the desk does not answer")


def _cpu(process: int) -> float:
    """CPU seconds of the server and of the programs it ran and waited for."""
    parts = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(int(one) for one in parts[11:15]) / os.sysconf("SC_CLK_TCK")


def _git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    given = sys.argv[1:]
    main(int(given[0]) if given else 20, int(given[1]) if given[1:] else 5, float(given[2]) if given[2:] else 4.0)
