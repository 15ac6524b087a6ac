#!/usr/bin/env python3
"""The one command: builds the policies, runs the tests. `python3 build.py --help` lists all it can do.

The engine is src/clausebook where that is there, and else the wheel that engine.lock pins.
"""

import os
import sys

if sys.version_info < (3, 11):  # an old Python must get this far: no syntax in this file that Python 2.7 cannot read
    sys.stderr.write(
        "build.py: needs Python 3.11 or newer, not %d.%d: run it with a newer one\n" % sys.version_info[:2]
    )
    sys.exit(2)

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE, PIN = os.path.join(HERE, "src"), os.path.join(HERE, "engine.lock")


def stop(message):
    sys.stderr.write("build.py: %s\n" % message)
    sys.exit(2)


def read(path, mode="r"):
    with open(path, mode) as file:
        return file.read()


def pin():
    """What engine.lock says: version, sha256, wheel."""
    text = read(PIN)
    if "<<<<<<< " in text:
        stop("engine.lock names two engines, left by a merge: git checkout --ours engine.lock keeps this branch's")
    said = dict(line.replace(" ", "").split(":", 1) for line in text.splitlines() if ":" in line and line[0] != "#")
    if len(said.get("sha256", "")) != 64 or not said.get("wheel", "").endswith(".whl"):
        stop("engine.lock names no wheel and sha256: git restore engine.lock")
    return said


def is_pinned(path):
    """Whether a file is there and is the wheel that engine.lock pins."""
    from hashlib import sha256

    return os.path.exists(path) and sha256(read(path, "rb")).hexdigest() == pin()["sha256"]


def wheel():
    """The path of the pinned wheel, fetched where it is an address, once its hash was checked."""
    place = pin()["wheel"]
    path = found = os.path.join(HERE, place)
    if place.startswith("https://"):
        path = os.path.join(HERE, ".cache", place.rpartition("/")[2])
        if is_pinned(path):
            return path
        from urllib.request import urlretrieve

        found = path + ".new"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        try:
            urlretrieve(place, found)
        except OSError as error:
            stop("cannot fetch %s (%s): connect and run again" % (place, error))
    if not is_pinned(found):
        stop("%s is not the engine that engine.lock pins (its SHA-256 differs, or it is gone): restore it" % place)
    if found != path:
        os.replace(found, path)
    return path


def engine():
    """Where to import the engine from: src, the folder it is installed in, or the wheel itself."""
    if not os.path.exists(PIN):
        return SOURCE
    if os.path.isfile(os.path.join(SOURCE, "clausebook", "__init__.py")):
        stop("src/clausebook and engine.lock are both here: delete the one that shall not build this repository")
    mark = os.path.join(HERE, ".venv", "made-from-engine.txt")
    if not os.path.exists(mark) or read(mark).strip() != pin()["sha256"]:
        return wheel()
    parts = ("Lib",) if os.name == "nt" else ("lib", "python%d.%d" % sys.version_info[:2])
    folder = os.path.join(os.path.dirname(mark), os.path.join(*parts), "site-packages")
    return folder if os.path.isdir(folder) else wheel()


if __name__ == "__main__":
    try:
        sys.path.insert(0, engine())
    except (OSError, ValueError) as error:
        stop("cannot read the engine that engine.lock pins (%s): restore it, or connect and run again" % error)
    from clausebook.io import venv

    sys.exit(venv.start(HERE, sys.argv[1:], wheel))
