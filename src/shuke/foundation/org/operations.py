"""Write the organisation: places, people, rights, logins and tokens."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django_otp.plugins.otp_totp.models import TOTPDevice

from shuke.foundation import clock
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.org import credentials, places, rules
from shuke.foundation.org.events import StaffLeft, StoresChanged
from shuke.foundation.org.models import ApiToken, Chain, Entity, Grant, Region, Staff, Store
from shuke.foundation.org.types import (
    CHAIN_ROLES,
    EntityRow,
    FirstRun,
    Role,
    StaffRow,
    StoreRow,
    TokenAccess,
)
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.refusals import Refusal


class AlreadySetUp(Refusal):
    code = "org.already_set_up"
    zh = "本系统已经初始化"
    en = "This installation is already set up"


class CodeTaken(Refusal):
    code = "org.code_taken"
    zh = "编码 {code} 已被使用"
    en = "The code {code} is taken"


class StaffUnknown(Refusal):
    code = "org.staff_unknown"
    status = 404
    zh = "没有这位员工"
    en = "There is no such person"


class StoreUnknown(Refusal):
    code = "org.store_unknown"
    status = 404
    zh = "没有这家门店"
    en = "There is no such store"


class StaffGone(Refusal):
    code = "org.staff_gone"
    zh = "该员工已离职"
    en = "This person has left"


class PlaceDoesNotFitRole(Refusal):
    code = "org.place_does_not_fit_role"
    status = 422
    zh = "角色 {role} 的适用范围不对:总部角色不填门店和区域,门店角色填一家门店,区域经理填一个区域"
    en = "Wrong place for {role}: chain roles take none, store roles one store, the regional manager one region"


class GrantUnknown(Refusal):
    code = "org.grant_unknown"
    status = 404
    zh = "没有这项授权"
    en = "There is no such grant"


class LastOwner(Refusal):
    code = "org.last_owner"
    zh = "至少要保留一位主理人"
    en = "The chain must keep at least one owner"


class OwnerOnlyByOwner(Refusal):
    code = "org.owner_only_by_owner"
    status = 403
    zh = "只有主理人可以任免总部角色"
    en = "Only an owner may give or withdraw a headquarters role"


class WrongPassword(Refusal):
    code = "org.wrong_password"
    status = 422
    zh = "原密码不正确"
    en = "The present password is not right"


class WrongCode(Refusal):
    code = "org.wrong_code"
    status = 422
    zh = "动态验证码不正确"
    en = "The one-time code is not right"


class TokenUnknown(Refusal):
    code = "org.token_unknown"
    status = 404
    zh = "没有这个令牌"
    en = "There is no such token"


@transaction.atomic
def set_up(*, chain_name: str, by: Actor, at: datetime, username: str = "owner") -> FirstRun:
    """Make the chain, its first entity and its owner; there are no default accounts and no default passwords."""
    if Staff.objects.exists():
        raise AlreadySetUp
    name_chain(name=chain_name, by=by, at=at)
    places.entity_ids([places.DEFAULT_ENTITY])
    user, password = credentials.make_user(username)
    owner = Staff.objects.create(code="owner", name="主理人", user=user, must_change_password=True)
    Grant.objects.create(staff=owner, role=Role.OWNER.value, from_date=clock.business_date(at))
    audit.record(by=by, at=at, action="org.set_up", subject=f"staff:{owner.id}")
    return FirstRun(staff_id=owner.id, username=username, one_time_password=password)


@transaction.atomic
def name_chain(*, name: str, by: Actor, at: datetime) -> None:
    """Name the chain as its documents and pages call it."""
    Chain.objects.update_or_create(id=1, defaults={"name": name})
    audit.record(by=by, at=at, action="org.name_chain", subject="chain:1", after={"name": name})


@transaction.atomic
def upsert_stores(*, rows: Sequence[StoreRow], by: Actor, at: datetime) -> dict[str, int]:
    """Insert or update stores by code, with the regions and entities they name; returns code → id."""
    ids_by_code = places.write_stores(rows)
    _tell_stores_changed(sorted(ids_by_code.values()), by=by, at=at, action="org.upsert_stores")
    return ids_by_code


@transaction.atomic
def open_store(*, row: StoreRow, by: Actor, at: datetime) -> int:
    """Open one new store; a code that is in use is refused."""
    if Store.objects.filter(code=row.code).exists():
        raise CodeTaken(field="code", code=row.code)
    return upsert_stores(rows=[row], by=by, at=at)[row.code]


@transaction.atomic
def change_store(*, store_id: int, name: str, closed_on: date | None, by: Actor, at: datetime) -> None:
    """Rename a store or close it from a day on."""
    store = Store.objects.filter(id=store_id).first()
    if store is None:
        raise StoreUnknown
    places.hold_days(store.opened_on, closed_on)
    store.name, store.closed_on, store.is_active = name, closed_on, closed_on is None
    store.save(update_fields=["name", "closed_on", "is_active"])
    _tell_stores_changed([store_id], by=by, at=at, action="org.change_store")


@transaction.atomic
def add_entity(*, row: EntityRow, by: Actor, at: datetime) -> int:
    """Register a legal entity."""
    if Entity.objects.filter(code=row.code).exists():
        raise CodeTaken(field="code", code=row.code)
    entity_id = places.entity_ids([row])[row.code]
    audit.record(by=by, at=at, action="org.add_entity", subject=f"entity:{entity_id}", after={"code": row.code})
    return entity_id


@transaction.atomic
def add_region(*, code: str, name: str, parent_id: int | None, by: Actor, at: datetime) -> int:
    """Add a region, under another one when a parent is given."""
    if Region.objects.filter(code=code).exists():
        raise CodeTaken(field="code", code=code)
    region = Region.objects.create(code=code, name=name, parent_id=parent_id)
    audit.record(by=by, at=at, action="org.add_region", subject=f"region:{region.id}", after={"code": code})
    return region.id


@transaction.atomic
def upsert_staff(*, rows: Sequence[StaffRow], by: Actor, at: datetime) -> dict[str, int]:
    """Insert or rename people by code and grant each role that is not in force yet; returns code → id.

    Rows that name an unknown store are refused as a whole: import stores first.
    """
    today = clock.business_date(at)
    wanted = {row.code: row for row in rows}
    stores = places.store_ids({row.store for row in wanted.values() if row.store})
    if any(row.store and row.store not in stores for row in wanted.values()):
        raise StoreUnknown(field="store")
    Staff.objects.bulk_create(
        [Staff(code=row.code, name=row.name) for row in wanted.values()],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name"],
        batch_size=places.BATCH,
    )
    ids_by_code = dict(Staff.objects.filter(code__in=list(wanted)).values_list("code", "id"))
    held = set(
        Grant.objects.filter(_in_force(today), staff_id__in=list(ids_by_code.values())).values_list(
            "staff_id", "role", "store_id"
        )
    )
    Grant.objects.bulk_create(
        [
            Grant(
                staff_id=ids_by_code[row.code],
                role=row.role.value,
                store_id=stores[row.store],
                from_date=row.from_date or today,
            )
            for row in wanted.values()
            if row.store and (ids_by_code[row.code], row.role.value, stores[row.store]) not in held
        ]
    )
    audit.record(by=by, at=at, action="org.upsert_staff", subject="staff:*", after={"people": len(wanted)})
    return ids_by_code


@transaction.atomic
def hire(*, code: str, name: str, by: Actor, at: datetime) -> int:
    """Take on a person; rights and a login are given separately."""
    if Staff.objects.filter(code=code).exists():
        raise CodeTaken(field="code", code=code)
    staff = Staff.objects.create(code=code, name=name)
    audit.record(by=by, at=at, action="org.hire", subject=f"staff:{staff.id}", after={"code": code})
    return staff.id


@transaction.atomic
def give_login(*, staff_id: int, username: str, by: Actor, at: datetime) -> str:
    """Make a login, or reset the one there is; returns the one-time password, which is kept nowhere."""
    staff = _working(staff_id)
    if staff.user is None:
        staff.user, password = credentials.make_user(username)
    else:
        password = credentials.reset_password(staff.user)
    staff.must_change_password = True
    staff.save(update_fields=["user", "must_change_password"])
    audit.record(by=by, at=at, action="org.give_login", subject=f"staff:{staff_id}")
    return password


@transaction.atomic
def grant(
    *,
    staff_id: int,
    role: Role,
    by: Actor,
    at: datetime,
    store_id: int | None = None,
    region_id: int | None = None,
    from_date: date | None = None,
    to_date: date | None = None,
) -> int:
    """Give a role from a day (today unless said) until, and without, another; returns the grant's id."""
    staff = _working(staff_id)
    _only_owner_touches_headquarters(role, by)
    if not rules.place_fits_role(role, has_store=store_id is not None, has_region=region_id is not None):
        raise PlaceDoesNotFitRole(field="role", role=role.value)
    row = Grant.objects.create(
        staff=staff,
        role=role.value,
        store_id=store_id,
        region_id=region_id,
        from_date=from_date or clock.business_date(at),
        to_date=to_date,
    )
    after: dict[str, int | str | None] = {"role": role.value, "store_id": store_id, "region_id": region_id}
    audit.record(by=by, at=at, action="org.grant", subject=f"staff:{staff_id}", after=after)
    return row.id


@transaction.atomic
def withdraw(*, grant_id: int, by: Actor, at: datetime) -> None:
    """End a role today: the next request of its holder is already judged without it."""
    row = Grant.objects.filter(id=grant_id).first()
    if row is None:
        raise GrantUnknown
    _only_owner_touches_headquarters(Role(row.role), by)
    today = clock.business_date(at)
    if row.role == Role.OWNER.value:
        _refuse_losing_last_owner(row.staff_id, today)
    row.to_date = max(row.from_date, today)
    row.save(update_fields=["to_date"])
    audit.record(by=by, at=at, action="org.withdraw", subject=f"staff:{row.staff_id}", before={"role": row.role})


@transaction.atomic
def dismiss(*, staff_id: int, by: Actor, at: datetime) -> None:
    """End a person's grants, sessions and tokens in this transaction: the person leaves."""
    staff = _working(staff_id)
    today = clock.business_date(at)
    held = Grant.objects.filter(_in_force(today), staff=staff)
    if any(role in CHAIN_ROLES for role in held.values_list("role", flat=True)):
        _only_owner_touches_headquarters(Role.OWNER, by)
        _refuse_losing_last_owner(staff_id, today)
    Grant.objects.filter(Q(to_date__isnull=True) | Q(to_date__gt=today), staff=staff, from_date__gt=today).delete()
    held.update(to_date=today)
    ApiToken.objects.filter(staff=staff, revoked_at__isnull=True).update(revoked_at=at)
    if staff.user is not None:
        credentials.disable(staff.user)
    staff.is_active, staff.left_on = False, today
    staff.save(update_fields=["is_active", "left_on"])
    audit.record(by=by, at=at, action="org.dismiss", subject=f"staff:{staff_id}")
    outbox.emit(StaffLeft(staff_id=staff_id), by=by, at=at)


@transaction.atomic
def change_password(*, staff_id: int, present: str, new: str, by: Actor, at: datetime) -> None:
    """Change one's own password; the present one is asked for again."""
    staff = _working(staff_id)
    if staff.user is None or not staff.user.check_password(present):
        raise WrongPassword(field="present")
    credentials.set_password(staff.user, new)
    staff.must_change_password = False
    staff.save(update_fields=["must_change_password"])
    audit.record(by=by, at=at, action="org.change_password", subject=f"staff:{staff_id}")


@transaction.atomic
def begin_second_factor(*, staff_id: int, by: Actor, at: datetime) -> str:
    """Make a fresh secret for the authenticator app, as an otpauth:// address; it counts once confirmed by a code."""
    staff = _working(staff_id)
    TOTPDevice.objects.filter(user=staff.user, confirmed=False).delete()
    device = TOTPDevice.objects.create(user=staff.user, name="totp", confirmed=False)
    audit.record(by=by, at=at, action="org.begin_second_factor", subject=f"staff:{staff_id}")
    return str(device.config_url)


def confirm_second_factor(*, staff_id: int, code: str, by: Actor, at: datetime) -> TOTPDevice:
    """Check a code against the fresh secret, which then replaces any older one.

    Not one transaction with its refusal: a wrong code must count against the guesser.
    """
    staff = _working(staff_id)
    device = TOTPDevice.objects.filter(user=staff.user, confirmed=False).order_by("-id").first()
    if device is None or not device.verify_token(code):
        raise WrongCode(field="code")
    with transaction.atomic():
        TOTPDevice.objects.filter(user=staff.user).exclude(id=device.id).delete()
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        audit.record(by=by, at=at, action="org.confirm_second_factor", subject=f"staff:{staff_id}")
    return device


@transaction.atomic
def issue_token(
    *, staff_id: int, name: str, access: TokenAccess, expires_on: date | None, by: Actor, at: datetime
) -> tuple[int, str]:
    """Make a key for a program that acts with this person's rights; returns its id and the secret, shown once."""
    staff = _working(staff_id)
    secret = credentials.new_token()
    token = ApiToken.objects.create(
        staff=staff,
        name=name,
        access=access.value,
        secret_sha256=credentials.fingerprint(secret),
        created_at=at,
        expires_on=expires_on,
    )
    after = {"staff_id": staff_id, "access": access.value}
    audit.record(by=by, at=at, action="org.issue_token", subject=f"token:{token.id}", after=after)
    return token.id, secret


@transaction.atomic
def revoke_token(*, token_id: int, by: Actor, at: datetime) -> None:
    """End a token at once."""
    if not ApiToken.objects.filter(id=token_id, revoked_at__isnull=True).update(revoked_at=at):
        raise TokenUnknown
    audit.record(by=by, at=at, action="org.revoke_token", subject=f"token:{token_id}")


def refuse_unless_owner(*, staff_id: int, by: Actor, at: datetime) -> None:
    """Refuse an act on somebody who holds a headquarters role unless an owner does it."""
    held = Grant.objects.filter(_in_force(clock.business_date(at)), staff_id=staff_id)
    for role in held.values_list("role", flat=True):
        _only_owner_touches_headquarters(Role(role), by)


def _working(staff_id: int) -> Staff:
    staff = Staff.objects.select_related("user").filter(id=staff_id).first()
    if staff is None:
        raise StaffUnknown
    if not staff.is_active:
        raise StaffGone
    return staff


def _in_force(on: date) -> Q:
    return Q(from_date__lte=on) & (Q(to_date__isnull=True) | Q(to_date__gt=on))


def _only_owner_touches_headquarters(role: Role, by: Actor) -> None:
    """Otherwise an HQ operator could make himself an owner."""
    is_person = by.role in {role.value for role in Role}
    if role in CHAIN_ROLES and is_person and by.role != Role.OWNER.value:
        raise OwnerOnlyByOwner


def _refuse_losing_last_owner(staff_id: int, on: date) -> None:
    others = Grant.objects.filter(_in_force(on), role=Role.OWNER.value, staff__is_active=True)
    owners = set(others.values_list("staff_id", flat=True))
    if staff_id in owners and len(owners) == 1:
        raise LastOwner


def _tell_stores_changed(store_ids: list[int], *, by: Actor, at: datetime, action: str) -> None:
    audit.record(by=by, at=at, action=action, subject="store:*", after={"store_ids": store_ids[:50]})
    outbox.emit(StoresChanged(store_ids=store_ids), by=by, at=at)
