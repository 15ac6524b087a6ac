"""Damages one file of policy/ or clauses/ at a time and checks the whole, as `check` does, in this process.

    .venv/bin/python bench/fuzz.py [--number 10000] [--seed 1] [--kinds hash blank …]

Each input is the repository with one change: a comment or another blank inside a text, a letter of another script, a
joiner, quotation marks, a control character, a merge key, another type, a cut, another file name. Counted are inputs
that raise, that make a rule raise, that take more than two seconds, that should be named and are not, and that are
named in another file or far from the line. Each is printed with its number: the same seed makes the same input.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from clausebook.lint.run import inspect  # noqa: E402
from clausebook.model.finding import Finding  # noqa: E402
from clausebook.source.load import load  # noqa: E402

DAY = date(2026, 11, 22)
LONGEST = 2.0  # seconds
NEAR = 2  # lines from the change at which a finding still is in the right place
Files = Mapping[str, bytes]

BLANKS = [chr(code) for code in range(0x80, 0x3001) if unicodedata.category(chr(code)) == "Zs"]
SILENT = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u180e", "\u034f", "\u2061", "\u2063", "\u115f"]
SILENT += ["\u3164", "\uffa0", "\u17b4", "\u2800", "\U000e0041", "\ufe0f"]
CONTROLS = [chr(code) for code in (*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0)) if code != 0x85]
TURNING = ["\u202a", "\u202b", "\u202d", "\u202e", "\u202c", "\u2066", "\u2067", "\u2068", "\u2069", "\u200e", "\u200f"]
LINES = ["\u0085", "\u2028", "\u2029", "\r"]
ALIKE = {
    "a": "аɑａ𝐚", "c": "сϲｃ", "e": "еｅ", "o": "оοօｏ𝗼", "p": "рρｐ", "x": "хⅹ", "y": "уｙ", "i": "іɩｉ", "s": "ѕｓ",
    "t": "тｔ", "n": "ոｎ", "m": "мｍ", "h": "һｈ", "u": "սｕυ", "r": "гｒ", "A": "АΑＡ", "M": "МΜ", "T": "ТΤ",
}  # fmt: skip
QUOTES = ["“”", "‘’", "„“", "«»", "‹›", "「」"]
TYPES = ["[1, 2]", "{a: b}", "null", "true", "5", "2018-05-25", "1.10", "~", "''", "[]", "{}", "!!binary aGk=", "0x1F"]
TEXT_KEYS = ("title", "text", "note", "label", "caption", "name", "why", "definition", "term", "series")


@dataclass(frozen=True)
class Input:
    """A repository with one change. `line` is where, 0 where it has no line; `named` says that it must be named."""

    files: Files
    path: str
    line: int
    named: bool
    what: str


@cache
def repository() -> dict[str, bytes]:
    """Every source file, by path."""
    found = (path for folder in ("policy", "clauses") for path in sorted((ROOT / folder).rglob("*.yaml")))
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in found}


class Chance(random.Random):
    """Draws files, lines and places in them."""

    def file(self, files: Files) -> str:
        return self.choice(sorted(files))

    def text(self, files: Files) -> tuple[str, list[str], int, int, int]:
        """A file with the line of a plain text in it, and where in the line the text is."""
        for _ in range(1000):
            path = self.file(files)
            lines = files[path].decode().split("\n")
            found = [(at, span) for at, line in enumerate(lines) if (span := _plain(line))]
            if found:
                at, (start, end) = self.choice(found)
                return path, lines, at, start, end
        raise LookupError("no file has a text")


def _plain(line: str) -> tuple[int, int] | None:
    """Where a line has a text of several words that is in no quotes, as an item or as the value of a key."""
    keys = "|".join(TEXT_KEYS)
    found = re.match(rf"^\s*(?:- )?(?:(?:{keys}): )?(?![\w-]+:)(?=[A-Za-z])(.*?)\s*$", line)
    if not found or " " not in found[1] or not re.match(rf"^\s*(- |(- )?({keys}): )", line):
        return None
    return None if re.search(r" #|: |[{}\[\]]", found[1]) else found.span(1)


def _with(files: Files, path: str, lines: list[str], at: int, line: str, what: str, named: bool = True) -> Input:
    after = "\n".join([*lines[:at], line, *lines[at + 1 :]])
    return Input({**files, path: after.encode("utf-8", "surrogatepass")}, path, at + 1, named, what)


def hash_(files: Files, chance: Chance) -> Input:
    """A comment cuts a text."""
    path, lines, at, start, end = chance.text(files)
    cut = chance.choice([spot for spot in range(start, end) if lines[at][spot] == " "])
    mark = chance.choice((" #", "  #", "\t#")) + chance.choice(("", " ", "1 "))
    return _with(files, path, lines, at, lines[at][:cut] + mark + lines[at][cut + 1 :], f"comment in {lines[at]!r}")


def blank(files: Files, chance: Chance) -> Input:
    """Another kind of blank is between two words: harmless, unless it is where YAML wants a plain one."""
    path, lines, at, start, end = chance.text(files)
    cut, kind = chance.choice([spot for spot in range(start, end) if lines[at][spot] == " "]), chance.choice(BLANKS)
    line = lines[at][:cut] + kind + lines[at][cut + 1 :]
    return _with(files, path, lines, at, line, f"U+{ord(kind):04X} in {lines[at]!r}", named=False)


def indent(files: Files, chance: Chance) -> Input:
    """Another kind of blank indents a line."""
    path = chance.file(files)
    lines = files[path].decode().split("\n")
    indented = [at for at, line in enumerate(lines) if re.match(r" +[\w-]", line)]
    if not indented:
        return hash_(files, chance)
    at, kind = chance.choice(indented), chance.choice([*BLANKS, "\t"])
    return _with(files, path, lines, at, kind + lines[at][1:], f"U+{ord(kind):04X} indents {lines[at]!r}")


def script(files: Files, chance: Chance) -> Input:
    """A letter of another script is inside a word."""
    path, lines, at, start, end = chance.text(files)
    words = [one for one in re.finditer(r"[A-Za-z]{3,}", lines[at]) if start <= one.start() < end]
    places = [spot for one in words for spot in range(*one.span()) if lines[at][spot] in ALIKE]
    if not places:
        return script(files, chance)
    spot = chance.choice(places)
    other = chance.choice(ALIKE[lines[at][spot]])
    what = f"U+{ord(other):04X} for {lines[at][spot]} in {lines[at]!r}"
    return _with(files, path, lines, at, lines[at][:spot] + other + lines[at][spot + 1 :], what)


def _inside_a_word(files: Files, chance: Chance, signs: list[str], what: str) -> Input:
    path, lines, at, start, end = chance.text(files)
    words = [one for one in re.finditer(r"[A-Za-z]{3,}", lines[at]) if start <= one.start() < end]
    if not words:
        return _inside_a_word(files, chance, signs, what)
    word, sign = chance.choice(words), chance.choice(signs)
    spot = chance.randrange(word.start() + 1, word.end())
    line = lines[at][:spot] + sign + lines[at][spot:]
    return _with(files, path, lines, at, line, f"{what} U+{ord(sign):04X} in {lines[at]!r}")


def joiner(files: Files, chance: Chance) -> Input:
    """A character that shows nothing is inside a word."""
    return _inside_a_word(files, chance, SILENT, "silent")


def control(files: Files, chance: Chance) -> Input:
    """A control character is inside a word."""
    return _inside_a_word(files, chance, [*CONTROLS, *TURNING], "control")


def line_end(files: Files, chance: Chance) -> Input:
    """A line ends for the parser alone."""
    return _inside_a_word(files, chance, LINES, "line end")


def quote(files: Files, chance: Chance) -> Input:
    """A whole text is in typographic quotation marks, or begins with a straight one."""
    path, lines, at, start, end = chance.text(files)
    first, last = chance.choice([*QUOTES, ('"', ""), ("'", "")])
    if at + 1 < len(lines) and re.match(r"\s+[^\s-]", lines[at + 1]) and not re.match(r"\s*[\w-]+:", lines[at + 1]):
        return quote(files, chance)  # the text goes on
    line = lines[at][:start] + first + lines[at][start:end] + last + lines[at][end:]
    return _with(files, path, lines, at, line, f"{first}{last} around {lines[at]!r}")


def merge_key(files: Files, chance: Chance) -> Input:
    """A merge key puts in what nobody sees there."""
    path = chance.file(files)
    lines = files[path].decode().split("\n")
    keys = [at for at, line in enumerate(lines) if re.match(r"\s*(- )?[a-z_]+:", line)]
    at = chance.choice(keys)
    indent = re.match(r"\s*(- )?", lines[at])[0].replace("-", " ")  # type: ignore[index]
    key = chance.choice(("<<: {a: b}", "<<: *x", "<<: [*x, *y]", '"<<": {a: b}', "? <<\n: {a: b}", "!!merge <<: {}"))
    what = f"{key} behind {lines[at]!r}"
    return _with(files, path, lines, at, f"{lines[at]}\n{indent}{key}", what, named=False)


def long_word(files: Files, chance: Chance) -> Input:
    """A word is very long."""
    path, lines, at, start, _ = chance.text(files)
    unit = chance.choice(("a", "é", "a.", "A", "1", "“", "(", "*", "_", "`", "a-", "a/", "и", "[", "a ", "must ", "}"))
    word = unit * (chance.choice((1_001, 10_000, 60_000)) // len(unit))
    line = lines[at][:start] + "Long " + word + " " + lines[at][start:]
    return _with(files, path, lines, at, line, f"{len(word)} letters of {unit!r}", named=False)


def wrong_type(files: Files, chance: Chance) -> Input:
    """A value is of another type."""
    path = chance.file(files)
    lines = files[path].decode().split("\n")
    values = [at for at, line in enumerate(lines) if re.match(r"\s*(- )?[a-z_]+: \S", line)]
    at, value = chance.choice(values), chance.choice(TYPES)
    line = re.sub(r"^(\s*(?:- )?[a-z_]+: ).*$", lambda found: found[1] + value, lines[at])
    return _with(files, path, lines, at, line, f"{value} in {lines[at]!r}", named=value in ("[1, 2]", "{a: b}"))


def damage(files: Files, chance: Chance) -> Input:
    """A line is changed as fingers change it: a sign too many or too few, a line twice, gone, or in another place."""
    path = chance.file(files)
    lines = files[path].decode().split("\n")
    at = chance.randrange(len(lines))
    line = lines[at]
    spot = chance.randrange(len(line) + 1)
    sign = chance.choice(":-?[]{}&*!|>'\"%@`,#~\\ \t") + chance.choice(("", " ", "a"))
    after = chance.choice(
        (
            line[:spot] + sign + line[spot:],
            line[:spot] + line[spot + 1 :],
            f"{line}\n{line}",
            f"{line}\n---",
            f"{line}\n...",
            f" {line}",
            line[1:],
            f"&x {line}",
            f"{line}\n%YAML 1.1",
            f"{line}\n<<<<<<< HEAD",
            f"!!python/object:os.system {line}",
        )
    )
    return _with(files, path, lines, at, after, f"{after[:60]!r} for {line[:60]!r}", named=False)


def cut(files: Files, chance: Chance) -> Input:
    """A file ends too early, or holds no text."""
    path = chance.file(files)
    content = files[path]
    spot = chance.randrange(len(content))
    odd = (b"\xff", b"\x00", b"\xc3\x28", b"\xed\xa0\x80", b"\xf5")
    made, named = chance.choice(
        (
            (content[:spot], False),
            (b"", False),
            (content[:spot] + chance.choice(odd) + content[spot:], True),
            (content.decode().encode("utf-16"), True),
            (b"\xef\xbb\xbf" + content, False),
            (content.replace(b"\n", b"\r\n"), False),
            (content[spot:], False),
        )
    )
    line = made[:spot].count(b"\n") + 1 if named and not made.startswith((b"\xff\xfe", b"\xfe\xff")) else 0
    return Input({**files, path: made}, path, line, named, f"{path} cut or spoilt at {spot}")


def renamed(files: Files, chance: Chance) -> Input:
    """A file has an odd name."""
    path = chance.choice([one for one in sorted(files) if one.startswith("clauses/")])
    folder, _, name = path.rpartition("/")
    other = chance.choice(
        (name.upper(), name.replace("-", " "), f"{name}.bak", f"copy of {name}", name.replace(".yaml", ".yml"),
         f".{name}", f"{name}\n", f"\x1b[31m{name}", f"ü{name}", f"{name[:-5]}.yaml.yaml", "a" * 250 + ".yaml",
         f"x/{name}", "-.yaml")
    )  # fmt: skip
    if other == name:
        other = f"{name}~.yaml"  # a name without a hyphen or a letter to change
    kept = {one: content for one, content in files.items() if one != path}
    return Input({**kept, f"{folder}/{other}": files[path]}, "", 0, True, f"{path} is called {other!r}")


KINDS: dict[str, Callable[[Files, Chance], Input]] = {
    "hash": hash_, "blank": blank, "indent": indent, "script": script, "joiner": joiner, "control": control,
    "line-end": line_end, "quote": quote, "merge-key": merge_key, "long-word": long_word, "type": wrong_type,
    "damage": damage, "cut": cut, "name": renamed,
}  # fmt: skip


def findings(files: Files) -> tuple[Finding, ...]:
    """What the check finds."""
    return inspect(load(files, DAY)).findings


def _known(finding: Finding) -> tuple[str, str, str]:
    return finding.place.file, finding.rule, finding.message


@cache
def usual() -> frozenset[tuple[str, str, str]]:
    """What is found without any change."""
    return frozenset(map(_known, findings(repository())))


def tried(one: Input) -> str:
    """What came of an input: "named", "quiet" (it need not be named), or what is wrong with the answer."""
    began = time.process_time()
    try:
        found = findings(one.files)
        for finding in found:
            str(finding.place), finding.message, finding.hint
    except Exception as error:
        return f"RAISES {type(error).__name__}: {' '.join(str(error).split())[:120]}"
    took = time.process_time() - began
    if took > LONGEST:
        return f"SLOW {took:.1f} s"
    if raised := [finding for finding in found if "failed on" in finding.message]:
        return f"RULE RAISES {raised[0].message[:160]}"
    new = [finding for finding in found if _known(finding) not in usual()]
    here = [finding for finding in new if not one.path or finding.place.file == one.path]
    near = [finding for finding in here if not one.line or abs(finding.place.line - one.line) <= NEAR]
    if one.named and not near:
        other = [f"{finding.place.file}:{finding.place.line} {finding.rule}" for finding in new][:3]
        return f"ELSEWHERE {other}" if new else "SILENT"
    return "named" if near else "quiet"


def drawn(number: int, seed: int, kinds: list[str], files: Files) -> tuple[str, Input]:
    """The input of a number."""
    chance = Chance(f"{seed} {number}")
    kind = kinds[number % len(kinds)]
    return kind, KINDS[kind](files, chance)


def main() -> int:
    """Run the campaign, and print what is wrong and the counts."""
    words = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    words.add_argument("--number", type=int, default=10_000)
    words.add_argument("--first", type=int, default=0)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--kinds", nargs="*", default=list(KINDS))
    given = words.parse_args()
    files, came, wrong = repository(), Counter[str](), 0
    for number in range(given.first, given.first + given.number):
        kind, one = drawn(number, given.seed, given.kinds, files)
        outcome = tried(one)
        came[f"{kind}: {outcome.split()[0]}"] += 1
        if outcome not in ("named", "quiet"):
            wrong += 1
            print(f"{number} {kind} {one.path}:{one.line}: {one.what[:160]}: {outcome}", flush=True)
    print(", ".join(f"{what} {count}" for what, count in sorted(came.items())))
    print(f"{given.number} inputs, {wrong} answered wrongly")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
