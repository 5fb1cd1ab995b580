"""What members hold in a simulated year, away from the basket: money, passes, benefits, points, rewards."""

from datetime import datetime, timedelta
from typing import TypedDict

from shuke.foundation import clock, ids
from shuke.foundation.actors import SYSTEM, Actor
from shuke.foundation.policy.types import Cause
from shuke.ledgers.benefits import operations as benefits
from shuke.ledgers.benefits import queries as held
from shuke.ledgers.book import operations as book
from shuke.ledgers.book.types import Holder, Source, Spending, member
from shuke.ledgers.book.types import card as card_holder
from shuke.ledgers.passes import operations as passes
from shuke.ledgers.points import operations as points
from shuke.ledgers.points.types import CURRENCY as POINTS
from shuke.ledgers.stored_value import operations as stored_value
from shuke.ledgers.stored_value import queries as worth
from shuke.ledgers.stored_value.types import Method, NewTopUp, RefundChannel
from shuke.selling.rewards import operations as rewards
from shuke.selling.rewards.types import Occasion
from shuke.surfaces import topping_up
from shuke.surfaces.demo.year_state import Year


class _Terms(TypedDict):
    """What a refund and the proposal of one have in common."""

    holder: Holder
    cause: Cause
    channel: RefundChannel
    reason: str
    store_id: int
    by: Actor
    at: datetime
    identity_shown: bool


_PACKAGES = (("pay500", 50_000), ("pay1000", 100_000), ("pay2000", 200_000))


def top_up(year: Year) -> str | None:
    """Take a payment in: a package with all that it promises, or any amount."""
    owner = year.somebody()
    package, paid = year.chance.choice((*_PACKAGES, (None, year.chance.randrange(1_000, 80_000))))
    new = NewTopUp(
        id=ids.new(),
        holder=member(owner),
        paid_minor=paid,
        store_id=year.chance.choice(year.stores),
        method=year.chance.choice((Method.CASH, Method.CARD, Method.WECHAT)),
        package=package,
        identified=True,
    )
    done = topping_up.take(new=new, by=year.manager, at=year.at)
    if year.chance.random() < 0.05:
        again = topping_up.take(new=new, by=year.manager, at=year.at)
        if not again.repeated or again.paid_minor != done.paid_minor:
            raise RuntimeError(f"top-up {new.id} was taken twice")
    year.savers.append(owner)
    return "top-up"


def spend_by_itself(year: Year) -> str | None:
    """Spend stored value for something that is no basket, and give part of it back one time in two."""
    holder, store_id = member(year.somebody()), year.chance.choice(year.stores)
    source = Source("year_service", year.next())
    there = worth.balance(holder).available
    amount = year.chance.randrange(1, max(2, there // 2)) if there else 1_000
    stored_value.spend(
        holder=holder, amount_minor=amount, source=source, store_id=store_id, by=year.manager, at=year.at
    )
    if year.chance.random() < 0.5:
        back = year.chance.randrange(1, amount + 1)
        refund = Source("year_service_back", year.next())
        stored_value.give_back(source=source, amount_minor=back, refund_source=refund, by=year.manager, at=year.at)
        return "stored value spent and given back"
    return "stored value spent"


def refund_account(year: Year) -> str | None:
    """Pay an account out by the law, for either side's reasons; large sums take two people."""
    terms = _Terms(
        holder=member(year.latest(year.savers, 200) or year.somebody()),
        cause=year.chance.choice(list(Cause)),
        channel=RefundChannel.SAME_NAME_ACCOUNT,
        reason="会员申请退款",
        store_id=year.chance.choice(year.stores),
        by=year.manager,
        at=year.at,
        identity_shown=True,
    )
    try:
        stored_value.refund_account(refund_id=ids.new(), **terms)
    except stored_value.RefundNeedsSecondPerson:
        proposal_id = stored_value.propose_refund(proposal_id=ids.new(), **terms)
        stored_value.approve(proposal_id=proposal_id, by=year.second, at=year.at)
        return "account refunded by two"
    return "account refunded"


def pass_money_on(year: Year) -> str | None:
    """Pass a member's whole stored value on to another."""
    stored_value.transfer(
        transfer_id=ids.new(), giver_id=year.somebody(), receiver_id=year.somebody(), by=year.manager, at=year.at
    )
    return "stored value passed on"


def card(year: Year) -> str | None:
    """Put a new anonymous card in use, pay on it and spend from it; one in three becomes a member's."""
    store_id = year.chance.choice(year.stores)
    made = stored_value.open_card(store_id=store_id, by=year.manager, at=year.at)
    stored_value.activate_card(number=made.number, secret=made.secret, by=year.manager, at=year.at)
    new = NewTopUp(ids.new(), card_holder(made.id), 20_000, store_id, Method.CASH, identified=True)
    topping_up.take(new=new, by=year.manager, at=year.at)
    stored_value.spend(
        holder=card_holder(made.id),
        amount_minor=year.chance.randrange(1, 20_000),
        source=Source("year_service", year.next()),
        store_id=store_id,
        by=year.manager,
        at=year.at,
    )
    if year.chance.random() < 0.33:
        owner = year.somebody()
        stored_value.bind_card(number=made.number, secret=made.secret, member_id=owner, by=year.manager, at=year.at)
        return "card bound"
    year.cards.append(made.id)
    return "card"


def sell_pass(year: Year) -> str | None:
    """Sell a pass of ten sessions."""
    pass_id, owner = ids.new(), year.somebody()
    passes.sell(
        pass_id=pass_id,
        plan=year.chance.choice(("bath", "brush")),
        member_id=owner,
        store_id=year.chance.choice(year.stores),
        source=Source("year_pass", year.next()),
        by=year.manager,
        at=year.at,
    )
    year.passes.append((pass_id, owner))
    return "pass sold"


def use_pass(year: Year) -> str | None:
    """Use sessions of a pass, by its owner or somebody it is shared with; one visit in five is undone."""
    chosen = year.latest(year.passes, 200)
    if chosen is None:
        return None
    pass_id, visitor = chosen
    if year.chance.random() < 0.1:
        visitor = year.somebody()
        passes.share(pass_id=pass_id, with_member_id=visitor, by=year.manager, at=year.at)
    source = Source("year_visit", year.next())
    passes.consume(
        pass_id=pass_id,
        member_id=visitor,
        source=source,
        store_id=year.chance.choice(year.stores),
        by=year.manager,
        at=year.at,
        sessions=year.chance.choice((1, 1, 1, 2)),
    )
    if year.chance.random() < 0.2:
        refund = Source("year_visit_back", year.next())
        passes.give_back(source=source, refund_source=refund, by=year.manager, at=year.at)
        return "visit undone"
    return "visit"


def refund_pass(year: Year) -> str | None:
    """End a pass and pay the rest of it back."""
    chosen = year.latest(year.passes, 200)
    if chosen is None:
        return None
    passes.refund(pass_id=chosen[0], cause=year.chance.choice(list(Cause)), by=year.manager, at=year.at, reason="搬家")
    year.passes.remove(chosen)
    return "pass refunded"


def sell_benefits(year: Year) -> str | None:
    """Sell a paid membership card with all that it grants."""
    owner = year.somebody()
    benefits.sell_card(
        card_id=ids.new(),
        card="gold",
        member_id=owner,
        store_id=year.chance.choice(year.stores),
        source=Source("year_card", year.next()),
        by=year.manager,
        at=year.at,
    )
    year.card_holders.append(owner)
    return "membership card sold"


def use_benefit(year: Year) -> str | None:
    """Use a benefit once, where the member has one; one use in five is undone."""
    who, on = year.latest(year.card_holders, 200) or year.somebody(), clock.business_date(year.at)
    usable = held.usable(who, on=on)
    if not usable:
        return None
    source = Source("year_benefit", year.next())
    benefits.use(
        grant_ids=[usable[0].id], member_id=who, source=source, store_id=year.stores[0], by=year.manager, at=year.at
    )
    if year.chance.random() < 0.2:
        refund = Source("year_benefit_back", year.next())
        benefits.give_back(source=source, refund_source=refund, by=year.manager, at=year.at)
        return "benefit use undone"
    return "benefit used"


def adjust_points(year: Year) -> str | None:
    """Give points by hand, or take some."""
    amount = year.chance.choice((50, 200, 500, -30, -100))
    points.adjust(member_id=year.somebody(), points=amount, reason="客服补偿", by=year.manager, at=year.at)
    return "points given" if amount > 0 else "points taken"


def set_aside(year: Year) -> str | None:
    """Set points aside for something that is not decided yet."""
    spending = Spending(member(year.somebody()), POINTS, 100, Source("year_hold", year.next()))
    until = year.at + timedelta(days=year.chance.choice((1, 5, 40)))
    year.holds.append(book.hold(spending=spending, until=until, by=SYSTEM, at=year.at).hold_id)
    return "hold"


def end_hold(year: Year) -> str | None:
    """Post a hold, wholly or in part, or void it."""
    if not year.holds:
        return None
    hold_id = year.holds.pop(year.chance.randrange(len(year.holds)))
    drawn = year.chance.random()
    if drawn < 0.4:
        book.void(hold_id=hold_id, by=SYSTEM, at=year.at)
        return "hold voided"
    book.post(hold_id=hold_id, by=SYSTEM, at=year.at, amount=None if drawn < 0.7 else 40)
    return "hold posted"


def exchange_points(year: Year) -> str | None:
    """Have a reward for points."""
    exchange_id, reward = ids.new(), year.chance.choice(("mug", "voucher"))
    rewards.exchange(
        exchange_id=exchange_id,
        member_id=year.somebody(),
        reward=reward,
        store_id=year.chance.choice(year.stores),
        by=year.manager,
        at=year.at,
    )
    if reward == "mug":
        year.exchanges.append(exchange_id)
    return "reward"


def end_exchange(year: Year) -> str | None:
    """Collect a reward, or cancel it."""
    if not year.exchanges:
        return None
    exchange_id = year.exchanges.pop(year.chance.randrange(len(year.exchanges)))
    if year.chance.random() < 0.5:
        store_id = year.chance.choice(year.stores)
        rewards.collect(exchange_id=exchange_id, by=year.manager, at=year.at, store_id=store_id)
        return "reward collected"
    rewards.cancel(exchange_id=exchange_id, reason="不要了", by=year.manager, at=year.at)
    return "reward cancelled"


def give_gift(year: Year) -> str | None:
    """Give somebody a present for nothing, to be collected."""
    exchange_id = ids.new()
    rewards.give(
        exchange_id=exchange_id,
        member_id=year.somebody(),
        reward=year.chance.choice(("mug", "cake")),
        occasion=Occasion.SURPRISE,
        reason="惊喜",
        by=year.manager,
        at=year.at,
    )
    year.exchanges.append(exchange_id)
    return "gift given"


def adjust_by_two(year: Year) -> str | None:
    """Give stored value by hand or take some, by two people's word."""
    proposal_id = stored_value.propose_adjustment(
        proposal_id=ids.new(),
        holder=member(year.somebody()),
        currency=year.chance.choice(("principal", "bonus")),
        amount_minor=year.chance.choice((500, 1_000, -300)),
        reason="充值差错更正",
        by=year.manager,
        at=year.at,
    )
    stored_value.approve(proposal_id=proposal_id, by=year.second, at=year.at)
    return "stored value put right"
