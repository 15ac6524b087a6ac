"""A page of the desk holds no word of the machinery."""

from __future__ import annotations

from clausebook.desk.plain_words import MACHINERY
from tests.desk.clerks import Clerk

PHONES = "/policy/phones"


def insist_on_plain_words(clerk: Clerk) -> None:
    text = " ".join(clerk.page.xpath("string(//body)").split())
    attributes = " ".join(
        one.get(name, "")
        for one in clerk.page.iter()
        for name in ("aria-label", "placeholder", "title", "alt")
        if isinstance(one.tag, str)
    )
    assert not (found := MACHINERY.search(f"{text} {attributes}")), found


def decide(clerk: Clerk, kind: str, **answers: str) -> None:
    """Go through the questions of an act, to the end."""
    clerk.see(f"{PHONES}/act/{kind}")
    clerk.send(next(clerk.page.iter("form")))
    for _ in range(12):
        forms = list(clerk.page.iter("form"))
        if len(forms) > 1:
            clerk.send(next(one for one in forms if one.get("id") == "record"))
            return
        asked = [name for name, _ in forms[0].form_values() if name in answers]
        clerk.send(forms[0], **{asked[-1]: answers[asked[-1]]} if asked else {})
