"""The shops and their people: twelve stores of one invented chain, direct and franchise, in six cities."""

from dataclasses import dataclass

from shuke.surfaces.demo.people_names import staff_name


@dataclass(frozen=True, slots=True)
class Region:
    code: str
    name: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class Entity:
    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Store:
    code: str
    name: str
    kind: str
    region: str
    entity: str
    weight: int


@dataclass(frozen=True, slots=True)
class Clerk:
    """A member of staff; `role` is manager, guide or cashier, `store` a row of the stores."""

    code: str
    name: str
    role: str
    store: int


REGIONS = (
    Region("EAST", "华东", None),
    Region("SOUTH", "华南", None),
    Region("WEST", "西南", None),
    Region("SH", "上海", "EAST"),
    Region("HZ", "杭州", "EAST"),
    Region("NJ", "南京", "EAST"),
    Region("GZ", "广州", "SOUTH"),
    Region("SZ", "深圳", "SOUTH"),
    Region("CD", "成都", "WEST"),
)

ENTITIES = (
    Entity("HQ", "小满母婴连锁有限公司", "direct"),
    Entity("F-HZ", "杭州禾苗商贸有限公司", "franchise"),
    Entity("F-SZ", "深圳晴川母婴有限公司", "franchise"),
    Entity("F-CD", "成都暖芽商贸有限公司", "franchise"),
)

STORES = (
    Store("S001", "小满母婴·上海静安店", "direct", "SH", "HQ", 14),
    Store("S002", "小满母婴·上海浦东店", "direct", "SH", "HQ", 12),
    Store("S003", "小满母婴·上海闵行店", "direct", "SH", "HQ", 9),
    Store("S004", "小满母婴·杭州西湖店", "direct", "HZ", "HQ", 10),
    Store("S005", "小满母婴·杭州滨江店", "franchise", "HZ", "F-HZ", 7),
    Store("S006", "小满母婴·南京鼓楼店", "direct", "NJ", "HQ", 8),
    Store("S007", "小满母婴·广州天河店", "direct", "GZ", "HQ", 10),
    Store("S008", "小满母婴·广州番禺店", "direct", "GZ", "HQ", 6),
    Store("S009", "小满母婴·深圳南山店", "franchise", "SZ", "F-SZ", 9),
    Store("S010", "小满母婴·深圳龙岗店", "franchise", "SZ", "F-SZ", 5),
    Store("S011", "小满母婴·成都锦江店", "franchise", "CD", "F-CD", 6),
    Store("S012", "小满母婴·成都高新店", "franchise", "CD", "F-CD", 4),
)

GUIDES_PER_STORE = 3


def stores(count: int = 12) -> list[Store]:
    """The first `count` stores; beyond twelve the list repeats as numbered branches, for benches of large chains."""
    return [_branch(row) for row in range(count)]


def _branch(row: int) -> Store:
    pattern = STORES[row % len(STORES)]
    if row < len(STORES):
        return pattern
    number = row // len(STORES) + 1
    return Store(
        f"S{row + 1:03d}",
        f"{pattern.name}{number}分店",
        pattern.kind,
        pattern.region,
        pattern.entity,
        pattern.weight,
    )


def staff(count: int = 12) -> list[Clerk]:
    """Five people a store: one manager, three guides, one cashier."""
    clerks = []
    for row, store in enumerate(stores(count)):
        clerks.append(Clerk(f"{store.code}-M1", staff_name(row * 5), "manager", row))
        for guide in range(GUIDES_PER_STORE):
            clerks.append(Clerk(f"{store.code}-G{guide + 1}", staff_name(row * 5 + guide + 1), "guide", row))
        clerks.append(Clerk(f"{store.code}-C1", staff_name(row * 5 + 4), "cashier", row))
    return clerks


def guide_code(store: Store, guide: int) -> str:
    """The staff code of a store's guide, counted from 0."""
    return f"{store.code}-G{guide + 1}"
