"""What the interface says of itself is true: a thousand requests, right and wrong ones, by every role.

The seeded chain's own ids are put into the description as the values that a parameter can have, so that right requests
are about something that is there, and wrong ones are wrong in one place only.
"""

import itertools
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.apps.staff_api import cast as casting
from tests.apps.staff_api.cast import CARD_SECRET, CUT, MAPPING, Cast

from shuke.config.wsgi import application
from shuke.foundation import clock, scopes
from shuke.foundation.org.types import Role, TokenAccess
from shuke.insight.warehouse import operations as warehouse
from shuke.ledgers.points.defaults import DEFAULT_RULE
from shuke.surfaces.staff import limits
from shuke.surfaces.staff.api import TABLE
from shuke.surfaces.staff.areas import reports
from shuke.surfaces.staff.declared import Route

RIGHT, WRONG = 10, 7
SEED = 20_260_310
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
ROUTES = {route.name: route for route in TABLE}
DAYS = ["2026-03-01", "2026-03-10"]
ABOUT_A_CARD = ("activate_card", "look_at_card", "top_up_card", "change_card_secret", "bind_card")


@pytest.fixture
def cast(db, monkeypatch, settings, tmp_path) -> Cast:
    """Limits are lifted: a thousand answers of 429 would say nothing."""
    settings.SHUKE_HOME = tmp_path
    settings.ALLOWED_HOSTS = ["*"]
    monkeypatch.setattr(limits, "count", lambda *_: None)
    monkeypatch.setattr(limits, "count_lookup", lambda **_: None)
    monkeypatch.setattr(reports, "PATIENCE", timedelta(seconds=1))
    cast = casting.gather()
    with scopes.everywhere(reason="facts leave the database whole"):
        warehouse.export(at=clock.now())
    return cast


@pytest.fixture
def shown(cast: Cast) -> Iterator[dict[str, Any]]:
    """What each asker shows of itself. From here on the test's own connection stays open between requests.

    Django's test client sees to that for its own requests, and undoes it each time.
    """
    shown = {name: credentials(asker) for name, asker in cast.askers.items()}
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield shown
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def credentials(asker: casting.Asker) -> dict[str, dict[str, str]]:
    """Return how the asker shows who asks: a session with its CSRF token, a bearer token, or nothing."""
    if asker.bearer:
        return {"headers": {"Authorization": f"Bearer {asker.bearer}"}}
    if asker.staff_id is None:
        return {}
    token = asker.get("/session").json()["csrf_token"]
    cookies = {name: morsel.value for name, morsel in asker.client.cookies.items()}
    return {"headers": {"X-CSRFToken": token}, "cookies": cookies}


def real_values(cast: Cast) -> dict[str, list[Any]]:
    """What fields can hold in this chain: by "operation.field", or by the field's name alone."""
    own_tokens = [str(casting.own_token(cast.askers[name])) for name in ("owner", "hq")]
    ids = {f"{kind}_id": cast.ids(kind) for kind in cast.objects if kind not in {"phone", "barcode", "double"}}
    return {
        **ids,
        "token_id": own_tokens,
        "store_id": [str(cast.chain.stores["S1"])],
        "report_id": [str(casting.own_report(cast.askers[name], "")) for name in ("owner", "hq")],
        "schedule_id": [str(casting.own_schedule(cast.askers[name], "")) for name in ("owner", "hq")],
        "field": ["store", "tier", "weekday"],
        "figures": [["net_minor"], ["ticket_minor", "members"]],
        "groups": [[], ["store"]],
        "filters": [[]],
        "period": [CUT["period"]],
        "sort": [None],
        "top": [None],
        "document": [CUT],
        "change_saved_report.version": [1],
        "every": ["day"],
        "weekday": [None],
        **{f"{name}.day": [None] for name in ("plan_report", "change_schedule")},
        "recipients": [[]],
        "address": ["somebody@example.com"],
        "make_webhook.address": ["https://example.com/hook"],
        "change_webhook.address": ["https://example.com/hook"],
        "grant.store_id": [str(cast.chain.stores["S1"])],
        "survivor_id": [str(cast.objects["member"]["own"])],
        "merged_id": [str(cast.objects["double"]["own"])],
        "guide_id": [None, str(cast.askers["guide"].staff_id)],
        "list_members.guide_id": [str(cast.askers["guide"].staff_id)],
        "actor_id": [str(cast.askers["hq"].staff_id)],
        "region_id": [None],
        "parent_id": [None, str(cast.chain.regions["华东"])],
        "text_id": [None],
        "barcode": cast.ids("barcode"),
        "text": cast.ids("phone"),
        "cursor": [""],
        "name_of_report": ["sales", "rfm", "overview"],
        "param": [[]],
        "open_members.name": ["overview", "tiers"],
        "open_members.figure": ["members"],
        "open_receipts.name": ["overview", "sales"],
        "open_receipts.figure": ["net_minor", "purchases"],
        "at": [[]],
        "as_of": DAYS,
        "from_date": DAYS[:1],
        "to_date": DAYS[1:],
        "grant.to_date": [None],
        "grant.from_date": [None, *DAYS],
        "grant.role": ["guide", "cashier"],
        "rule_in_force.kind": ["points.earn", "growth.tiers"],
        "key": ["default"],
        "on": DAYS,
        "start_simulation.kind": ["points"],
        "start_simulation.body": [DEFAULT_RULE],
        "start_simulation.version_id": [None],
        "baseline_id": [None],
        "table": ["movers"],
        "direction": [None, "up"],
        "propose.kind": ["points.earn"],
        "propose.body": [DEFAULT_RULE],
        "propose.effective_from": ["2027-06-01"],
        "replaces": [None],
        "check_rule.kind": ["points.earn"],
        "check_rule.body": [DEFAULT_RULE, {"points": 0}],
        "see_form.kind": ["points.earn", "promotions.rule"],
        "rehearse.kind": ["members"],
        "start_import.kind": ["members"],
        "mapping": [MAPPING],
        "ready": [""],
        "reveal.kind": ["phone"],
        "phone": ["13700000000", "13700000001"],
        "birthday": ["", "1990-05-12"],
        "gender": ["", "女"],
        "number": [""],
        "profile": [{}],
        "values": [{"name": "王小红"}, {"gender": "女"}],
        "days": [30],
        "months": [None],
        "set_cycle.days": [30, 90],
        "points": [10, 250],
        "issue_token.expires_on": [None],
        "template": ["TEN"],
        "bundle": ["PACK"],
        "claim_coupon.code": [None],
        "coupon_ids": [[coupon_id] for coupon_id in cast.ids("coupon")],
        "to_member_id": [str(cast.objects["double"]["own"])],
        "grant_coupon_quota.store_id": [None, str(cast.chain.stores["S1"])],
        "at_store": [str(cast.chain.stores["S1"])],
        "replace_card.card_id": cast.ids("lost"),
        "package": [None],
        "terminated_on": [None],
        "paid_minor": [100, 5_000],
        "amount_minor": [-100, 100],
        "propose_value_adjustment.expires_on": [None],
        **{f"{name}.number": [cast.cards[card]["number"] for card in ("new", "active")] for name in ABOUT_A_CARD},
        "renew_card.number": [cast.cards["expired"]["number"]],
        "secret": [CARD_SECRET],
        "word": ["WELCOME"],
        "reward": ["MUG"],
        "occasion": ["souvenir", "surprise"],
        "plan": ["SIX"],
        "sell_benefit_card.card": ["BLACK"],
        "benefit": ["QUEUE"],
        "grant_benefit.to_date": [None],
        "with_member_id": [str(cast.objects["double"]["own"])],
        "relate_referrer.member_id": cast.ids("newcomer"),
        "relate_referrer.code": [cast.words["referral"]],
        "pieces": [None, {"10000": 2}],
        "counted_minor": [20_000],
        "pin": ["2580"],
        "send_payment_back.amount_minor": [100],
        "exchange_points.paid_minor": [0],
        "paid_reference": [""],
        "username": ["fresh.login"],
        "next_on": [None, "2027-06-01"],
        "happened_at": [None, "2026-03-09T10:00:00+08:00"],
        "member_ids": [[member_id] for member_id in cast.ids("member")],
        "until_date": [None, "2027-06-01"],
        "enrol.source": ["till"],
        "region": [None, "华东"],
        "entity": [None],
        "open_store.kind": ["direct"],
        "open_store.code": ["S7", "S8"],
        "hire.code": ["new-1", "new-2"],
        "add_region.code": ["R7"],
        "add_entity.code": ["E7"],
    }


def teach(schema: dict[str, Any], values: dict[str, list[Any]]) -> None:
    """Put what can be held in the place of the shape, in each parameter and each field of a body."""
    for path in schema["paths"].values():
        for operation in path.values():
            name = operation["operationId"]
            for parameter in operation["parameters"]:
                _narrow(parameter["schema"], name, parameter["name"], values)
            for body in operation.get("requestBody", {}).get("content", {}).values():
                _narrow_body(body["schema"], name, schema["components"]["schemas"], values)


def _narrow(shape: dict[str, Any], operation: str, field: str, values: dict[str, list[Any]]) -> None:
    if operation == "take_report" and field == "name":
        field = "name_of_report"
    found = values.get(f"{operation}.{field}", values.get(field))
    if found is not None:
        shape.clear()
        shape["enum"] = found


def _narrow_body(shape: dict[str, Any], operation: str, shapes: dict[str, Any], values: dict[str, list[Any]]) -> None:
    if "$ref" in shape:
        shape = shapes[shape["$ref"].rsplit("/", 1)[1]]
    for field, inner in shape.get("properties", {}).items():
        if "items" in inner:
            _narrow_body(inner["items"], operation, shapes, values)
        _narrow(inner, operation, field, values)


def askers_of(cast: Cast, route: Route, asked: Counter[str]) -> Iterator[str]:
    """Yield for ever three askers who may, and then one who may not or is unknown: whoever has asked least so far."""
    may = [
        name
        for name in cast.askers
        if route.rule.anonymous or (name in cast.roles and _may(route, cast.roles[name], cast.access.get(name)))
    ]
    may_not = [name for name in cast.askers if name not in may] or may
    for group in itertools.cycle((may, may, may, may_not)):
        asker = min(group, key=lambda name: asked[name])
        asked[asker] += 1
        yield asker


def _may(route: Route, role: Role, access: TokenAccess | None) -> bool:
    by_program = route.rule.programs and not (access is TokenAccess.READ and route.is_write)
    return role in route.rule.roles and (access is None or by_program)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_thousand_requests_by_every_role_meet_no_fault_and_no_undescribed_answer(cast, shown):
    print(f"seed {SEED}")
    schema = schemathesis.openapi.from_wsgi("/api/staff/openapi.json", application)
    schema.config.generation.update(with_security_parameters=False)
    teach(schema.raw_schema, real_values(cast))
    statuses: Counter[int] = Counter()
    asked: Counter[str] = Counter()
    good: Counter[str] = Counter()

    for operation in (result.ok() for result in schema.get_all_operations()):
        name = operation.definition.raw["operationId"]
        who = askers_of(cast, ROUTES[name], asked)

        def ask(case, who=who, name=name) -> None:
            asker = next(who)
            with transaction.atomic():
                response = case.call(**shown[asker])
                transaction.set_rollback(True)
            case.validate_response(response, checks=list(CHECKS))
            statuses[response.status_code] += 1
            good[name] += response.status_code < 300

        for mode, count in ((GenerationMode.POSITIVE, RIGHT), (GenerationMode.NEGATIVE, WRONG)):
            try:
                run_cases(operation.as_strategy(generation_mode=mode), ask, count)
            except hypothesis.errors.Unsatisfiable:
                continue
    total = sum(statuses.values())
    fine = sum(count for status, count in statuses.items() if status < 300)
    refused = sum(count for status, count in statuses.items() if 400 <= status < 500)
    print(f"{total} requests, {fine / total:.0%} answered, {refused / total:.0%} refused: {dict(statuses)}")
    by_role: Counter[str] = Counter()
    for name, count in asked.items():
        by_role[name.split(",")[0]] += count
    print(f"by role: {dict(by_role)}; never answered: {sorted(name for name in ROUTES if not good[name])}")
    assert total >= 1_000
    assert fine >= total * 0.3
    assert refused >= total * 0.3
    assert not [status for status in statuses if status >= 500]
    assert min(by_role[role.value] for role in Role) >= 50
    assert by_role["anonymous"] >= 20


def run_cases(strategy, ask, count: int) -> None:
    @hypothesis.seed(SEED)
    @hypothesis.settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(case=strategy)
    def cases(case):
        ask(case)

    cases()
