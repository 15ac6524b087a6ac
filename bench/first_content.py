"""Times until a phone shows the first words of a page, over a slow mobile network, and what it has fetched by then.

    .venv/bin/python bench/first_content.py [FOLDER]

FOLDER is a built site, output/site by default; a server on this machine sends it gzipped, and Chromium slows the
network down itself. Two networks, because "slow 4G" has two meanings: Lighthouse's simulated one (150 ms a round trip,
1.6 Mbit/s), and the preset of the developer tools, which adds 562 ms to every request to make up for what it cannot
slow down (handshakes). Each figure is the median of five first visits with an empty cache, on a phone with a four times
slower processor.

Measured in November 2026 on two busy cores: 0.77 to 0.98 s on the first network, 1.62 to 1.72 s on the second, where
page and style sheet, fetched one after the other, take 1.1 s by themselves; 37 to 41 kB in 9 or 10 requests.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import shutil
import statistics
import sys
import threading
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("", "acceptable-use/2018/", "acceptable-use/2018/facilities/", "acceptable-use/2018/duties/staff/", "law/")
NETWORKS = {"150 ms, 1.6 Mbit/s": (150, 1_638_400), "562 ms, 1.4 Mbit/s": (562, 1_474_560)}
VISITS = 5
SLOWER = 4
_PAINTED = """() => new Promise(done => {
  const told = performance.getEntriesByName("first-contentful-paint")[0];
  if (told) done(told.startTime);
  new PerformanceObserver(list => list.getEntriesByName("first-contentful-paint").forEach(one => done(one.startTime)))
    .observe({type: "paint", buffered: true});
})"""


class Zipped(http.server.SimpleHTTPRequestHandler):
    """Sends files gzipped and lets connections live, as any real server does."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with the whole file."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        content = gzip.compress(path.read_bytes(), 6) if path.is_file() else b""
        self.send_response(200 if content else 404)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the terminal for the figures."""


def main(folder: Path) -> None:
    """Print a line a page and network."""
    from playwright.sync_api import sync_playwright

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Zipped, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found = shutil.which("chromium") or shutil.which("google-chrome")
    print(f"{'':40}{'network':24}{'first words s':>14}{'kB':>7}{'requests':>10}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for page in PAGES:
            for name, network in NETWORKS.items():
                visits = [
                    visit(browser, f"http://127.0.0.1:{server.server_port}/{page}", network) for _ in range(VISITS)
                ]
                first, fetched, asked = (statistics.median(column) for column in zip(*visits, strict=True))
                print(f"/{page:39}{name:24}{first:14.2f}{fetched / 1000:7.0f}{asked:10.0f}", flush=True)
        browser.close()
    server.shutdown()


def visit(browser: Any, address: str, network: tuple[int, int]) -> tuple[float, float, int]:
    """Seconds to the first words of a first visit, bytes fetched in all, and requests."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    tools = context.new_cdp_session(page)
    sizes: list[float] = []
    tools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    latency, speed = network
    tools.send("Network.enable")
    limits = {"offline": False, "latency": latency, "downloadThroughput": speed / 8, "uploadThroughput": 675_000 / 8}
    tools.send("Network.emulateNetworkConditions", limits)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="networkidle")
    painted = page.evaluate(_PAINTED) / 1000
    context.close()
    return painted, sum(sizes), len(sizes)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "output" / "site")
