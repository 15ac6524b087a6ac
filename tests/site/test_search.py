"""The index of search: one rule an entry, small, read from the disk and from a server; and the questions beside it."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from clausebook.formats.web.questions import questions_of
from clausebook.formats.web.search import INDEX, OLDER, RULES, search_files
from clausebook.model.edition import Edition, ResolvedClause, ResolvedSection
from clausebook.model.edition_blocks import ResolvedList, ResolvedListItem, ResolvedParagraph
from clausebook.model.finding import SourceLocation
from clausebook.model.publication import Publication
from clausebook.model.question import Answer, Question, Questions, Silence
from clausebook.model.register import Register
from clausebook.model.search import search_entries
from clausebook.model.term import Term
from clausebook.readback.quotes import data_of, index_complaints, rules_complaints
from clausebook.text.inline import Run
from tests import adopted
from tests.site.reading import read
from tests.site.whole import real_publication, whole

PHONES = Term(id="mobile-device", term="mobile device", synonyms=("phone",), avoid=("handset",))
HERE = SourceLocation("policy/questions.yaml")
FIRST_OF_FIFTY, ONE_POLICY = 40_000, 8_000  # bytes, gzipped as servers send them


def edition(name: str, words: str, approved: str = "", policy: str = "phones") -> Edition:
    """One clause with one item, in force or superseded where it has a day of approval."""
    point = ResolvedListItem(anchor="calls.a", letter="a", cite="1.1(a)", text=(Run(words),), duty="must-not")
    blocks = (
        ResolvedParagraph(text=(Run("Calls & <b>texts</b>. Staff must answer."),)),
        ResolvedList(stem=(Run("Staff must not:"),), points=(point,)),
    )
    passage = ResolvedClause(id="calls", number="1.1", cite="1.1", title="Calls", blocks=blocks)
    approval = adopted.approved().approval
    assert approval
    return replace(
        adopted.approved(),
        policy=policy,
        name=name,
        title=policy.title(),
        chapters=(ResolvedSection(id="rules", number="1", cite="1", title="Rules", passages=(passage,)),),
        laws=(),
        approval=replace(approval, policy=policy, edition=name, approved=approved) if approved else None,
    )


def publication(*editions: Edition, asked: Questions | None = None) -> Publication:
    register = Register(as_of=adopted.AS_OF, terms=(PHONES,), asked=asked or Questions())
    return replace(adopted.publication(*editions), register=register)


def files(found: Publication) -> dict[str, dict[str, Any]]:
    return {path: data_of(script) for path, script in search_files(found)}


def test_a_rule_is_a_sentence_with_its_force_and_its_number_and_what_binds_nobody_is_beside_it() -> None:
    found = [(one.cite, one.forces, one.lead, one.words) for one in search_entries(edition("2020", "lend a phone"))]
    assert found == [
        ("1.1", (), "", "Calls & <b>texts</b>."),
        ("1.1", ("must",), "", "Staff must answer."),
        ("1.1(a)", ("must-not",), "Staff must not", "lend a phone"),
    ]


def test_a_file_of_rules_says_what_the_edition_says_and_nothing_else() -> None:
    for one in real_publication().editions:
        scripts = dict(search_files(real_publication()))
        assert list(index_complaints(scripts[INDEX], one)) == []
        assert list(rules_complaints(scripts[f"{RULES}/acceptable-use.js"], one)) == []


@pytest.mark.parametrize(
    ("now", "then", "says"),
    [
        ("treat as confidential", "treat as public", "quotes"),
        ('"must not install software', '"install software', "is not that item"),
        ("The school will fully investigate any alleged breach of this policy.", "", "leaves out"),
    ],
)
def test_a_word_that_is_changed_or_left_out_of_the_index_is_said(now: str, then: str, says: str) -> None:
    script = dict(search_files(real_publication()))[f"{RULES}/acceptable-use.js"].decode()
    assert now in script
    wrong = script.replace(now, then).encode()
    said = [one for edition in real_publication().editions for one in rules_complaints(wrong, edition)]
    assert any(says in one for one in said), said


def test_a_draft_that_is_listed_as_in_force_is_said() -> None:
    script = dict(search_files(real_publication()))[INDEX].replace(b'"kind":"draft"', b'"kind":"force"')
    (draft,) = [one for one in real_publication().editions if one.is_draft]
    assert any("lists the edition as 'force'" in one for one in index_complaints(script, draft))


def test_the_edition_in_force_comes_before_the_draft_and_older_ones_wait_in_a_file_of_their_own() -> None:
    found = files(publication(edition("draft", "x"), edition("2020", "y", "2020-05"), edition("2018", "z", "2018-05")))
    assert [one["name"] for one in found[f"{RULES}/phones.js"]["editions"]] == ["2020", "draft"]
    assert [one["name"] for one in found[f"{OLDER}/phones.js"]["editions"]] == ["2018"]
    (policy,) = found[INDEX]["policies"]
    assert [(one["name"], one["kind"]) for one in policy["editions"]] == [("2020", "force"), ("draft", "draft")]
    assert policy["older"] is True


def test_what_a_text_says_never_ends_the_script_that_holds_it() -> None:
    hostile = edition("2020", "</script><!-- \u2028 ' \" \\ -->", "2020-05")
    script = dict(search_files(publication(hostile)))[f"{RULES}/phones.js"]
    assert b"</" not in script
    assert "\u2028" not in script.decode()
    assert any("</script><!--" in json.dumps(row) for row in data_of(script)["editions"][0]["rules"])


def asked() -> Questions:
    answers = (
        Answer(place=HERE, edition="2020", rule="calls.a", says="lend A phone"),
        Answer(place=HERE, edition="draft", rule="calls.a", says="lend a phone"),
    )
    silent = (Silence(place=HERE, edition="2019", says="No rule."),)
    question = Question(
        place=HERE, id="lend", policy="phones", question="May I lend it?", answers=answers, silent=silent
    )
    return Questions(place=HERE, questions=(question,))


def test_a_question_leads_to_the_rule_that_says_its_words_and_to_no_other() -> None:
    now, draft = edition("2020", "lend a phone", "2020-05"), edition("draft", "sell a phone")
    (policy,) = questions_of(publication(now, draft, asked=asked()))
    (question,) = policy.questions
    assert [(group.kind, [rule.words for rule in group.rules]) for group in question.groups] == [
        ("force", ["Staff must not lend a phone"])
    ]


def test_a_question_that_no_published_edition_answers_is_not_shown() -> None:
    assert questions_of(publication(edition("2021", "call", "2021-05"), asked=asked())) == ()


def test_the_index_of_one_policy_and_of_fifty_is_small() -> None:
    ours = dict(search_files(real_publication()))
    assert len(gzip.compress(ours[f"{RULES}/acceptable-use.js"], 6)) <= ONE_POLICY
    assert len(gzip.compress(dict(search_files(_fifty()))[INDEX], 6)) <= FIRST_OF_FIFTY


def _fifty() -> Publication:
    """Fifty policies with the questions and words of this one, each with titles of its own."""
    real = real_publication()
    words = sorted({word for one in real.editions for clause in one.passages for word in clause.title.split()})
    words += [f"{first.lower()}{second.lower()}" for first, second in zip(words, reversed(words), strict=True)]
    draw = random.Random(1)
    editions = []
    for number in range(50):
        for one in real.editions:
            chapters = tuple(
                replace(
                    chapter, opening=None, passages=tuple(_titled(clause, words, draw) for clause in chapter.passages)
                )
                for chapter in one.chapters
            )
            editions.append(
                replace(one, policy=f"policy-{number}", title=" ".join(draw.sample(words, 5)), chapters=chapters)
            )
    return replace(real, editions=tuple(editions))


def _titled(clause: ResolvedClause, words: list[str], draw: random.Random) -> ResolvedClause:
    titled = " ".join(draw.sample(words, 4))
    return replace(clause, title=titled, id=titled.lower().replace(" ", "-"), blocks=())


@pytest.mark.slow
def test_every_address_of_the_index_leads_to_a_place_that_is_there() -> None:
    site = whole()
    index = data_of(site[INDEX])
    assert index["questions"]
    for address in _addresses(index, data_of(site[f"{RULES}/acceptable-use.js"])):
        page, _, anchor = address.partition("#")
        assert f"{page}index.html" in site, address
        assert not anchor or anchor in read(site[f"{page}index.html"]).ids, address


def _addresses(index: dict[str, Any], rules: dict[str, Any]) -> Iterator[str]:
    for policy in index["policies"]:
        yield from (page[1] for page in policy["pages"])
        for one, found in zip(policy["editions"], rules["editions"], strict=True):
            for clause, rows in zip(one["clauses"], found["rules"], strict=True):
                page = f"{one['folder']}{one['pages'][clause[0]]}/"
                yield f"{page}#{clause[1]}"
                yield from (
                    f"{page}#{clause[1]}.{row[1]}" for row in rows if not isinstance(row, str) and row[1:2] > [""]
                )
    yield from (law[2] for law in index["laws"])
    yield from (f"questions/#{one['policy']}-{one['id']}" for one in index["questions"])
