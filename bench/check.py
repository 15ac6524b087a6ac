"""How long a check of a large library takes, and what each rule costs.

Run: python -m bench.check [CLAUSES]. CPU seconds, best of three; trust the ratios, not the absolute times.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from clausebook.io.files import read_files
from clausebook.lint.run import all_rules, inspect
from clausebook.model.register import Register
from clausebook.source.load import load

ROOT = Path(__file__).resolve().parent.parent
AS_OF = date(2026, 11, 22)
AIM = 2.0  # seconds for 1,000 clauses after loading


def library(clauses: int) -> dict[str, bytes]:
    """The school's own clauses again and again under new ids, in policies of about as many clauses as it has."""
    real = read_files(ROOT)
    files = {path: data for path, data in real.items() if path.startswith("policy/") and "approvals" not in path}
    texts = sorted((path, data) for path, data in real.items() if path.startswith("clauses/acceptable-use/"))
    (policy,) = [data.decode() for path, data in files.items() if path == "policy/acceptable-use.yaml"]
    for number in range(max(1, round(clauses / len(texts)))):
        name = f"acceptable-use-{number}"
        files[f"policy/{name}.yaml"] = re.sub(r"(?m)^id: acceptable-use$", f"id: {name}", policy).encode()
        files |= {path.replace("acceptable-use", name): data for path, data in texts}
    return files


def best(work: Callable[[], object], rounds: int = 3) -> float:
    """CPU seconds of the quickest of several rounds."""
    taken = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)


def main(clauses: int) -> None:
    """Print the times of loading, of the whole check, and of each rule, dearest first."""
    files: Mapping[str, bytes] = library(clauses)
    print(f"load   {best(lambda: load(files, AS_OF), 1):7.2f} s")
    register = load(files, AS_OF)
    found = inspect(register)
    whole = best(lambda: inspect(load_again(register)))
    print(f"check  {whole:7.2f} s   {len(register.clauses)} clauses, {len(found.findings)} findings (aim: {AIM:.0f} s)")
    checks = {rule.name: rule.check for rule in all_rules() if rule.check}
    # what rules share, such as the texts as readers see them, was worked out by the check above
    costs = {name: best(lambda check=check: list(check(register))) for name, check in checks.items()}
    for name, cost in sorted(costs.items(), key=lambda pair: -pair[1]):
        print(f"       {cost * 1000:7.1f} ms  {name}")
    print(f"       {(whole - sum(costs.values())) * 1000:7.1f} ms  places, waivers, and what rules share")


def load_again(register: Register) -> Register:
    """The register without what earlier rounds have worked out in it."""
    return replace(register)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
