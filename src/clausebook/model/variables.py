"""Clause text with variables in it: which it names, what is wrong with them, and the words they give.

Of Jinja only what cannot loop, compute or call is allowed in a clause: {{ school.name }}, {{ ref('breaches') }},
{% if school.kind == 'academy' %} and four filters that change case. So no text can run for ever or fill the memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from clausebook.model.decode import nearest
from clausebook.text.records import dataclass

if TYPE_CHECKING:
    from jinja2 import nodes
    from jinja2.sandbox import SandboxedEnvironment

FILTERS = ("capitalize", "lower", "title", "upper")
_ALLOWED = frozenset(
    (
        *("Template", "Output", "TemplateData", "Name", "Getattr", "Getitem", "Const", "Call", "Filter"),
        *("If", "CondExpr", "Compare", "Operand", "And", "Or", "Not"),
    )
)
_MARKDOWN = re.compile(r"([\\`*_\[\]<>&!#])")
Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """Something wrong with a variable in a text: the piece of text it is about, what is wrong, the next move.

    `name` is the dotted name or the target that is meant, `start` where the piece is in the text.
    """

    kind: str
    piece: str
    message: str
    hint: str = ""
    name: str = ""
    start: int = 0


@dataclass(frozen=True, slots=True)
class Reference:
    """What ref() gives: how the target is cited, and its anchor."""

    cite: str
    anchor: str

    def __str__(self) -> str:
        return f"[{_escaped(self.cite)}](#{self.anchor})"


def has_variables(text: str) -> bool:
    """Whether the text holds anything that Jinja would look at."""
    return "{{" in text or "{%" in text or "{#" in text


def check_template(text: str, facts: Facts, targets: Mapping[str, Any]) -> Iterator[TemplateProblem]:
    """What is wrong with the variables and references of a text, in reading order; nothing is filled in.

    `facts` are the names a clause may use, `targets` the ids that ref() may name.
    """
    if has_variables(text):
        taken = set[int]()
        for doubt in _all_doubts(text, facts, targets):
            piece, start = _standing(doubt, text, taken)
            taken.add(start)
            yield replace(doubt, piece=piece, start=start)


def _standing(doubt: TemplateProblem, text: str, taken: set[int]) -> tuple[str, int]:
    """The piece and where it is: inside braces, and not where a doubt was placed before."""
    for braces in _BRACES.finditer(text):
        for found in _candidates(doubt, braces[0]):
            start = braces.start() + found.start("piece")
            if start not in taken:
                return found["piece"], start
    return doubt.piece, max(0, text.find(doubt.piece))


def _candidates(doubt: TemplateProblem, braces: str) -> Iterator[re.Match[str]]:
    """Where in one pair of braces the doubt may be."""
    if doubt.kind == "variable-syntax" and doubt.piece == "{":
        wrong = not _parses(braces) or doubt.message in {one.message for one in _all_doubts(braces, {}, {})}
        if wrong and not _CHOICE.match(braces):
            yield from re.finditer(r"\A(?P<piece>.*)\Z", braces, re.DOTALL)
        return
    steps = [re.escape(step) for step in doubt.name.split(".")]
    if doubt.kind == "variable":
        between = r"""\s*(?:\.\s*|\[\s*['"])"""
        yield from re.finditer(rf"(?<![\w.]){between.join([*steps[:-1], f'(?P<piece>{steps[-1]})'])}(?!\w)", braces)
    else:
        yield from re.finditer(rf"(?<![\w.-])(?P<piece>{re.escape(doubt.piece)})(?![\w.-])", braces)


def _all_doubts(text: str, facts: Facts, targets: Mapping[str, Any]) -> Iterator[TemplateProblem]:
    from jinja2 import TemplateSyntaxError

    try:
        tree = _tree(text)
    except TemplateSyntaxError as error:
        yield _unparsed(text, error.message or "")
        return
    except RecursionError:
        yield TemplateProblem("variable-syntax", "{{", "the braces are nested too deeply", _HINT)
        return
    if "{#" in text:
        yield TemplateProblem(
            "variable-syntax", "{#", "words between {# and #} would not be shown", "a YAML comment begins with #"
        )
    yield from _doubts(tree, facts, targets, shown=False)


_HINT = "write {{ school.name }} for a fact, {{ ref('clause-id') }} for a reference"
_BRACES = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}%]*%\}")
_CHOICE = re.compile(r"\{%-?\s*(if|elif|else|endif)\b")
_COMPUTES = frozenset(("Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow", "Neg", "Pos", "Concat", "Slice"))
_FORBIDDEN = {
    **dict.fromkeys(_COMPUTES, "compute"),
    **dict.fromkeys(("Include", "Import", "FromImport", "Extends"), "take in files"),
    **dict.fromkeys(("Assign", "AssignBlock"), "set variables"),
    "For": "loop",
    "Test": "use tests",
}


def _unparsed(text: str, complaint: str) -> TemplateProblem:
    """Jinja's complaint in other words, at the braces that do not parse alone."""
    if "Unexpected end of template" in complaint:
        return TemplateProblem("variable-syntax", "{%", "an {% if %} is not closed", "close it with {% endif %}")
    wrong = (braces for braces in _BRACES.findall(text) if not _CHOICE.match(braces) and not _parses(braces))
    at = next(wrong, "{%" if "{%" in text and "{{" not in text else "{{")
    return TemplateProblem("variable-syntax", at, "the braces do not read as a variable", _HINT)


def _parses(text: str) -> bool:
    from jinja2 import TemplateSyntaxError

    try:
        _tree(text)
    except (TemplateSyntaxError, RecursionError):
        return False
    return True


def _doubts(node: nodes.Node, facts: Facts, targets: Mapping[str, Any], shown: bool) -> Iterator[TemplateProblem]:
    kind = type(node).__name__
    if kind not in _ALLOWED:
        can = _FORBIDDEN.get(kind, f"use {kind.lower()}")
        yield TemplateProblem("variable-syntax", "{", f"clause text cannot {can} in braces", _HINT)
        return
    if kind == "Call":
        yield from _call_doubts(node, targets)
        return
    if kind == "Filter" and getattr(node, "name", "") not in FILTERS:
        name = str(getattr(node, "name", ""))
        yield TemplateProblem(
            "variable-syntax", name, f"clause text cannot use the filter {name}", nearest(name, FILTERS)
        )
        return
    if kind in ("Name", "Getattr", "Getitem"):
        yield from _name_doubts(node, facts, shown)
        return
    for child in node.iter_child_nodes():
        inside = shown or kind == "Output"
        yield from _doubts(child, facts, targets, inside and not (kind == "CondExpr" and child is _test(node)))


def _test(node: nodes.Node) -> Any:
    return getattr(node, "test", None)


def _call_doubts(node: nodes.Node, targets: Mapping[str, Any]) -> Iterator[TemplateProblem]:
    called, arguments = getattr(node, "node", None), getattr(node, "args", [])
    name = getattr(called, "name", "")
    target = getattr(arguments[0], "value", None) if len(arguments) == 1 else None
    if name != "ref" or not isinstance(target, str):
        yield TemplateProblem("variable-syntax", "{", "clause text can call nothing but ref('clause-id')", _HINT)
    elif target not in targets:
        yield TemplateProblem(
            "reference", target, f"ref('{target}') points to nothing", nearest(target, targets), target
        )


def _name_doubts(node: nodes.Node, facts: Facts, shown: bool) -> Iterator[TemplateProblem]:
    chain = _chain(node)
    if not chain:
        yield TemplateProblem("variable-syntax", "{", "clause text can name facts only, such as school.name", _HINT)
        return
    known: Any = facts
    for index, step in enumerate(chain):
        if not isinstance(known, Mapping) or step not in known:
            so_far = ".".join(chain[: index + 1])
            names = known if isinstance(known, Mapping) else ()
            yield TemplateProblem("variable", step, f"{so_far} is not known", nearest(step, names), so_far)
            return
        known = known[step]
    name = ".".join(chain)
    if shown and isinstance(known, Mapping):
        yield TemplateProblem(
            "variable", chain[-1], f"{name} is a group of facts, not a fact", nearest(chain[-1], known), name
        )
    elif shown and known in ("", None):
        yield TemplateProblem("variable", chain[-1], f"{name} is not set", f"set it in policy/{chain[0]}.yaml", name)


def _chain(node: Any) -> tuple[str, ...]:
    """school.roles.headteacher as its steps; nothing where the expression is not such a chain."""
    kind = type(node).__name__
    if kind == "Name":
        return (node.name,)
    inner = _chain(node.node) if kind in ("Getattr", "Getitem") else ()
    if not inner:
        return ()
    step = node.attr if kind == "Getattr" else getattr(node.arg, "value", None)
    return (*inner, step) if isinstance(step, str) else ()


def names_in(text: str) -> tuple[str, ...]:
    """The facts a text names, as dotted names in reading order, each once; () for a text that does not parse."""
    if not has_variables(text):
        return ()
    from jinja2 import TemplateSyntaxError, nodes

    try:
        tree = _tree(text)
    except (TemplateSyntaxError, RecursionError):
        return ()
    chains = (_chain(node) for node in _outermost(tree, nodes.Getattr, nodes.Getitem))
    return tuple(dict.fromkeys(".".join(chain) for chain in chains if chain))


def _outermost(node: nodes.Node, *kinds: type[nodes.Node]) -> Iterator[nodes.Node]:
    for child in node.iter_child_nodes():
        if isinstance(child, kinds):
            yield child
        else:
            yield from _outermost(child, *kinds)


def fill(text: str, facts: Facts, ref: Callable[[str], Reference], *, markdown: bool = True) -> str:
    """The text with its variables filled in; in Markdown, facts are escaped, so that they come out literally.

    Raises jinja2.TemplateError for a text that `check_template` would have complained of.
    """
    if not has_variables(text):
        return text
    return str(_template(text, markdown).render({**facts, "ref": ref}))


@lru_cache(maxsize=2)
def _environment(markdown: bool = True) -> SandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(
        undefined=StrictUndefined,
        finalize=_literal if markdown else _cited,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in FILTERS}
    environment.tests.clear()
    return environment


@lru_cache(maxsize=4096)
def _template(text: str, markdown: bool) -> Any:
    return _environment(markdown).from_string(text)


@lru_cache(maxsize=4096)
def _tree(text: str) -> nodes.Template:
    """What Jinja reads in a text: several rules ask for it, and none changes it."""
    return _environment().parse(text)


def _cited(value: Any) -> Any:
    return value.cite if isinstance(value, Reference) else value


def _literal(value: Any) -> Any:
    """Facts are words, not markup: what Markdown would take for a mark is escaped."""
    if isinstance(value, Reference):
        return str(value)
    return _escaped(value) if isinstance(value, str) else value


def _escaped(words: str) -> str:
    return _MARKDOWN.sub(r"\\\1", words)
