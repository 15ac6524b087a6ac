"""A link is [words](address), and its address is whole.

Allowed are https://, http://, mailto: and, inside the policy, #clause-id, which {{ ref('clause-id') }} writes by
itself. A link that is not well formed comes out as brackets, or leads nowhere. Words that name a site lead to that
site, and no link goes through the redirect of a mail program: it shows strangers who follows it.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from urllib.parse import urlsplit

from clausebook.lint.prose import ClauseText, prose
from clausebook.model.decode import nearest
from clausebook.model.facts import targets
from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.text.addresses import leads_elsewhere, redirect
from clausebook.text.inline import inline, plain, unmarked

READS = "policy"

_LINK = re.compile(r"(?<!\\)\[([^\[\]]*)\]\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_BROKEN = (
    (re.compile(r"\[[^\[\]]+\]\s+\((?=https?:|www\.|mailto:)[^()]*\)"), "there is a space between ] and ("),
    (re.compile(r"\([^()]+\)\[(?:https?:|www\.)[^\]]*\]"), "round and square brackets have changed places"),
    (re.compile(r"\[[^\[\]]+\]\((?=https?:|www\.|mailto:|#)[^()]*$"), "the round bracket is not closed"),
)
_MAIL = re.compile(r"mailto:[^@\s]+@[^@\s]+\.[^@\s]+")


def check(register: Register) -> Iterator[Finding]:
    """Findings at the link."""
    reachable = {policy.id: targets(register, policy) for policy in register.policies}
    for written in prose(register):
        if "]" in written.raw:
            yield from _links(written, reachable.get(written.clause.policy, frozenset()))


def _links(written: ClauseText, known: frozenset[str]) -> Iterator[Finding]:
    for pattern, wrong in _BROKEN:
        for found in pattern.finditer(written.raw):
            yield Finding(written.at(found[0]), f"not a link: {wrong}", "write [words](https://address)")
    for found in _LINK.finditer(written.raw):
        wrong, hint = ("the link has no words", "write [words](address)") if not found[1].strip() else ("", "")
        if not wrong:
            wrong, hint = address_fault(found[2], known)
        if not wrong:
            wrong, hint = leads_elsewhere(unmarked(found[1]), found[2])
        if wrong:
            yield Finding(written.at(found[0]), wrong, hint)
            continue
        service, hint = redirect(found[2])
        if service:
            message = f"the link goes through {service}, which notes down who follows it"
            yield Finding(written.at(found[0]), message, hint, level="warning")
    for words, address in _others(written.raw):
        wrong, hint = address_fault(address, known)
        if not wrong:
            wrong, hint = leads_elsewhere(words, address)
        if wrong:
            yield Finding(written.at(words), wrong, hint)


def _others(raw: str) -> Iterator[tuple[str, str]]:
    """Words and address of links in a form that few know, with brackets or a title in them."""
    rest = _LINK.sub(lambda found: " " * len(found[0]), raw)
    if "](" in rest:
        for to, runs in groupby(inline(rest), key=lambda run: run.link):
            if to:
                yield plain(tuple(runs)), to


def address_fault(address: str, known: frozenset[str]) -> tuple[str, str]:
    """What is wrong with an address, and the next move; nothing where it is whole."""
    if not address.strip():
        return "the link has no address", "write [words](https://address)"
    if "{{" in address:
        return "", ""
    if re.search(r"\s", address):
        return f"the address {address} has a blank in it", "write %20 for a blank"
    if address.startswith("#"):
        whole = address[1:]
        if whole in known or whole.split(".")[0] in known:
            return "", ""
        return f"nothing in this policy is called {whole}", nearest(whole, known)
    if address.startswith("mailto:"):
        return (
            ("", "") if _MAIL.fullmatch(address) else (f"{address} is not an email address", "write mailto:name@school")
        )
    try:
        parts = urlsplit(address) if "[" not in address else None
    except ValueError:
        parts = None
    if parts and parts.scheme in ("http", "https") and "." in parts.netloc:
        return "", ""
    if address.startswith("www."):
        return f"the address {address} does not begin with https://", f"write https://{address}"
    return (
        f"{address} is not a working link",
        "begin it with https://, or write {{ ref('clause-id') }}",
    )
