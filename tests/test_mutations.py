"""Good files, spoilt one way at a time: never a traceback, and the finding names the file and the line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausebook.io.files import read_files
from clausebook.lint.run import check
from clausebook.model.finding import Finding
from clausebook.source.load import load

pytestmark = pytest.mark.slow  # some 200 checks of the whole register; bench/fuzz.py makes thousands

ROOT = Path(__file__).resolve().parent.parent
AS_OF = date(2026, 11, 1)
GOOD = read_files(ROOT / "tests" / "data" / "2018")  # frozen: what a draft says makes no mistake of a test
TEXTS = {
    path: data.decode("utf-8") for path, data in GOOD.items() if path.endswith(".yaml") and "approvals" not in path
}
CLAUSES = {path: text for path, text in TEXTS.items() if path.startswith("clauses/")}
POLICY = "policy/acceptable-use.yaml"
KEY = re.compile(r"^ *(?:- )*([a-z_]+):")


def findings(files: dict[str, bytes]) -> tuple[Finding, ...]:
    """What check says of some files."""
    return check(load(files, AS_OF))


BEFORE = {(one.rule, one.place.file, one.message) for one in findings(GOOD)}


@dataclass(frozen=True)
class Spoilt:
    """A file that was spoilt, the line (from 1; 0 for the whole file) that must be named, and by which rules."""

    file: str
    text: str | bytes | None
    at: int
    rules: tuple[str, ...]
    says: str = ""  # the file that must be named, where it is another one


Spoil = Callable[[str, str], Iterator[Spoilt]]


def each(pattern: str, files: dict[str, str] = CLAUSES) -> Iterator[tuple[str, list[str], int, re.Match[str]]]:
    """Every line of some files that a regular expression finds something in."""
    for path, text in files.items():
        lines = text.split("\n")
        for number, line in enumerate(lines):
            if found := re.search(pattern, line):
                yield path, lines, number, found


def swapped(lines: list[str], number: int, *new: str) -> str:
    """The text with other lines in place of one."""
    return "\n".join([*lines[:number], *new, *lines[number + 1 :]])


def misspelt_keys() -> Iterator[Spoilt]:
    for path, lines, number, found in each(r"^ *(?:- )*(title|body|text|items|citations|number|note|outline|clauses):"):
        line = lines[number].replace(f"{found[1]}:", f"{found[1][:-1]}{found[1][-1] * 2}:", 1)
        yield Spoilt(path, swapped(lines, number, line), number + 1, ("unknown-key",))


def keys_written_twice() -> Iterator[Spoilt]:
    for path, lines, number, _ in each(r"^[a-z_]+: ?[^|>\s].*$", TEXTS):
        yield Spoilt(path, swapped(lines, number, lines[number], lines[number]), number + 2, ("yaml-syntax",))


def missing_fields() -> Iterator[Spoilt]:
    for path, lines, number, _ in each(r"^(id|title): "):
        yield Spoilt(path, swapped(lines, number), 1, ("schema",))


def numbers_without_quotes() -> Iterator[Spoilt]:
    for path, lines, number, found in each(r'^number: "([0-9.]+)"$'):
        if found[1].count(".") == 1 and not found[1].endswith("."):
            yield Spoilt(path, swapped(lines, number, f"number: {found[1]}"), number + 1, ("unquoted-number",))


def lists_for_texts() -> Iterator[Spoilt]:
    for path, lines, number, found in each(r"^(title|id): ([\w ]+)$"):
        line = f"{found[1]}: [{found[2]}]"
        yield Spoilt(path, swapped(lines, number, line), number + 1, ("schema",))


def texts_for_lists() -> Iterator[Spoilt]:
    for path, lines, number, found in each(r"^( *)citations: \[(.*)\]$"):
        line = f"{found[1]}citations: {found[2]}"
        yield Spoilt(path, swapped(lines, number, line), number + 1, ("schema",))


def control_characters() -> Iterator[Spoilt]:
    for path, lines, number, _ in each(r"\S", TEXTS):
        yield Spoilt(path, swapped(lines, number, f"{lines[number]}\x07"), number + 1, ("yaml-syntax",))


def turned_directions() -> Iterator[Spoilt]:
    for path, lines, number, _ in each(r"^ {4,}[A-Za-z][^:\[\]{}]*$"):
        line = lines[number].rstrip()
        yield Spoilt(path, swapped(lines, number, f"{line[:-1]}\u202e{line[-1]}"), number + 1, ("printable",))


def merge_markers() -> Iterator[Spoilt]:
    for path, lines, number, _ in each(r"\S", TEXTS):
        yield Spoilt(path, swapped(lines, number, "<<<<<<< HEAD", lines[number]), number + 1, ("yaml-syntax",))


def other_encodings() -> Iterator[Spoilt]:
    for path, lines, number, _ in each(r"\S", TEXTS):
        spoilt = "\n".join([*lines[:number], f"{lines[number]}\x00", *lines[number + 1 :]])
        yield Spoilt(path, spoilt.encode().replace(b"\x00", b"\xe9"), number + 1, ("yaml-syntax",))


def tabs() -> Iterator[Spoilt]:
    for path, lines, number, _ in each(r"^  +(?:[a-z_]+):", {**CLAUSES, POLICY: TEXTS[POLICY]}):
        line = "\t" + lines[number].lstrip()
        yield Spoilt(path, swapped(lines, number, line), number + 1, ("yaml-syntax",))


def misspelt_variables() -> Iterator[Spoilt]:
    for path, lines, number, found in each(r"\{\{ school\.(\w+) \}\}"):
        line = lines[number].replace(f"school.{found[1]} ", f"school.{found[1]}x ", 1)
        yield Spoilt(path, swapped(lines, number, line), number + 1, ("variable-known",))


def arithmetic() -> Iterator[Spoilt]:
    for path, lines, number, _ in each(r"^ {4,}[A-Za-z][^:\[\]{}]*$"):
        yield Spoilt(path, swapped(lines, number, f"{lines[number]} {{{{ 7 * 7 }}}}"), number + 1, ("variable-known",))


def references_to_nothing() -> Iterator[Spoilt]:
    for path, lines, number, _ in each(r"^ {4,}[A-Za-z][^:\[\]{}]*$"):
        line = f"{lines[number]} {{{{ ref('nowhere') }}}}"
        yield Spoilt(path, swapped(lines, number, line), number + 1, ("reference-known",))


def unregistered_citations() -> Iterator[Spoilt]:
    for path, lines, number, found in each(r"ukpga/[0-9]{4}/[0-9]+"):
        line = lines[number].replace(found[0], "ukpga/1066/1", 1)
        yield Spoilt(path, swapped(lines, number, line), number + 1, ("citation-in-register",))


def other_ids() -> Iterator[Spoilt]:
    for path, lines, number, found in each(r"^id: (.+)$"):
        yield Spoilt(path, swapped(lines, number, f"id: {found[1]}-two"), number + 1, ("id-is-file-name",))


def roles_of_nobody() -> Iterator[Spoilt]:
    for path, lines, number, found in each(r"^applies_to: \[([a-z-]+)|  - role: ([a-z-]+)", {POLICY: TEXTS[POLICY]}):
        role = found[1] or found[2]
        yield Spoilt(
            path, swapped(lines, number, lines[number].replace(role, "nobody", 1)), number + 1, ("role-known",)
        )


def clauses_listed_twice() -> Iterator[Spoilt]:
    for path, lines, number, _ in each(r"^      - [a-z-]+$", {POLICY: TEXTS[POLICY]}):
        yield Spoilt(path, swapped(lines, number, lines[number], lines[number]), number + 2, ("clause-listed",))


def deleted_files() -> Iterator[Spoilt]:
    listing = TEXTS[POLICY].split("\n")
    for path in CLAUSES:
        name = Path(path).stem
        at = next(number for number, line in enumerate(listing, 1) if re.search(rf"(- |opening: ){name}$", line))
        yield Spoilt(path, None, at, ("clause-listed",), POLICY)


SPOILERS = (
    *(misspelt_keys, keys_written_twice, missing_fields, numbers_without_quotes, lists_for_texts, texts_for_lists),
    *(control_characters, turned_directions, merge_markers, other_encodings, tabs, misspelt_variables, arithmetic),
    *(references_to_nothing, unregistered_citations, other_ids, roles_of_nobody, clauses_listed_twice, deleted_files),
)


def found_by(spoilt: Spoilt) -> list[Finding]:
    """What is found now that was not found before."""
    files = {path: data for path, data in GOOD.items() if path != spoilt.file}
    if spoilt.text is not None:
        files[spoilt.file] = spoilt.text.encode() if isinstance(spoilt.text, str) else spoilt.text
    return [one for one in findings(files) if (one.rule, one.place.file, one.message) not in BEFORE]


@pytest.mark.parametrize("spoiler", SPOILERS, ids=lambda spoiler: spoiler.__name__)
@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_each_mistake_is_found_in_its_file_and_on_its_line(
    spoiler: Callable[[], Iterator[Spoilt]], data: st.DataObject
) -> None:
    spoilt = data.draw(st.sampled_from(list(spoiler())))
    file = spoilt.says or spoilt.file
    found = found_by(spoilt)
    named = {(one.rule, one.place.file, one.place.line) for one in found}
    assert any((rule, file, spoilt.at) in named for rule in spoilt.rules), (file, spoilt.at, spoilt.rules, named)
    assert any(one.level == "error" for one in found)


@st.composite
def wrecks(draw: st.DrawFn) -> dict[str, bytes]:
    """The good files with several lines deleted, doubled, exchanged, cut or filled with what a keyboard can do."""
    files = dict(GOOD)
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(sorted(files)))
        lines = files[path].decode("utf-8", "replace").split("\n")
        number = draw(st.integers(0, len(lines) - 1))
        line = lines[number]
        cut = draw(st.integers(0, len(line)))
        noise = draw(st.sampled_from(NOISE))
        match draw(st.sampled_from(("delete", "double", "cut", "insert", "indent", "retype", "drop"))):
            case "delete":
                del lines[number]
            case "double":
                lines.insert(number, line)
            case "cut":
                lines[number] = line[:cut]
            case "insert":
                lines[number] = line[:cut] + noise + line[cut:]
            case "indent":
                lines[number] = f" {line}"
            case "retype":
                lines[number] = re.sub(r": .*", lambda _, noise=noise: f": {noise}", line)
            case "drop":
                files.pop(path)
                continue
        files[path] = "\n".join(lines).encode("utf-8", "surrogatepass")
    return files


NOISE = (
    *(
        '"',
        "'",
        ":",
        ": ",
        " #",
        "- ",
        "{",
        "}",
        "{{",
        "}}",
        "{% if",
        "{# ",
        "[",
        "]",
        "*",
        "&a",
        "*a",
        "!x",
        "%",
        "@",
        "`",
        "|",
        ">",
    ),
    *(
        "\t",
        "\x00",
        "\x85",
        "\u2028",
        "\ufeff",
        "\u202e",
        "\ud800",
        "\U0010ffff",
        "---",
        "...",
        "<<: 1",
        "? ",
        "é",
        "\r",
    ),
    *(
        "true",
        "null",
        "~",
        "3",
        "2.10",
        "1e999",
        "2018-02-31",
        "2018-05-01",
        "[]",
        "{}",
        "[[[]]]",
        "{a: [b]}",
        ".inf",
        "0x1F",
    ),
    *(
        "{{ 7*7 }}",
        "{{ school }}",
        "{{ ref(1) }}",
        "{{ ''.__class__ }}",
        "{% for a in b %}",
        "!!binary x",
        "!!set {a}",
        "\\",
    ),
)


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(files=wrecks())
def test_no_wreck_gives_a_traceback_and_every_finding_is_in_its_file(files: dict[str, bytes]) -> None:
    found = findings(files)
    assert found == findings(files)
    for one in found:
        lines = files.get(one.place.file, b"").decode("utf-8-sig", "replace")
        assert one.place.file in files or one.place.file in GOOD or one.place.file == "policy"
        assert 0 <= one.place.line <= max(1, len(re.split("\r\n|[\n\r\x85\u2028\u2029]", lines)))
        assert one.message
        assert one.rule
        assert one.level
        assert one.excerpt == "" or 1 <= one.place.column <= len(one.excerpt) + 1


@pytest.mark.parametrize("piece", ["{", "{{ ", "{% ", "}", "**", "[", "see ", "the Act ", "a.", "and/or "])
def test_a_text_of_one_piece_over_and_over_is_read_to_its_end(piece: str) -> None:
    """Bounded by nothing but its length: what takes the square of it would not come back for hours."""
    path, text = next(iter(CLAUSES.items()))
    spoilt = f'{text}  - "{piece * 10_000}"\n'.encode()
    assert all(one.place.file for one in findings({**GOOD, path: spoilt}))
