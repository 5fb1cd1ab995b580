"""Stored-value cards: made, used by whoever knows the secret, bound to a member, lost, replaced, renewed; transfers."""

from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import Field

from shuke.foundation import ids
from shuke.ledgers.stored_value import operations as stored_value
from shuke.ledgers.stored_value import queries
from shuke.ledgers.stored_value.types import CardFacts, NewCard
from shuke.surfaces.staff import limits, permissions
from shuke.surfaces.staff.areas.members import in_reach, refuse_store_out_of_reach, today
from shuke.surfaces.staff.areas.stored_value import (
    StoredValueOut,
    ToppedUpOut,
    TopUpIn,
    stored_value_out,
    take_top_up,
)
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Done, Id, Made

routes = Routes("储值卡 Stored-value cards")

Number = Annotated[str, Field(pattern=r"^[0-9]{16}$")]
Secret = Annotated[str, Field(pattern=r"^[0-9]{6,12}$")]


class NewCardOut(Schema):
    """The secret is shown this once."""

    id: Id
    number: str
    secret: str


class CardOut(Schema):
    id: Id
    number: str
    state: str
    store_id: Id
    expires_on: date | None


class AtStore(Body):
    store_id: Id


class CardKey(Body):
    """A card's number and its secret."""

    number: Number
    secret: Secret


class CardTopUpIn(TopUpIn):
    """A payment onto the card that the number and secret open."""

    number: Number
    secret: Secret


class RenewalIn(CardKey):
    store_id: Id


class SecretIn(CardKey):
    new_secret: Secret


class LostIn(Body):
    card_id: Id


class ReplacementIn(Body):
    card_id: Id
    store_id: Id


class ClaimTransferIn(Body):
    to_member_id: Id


class Moved(Schema):
    face_minor: int


@routes.post(
    "/stored-value/cards",
    rule=permissions.STORED_VALUE_TOP_UP,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=NewCardOut,
    audited=True,
)
def open_card(request: StaffRequest, body: AtStore) -> NewCardOut:
    """Make a card that nobody is named on; it is activated when it is sold."""
    refuse_store_out_of_reach(body.store_id)
    return _new(stored_value.open_card(store_id=body.store_id, by=request.by, at=request.at))


@routes.post(
    "/stored-value/cards/activate",
    rule=permissions.STORED_VALUE_TOP_UP,
    scope=Reach.CHAIN,
    rate=limits.LOOKUP,
    answers=Made,
    idempotent=True,
    audited=True,
)
def activate_card(request: StaffRequest, body: CardKey) -> Made:
    """Put a new card in use."""
    return Made(id=stored_value.activate_card(number=body.number, secret=body.secret, by=request.by, at=request.at))


@routes.post(
    "/stored-value/cards/look",
    rule=permissions.STORED_VALUE_CARDS,
    scope=Reach.CHAIN,
    rate=limits.LOOKUP,
    answers=StoredValueOut,
)
def look_at_card(request: StaffRequest, body: CardKey) -> StoredValueOut:
    """Return what the card opens, for whoever knows its secret."""
    return stored_value_out(queries.card_holder(body.number, body.secret, today(request)))


@routes.post(
    "/stored-value/cards/top-ups",
    rule=permissions.STORED_VALUE_TOP_UP,
    scope=Reach.SCOPED,
    rate=limits.LOOKUP,
    answers=ToppedUpOut,
    idempotent=True,
    audited=True,
)
def top_up_card(request: StaffRequest, body: CardTopUpIn) -> ToppedUpOut:
    """Book a payment onto a card."""
    holder = queries.card_holder(body.number, body.secret, today(request))
    return take_top_up(request, holder, TopUpIn(**body.model_dump(exclude={"number", "secret"})))


@routes.post(
    "/stored-value/cards/renew",
    rule=permissions.STORED_VALUE_TOP_UP,
    scope=Reach.SCOPED,
    rate=limits.LOOKUP,
    answers=NewCardOut,
    audited=True,
)
def renew_card(request: StaffRequest, body: RenewalIn) -> NewCardOut:
    """Give a card whose days are over a successor with all that is left on it."""
    refuse_store_out_of_reach(body.store_id)
    return _new(
        stored_value.renew_card(
            number=body.number, secret=body.secret, store_id=body.store_id, by=request.by, at=request.at
        )
    )


@routes.post(
    "/stored-value/cards/secret",
    rule=permissions.STORED_VALUE_CARDS,
    scope=Reach.CHAIN,
    rate=limits.LOOKUP,
    answers=Done,
    idempotent=True,
    audited=True,
)
def change_card_secret(request: StaffRequest, body: SecretIn) -> Done:
    """Set a card's secret anew for whoever knows the old one."""
    stored_value.change_secret(
        number=body.number, secret=body.secret, new_secret=body.new_secret, by=request.by, at=request.at
    )
    return Done()


@routes.get(
    "/members/{member_id}/stored-value/cards",
    rule=permissions.STORED_VALUE_SEE,
    scope=Reach.SCOPED,
    rate=limits.FREE,
    answers=list[CardOut],
)
def list_member_cards(request: StaffRequest, member_id: Id) -> list[CardOut]:
    """Return the cards bound to a member, the latest first."""
    return [_card(row) for row in queries.cards_of(in_reach(member_id))]


@routes.post(
    "/members/{member_id}/stored-value/cards",
    rule=permissions.STORED_VALUE_CARDS,
    scope=Reach.SCOPED,
    rate=limits.LOOKUP,
    answers=Made,
    idempotent=True,
    audited=True,
)
def bind_card(request: StaffRequest, member_id: Id, body: CardKey) -> Made:
    """Make a card a member's: all it holds moves to the member's account."""
    card_id = stored_value.bind_card(
        number=body.number, secret=body.secret, member_id=in_reach(member_id), by=request.by, at=request.at
    )
    return Made(id=card_id)


@routes.post(
    "/members/{member_id}/stored-value/cards/lost",
    rule=permissions.STORED_VALUE_CARDS,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def report_card_lost(request: StaffRequest, member_id: Id, body: LostIn) -> Done:
    """Let a member's lost card open nothing any more."""
    stored_value.report_lost(card_id=body.card_id, member_id=in_reach(member_id), by=request.by, at=request.at)
    return Done()


@routes.post(
    "/members/{member_id}/stored-value/cards/replacement",
    rule=permissions.STORED_VALUE_CARDS,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=NewCardOut,
    audited=True,
)
def replace_card(request: StaffRequest, member_id: Id, body: ReplacementIn) -> NewCardOut:
    """Give a member a new card for one that was reported lost."""
    owner = in_reach(member_id)
    refuse_store_out_of_reach(body.store_id)
    return _new(
        stored_value.replace_card(
            card_id=body.card_id, member_id=owner, store_id=body.store_id, by=request.by, at=request.at
        )
    )


@routes.post(
    "/members/{member_id}/stored-value/transfer",
    rule=permissions.STORED_VALUE_TRANSFER,
    scope=Reach.SCOPED,
    rate=limits.WRITE,
    answers=Moved,
    idempotent=True,
    audited=True,
)
def transfer_stored_value(request: StaffRequest, member_id: Id, body: ClaimTransferIn) -> Moved:
    """Pass a member's whole claim on to another member, instalments to come included."""
    moved = stored_value.transfer(
        transfer_id=ids.new(),
        giver_id=in_reach(member_id),
        receiver_id=in_reach(body.to_member_id),
        by=request.by,
        at=request.at,
    )
    return Moved(face_minor=moved)


def _new(row: NewCard) -> NewCardOut:
    return NewCardOut(id=row.id, number=row.number, secret=row.secret)


def _card(row: CardFacts) -> CardOut:
    return CardOut(
        id=row.id, number=row.number, state=row.state.value, store_id=row.store_id, expires_on=row.expires_on
    )
