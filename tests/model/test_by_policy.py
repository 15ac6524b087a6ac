"""Records of all policies are a sequence like any other, and those of a policy are made when they are asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from clausebook.model.by_policy import ByPolicy, of_policies


@dataclass(frozen=True)
class Thing:
    policy: str
    number: int


made = st.dictionaries(st.sampled_from("abc"), st.lists(st.integers(0, 3), max_size=3), max_size=3)


@given(made)
def test_it_is_the_tuple_of_all_records_policy_by_policy(numbers: dict[str, list[int]]) -> None:
    asked: list[str] = []

    def records(policy: str) -> tuple[Thing, ...]:
        asked.append(policy)
        return tuple(Thing(policy, number) for number in numbers[policy])

    found = ByPolicy({policy: lambda policy=policy: records(policy) for policy in numbers}, {})  # type: ignore[misc]
    whole = tuple(Thing(policy, number) for policy, ones in numbers.items() for number in ones)
    assert not asked
    for policy in "abc":
        assert found.of(policy) == tuple(one for one in whole if one.policy == policy)
    assert (tuple(found), len(found), bool(found)) == (whole, len(whole), bool(whole))
    assert tuple(reversed(found)) == whole[::-1]
    assert found == whole
    assert found == list(whole)
    assert found != (*whole, Thing("d", 0))
    assert found != "no sequence of records"
    assert found[1:] == whole[1:]
    assert not whole or (found[-1], found[0]) == (whole[-1], whole[0])
    later = found.mapped(lambda ones: (replace(one, number=one.number + 1) for one in ones))
    assert tuple(later) == tuple(replace(one, number=one.number + 1) for one in whole)
    assert sorted(asked) == sorted(numbers)


@given(made, st.sets(st.sampled_from("abc")))
def test_the_records_of_some_policies_are_in_their_order(numbers: dict[str, list[int]], wanted: set[str]) -> None:
    things = {policy: tuple(Thing(policy, one) for one in ones) for policy, ones in numbers.items()}
    found = ByPolicy({policy: lambda policy=policy: things[policy] for policy in things}, dict.fromkeys(things, ""))  # type: ignore[misc]
    whole = tuple(one for ones in things.values() for one in ones)
    assert (
        of_policies(found, wanted) == of_policies(whole, wanted) == tuple(one for one in whole if one.policy in wanted)
    )
