from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import connection

from shuke.foundation.datamap.types import Words
from shuke.foundation.members import operations as members
from shuke.foundation.members import queries
from shuke.foundation.members.models import Member, Merge
from shuke.foundation.members.types import (
    Channel,
    Decision,
    FieldType,
    FollowLine,
    IdentityKind,
    NewConsent,
    Purpose,
    Sensitivity,
    Status,
)
from shuke.foundation.outbox.models import OutboxEvent

TABLES = (
    "members_member",
    "members_identity",
    "members_ownership",
    "members_profile_value",
    "members_consent",
    "members_basic_source",
)


@dataclass
class Points:
    """A room above with balances."""

    name = "points"
    balances: dict[int, int] = field(default_factory=dict)
    moved: dict[int, int] = field(default_factory=dict)

    def preview(self, *, survivor_id, merged_id):
        return [FollowLine(Words("积分", "Points"), self.balances[merged_id])]

    def follow(self, *, merge_id, survivor_id, merged_id, by, at):
        self.moved[merge_id] = self.balances[merged_id]
        self.balances[survivor_id] += self.balances[merged_id]
        self.balances[merged_id] = 0

    def unfollow(self, *, merge_id, survivor_id, merged_id, by, at):
        self.balances[survivor_id] -= self.moved[merge_id]
        self.balances[merged_id] += self.moved.pop(merge_id)


class Broken(Points):
    def follow(self, **_):
        raise ConnectionError("the ledger is away")


def snapshot() -> dict[str, list[tuple]]:
    """Every row of the room, but for the time of the latest change."""
    rows = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            names = [column[0] for column in cursor.description]
            rows[table] = [
                tuple(
                    bytes(value) if isinstance(value, memoryview) else value
                    for name, value in zip(names, row, strict=True)
                    if name != "changed_at"
                )
                for row in cursor.fetchall()
            ]
    return rows


@pytest.fixture
def hobby(clerk, at, db):
    return members.define_field(
        key="hobby", group="兴趣", label_zh="爱好", label_en="Hobby", type=FieldType.CHOICE, options=["茶", "跑步"],
        sensitivity=Sensitivity.NONE, by=clerk, at=at,
    )  # fmt: skip


@pytest.fixture
def pair(enrol, hobby):
    """The same woman by phone at the till, and by card and WeChat online."""
    till = enrol("13800000001", name="王小明", birthday="1990-05-12", profile={"hobby": "茶"})
    online = enrol(
        None, store="S2", source="mini_program", name="王小明", birthday="1990-05-12", profile={"hobby": "跑步"},
        identities=((IdentityKind.UNION_ID, "u-1"), (IdentityKind.CARD, "VIP-1")),
        consents=(NewConsent(Purpose.MARKETING, Channel.SMS),),
    )  # fmt: skip
    return till, online


@pytest.mark.covers("C09")
def test_a_merge_by_phone_union_id_and_card_is_shown_first_and_undone_exactly(pair, clerk, at):
    till, online = pair
    points = Points({till: 100, online: 40})
    before = snapshot()

    preview = queries.preview_merge(survivor_id=till, merged_id=online, followers=[points])
    assert preview.identities == ((IdentityKind.UNION_ID, "****"), (IdentityKind.CARD, "****IP-1"))
    assert preview.conflicts == ("hobby",)
    assert [fact.decision for fact in preview.consents] == ["granted"]
    assert preview.followers["points"][0].amount == 40
    assert snapshot() == before

    merge_id = members.merge(survivor_id=till, merged_id=online, followers=[points], by=clerk, at=at)
    assert queries.ids_by_identity(IdentityKind.UNION_ID, ["u-1"]) == {"u-1": till}
    assert queries.ids_by_identity(IdentityKind.CARD, ["vip-1"]) == {"vip-1": till}
    assert queries.ids_by_identity(IdentityKind.PHONE, ["13800000001"]) == {"13800000001": till}
    assert [one.member_id for one in queries.find("VIP-1")] == [till]
    assert queries.allows(till, Purpose.MARKETING, Channel.SMS)
    assert points.balances == {till: 140, online: 0}
    assert queries.get(online).member_id == till

    members.unmerge(merge_id=merge_id, followers=[points], by=clerk, at=at + timedelta(days=1))
    assert snapshot() == before
    assert points.balances == {till: 100, online: 40}
    assert not queries.allows(till, Purpose.MARKETING, Channel.SMS)
    assert queries.allows(online, Purpose.MARKETING, Channel.SMS)


def test_the_survivor_keeps_its_word_and_is_filled_where_it_is_silent(enrol, hobby, clerk, at):
    silent, talking = enrol("13800000001"), enrol("13800000002", profile={"hobby": "茶"})
    preview = queries.preview_merge(survivor_id=silent, merged_id=talking)
    members.merge(survivor_id=silent, merged_id=talking, by=clerk, at=at)

    assert preview.filled == ("hobby",)
    assert [(entry.key, entry.value) for entry in queries.profile(silent).entries] == [("hobby", "茶")]


def test_a_merge_whose_follower_fails_did_not_happen(pair, clerk, at):
    before = snapshot()
    with pytest.raises(ConnectionError):
        members.merge(survivor_id=pair[0], merged_id=pair[1], followers=[Broken()], by=clerk, at=at)
    assert snapshot() == before
    assert not Merge.objects.exists()
    assert not OutboxEvent.objects.filter(name="members.merged").exists()


def test_a_merge_and_its_undoing_are_told_to_the_rooms_above(pair, clerk, at):
    merge_id = members.merge(survivor_id=pair[0], merged_id=pair[1], by=clerk, at=at)
    members.unmerge(merge_id=merge_id, by=clerk, at=at)
    told = OutboxEvent.objects.filter(name__contains="merged").order_by("number")
    assert [(event.name, event.payload["survivor_id"]) for event in told] == [
        ("members.merged", pair[0]),
        ("members.unmerged", pair[0]),
    ]


def test_merges_in_a_chain_lead_to_the_last_survivor_and_are_undone_in_turn(enrol, clerk, at):
    first, second, third = (enrol(f"1380000000{last}") for last in range(3))
    before = snapshot()
    early = members.merge(survivor_id=second, merged_id=first, by=clerk, at=at)
    between = snapshot()
    late = members.merge(survivor_id=third, merged_id=second, by=clerk, at=at)
    assert queries.resolve([first, second, third]) == {first: third, second: third, third: third}

    with pytest.raises(members.UndoLaterMergeFirst):
        members.unmerge(merge_id=early, by=clerk, at=at)

    members.unmerge(merge_id=late, by=clerk, at=at)
    assert snapshot() == between
    members.unmerge(merge_id=early, by=clerk, at=at)
    assert snapshot() == before


def test_a_member_is_not_merged_with_itself(enrol, clerk, at):
    member_id = enrol()
    with pytest.raises(members.SameMember):
        members.merge(survivor_id=member_id, merged_id=member_id, by=clerk, at=at)


def test_a_merge_is_undone_once(pair, clerk, at):
    merge_id = members.merge(survivor_id=pair[0], merged_id=pair[1], by=clerk, at=at)
    members.unmerge(merge_id=merge_id, by=clerk, at=at)
    with pytest.raises(members.NoSuchMerge):
        members.unmerge(merge_id=merge_id, by=clerk, at=at)


def test_a_merged_account_takes_part_in_nothing_more(pair, clerk, at):
    members.merge(survivor_id=pair[0], merged_id=pair[1], by=clerk, at=at)
    with pytest.raises(members.NotInThisStatus):
        members.merge(survivor_id=pair[0], merged_id=pair[1], by=clerk, at=at)
    with pytest.raises(members.NoSuchMember):
        members.merge(survivor_id=pair[0], merged_id=1, by=clerk, at=at)


def test_a_frozen_account_is_frozen_again_after_undoing(pair, clerk, at):
    members.freeze(member_id=pair[1], reason="核查", by=clerk, at=at)
    merge_id = members.merge(survivor_id=pair[0], merged_id=pair[1], by=clerk, at=at)
    members.unmerge(merge_id=merge_id, by=clerk, at=at)
    assert Member.everyone.get(pk=pair[1]).status == Status.FROZEN


def test_a_later_no_of_either_account_holds_for_the_person(pair, clerk, at):
    members.merge(survivor_id=pair[0], merged_id=pair[1], by=clerk, at=at)
    no = [NewConsent(Purpose.MARKETING, Channel.SMS, Decision.WITHDRAWN)]
    members.decide(member_id=pair[0], consents=no, by=clerk, at=at + timedelta(minutes=1))
    assert not queries.allows(pair[0], Purpose.MARKETING, Channel.SMS)


def test_likely_duplicates_are_listed_with_score_and_reason(pair, enrol, clerk, at):
    enrol("13800000001", identities=((IdentityKind.CARD, "VIP-1"),))
    other = enrol("13800000009", name="王小明", birthday="1990-05-12")

    suspects = queries.duplicates()

    assert [(one.member_id, one.other_id, one.score, one.reasons) for one in suspects] == [
        (pair[0], pair[1], 95, ("identity:card", "name_and_birthday")),
        (pair[0], other, 75, ("name_and_birthday", "same_store")),
    ]
    members.merge(survivor_id=pair[0], merged_id=pair[1], by=clerk, at=at)
    assert [one.other_id for one in queries.duplicates()] == [other]
