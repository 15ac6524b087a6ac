"""What all forms of a review say in words about a clause and a piece: where it came from, what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import cached_property

from clausebook.model.comparison import phrases
from clausebook.model.comparison.block_change import BlockChange
from clausebook.model.comparison.redline import ClauseChange, Redline
from clausebook.model.comparison.review import Review
from clausebook.model.edition_blocks import ResolvedCitation
from clausebook.text.records import dataclass


@dataclass(frozen=True)
class ChangeDescriptions:
    """One redline in words. `titles` names instruments by id, `roles` roles; the rest is named by its id."""

    redline: Redline
    titles: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _links(self) -> Mapping[int, list[BlockChange]]:
        """The pieces under each link."""
        links: dict[int, list[BlockChange]] = {}
        for clause in self.redline.clauses:
            for piece in clause.pieces:
                links.setdefault(piece.link, []).append(piece)
        return links

    @cached_property
    def _clauses(self) -> Mapping[str, ClauseChange]:
        return {clause.id: clause for clause in self.redline.clauses if clause.position != "moved-away"}

    def cite(self, id: str, *, old: bool = False) -> str:
        """How people cite a clause, in the new edition or in the old one; its id where neither has it."""
        found = self._clauses.get(id)
        if found is None:
            return id
        return ((found.old if old else found.new) or found.heading).cite or id

    def origins(self, change: ClauseChange) -> Iterator[str]:
        """Of what a clause was made, and what was made of it: "split from 4", "merged into 2.2"."""
        for word, ids in (
            ("split from", (change.split_from,) if change.split_from else ()),
            ("split, part of it is now", change.split_into),
            ("merged from", change.merged_from),
            ("merged into", change.merged_into),
        ):
            if ids:
                yield f"{word} {', '.join(self.cite(one) for one in ids)}"

    def law(self, cited: ResolvedCitation) -> str:
        """A citation: the instrument, the provision, and why it is cited."""
        why = f"({cited.why})" if cited.why else ""
        return " ".join(filter(None, (self.titles.get(cited.instrument, cited.instrument), cited.provision, why)))

    def role(self, id: str) -> str:
        """The title of a role."""
        return self.roles.get(id, id)

    def laws(self, piece: BlockChange) -> Iterator[str]:
        """The law that a piece no longer cites, and that it cites now."""
        if piece.old and piece.new:
            yield from (f"law no longer cited: {self.law(cited)}" for cited in piece.dropped_citations)
            yield from (f"law now cited: {self.law(cited)}" for cited in piece.new_citations)

    def note(self, piece: BlockChange) -> str:
        """What became of a piece besides its words: "moved here from 2.1(b) and edited"; empty where nothing did."""
        shape = phrases.reshaping(piece)
        if piece.kind == "moved":
            return self._moved(piece, shape)
        if piece.kind == "moved-away":
            other = next(one for one in self._links[piece.link] if one.kind == "moved")
            where = other.frame.cite or (self.cite(piece.elsewhere) if piece.elsewhere else "")
            return f"moved{' to ' + where if where else ' from here'}: “{beginning(other)}”"
        if piece.kind == "split":
            return self._split(piece)
        if piece.kind == "merged":
            where = f"from {phrases.place(piece.old)}" if piece.old else ""
            return f"merged, {where}" if piece.new else f"and {where}"
        # A duty that is read from the words follows them; the words show it already.
        return shape if shape and not (piece.is_edited and shape.startswith("now read")) else ""

    def _moved(self, piece: BlockChange, shape: str) -> str:
        where = piece.old.cite if piece.old else ""
        where = where or (self.cite(piece.elsewhere, old=True) if piece.elsewhere else "")
        edited = " and edited" if piece.is_edited else ""
        return f"moved here{' from ' + where if where else ''}{edited}{', ' + shape if shape else ''}"

    def _split(self, piece: BlockChange) -> str:
        group = self._links[piece.link]
        whole = group[0].old
        if whole is None:
            return ""
        if whole.part == "paragraph" and group[0].frame.part == "stem":
            return "set out as a list" if piece is group[0] else ""
        part = next(place for place, one in enumerate(group, 1) if one is piece)
        return f"split from {phrases.place(whole)}, part {part} of {len(group)}"


def descriptions_of(review: Review) -> ChangeDescriptions:
    """A review's redline in words, with the titles and roles that its editions know."""
    old = review.old.school.roles if review.old else {}
    return ChangeDescriptions(review.redline, review.titles, {**old, **review.new.school.roles})


def beginning(piece: BlockChange) -> str:
    """The first words of what moved, as they were."""
    words = "".join(span.words for span in piece.cells[0].words if span.kind != "inserted").split()
    return " ".join(words[:6]) + (" …" if len(words) > 6 else "")
