"""Web addresses: the host that one leads to, what a reader takes it for, and what a redirect hides."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit

from clausebook.text.scripts import LOOK_ALIKES, oddities

# Services that lead on to an address in a parameter, and note down who clicked: host and path, the parameter's names.
_ASKED = ("url", "u", "q", "a", "z", "domain")
_REDIRECTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:[\w-]+\.)*safelinks\.protection\.(?:outlook|office365)\.(?:com|us)/.*",
        r"(?:www\.)?google\.[a-z.]{2,6}/url",
        r"(?:urldefense\.proofpoint|urldefense|linkprotect\.cudasvc)\.com/.*",
        r"(?:l|lm)\.(?:facebook|instagram|messenger)\.com/l\.php|slack-redir\.net/link|out\.reddit\.com/.*",
        r"(?:www\.)?youtube\.com/redirect|(?:www\.)?linkedin\.com/(?:redir/.*|safety/go)|t\.umblr\.com/redirect",
        r"(?:[\w-]+\.)*(?:mimecastprotect|list-manage|sendgrid|barracudanetworks|clicktime\.symantec)\.(?:com|net)/.*",
    )
)
# Services that know by a number alone where they lead, or write the address in a way of their own.
_CLOSED = re.compile(
    r"(?:[\w-]+\.)*(?:safelinks\.protection\.(?:outlook|office365)\.(?:com|us)|urldefense\.com|urldefense\.proofpoint\.com"
    r"|mimecast(?:protect)?\.com|clicktime\.symantec\.com|cudasvc\.com|list-manage\.com)"
    r"|(?:bit\.ly|tinyurl\.com|t\.co|goo\.gl|ow\.ly|is\.gd|buff\.ly|rb\.gy|tiny\.cc|cutt\.ly|lnkd\.in|aka\.ms)"
)
_V3 = re.compile(r"/v3/__(https?:.*?)__;", re.IGNORECASE)
_MAILBOX = re.compile(r"(?<![\w.+-])[\w.+-]++@(?:[\w-]+\.)+[\w-]+")
_HOST = re.compile(
    r"(?<![\w@.-])(?P<sure>https?://|www\.)?(?P<host>(?:[\w-]{1,63}\.){1,8}(?P<end>[a-z]{2,24}|xn--[\w-]{1,59}))(?::\d+)?"
    r"(?=[/?#:.,;)\s]|$)",
    re.IGNORECASE,
)
# Where neither https:// nor www. says that it is an address: "gov.uk" is one, "Node.js" and "ASP.NET" are none.
_ENDS = frozenset(
    re.findall(
        r"\w+",
        "uk com org eu gov edu int info example io ie wales scot london us school education academy co de fr app online"
        " site link ly me test",
    )
)
# dots of other scripts, and dots that somebody put in brackets so that an address is none
_DOTS = re.compile(r"[\u3002\u2024\uff0e\uff61]|[\[(]\.[\])]|(?<=\w) ?[\[(]dot[\])] ?(?=\w)", re.IGNORECASE)
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|txt|html?|png|jpe?g|zip|yaml|csv)$", re.IGNORECASE)


def host(address: str) -> str:
    """The host that an address leads to, in lower case and without "www."; "" where it names none."""
    try:
        found = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return found.lower().removeprefix("www.").rstrip(".")


def _same(one: str, other: str) -> bool:
    """Whether a host is the other or part of it, in the letters of people or of machines (xn--…)."""
    first, second = _ascii(one), _ascii(other)
    return first == second or first.endswith(f".{second}")


def _ascii(name: str) -> str:
    try:
        return name.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return name


def named_host(words: str) -> str:
    """The host that words name, as "bank.example" or "https://bank.example/pay"; "" for none, or several."""
    words = _DOTS.sub(".", unicodedata.normalize("NFKC", words))
    if re.fullmatch(r"\s*https?://\S+\s*", words, re.IGNORECASE) and "." in (whole := host(words.strip())):
        return "" if _number(words) else whole  # a name before @ is none of the host
    hits = (hit for hit in _HOST.finditer(words) if _is_address(hit))
    found = {hit["host"].lower().removeprefix("www.") for hit in hits}
    return found.pop() if len(found) == 1 else ""


def _number(words: str) -> str:
    """The machine that words name by its number, as "192.168.0.1", "0xC0A80001" or "[2001:db8::1]/login"; "" for none.

    A figure alone, such as a company's, is none without http:// before it, nor are four small ones, as of an item.
    """
    bare = re.sub(r"^[(<\s]*(?:[a-z]+://)?(?:[^@/\s]*@)?", "", words.strip(), flags=re.IGNORECASE)
    if found := re.match(r"\[?([0-9a-f]*:[0-9a-f:.]*:[0-9a-f.:]*)(?:%\w+)?\]?", bare, re.IGNORECASE):
        try:
            return str(ip_address(found[1]))
        except ValueError:
            return ""
    found = re.match(r"((?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){0,3})(?![\w.])", bare, re.IGNORECASE)
    if found is None or not ("://" in words or found[1].count(".") == 3 or found[1][:2].lower() == "0x"):
        return ""
    is_item = all(re.fullmatch("[1-9]|[1-4][0-9]", part) for part in found[1].split("."))
    if is_item and "://" not in words and bare[found.end() :][:1] not in (":", "/"):
        return ""
    *first, last = (_figure(part) for part in found[1].split("."))
    size = 4 - len(first)
    if any(part > 255 for part in first) or last >= 256**size or len(first) + len(str(last)) < 4:
        return ""
    return ".".join(str(part) for part in (*first, *last.to_bytes(size, "big")))


def _figure(part: str) -> int:
    """A part of a machine's number as browsers read it: 0x for sixteens, 0 for eights."""
    base = 16 if part[:2].lower() == "0x" else 8 if re.fullmatch("0[0-7]+", part) else 10
    return int(part, base)


def _is_address(hit: re.Match[str]) -> bool:
    if _FILE.search(hit["host"]):
        return False
    return bool(hit["sure"]) or hit["end"].lower() in _ENDS or hit["end"] == "net"


def unwrapped(address: str) -> str:
    """The address that a redirect of a mail program or a search engine leads to; "" where it is not such a redirect."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    at = f"{parts.netloc.rpartition('@')[2].partition(':')[0].lower()}{parts.path or '/'}"
    if found := _V3.match(parts.path) if at.startswith("urldefense.com/") else None:
        return "" if "*" in found[1] else found[1]  # a star is a letter that only the service knows
    if not any(service.fullmatch(at) for service in _REDIRECTS):
        return ""
    asked = parse_qs(parts.query)
    values = [value for name in _ASKED for value in asked.get(name, ())]
    if at == "urldefense.proofpoint.com/v2/url":
        values = [unquote(value.replace("-", "%").replace("_", "/")) for value in values]
    return next((value for value in values if value.startswith(("https://", "http://"))), "")


def mended(address: str) -> str:
    """The address with what has one right answer set right: no redirect, no blanks, https:// before www., mailto:."""
    bare = re.sub(r"^(?:%20|\s)+|(?:%20|\s)+$", "", address)
    bare = unwrapped(bare) or bare
    if re.fullmatch(r"www\.\S+\.\S+", bare, re.I):
        return f"https://{bare}"
    if _MAILBOX.fullmatch(bare):
        return f"mailto:{bare}"
    scheme, colon, rest = bare.partition(":")
    if colon and scheme.lower() in ("http", "https", "mailto"):
        bare = f"{scheme.lower()}:{rest.strip()}"
    return bare.partition("?")[0] if bare.startswith("mailto:") else bare


def redirect(address: str) -> tuple[str, str]:
    """The service that an address goes through, and what to write in its place; nothing where it goes through none."""
    true, service = unwrapped(address), host(address)
    if true:
        return service, f"write {true}"
    if _CLOSED.fullmatch(service):
        return service, "follow it once, and write the address that it leads to"
    return "", ""


def _telephone(words: str) -> str:
    """The telephone number that words are, in digits as they are dialled within Britain; "" for none."""
    if not re.fullmatch(r"[\d\s()+./-]{6,}", words.strip()):
        return ""
    digits = re.sub(r"\(0\)|\D", "", words)
    return f"0{digits[2:]}" if words.strip().startswith("+44") else digits


def _posing(name: str) -> str:
    """What a host shows as that looks like another one: letters of two scripts, or none but look-alikes; "" else."""
    with contextlib.suppress(UnicodeError):
        name = name.encode("ascii").decode("idna")
    for label in name.split("."):
        alone = not label.isascii() and all(one in LOOK_ALIKES or not one.isalpha() for one in label)
        if alone or (next(oddities(label), None) and not label.isascii()):
            return name
    return ""


def leads_elsewhere(words: str, address: str) -> tuple[str, str]:
    """What is wrong where a link leads elsewhere than its words say, and the next move; nothing where it is right."""
    true = unwrapped(address) or address
    target = host(true)
    if address.lower().startswith("mailto:"):
        mailboxes, meant = _MAILBOX.findall(words), unquote(address[7:].partition("?")[0])
        if len(mailboxes) == 1 and mailboxes[0].lower() != meant.lower():
            return f"the text names {mailboxes[0]}, the link writes to {meant}", "let both name one mailbox"
        shown = named_host(words)
        if shown and not mailboxes and not _same(meant.rpartition("@")[2], shown):
            return f"the text names {shown}, the link writes to {meant}", "say in words whom it writes to"
        return "", ""
    if address.lower().startswith("tel:"):
        said, called = _telephone(words), _telephone(address[4:])
        if said and said != called:
            return f"the text names {words.strip()}, the link calls {address[4:]}", "let both name one number"
        return "", ""
    if not target or not address.lower().startswith(("https://", "http://")):
        return "", ""
    if "@" in urlsplit(true).netloc:
        return f"an address with a name before @ leads to {target}", f"write https://{target}, if that is meant"
    if posing := _posing(target):
        return f"the link leads to {target}, which shows as {posing}", "write the address of the site that is meant"
    if words.strip().lower().startswith("tel:"):
        return (
            f"the text names the telephone {words.strip()}, the link leads to {target}",
            "say in words where it leads",
        )
    mailboxes = _MAILBOX.findall(words)
    if len(mailboxes) == 1 and len(words.split()) == 1 and not _same(target, mailboxes[0].rpartition("@")[2]):
        return f"the text names the mailbox {mailboxes[0]}, the link leads to {target}", f"write mailto:{mailboxes[0]}"
    shown = named_host(words) or _number(words)
    if shown and not _same(target, shown):
        hint = f"let both name {shown}, or say in words what it is"
        return f"the text names {shown}, the link leads to {target}", hint
    return "", ""
