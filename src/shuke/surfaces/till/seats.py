"""A till comes in by its code; people sign on at it with a PIN and sign off."""

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from shuke.foundation.actors import SYSTEM
from shuke.selling.tills import operations as tills
from shuke.selling.tills import queries
from shuke.selling.tills.types import SeatTaken
from shuke.surfaces.staff.types import Body, Code, Done, Id
from shuke.surfaces.till import permissions
from shuke.surfaces.till.gate import TillRequest
from shuke.surfaces.till.routes import route


class EnrolIn(Body):
    """The code that a manager was shown when the till was invited."""

    code: Annotated[str, Field(pattern=r"^ *[0-9A-Za-z]{12} *$")]


class EnrolledOut(Schema):
    """The key is shown this once; the till sends it as `Authorization: Device <key>` from now on."""

    key: str
    device_id: Id
    store_id: Id
    name: str


class SignOnIn(Body):
    staff_code: Code
    pin: Annotated[str, Field(pattern=r"^[0-9]{4,8}$")]


class SeatedOut(Schema):
    """The seat is shown this once; the till sends it as `X-Seat` with all that the person does."""

    seat: str


class SeatOut(Schema):
    device_id: Id
    device: str
    staff_id: Id
    code: str
    name: str
    since: datetime
    ends_at: datetime


@route("POST", "/devices", rule=permissions.ENROL, answers=EnrolledOut)
def enrol(request: TillRequest, body: EnrolIn) -> EnrolledOut:
    """Turn the one-time code, good for 15 minutes, into the key of this till."""
    key = tills.enrol_device(code=body.code, by=SYSTEM, at=request.at)
    till = queries.device_by_key(key)
    return EnrolledOut(key=key, device_id=till.id, store_id=till.store_id, name=till.name)


@route("POST", "/seats", rule=permissions.SIGN_ON, answers=SeatedOut)
def sign_on(request: TillRequest, body: SignOnIn) -> SeatedOut:
    """Sign on with staff code and PIN, in place of whoever sat here; five wrong PINs lock it for 15 minutes."""
    return SeatedOut(seat=tills.sign_on(device=request.till, staff_code=body.staff_code, pin=body.pin, at=request.at))


@route("GET", "/seats", rule=permissions.WHO_IS_ON, answers=list[SeatOut])
def who_is_on(request: TillRequest) -> list[SeatTaken]:
    """Return who is signed on at the tills of this store."""
    return queries.seats(request.till.store_id, at=request.at)


@route("POST", "/seats/leave", rule=permissions.SIT, answers=Done)
def sign_off(request: TillRequest) -> Done:
    """Leave the till; the shift stays open for the next one."""
    tills.sign_off(seat_id=request.sitting.seat_id or 0, at=request.at)
    return Done()
