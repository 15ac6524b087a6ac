"""Every page of the desk, as a clerk meets it: no word of the machinery, and everything leads somewhere."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.desk.clerks import Clerk
from tests.desk.plainness import PHONES, decide, insist_on_plain_words
from tests.desk.test_keeping import CALLS, git, lines_changed

pytestmark = pytest.mark.slow  # each needs repositories of its own and a desk that runs


def test_no_page_says_a_word_of_the_machinery_and_every_link_leads_somewhere(clerk: Clerk) -> None:
    wanted, seen, kinds = ["/"], set[str](), set[str]()
    while wanted:
        address = wanted.pop(0)
        kind = re.sub(r"\.\d+", "", address)  # one text of each kind stands for all
        if kind in kinds or address.endswith(".docx") or "/pdf/" in address:
            continue
        kinds.add(kind)
        seen.add(address)
        clerk.see(address)
        assert clerk.status == 200, address
        insist_on_plain_words(clerk)
        links = [str(one.get("href")).partition("#")[0] for one in clerk.page.iter("a")]
        wanted += [link for link in links if link.startswith("/") and not link.startswith("//")]
    assert {"/new", "/share", "/publish", f"{PHONES}/act/approved", f"{PHONES}/sign", f"{PHONES}/word"} <= seen
    assert sum("do=" in address for address in seen) > 25


@pytest.mark.parametrize(
    "what",
    ["dirty", "lock", "merge", "detached", "shallow", "broken"],
)
def test_trouble_with_the_machine_is_said_in_plain_words(clerk: Clerk, root: Path, what: str) -> None:
    calls = root / "clauses/phones/calls.yaml"
    clerk.see(f"{CALLS}?do=edit&at=body.1.items.0.text")
    match what:
        case "dirty":
            calls.write_text(calls.read_text() + "# a note\n")
        case "lock":
            (root / ".git/index.lock").touch()
        case "merge":
            (root / ".git/MERGE_HEAD").write_text(git(root, "rev-parse", "HEAD"))
        case "detached":
            git(root, "checkout", "-q", "--detach")
        case "shallow":
            (root / ".git/shallow").write_text(git(root, "rev-parse", "HEAD"))
        case "broken":
            calls.write_text("id: calls\ntitle: [\n")
    before = git(root, "rev-parse", "HEAD")
    form = clerk.form()
    clerk.send(form, words="call nobody at all", reason="because")
    insist_on_plain_words(clerk)
    assert clerk.status >= 400 or what == "merge"
    if clerk.status >= 400:
        assert git(root, "rev-parse", "HEAD") == before
        assert "call nobody at all" in clerk.words("textarea") or what == "broken"
    for address in ("/", PHONES, f"{PHONES}/act/approved", "/outside", "/share", "/publish"):
        clerk.see(address)
        insist_on_plain_words(clerk)


def test_what_was_changed_outside_can_be_taken_back_or_kept(clerk: Clerk, root: Path) -> None:
    calls = root / "clauses/phones/calls.yaml"
    before = calls.read_text()
    calls.write_text(before.replace("outside lessons", "at noon"))
    clerk.see("/")
    assert "changed outside of the desk" in clerk.words()
    clerk.see("/outside")
    clerk.send(next(one for one in clerk.page.iter("form") if dict(one.form_values())["way"] == "back"))
    assert calls.read_text() == before
    calls.write_text(before.replace("outside lessons", "at noon"))
    clerk.see("/outside")
    clerk.send(
        next(one for one in clerk.page.iter("form") if dict(one.form_values())["way"] == "keep"), reason="why not"
    )
    assert git(root, "log", "-1", "--format=%B").splitlines()[2] == "Reason: why not"
    assert git(root, "status", "--porcelain", "--untracked-files=no") == ""


def test_a_clause_a_section_and_a_policy_are_begun_moved_and_taken_out(clerk: Clerk, root: Path) -> None:
    clerk.see(f"{PHONES}?do=new-clause&at=outline.0.clauses.0")
    clerk.send(title="Lost phones", words="Staff must report a lost phone.\n\nAt once.", reason="two were lost")
    assert clerk.status == 200
    text = (root / "clauses/phones/lost-phones.yaml").read_text()
    assert text.endswith("title: Lost phones\nbody:\n  - Staff must report a lost phone.\n  - At once.\n")
    assert "clauses: [calls, cameras]" not in (root / "policy/phones.yaml").read_text()
    clerk.see(f"{PHONES}?do=new-section&at=outline.0.opening")
    clerk.send(section="Care", title="Care of phones", words="Staff should charge them.", reason="they ran flat")
    assert clerk.status == 200, clerk.words()
    clerk.see(f"{PHONES}?do=move&at=outline.0.clauses.1")
    clerk.send(to="1|1", reason="it belongs there")
    assert (
        "  - id: care\n    title: Care\n    clauses:\n      - care-phones\n      - lost-phones\n"
        in (root / "policy/phones.yaml").read_text()
    )
    clerk.see(f"{PHONES}?do=remove&at=outline.1.clauses.1")
    clerk.send(reason="not needed")
    assert not (root / "clauses/phones/lost-phones.yaml").exists()
    clerk.send(next(clerk.all("kept")[0].iter("form")))
    assert (root / "clauses/phones/lost-phones.yaml").read_text() == text
    clerk.see("/new")
    form = next(one for one in clerk.page.iter("form"))
    clerk.send(form, title="Uniform policy", words="Pupils should wear it.", month="May", reason="new")
    assert clerk.status == 200, clerk.words()
    assert (
        "id: uniform-policy\ntitle: Uniform policy\nreview_month: 5\n"
        in (root / "policy/uniform-policy.yaml").read_text()
    )


def test_a_document_becomes_a_policy(clerk: Clerk, root: Path) -> None:
    clerk.see("/new")
    data = clerk.client.get(f"{PHONES}/word/policy.docx").content
    form = next(one for one in clerk.page.iter("form"))
    clerk.send(form, files={"file": ("old.docx", data)}, title="Mobile telephones", reason="it was a Word file")
    assert clerk.status == 200, clerk.words()
    assert "clause" in clerk.words()
    assert (root / "policy/mobile-telephones.yaml").is_file()
    assert git(root, "status", "--porcelain", "--untracked-files=no") == ""
    clerk.see("/policy/mobile-telephones")
    assert clerk.status == 200
    insist_on_plain_words(clerk)


def test_a_question_is_answered_and_waits_no_longer(clerk: Clerk, root: Path) -> None:
    clerk.see(f"{CALLS}?do=edit&at=body.1.items.0.text")
    clerk.send(words="call pupils on any phone", reason="a parent asked", question='Also at "noon": yes or no?')
    clerk.see(PHONES)
    assert "Also at" in clerk.words("todo")
    clerk.see(f"{PHONES}/question/0")
    clerk.send(next(clerk.page.iter("form")), answer="Not at noon.")
    assert clerk.status == 200, clerk.words()
    assert "Also at" not in clerk.words("todo")
    assert "answer: Not at noon." in (root / "policy/answers.yaml").read_text()
    clerk.see("/")
    assert "question" not in clerk.words()


def test_a_finding_with_a_plain_remedy_is_mended_by_its_button(clerk: Clerk, root: Path) -> None:
    (root / "policy/terms.yaml").write_text(
        "terms:\n  - id: member-of-staff\n    term: staff\n    avoid: [employees]\n"
    )
    git(root, "commit", "-qam", "Words")
    clerk.see(f"{CALLS}?do=edit&at=body.1.items.0.text")
    clerk.send(words="call employees late", reason="r")
    clerk.send(next(one for one in clerk.page.iter("form") if "mend" in one.get("class", "")))
    assert clerk.status == 200, clerk.words()
    assert lines_changed(root) == (["      - call employees late"], ["      - call staff late"])


def test_word_goes_out_and_comes_back_as_cards(clerk: Clerk, root: Path) -> None:
    data = clerk.client.get(f"{PHONES}/word/policy.docx").content
    clerk.see(f"{PHONES}/word")
    assert "Still out" in clerk.words()
    clerk.see(PHONES)
    assert "and is not back" in clerk.words("todo")
    clerk.see(f"{PHONES}/word")
    changed = _with(data, {"Photographs of pupils": "All pictures of pupils", "outside lessons": "at noon only"})
    clerk.send(next(clerk.page.iter("form")), files={"file": ("phones-draft-2027-05-12.docx", changed)})
    assert clerk.status == 200, clerk.words()
    insist_on_plain_words(clerk)
    form = next(clerk.page.iter("form"))
    cards = [name for name, _ in form.form_values() if name.startswith("take|")]
    assert len(cards) == 2
    before = git(root, "rev-parse", "HEAD")
    clerk.send(form, **{cards[0]: "leave"})
    assert clerk.status == 422
    assert git(root, "rev-parse", "HEAD") == before
    form = next(clerk.page.iter("form"))
    assert dict(form.form_values())[cards[0]] == "leave"
    clerk.send(form, reason="the head said so")
    assert clerk.status == 200
    assert len(lines_changed(root)[0]) == 1
    assert "Reason: the head said so" in git(root, "log", "-1", "--format=%B")
    clerk.see(f"{PHONES}/word")
    assert "Still out" not in clerk.words()


def _with(data: bytes, words: dict[str, str]) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "word/document.xml":
                for before, after in words.items():
                    assert before.encode() in text
                    text = text.replace(before.encode(), after.encode())
            new.writestr(name, text)
    return out.getvalue()


def test_the_governors_acts_are_recorded_and_the_edition_is_signed(clerk: Clerk, root: Path, tmp_path: Path) -> None:
    from clausebook.app.signing import write_test_key

    meeting = {"on": "2027-05-12", "body": "governing body", "minute": "FGB 2027-05/7"}
    decide(clerk, "approved", edition="2027", **meeting)
    assert "The approval is recorded" in clerk.words(), clerk.words()
    insist_on_plain_words(clerk)
    assert "phones/2027" in git(root, "tag")
    decide(clerk, "reviewed", **meeting)
    assert "The review is recorded" in clerk.words(), clerk.words()
    decide(clerk, "corrected", edition="2027", fact="minute", right="FGB 2027-05/8", reason="misread")
    assert "The correction is recorded" in clerk.words(), clerk.words()
    write_test_key(tmp_path / "key.p12", datetime.now(UTC))
    clerk.see(f"{PHONES}/sign?edition=2027")
    form = next(clerk.page.iter("form"))
    clerk.send(form, files={"key": ("key.p12", (tmp_path / "key.p12").read_bytes())}, passphrase="")
    assert "It is signed" in clerk.words(), clerk.words()
    insist_on_plain_words(clerk)
    signed = clerk.client.get(f"{PHONES}/pdf/2027").content
    assert signed.startswith(b"%PDF")
    assert b"/ByteRange" in signed
    assert subprocess.run(["git", "fsck", "--no-progress"], cwd=root, check=False).returncode == 0
    assert not re.search("key.p12", git(root, "ls-files"))
