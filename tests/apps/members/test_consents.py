from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from shuke.foundation.actors import Actor, ActorKind
from shuke.foundation.members import operations as members
from shuke.foundation.members import queries
from shuke.foundation.members.models import Consent
from shuke.foundation.members.types import Channel, Decision, NewConsent, Purpose

MARKETING_BY_SMS = NewConsent(Purpose.MARKETING, Channel.SMS)


def test_nobody_has_consented_until_they_say_so(enrol):
    member_id = enrol()
    assert not queries.allows(member_id, Purpose.MARKETING, Channel.SMS)
    assert queries.consent_history(member_id) == []


def test_refusing_everything_hinders_no_membership(enrol):
    refusals = tuple(NewConsent(purpose, Channel.ANY, Decision.REFUSED) for purpose in Purpose)
    member_id = enrol(consents=refusals)
    assert queries.get(member_id).status == "active"


@pytest.mark.covers("D27")
def test_a_consent_knows_its_purpose_text_time_place_and_witness_and_can_be_taken_back(enrol, clerk, at):
    member_id = enrol()
    text = members.publish_text(purpose=Purpose.MARKETING, zh="同意接收短信", en="I agree", by=clerk, at=at)

    said = [NewConsent(Purpose.MARKETING, Channel.SMS, text_id=text)]
    members.decide(member_id=member_id, consents=said, by=clerk, at=at)

    line = queries.consent_behind(member_id, Purpose.MARKETING, Channel.SMS)
    assert (line.purpose, line.channel, line.decision, line.at) == ("marketing", "sms", "granted", at)
    assert (line.store_id, line.actor_kind, line.actor_id) == (clerk.store_id, "staff", clerk.id)
    assert len(line.text_sha256) == 64
    assert queries.allows(member_id, Purpose.MARKETING, Channel.SMS)
    assert not queries.allows(member_id, Purpose.MARKETING, Channel.WECOM)

    herself = Actor(ActorKind.MEMBER, member_id)
    members.withdraw(member_id=member_id, purpose=Purpose.MARKETING, by=herself, at=at + timedelta(seconds=1))
    assert not queries.allows(member_id, Purpose.MARKETING, Channel.SMS)

    members.erase(member_id=member_id, reason="本人申请", by=herself, at=at + timedelta(days=1))
    assert len(queries.consent_history(member_id)) == 2
    assert queries.find("13812345678") == []


def test_a_text_that_was_never_published_is_refused(enrol, clerk, at):
    member_id = enrol()
    said = [NewConsent(Purpose.MARKETING, Channel.SMS, text_id=1)]
    with pytest.raises(members.NoSuchText):
        members.decide(member_id=member_id, consents=said, by=clerk, at=at)


def test_who_refused_is_not_asked_again_for_180_days(enrol, clerk, at):
    member_id = enrol()
    assert queries.may_ask(member_id, Purpose.MARKETING, Channel.SMS, at)
    no = [NewConsent(Purpose.MARKETING, Channel.SMS, Decision.REFUSED)]
    members.decide(member_id=member_id, consents=no, by=clerk, at=at)

    assert not queries.may_ask(member_id, Purpose.MARKETING, Channel.SMS, at + timedelta(days=179))
    assert queries.may_ask(member_id, Purpose.MARKETING, Channel.SMS, at + timedelta(days=180))
    assert queries.may_ask(member_id, Purpose.MARKETING, Channel.WECOM, at)


@pytest.mark.parametrize(
    "statement", ["UPDATE members_consent SET decision = 'granted'", "DELETE FROM members_consent"]
)
def test_the_ledger_is_only_added_to(enrol, clerk, at, statement):
    members.decide(member_id=enrol(), consents=[MARKETING_BY_SMS], by=clerk, at=at)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Consent.objects.count() == 1


def test_sets_and_single_answers_agree(enrol, clerk, at):
    people = [enrol(f"1380000000{last}") for last in range(6)]
    for place, member_id in enumerate(people):
        decisions = [Decision.GRANTED, Decision.WITHDRAWN, Decision.REFUSED][: place % 3 + 1]
        for turn, decision in enumerate(decisions):
            said = [NewConsent(Purpose.MARKETING, Channel.SMS, decision)]
            members.decide(member_id=member_id, consents=said, by=clerk, at=at + timedelta(minutes=turn))

    together = queries.consenting(Purpose.MARKETING, Channel.SMS)
    assert together == {one for one in people if queries.allows(one, Purpose.MARKETING, Channel.SMS)}
    assert together == {people[0], people[3]}


def test_a_frozen_member_is_not_spoken_to_but_may_withdraw(enrol, clerk, at):
    member_id = enrol(consents=(MARKETING_BY_SMS,))
    members.freeze(member_id=member_id, reason="核查", by=clerk, at=at)
    assert not queries.allows(member_id, Purpose.MARKETING, Channel.SMS)
    members.withdraw(member_id=member_id, purpose=Purpose.MARKETING, by=clerk, at=at)
    members.unfreeze(member_id=member_id, reason="核查完成", by=clerk, at=at + timedelta(hours=1))
    assert not queries.allows(member_id, Purpose.MARKETING, Channel.SMS)


def test_nobody_under_eighteen(enrol, at):
    child = enrol("13800000001", birthday="2010-01-01")
    grown = enrol("13800000002", birthday="1990-01-01")
    silent = enrol("13800000003")
    assert queries.minors(None, at.date()) == {child}
    assert [queries.is_minor(one, at.date()) for one in (child, grown, silent)] == [True, False, False]


def test_birthdays_are_found_by_day(enrol):
    today = enrol("13800000001", birthday="1990-03-10")
    enrol("13800000002", birthday="1990-03-11")
    enrol("13800000003", birthday="1990")
    assert queries.birthdays(3, 10) == [today]
