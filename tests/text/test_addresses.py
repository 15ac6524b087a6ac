"""A link leads where its words say; a redirect that tells strangers who follows it is seen through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.importer.facts import written
from clausebook.text.addresses import host, leads_elsewhere, mended, named_host, redirect, unwrapped
from clausebook.text.inline import Run

SAME = (
    ("https://bank.example", "http://www.bank.example/pay"),
    ("www.bank.example/pay", "https://bank.example"),
    ("bank.example", "https://bank.example:443/"),
    ("gov.uk", "https://assets.publishing.service.gov.uk/x.pdf"),
    ("the guide", "https://evil.example"),
    ("policy.pdf", "https://files.example/policy"),
    ("Node.js", "https://nodejs.org"),
    ("ASP.NET", "https://dotnet.example"),
    ("e.g. this", "https://a.example"),
    ("head@school.example", "https://www.school.example/contact"),
    ("gov.uk or nhs.uk", "https://www.nhs.uk"),
    ("Write to Head@School.example.", "mailto:head@school.example?subject=Phones"),
    ("01632 960 123", "tel:+441632960123"),
    ("+44 (0)1632 960123", "tel:01632-960-123"),
    ("the office", "tel:01632960123"),
    ("a@bank.example or b@bank.example", "mailto:a@bank.example"),
    ("https://münchen.example", "https://xn--mnchen-3ya.example/pay"),
    ("xn--mnchen-3ya.example", "https://www.münchen.example"),
    ("bank.example", "#clause"),
    ("x", "https://[bad"),
    ("08765432", "https://company.example/08765432"),
    ("s. 1.2.3", "https://law.example"),
    ("12:30:45", "https://clock.example"),
    ("1.2", "https://clauses.example"),
    ("the guide", "https://ysgol-tŷ.cymru"),
    ("the guide", "https://xn--ysgol-t-8ya.cymru"),
    ("the guide", "https://пример.com"),
    ("2.1.3.4", "https://www.gov.uk/guide"),
    ("4.12.1.1 of the guide", "https://www.gov.uk/guide"),
)
OTHER = (
    ("https://bank.example", "https://evil.example/pay"),
    ("pay at bank.example now", "https://evil.example"),
    ("www.bank.example", "https://bank.example.evil.example"),
    ("BANK.EXAMPLE", "https://evil.example"),
    ("the guide", "https://gov.uk@evil.example/guide"),
    ("the guide", "https://gov.uk:pass@evil.example"),
    ("gov.uk", "https://www.google.com/url?q=https://evil.example"),
    ("a@bank.example", "mailto:a@evil.example"),
    ("head@school.example", "mailto:head%40evil.example"),
    ("münchen.example", "https://evil.example"),
    ("bank.example", "mailto:a@evil.example"),
    *((words, "https://evil.example") for words in (
        "0xC0A80001", "http://3232235521", "http://0300.0250.0.1", "0300.0250.0.1", "0xc0.0xa8.0.1", "http://10.1/",
        "192.168.0.1", "2001:db8::1", "[2001:db8::1]", "https://[2001:db8::1]:8080/login", "fe80::1%eth0",
        "https://gov.uk@bank.example", "https://gov.uk:pass@bank.example/x", "xn--gv-fmc.uk", "tel:01632960123",
        "mailto:head@bank.example", "gov。uk", "ｇｏｖ.uk", "gov[.]uk", "gov (dot) uk", "https://bank.example:8080",
    )),
    ("https://gov.uk@evil.example", "https://www.gov.uk"),
    ("the guide", "https://xn--80ak6aa92e.evil.example"),
    ("the guide", "https://gоv.evil.example"),
)  # fmt: skip


@pytest.mark.parametrize(("words", "address"), SAME)
def test_words_that_name_no_other_site_are_right(words: str, address: str) -> None:
    assert leads_elsewhere(words, address) == ("", "")


@pytest.mark.parametrize(("words", "address"), OTHER)
def test_a_link_that_leads_elsewhere_than_its_words_says_where(words: str, address: str) -> None:
    wrong, hint = leads_elsewhere(words, address)
    assert "evil.example" in wrong
    assert hint


def test_a_telephone_number_that_is_not_the_one_that_is_called_is_named() -> None:
    wrong, hint = leads_elsewhere("01632 960123", "tel:+441632960124")
    assert "01632 960123" in wrong
    assert "+441632960124" in wrong
    assert hint


TARGET = "https://www.gov.uk/dbs"
WRAPPED = (
    "https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.gov.uk%2Fdbs&data=05%7Chead%40school.example",
    "https://www.google.com/url?q=https://www.gov.uk/dbs&sa=D",
    "https://www.google.co.uk/url?sa=t&url=https%3A%2F%2Fwww.gov.uk%2Fdbs",
    "https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.gov.uk%2Fdbs&h=AT0",
    "https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fwww.gov.uk%2fdbs&c=E,1",
    "https://www.youtube.com/redirect?event=x&q=https%3A%2F%2Fwww.gov.uk%2Fdbs",
    "https://urldefense.com/v3/__https://www.gov.uk/dbs__;!!abc$",
    "https://urldefense.proofpoint.com/v2/url?u=https-3A__www.gov.uk_dbs&d=x",
    "https://clicktime.symantec.com/?u=https%3A%2F%2Fwww.gov.uk%2Fdbs",
)


@pytest.mark.parametrize("address", WRAPPED)
def test_a_redirect_is_seen_through_and_import_unwraps_it(address: str) -> None:
    assert unwrapped(address) == TARGET
    assert written((Run("DBS", link=address),))[0] == f"[DBS]({TARGET})"


@pytest.mark.parametrize(
    "address",
    [
        "https://protect-eu.mimecast.com/s/abcdef",
        "https://bit.ly/abc",
        "https://eur02.safelinks.protection.outlook.com/?url=javascript%3Aalert(1)&data=1",
        "https://urldefense.com/v3/__https://www.gov.uk/d*bs__;Iw!!abc$",
    ],
)
def test_a_redirect_that_hides_its_target_is_named_and_nothing_is_made_up(address: str) -> None:
    assert unwrapped(address) == ""
    assert redirect(address) == (host(address), "follow it once, and write the address that it leads to")


def test_an_address_by_itself_goes_through_nobody() -> None:
    assert redirect(TARGET) == ("", "")


@pytest.mark.parametrize(
    "address", [TARGET, "https://www.google.com/search?q=https://a.example", "https://a.example/url?q=b"]
)
def test_another_address_is_no_redirect(address: str) -> None:
    assert unwrapped(address) == ""


@given(st.text(), st.text())
def test_no_address_is_too_odd_to_be_judged(words: str, address: str) -> None:
    leads_elsewhere(words, f"https://{address}")
    leads_elsewhere(words, f"mailto:{address}")
    redirect(f"https://{address}")
    assert host(address) == host(address)
    assert isinstance(named_host(words), str)
    assert isinstance(unwrapped(f"https://{address}"), str)


NUMBERED = (
    "192.168.0.1",
    "10.0.0.1:8080/x",
    "https://192.168.0.1/",
    "2001:db8::1",
    "[2001:db8::1]/login",
    "(10.0.0.1)",
    "2.1.3.4/login",
    "https://2.1.3.4/",
)


@pytest.mark.parametrize("words", NUMBERED)
def test_words_that_name_a_machine_by_its_number_lead_to_it(words: str) -> None:
    assert leads_elsewhere(words, "https://evil.example")[0].startswith("the text names ")
    bare = words.strip("()").removeprefix("https://")
    assert leads_elsewhere(words, f"http://{f'[{bare}]' if bare.startswith('2') else bare}") == ("", "")


@pytest.mark.parametrize("words", ["head@school.example", "mailto:head@school.example"])
def test_words_that_name_a_mailbox_do_not_lead_to_a_page(words: str) -> None:
    said, hint = leads_elsewhere(words, "https://evil.example/x")
    assert said == "the text names the mailbox head@school.example, the link leads to evil.example"
    assert hint == "write mailto:head@school.example"


@pytest.mark.parametrize("words", ["version 1.2.3", "1.2.3.4.5", "256.1.1.1", "10:30", "3.2", "s. 1.2.3.4 of it"])
def test_numbers_that_name_no_machine_may_lead_anywhere(words: str) -> None:
    assert leads_elsewhere(words, "https://gov.uk") == ("", "")


@pytest.mark.parametrize(
    ("address", "right"),
    [
        (" %20https://hill.example/a\u00a0", "https://hill.example/a"),
        ("WWW.hill.example/a", "https://WWW.hill.example/a"),
        ("www.example", "www.example"),
        ("office@hill.example", "mailto:office@hill.example"),
        ("MAILTO: office@hill.example?subject=Phones", "mailto:office@hill.example"),
        ("HTTP: //hill.example/a?b=c", "http://hill.example/a?b=c"),
        ("ftp://hill.example", "ftp://hill.example"),
        ("https://www.google.com/url?q=https://hill.example/a", "https://hill.example/a"),
        ("", ""),
    ],
)
def test_an_address_with_one_right_answer_is_set_right(address: str, right: str) -> None:
    assert mended(address) == right
