"""Publication -> the index of search, as scripts: a small one for all policies, and a file of rules for each.

Scripts are read from the disk and from a server alike. `search/index.js` has titles, pages, questions and words that
mean the same; `search/rules/<policy>.js` every rule of the editions that count, fetched when somebody searches. What
older editions say is in `search/older/<policy>.js`, which is fetched where a reader asks for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any

from clausebook.formats._quotation import set_for_readers
from clausebook.formats.web.duties import FOLDER as DUTIES
from clausebook.formats.web.escape import change_folder, law_folder
from clausebook.formats.web.status import EditionStatus, status_of
from clausebook.formats.web.view_model import page_of_anchor
from clausebook.model.duties import FORCES, SCHOOL, roles_of, stated_duties_of
from clausebook.model.edition import Edition
from clausebook.model.law.instrument import Instrument
from clausebook.model.law.status import status
from clausebook.model.law.verdict import names_of
from clausebook.model.publication import Publication
from clausebook.model.search import SearchEntry, search_entries
from clausebook.text.law_index import Index
from clausebook.text.records import dataclass

FOLDER = "search"
INDEX, RULES, OLDER = f"{FOLDER}/index.js", f"{FOLDER}/rules", f"{FOLDER}/older"
_COUNTING = ("force", "coming", "draft")
Data = dict[str, Any]


def search_files(publication: Publication) -> Iterator[tuple[str, bytes]]:
    """Every file of the index by its path from the root of the site."""
    for policy in dict.fromkeys(edition.policy for edition in publication.editions):
        yield from policy_files(policy, publication)
    yield INDEX, index_file(publication)


def policy_files(policy: str, publication: Publication) -> Iterator[tuple[str, bytes]]:
    """The rules of one policy: those of the editions that count, and of the older ones where there are any."""
    found = _rules_of(policy, publication)
    yield f"{RULES}/{policy}.js", _script("rules", {"policy": policy, "editions": found.counting})
    if found.older:
        yield f"{OLDER}/{policy}.js", _script("older", {"policy": policy, "editions": found.older})


def index_file(publication: Publication) -> bytes:
    """What all policies share, and what each is listed with."""
    cited: set[str] = set()
    policies = []
    for policy in dict.fromkeys(edition.policy for edition in publication.editions):
        listed, laws = publication.fact(policy, "listed for search", partial(_listing, policy, publication))
        policies.append(json.loads(listed))
        cited.update(laws)
    return _script("index", _index(policies, cited, publication))


@dataclass(frozen=True)
class _Rules:
    """What the editions of a policy say, and the laws that they cite."""

    counting: list[Data]
    older: list[Data]
    cited: set[str]


def _rules_of(policy: str, publication: Publication) -> _Rules:
    register = publication.register
    names = names_of(register.instruments) if register else None
    cited: set[str] = set()
    counting, older = _sorted(policy, publication)
    return _Rules(
        [one.rules(names, cited) for one in counting],
        [one.contents() | one.rules(names, cited) for one in older],
        cited,
    )


def _sorted(policy: str, publication: Publication) -> tuple[list[_Listed], list[_Listed]]:
    """The editions that count, and those that do not."""
    editions = [
        _Listed(set_for_readers(edition), status_of(edition, publication))
        for edition in publication.editions_of(policy)
    ]
    counting = sorted((one for one in editions if one.status.kind in _COUNTING), key=_Listed.rank) or editions[:1]
    return counting, [one for one in editions if one not in counting]


def _listing(policy: str, publication: Publication) -> tuple[str, tuple[str, ...]]:
    """How a policy is listed, as JSON, and the laws that its editions cite."""
    counting, older = _sorted(policy, publication)
    listed = _policy(counting, publication) | ({"older": True} if older else {})
    return json.dumps(listed, ensure_ascii=False), tuple(sorted(_rules_of(policy, publication).cited))


def _script(kind: str, data: Data) -> bytes:
    """Data that a page takes in by a script element: `find.index({...})`."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # U+2028 ends a line of a script, and "</" the script itself
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("</", "<\\/")
    return f"find.{kind}({text})\n".encode()


@dataclass(frozen=True)
class _Listed:
    """An edition with its status."""

    edition: Edition
    status: EditionStatus

    def rank(self) -> int:
        return _COUNTING.index(self.status.kind)

    def contents(self) -> Data:
        """Its clauses: page, address, number and title of each."""
        where = page_of_anchor(self.edition)
        pages = list(dict.fromkeys(where[clause.id] for clause in self.edition.passages))
        return {
            "name": self.edition.name,
            "called": "draft" if self.edition.is_draft else self.edition.called,
            "kind": self.status.kind,
            "folder": f"{self.edition.folder}/",
            "pages": [page.removesuffix(".md") for page in pages],
            "clauses": [
                [pages.index(where[clause.id]), clause.id, clause.cite, clause.title]
                for clause in self.edition.passages
            ],
        }

    def rules(self, names: Index | None, cited: set[str]) -> Data:
        """What each of its clauses says, in the order of the clauses; what is said more than once is numbered."""
        entries = search_entries(self.edition, names)
        leads = list(dict.fromkeys(("", *(entry.lead for entry in entries))))
        laws = list(dict.fromkeys(law for entry in entries for law in entry.laws))
        cited.update(laws)
        by_clause = ([entry for entry in entries if entry.clause is clause] for clause in self.edition.passages)
        rules = [list(_rules(mine, leads, laws)) for mine in by_clause]
        return {"name": self.edition.name, "laws": laws, "leads": leads, "rules": rules}


def _rules(entries: list[SearchEntry], leads: list[str], laws: list[str]) -> Iterator[str | list[Any]]:
    """The words of each rule, alone where it follows the one before: the next letter, the same force and lead, no law.

    Else with letters, forces, lead, law, and the number where it is not a plain one; what is empty at the end is left
    out. Forces, leads and laws are numbers: of `FORCES`, and of the edition's own lists.
    """
    follows: tuple[str, str, int] | None = None
    for entry in entries:
        letters = entry.anchor.removeprefix(entry.clause.id).removeprefix(".")
        plain = entry.clause.cite + "".join(f"({letter})" for letter in letters.split(".") if letter)
        forces = "".join(str(FORCES.index(force)) for force in entry.forces)
        lead = leads.index(entry.lead)
        row: list[Any] = [entry.words, letters, forces, lead, [laws.index(law) for law in entry.laws]]
        row.append("" if entry.cite == plain else entry.cite)
        while not row[-1]:
            row.pop()
        yield entry.words if (letters, forces, lead) == follows and len(row) < 5 else row
        follows = (letters[:-1] + chr(ord(letters[-1]) + 1) if letters else "", forces, lead)


def _index(policies: list[Data], cited: set[str], publication: Publication) -> Data:
    register, school = publication.register, publication.school
    laws = [one for one in register.instruments if one.id in cited] if register else []
    return {
        "policies": policies,
        "questions": list(_questions(publication)),
        "words": [[list(one.typed), list(one.finds)] for one in register.asked.words] if register else [],
        "terms": list(_terms(publication)),
        "laws": [_law(one, register.instruments if register else (), publication.as_of) for one in laws],
        "contact": [school.contact, school.email, school.mailbox],
    }


def _policy(counting: list[_Listed], publication: Publication) -> Data:
    main = counting[0]
    return {
        "id": main.edition.policy,
        "title": main.edition.title,
        "editions": [one.contents() for one in counting],
        "pages": list(_pages(main, publication)),
    }


def _pages(main: _Listed, publication: Publication) -> Iterator[list[str]]:
    """Pages that answer by themselves: title, address from the root, and the words that ask for them."""
    edition, stated = main.edition, stated_duties_of(main.edition)
    if stated:
        yield ["What must I do?", f"{edition.folder}/{DUTIES}/", "duties"]
    for role in roles_of(edition, stated) if stated else ():
        name = edition.school.roles.get(role, "The school" if role == SCHOOL else role)
        file = f"role-{role}" if role == "index" else role
        yield [f"What must I do? {name}", f"{edition.folder}/{DUTIES}/{file}/", f"{name} apply duties"]
    if main.status.kind != "draft":
        yield [
            "About this edition",
            f"{edition.folder}/about-this-edition/",
            "approved approval signed minute fingerprint review reviewed due",
        ]
    for review in publication.reviews_of(edition.policy):
        if review.old:
            title = f"What changes: the draft compared with the {review.old.called}"
            yield [title, f"{change_folder(review)}/", "changed changes different difference compare"]


def _questions(publication: Publication) -> Iterator[Data]:
    """Questions with the rules that answer them by edition; an edition that is not published is left out."""
    editions = {(edition.policy, edition.name): edition for edition in publication.editions}
    for one in publication.register.asked.questions if publication.register else ():
        answers: dict[str, list[dict[str, str]]] = {}
        for answer in one.answers:
            if (one.policy, answer.edition) in editions:
                answers.setdefault(answer.edition, []).append({"rule": answer.rule, "says": answer.says})
        silent = {silence.edition: silence.says for silence in one.silent}
        yield {
            "id": one.id,
            "policy": one.policy,
            "asked": [one.question, *one.also],
            "answers": answers,
            "silent": {name: says for name, says in silent.items() if (one.policy, name) in editions},
        }


def _terms(publication: Publication) -> Iterator[list[str]]:
    """The forms of each term of the glossary: who types one of them finds them all."""
    for term in publication.register.terms if publication.register else ():
        forms = list(dict.fromkeys((term.term, *term.synonyms, *term.avoid)))
        if len(forms) > 1:
            yield forms


def _law(law: Instrument, known: Iterable[Instrument], on: date) -> list[Any]:
    """Id, title, address, names, the law that it has taken the place of, and whether it has ended and been replaced."""
    before = [one.id for one in known if law.id in one.replaced_by]
    gone = bool(law.replaced_by) and status(law, on).kind == "ended"
    return [law.id, law.title, f"{law_folder(law.id)}/", list(law.names), before, gone]
