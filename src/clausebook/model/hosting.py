"""How a desk is hosted: where it is reached, who signs people in, and whose policies it keeps."""

from __future__ import annotations

from typing import Annotated

from clausebook.model.decode import Describe, Pattern
from clausebook.model.finding import Located
from clausebook.model.school import Key, Url
from clausebook.text.records import dataclass

Origin = Annotated[
    str,
    Pattern(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?", "an address without a path, such as https://desk.school.example"),
]


@dataclass(frozen=True, kw_only=True)
class Provider(Located):
    """Who signs people in, by OpenID Connect."""

    issuer: Annotated[Url, Describe("its address, exactly as its tokens name it")]
    client: Annotated[str, Describe("the desk's client id there")]
    secret_file: Annotated[str, Describe("a file that holds the desk's client secret")]
    verified: Annotated[str, Describe("the claim that says that the address is verified")] = "email_verified"
    name: Annotated[str, Describe("as the page calls it")] = "your school account"


@dataclass(frozen=True, kw_only=True)
class HostedSchool(Located):
    """One school of the desk."""

    id: Annotated[Key, Describe("the name of its folder")]
    name: Annotated[str, Describe("as the list of schools shows it")]
    at: Annotated[str, Describe("the shared repository: a folder, or an address that git can clone from")]
    branch: Annotated[str, Describe("the published branch: rights are read from it alone")] = "main"


@dataclass(frozen=True, kw_only=True)
class Hosting(Located):
    """The desk of a school or a trust: its address, its provider, its schools, and for how long it keeps what."""

    address: Annotated[Origin, Describe("where browsers reach it, through the reverse proxy")]
    state: Annotated[str, Describe("the folder for working copies, sessions and logs")]
    provider: Provider
    schools: tuple[HostedSchool, ...]
    proxies: Annotated[tuple[str, ...], Describe("addresses of the reverse proxies, believed about a caller's")] = ()
    listen: Annotated[str, Describe("the address of this machine it listens at")] = "127.0.0.1"
    port: Annotated[int, Describe("the port it listens at")] = 8520
    idle_minutes: Annotated[int, Describe("after which a session without a request ends")] = 120
    session_hours: Annotated[int, Describe("after which every session ends")] = 12
    log_days: Annotated[int, Describe("after which a day's log is deleted")] = 180
    rights_seconds: Annotated[int, Describe("for how long the published rights are believed")] = 30
    changes_a_minute: Annotated[int, Describe("how many forms a person may send")] = 60
