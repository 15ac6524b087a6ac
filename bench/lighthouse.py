"""Lighthouse 12.2.3 on the pages that staff see first, served gzipped as web servers send them: `bench/lighthouse.py`.

Needs a build in output/site (or the folder that is named), node with npx, and Chromium. Prints performance and
accessibility of each page, and ends with 1 where performance is below 95 or accessibility below 100.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLD, REVIEW = "acceptable-use/2018/", "acceptable-use/review/2018-draft/"
PAGES = ("", f"{OLD}facilities/", "search/?q=password", f"{OLD}duties/volunteers/", REVIEW)
LEAST = {"performance": 95, "accessibility": 100}


class Gzipped(http.server.SimpleHTTPRequestHandler):
    """Files as a web server sends them: compressed where they are text."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        content, kind = path.read_bytes(), self.guess_type(str(path))
        self.send_response(200)
        self.send_header("Content-Type", kind)
        if kind.startswith("text/") or kind.endswith(("javascript", "json", "xml")):
            content = gzip.compress(content, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


def scores(url: str, lighthouse: list[str]) -> dict[str, int]:
    """The scores of one page, of a hundred."""
    arguments = ["--quiet", "--output=json", f"--only-categories={','.join(LEAST)}"]
    arguments += ["--chrome-flags=--headless --no-sandbox"]
    environment = os.environ | {"CHROME_PATH": shutil.which("chromium") or os.environ.get("CHROME_PATH", "")}
    made = subprocess.run([*lighthouse, url, *arguments], env=environment, capture_output=True, check=True)
    found = json.loads(made.stdout)["categories"]
    return {name: round(100 * found[name]["score"]) for name in LEAST}


def main(folder: str = "output/site", *lighthouse: str) -> int:
    command = list(lighthouse) or ["npx", "--yes", "lighthouse@12.2.3"]
    handler = functools.partial(Gzipped, directory=str(ROOT / folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    good = True
    for page in PAGES:
        found = scores(f"http://127.0.0.1:{server.server_port}/{page}", command)
        print(page or "/", *(f"{name} {score}" for name, score in found.items()), sep="  ", flush=True)
        good &= all(found[name] >= least for name, least in LEAST.items())
    server.shutdown()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
