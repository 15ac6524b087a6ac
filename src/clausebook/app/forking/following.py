"""What upstream changed, shown as a review and taken in: revisions in, files of output/ or one commit out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path

from clausebook.app.building import SITE_FOLDER, add_reviews, toolchain_hash
from clausebook.app.forking.adopting import against_writing
from clausebook.errors import UserError, all_refusals
from clausebook.formats._registry import all_formats
from clausebook.history.adoption import register_at
from clausebook.io.files import OUTPUT, lay_out, read_files, read_looks, write_files
from clausebook.io.git import Repository, open_repository
from clausebook.io.git.sharing import HEAD, SPACES
from clausebook.io.jobs import JobRunner, Progress
from clausebook.lint.run import check
from clausebook.model.finding import Finding, has_errors
from clausebook.model.publication import Publication
from clausebook.model.register import Register
from clausebook.model.school import School
from clausebook.model.upstream import ClauseOrigin, Upstream, UpstreamChanges, UpstreamMerge
from clausebook.source.load import UPSTREAM, load
from clausebook.text.records import dataclass
from clausebook.upstream.changes import changes, clause_origins
from clausebook.upstream.take import MergeSide, message, take
from clausebook.upstream.texts import is_taken

_SOURCES = ("policy/", "clauses/")


@dataclass(frozen=True, kw_only=True)
class UpstreamRequest:
    """What was asked for: upstream's revision ("" for its newest), and whether the network may be used."""

    root: Path
    as_of: date
    ref: str = ""
    fetch: bool = True


def holdings(root: Path, as_of: date) -> tuple[ClauseOrigin, ...]:
    """Whose each clause of the working tree is. Raises UserError where these policies came from nowhere."""
    repository = open_repository(root)
    repository.insist_on_history("comparisons with upstream")
    ours = load(read_files(root), as_of)
    mark = _mark(ours)
    try:
        newest = repository.commit_of(HEAD)
    except UserError:  # nothing was fetched yet
        newest = mark.commit
    return clause_origins(ours, register_at(repository, _base(repository, mark.commit, newest), as_of=as_of))


def followed(request: UpstreamRequest, report: Progress) -> UpstreamChanges:
    """What upstream changed since it was last taken in. Raises UserError for a bad address or revision."""
    return _UpstreamReading(request, report).following


def shown(request: UpstreamRequest, following: UpstreamChanges, report: Progress) -> tuple[str, ...]:
    """Write upstream's changes in all forms of a review below output/<policy>/upstream/; the paths of the files."""
    school = load(read_files(request.root, ("policy",))).school or School(name="")
    editions = tuple(edition for one in following.reviews for edition in (one.new, one.old) if edition)
    publication = Publication(
        school=school,
        editions=editions,
        as_of=request.as_of,
        reviews=following.reviews,
        templates=read_looks(request.root),
    )
    with JobRunner(request.root / ".cache", report) as jobs:
        add_reviews(jobs, publication, toolchain_hash(publication))
        for form in all_formats():
            if form.render_all:
                jobs.add(f"{form.name}: what all pages share", "", partial(form.render_all, publication))
        made = jobs.files()
    folders = tuple(f"{one.folder}/" for one in following.reviews)
    files = {path: content for path, content in made.items() if any(folder in path for folder in folders)}
    shared = {path: content for path, content in made.items() if path.startswith(f"{SITE_FOLDER}/assets/")}
    shared |= {f"{SITE_FOLDER}/{path}": files[path] for path in files if not path.startswith(f"{SITE_FOLDER}/")}
    write_files(request.root, {f"{OUTPUT}/{path}": content for path, content in {**shared, **files}.items()})
    return tuple(f"{OUTPUT}/{path}" for path in sorted(files))


def taken(request: UpstreamRequest, report: Progress) -> tuple[UpstreamChanges, UpstreamMerge]:
    """What taking upstream's changes in would write. Raises UserError for all that prevents it."""
    trail = _UpstreamReading(request, report)
    against = tuple(against_writing(trail.repository))
    if against and _is_waiting(trail.repository, request.root):
        raise UserError(
            "upstream's changes were laid out and are not committed yet",
            "resolve the conflicts and run upstream --take --finish, or git stash --include-untracked to put it aside",
        )
    if against:
        raise all_refusals("upstream's changes were not taken in", against)
    ours = trail.side(trail.repository.state.head)
    return trail.following, take(ours, trail.base, trail.theirs, trail.following)


def write(root: Path, taking: UpstreamMerge) -> str:
    """Commit what was taken in; with collisions write it into the working tree instead. The commit's id, or ""."""
    repository = open_repository(root)
    if not taking.collisions:
        return repository.commit_files(taking.writing.files, taking.writing.message)
    lay_out(root, taking.writing.files, "upstream --take", repository.state.head)
    return ""


def finish(request: UpstreamRequest, report: Progress) -> str:
    """Commit what was laid out, once nothing collides any more; the commit's id."""
    repository = open_repository(request.root)
    repository.insist_on_history("comparisons with upstream")
    if not _is_waiting(repository, request.root):
        raise UserError("nothing was laid out that waits to be finished", "python3 build.py upstream --take begins")
    files = read_files(request.root)
    ours = load(files, request.as_of)
    faults = [fault for fault in ours.faults if fault.kind == "yaml-syntax"]
    if faults:
        raise UserError(
            f"{faults[0].place.file}:{faults[0].place.line}: {faults[0].message}", "python3 build.py check shows all"
        )
    paths = [path for path in repository.changes() if is_taken(path) or path == UPSTREAM]
    mark = _mark(ours)
    trail = _UpstreamReading(replace(request, ref=mark.commit, fetch=False), report)
    written = {path: files.get(path) for path in paths}
    return repository.commit_files(written, message(trail.following, [path for path in paths if path != UPSTREAM]))


def left_to_do(root: Path, as_of: date) -> tuple[Finding, ...]:
    """The errors of the working tree after something came in."""
    return tuple(one for one in check(load(read_files(root), as_of)) if has_errors((one,)))


def _is_waiting(repository: Repository, root: Path) -> bool:
    """Whether the working tree holds upstream's changes, laid out and not yet committed."""
    committed = register_at(repository, repository.state.head).upstream
    here = load(read_files(root, ("policy",))).upstream
    return bool(committed and here and committed.commit != here.commit)


def _mark(register: Register) -> Upstream:
    if register.upstream is None:
        hint = "python3 build.py adopt takes another school's policies over, and writes it"
        raise UserError("these policies were not taken from another school: policy/upstream.yaml is missing", hint)
    return register.upstream


def _known(repository: Repository, commit: str) -> str:
    """The recorded commit, where its objects are here."""
    try:
        return repository.commit_of(commit)
    except UserError:
        hint = "python3 build.py upstream fetches it; where upstream rewrote its history, commit: needs another one"
        raise UserError(f"policy/upstream.yaml names commit {commit[:10]}, which is not here", hint) from None


def _base(repository: Repository, recorded: str, newest: str) -> str:
    """Upstream's commit whose words are here: the recorded one, or a later one that plain git merged."""
    known = _known(repository, recorded)
    merged = repository.common(repository.state.head, newest)
    return merged if merged and repository.is_ancestor(known, merged) else known


class _UpstreamReading:
    """One look at upstream: what is asked of git is asked once."""

    def __init__(self, request: UpstreamRequest, report: Progress) -> None:
        self.request, self.report = request, report
        self.repository = open_repository(request.root)
        self.repository.insist_on_history("comparisons with upstream")

    @cached_property
    def mark(self) -> Upstream:
        return _mark(register_at(self.repository, self.repository.state.head))

    @cached_property
    def revision(self) -> str:
        """The commit of upstream that is looked at."""
        mark = self.mark
        if self.request.fetch:
            self.report(f"fetching {mark.address}")
            self.repository.fetch(mark.address)
        for name in self._names():
            try:
                return self.repository.commit_of(name)
            except UserError:
                continue
        if not self.request.ref:
            raise UserError("nothing of upstream was fetched yet", "leave out --no-fetch")
        known = ", ".join(self.repository.refs(SPACES)) or "nothing yet"
        raise UserError(f"upstream has no revision called {self.request.ref}", f"it has {known}")

    def _names(self) -> Iterator[str]:
        if not self.request.ref:
            yield HEAD
            return
        yield from (f"{space}{self.request.ref}" for space in SPACES)
        yield self.request.ref

    def side(self, commit: str) -> MergeSide:
        files = self.repository.read(commit)
        return MergeSide(files, load(files, self.request.as_of))

    @cached_property
    def theirs(self) -> MergeSide:
        return self.side(self.revision)

    @cached_property
    def base(self) -> MergeSide:
        return self.side(self.pair[0])

    @cached_property
    def pair(self) -> tuple[str, str]:
        """The commit that was taken in last, which may be here only after a fetch, and the one that is looked at."""
        new = self.revision
        old = _base(self.repository, self.mark.commit, new)
        if new != old and self.repository.is_ancestor(new, old):
            message = f"upstream's {self.request.ref or 'newest'} ({new[:10]}) is older than what was taken in last"
            raise UserError(message, f"name a revision after {old[:10]}, or none")
        return old, new

    @cached_property
    def following(self) -> UpstreamChanges:
        old, new = self.pair
        commits = self.repository.log(old, new, _SOURCES)
        found = UpstreamChanges(
            address=self.mark.address,
            old=old,
            new=new,
            commits=commits,
            related=self.repository.is_ancestor(old, new),
        )
        ours = register_at(self.repository, self.repository.state.head, as_of=self.request.as_of)
        return changes(ours, self.base.register, self.theirs.register, commits, found, self.request.as_of)
