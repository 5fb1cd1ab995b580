"""What events ask for, which parts to merge, and who survives, as tables of cases."""

import pytest

from shuke.insight.warehouse import rules
from shuke.insight.warehouse.parameters import MissingParameter, chosen
from shuke.insight.warehouse.types import FactKind, Layer, Part


def parts(*rows: int) -> list[Part]:
    return [
        Part(number, FactKind.LINES, Layer.BASE, f"lines/{number}.parquet", count, 1, None, None)
        for number, count in enumerate(rows)
    ]


def test_what_came_and_went_within_one_run_is_not_wanted_at_all():
    wanted = rules.wanted([("sales.recorded", {"receipt_ids": [1, 2]}), ("sales.retracted", {"receipt_ids": [2, 3]})])
    assert wanted.ids[FactKind.RECEIPTS] == [1]
    assert wanted.ids[FactKind.RETRACTIONS] == [3]


def test_a_receipt_named_twice_is_wanted_once():
    assert rules.wanted([("sales.recorded", {"receipt_ids": [1, 1]})] * 2).ids[FactKind.RECEIPTS] == [1]


@pytest.mark.parametrize(
    ("payload", "members"),
    [
        ({"member_id": 1}, {1}),
        ({"member_ids": [1, 2]}, {1, 2}),
        ({"merged_id": 1, "survivor_id": 2}, {1, 2}),
        ({"from_member_id": 1, "to_member_id": 2}, {1, 2}),
    ],
)
def test_an_event_about_members_names_those_who_changed(payload, members):
    wanted = rules.wanted([("members.something", payload)])
    assert (wanted.members, wanted.every_member) == (members, False)


def test_an_event_about_members_that_names_none_may_have_touched_any():
    assert rules.wanted([("members.owners_moved", {"store_id": 7})]).every_member


def test_strange_events_ask_for_nothing():
    wanted = rules.wanted([("weather.changed", {"member_ids": [1]})])
    assert (wanted.size(), wanted.members, wanted.dimensions) == (0, set(), set())


@pytest.mark.parametrize(
    ("rows", "groups"),
    [
        ([5] * 7, []),
        ([5] * 8, [8]),
        ([5] * 8 + [500_000], [8]),
        ([900_000] * 9, [4, 4]),
        ([4_000_000] * 20, []),
    ],
    ids=["too few", "enough", "a big one stays", "too few within the limit", "the biggest stay"],
)
def test_parts_of_one_magnitude_are_merged_when_they_are_many(rows, groups):
    found = [len(group) for group in rules.groups_to_compact(parts(*rows))]
    assert found == [size for size in groups if size >= rules.FEWEST_TO_COMPACT]


def test_crumbs_are_gathered_when_they_are_many_and_never_with_the_loaf():
    assert rules.crumbs(parts(*[3] * 31)) == []
    assert [part.rows for part in rules.crumbs(parts(*[3] * 32, 500_000))] == [3] * 32


@pytest.mark.parametrize(
    ("merges", "final"),
    [
        ({1: 2}, {1: 2}),
        ({1: 2, 2: 3}, {1: 3, 2: 3}),
        ({1: 2, 2: 3, 3: 4}, {1: 4, 2: 4, 3: 4}),
    ],
)
def test_a_merge_is_followed_to_its_end(merges, final):
    assert rules.final_survivors(merges) == final


def test_a_circle_of_merges_ends():
    assert set(rules.final_survivors({1: 2, 2: 1})) == {1, 2}


def test_a_measure_takes_what_it_names_and_misses_what_is_not_given():
    assert chosen({"a"}, {"a": 1, "b": 2}) == {"a": 1}
    with pytest.raises(MissingParameter, match="c"):
        chosen({"c"}, {"a": 1})
