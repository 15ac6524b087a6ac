"""Register and a new school's facts -> Writing: what the commit that makes these policies its own changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cached_property
from typing import Any

from clausebook.approving.act_files import HEADER
from clausebook.approving.approve import CHANGELOG
from clausebook.history.foreign_records import ADOPTED
from clausebook.model.register import Register
from clausebook.model.school import School
from clausebook.model.upstream import NewSchool, PlannedWrite, SchoolTraces, Upstream
from clausebook.source.load import ANSWERS, BODIES, SCHOOL, TERMS, UPSTREAM, read_file
from clausebook.text.dates import in_words
from clausebook.text.phrases import counted
from clausebook.text.records import dataclass
from clausebook.text.words import whole_words
from clausebook.upstream.texts import (
    school_text,
    unnumbered,
    unprinted,
    upstream_text,
    with_approving_body,
    with_key,
    with_term,
)

APPROVALS = "policy/approvals/"
_ENTRIES = re.compile(r"(?m)^## ")
_CREDENTIALS = re.compile(r"(?<=://)[^/@]*@(?=[^/])")


def adopt(
    register: Register, given: NewSchool, files: Mapping[str, bytes], *, address: str, commit: str, anew: bool = False
) -> PlannedWrite:
    """What to write. `files` are those of the newest commit below policy/ and clauses/, and CHANGELOG.md.

    `address` is where upstream is fetched from, `commit` the one that is taken over. Where the policies are this
    school's already (`anew` says that they are not), only its facts are brought up to what is given.
    """
    return _AdoptionBuilder(register, given, files, without_credentials(address), commit, anew).writing()


def without_credentials(address: str) -> str:
    """The address without a name and password in it: what is committed is published."""
    return _CREDENTIALS.sub("", address) if re.match(r"https?:", address) else address


@dataclass(frozen=True)
class _AdoptionBuilder:
    register: Register
    given: NewSchool
    files: Mapping[str, bytes]
    address: str
    commit: str
    anew: bool

    @cached_property
    def old(self) -> School:
        return self.register.school or School(name="")

    @cached_property
    def is_own(self) -> bool:
        """Whether an earlier adoption made these policies the given school's."""
        return self.register.upstream is not None and not self.anew

    @cached_property
    def school(self) -> School:
        """The facts as they will read. Of the old school only the ids of roles stay, for clauses speak of them."""
        kept = {field.name: getattr(self.given, field.name) for field in fields(School) if field.name != "place"}
        body = self.old.governing_body
        kept_roles = {
            role: self.given.governing_body if title == body else title for role, title in self.old.roles.items()
        }
        roles = {**kept_roles, **self.given.roles}
        if self.is_own:  # what is not said now stays as it was said before
            blank = School(name="")
            kept = {
                name: getattr(self.old if part == getattr(blank, name) else self.given, name)
                for name, part in kept.items()
            }
        return School(**{**kept, "roles": roles})

    def writing(self) -> PlannedWrite:
        changed = {path: text for path, text in self.texts().items() if text != self.files.get(path)}
        gone = [] if self.is_own else [path for path in self.files if self.goes(path)]
        files: dict[str, bytes | None] = {**changed, **dict.fromkeys(gone)}
        if not files:
            return PlannedWrite(files={}, lines=(), message="")
        return PlannedWrite(files=dict(sorted(files.items())), lines=tuple(self.lines(files)), message=self.message())

    def goes(self, path: str) -> bool:
        """Whether a file is another school's: its records, its signed PDFs, its logo."""
        return path.startswith(APPROVALS) or path in (BODIES, ANSWERS, self.old.brand.logo)

    def texts(self) -> dict[str, bytes]:
        """The files that an adoption writes, as they will read."""
        texts = {SCHOOL: self.facts()}
        for policy in self.register.policies:
            texts[policy.place.file] = self.outline(policy.place.file)
        if not self.is_own:
            texts |= {path: self.clause(path) for path in self.files if path.startswith("clauses/")}
            texts |= {TERMS: self.terms()} if TERMS in self.files else {}
            texts[UPSTREAM] = upstream_text(self.upstream)
            texts[CHANGELOG] = self.changelog()
        return texts

    def facts(self) -> bytes:
        """policy/school.yaml; where this school wrote it before, as it is but for what is said otherwise now."""
        before = self.files.get(SCHOOL, b"")
        if not self.is_own or self.school == self.old:
            return before if self.is_own else school_text(self.school)
        text = before.decode("utf-8")
        for name in (field.name for field in fields(School)):
            value = getattr(self.school, name)
            if isinstance(value, str) and value != getattr(self.old, name):
                text = with_key(text, name, value)
        edited = text.encode("utf-8")
        return edited if read_file(SCHOOL, edited)[0] == self.school else school_text(self.school)

    def outline(self, path: str) -> bytes:
        """A policy's file with this school's body and month, and without what was printed of another's edition."""
        text, given = self.files[path].decode("utf-8"), self.given
        before = self.register.policy(path.removeprefix("policy/").removesuffix(".yaml"))
        text = with_approving_body(text, None if self.is_own else before, given.approving_body, given.review_month)
        return (text if self.is_own else unprinted(text)).encode("utf-8")

    def clause(self, path: str) -> bytes:
        """A clause without its number; bytes that are not text stay as they are, and are a finding of their own."""
        text = self.files[path].decode("utf-8", "surrogateescape")
        return unnumbered(text).encode("utf-8", "surrogateescape")

    def terms(self) -> bytes:
        """The glossary, with the governors under the name that this school has for them."""
        text = self.files[TERMS].decode("utf-8")
        return with_term(text, self.old.governing_body, self.school.governing_body).encode("utf-8")

    @cached_property
    def upstream(self) -> Upstream:
        records = [
            path.removeprefix(APPROVALS).removesuffix(".yaml")
            for path in self.files
            if path.startswith(APPROVALS) and path.endswith(".yaml")
        ]
        return Upstream(address=self.address, commit=self.commit, cleared=tuple(records), traces=self.traces)

    @cached_property
    def traces(self) -> SchoolTraces:
        """What distinguishes the old school from the new one, with what the old one remembered of its own upstream."""
        old, earlier = self.old, self.register.upstream.traces if self.register.upstream else SchoolTraces()
        ours = f"{self.school.name}\n{self.school.short_name}"
        names = [name for name in (old.name, old.short_name) if name and not whole_words(name).search(ours)]
        titles = [old.governing_body, old.authority, *old.roles.values()]
        kept = {*self.school.roles.values(), self.school.governing_body, self.school.authority}
        titles = [title for title in titles if " " in title and title not in kept]
        hosts = [_host(address) for address in (old.website, old.policy_site, old.email) if address]
        dates = [day for one in self.register.approvals for day in (one.approved, one.review_due) if day]
        return SchoolTraces(
            names=_together(names, earlier.names),
            places=_together([*old.places, *hosts], earlier.places),
            titles=_together(titles, earlier.titles),
            dates=_together([form for day in dates if "-" in day for form in (in_words(day), day)], earlier.dates),
        )

    def changelog(self) -> bytes:
        """The changelog's introduction alone; the engine's own where that speaks of the old school."""
        text = self.files.get(CHANGELOG, b"").decode("utf-8", "replace")
        found = _ENTRIES.search(text)
        head = text[: found.start()] if found else text
        spoken = any(re.search(rf"\b{re.escape(name)}\b", head) for name in self.traces.names)
        return (HEADER if spoken or not head.strip() else f"{head.rstrip()}\n").encode("utf-8")

    def lines(self, files: Mapping[str, bytes | None]) -> Iterator[str]:
        """What will change, for the person who is asked."""
        for path, text in files.items():
            does = "removes" if text is None else "changes" if path in self.files else "writes"
            yield f"{does:8} {path}{self.about(path)}"
        if not self.is_own:
            kept = sum(len(policy.clauses) for policy in self.register.policies)
            yield f"keeps    {counted(kept, 'clause')} as the draft to start from"
            yield f"upstream {self.address} at {self.commit[:10]}"

    def about(self, path: str) -> str:
        """A few words on one file."""
        if path == SCHOOL:
            return f": {self.school.name}" + (f" (was {self.old.name})" if self.old.name != self.school.name else "")
        if path == CHANGELOG:
            return ": without the entries of another school"
        if path.startswith(APPROVALS):
            return ": another school's governors approved it; git keeps it"
        if path == BODIES and not self.is_own:
            return ": another school's bodies; git keeps them"
        if path == self.old.brand.logo and not self.is_own:
            return ": another school's logo; git keeps it"
        if path == UPSTREAM:
            return ": where upstream was, and what to look for"
        if path.startswith("clauses/"):
            return ": without the number of another school's edition"
        if path == TERMS:
            return f": {self.school.governing_body} instead of {self.old.governing_body}"
        body, month = self.given.approving_body.removeprefix("the "), self.given.review_month
        return f": approved by the {body}, reviewed in month {month}"

    def message(self) -> str:
        name = self.school.name
        if self.is_own:
            return f"Correct the facts of {name}\n\nReason: What the school says of itself changed.\n"
        cleared = "".join(f"Cleared: {record}\n" for record in self.upstream.cleared)
        return (
            f"Make these policies those of {name}\n\n"
            f"The clauses are the draft to start from. No governors of {name} have approved them yet.\n\n"
            f"Reason: {name} takes these policies over from another school.\n"
            f"{ADOPTED}: {self.commit}\n{cleared}"
        )


def _host(address: str) -> str:
    found = re.sub(r"^https?://(www\.)?|/.*$", "", address)
    return found.rpartition("@")[2]


def _together(new: Any, earlier: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*new, *earlier)))
