"""The command about signatures: sign, which also makes throwaway keys."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from clausebook.cli.command import GOOD, Commands, command, say
from clausebook.errors import UserError

if TYPE_CHECKING:
    from clausebook.model.approvals.signing import SigningOrder

_MORE = (
    "The signed file is committed beside the approval record, and is from then on the edition's PDF. "
    "A passphrase is asked for, or read from --passphrase-file or the variable POLICY_KEY_PASSPHRASE."
)


def add(commands: Commands) -> None:
    """Add it to the parser."""
    sign = command(
        commands,
        "sign",
        _sign,
        "sign an approved edition's PDF with a key, or record who signed with ink",
        _MORE,
        writes=True,
    )
    sign.add_argument("year", metavar="YEAR", nargs="?", default="", help="the edition's name: its review year")
    sign.add_argument("--policy", default="", metavar="ID")
    sign.add_argument("--role", default="", metavar="ROLE", help="one of the policy's signatories")
    ink = sign.add_argument_group("signed with ink, on paper")
    ink.add_argument("--ink", default="", metavar="NAME", help="record that this person signed; no key is used")
    ink.add_argument("--on", default="", metavar="DATE", help="the day: 2027-05-12, or 2027-05; needed with --ink")
    ink.add_argument("--dry-run", action="store_true", help="with --ink: show what would be written")
    _key_options(sign.add_argument_group("the key"))
    _evidence_options(sign.add_argument_group("so that it can be checked for years"))


def _key_options(sign: argparse._ArgumentGroup) -> None:
    sign.add_argument("--key", type=Path, metavar="FILE", help="PKCS#12 (.p12, .pfx), or a private key as PEM")
    sign.add_argument(
        "--chain", type=Path, action="append", metavar="FILE", help="certificates that --key lacks, as PEM"
    )
    sign.add_argument("--passphrase-file", type=Path, metavar="FILE", help="its first line is the passphrase or PIN")
    sign.add_argument("--token", type=Path, metavar="MODULE", help="a smart card or token: its PKCS#11 library")
    sign.add_argument("--token-label", default="", metavar="LABEL", help="which token, where there are several")
    sign.add_argument("--cert-label", default="", metavar="LABEL", help="which certificate on the token")
    sign.add_argument("--key-label", default="", metavar="LABEL", help="which key, where it has another name")
    sign.add_argument("--new-test-key", type=Path, metavar="FILE", help="make a throwaway key for trying out, and stop")


def _evidence_options(sign: argparse._ArgumentGroup) -> None:
    sign.add_argument("--timestamp", default="", metavar="URL", help="timestamp service (RFC 3161): PAdES B-T")
    sign.add_argument("--revocation", type=Path, action="append", metavar="FILE", help="CRL or OCSP answer: PAdES B-LT")
    sign.add_argument("--fetch-revocation", action="store_true", help="ask the network for them instead")
    sign.add_argument("--trust", type=Path, action="append", metavar="FILE", help="root certificates, as PEM")
    sign.add_argument("--archive", action="store_true", help="a timestamp over all of it: PAdES B-LTA")


def _sign(arguments: argparse.Namespace) -> int:
    if arguments.ink:
        return _ink(arguments)
    from clausebook.app.console.terminal import ProgressLine
    from clausebook.app.signing import signed, write_test_key

    now = datetime.now(UTC)
    if arguments.new_test_key:
        write_test_key(arguments.new_test_key, now)
        say(arguments, f"wrote {arguments.new_test_key}: for trying out, without a passphrase, good for three months")
        return GOOD
    with ProgressLine(quiet=arguments.quiet) as progress:
        secret = arguments.passphrase
        prompt = None if secret is None else lambda what: secret
        done = signed(arguments.root, _order(arguments), now, prompt, report=progress.report)
    for line in done.lines:
        say(arguments, line)
    return GOOD


def _ink(arguments: argparse.Namespace) -> int:
    from clausebook.app.acts import ActOrder, record

    usage = "sign 2027 --policy acceptable-use --role headteacher --ink NAME --on 2027-05-12"
    missing = [f"--{name}" for name in ("policy", "role", "on") if not getattr(arguments, name)]
    missing = [*([] if arguments.year else ["YEAR"]), *missing]
    if missing:
        raise UserError(f"sign --ink needs {', '.join(missing)}", usage)
    if arguments.key or arguments.token:
        raise UserError("--ink and a key are two ways to sign", "leave one of them out")
    order = ActOrder(
        kind="signed",
        policy=arguments.policy,
        edition=arguments.year,
        on=arguments.on,
        signed=((arguments.role, arguments.ink.strip()),),
    )
    written = record(arguments.root, order, date.today(), arguments.dry_run)
    for line in written.lines if arguments.dry_run else (written.message.split("\n\n")[1],):
        say(arguments, line)
    return GOOD


def _order(arguments: argparse.Namespace) -> SigningOrder:
    from clausebook.model.approvals.signing import KeySource, SigningOrder

    missing = [f"--{name}" for name in ("policy", "role") if not getattr(arguments, name)]
    missing = [*([] if arguments.year else ["YEAR"]), *missing]
    if bool(arguments.key) == bool(arguments.token):
        missing.append("either --key or --token")
    if missing:
        usage = "sign 2027 --policy acceptable-use --role headteacher --key FILE.p12"
        raise UserError(f"sign needs {', '.join(missing)}", usage)
    source = KeySource(
        path=arguments.key or arguments.token,
        chain=tuple(arguments.chain or ()),
        is_token=bool(arguments.token),
        token=arguments.token_label,
        certificate=arguments.cert_label,
        key=arguments.key_label,
    )
    return SigningOrder(
        policy=arguments.policy,
        edition=arguments.year,
        role=arguments.role,
        key=source,
        passphrase_file=arguments.passphrase_file,
        timestamp=arguments.timestamp,
        revocation=tuple(arguments.revocation or ()),
        trust=tuple(arguments.trust or ()),
        fetch=arguments.fetch_revocation,
        archive=arguments.archive,
    )
