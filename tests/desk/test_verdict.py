"""The desk refuses what a whole check would refuse, and nothing else, whatever is written."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausebook.app.workspace import open_workspace
from clausebook.desk.keeping import changed
from clausebook.lint.run import check, errors
from tests.desk.clerks import AS_OF

PIECES = st.sampled_from(
    ["{{ nothing }}", "{{ ref('gone') }}", "{{ ref('cameras') }}", "Staff must call.", "n\u043et", "sha11", "\u202e",
     "{% if x %}", "<b>", "[x](y)", "id: other", "\n  - note: [", "citations: [ukpga/1066/1]", "yes", ": "]
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_verdict_of_the_desk_is_that_of_a_whole_check(made: Path, data: st.DataObject) -> None:
    register = open_workspace(made, AS_OF).register
    paths = [path for path in register.files if path.startswith(("clauses/", "policy/"))]
    files: dict[str, str | None] = {}
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from(paths))
        text = register.files[path].decode()
        at = data.draw(st.integers(0, len(text)))
        piece, long = data.draw(PIECES), data.draw(st.integers(0, 30))
        files[path] = None if data.draw(st.integers(0, 9)) == 0 else text[:at] + piece + text[at + long :]
    after = changed(register, files)

    def said(findings: object) -> Counter[tuple[str, str, str]]:
        return Counter((one.rule, one.place.file, one.message) for one in findings if one.level == "error")  # type: ignore[attr-defined]

    whole, before = said(check(after)), said(check(register))
    assert said(errors(after)) == whole
    assert before == {}
