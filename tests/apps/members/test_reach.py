import pytest

from shuke.foundation import scopes
from shuke.foundation.audit import queries as audit
from shuke.foundation.members import operations as members
from shuke.foundation.members import queries
from shuke.foundation.members.models import Member
from shuke.foundation.members.types import Decision, IdentityKind, NewConsent, Purpose
from shuke.foundation.org.models import Store


@pytest.fixture
def franchise(stores) -> scopes.Scope:
    store = Store.objects.get(code="F1")
    return scopes.Scope(stores=frozenset({store.id}), entities=frozenset({store.entity_id}))


def test_outside_any_scope_no_question_is_answered(enrol):
    token = scopes._current.set(None)
    try:
        with pytest.raises(scopes.UnscopedQuery):
            list(Member.objects.all())
    finally:
        scopes._current.reset(token)


def test_a_franchisee_sees_its_own_members_and_those_who_agreed_to_be_shared(enrol, franchise, clerk, at):
    own = enrol("13800000001", store="F1")
    stranger = enrol("13800000002")
    shared = enrol("13800000003", consents=(NewConsent(Purpose.SHARING),))

    with scopes.of(franchise):
        assert set(Member.objects.values_list("id", flat=True)) == {own, shared}
        assert queries.find("13800000002") == []
        assert [one.member_id for one in queries.find("13800000003")] == [shared]
        with pytest.raises(members.NoSuchMember):
            queries.profile(stranger)

    members.withdraw(member_id=shared, purpose=Purpose.SHARING, by=clerk, at=at)
    with scopes.of(franchise):
        assert queries.find("13800000003") == []


def test_a_member_handed_to_a_franchisees_store_is_seen_there(enrol, franchise, stores, clerk, at):
    member_id = enrol()
    members.reassign(member_id=member_id, store_id=stores["F1"], from_date=at.date(), reason="迁居", by=clerk, at=at)
    with scopes.of(franchise):
        assert queries.get(member_id).member_id == member_id
        assert queries.owned_by(store_id=stores["F1"]) == [member_id]


def test_consent_given_later_opens_the_door(enrol, franchise, clerk, at):
    member_id = enrol()
    for decision, seen in ((Decision.GRANTED, 1), (Decision.WITHDRAWN, 0)):
        members.decide(member_id=member_id, consents=[NewConsent(Purpose.SHARING, decision=decision)], by=clerk, at=at)
        with scopes.of(franchise):
            assert Member.objects.count() == seen


def test_a_member_is_found_by_phone_card_old_code_and_last_four(enrol):
    member_id = enrol(
        "13812345678", legacy_id="OLD-1", identities=((IdentityKind.CARD, "VIP-0042"), (IdentityKind.UNION_ID, "oX1"))
    )
    number = queries.get(member_id).number
    for text in ("13812345678", "+86 138 1234 5678", "vip-0042", "OLD-1", number, "5678", "0042"):
        assert [one.member_id for one in queries.find(text)] == [member_id], text
    for text in ("13812345679", "5679", "oX1", "王"):
        assert queries.find(text) == []


def test_all_who_share_the_last_four_are_shown_masked(enrol):
    people = [enrol(f"138{count:04d}5678") for count in range(3)]
    assert [one.member_id for one in queries.find("5678")] == people
    assert {one.phone_masked for one in queries.find("5678")} == {"138****5678"}


@pytest.mark.covers("D26")
def test_a_phone_is_masked_everywhere_and_revealed_only_with_a_reason_and_a_trace(enrol, clerk, at):
    member_id = enrol("13812345678", name="王小明")

    assert "13812345678" not in repr(queries.profile(member_id)) + repr(queries.get(member_id))
    with pytest.raises(members.ReasonNeeded):
        members.reveal(member_id=member_id, reason=" ", by=clerk, at=at)
    assert not audit.entries(action="members.reveal").exists()

    assert members.reveal(member_id=member_id, reason="核对快递", by=clerk, at=at) == "13812345678"
    trace = audit.entries(action="members.reveal").get()
    assert (trace.subject, trace.reason, trace.actor_id, trace.at) == (
        f"member:{member_id}",
        "核对快递",
        clerk.id,
        at,
    )
    assert b"13812345678" not in bytes(Member.everyone.get(pk=member_id).identities.get().ciphertext)


def test_what_is_not_there_is_not_revealed(enrol, clerk, at):
    member_id = enrol(None, legacy_id="OLD-1")
    with pytest.raises(members.NothingToReveal):
        members.reveal(member_id=member_id, reason="核对", by=clerk, at=at)
    with pytest.raises(members.NoSuchMember):
        members.reveal(member_id=1, reason="核对", by=clerk, at=at)


def test_a_new_phone_takes_the_place_of_the_old(enrol, clerk, at):
    member_id = enrol("13812345678")
    members.change_phone(member_id=member_id, phone="139 0000 0001", by=clerk, at=at)

    assert queries.find("13812345678") == []
    assert queries.phones([member_id]) == {member_id: "13900000001"}
    trace = audit.entries(action="members.change_phone").get()
    assert (trace.before, trace.after) == ({"phone": "138****5678"}, {"phone": "139****0001"})


def test_the_phone_of_another_member_is_not_taken(enrol, clerk, at):
    member_id, other = enrol("13800000001"), enrol("13800000002")
    with pytest.raises(members.IdentityTaken):
        members.change_phone(member_id=member_id, phone="13800000002", by=clerk, at=at)
    assert queries.phones([member_id, other]) == {member_id: "13800000001", other: "13800000002"}


def test_a_wecom_contact_can_be_added_later(enrol, clerk, at):
    member_id = enrol()
    for _ in range(2):
        members.add_identity(member_id=member_id, kind=IdentityKind.WECOM_ID, value="wm-1", by=clerk, at=at)
    assert queries.ids_by_identity(IdentityKind.WECOM_ID, ["wm-1"]) == {"wm-1": member_id}


def test_a_card_number_of_ours_is_found_as_a_card(enrol):
    member_id = enrol()
    number = queries.get(member_id).number
    assert queries.ids_by_identity(IdentityKind.CARD, [number, "nope"]) == {number: member_id}
