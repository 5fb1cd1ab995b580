"""Every operation that names an object, by every asker, on one's own object and three others.

Nothing is observed into the expectation: it follows from the rule and the reach that the operation declares, and from
where the asker works.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from tests.apps.staff_api import cast as casting
from tests.apps.staff_api import roll_seeds, sale_seeds
from tests.apps.staff_api.cast import MAPPING, PLACE, RELATIONS, Cast
from tests.apps.staff_api.narrowing import NARROWING

from shuke.foundation.audit.models import AuditEntry
from shuke.foundation.org.types import Role, TokenAccess
from shuke.insight.measures import queries as measures
from shuke.insight.warehouse import operations as warehouse
from shuke.surfaces.staff import limits
from shuke.surfaces.staff.api import api
from shuke.surfaces.staff.declared import TABLE, Reach, Route

BY_NAME = {route.name: route for route in TABLE}
WHY = {"reason": "顾客要求"}

# Where each role of the cast works, and so which stores and which legal entities' members it reaches.
STORES = {
    Role.REGIONAL: {"S1"},
    Role.STORE_MANAGER: {"S1"},
    Role.GUIDE: {"S1"},
    Role.CASHIER: {"S1"},
}
ENTITY = {"S1": "headquarters", "S2": "headquarters", "F1": "franchisee"}


@dataclass(frozen=True)
class Row:
    """An operation and the kind of object that it names: in its path, in its body, or in the list it returns."""

    operation: str
    kind: str
    body: Callable[[Cast, str], Any] | None = None
    path: Callable[[Cast, str], str] | None = None
    shows: Callable[[Any, Cast, str], bool] | None = None
    """For what never refuses, but leaves out: whether the answer holds the object."""


def store_of(cast: Cast, relation: str) -> str:
    return str(cast.objects["store"][relation])


def own_member(template: str) -> Callable[[Cast, str], str]:
    return lambda cast, relation: template.format(member=cast.objects["member"]["own"], store=store_of(cast, relation))


def pair(cast: Cast, relation: str) -> dict[str, str]:
    return {
        "survivor_id": str(cast.objects["member"][relation]),
        "merged_id": str(cast.objects["double"][relation]),
    }


def reading(cast: Cast, relation: str) -> dict[str, str]:
    return {"upload_id": str(cast.objects["upload"][relation]), "kind": "members", "mapping": MAPPING}


def listed(kind: str) -> Callable[[Any, Cast, str], bool]:
    return lambda told, cast, relation: str(cast.objects[kind][relation]) in {row["id"] for row in told["items"]}


def coupon_of(cast: Cast, relation: str) -> str:
    return str(cast.objects["coupon"][relation])


def passing(cast: Cast, relation: str) -> dict[str, str]:
    return {"coupon_id": coupon_of(cast, relation), "to_member_id": str(cast.objects["double"]["own"])}


def explained(cast: Cast, member: str, store: str) -> str:
    return f"/members/{cast.objects['member'][member]}/coupons/explained?at_store={store_of(cast, store)}"


def quoted(cast: Cast, member: str, store: str) -> dict[str, Any]:
    lines = [{"sku_id": str(cast.objects["sku"]["own"])}]
    return {"store_id": store_of(cast, store), "member_id": str(cast.objects["member"][member]), "lines": lines}


def at_store(**told: Any) -> Callable[[Cast, str], dict[str, Any]]:
    return lambda cast, relation: {"store_id": store_of(cast, relation), **told}


def with_card(name: str, **told: Any) -> Callable[[Cast, str], dict[str, Any]]:
    return lambda cast, relation: {**cast.cards[name], "store_id": store_of(cast, relation), **told}


def own_store(**told: Any) -> Callable[[Cast, str], dict[str, Any]]:
    return lambda cast, relation: {"store_id": store_of(cast, "own"), **told}


def replacing(cast: Cast, member: str, store: str) -> dict[str, str]:
    return {"card_id": str(cast.objects["lost"][member]), "store_id": store_of(cast, store)}


def of_pass(**told: Any) -> Callable[[Cast, str], dict[str, Any]]:
    return lambda cast, relation: {"pass_id": str(cast.objects["pass"][relation]), **told}


def visiting(cast: Cast, member: str, store: str) -> dict[str, str]:
    return {"pass_id": str(cast.objects["pass"][member]), "store_id": store_of(cast, store)}


def shelved(cast: Cast) -> dict[str, Any]:
    return {"goods": [{"sku_id": str(cast.objects["sku"]["own"]), "quantity_milli": 1_000}]}


def sent_on(cast: Cast, relation: str) -> dict[str, Any]:
    return {"to_store_id": store_of(cast, "own" if relation == "other_store" else "other_store"), **shelved(cast)}


COUNTED = {"quantity_milli": 1_000, **WHY}


PAID = {"paid_minor": 1_000, "method": "cash"}
GIFT = {"reward": "MUG", "occasion": "souvenir", **WHY}
PAY_OUT = {"cause": "consumer", "channel": "original", **WHY}


# Bodies with which an operation gets as far as the object of its path.
BODIES: dict[str, Any] = {
    "change_store": {"name": "新名"},
    **{name: {"name_zh": "新名", "name_en": "new"} for name in ("change_tag_dimension", "change_tag")},
    "give_login": {"username": "fresh.login"},
    "update_profile": {"values": {"name": "王小红"}},
    "decide": {"consents": [{"purpose": "marketing", "decision": "granted"}]},
    "reveal": WHY,
    "erase": WHY,
    "adjust_points": {"points": 10, **WHY},
    "set_cycle": {"days": 30},
    **casting.REPORT_BODIES,
    "issue_coupon": {"template": "TEN", **WHY},
    "give_pack": {"bundle": "PACK", **WHY},
    "claim_coupon": {"template": "TEN"},
    **sale_seeds.BODIES,
    "propose_value_adjustment": {"currency": "bonus", "amount_minor": 100, **WHY},
}

# Objects that are not named in the path alone.
NAMED_OTHERWISE = [
    Row("reassign", "member", lambda cast, _: {"store_id": store_of(cast, "own"), "from_date": "2026-12-01", **WHY}),
    Row("grant", "staff", lambda cast, _: {"role": "guide", "store_id": store_of(cast, "own")}),
    Row(
        "reassign",
        "store",
        lambda cast, relation: {"store_id": store_of(cast, relation), "from_date": "2026-12-01", **WHY},
        own_member("/members/{member}/owner"),
    ),
    Row("enrol", "store", lambda cast, relation: {"store_id": store_of(cast, relation), "phone": "13700000000"}),
    Row("list_members", "store", path=own_member("/members?store_id={store}")),
    *(Row(*told) for told in roll_seeds.ROWS),
    Row("take_report", "store", path=own_member("/reports/sales?store_id={store}")),
    Row("open_members", "store", path=own_member("/reports/lifecycle/members?figure=members&store_id={store}")),
    Row("list_matters", "store", path=own_member("/attention?store_id={store}")),
    Row("open_receipts", "store", path=own_member("/reports/sales/receipts?figure=net_minor&store_id={store}")),
    Row(
        "find_members",
        "member",
        path=lambda cast, relation: f"/members/find?text={cast.objects['phone'][relation]}",
        shows=lambda told, cast, relation: (
            [row["member_id"] for row in told["members"]] == [str(cast.objects["member"][relation])]
        ),
    ),
    Row("list_stores", "store", shows=listed("store")),
    Row("list_staff", "staff", path=lambda *_: "/staff?limit=200", shows=listed("staff")),
    Row("list_member_receipts", "receipt", path=own_member("/members/{member}/receipts"), shows=listed("receipt")),
    Row(
        "see_member_page",
        "receipt",
        path=own_member("/members/{member}/page"),
        shows=lambda told, cast, relation: (
            str(cast.objects["receipt"][relation]) in {row["id"] for row in told["receipts"]}
        ),
    ),
    Row("preview_merge", "member", pair),
    Row("merge", "member", lambda cast, relation: {**pair(cast, relation), **WHY}),
    Row("void_coupons", "member", lambda cast, relation: {"coupon_ids": [coupon_of(cast, relation)], **WHY}),
    Row("transfer_coupon", "member", lambda cast, relation: passing(cast, relation)),
    Row("explain_coupons", "member", path=lambda cast, relation: explained(cast, relation, "own")),
    Row("explain_coupons", "store", path=lambda cast, relation: explained(cast, "own", relation)),
    Row("quote_basket", "store", lambda cast, relation: quoted(cast, "own", relation)),
    Row("quote_basket", "member", lambda cast, relation: quoted(cast, relation, "own")),
    Row("top_up", "member", own_store(**PAID)),
    Row("top_up", "store", at_store(**PAID), own_member("/members/{member}/stored-value/top-ups")),
    Row(
        "quote_refund",
        "member",
        path=lambda cast, relation: (
            f"/members/{cast.objects['member'][relation]}/stored-value/refund-quote?cause=consumer"
        ),
    ),
    Row("refund_stored_value", "member", own_store(**PAY_OUT)),
    Row("refund_stored_value", "store", at_store(**PAY_OUT), own_member("/members/{member}/stored-value/refunds")),
    Row("open_card", "store", at_store()),
    Row("top_up_card", "store", with_card("active", **PAID)),
    Row("renew_card", "store", with_card("expired")),
    Row("bind_card", "member", lambda cast, _: cast.cards["active"]),
    Row("report_card_lost", "member", lambda cast, relation: {"card_id": str(cast.objects["card"][relation])}),
    Row("replace_card", "member", lambda cast, relation: replacing(cast, relation, "own")),
    Row(
        "replace_card",
        "store",
        lambda cast, relation: replacing(cast, "own", relation),
        own_member("/members/{member}/stored-value/cards/replacement"),
    ),
    Row(
        "transfer_stored_value",
        "member",
        lambda cast, _: {"to_member_id": str(cast.objects["double"]["own"])},
    ),
    Row("sell_pass", "member", own_store(plan="SIX")),
    Row("sell_pass", "store", at_store(plan="SIX"), own_member("/members/{member}/passes")),
    Row("use_pass", "member", lambda cast, relation: visiting(cast, relation, "own")),
    Row(
        "use_pass",
        "store",
        lambda cast, relation: visiting(cast, "own", relation),
        own_member("/members/{member}/pass-visits"),
    ),
    Row(
        "share_pass",
        "member",
        lambda cast, relation: of_pass(with_member_id=str(cast.objects["double"]["own"]))(cast, relation),
    ),
    Row(
        "quote_pass_refund",
        "member",
        path=lambda cast, relation: (
            f"/members/{cast.objects['member'][relation]}/pass-refund"
            f"?cause=consumer&pass_id={cast.objects['pass'][relation]}"
        ),
    ),
    Row("refund_pass", "member", of_pass(cause="consumer", **WHY)),
    Row("sell_benefit_card", "member", own_store(card="BLACK")),
    Row("sell_benefit_card", "store", at_store(card="BLACK"), own_member("/members/{member}/benefit-cards")),
    Row("exchange_points", "member", own_store(reward="MUG")),
    Row("exchange_points", "store", at_store(reward="MUG"), own_member("/members/{member}/rewards")),
    Row("give_gift", "member", own_store(**GIFT)),
    Row("give_gift", "store", at_store(**GIFT), own_member("/members/{member}/gifts")),
    Row(
        "relate_referrer",
        "member",
        lambda cast, _: {"code": cast.words["referral"]},
        lambda cast, relation: f"/members/{cast.objects['newcomer'][relation]}/referrer",
    ),
    Row("note_contact", "member", lambda *_: {"kind": "call", "text": "回访"}),
    Row(
        "note_contact",
        "store",
        at_store(kind="call", text="回访"),
        own_member("/members/{member}/care"),
    ),
    Row("tag_member", "member", lambda cast, _: {"tag_id": cast.words["tag"]}),
    Row("untag_member", "member", lambda cast, relation: {"tag_id": str(cast.objects["tag"][relation])}),
    Row(
        "tag_members",
        "member",
        lambda cast, relation: {
            "tag_id": cast.words["tag"],
            "member_ids": [str(cast.objects["member"][relation])],
        },
        shows=lambda told, *_: told["changed"] == 1,
    ),
    Row("receive_stock", "store", lambda cast, _: shelved(cast)),
    Row("adjust_stock", "store", lambda cast, _: {"sku_id": str(cast.objects["sku"]["own"]), **COUNTED}),
    Row("transfer_stock", "store", lambda cast, relation: sent_on(cast, relation)),
    Row("list_shifts", "shift", shows=listed("shift")),
    Row("list_payments", "payment", shows=listed("payment")),
    Row("list_waiting_rewards", "exchange", shows=listed("exchange")),
    Row("rehearse", "upload", reading),
    Row("start_import", "upload", reading),
]

NO_OBJECTS = {
    ("take_report", "name"),
    ("open_members", "name"),
    ("open_receipts", "name"),
    ("list_field_values", "field"),
}


def rows() -> list[Row]:
    """The whole product: each path parameter of each operation, and what is named otherwise."""
    otherwise = {(row.operation, row.kind) for row in NAMED_OTHERWISE}
    of_paths = [
        Row(route.name, kind)
        for route in TABLE
        for kind in re.findall(r"{(\w+?)(?:_id)?}", route.path)
        if (route.name, kind) not in {*otherwise, *NO_OBJECTS}
    ]
    return [*of_paths, *NAMED_OTHERWISE]


def test_every_object_that_an_operation_names_has_a_row():
    known = {(row.operation, f"{row.kind}_id") for row in rows()} | set(NARROWING)
    of_pairs = {(name, field) for name in ("preview_merge", "merge") for field in ("survivor_id", "merged_id")}
    schema = api.get_openapi_schema()
    named = set()
    for path in schema["paths"].values():
        for operation in path.values():
            content = operation.get("requestBody", {}).get("content", {})
            shapes = [body["schema"] for body in content.values()]
            fields = {parameter["name"] for parameter in operation["parameters"]} | set(_fields(shapes, schema))
            named |= {(operation["operationId"], field) for field in fields if field.endswith("_id")}
    assert named - known - of_pairs == set()


def _fields(shapes: list[Any], schema: Any) -> Iterator[str]:
    waiting = list(shapes)
    while waiting:
        shape = waiting.pop()
        if "$ref" in shape:
            waiting.append(schema["components"]["schemas"][shape["$ref"].rsplit("/", 1)[1]])
        yield from shape.get("properties", {})
        waiting += shape.get("properties", {}).values()
        waiting += [shape["items"]] if "items" in shape else []
        waiting += shape.get("anyOf", [])


# --- what the declaration promises


def refusal(route: Route, role: Role | None, access: TokenAccess | None) -> str:
    """Return the code with which the asker is sent away before any object is looked at; empty for whoever may ask."""
    if route.rule.anonymous:
        return ""
    if role is None:
        return "auth.not_signed_in"
    if access is not None and not route.rule.programs:
        return "auth.not_for_programs"
    if access is TokenAccess.READ and route.method != "GET":
        return "auth.token_only_reads"
    return "" if route.rule.own or role in route.rule.roles else "auth.not_allowed"


def reaches(route: Route, kind: str, role: Role, relation: str) -> bool:
    """Tell whether an object lies within what the declared scope lets this role see."""
    if route.scope is Reach.OWN:
        return relation == "own"
    if route.scope is not Reach.SCOPED or role not in STORES:
        return True
    if kind == "member":
        return ENTITY[PLACE[relation]] in {ENTITY[store] for store in STORES[role]}
    return PLACE[relation] in STORES[role]


def test_the_reach_of_each_role_is_the_one_written_down():
    scoped = {"member": BY_NAME["see_member"], "store": BY_NAME["see_store"], "staff": BY_NAME["see_staff"]}
    with (Path(__file__).parent / "expected_reach.csv").open(newline="") as file:
        written = list(csv.DictReader(file))
    assert {(row["object"], row["role"]) for row in written} == {
        (kind, role.value) for kind, route in scoped.items() for role in route.rule.roles
    }
    for row in written:
        kind, role = row["object"], Role(row["role"])
        derived = {relation: "+" if reaches(scoped[kind], kind, role, relation) else "-" for relation in RELATIONS}
        assert derived == {relation: row[relation] for relation in RELATIONS}, (kind, role)


def expected(row: Row, role: Role | None, access: TokenAccess | None, relation: str) -> str:
    route = BY_NAME[row.operation]
    sent_away = refusal(route, role, access)
    if sent_away or role is None:
        return sent_away or "answered"
    if reaches(route, row.kind, role, relation):
        return "answered"
    return "left out" if row.shows else "not found"


# --- what happens


@pytest.fixture(scope="module")
def everything(django_db_setup, django_db_blocker) -> Iterator[Cast]:
    """The cast, seeded once. Limits are lifted, and the warehouse, which knows nothing uncommitted, is asked once."""
    with pytest.MonkeyPatch.context() as patch, casting.for_a_module(django_db_blocker):
        patch.setattr(limits, "count", lambda *_: None)
        patch.setattr(limits, "count_lookup", lambda **_: None)
        patch.setattr(warehouse, "export", lambda **_: None)
        patch.setattr(measures, "explain_class", lambda *_, **__: ())
        remember(patch, measures, "report")
        yield casting.gather()


def remember(patch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    asked: dict[str, Any] = {}
    ask = getattr(module, name)

    def answer(*args: Any, **named: Any) -> Any:
        key = repr((args, sorted((key, value) for key, value in named.items() if key != "engine")))
        if key not in asked:
            asked[key] = ask(*args, **named)
        return asked[key]

    patch.setattr(module, name, answer)


def ask(cast: Cast, row: Row, who: str, relation: str) -> str:
    route, asker = BY_NAME[row.operation], cast.askers[who]
    objects = cast.objects[row.kind]
    if row.kind in casting.OWN and relation == "own" and asker.staff_id:
        objects = {**objects, "own": casting.OWN[row.kind](asker, route.name)}
    path = re.sub(r"{\w+}", str(objects[relation]), route.path) if row.path is None else row.path(cast, relation)
    body = row.body(cast, relation) if row.body else BODIES.get(route.name, {} if route.is_write else None)
    with transaction.atomic():
        entries = AuditEntry.objects.count() if route.audited and route.is_write else 0
        answer = asker.ask(route.method, path, body)
        silent = bool(route.audited and route.is_write) and AuditEntry.objects.count() == entries
        transaction.set_rollback(True)
    if answer.status_code == 200:
        if row.shows:
            return "answered" if row.shows(casting.read(answer), cast, relation) else "left out"
        return "answered without an audit entry" if silent else "answered"
    if answer.status_code == 404:
        return "not found"
    return str(casting.read(answer)["code"])


@pytest.mark.slow
@pytest.mark.django_db
def test_each_cell_of_operation_asker_and_object_is_as_declared(everything):
    wrong, seen = [], Counter()
    for row in rows():
        for who in everything.askers:
            role, access = everything.roles.get(who), everything.access.get(who)
            for relation in RELATIONS:
                found = ask(everything, row, who, relation)
                seen[found] += 1
                wanted = expected(row, role, access, relation)
                if found != wanted:
                    wrong.append(f"{row.operation} on {relation} {row.kind} by {who}: {found}, not {wanted}")
    print(f"{len(rows())} rows, {sum(seen.values())} cells: {dict(seen)}")
    assert not wrong, "\n".join(wrong)
    assert sum(seen.values()) == len(rows()) * len(everything.askers) * len(RELATIONS)
    assert min(seen[answer] for answer in ("answered", "not found", "left out", "auth.not_allowed")) > 20
