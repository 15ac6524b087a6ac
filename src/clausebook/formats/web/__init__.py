"""Edition -> a folder of Markdown pages for the site generator; publication -> the landing page above them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from html import escape as attribute
from typing import Any
from urllib.parse import quote

from clausebook.formats._labels import date_in, edition_called, labels_in, labels_of
from clausebook.formats._quotation import set_for_readers
from clausebook.formats._templates import environment
from clausebook.formats.web.acknowledgement import acknowledgement_of
from clausebook.formats.web.alphabet import letters_of, words_of
from clausebook.formats.web.alternatives import alternatives_of
from clausebook.formats.web.clause_history import clause_histories_of
from clausebook.formats.web.duties import Duties, duties_by_role, duties_of
from clausebook.formats.web.duties_changed import changed_since, review_of
from clausebook.formats.web.escape import change_folder, changes_folder, lang_of, words
from clausebook.formats.web.glossary_links import defined
from clausebook.formats.web.landing import downloads_of, planner_of, policies_of, reviews_of, rows_of, siblings_of
from clausebook.formats.web.linked import linked_data
from clausebook.formats.web.questions import questions_of
from clausebook.formats.web.record import law_of, record_of
from clausebook.formats.web.redirects import redirects
from clausebook.formats.web.status import EditionStatus, status_of
from clausebook.formats.web.view_model import items_of, page_of_anchor, pages_of
from clausebook.model.artefact import Artefact
from clausebook.model.edition import Edition
from clausebook.model.publication import ENGLISH, Labels, Publication
from clausebook.model.school import School, wrong_with
from clausebook.text.colour import ON_TINTS, readable

SITE_ROOT = "site"
SITE_ONLY = True
_TEMPLATES = "templates/web/"
_COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
_FRAME = "site/"
_SHARED = ("assets/", "pages/")
_LANGUAGE = b"  language: en\n"  # of the theme, which says it of each page


def render(edition: Edition, publication: Publication) -> Iterator[Artefact]:
    """One site for one edition, at site/<policy>/<edition>."""
    show, labels = template_renderer(publication), labels_in(publication)
    where, as_read = page_of_anchor(edition), set_for_readers(edition)
    pages, laws, record = pages_of(as_read, publication), law_of(edition, where, labels), record_of(edition, labels)
    duties = duties_of(as_read, where, labels)
    common = {
        "policy": words(edition.title),
        "edition": words(labels["draft"] if edition.is_draft else edition.name),
        "called": words(edition_called(edition, labels)),
        "downloads": downloads_of(edition),
        "school": words(edition.school.name),
        "changes_url": f"site:{changes_folder(edition.policy)}/",
    }
    reviews = reviews_of(edition, publication)
    items = items_of(edition)
    first = duties[0] if duties else None
    others = alternatives_of(edition, publication)
    opening = {"pages": pages, "others": others, "items": items, "record": record, "reviews": reviews, "duties": first}
    texts = {"index.md": show("index.md", **opening, **common)}
    texts |= {page.file: show("section.md", page=page, **common) for page in pages}
    texts |= {page.file: show("duties.md", duties=page, **common) for page in duties}
    texts["legislation-cited.md"] = show("legislation-cited.md", laws=laws, **common)
    texts["about-this-edition.md"] = show("about-this-edition.md", record=record, **common)
    form = acknowledgement_of(edition, publication)
    texts["acknowledgement.md"] = show("acknowledgement.md", form=form, **common)
    texts |= {page.file: show("alternative.md", page=page, **common) for page in others}
    nav = [{common["policy"]: "index.md"}, *({page.name: page.file} for page in pages)]
    nav += [{labels["what_must_i_do"]: first.file}] if first else []
    nav += [{labels["legislation_cited"]: "legislation-cited.md"}]
    nav += [{labels["about_this_edition"]: "about-this-edition.md"}, {labels["acknowledgement"]: "acknowledgement.md"}]
    nav += [{page.name: page.file} for page in others]
    status, siblings = status_of(edition, publication), siblings_of(edition, publication)
    banner = show("banner.html", status=status, siblings=siblings, **common | {"called": words(edition.called)})
    slots = {
        f"clause-{id}": show("about-clause.html", history=history)
        for id, history in clause_histories_of(edition, publication).items()
    }
    slots |= {
        force.slot: show("duties-of-force.html", force=force, level=3) for page in duties for force in page.forces
    }
    slots |= _changed_duties(edition, duties, where, publication, show)
    slots |= {"banner": banner, "card": _card(edition, status, labels), "linked": linked_data(edition, publication)}
    name = f"{words(edition.title)} ({common['edition']})"
    yield Artefact(
        renderer="site",
        path=f"{SITE_ROOT}/{edition.folder}",
        source=name,
        files=staged(publication, name, nav, texts, unlisted=edition.is_draft, owner=edition.owner, labels=labels)
        | {f"slots/{slot}.html": html.encode() for slot, html in slots.items()},
    )


def _card(edition: Edition, status: EditionStatus, labels: Labels) -> str:
    """What others show of a page that is sent to them: whether it is in force, which edition it is, whose."""
    is_english = labels.language == ENGLISH
    tag, called = f"{status.tag}:" if is_english else "", "" if edition.is_draft else f"{words(edition.called)}."
    said = " ".join(filter(None, (tag, called)))
    described = f"{said} {status.approved} {words(edition.title)}, {words(edition.school.name)}.".replace('"', "&quot;")
    names = ('name="description"', 'property="og:description"')
    language = "" if is_english else ' lang="en"'
    return "".join(f'<meta {name}{language} content="{described}">' for name in names)


def _changed_duties(
    edition: Edition, pages: tuple[Duties, ...], where: Mapping[str, str], publication: Publication, show: Any
) -> dict[str, str]:
    """What each page of duties says of the edition before; nothing where there is none."""
    review = review_of(edition, publication)
    if review is None:
        return {}
    url = f"site:{change_folder(review)}/#__changes"
    found = ((page.slot, changed_since(edition, page.role, where, publication, url)) for page in pages)
    return {slot: show("duties-changed.html", changed=changed) for slot, changed in found if changed}


def render_all(publication: Publication) -> Iterator[Artefact]:
    """The site root: a landing page that lists every policy, the fixed pages and what all editions share."""
    show, labels = template_renderer(publication), labels_in(publication)
    school = publication.school
    name = words(labels["policies_of"].format(school=school.name))
    questions = questions_of(publication)
    asked = [one for policy in questions for one in policy.questions]
    texts = {
        "index.md": show(
            "landing.md",
            school=words(school.name),
            policies=policies_of(publication),
            people=duties_by_role(publication),
            asked=bool(asked),
        ),
        "policies.md": show(
            "our-policies.md",
            school=words(school.name),
            day=date_in(publication.as_of.isoformat(), labels),
            rows=rows_of(publication),
            months=planner_of(publication),
        ),
        "search.md": show("search.md", school=words(school.name), questions=asked),
        **({"questions.md": show("questions.md", school=words(school.name), policies=questions)} if asked else {}),
        "clauses.md": show(
            "clauses.md", school=words(school.name), letters=letters_of(publication), terms=words_of(publication)
        ),
    }
    shared = {
        f"docs/{path.removeprefix(_FRAME).removeprefix('pages/')}": _light(path, content)
        for path, content in publication.templates.items()
        if path.removeprefix(_FRAME).startswith(_SHARED) and path.startswith(_FRAME)
    }
    colours = {"brand": school.brand.primary, "accent": school.brand.accent}
    brand = f":root {{ {' '.join(f'--{name}: {readable(colour, ON_TINTS)};' for name, colour in colours.items())} }}\n"
    fixed = sorted(path.removeprefix("docs/") for path in shared if path.endswith(".md"))
    terms = publication.register.terms if publication.register else ()
    texts["glossary.md"] = show(
        "glossary.md",
        school=words(school.name),
        terms=sorted((defined(term) for term in terms if term.definition), key=lambda one: one.term.lower()),
    )
    nav = [
        {labels["all_policies"]: "index.md"},
        {labels["our_policies"]: "policies.md"},
        {labels["find_a_rule"]: "search.md"},
        *([{labels["questions"]: "questions.md"}] if asked else []),
        {labels["all_clauses"]: "clauses.md"},
        {labels["glossary"]: "glossary.md"},
        *fixed,
    ]
    files = staged(publication, name, nav, texts, site_root=True, labels=labels)
    yield Artefact(
        renderer="site",
        path=SITE_ROOT,
        source=name,
        files=files
        | shared
        | logo_of(publication)
        | {
            "docs/assets/brand.css": brand.encode(),
            "slots/banner.html": b"",
        },
    )


def redirect_pages(publication: Publication) -> Iterator[tuple[str, bytes]]:
    """Path and page, for every address that was published once: where the site has a page there, that one stays."""
    show, school = template_renderer(publication), words(publication.school.name)
    for redirect in redirects(publication):
        html = show("forward.html", page=redirect, school=school, up="../" * redirect.path.count("/"))
        yield f"{redirect.path}index.html", html.encode()


def staged(
    publication: Publication,
    name: str,
    nav: list[Any],
    texts: Mapping[str, str],
    *,
    site_root: bool = False,
    unlisted: bool = False,
    owner: str = "",
    labels: Labels | None = None,
) -> dict[str, bytes]:
    """What the generator reads: settings, overrides of the theme and pages, by path in its folder.

    `unlisted` asks robots to stay away: a draft is not a rule, and must not be what a search of the web finds.
    `owner` looks after the policy that the pages are about: the foot of a page names it with the school's contact.
    `labels` are those of the frame, which is English where the pages are.
    The page for addresses that do not exist, under the site root, has to know where the top of the site is.
    """
    school, labels = publication.school, labels or labels_of(ENGLISH, publication.templates)
    own: dict[str, Any] = {
        "site_name": name,
        "nav": nav,
        "plugins": [],  # search is ours, and one for all editions
        "extra": {
            "school": words(school.short_name or school.name),
            "name": words(school.name),
            "logo": next((path.removeprefix("docs/") for path in logo_of(publication)), ""),
            "site_root": site_root,
            "generator": False,
            "unlisted": unlisted,
            "ask": _contact(school, owner),
            "labels": dict(labels.texts),
            "unreviewed": labels.unreviewed,
            "unreviewed_in_english": labels.unreviewed_in_english,
        },
    }
    own |= {"site_url": f"{school.policy_site.rstrip('/')}/"} if site_root and school.policy_site else {}
    # JSON is YAML: the fixed settings stay a file that a person edits, and nothing has to parse it here
    lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in own.items())
    fixed = publication.templates[f"{_FRAME}mkdocs.yml"].replace(_LANGUAGE, f"  language: {labels.language}\n".encode())
    files = {"mkdocs.yml": fixed + b"\n" + lines.encode()}
    files |= {
        path.removeprefix(_FRAME): content
        for path, content in publication.templates.items()
        if path.startswith(f"{_FRAME}overrides/")
    }
    return files | {f"docs/{path}": text.encode() for path, text in texts.items()}


def _light(path: str, content: bytes) -> bytes:
    """What readers are sent of a file: a style sheet, or a script of ours, without its comments and indents."""
    if path.endswith(".js") and "/vendor/" not in path:
        lines = [line for line in content.splitlines() if not line.lstrip().startswith(b"//")]
    elif path.endswith(".css"):
        lines = _COMMENT.sub(b"", content).splitlines()
    else:
        return content
    return b"\n".join(filter(None, map(bytes.strip, lines))) + b"\n"


def _contact(school: School, owner: str) -> dict[str, str]:
    """Whom a reader asks: who answers, the address and its link, who owns the policy. Empty where no one is named."""
    if not (school.contact or school.email):
        return {}
    link = f"mailto:{quote(school.mailbox, safe='@+')}" if school.mailbox else ""
    return {
        "who": words(school.contact),
        "address": words(school.email),
        "link": attribute(link),
        "owner": words(owner),
    }


def logo_of(publication: Publication) -> dict[str, bytes]:
    """The school's logo among the assets, by its path in the generator's folder; nothing where there is no good one."""
    path, register = publication.school.brand.logo, publication.register
    content = register.files.get(path) if path and register else None
    if not path or content is None or wrong_with(path, content):
        return {}
    return {f"docs/assets/logo.{path.rpartition('.')[2]}": content}


def template_renderer(publication: Publication) -> Any:
    """A function that shows values through a template of templates/web/."""
    sources = {
        path.removeprefix(_TEMPLATES): content
        for path, content in publication.templates.items()
        if path.startswith(_TEMPLATES)
    }
    # no autoescape: every value arrives escaped, because Markdown needs more than HTML does
    env = environment(
        "web", sources, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, autoescape=False
    )
    labels, lang = labels_in(publication), lang_of(publication.school.language)
    english = "" if labels.language == ENGLISH else ' lang="en"'
    inside = lang or (f' lang="{attribute(publication.school.language)}"' if english else "")
    # voices are told of sentences that come in English alone, of the school's words among them, and of words in a
    # language without labels
    known: dict[str, Any] = {
        "labels": labels.texts,
        "lang": lang,
        "english": english,
        "said": partial(_spoken, english),
        "own": partial(_spoken, inside),
    }
    return lambda name, **values: env.get_template(name).render(values, **known)


def _spoken(language: str, text: str) -> str:
    return f"<span{language}>{text}</span>" if language and text.strip() else text
