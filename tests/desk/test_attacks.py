"""What somebody may send to do harm: it is refused or kept as plain words, and nothing is lost."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests.desk.clerks import HERE, KEY, Clerk, app
from tests.desk.test_keeping import CALLS, FILE, git
from tests.desk.test_pages import PHONES, insist_on_plain_words

pytestmark = pytest.mark.slow

EDIT = f"{CALLS}?do=edit&at=body.1.items.0.text"


def test_a_reason_that_nobody_would_read_is_refused(clerk: Clerk, root: Path) -> None:
    before = git(root, "rev-parse", "HEAD")
    for name in ("reason", "headline", "question"):
        clerk.see(EDIT)
        clerk.send(**{"words": "call nobody", "reason": "r", name: "x" * 100_000})
        assert clerk.status == 422
        assert "too long" in clerk.words("fault")
        assert clerk.form().fields["words"].strip() == "call nobody"
    assert git(root, "rev-parse", "HEAD") == before


@pytest.mark.parametrize(
    "address",
    [
        "/policy/../../etc/passwd", "/policy/%2e%2e%2f%2e%2e/clause/calls", "/policy/approvals", "/policy/school",
        f"{PHONES}/clause/..%2f..%2fpolicy%2fschool", f"{PHONES}/pdf/..%2f..%2f2018", f"{PHONES}/pdf/2018%0d%0aX: y",
        f"{PHONES}/word/..%2f..%2fx.docx", "/static/../app.py", "/static/..%2fapp.py", f"{PHONES}/question/99999999999",
        f"{PHONES}/act/..", f"{CALLS}?do=edit&at=body.99999.text", f"{CALLS}?do=edit&at=../../..", f"{CALLS}?kept=<b>",
    ],
)  # fmt: skip
def test_an_address_leads_to_no_other_file(clerk: Clerk, address: str) -> None:
    answer = clerk.client.get(address)
    assert answer.status_code in (200, 404, 409)
    assert "root:" not in answer.text
    assert "import " not in answer.text
    assert "<b>" not in answer.text
    assert answer.status_code != 200 or answer.headers["content-type"].startswith("text/html")


def test_names_of_files_and_places_lead_nowhere(clerk: Clerk, root: Path) -> None:
    before = {path for path in root.parent.rglob("*") if ".git" not in path.parts}
    clerk.see(f"{PHONES}/word")
    for name in (
        "../../../evil.docx",
        "..\\..\\evil.docx",
        "/etc/cron.d/evil",
        "a\nb.docx",
        "\u202excod.exe",
        "." * 300,
    ):
        clerk.see(f"{PHONES}/word")
        clerk.send(next(clerk.page.iter("form")), files={"file": (name, b"no document")})
        assert clerk.status == 422
        insist_on_plain_words(clerk)
    token = dict(next(clerk.page.iter("form")).form_values())["token"]
    for place, name in (
        ("../../..", "x"),
        ("abcdefgh", "../../../x"),
        ("abcdefgh", "..\\x"),
        ("", ""),
        ("a" * 9, "\0"),
    ):
        answer = clerk.client.post(f"{PHONES}/word/take", data={"token": token, "place": place, "file": name})
        assert answer.status_code == 409, (place, name)
    after = {path for path in root.parent.rglob("*") if ".git" not in path.parts}
    assert {path for path in after - before if path.is_file()} <= set((root / ".cache").rglob("*"))


def bomb(size: int = 150_000_000) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        with made.open("word/document.xml", "w") as part:
            for _ in range(size // 1_000_000):
                part.write(b" " * 1_000_000)
    return out.getvalue()


def test_a_file_that_unpacks_to_too_much_is_refused(clerk: Clerk, root: Path) -> None:
    before = git(root, "rev-parse", "HEAD")
    data = bomb()
    assert len(data) < 1_000_000
    clerk.see(f"{PHONES}/word")
    clerk.send(next(clerk.page.iter("form")), files={"file": ("phones.docx", data)})
    assert clerk.status == 422
    insist_on_plain_words(clerk)
    clerk.see("/new")
    form = next(clerk.page.iter("form"))
    clerk.send(form, files={"file": ("old.docx", data)}, title="Old", reason="r")
    assert clerk.status == 422, clerk.words()
    insist_on_plain_words(clerk)
    assert git(root, "rev-parse", "HEAD") == before


def test_more_than_is_read_is_refused_also_where_nobody_says_how_much_comes(root: Path) -> None:
    from tests.desk.clerks import TestClient

    client = TestClient(app(root, largest=20_000), base_url=HERE)
    client.get(f"/?key={KEY}")
    sent = (b"x" * 1000 for _ in range(100))
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post(CALLS, content=sent, headers=headers).status_code == 413
    assert client.post(CALLS, content=b"x" * 30_000, headers=headers).status_code == 413


def test_words_that_would_be_something_else_in_the_file_are_words(clerk: Clerk, root: Path) -> None:
    before = len((root / FILE).read_text().splitlines())
    for words in ("x\nduty: must", "*alias &anchor", "- a\n- b", "!!python/object:os.system ls", "a: {b: c}", "'\"\\"):
        clerk.see(EDIT)
        clerk.send(words=words, reason="r")
        assert clerk.status in (200, 422), words
    assert abs(len((root / FILE).read_text().splitlines()) - before) < 5
    assert clerk.see(CALLS) is not None
    assert clerk.status == 200
