"""What is worked out once for an object is never given for another one, however many came and went."""

from __future__ import annotations

from clausebook.text.once import IdentityMemo


class Thing:
    """Equal to every other one, and not the same."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None


def test_an_equal_object_is_another_one_and_so_is_the_same_one_with_something_else() -> None:
    once: IdentityMemo[Thing, int] = IdentityMemo(10)
    one, other = Thing(), Thing()
    assert [once.of(one, "a", lambda: 1), once.of(other, "a", lambda: 2), once.of(one, "b", lambda: 3)] == [1, 2, 3]
    assert [once.of(one, "a", lambda: 4), once.of(other, "a", lambda: 4), once.of(one, "b", lambda: 4)] == [1, 2, 3]


def test_an_object_that_took_the_place_of_one_that_is_gone_is_asked_for_itself() -> None:
    once: IdentityMemo[Thing, int] = IdentityMemo(3)
    assert [once.of(Thing(), None, lambda number=number: number) for number in range(1000)] == list(range(1000))


def test_the_oldest_go_first() -> None:
    once: IdentityMemo[Thing, int] = IdentityMemo(2)
    first, second, third = Thing(), Thing(), Thing()
    for number, one in enumerate((first, second, third)):
        once.of(one, None, lambda number=number: number)
    assert [once.of(one, None, lambda: 9) for one in (second, third, first)] == [1, 2, 9]
