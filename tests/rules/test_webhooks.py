"""What webhooks send, how they sign it, when they try again and whom they may call."""

import hashlib
import hmac
import ipaddress
import json
import re
import typing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shuke.engaging.webhooks import rules
from shuke.engaging.webhooks.kinds import KINDS
from shuke.engaging.webhooks.types import HookKind
from shuke.foundation.members import events as members
from shuke.foundation.org import events as org
from shuke.foundation.tags import events as tags
from shuke.ledgers.coupons import events as coupons
from shuke.ledgers.growth import events as growth
from shuke.ledgers.stored_value import events as stored_value
from shuke.selling.checkout import events as checkout
from shuke.selling.intake import events as intake
from shuke.selling.payments import events as payments
from shuke.selling.sales import events as sales

pytestmark = pytest.mark.any_database

GUIDES = Path(__file__).parents[2] / "docs" / "guides"
AT = datetime(2026, 3, 10, 6, 30, tzinfo=UTC)
ROOMS = (members, org, tags, coupons, growth, stored_value, checkout, intake, payments, sales)
EVENTS = {
    event.name: event
    for room in ROOMS
    for event in vars(room).values()
    if isinstance(event, type) and getattr(event, "name", "") and event.__module__ == room.__name__
}


class TestWhatIsTold:
    def test_every_kind_is_an_event_and_tells_fields_that_it_has(self):
        assert set(KINDS) == set(HookKind) - {HookKind.PING}
        for kind, fact in KINDS.items():
            assert set(fact.tells) <= set(EVENTS[kind.value].__dataclass_fields__), kind
            assert fact.name.zh
            assert fact.name.en

    def test_nothing_but_ids_amounts_days_and_codes_is_told(self):
        codes = {"source", "purpose", "channel", "decision", "kinds", "holder_kind", "package", "is_whole"}
        codes |= {"template", "used_kind"}
        harmless = ("_id", "_ids", "_minor", "_levels", "_date", "_on")
        told = {name for fact in KINDS.values() for name in fact.tells}
        assert {name for name in told if not name.endswith(harmless)} == codes

    def test_a_text_of_an_event_that_nobody_named_stays_at_home(self):
        payload = {"member_id": 7, "keys": "allergies,birthday", "phone": "13800138000"}
        assert rules.data_of(HookKind.MEMBER_UPDATED, payload) == {"member_id": "7"}

    def test_no_event_that_is_told_has_grown_a_field_that_nobody_judged(self):
        """A new field of an event is either told by name or left out here by name."""
        left_out = {
            (kind.value, name)
            for kind, fact in KINDS.items()
            for name in typing.get_type_hints(EVENTS[kind.value])
            if name not in fact.tells and name != "name"
        }
        assert left_out == {("members.updated", "keys")}

    def test_ids_are_texts_and_the_id_of_nobody_is_none(self):
        payload = {"order_id": 2**62 + 1, "store_id": 5, "member_id": 0, "net_minor": 1_990}
        assert rules.data_of(HookKind.ORDER_COMPLETED, payload) == {
            "order_id": "4611686018427387905",
            "store_id": "5",
            "member_id": None,
            "net_minor": 1_990,
        }
        assert rules.data_of(HookKind.RECEIPTS_RECORDED, {"receipt_ids": [3, 4]}) == {"receipt_ids": ["3", "4"]}

    def test_the_body_says_id_kind_moment_and_data(self):
        body = rules.body_of(delivery_id=9, kind=HookKind.PING, occurred_at=AT, data={})
        assert json.loads(body) == {
            "id": "9",
            "kind": "webhooks.ping",
            "occurred_at": "2026-03-10T06:30:00.000Z",
            "data": {},
        }


class TestSignature:
    def test_it_is_the_hmac_of_stamp_and_body(self):
        expected = hmac.new(b"whsec_a", b'1773124200.{"id":"9"}', hashlib.sha256).hexdigest()
        assert rules.signature(["whsec_a"], body='{"id":"9"}', at=AT) == f"t=1773124200,v1={expected}"

    def test_each_secret_that_counts_signs(self):
        both = rules.signature(["new", "old"], body="{}", at=AT)
        new, old = (rules.signature([one], body="{}", at=AT).split("v1=")[1] for one in ("new", "old"))
        assert both == f"t=1773124200,v1={new},v1={old}"

    @pytest.mark.parametrize("guide", ["webhooks.md", "webhooks.zh-CN.md"])
    def test_the_lines_that_the_guide_gives_to_integrators_know_it(self, guide, monkeypatch):
        lines = re.search(r"```python\n(.*?)```", (GUIDES / guide).read_text(), re.DOTALL)
        assert lines
        given: dict[str, typing.Any] = {}
        exec(lines[1], given)
        monkeypatch.setattr(given["time"], "time", AT.timestamp)
        header = rules.signature(["new", "old"], body="{}", at=AT)
        assert [given["is_ours"](secret, header, b"{}") for secret in ("new", "old", "other")] == [True, True, False]
        assert not given["is_ours"]("new", header, b"{ }")
        assert not given["is_ours"]("new", rules.signature(["new"], body="{}", at=AT - timedelta(minutes=6)), b"{}")


class TestSchedule:
    def test_waits_grow_to_a_day_and_end(self):
        waits = [rules.wait_after(attempt, HookKind.MEMBER_ENROLLED) for attempt in range(1, 9)]
        minutes = [wait and wait / timedelta(minutes=1) for wait in waits]
        assert minutes == [1, 5, 30, 120, 480, 1440, None, None]

    def test_a_ping_is_tried_once(self):
        assert rules.wait_after(1, HookKind.PING) is None


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.com/hook",
        "ftp://example.com",
        "file:///etc/passwd",
        "https://",
        "https://user:secret@example.com/",
        "https://example.com/#part",
        "https://example.com:99999/",
        "https://example.com:no/",
        "https://exa mple.com/",
        "https://例子.com/",
        "https://example.com\\@inner/",
        "https://example.com/\r\nHost: inner",
        "https://[::1",
        "https://example.com/" + "x" * 500,
    ],
)
def test_what_is_no_plain_web_address_is_none(address):
    assert rules.target_of(address) is None


def test_an_address_says_scheme_host_and_port():
    assert rules.target_of("https://ERP.Example.com./in?x=1") == rules.Target("https", "erp.example.com", 443)
    assert rules.target_of("http://[::1]:8080/") == rules.Target("http", "::1", 8080)


INNER = (
    "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
    "255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1", "::7f00:1", "2001::1",
)  # fmt: skip


@pytest.mark.parametrize("number", INNER)
def test_an_inner_number_is_not_public(number):
    assert not rules.is_public(ipaddress.ip_address(number))


@pytest.mark.parametrize("number", ["8.8.8.8", "223.5.5.5", "2400:3200::1", "::ffff:8.8.8.8"])
def test_control_a_public_number_is(number):
    assert rules.is_public(ipaddress.ip_address(number))


@pytest.mark.parametrize(
    ("address", "trusted", "welcome"),
    [
        ("https://example.com/", (), True),
        ("http://example.com/", (), False),
        ("http://erp.inner/", ("erp.inner",), True),
        ("https://localhost/", (), False),
        ("https://127.0.0.1/", (), False),
        ("https://[::ffff:10.0.0.1]/", (), False),
        ("https://8.8.8.8/", (), True),
        ("http://8.8.8.8/", (), False),
        ("http://127.0.0.1:9/", ("127.0.0.1",), True),
        ("http://127.0.0.1.evil.com/", ("127.0.0.1",), False),
    ],
)
def test_which_addresses_may_be_written_down(address, trusted, welcome):
    target = rules.target_of(address)
    assert target is not None
    assert rules.is_welcome(target, trusted) is welcome


@pytest.mark.parametrize(
    ("address", "numbers", "trusted", "allowed"),
    [
        ("https://example.com/", ["8.8.8.8"], (), True),
        ("https://example.com/", ["8.8.8.8", "10.0.0.1"], (), False),
        ("https://2130706433/", ["127.0.0.1"], (), False),
        ("http://example.com/", ["8.8.8.8"], (), False),
        ("http://erp.inner/", ["10.0.0.1"], ("erp.inner",), True),
    ],
)
def test_which_hosts_may_be_called(address, numbers, trusted, allowed):
    target = rules.target_of(address)
    assert target is not None
    assert rules.may_be_called(target, numbers, trusted) is allowed
