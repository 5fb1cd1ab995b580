"""Words of the organisation that other rooms may hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class StoreKind(StrEnum):
    DIRECT = "direct"
    FRANCHISE = "franchise"


class EntityKind(StrEnum):
    HEADQUARTERS = "headquarters"
    FRANCHISEE = "franchisee"


class Role(StrEnum):
    OWNER = "owner"
    HQ = "hq"
    REGIONAL = "regional"
    STORE_MANAGER = "store_manager"
    GUIDE = "guide"
    CASHIER = "cashier"
    FINANCE = "finance"
    AUDITOR = "auditor"


ROLE_NAMES: Mapping[Role, tuple[str, str]] = {
    Role.OWNER: ("主理人", "Owner"),
    Role.HQ: ("总部运营", "HQ operator"),
    Role.REGIONAL: ("区域经理", "Regional manager"),
    Role.STORE_MANAGER: ("店长", "Store manager"),
    Role.GUIDE: ("导购", "Shopping guide"),
    Role.CASHIER: ("收银员", "Cashier"),
    Role.FINANCE: ("财务", "Finance"),
    Role.AUDITOR: ("审计", "Auditor"),
}

CHAIN_ROLES = frozenset({Role.OWNER, Role.HQ, Role.FINANCE, Role.AUDITOR})
STORE_ROLES = frozenset({Role.STORE_MANAGER, Role.GUIDE, Role.CASHIER})
SECOND_FACTOR_ROLES = frozenset({Role.OWNER, Role.HQ, Role.FINANCE, Role.STORE_MANAGER})


class TokenAccess(StrEnum):
    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class EntityRow:
    code: str
    name: str
    kind: EntityKind = EntityKind.HEADQUARTERS


@dataclass(frozen=True, slots=True)
class StoreRow:
    """One store as an import or a form gives it. Unknown regions and entities are created by code."""

    code: str
    name: str
    kind: StoreKind = StoreKind.DIRECT
    region: str = ""
    entity: str = ""
    opened_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One person as an import gives it; the role is granted at the store from `from_date`."""

    code: str
    name: str
    store: str = ""
    role: Role = Role.GUIDE
    from_date: date | None = None


@dataclass(frozen=True, slots=True)
class GrantFact:
    """A role that is in force: where it reaches is already spelled out. `stores` None = the whole chain."""

    role: Role
    stores: frozenset[int] | None
    entities: frozenset[int] | None


@dataclass(frozen=True, slots=True)
class TokenFact:
    """A live token: whose it is and what it may do. The secret itself is never kept."""

    id: int
    staff_id: int
    access: TokenAccess


@dataclass(frozen=True, slots=True)
class Bearer:
    """Somebody whose live token was shown, with the roles in force."""

    staff_id: int
    code: str
    token_id: int
    may_write: bool
    grants: tuple[GrantFact, ...]


@dataclass(frozen=True, slots=True)
class FirstRun:
    """Shown once, on the terminal of whoever installs: the owner's name and a random one-time password."""

    staff_id: int
    username: str
    one_time_password: str = field(repr=False)
