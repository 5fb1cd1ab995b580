"""Bring somebody, be rewarded when the purchase stands, give it back when it does not."""

import secrets
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from shuke.foundation import clock, ids
from shuke.foundation.actors import Actor
from shuke.foundation.db.locks import lock_in_transaction
from shuke.foundation.members import queries as members
from shuke.foundation.refusals import Refusal
from shuke.foundation.rulebook import queries as rulebook
from shuke.foundation.rulebook.types import RuleVersion
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Reversal, Source
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.points import operations as points
from shuke.selling.referrals import queries
from shuke.selling.referrals.document import ReferralRule
from shuke.selling.referrals.models import Referral, ReferralCode, ReferralReward
from shuke.selling.referrals.types import RULE_KIND, RewardState
from shuke.selling.sales import queries as sales
from shuke.selling.sales.types import SaleFact

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_CODE_LENGTH = 8


class NoProgramme(Refusal):
    """Nobody is rewarded for referrals today."""

    code = "referrals.no_programme"
    zh = "当前没有生效的推荐规则"
    en = "No referral rule is in force"


class UnknownReferralCode(Refusal):
    """No member refers by this code."""

    code = "referrals.unknown_code"
    status = 404
    zh = "推荐码不存在"
    en = "There is no such referral code"


class SelfReferral(Refusal):
    """Nobody brings oneself."""

    code = "referrals.self"
    zh = "不能推荐自己"
    en = "Nobody can refer oneself"


class ReferralRing(Refusal):
    """The referrer was brought, directly or through others, by the very member who is to be brought."""

    code = "referrals.ring"
    zh = "推荐关系不能成环"
    en = "Referrals cannot form a ring"


class NotNew(Refusal):
    """The member joined too long ago, has bought already, or was brought by somebody else."""

    code = "referrals.not_new"
    zh = "只有新入会且未消费、未被推荐过的会员可以绑定推荐人"
    en = "Only a new member who has not bought and was not referred yet can name a referrer"


@transaction.atomic
def invite(*, member_id: int, at: datetime) -> str:
    """Return the member's code, which is made at the first call."""
    known = ReferralCode.objects.filter(member_id=member_id).first()
    if known is not None:
        return known.code
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
    made, _ = ReferralCode.objects.get_or_create(member_id=member_id, defaults={"code": code, "made_at": at})
    return made.code


@transaction.atomic
def relate(*, invitee_id: int, code: str, by: Actor, at: datetime) -> int:
    """Note that the code's member has brought the invitee, and return the referral's id; asked twice it is one.

    Refuses NoProgramme, UnknownReferralCode, SelfReferral, ReferralRing, NotNew.
    """
    today = clock.business_date(at)
    version, rule = _rule_on(today)
    referrer_id = ReferralCode.objects.filter(code=code.strip().upper()).values_list("member_id", flat=True).first()
    if referrer_id is None:
        raise UnknownReferralCode(field="code")
    lock_in_transaction("referrals.relate")  # of two who name each other at once, one must see the other
    known = Referral.objects.filter(invitee_id=invitee_id).first()
    if known is not None and known.referrer_id == referrer_id:
        return known.id
    family = set(members.family(invitee_id))
    if referrer_id in family:
        raise SelfReferral(field="code")
    if family & queries.ancestors(referrer_id):
        raise ReferralRing(field="code")
    if known is not None or not _is_new(invitee_id, rule, today):
        raise NotNew
    referral = Referral.objects.create(
        referrer_id=referrer_id, invitee_id=invitee_id, rule_version_id=version.id, related_at=at, related_on=today
    )
    return referral.id


@transaction.atomic
def note_purchase(*, receipt_id: int) -> int | None:
    """Let a first purchase promise the reward; return the reward's id, None where there is nothing to reward.

    The same receipt twice promises once.
    """
    sale = sales.after_returns(receipt_id)
    if sale is None or sale.member_id is None:
        return None
    referral = Referral.objects.filter(invitee_id__in=members.family(sale.member_id)).first()
    if referral is None or ReferralReward.objects.filter(referral=referral).exists():
        return None
    rule = queries.rule_of(referral.rule_version_id)
    if not _qualifies(sale, referral, rule):
        return None
    return _promise(sale, referral, rule)


def settle_due(*, on: date, by: Actor, at: datetime) -> int:
    """Give the rewards whose return window has closed, or deny them where the purchase did not stand; how many given.

    Each is its own transaction and is settled once, whoever else works at the same time.
    """
    due = ReferralReward.objects.filter(state=RewardState.PENDING, due_on__lte=on).order_by("due_on", "id")
    return sum(_settle(reward_id, by, at) for reward_id in list(due.values_list("id", flat=True)))


@transaction.atomic
def note_return(*, receipt_id: int, by: Actor, at: datetime) -> bool:
    """Look again at the reward of a purchase of which something came back; True when it was clawed back.

    Points are taken back even when spent (debt), coupons as far as they are unused.
    """
    reward = ReferralReward.objects.select_for_update().filter(receipt_id=receipt_id, state=RewardState.GIVEN).first()
    if reward is None or _stands(reward):
        return False
    source = Source("referral_clawback", reward.id)
    for set_id in reward.set_ids:
        book.reverse(reversal=Reversal(set_id=set_id, source=source), by=by, at=at)
    for coupon_id in reward.coupon_ids:
        try:
            coupons.void(coupon_ids=[coupon_id], reason="referral clawed back", by=by, at=at)
        except coupons.NotUsable:
            continue  # it was used: what it gave is the price of having trusted
    reward.state = RewardState.CLAWED_BACK
    reward.save(update_fields=["state"])
    return True


@transaction.atomic
def _settle(reward_id: int, by: Actor, at: datetime) -> bool:
    reward = ReferralReward.objects.select_for_update().filter(id=reward_id, state=RewardState.PENDING).first()
    if reward is None:
        return False
    if not _stands(reward):
        ReferralReward.objects.filter(id=reward_id).update(state=RewardState.DENIED, reason="returned")
        return False
    given = [
        _give("referrer", reward, reward.referrer_id, by, at),
        _give("invitee", reward, reward.referral.invitee_id, by, at),
    ]
    reward.state = RewardState.GIVEN
    reward.set_ids = [set_id for set_ids, _ in given for set_id in set_ids]
    reward.coupon_ids = [coupon_id for _, coupon_ids in given for coupon_id in coupon_ids]
    reward.save(update_fields=["state", "set_ids", "coupon_ids"])
    return True


def _give(side: str, reward: ReferralReward, member_id: int, by: Actor, at: datetime) -> tuple[list[int], list[int]]:
    """Give one side its points and coupon; return the book's sets and the coupons' ids."""
    amount, template = getattr(reward, f"{side}_points"), getattr(reward, f"{side}_coupon")
    set_ids, coupon_ids = [], []
    if amount:
        source = Source(f"referral_{side}", reward.id)
        posted = points.award(member_id=member_id, points=amount, source=source, by=by, at=at)
        set_ids.append(posted.set_id)
    if template:
        coupon_ids.append(
            coupons.issue(
                template=template,
                member_id=member_id,
                source=Source("referral", reward.id),
                by=by,
                at=at,
                occasion=f"referral:{reward.id}",
            )
        )
    return set_ids, coupon_ids


def _promise(sale: SaleFact, referral: Referral, rule: ReferralRule) -> int | None:
    month = ReferralReward.objects.filter(
        referrer_id=referral.referrer_id,
        bought_on__year=sale.business_date.year,
        bought_on__month=sale.business_date.month,
    ).exclude(state=RewardState.DENIED)
    full = month.count() >= rule.most_a_month
    try:
        with transaction.atomic():
            return ReferralReward.objects.create(
                id=ids.new(),
                referral=referral,
                referrer_id=referral.referrer_id,
                receipt_id=sale.id,
                state=RewardState.DENIED if full else RewardState.PENDING,
                reason="month_is_full" if full else "",
                bought_on=sale.business_date,
                due_on=sale.business_date + timedelta(days=rule.return_days),
                referrer_points=rule.referrer.points,
                invitee_points=rule.invitee.points,
                referrer_coupon=rule.referrer.coupon,
                invitee_coupon=rule.invitee.coupon,
            ).id
    except IntegrityError:
        return None  # somebody else noted the purchase at the same moment


def _rule_on(day: date) -> tuple[RuleVersion, ReferralRule]:
    version = rulebook.find_in_force(RULE_KIND, day)
    if version is None:
        raise NoProgramme
    return version, rulebook.document(version, ReferralRule)


def _is_new(member_id: int, rule: ReferralRule, today: date) -> bool:
    joined = members.joined_on(member_id)
    bought = any(sales.has_bought(each) for each in members.family(member_id))
    return today <= joined + timedelta(days=rule.relate_days) and not bought


def _qualifies(sale: SaleFact, referral: Referral, rule: ReferralRule) -> bool:
    in_time = sale.business_date <= referral.related_on + timedelta(days=rule.within_days)
    return in_time and sale.net_minor >= max(rule.minimum_minor, 1)


def _stands(reward: ReferralReward) -> bool:
    sale = sales.after_returns(reward.receipt_id)
    rule = queries.rule_of(reward.referral.rule_version_id)
    return sale is not None and sale.net_minor >= max(rule.minimum_minor, 1)
