"""Who is asking: a person with a session, or a program with that person's token."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.http import HttpRequest

from shuke.foundation import clock, scopes
from shuke.foundation.actors import Actor, ActorKind
from shuke.foundation.org import queries as org
from shuke.foundation.org.types import SECOND_FACTOR_ROLES, GrantFact, Role, TokenAccess
from shuke.surfaces.staff.permissions import EVERY_ROLE, Rule

_BEARER = "Bearer "
_DEVICE_LENGTH = 64
# Whose name stands in an audit entry when several of a person's roles would have allowed the act: the weightiest.
_WEIGHT = tuple(Role)


@dataclass(frozen=True, slots=True)
class Principal:
    """The person behind a request, with the roles in force at this moment; nothing is remembered between requests."""

    staff_id: int
    code: str
    name: str
    grants: tuple[GrantFact, ...]
    access: TokenAccess | None
    token_id: int | None
    has_second_factor: bool
    must_change_password: bool

    @property
    def roles(self) -> frozenset[Role]:
        """Return the roles in force."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def needs_second_factor(self) -> bool:
        """Tell whether a second factor is due and was not shown in this session."""
        due = bool(self.roles & SECOND_FACTOR_ROLES) and self.access is None
        return due and not self.has_second_factor

    def scope(self, rule: Rule) -> scopes.Scope:
        """Return how far the person reaches under a rule: only the grants that the rule admits count."""
        return org.scope_of_grants(grant for grant in self.grants if grant.role in rule.roles)

    def actor(self, request: HttpRequest, rule: Rule) -> Actor:
        """Return the name that this request's acts are kept under."""
        allowed = [role for role in _WEIGHT if role in self.roles & (rule.roles or EVERY_ROLE)]
        stores = self.scope(rule).stores
        device = f"token:{self.token_id}" if self.token_id else request.headers.get("X-Device", "")
        return Actor(
            kind=ActorKind.STAFF,
            id=self.staff_id,
            label=self.code,
            role=allowed[0].value if allowed else "",
            store_id=next(iter(stores)) if stores is not None and len(stores) == 1 else None,
            device=device[:_DEVICE_LENGTH],
            ip=address(request),
        )


def address(request: HttpRequest) -> str:
    """Return the network address of the asker."""
    return str(request.META.get("REMOTE_ADDR", ""))


def of(request: HttpRequest, at: datetime) -> Principal | None:
    """Return who asks, or None for nobody we know. A bearer token, when sent, is the only thing that counts."""
    today = clock.business_date(at)
    header = request.headers.get("Authorization", "")
    if header:
        return _of_token(header.removeprefix(_BEARER), today) if header.startswith(_BEARER) else None
    return _of_session(request, today)


def _of_token(secret: str, today: date) -> Principal | None:
    token = org.live_token(secret, today)
    staff = org.staff(token.staff_id) if token else None
    if token is None or staff is None:
        return None
    return Principal(
        staff_id=staff.id,
        code=staff.code,
        name=staff.name,
        grants=tuple(org.grants_in_force(staff.id, today)),
        access=token.access,
        token_id=token.id,
        has_second_factor=False,
        must_change_password=False,
    )


def _of_session(request: HttpRequest, today: date) -> Principal | None:
    user = request.user
    staff = org.staff_of_user(user.id) if isinstance(user, User) else None
    if staff is None:
        return None
    return Principal(
        staff_id=staff.id,
        code=staff.code,
        name=staff.name,
        grants=tuple(org.grants_in_force(staff.id, today)),
        access=None,
        token_id=None,
        has_second_factor=bool(getattr(user, "otp_device", None)),
        must_change_password=staff.must_change_password,
    )
