"""What the tills' interface says of itself is true: right and wrong requests by everybody who may stand at a till."""

import itertools
from collections import Counter
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from schemathesis import GenerationMode
from tests.apps.checkout.conftest import put_in_force
from tests.apps.staff_api.test_described_truly import CHECKS, run_cases, teach
from tests.apps.till_api.conftest import PIN, MakeTill, Till
from tests.apps.till_api.test_money import BLACK, PACKAGE, PLAN, QUEUE, Bank, ask, bank, cash

from shuke.config.wsgi import application
from shuke.foundation import clock, ids
from shuke.foundation.actors import SYSTEM
from shuke.foundation.org.types import Role
from shuke.selling.tills import operations as tills
from shuke.surfaces.till.api import TABLE

__all__ = ["bank"]

RIGHT, WRONG = 8, 6
ROUTES = {route.name: route for route in TABLE}


@pytest.fixture
def askers(counter: Till, counter_of: MakeTill, till_of: MakeTill) -> dict[str, Till]:
    manager = counter_of(Role.STORE_MANAGER)
    manager.open_shift()
    return {
        "cashier": counter,
        "manager": manager,
        "idle": counter_of(),
        "guide": counter_of(Role.GUIDE),
        "program": till_of(Role.CASHIER),
        "no seat": Till(device=counter.device),
        "anonymous": Till(),
    }


@pytest.fixture
def values(
    askers: dict[str, Till], basket: Any, anna: int, goods: dict[str, int], stores: dict[str, int], bank: Bank
) -> dict[str, list[Any]]:
    """What fields can hold in this chain: by "operation.field", or by the field's name alone."""
    till = askers["cashier"]
    sold = till.post("/orders", basket("TOY", "SOAP", cash=10_955)).json()
    placed = basket("MILK")
    waiting = till.post("/placements", {"order": placed}).json()
    payment = ask(till, 9_950).json()["id"]
    invited = tills.invite_device(store_id=stores["S1"], name="二号收银机", by=SYSTEM, at=clock.now())
    lines = [{"sku_id": str(goods["TOY"]), "quantity_milli": 1_000}]
    order = {"id": f"T-{ids.new()}", "lines": lines, "tenders": [cash(9_950)]}
    return {
        "lines": [lines],
        "tenders": [[cash(9_950)], [cash(9_950, tendered_minor=10_000)]],
        "take_back.lines": [None, [{"line_no": 1, "quantity_milli": 1_000}]],
        "order": [order],
        "place.order": [order | {"tenders": []}],
        "deposit": [None, cash(5_000)],
        "back": [{"id": f"R-{ids.new()}"}],
        "order_id": [sold["order_id"]],
        "cancel.order_id": [waiting["order_id"]],
        "client_id": [placed["id"]],
        "pick_up.tenders": [[cash(29_900)]],
        "member_id": [str(anna)],
        "list_orders.day": [sold["business_date"]],
        "number": [sold["client_id"]],
        "store": ["S1"],
        "text": ["13812345678"],
        "payment_id": [payment],
        "way": ["wechat", "wechat", "alipay"],
        "pay_code": ["", "130000000000001234", "130000000000000000"],
        "shift_id": [till.shift_id],
        "pieces": [{"10000": 2}],
        "counted_minor": [20_000],
        "paid": [cash(10_000), cash(10_000, tendered_minor=20_000)],
        "sell_pass.paid": [cash(36_500)],
        "sell_membership_card.paid": [cash(36_500)],
        "sell_pass.code": ["GOLD"],
        "sell_membership_card.code": ["GOLD"],
        "package": [None, "100+20"],
        "card": [None],
        "identified": [True],
        "staff_code": [till.staff_code],
        "pin": [PIN],
        "enrol.code": [invited.code],
        "cursor": [""],
        "X-Seat": [till.seat],
        "X-Store": ["S1"],
        **{name: [None] for name in ("shown_minor", "guide_id", "sold_at", "approval_id", "unit_list_minor")},
        **{name: [[]] for name in ("coupon_ids", "entitlement_ids", "coupon_codes", "manual")},
        "delivery_minor": [0],
    }


@pytest.mark.slow
@pytest.mark.django_db
def test_every_kind_of_request_meets_no_fault_and_no_undescribed_answer(
    askers: dict[str, Till], values: dict[str, list[Any]], programme: None, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    for kind, body, key in (
        ("stored_value.packages", {"packages": [PACKAGE]}, "default"),
        ("passes.plan", PLAN | {"price_minor": 36_500}, "GOLD"),
        ("benefits.benefit", QUEUE, "QUEUE"),
        ("benefits.card", BLACK, "GOLD"),
    ):
        put_in_force(kind, body, key=key)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    schema = schemathesis.openapi.from_wsgi("/api/till/v1/openapi.json", application)
    schema.config.generation.update(with_security_parameters=False)
    teach(schema.raw_schema, values)
    statuses, good, asked = Counter[int](), Counter[str](), Counter[str]()
    for operation in (result.ok() for result in schema.get_all_operations()):
        name = operation.definition.raw["operationId"]
        who = itertools.cycle(may(name) * 2 + ["guide", "no seat", "anonymous", "program"])

        def send(case: Any, who: Any = who, name: str = name) -> None:
            asker = next(who)
            case.headers = {key: value for key, value in (case.headers or {}).items() if key.lower()[:2] != "x-"}
            with transaction.atomic():
                response = case.call(headers=askers[asker].shown())
                transaction.set_rollback(True)
            case.validate_response(response, checks=list(CHECKS))
            statuses[response.status_code] += 1
            good[name] += response.status_code < 300
            asked[asker] += 1

        for mode, count in ((GenerationMode.POSITIVE, RIGHT), (GenerationMode.NEGATIVE, WRONG)):
            try:
                run_cases(operation.as_strategy(generation_mode=mode), send, count)
            except hypothesis.errors.Unsatisfiable:
                continue
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    total = sum(statuses.values())
    print(f"{total} requests: {dict(statuses)}; by {dict(asked)}; never answered: {sorted(set(ROUTES) - set(+good))}")
    assert total >= 250
    assert not [status for status in statuses if status >= 500]
    assert set(ROUTES) - set(+good) == set()


def may(name: str) -> list[str]:
    """Name those whom the route admits."""
    by = ROUTES[name].rule.by.value
    everybody = {"nothing": ["anonymous"], "device": ["no seat", "cashier"], "seat": ["cashier", "manager"]}
    if name in {"open_shift", "cash_up"}:
        return ["idle"] if name == "open_shift" else ["cashier"]
    leads = Role.CASHIER not in ROUTES[name].rule.roles
    return everybody.get(by, ["manager"] if leads else ["cashier", "manager", "program"])
