"""What is read off a text: its sentences, runs, typographic marks, provisions, hidden characters and links."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from clausebook.text.addresses import leads_elsewhere, mended, named_host, redirect, unwrapped
from clausebook.text.blanks import fold, invisible, lines_of, position
from clausebook.text.inline import dressed, inline, plain_words, unmarked
from clausebook.text.numerals import alphabetic, in_words, of_roman, roman
from clausebook.text.provisions import units
from clausebook.text.quotation import straight, typographic
from clausebook.text.sentences import lines, pieces, sentences
from clausebook.text.visible import json_safe, one_line, visible
from tests.golden_folders import GOLDEN, hold

TEXTS = (
    "Staff must tell Dr. Smith, e.g. by phone. He is in (Mon. to Fri.). See s. 3(2)(a), Sch. 2 para. 5 and reg. 4.",
    "Is it so? Yes! “It is.” It was 9.30 a.m. on 1.2.2018. Nobody knew... but everybody asked.",
    "See pp. 3 ff. No. 5 is wrong. No. Really. Years 7, 8 etc. go first. Etc. is a word. J. K. Jones wrote it.",
    "He said 'stop.' She didn't. The pupils' phones are 5' 6\" long; 'it's mine', \"is it?\" ('no') and 'twas ’90s.",
    "A \"quoted 'inner' word\" and an unclosed \"one; rock 'n' roll, the '90s, dogs' and 'cats' tails' end'",
    '**Bold** and *italic*, ***both***, `code`, [a link](https://a.example/b_(c) "title") and <https://b.example>.',
    "A \\*star\\*, 2 * 3 * 4, snake_case_word, __strong__, ![image](x.png), [ref], <b>html</b> &amp; end  \nnext",
    "Ss. 6 to 8, 12 and 14-16 of Part II, Chapter 3; Schedule 1, Part 2, paragraph 4(1)(b)(ii); arts 5(1), 6 and 89.",
    "section 36A(1ZA), s.127 (2) (a), ss 550ZA-550ZD, regulations 3(1)-(4), rule 12, clause 7, reg 2A to 2C",
    "one\u00a0two\u2003three\u200bfour\u00adfive\ufeffsix\u202eseven\tnine\x07ten\u2028eleven\r\ntwelve\u0085end",
    "cafe\u0301 naïve ﬁne ½ ² №5 ™ \ufdfa and \U0001f600 \ud800 end".encode("utf-8", "replace").decode(),
    "",
    "   ",
    "x",
)
ADDRESSES = (
    *(
        "https://hill.example/a b",
        "www.hill.example",
        "mailto:a@hill.example?subject=x",
        "a@hill.example",
        " HTTP://A.uk ",
    ),
    *(
        "https://www.google.com/url?q=https://b.example/x&sa=D",
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fb.example&data=1",
    ),
    *(
        "https://urldefense.com/v3/__https://b.example/x__;!!abc$",
        "https://urldefense.com/v3/__https://b.example/*__;Kw!!a$",
    ),
    *(
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__b.example_x&d=1",
        "https://bit.ly/abc",
        "tel:+441234567890",
    ),
    *(
        "https://user@bank.example/",
        "https://b\u0430nk.example/",
        "https://xn--bnk-7cd.example",
        "https://[::1]/x",
        "http://2130706433/",
    ),
    *("ftp://hill.example", "#calls", "", "https://hill.example:8443/x?y#z", "https://[bad"),
)
WORDS = (
    *(
        "hill.example",
        "https://hill.example",
        "https://other.uk/pay",
        "our page on hill . example",
        "b.example",
        "policy.pdf",
    ),
    *(
        "a@hill.example",
        "x@other.example",
        "write to x@other.example today",
        "tel: 01234 567890",
        "01234 567890",
        "+44 (0)1234 567890",
    ),
    *(
        "192.168.0.1",
        "http://0xC0A80001/",
        "0xC0A80001",
        "[2001:db8::1]/login",
        "item 1.2.3.4",
        "017.0.0.1:80",
        "1.2.3.4/x",
        "http://1.2",
        "999.1.1.1",
    ),
    *(
        "other[.]uk and hill(dot)example",
        "see www.other.org.uk.",
        "Year 7.2 of school.example and other.uk",
        "bank。example",
    ),
)


def of_text(text: str) -> Iterator[tuple[str, object]]:
    read: tuple[Callable[[str], object], ...] = (sentences, pieces, lines, typographic, straight, unmarked)
    yield from ((one.__name__, one(text)) for one in (*read, fold, visible, one_line, json_safe))
    yield "inline", [*inline(text), plain_words(inline(text))]
    yield "units", [(str(one), one.depth) for one in units(text)]
    yield "invisible", list(invisible(text))
    yield "lines_of", lines_of(text)
    yield "position", [position(text, at) for at in range(0, len(text) + 1, 11)]
    yield "dressed", dressed(text, 30, colours=True)


def test_texts_of_every_kind_are_read_as_they_were(bless: bool) -> None:
    made = []
    for text in TEXTS:
        made += [f"== {text!a}", *(f"{name}: {found!a}" for name, found in of_text(text))]
    hold(GOLDEN / "texts" / "reading", {"expected.txt": "\n".join(made) + "\n"}, given=(), bless=bless)


def test_links_of_every_kind_lead_where_they_did(bless: bool) -> None:
    made = [f"{words!a} names {named_host(words)}" for words in WORDS]
    for address in ADDRESSES:
        made += [f"== {address!a}: {unwrapped(address)!r} {mended(address)!a} {redirect(address)}"]
        found = ((words, leads_elsewhere(words, address)) for words in WORDS)
        made += [f"  {words!a}: {what!a} | {hint!a}" for words, (what, hint) in found if what]
    hold(GOLDEN / "texts" / "links", {"expected.txt": "\n".join(made) + "\n"}, given=(), bless=bless)


def test_numbers_are_written_in_letters_figures_and_words() -> None:
    letters = {1: "a", 2: "b", 26: "z", 27: "aa", 28: "ab", 52: "az", 53: "ba", 702: "zz", 703: "aaa"}
    assert {n: alphabetic(n) for n in letters} == letters
    numerals = {1: "i", 4: "iv", 9: "ix", 14: "xiv", 40: "xl", 49: "xlix", 90: "xc", 400: "cd", 1999: "mcmxcix"}
    assert {n: roman(n) for n in numerals} == numerals
    assert all(of_roman(roman(n)) == n for n in range(1, 200))
    words = {0: "0", 1: "one", 20: "twenty", 21: "21"}
    assert {n: in_words(n) for n in words} == words
