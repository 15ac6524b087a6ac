"""Review -> Word with tracked changes: accepting all of them gives the new edition, rejecting all the old one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from clausebook.formats.review.comments import Comment, author_of, comments_of
from clausebook.formats.review.plain_paragraphs import is_plain, xml
from clausebook.formats.review.revisions import RevisionMarks, finisher, moving, name, numbering
from clausebook.formats.review.spans import AuthoredSpan
from clausebook.formats.review.tracked import TAB, Grid, Mark, TrackedLine, track
from clausebook.formats.review.word_pages import about, last_pages, word_pages
from clausebook.formats.word import package, pieces
from clausebook.formats.word.pieces import Tree
from clausebook.model.artefact import Artefact
from clausebook.model.comparison.authorship import distinct
from clausebook.model.comparison.block_change import Span, Words
from clausebook.model.comparison.phrases import happened_to
from clausebook.model.comparison.questions import edition_name
from clausebook.model.comparison.review import Review
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from clausebook.text.dates import in_words
from clausebook.text.inline import Inline, Run

_CLASSES = {"inserted": "insertion", "deleted": "deletion"}  # as pandoc's writer calls them


def render_review(review: Review, publication: Publication) -> Iterator[Artefact]:
    """One Word file: the text of both editions, with every change tracked and its reason as a comment."""
    writer = _Writer(review)
    tree = writer.document()
    templates = publication.templates
    parts = {"word/numbering.xml": numbering(writer.lists)}
    yield Artefact(
        path=f"{review.folder}/{review.file_stem}.docx",
        renderer="pandoc",
        source=tree,
        files={
            "reference.docx": package.reference(review.new, templates, marked=False),
            "template.openxml": templates[f"{package.FOLDER}document.openxml"],
        },
        dated=review.as_of,
        finish=finisher(writer.stamps, package.finisher(review.new, templates, review.as_of, parts)),
    )


class _Writer:
    """Puts the document together, and notes on the way what the last pass is to stamp."""

    def __init__(self, review: Review) -> None:
        self.review = review
        self.stamps: list[RevisionMarks] = []
        self.comments = 0
        self.named: set[str] = set()
        self.list_of: dict[str, int] = {}
        # Moves of sentences with an end in an item that came or went: LibreOffice takes such an item away whole only
        # where all of it is one change, so a comment says what was moved.
        self.reported: set[int] = set()
        # LibreOffice makes one change of two that meet at the end of a paragraph, where one author made both within a
        # few minutes, and then takes that end away with them; so paragraphs are dated half an hour apart, by turns.
        self.minute = 0

    @property
    def lists(self) -> int:
        """How many lists count on their own: one a clause."""
        return len(self.list_of)

    def document(self) -> Tree:
        made = pieces.types()
        blocks = [*self.cover(), *self.body(), *self.end()]
        return made.Pandoc(made.Meta(self.properties()), blocks)

    def properties(self) -> dict[str, Tree]:
        made, review = pieces.types(), self.review
        texts = {
            "title": f"{review.title}: changes{_since(review)}",
            "author": review.new.school.name,
            "category": "Policy",
            "description": _origin(review),
            "lang": review.new.school.language,
        }
        return {key: made.MetaInlines(pieces.text(value)) for key, value in texts.items() if value}

    # ---- what is ours: the first page and the last

    def cover(self) -> Iterator[Tree]:
        review = self.review
        redline = review.redline
        yield pieces.paragraph("Cover School", pieces.text(review.new.school.name))
        for style, words in (("Cover Series", redline.series), ("Title", redline.title)):
            if words:
                yield from map(self.paragraph, _apart(style, words))
        use = (
            "to be looked at before they are taken in"
            if review.kind == "upstream"
            else "for the governors to decide on"
        )
        yield pieces.paragraph("Cover Status", pieces.text(f"Changes{_since(review)}, {use}"))
        yield from self.fact("Compared", f"{_called(review.old)} with {_called(review.new)}")
        unchanged = f", {len(redline.unchanged)} unchanged" if redline.unchanged else ""
        yield from self.fact("Clauses", f"{len(redline.changed)} changed{unchanged}")
        yield from word_pages(review)
        for line in (
            "Every change is tracked. Accept them all, and this is the text of the new edition; reject them all, and "
            "it is the text of the old one. Each change bears the role of its author and the day; where these are not "
            "known, those of the comparison. A comment beside each clause says why it was changed.",
            "Moved text is tracked as a move, from the old place to the new one, with a comment that says so. Tracking "
            "is on: what is changed in this file shows as well.",
        ):
            yield pieces.paragraph("About Text", pieces.text(line))

    def fact(self, label: str, value: str) -> Iterator[Tree]:
        yield pieces.paragraph("Cover Fact", [*pieces.text(f"{label}: "), *pieces.strong(value)])

    def end(self) -> Iterator[Tree]:
        """A paragraph that cannot be deleted must come last: Word cannot take the end of the last one away."""
        yield pieces.paragraph("About Heading", pieces.text("About this comparison"))
        yield from (self.paragraph(line) for line in about(self.review.redline))
        unchanged = [clause.heading.cite or said_title(clause.title) for clause in self.review.redline.unchanged]
        if unchanged:
            yield pieces.paragraph("About Text", pieces.text(f"Unchanged clauses: {', '.join(unchanged)}."))
        yield from last_pages(self.review)
        yield pieces.paragraph("About Text", pieces.text(f"Reference: {self.review.folder}/{self.review.file_stem}"))

    # ---- the text of both editions

    def body(self) -> Iterator[Tree]:
        authors = {one.change.id: one.authors for one in self.review.clauses if one.authors}
        plain: list[str] = []
        rows = list(track(self.review.redline, authors))
        lines = [row for row in rows if isinstance(row, TrackedLine) and row.depth and row.mark != "kept"]
        self.reported = {span.move for line in lines for span in line.words if span.move}
        for row in rows:
            if isinstance(row, TrackedLine) and row.heads not in self.review.by_clause and is_plain(row):
                plain.append(self.plain(row))
                continue
            if plain:
                yield pieces.raw_block("\n".join(plain))
                plain = []
            yield self.grid(row) if isinstance(row, Grid) else self.paragraph(row)
        if plain:
            yield pieces.raw_block("\n".join(plain))

    def plain(self, line: TrackedLine) -> str:
        self.minute = 30 - self.minute
        found = list(enumerate(self.fresh(line.anchors), len(self.named)))
        return xml(line, self.list_number(line.clause) if line.depth else 0, found)

    def paragraph(self, line: TrackedLine) -> Tree:
        self.minute = 30 - self.minute
        who, when = self.author(line.clause, _last_commits(line))
        listed = self.list_number(line.clause) if line.depth else 0
        move = line.move if line.mark != "kept" else ""
        stamp = RevisionMarks(mark=line.mark, who=who, when=when, list=listed, depth=line.depth, move=move)
        found = [*self.stamped(stamp), *self.anchors(line.anchors)]
        alone = _all_commits(line) if line.mark != "kept" and line.depth else ()
        found += self.commented(self.said_beside(line), self.words(line.words, line.clause, bool(move), alone))
        if line.level:
            return pieces.types().Header(line.level, pieces.NO_ATTR, found)
        return pieces.paragraph(line.style, found)

    def grid(self, grid: Grid) -> Tree:
        who, when = self.author(grid.clause)
        rows = []
        for row in grid.rows:
            cells = [self.words(cell, grid.clause) for cell in row.cells]
            cells[0] = [*self.stamped(RevisionMarks(mark=row.mark, who=who, when=when, row=True)), *cells[0]]
            rows.append(cells)
        return pieces.table((), rows[0], rows[1:])

    def author(self, clause: str, commits: tuple[str, ...] = ()) -> tuple[str, str]:
        """Whose a change is, and of which day; the comparison's own where that is not known."""
        who, on = author_of(self.review.by_clause.get(clause), commits, self.review)
        return who, f"{on}T12:{self.minute:02}:00Z"

    def list_number(self, clause: str) -> int:
        return self.list_of.setdefault(clause, len(self.list_of) + 1)

    def stamped(self, stamp: RevisionMarks) -> list[Tree]:
        if stamp.mark == "kept" and not stamp.list:
            return []
        self.stamps.append(stamp)
        return [pieces.bookmark(name(len(self.stamps) - 1))]

    def anchors(self, names: Sequence[str]) -> list[Tree]:
        return [pieces.bookmark(one) for one in self.fresh(names)]

    def fresh(self, names: Sequence[str]) -> list[str]:
        """Addresses that no bookmark has yet; a clause that moved has its address once."""
        found = [one for one in names if one and one not in self.named]
        self.named.update(found)
        return found

    def words(self, words: Words, clause: str, moved: bool = False, alone: tuple[str, ...] = ()) -> list[Tree]:
        """Words with their authors; `alone` are commits that are named for all of them at once."""
        found: list[Tree] = []
        for span in words:
            commits, stays = (span.commits, span.stays) if isinstance(span, AuthoredSpan) else ((), False)
            who, when = self.author(clause, alone or commits)
            if span.move and span.move not in self.reported:
                who = moving(who, f"sentence-{span.move}")
            elif moved and stays:
                who = moving(who)
            if span.kind == "restyled":
                found += [*_marked("deleted", span.was, who, when), *_marked("inserted", span.text, who, when)]
            else:
                found += _marked(span.kind, span.text, who, when)
        return found

    # ---- comments

    def said_beside(self, line: TrackedLine) -> tuple[Comment, ...]:
        clause = self.review.by_clause.get(line.heads)
        found = tuple(comments_of(clause, self.review)) if clause else ()
        said = tuple(filter(None, (line.remark, *dict.fromkeys(map(self.moved, line.words)))))
        if said:
            who, when = author_of(self.review.by_clause.get(line.clause), line.commits, self.review)
            found = (*found, Comment(who=who, on=when, lines=said))
        return found

    def moved(self, span: Span) -> str:
        """Where a sentence moved whose words are not a move in the file."""
        return f"A sentence {happened_to(span)}." if span.move in self.reported else ""

    def commented(self, comments: Sequence[Comment], inner: list[Tree]) -> list[Tree]:
        made = pieces.types()
        starts, ends = [], []
        for number, comment in enumerate(comments, self.comments):
            id = ("id", str(number))
            by = [id, ("author", comment.who), ("date", f"{comment.on}T12:00:00Z")]
            starts.append(made.Span(("", ["comment-start"], by), pieces.text("\n".join(comment.lines))))
            ends.append(made.Span(("", ["comment-end"], [id]), []))
        self.comments += len(comments)
        return [*starts, *inner, *ends]


def _marked(kind: str, words: Inline, who: str, when: str) -> list[Tree]:
    """Words that came, went or stayed. Inside a link the mark goes inside it: a mark around a link is not allowed."""
    made = pieces.types()
    found: list[Tree] = []
    for run in words:
        inner = _shown(replace(run, link=""))
        if kind in _CLASSES:
            inner = [made.Span(("", [_CLASSES[kind]], [("author", who), ("date", when)]), inner)]
        found += [made.Link(pieces.NO_ATTR, inner, (run.link, ""))] if run.link else inner
    return found


def _shown(run: Run) -> list[Tree]:
    found: list[Tree] = []
    for place, words in enumerate(run.text.split(TAB)):
        found += [pieces.tab()] if place else []
        found += pieces.inlines((replace(run, text=words),)) if words else []
    return found


def _last_commits(line: TrackedLine) -> tuple[str, ...]:
    """Those of a paragraph's end: of its last words where it came or went, and of all of them where it is an item.

    LibreOffice takes the end of a paragraph away with its words, and leaves the next one its level, only where both are
    one change.
    """
    if line.mark != "kept" and line.depth:
        return _all_commits(line) or line.commits
    last = line.words[-1] if line.words and line.mark != "kept" else None
    return last.commits or line.commits if isinstance(last, AuthoredSpan) else line.commits


def _all_commits(line: TrackedLine) -> tuple[str, ...]:
    return distinct(one for span in line.words if isinstance(span, AuthoredSpan) for one in span.commits)


def _apart(style: str, words: Words) -> Iterator[TrackedLine]:
    """A line of the cover; where nothing of it stayed, the old line, then the new one."""
    if {span.kind for span in words if not span.is_blank} != {"inserted", "deleted"}:
        yield TrackedLine(style=style, words=words, mark=_whole(words))
        return
    marks: tuple[Mark, ...] = ("deleted", "inserted")
    for mark in marks:
        side = tuple(span for span in words if span.kind == mark)
        yield TrackedLine(style=style, words=side, mark=mark)


def _whole(words: Words) -> Mark:
    """A title is on both sides, unless one of them has none."""
    kinds = {span.kind for span in words}
    if kinds == {"inserted"}:
        return "inserted"
    return "deleted" if kinds == {"deleted"} else "kept"


def _since(review: Review) -> str:
    if review.kind == "upstream":
        return f" upstream made since {review.old.name}" if review.old else " upstream made"
    return f" since the {review.old.called}" if review.old else ""


def _called(edition: Edition | None) -> str:
    if edition is None:
        return "no earlier edition"
    if edition.approval is None:
        return edition_name(edition)
    return f"the {edition.called}, approved {in_words(edition.approval.approved)}"


def said_title(title: Words) -> str:
    """A title's words as they are now."""
    return "".join(span.words for span in title if span.kind != "deleted")


def _origin(review: Review) -> str:
    """Both editions, the one that is shown last: by these a file that comes back with changes is known again."""
    sides = (f"{one.reference} {one.fingerprint}" for one in (review.old, review.new) if one)
    commit = f" commit {review.new.commit}" if review.new.commit else ""
    return f"Comparison: {' and '.join(sides)}{commit}"
