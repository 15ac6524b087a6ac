"""What all rules say of clauses that are written in many ways, good and bad: each finding at its place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from clausebook.app.console.terminal import count, finding_lines
from clausebook.lint.run import check
from clausebook.source.load import load
from tests.golden_folders import GOLDEN, hold
from tests.lint.mini import AS_OF, base

LONG = "Staff " + "and pupils " * 18 + "must "  # 38 words
WORDS: dict[str, list[Any]] = {
    "pointing": [
        *(
            "See section 1.1 and section 9.9.",
            "See clause 1.2(a), 1.1(z) and paragraph 2.1.",
            "As page 4 says, see p. 12.",
        ),
        *(
            "The table below lists them.",
            "The list above and the items below are rules.",
            "See Appendix A and Annex 2.",
        ),
        *("[Calls](#calls) and [gone](#gone) and {{ ref('calls') }}.", "See https://bit.ly/x and www.hill.example."),
        *(
            "[hill.example](https://other.example) and [a@b.example](mailto:c@b.example).",
            "Ask [here]( https://x.example ).",
        ),
    ],
    "binding": [
        *(
            "Staff must and shall lock it.",
            "Staff must not not run.",
            "It is not uncommon not to lock.",
            "Staff need not never go.",
        ),
        *(
            "He must ask his head.",
            "You must tell us.",
            "The user must sign his or her name.",
            "Each pupil shall bring his/her book.",
        ),
        *(
            "Staff must lock and/or close it.",
            "Pupils should never share passwords.",
            "Staff should report abuse to the DSL.",
        ),
        *(
            "It must be done.",
            "The door must be locked.",
            "There must be order.",
            "They must go.",
            "Phones must not ring.",
        ),
    ],
    "long": [
        *(
            f"{LONG}go.",
            f"{LONG}go now.",
            f"{LONG}go home now.",
            f"{LONG}go home now, please.",
            f"{LONG}go home right now, please.",
        ),
        "Notwithstanding contemporaneous administrative considerations, departmental representatives must prioritise "
        "comprehensive organisational documentation concerning extracurricular accommodation arrangements, whereby "
        "institutional responsibilities necessitate interdisciplinary collaboration.",
    ],
    "marks": [
        *(
            "Say \"no\" and 'yes' and “maybe” and ‘so’.",
            "An “open quotation is here.",
            "**Private**: nobody reads it. *Really*.",
        ),
        *(
            "Organise and organize, colour and color.",
            "~~Struck~~ words and <s>more</s>.",
            "Staff — and pupils – go - now.",
        ),
        *(
            "An e\u0301 and a fi\ufb01 and a n\u043et.",
            "A\u00a0blank, a\u200bhidden one and a tab\tinside.",
            "TODO: write this. [NAME] XXX",
        ),
        *(
            "Hill School and the Hill High School agree.",
            "The school's governing body decides.",
            "Call 01234 567890 or ICT.",
        ),
    ],
    "law": [
        *("The Data Protection Act 1998 applies.", "The Data Protection Act 2018 and the Equality Act 2010 apply."),
        *(
            "The Education Act applies.",
            "Under the Computer Misuse Act 1991 it is a crime.",
            "See s. 999 of the Data Protection Act 2018.",
        ),
        *(
            "The GDPR applies.",
            "Regulation (EU) 2016/679 applies.",
            "KCSIE 2017 applies.",
            "OFSTED and the DfES and the ISA decide.",
        ),
        *(
            "It is illegal by law.",
            "Discrimination by age, race and sex is unlawful.",
            "Section 1 of the Widgets Act 2031 applies.",
        ),
    ],
    "lists": [
        {"text": "Staff must:", "items": ["lock the store", "Report losses.", "passwords"]},
        {"text": "Staff must not", "items": ["run;", "shout; and", "sleep."]},
        {"text": "You may not:", "items": ["not run", "must shout", "to sleep"]},
        {"text": "Pupils should:", "items": ["one"]},
        {"text": "**Terms:**", "items": ["**Phone**: a machine", "**Tablet**: another"]},
    ],
}


def clause(name: str, body: list[Any]) -> Iterator[str]:
    yield f"id: {name}\ntitle: Many {name}\napplies_to: [staff]\nbody:"
    for block in body:
        yield f"  - {json.dumps(block, ensure_ascii=False)}"


def test_clauses_written_in_many_ways_have_the_findings_that_they_had(bless: bool) -> None:
    files = base()
    files |= {
        f"clauses/phones/{name}.yaml": "\n".join((*clause(name, body), "")).encode() for name, body in WORDS.items()
    }
    outline = files["policy/phones.yaml"].decode().replace("- returning", "\n      - ".join(("- returning", *WORDS)))
    found = check(load(files | {"policy/phones.yaml": outline.encode()}, AS_OF))
    made = "\n".join([*(line for one in found for line in finding_lines(one)), count(found), ""])
    hold(GOLDEN / "many-clauses", {"expected.txt": made}, given=(), bless=bless)
