"""Webhooks as headquarters sets them up, with a real server at the other end."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.apps.coupons.conftest import template
from tests.apps.staff_api.conftest import NOW, Asker
from tests.apps.webhooks.ear import HOST, Ear, Heard, listening

from shuke.config import wiring
from shuke.engaging.webhooks import handlers, rules
from shuke.engaging.webhooks import operations as webhooks
from shuke.engaging.webhooks.models import Delivery, Hook
from shuke.engaging.webhooks.types import Outcome
from shuke.foundation import clock
from shuke.foundation.actors import SYSTEM
from shuke.foundation.audit.models import AuditEntry
from shuke.foundation.failpoints import FailpointError
from shuke.foundation.org.types import Role
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.outbox.models import OutboxEvent
from shuke.foundation.outbox.types import Recorded
from shuke.surfaces.jobs import courier

# On PostgreSQL an event is told once no transaction is open that may come before it: it must truly be committed.
pytestmark = pytest.mark.django_db(transaction=True)

PHONE, NAME = "13800138000", "王小明"
DAYS_OF_TRIES = [timedelta(0), *rules.WAITS]


@pytest.fixture(autouse=True)
def now(monkeypatch):
    """The clock of the test, moved by hand."""

    class Clock:
        at = NOW

        def after(self, wait: timedelta) -> None:
            self.at += wait

    clock_ = Clock()
    monkeypatch.setattr(clock, "now", lambda: clock_.at)
    return clock_


@pytest.fixture(autouse=True)
def ear(settings) -> Iterator[Ear]:
    settings.SHUKE_WEBHOOK_HOSTS = frozenset({HOST})
    with listening() as ear:
        yield ear


@pytest.fixture
def hq(signed_in) -> Asker:
    return signed_in(Role.HQ)


def wanting(ear: Ear, *kinds: str, name: str = "ERP") -> dict[str, object]:
    return {"name": name, "address": ear.address, "kinds": list(kinds or ("members.enrolled",))}


@pytest.fixture
def hook(hq, ear) -> dict[str, str]:
    made = hq.post("/webhooks", wanting(ear))
    assert made.status_code == 200, made.content
    return made.json()


def enrol(asker: Asker, chain, phone: str = PHONE) -> str:
    body = {"store_id": str(chain.stores["S1"]), "phone": phone, "name": NAME}
    answer = asker.post("/members", body)
    assert answer.status_code == 200, answer.content
    return str(answer.json()["id"])


def carry() -> int:
    """Deliver the events and carry all that is due; return how many parcels there were."""
    outbox.deliver(wiring.LISTENERS)
    carried = 0
    while courier.carry_one():
        carried += 1
    return carried


def is_signed(heard: Heard, secret: str) -> bool:
    """What the guide tells integrators to do."""
    parts = [part.split("=", 1) for part in heard.headers["Shuke-Signature"].split(",")]
    stamp = next(value for name, value in parts if name == "t")
    right = hmac.new(secret.encode(), f"{stamp}.{heard.body}".encode(), hashlib.sha256).hexdigest()
    return any(hmac.compare_digest(right, value) for name, value in parts if name == "v1")


def log_of(asker: Asker, hook_id: str, query: str = "") -> list[dict]:
    return asker.get(f"/webhooks/{hook_id}/deliveries{query}").json()["items"]


class TestTelling:
    def test_an_act_is_told_once_signed_and_without_personal_data(self, hq, hook, ear, chain):
        member_id = enrol(hq, chain)
        assert ear.heard == [], "nobody is called within the act"
        assert carry() == 1
        assert carry() == 0
        (heard,) = ear.heard
        told = json.loads(heard.body)
        assert told["data"] == {"member_id": member_id, "store_id": str(chain.stores["S1"]), "source": "till"}
        assert (told["kind"], told["occurred_at"]) == ("members.enrolled", "2026-03-10T06:30:00.000Z")
        assert heard.headers["Shuke-Delivery"] == told["id"]
        assert is_signed(heard, hook["secret"])
        assert not is_signed(heard, "whsec_other")
        assert PHONE not in heard.body
        assert NAME not in heard.body
        (row,) = log_of(hq, hook["id"])
        assert (row["id"], row["state"], row["status"], row["attempts"]) == (told["id"], "sent", 200, 1)
        assert hq.get(f"/webhook-deliveries/{row['id']}").json()["body"] == heard.body

    def test_only_what_is_wanted_and_only_from_now_on(self, hq, ear, chain, now):
        enrol(hq, chain)
        now.after(timedelta(seconds=1))
        hq.post("/webhooks", wanting(ear, "members.frozen"))
        hq.post("/webhooks", wanting(ear, "members.enrolled", name="CRM"))
        assert carry() == 0
        enrol(hq, chain, "13800138001")
        assert carry() == 1

    def test_a_coupon_is_told_when_it_is_issued_and_when_it_is_voided(self, hq, ear, chain):
        template("TEN")
        hq.post("/webhooks", wanting(ear, "coupons.issued", "coupons.voided"))
        member_id = enrol(hq, chain)
        issued = hq.post(f"/members/{member_id}/coupons", {"template": "TEN", "reason": "补偿"})
        assert issued.status_code == 200
        coupon_id = issued.json()["id"]
        hq.post(f"/members/{member_id}/coupons/void", {"coupon_ids": [coupon_id], "reason": "发错了"})
        assert carry() == 2
        told = [json.loads(heard.body) for heard in ear.heard]
        assert [(one["kind"], one["data"]) for one in told] == [
            ("coupons.issued", {"template": "TEN", "coupon_ids": [coupon_id], "member_ids": [member_id]}),
            ("coupons.voided", {"coupon_ids": [coupon_id]}),
        ]

    def test_an_event_heard_twice_is_one_delivery(self, hq, hook, ear, chain):
        enrol(hq, chain)
        row = OutboxEvent.objects.get(name="members.enrolled")
        for _ in range(2):
            handlers.on_event(Recorded(row.number, row.name, row.payload, row.occurred_at))
        carry()
        assert len(ear.heard) == 1

    def test_the_secret_is_told_once_and_kept_sealed(self, hq, hook):
        assert hook["secret"].startswith("whsec_")
        assert hook["secret"] not in hq.get("/webhooks").content.decode()
        assert hook["secret"].encode() not in bytes(Hook.objects.get().secret)
        assert hook["secret"] not in str(list(AuditEntry.objects.values()))


class TestTryingAgain:
    def test_it_is_tried_with_growing_waits_under_one_id_and_then_given_up(self, hq, hook, ear, chain, now):
        ear.statuses = [500]
        enrol(hq, chain)
        for wait in DAYS_OF_TRIES:
            now.after(wait - timedelta(seconds=1))
            assert carry() == 0 or wait == timedelta(0)
            now.after(timedelta(seconds=1))
            carry()
        assert len(ear.heard) == len(DAYS_OF_TRIES)
        assert len({heard.body for heard in ear.heard}) == 1
        (row,) = log_of(hq, hook["id"], "?state=given_up")
        assert (row["status"], row["fault"], row["attempts"], row["next_at"]) == (500, "status", 7, None)
        now.after(timedelta(days=9))
        assert carry() == 0

    def test_of_many_with_every_second_try_failing_none_is_lost(self, hq, hook, ear, chain, now):
        ear.statuses = [500, 200] * 200
        row = {"store_id": chain.stores["S1"], "source": "till"}
        for number in range(60):
            handlers.on_event(Recorded(10_000 + number, "members.enrolled", {"member_id": number + 1, **row}, NOW))
        for wait in DAYS_OF_TRIES:
            now.after(wait)
            carry()
        assert Delivery.objects.filter(state="sent").count() == 60
        assert len({heard.headers["Shuke-Delivery"] for heard in ear.heard}) == 60

    def test_whoever_dies_with_a_parcel_in_hand_loses_none(self, hq, hook, ear, chain, now, monkeypatch):
        enrol(hq, chain)
        outbox.deliver(wiring.LISTENERS)
        for place, heard in (("webhooks.claimed", 0), ("webhooks.sent", 1)):
            monkeypatch.setenv("SHUKE_FAILPOINTS", f"{place}=raise")
            with pytest.raises(FailpointError):
                courier.carry_one()
            assert len(ear.heard) == heard
            monkeypatch.delenv("SHUKE_FAILPOINTS")
            assert not courier.carry_one(), "somebody may still hold it"
            now.after(timedelta(minutes=3))
        assert courier.carry_one()
        assert {heard.headers["Shuke-Delivery"] for heard in ear.heard} == {str(Delivery.objects.get().id)}
        assert Delivery.objects.get().state == "sent"

    def test_whoever_comes_late_writes_nothing_over(self, hq, hook, chain, now):
        enrol(hq, chain)
        outbox.deliver(wiring.LISTENERS)
        late = webhooks.claim(at=clock.now())
        now.after(timedelta(minutes=3))
        assert carry() == 1
        assert late is not None
        assert webhooks.settle(parcel=late, outcome=Outcome(500, None, 1), at=clock.now()) is None
        assert Delivery.objects.get().status == 200

    def test_a_hook_is_told_one_thing_at_a_time_and_keeps_no_other_waiting(self, hq, hook, ear, chain):
        hq.post("/webhooks", wanting(ear, name="CRM"))
        for phone in ("13800138001", "13800138002"):
            enrol(hq, chain, phone)
        outbox.deliver(wiring.LISTENERS)
        held = [webhooks.claim(at=clock.now()) for _ in range(3)]
        assert [parcel is not None for parcel in held] == [True, True, False]

    def test_too_many_given_up_pause_the_hook_and_the_bell_tells(self, hq, hook, ear, chain, now, signed_in):
        ear.statuses = [410]
        for number in range(rules.GIVEN_UP_IN_A_ROW + 1):
            enrol(hq, chain, f"1380013800{number}")
        for wait in DAYS_OF_TRIES:
            now.after(wait)
            carry()
        seen = hq.get(f"/webhooks/{hook['id']}").json()
        assert (seen["state"], seen["why"], seen["given_up"], seen["waiting"]) == ("paused", "gave_up", 5, 1)
        assert AuditEntry.objects.get(action="webhooks.pause").actor_kind == SYSTEM.kind
        (notice,) = signed_in(Role.OWNER).get("/notices").json()["items"]
        assert (notice["kind"], notice["state"], notice["what"]) == ("webhook", "stopped", "ERP")
        assert signed_in(Role.AUDITOR).get("/notices").json()["items"] == []
        ear.statuses = [200]
        assert hq.post(f"/webhooks/{hook['id']}/resumption").status_code == 200
        assert (carry(), hq.get("/notices").json()["items"]) == (1, [])
        assert Hook.objects.get().given_up == 0

    def test_one_that_is_taken_begins_the_count_anew(self, hq, hook, ear, chain, now):
        Hook.objects.update(given_up=rules.GIVEN_UP_IN_A_ROW - 1)
        enrol(hq, chain)
        carry()
        assert Hook.objects.get().given_up == 0


class TestByHand:
    def test_a_ping_is_sent_once_also_by_a_paused_hook(self, hq, hook, ear):
        hq.post(f"/webhooks/{hook['id']}/pause")
        ear.statuses = [500, 200]
        for state in ("given_up", "sent"):
            made = hq.post(f"/webhooks/{hook['id']}/ping").json()
            assert carry() == 1
            assert hq.get(f"/webhook-deliveries/{made['id']}").json()["state"] == state
        assert json.loads(ear.heard[0].body)["kind"] == "webhooks.ping"
        assert Hook.objects.get().given_up == 0, "what was asked for by hand counts for nothing"

    def test_a_delivery_is_sent_again_under_its_id(self, hq, hook, ear, chain):
        enrol(hq, chain)
        carry()
        (row,) = log_of(hq, hook["id"])
        assert hq.post(f"/webhook-deliveries/{row['id']}/resending").status_code == 200
        assert carry() == 1
        assert len({heard.headers["Shuke-Delivery"] for heard in ear.heard}) == 1
        assert len(ear.heard) == 2

    def test_a_paused_hook_is_not_told_what_happens_meanwhile(self, hq, hook, ear, chain, now):
        enrol(hq, chain)
        now.after(timedelta(seconds=1))
        hq.post(f"/webhooks/{hook['id']}/pause")
        now.after(timedelta(seconds=1))
        enrol(hq, chain, "13800138001")
        assert carry() == 0
        assert Delivery.objects.count() == 1, "what came before the pause waits"
        now.after(timedelta(seconds=1))
        hq.post(f"/webhooks/{hook['id']}/resumption")
        assert carry() == 1

    def test_for_a_day_two_secrets_sign_and_then_the_new_one_alone(self, hq, hook, ear, now):
        fresh = hq.post(f"/webhooks/{hook['id']}/secret").json()["secret"]
        for wait, old_counts in ((timedelta(hours=23), True), (timedelta(hours=1), False)):
            now.after(wait)
            hq.post(f"/webhooks/{hook['id']}/ping")
            carry()
            assert is_signed(ear.heard[-1], fresh)
            assert is_signed(ear.heard[-1], hook["secret"]) is old_counts
        webhooks.sweep(at=clock.now())
        assert Hook.objects.get().old_secret is None

    def test_it_is_changed_and_deleted(self, hq, hook, ear, chain):
        change = {**wanting(ear, "members.frozen", "webhooks.ping"), "name": "CRM"}
        assert hq.ask("PUT", f"/webhooks/{hook['id']}", change).status_code == 200
        (seen,) = hq.get("/webhooks").json()
        assert (seen["name"], seen["kinds"], seen["made_by"]) == ("CRM", ["members.frozen"], "某hq")
        enrol(hq, chain)
        hq.post(f"/webhooks/{hook['id']}/ping")
        assert hq.ask("DELETE", f"/webhooks/{hook['id']}").status_code == 200
        assert (carry(), ear.heard, hq.get("/webhooks").json()) == (0, [], [])

    def test_the_log_is_paged_and_forgotten_after_a_month(self, hq, hook, now):
        for _ in range(3):
            hq.post(f"/webhooks/{hook['id']}/ping")
        carry()
        first = hq.get(f"/webhooks/{hook['id']}/deliveries?limit=2").json()
        rest = hq.get(f"/webhooks/{hook['id']}/deliveries?limit=2&cursor={first['next']}").json()
        assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
        hq.post(f"/webhooks/{hook['id']}/ping")
        now.after(timedelta(days=30, seconds=1))
        assert webhooks.sweep(at=clock.now()) == 3
        assert len(log_of(hq, hook["id"])) == 1, "what waits stays"


class TestRefusals:
    @pytest.mark.parametrize(
        ("address", "code"),
        [
            ("erp.example.com", "webhooks.wrong_address"),
            ("https://somebody:secret@example.com/", "webhooks.wrong_address"),
            ("http://example.com/", "webhooks.address_not_allowed"),
            ("https://169.254.169.254/latest", "webhooks.address_not_allowed"),
        ],
    )
    def test_an_address_that_may_not_be_called_is_refused(self, hq, hook, ear, address, code):
        body = {**wanting(ear), "address": address}
        assert hq.post("/webhooks", body).json()["code"] == code
        assert hq.ask("PUT", f"/webhooks/{hook['id']}", body).json()["code"] == code

    def test_a_host_that_is_trusted_no_more_is_not_called(self, hq, hook, ear, settings):
        settings.SHUKE_WEBHOOK_HOSTS = frozenset()
        hq.post(f"/webhooks/{hook['id']}/ping")
        carry()
        (row,) = log_of(hq, hook["id"])
        assert (row["state"], row["fault"], ear.heard) == ("given_up", "not_allowed", [])

    def test_kinds_are_those_that_there_are(self, hq, ear):
        told = hq.get("/webhook-kinds").json()
        assert {"members.enrolled", "checkout.completed"} <= {one["kind"] for one in told}
        assert all(one["name"]["zh"] and one["group"]["en"] and one["tells"] for one in told)
        assert hq.post("/webhooks", wanting(ear, "members.secrets")).status_code == 422

    def test_there_are_not_too_many(self, hq, hook, ear, monkeypatch):
        monkeypatch.setattr(webhooks, "MOST", 1)
        assert hq.post("/webhooks", wanting(ear)).json()["code"] == "webhooks.too_many"

    def test_what_is_not_there(self, hq, ear):
        assert hq.get("/webhooks/1").json()["code"] == "webhooks.no_such_hook"
        assert hq.post("/webhooks/1/ping").json()["code"] == "webhooks.no_such_hook"
        assert hq.get("/webhook-deliveries/1").json()["code"] == "webhooks.no_such_delivery"
        assert hq.post("/webhook-deliveries/1/resending").json()["code"] == "webhooks.no_such_delivery"

    def test_nobody_else_sets_them_up(self, signed_in, ear):
        for role in (Role.STORE_MANAGER, Role.FINANCE, Role.AUDITOR):
            asker = signed_in(role)
            assert asker.get("/webhooks").json()["code"] == "auth.not_allowed"
            assert asker.post("/webhooks", wanting(ear)).json()["code"] == "auth.not_allowed"


def test_a_hand_goes_on_after_a_fault(hq, hook, ear, monkeypatch):
    hq.post(f"/webhooks/{hook['id']}/ping")
    monkeypatch.setenv("SHUKE_FAILPOINTS", "webhooks.claimed=raise")
    assert courier._try() is False
    assert ear.heard == []
