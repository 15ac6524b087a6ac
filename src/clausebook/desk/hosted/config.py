"""A hosting file -> how the desk is hosted."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from clausebook.errors import UserError
from clausebook.model.decode import Decoder
from clausebook.model.hosting import Hosting
from clausebook.model.location import SourceLocation
from clausebook.source.parse import parse

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_HINT = "docs/hosting.md shows a file that works"


def read_hosting(path: Path) -> Hosting:
    """The file, read. Raises UserError with all that is wrong in it."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}", _HINT) from error
    value, faults = parse(data, path.name)
    reader = Decoder()
    plain: Any = value if value is not None else {}
    found = None if faults else reader.read(Hosting, plain, SourceLocation(path.name))
    against = [one.message for one in (*faults, *reader.faults)]
    if found is not None and not against:
        against = list(_against(found))
    if found is None or against:
        raise UserError(f"{path.name}: {'; '.join(against) or 'nothing is in it'}", _HINT)
    return found


def _against(hosting: Hosting) -> Iterator[str]:
    """What the shape of the file cannot say."""
    for name, url in (("address", hosting.address), ("issuer", hosting.provider.issuer)):
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            yield f"{name} {url} must begin with https://: what is sent there in the open can be read on the way"
    issuer = hosting.provider.issuer
    if re.search(r"login\.microsoftonline\.com/(common|organizations|consumers)\b", issuer):
        yield f"issuer {issuer} lets accounts of every organisation in: name your own tenant"
    if not hosting.schools:
        yield "schools is empty"
    ids = [one.id for one in hosting.schools]
    for id in sorted({one for one in ids if ids.count(one) > 1}):
        yield f"two schools are called {id}"
    for proxy in hosting.proxies:
        try:
            ipaddress.ip_address(proxy)
        except ValueError:
            yield f"proxy {proxy} is no address of a machine, such as 127.0.0.1"
    for name in ("idle_minutes", "session_hours", "log_days", "changes_a_minute"):
        if getattr(hosting, name) < 1:
            yield f"{name} must be 1 or more"
    if hosting.rights_seconds < 0:
        yield "rights_seconds must be 0 or more"


def secret_of(hosting: Hosting, base: Path) -> str:
    """The client secret. Raises UserError where it cannot be read."""
    path = base / hosting.provider.secret_file
    try:
        found = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}", "secret_file names it") from error
    if not found:
        raise UserError(f"{path} is empty", "write the client secret of the provider into it")
    return found
