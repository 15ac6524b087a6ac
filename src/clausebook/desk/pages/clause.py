"""One clause as the draft shows it, each text with what can be done to it; a form takes the place of the text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from starlette.responses import Response

from clausebook.desk import changes
from clausebook.desk.beside import beside
from clausebook.desk.chips import Chips, chips_of, law_named, names_of_law
from clausebook.desk.entries import Entry, entries, entry_at, every
from clausebook.desk.keeping import ChangeRequest, EditConflict, Files, InvalidChange, Make, keep
from clausebook.desk.plain_words import last_reasons, why_of
from clausebook.desk.visit import PageRequest, RefusedRequest, lead_to
from clausebook.errors import UserError
from clausebook.history.adoption import register_at
from clausebook.merge.prose import DivergedSentence, merge_texts
from clausebook.model.clause import Clause
from clausebook.model.edition import DRAFT, Edition, ResolvedClause
from clausebook.model.register import Register
from clausebook.resolve.resolve import resolve
from clausebook.text.records import dataclass

DOES = ("edit", "add", "move", "remove", "law", "unlaw")


@dataclass(frozen=True)
class ClauseAt:
    """A clause in one state of the register."""

    register: Register
    clause: Clause
    policy: str

    @cached_property
    def edition(self) -> Edition:
        """The draft that it is of."""
        return resolve(self.register, self.policy, DRAFT)

    @cached_property
    def passage(self) -> ResolvedClause:
        """As it reads."""
        return next(one for one in self.edition.passages if one.id == self.clause.id)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Its texts."""
        return entries(self.clause, self.passage)

    @cached_property
    def chips(self) -> Chips:
        """The marks its texts may hold."""
        return chips_of(self.register, self.policy)


def show(asked: PageRequest) -> Response:
    """The page; with `do` and `at` in the address a form in the place of that text."""
    here = ClauseAt(asked.workspace.register, asked.clause, asked.policy.id)
    return _page(asked, here, do=asked.query.get("do", ""), at=asked.query.get("at", ""))


def _page(asked: PageRequest, here: ClauseAt, status: int = 200, **more: Any) -> Response:
    entry = entry_at(here.entries, more.get("at", ""))
    do = more.get("do", "") if entry and asked.visit.may("edit") else ""
    head = asked.workspace.repository.state.head
    values: dict[str, Any] = {
        "policy": asked.policy,
        "clause": here.clause,
        "passage": here.passage,
        "entries": here.entries,
        "below": changes.BELOW,
        "things": changes.THINGS,
        "do": do if do in DOES else "",
        "at": entry.at if entry and do else "",
        "what": asked.query.get("what", "") or asked.form.get("what", ""),
        "number": asked.query.get("number", "") or asked.form.get("number", ""),
        "seen": head,
        "beside_it": _neighbours(here),
        "digest": digest(entry.words) if entry else "",
        "chips": here.chips,
        "typed": here.chips.shown(entry.words) if entry and do == "edit" else "",
        "goals": tuple(changes.goals(entry, here.entries)) if entry and do == "move" else (),
        "elsewhere": tuple(_elsewhere(here, entry)) if entry and do == "move" else (),
        "row_names": _row_names(entry, here.entries) if entry else (),
        "columns": changes.columns_of(entry, here.entries) if entry else 0,
        "row_heads": _heads(entry, here.entries) if entry else (),
        "laws": names_of_law(asked.workspace.register) if do == "law" else (),
        "reasons": last_reasons(asked.workspace.register, asked.policy.id),
        "form": asked.form,
        "faults": (),
        "kept": asked.query.get("kept", ""),
        "beside": beside(asked, here.clause, here.passage, here.entries),
        "sign": digest,
        "law": asked.query.get("law", ""),
        "laws_by_id": asked.workspace.register.instrument_by_id,
    }
    return asked.page("clause.html", status, **{**values, **{k: v for k, v in more.items() if k not in ("do", "at")}})


def _heads(entry: Entry, found: Sequence[Entry]) -> tuple[str, ...]:
    """The headings of the columns of the table that an entry is of."""
    mine = [one for one in found if one.kind == "table" and entry.trail[: len(one.trail)] == one.trail]
    return tuple(cell.says for cell in mine[0].cells) if mine else ()


def _neighbours(here: ClauseAt) -> tuple[ResolvedClause | None, ResolvedClause | None]:
    """The clauses before and after it."""
    all = here.edition.passages
    at = next(number for number, one in enumerate(all) if one.id == here.clause.id)
    return all[at - 1] if at else None, all[at + 1] if at + 1 < len(all) else None


def _row_names(entry: Entry, found: Sequence[Entry]) -> tuple[str, ...]:
    """What the rows of the table begin with that an entry is of."""
    table = entry.trail[:-2] if entry.kind == "header" else entry.trail
    rows = [one for one in found if one.kind == "row" and one.trail[: len(table)] == table]
    return tuple(row.cells[0].says if row.cells else row.cite for row in rows)


def _elsewhere(here: ClauseAt, entry: Entry) -> Iterator[changes.MoveTarget]:
    """Where an entry can go to in the other clauses of the policy."""
    for passage in here.edition.passages:
        other = here.register.clause(here.policy, passage.id)
        if other and passage.id != here.clause.id:
            title = f"{passage.number} {passage.title}".strip()
            yield from changes.goals_elsewhere(entry, passage.id, title, entries(other, passage))


def digest(words: str) -> str:
    """A short sign of a text, so that a form can say which text it was opened on."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


# ---- keeping


def change(asked: PageRequest) -> Response:
    """Keep what the form asks for, or show the form again with what is in the way."""
    form = asked.form
    now = ClauseAt(asked.workspace.register, asked.clause, asked.policy.id)
    if form.get("put"):  # a mark chosen from the list, where no script puts it in
        return _put_in(asked, now)
    seen = _as_seen(asked, now)
    entry = entry_at(seen.entries, form.get("at", ""))
    if entry is None or digest(entry.words) != form.get("digest", ""):
        raise RefusedRequest("This page is too old", "Open it again: what you wrote is below.")
    path = asked.clause.place.file
    try:
        what, made, laws = _asked_for(asked, seen, entry)
        requested = ChangeRequest(
            what=what,
            make=_made_in(seen, entry, form, path) or (lambda read: {path: made(read(path))}),
            seen=form.get("seen", ""),
            why=why_of(form, laws),
            text=entry.words if form.get("do") == "edit" else "",
            path=path,
        )
        kept = keep(asked, requested)
    except EditConflict:
        return _clash(asked, now, seen, entry)
    except InvalidChange as faulty:
        return _again(asked, now, faulty)
    except RefusedRequest as refused:
        if refused.status == 404:
            raise
        return _again(asked, now, refused)
    anchor = f"#{entry.anchor}" if form.get("do") in ("edit", "add", "law", "unlaw") else ""
    return lead_to(f"{asked.address}?kept={kept}{anchor}")


def _made_in(here: ClauseAt, entry: Entry, form: Mapping[str, str], path: str) -> Make | None:
    """What moves an entry to another clause; None for everything else."""
    value = form.get("to", "")
    if form.get("do") != "move" or "/" not in value:
        return None
    known = {one.value for one in _elsewhere(here, entry)}
    target = here.register.clause(here.policy, value.partition("/")[0])
    if value not in known or target is None:
        raise RefusedRequest("It cannot be moved there", "Choose one of the places in the list.")
    other = target.place.file

    def make(read: Callable[[str], str]) -> Files:
        return dict(zip((path, other), changes.take_over(read(path), read(other), entry, value), strict=True))

    return make


def _again(asked: PageRequest, now: ClauseAt, refused: RefusedRequest) -> Response:
    """The form as it was sent, with what is in the way."""
    faults = ((refused.what, refused.remedy),)
    typed = asked.form.get("words", "")
    return _page(asked, now, 422, do=asked.form.get("do"), at=asked.form.get("at", ""), faults=faults, typed=typed)


def _put_in(asked: PageRequest, now: ClauseAt) -> Response:
    chip = now.chips.by_name.get(asked.form.get("chip", ""))
    typed = f"{asked.form.get('words', '').rstrip()} {chip.mark}".lstrip() if chip else asked.form.get("words", "")
    return _page(asked, now, do=asked.form.get("do"), at=asked.form.get("at", ""), typed=typed)


def _as_seen(asked: PageRequest, now: ClauseAt) -> ClauseAt:
    """The clause as it was when the page was opened."""
    repository, seen = asked.workspace.repository, asked.form.get("seen", "")
    if seen == repository.state.head:
        return now
    try:
        commit = repository.commit_of(seen)
    except UserError:
        raise RefusedRequest("This page is too old", "Open it again: what you wrote is below.") from None
    register = register_at(repository, commit, as_of=asked.visit.day)
    found = register.clause(asked.policy.id, asked.clause.id)
    if found is None or register.policy(asked.policy.id) is None:
        raise RefusedRequest("This page is too old", "Open it again: what you wrote is below.")
    return ClauseAt(register, found, asked.policy.id)


def _asked_for(asked: PageRequest, here: ClauseAt, entry: Entry) -> tuple[str, changes.Change, tuple[str, ...]]:
    """What is done, in words; the change; the laws it is about."""
    form, do = dict(asked.form), asked.form.get("do", "")
    typed = here.chips.written(form.get("words", ""))
    where = changes.place_in_words(entry, here.passage.title)
    match do:
        case "edit":
            return f"Reword {where}", changes.edit(entry, typed), ()
        case "add":
            form = {name: here.chips.written(text) for name, text in form.items()}
            thing = form.get("what", "")
            columns = changes.columns_of(entry, here.entries)
            name = changes.THINGS.get(thing, "text").removesuffix(" under it")
            return f"Add a {name} to {here.passage.title}", changes.add(entry, thing, form, columns), ()
        case "move" if "/" in form.get("to", ""):
            target = here.register.clause(here.policy, form["to"].partition("/")[0])
            return f"Move {where} to {target.title if target else 'another clause'}", lambda text: text, ()
        case "move":
            return f"Move {where}", changes.move(entry, form.get("to", ""), here.entries), ()
        case "remove":
            return f"Remove {where}", changes.remove(entry), ()
        case "law":
            law = law_named(asked.workspace.register, form.get("law", ""))
            provision, why = asked.text("provision"), asked.text("about")
            title = here.register.instrument_by_id[law].title if law in here.register.instrument_by_id else law
            made = changes.cite(changes.law_owner(entry), law, provision, why)
            return f"Cite the {title} in {here.passage.title}", made, (law,)
        case "unlaw":
            number = form.get("number", "")
            cited = here.clause.citations if entry.kind == "title" else entry.cites
            if not number.isdecimal() or int(number) >= len(cited):
                raise RefusedRequest("That law is not cited here", "Open the page again.")
            made = changes.uncite(changes.law_owner(entry), int(number))
            return f"Cite a law no longer in {here.passage.title}", made, (cited[int(number)].instrument,)
        case _:
            raise RefusedRequest("The desk does not know what is to be done", "Open the page again.")


# ---- two people at once


def _clash(asked: PageRequest, now: ClauseAt, seen: ClauseAt, entry: Entry) -> Response:
    """Both texts, and what they make together."""
    typed = seen.chips.written(asked.form.get("words", ""))
    theirs = _theirs(now, seen, entry)
    mine = changes.words_of(typed) if asked.form.get("do") == "edit" else ""
    together = _together(entry.words, theirs.words, mine) if theirs and mine else ""
    if theirs and together and together in (theirs.words, mine):
        together = ""
    show = now.chips.shown
    return asked.page(
        "clash.html",
        409,
        policy=asked.policy,
        clause=now.clause,
        passage=now.passage,
        entry=entry,
        theirs=theirs,
        before=show(entry.words),
        their_words=show(theirs.words) if theirs else "",
        mine=asked.form.get("words", ""),
        together=show(together) if together else "",
        seen=asked.workspace.repository.state.head,
        digest=digest(theirs.words) if theirs else "",
        form=asked.form,
    )


def _theirs(now: ClauseAt, seen: ClauseAt, entry: Entry) -> Entry | None:
    """The entry as it is now: at its place, or the likest of those that are new; None where it is gone."""
    known = {one.words for one in every(seen.entries)}
    new = [one for one in every(now.entries) if one.words not in known and one.kind == entry.kind]
    new.sort(key=lambda one: (one.trail == entry.trail, SequenceMatcher(None, one.words, entry.words).ratio()))
    return new[-1] if new else None


def _together(base: str, theirs: str, mine: str) -> str:
    """Both changes of a text in one, where they do not collide."""
    units = merge_texts(*(changes.words_of(text) for text in (base, theirs, mine)))
    if units is None or any(isinstance(unit, DivergedSentence) for unit in units):
        return ""
    return " ".join(str(unit) for unit in units)
