"""Style sheets -> the rules that could hide words of a page, move them away, or write others, ready to be matched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property, lru_cache
from itertools import groupby
from typing import Any

from clausebook.text.records import dataclass

# properties that decide whether, where and how words are seen
WATCHED = {
    *("display", "visibility", "opacity", "content", "content-visibility", "font-size", "font", "line-height", "zoom"),
    *("text-indent", "position", "left", "right", "top", "bottom", "inset", "margin", "margin-left", "margin-top"),
    *("margin-right", "margin-inline-start", "inset-inline-start", "clip", "clip-path", "overflow", "overflow-x"),
    *("overflow-y", "width", "height", "max-width", "max-height", "inline-size", "block-size", "max-block-size"),
    *("max-inline-size", "color", "background", "background-color", "background-image", "transform", "translate"),
    *("scale", "rotate", "filter", "backdrop-filter", "mask", "mask-image", "mix-blend-mode", "letter-spacing"),
    *("word-spacing", "text-decoration", "text-decoration-line", "unicode-bidi", "direction", "writing-mode"),
    *("list-style", "list-style-type", "flex-direction", "order", "all", "font-family", "text-orientation"),
    *("-webkit-text-fill-color", "-webkit-text-security", "-webkit-mask", "-webkit-mask-image", "text-overflow"),
    *("font-variant", "text-transform", "-webkit-line-clamp", "grid-row", "grid-column", "grid-area"),
    *("animation", "animation-name"),
}
# attributes whose values a page's style sheets ask for in capitals or not, all the same
ANY_CASE = {"align", "clear", "dir", "face", "frame", "hreflang", "lang", "language", "media", "method", "rel", "rev"}
ANY_CASE |= {"rules", "scope", "shape", "target", "type", "valign"}
ALWAYS = ""
# parts of a window, such as a bar to scroll with, and states of fields of a form
_BOX = re.compile(
    r"::(?!before|after|first-l|marker)|(?<!:):(?:-|valid|invalid|user-|placeholder-shown|autofill|fullscreen|modal)"
)


@dataclass(frozen=True, eq=False)
class Declared:
    """The watched declarations of one rule: property, value as tokens and as text, whether it is important.

    `media` is the condition under which the rule counts, `sheet` the file it is in. Equal to itself alone.
    """

    values: tuple[tuple[str, tuple[Any, ...], str, bool], ...]
    media: str
    sheet: str

    @cached_property
    def when(self) -> str:
        """The condition, those that hold together as one: all of a dark screen, and all of paper."""
        for together in ("prefers-color-scheme: dark", "print"):
            if together in self.media.replace("scheme:dark", "scheme: dark") and "not" not in self.media:
                return f"@media ({together})" if ":" in together else f"@media {together}"
        return self.media


@dataclass(frozen=True)
class Sheets:
    """The rules of the style sheets of a page. `faults` are things no reading can follow, each as a clause.

    `looks` remembers by condition how elements look that are styled alike, for all pages with the same sheets.
    """

    matcher: Any
    faults: tuple[str, ...]
    looks: dict[str, dict[tuple[object, ...], Any]]


@dataclass(frozen=True)
class _Rule:
    """One selector with what it declares. `needs` are names that every page has that it can match."""

    selector: tuple[Any, ...]
    needs: frozenset[str]
    declared: Declared

    @cached_property
    def compiled(self) -> tuple[Any, ...] | None:
        """What can be matched with elements, None where the selector cannot be followed."""
        import cssselect2

        try:
            return tuple(cssselect2.compile_selector_list([_as_html(token) for token in self.selector]))
        except cssselect2.SelectorError:
            return None


def wrapped(root: Any) -> Any:
    """The root of a page, to be matched with rules."""
    return _element().from_html_root(root)


@cache
def _element() -> Any:
    import cssselect2

    class Element(cssselect2.ElementWrapper):  # type: ignore[misc]
        """An element that knows what it holds: rules with `:has()` ask for all of it, once for each element in it."""

        @cached_property
        def children(self) -> list[Any]:
            return list(super().iter_children())

        @cached_property
        def subtree(self) -> list[Any]:
            return [self, *(one for child in self.children for one in child.subtree)]

        def iter_children(self) -> Iterator[Any]:
            return iter(self.children)

        def iter_subtree(self) -> Iterator[Any]:
            return iter(self.subtree)

    return Element


def compiled(sheets: tuple[tuple[str, bytes], ...], names: frozenset[str]) -> Sheets:
    """The rules of style sheets, path and content, in the order in which a page names them.

    `names` are those that the page has (see `page.names`): a rule that needs another one cannot match there.
    """
    return _compiled(sheets, names & _asked(sheets))


@lru_cache(maxsize=16)
def _asked(sheets: tuple[tuple[str, bytes], ...]) -> frozenset[str]:
    return frozenset(name for path, content in sheets for rule in _read(path, content)[0] for name in rule.needs)


@lru_cache(maxsize=32)
def _compiled(sheets: tuple[tuple[str, bytes], ...], names: frozenset[str]) -> Sheets:
    import cssselect2

    matcher, faults = cssselect2.Matcher(), list[str]()
    for path, content in sheets:
        rules, strange = _read(path, content)
        for rule in rules:
            if not rule.needs <= names:
                continue
            if rule.compiled is not None:
                for selector in rule.compiled:
                    matcher.add_selector(selector, rule.declared)
            elif _could_hide(rule.declared) and not _of_a_box(rule.selector):
                text = _text(rule.selector)[:60].strip()
                faults.append(f"{path} has a rule for “{text}”, which cannot be followed")
        faults += strange
    return Sheets(matcher, tuple(faults), _looks(sheets))


@lru_cache(maxsize=4)
def _looks(sheets: tuple[tuple[str, bytes], ...]) -> dict[str, dict[tuple[object, ...], Any]]:
    return {}


@lru_cache(maxsize=32)
def _read(path: str, content: bytes) -> tuple[tuple[_Rule, ...], tuple[str, ...]]:
    """The rules of one sheet, and what brings in what this reading has not got."""
    import tinycss2

    parsed, _ = tinycss2.parse_stylesheet_bytes(content, skip_comments=True, skip_whitespace=True)
    rules = (
        _Rule(one, _needs(one), declared)
        for selector, declared in _rules(parsed, path, ALWAYS, ())
        for one in _alternatives(selector)
    )
    return tuple(rules), tuple(_strange(path, parsed))


def _alternatives(selector: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """The selectors of a list, one by one: a program that does not know one of them may know the others."""
    for is_comma, group in groupby(selector, key=lambda token: token.type == "literal" and token.value == ","):
        if not is_comma:
            yield tuple(group)


def _needs(selector: tuple[Any, ...]) -> frozenset[str]:
    """The tags, classes, ids and attributes that a selector names outside brackets."""
    found, before = set[str](), ""
    for token in selector:
        if token.type == "ident" and before != ":":
            found.add(f".{token.value}" if before == "." else token.lower_value)
        elif token.type == "hash":
            found.add(f"#{token.value}")
        elif token.type == "[] block":
            found.update(_attribute(token.content))
        before = token.value if token.type == "literal" else ""
        if before == "|":
            return frozenset()  # a namespace
    return frozenset(found)


def _as_html(token: Any) -> Any:
    """The same token; of attributes whose values HTML compares without regard to capitals, one that says so."""
    import tinycss2

    if (
        token.type != "[] block"
        or len(token.content) < 3
        or getattr(token.content[0], "lower_value", "") not in ANY_CASE
    ):
        return token
    return tinycss2.parse_one_component_value(f"[{_text(token.content[:4])} i]", skip_comments=True)


def _attribute(content: list[Any]) -> Iterator[str]:
    """The attribute that brackets ask for, and with it a value where they ask for a whole one."""
    first, *rest = content[:3] or [None]
    if first is not None and first.type == "ident":
        yield f"[{first.lower_value}"
        if len(rest) == 2 and rest[0] == "=" and rest[1].type in ("ident", "string") and rest[1].value.isalnum():
            yield f"[{first.lower_value}={rest[1].value.lower()}"


def _of_a_box(selector: tuple[Any, ...]) -> bool:
    """Whether a selector is for a part of the window or a field of a form, and not for words."""
    return _BOX.search(_text(selector)) is not None


def _rules(rules: Iterable[Any], path: str, media: str, around: tuple[Any, ...]) -> Iterator[tuple[Any, Declared]]:
    """Every rule with its selector as tokens; `around` is the selector that a nested rule is in."""
    import tinycss2

    for rule in rules:
        if rule.type == "at-rule" and rule.content is not None:
            name = rule.lower_at_keyword
            if name in ("media", "supports", "container", "layer", "scope", "starting-style", "document"):
                condition = "" if name == "layer" else f"@{name} {_text(rule.prelude).strip()}"
                inside = " and ".join(part for part in (media, condition) if part)
                if around:
                    yield from _rule(around, rule.content, path, inside)
                else:
                    nested = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
                    yield from _rules(nested, path, inside, around)
        elif rule.type == "qualified-rule":
            yield from _rule(_nested(rule.prelude, around), rule.content, path, media)


def _rule(selector: tuple[Any, ...], content: Any, path: str, media: str) -> Iterator[tuple[Any, Declared]]:
    import tinycss2

    parsed = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    values = tuple(
        (
            one.lower_name if not one.name.startswith("--") else one.name,
            tuple(one.value),
            _text(one.value),
            one.important,
        )
        for one in parsed
        if one.type == "declaration" and (one.lower_name in WATCHED or one.name.startswith("--"))
    )
    if values:
        yield selector, Declared(values, media, path)
    yield from _rules((one for one in parsed if one.type != "declaration"), path, media, selector)


def _nested(selector: list[Any], around: tuple[Any, ...]) -> tuple[Any, ...]:
    """The whole selector of a rule that may be inside another one."""
    import tinycss2

    if not around:
        return tuple(selector)
    outer, inner = f":is({_text(around).strip()})", _text(selector).strip()
    whole = inner.replace("&", outer) if "&" in inner else f"{outer} {inner}"
    return tuple(tinycss2.parse_component_value_list(whole))


def _could_hide(declared: Declared) -> bool:
    return any(not name.startswith("--") for name, *_ in declared.values)


def _strange(path: str, rules: Iterable[Any]) -> Iterator[str]:
    """At-rules that bring in what this reading has not got: other sheets, and fonts that may show other letters."""
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword == "import":
            yield f"{path} imports another style sheet ({_text(rule.prelude).strip()[:60]}), which is not read"
        if rule.type == "at-rule" and rule.lower_at_keyword == "font-face":
            yield f"{path} brings a font of its own, whose letters may look like others"


def _text(tokens: Iterable[Any]) -> str:
    import tinycss2

    return str(tinycss2.serialize(list(tokens)))
