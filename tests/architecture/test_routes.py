"""No way into the system that nobody declared: every path is a declared operation or one of a few named pages."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from shuke.surfaces.staff import permissions
from shuke.surfaces.staff.api import TABLE
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.limits import FREE
from shuke.surfaces.till import api as till
from shuke.surfaces.till.permissions import By

pytestmark = pytest.mark.any_database

ASKS_FOR_MONEY = {"ask_for_money", "follow_payment", "cancel_payment"}
PAGES = {
    "": "sends to the console",
    "console/": "the console, which asks the staff API",
    "console/<path:path>": "the same page: its addresses are the browser's own",
    "healthz": "for watchdogs",
    "readyz": "for load balancers",
    "api/staff/": "answers 404",
    "api/staff/docs": "the description, for people",
    "api/staff/openapi.json": "the description, for programs",
    "api/till/v1/": "answers 404",
    "api/till/v1/docs": "the description of the tills' interface, for people",
    "api/till/v1/openapi.json": "the description of the tills' interface, for programs",
    "api/partner/payments/wechat": "WeChat Pay's notices: a signature is the only key",
    "api/partner/payments/alipay": "Alipay's notices: a signature is the only key",
}
# A change that cannot be repeated under a key says why.
NOT_REPEATABLE = {
    "sign_in": "its answer is a session",
    "sign_out": "doing it twice changes nothing",
    "change_password": "no password may be kept, not even sealed",
    "begin_second_factor": "its answer is a secret",
    "confirm_second_factor": "a code counts once by itself",
    "issue_token": "its answer is a secret",
    "give_login": "its answer is a secret",
    "open_card": "its answer is a secret",
    "renew_card": "its answer is a secret",
    "replace_card": "its answer is a secret",
    "look_at_card": "changes nothing",
    "reveal": "each look is written down",
    "copy": "each copy is written down",
    "preview_merge": "changes nothing",
    "rehearse": "changes nothing",
    "stop_rehearsal": "doing it twice changes nothing",
    "quote_basket": "changes nothing",
    "check_rule": "changes nothing",
    "invite_till": "its answer is a secret",
    "set_pin": "no PIN may be kept, not even sealed",
    "take_referral_code": "doing it twice changes nothing",
    "upload_file": "the same file may lie there twice until it is read",
    "run_report": "changes nothing",
    "write_own_mailbox": "doing it twice changes nothing, and no address may be kept in clear",
    "write_mailbox": "doing it twice changes nothing, and no address may be kept in clear",
    "undo_import": "an import is undone once by itself",
    "take_members": "each file is written down",
    "make_webhook": "its answer is a secret",
    "renew_webhook_secret": "its answer is a secret",
}
# A change without an audit entry says where its trace is.
LEAVES_ANOTHER_TRACE = {
    "sign_in": "the log of sign-ins",
    "sign_out": "no right is used",
    "decide": "the consent ledger",
    "note_contact": "the care log itself, which is never edited",
    "preview_merge": "changes nothing",
    "rehearse": "changes nothing",
    "stop_rehearsal": "changes nothing",
    "look_at_card": "changes nothing",
    "quote_basket": "changes nothing",
    "check_rule": "changes nothing",
    "take_referral_code": "a code gives nothing until somebody is related by it",
    "upload_file": "nothing is imported yet",
    "see_notices": "no right is used",
}


def paths(patterns: list[URLPattern | URLResolver], before: str = "") -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        here = before + str(pattern.pattern)
        found |= paths(pattern.url_patterns, here) if isinstance(pattern, URLResolver) else {here}
    return found


def test_every_path_is_declared_or_a_named_page() -> None:
    declared = {re.sub(r"{(\w+)}", r"<\1>", f"api/staff{route.path}") for route in TABLE}
    declared |= {re.sub(r"{(\w+)}", r"<\1>", f"api/till/v1{route.path}") for route in till.TABLE}

    assert paths(get_resolver().url_patterns) - declared == set(PAGES)


def test_every_rule_admits_somebody_or_says_that_it_admits_anybody() -> None:
    assert [rule.name for rule in permissions.rules() if not rule.roles and not rule.anonymous] == []


def test_every_change_is_limited() -> None:
    assert [route.name for route in TABLE if route.is_write and route.rate is FREE] == []


def test_every_change_can_be_repeated_under_a_key_or_says_why_not() -> None:
    assert {route.name for route in TABLE if route.is_write and not route.idempotent} == set(NOT_REPEATABLE)


def test_every_change_leaves_an_audit_entry_or_says_where_its_trace_is() -> None:
    assert {route.name for route in TABLE if route.is_write and not route.audited} == set(LEAVES_ANOTHER_TRACE)


def test_what_is_about_one_member_or_one_person_is_asked_within_a_scope() -> None:
    about = re.compile(r"{(member|staff|store|receipt|merge)_id}")

    assert [route.name for route in TABLE if about.search(route.path) and route.scope is not Reach.SCOPED] == []


def test_every_act_at_a_till_takes_a_token_that_may_write() -> None:
    reads = {"GET", "HEAD"}
    changed = {route.name for route in till.TABLE if route.rule.writes}

    assert {route.name for route in till.TABLE if route.method not in reads and not route.rule.writes} == {"quote"}
    assert not changed & {route.name for route in till.TABLE if route.method in reads}


def test_nobody_acts_at_a_till_but_by_a_named_role_except_to_come_in() -> None:
    assert {route.name for route in till.TABLE if not route.rule.roles} == {"enrol", "sign_on", "who_is_on"}
    assert {route.name for route in till.TABLE if route.rule.by is By.NOTHING} == {"enrol"}


def test_whatever_moves_money_at_a_till_stands_in_a_shift() -> None:
    moves_none = {"enrol", "sign_on", "sign_off", "open_shift", "cash_up", "park", "approve", *ASKS_FOR_MONEY}

    assert {route.name for route in till.TABLE if route.rule.writes and not route.rule.in_shift} == moves_none


def test_only_signing_in_is_open_to_anybody() -> None:
    assert {route.name for route in TABLE if route.rule.anonymous} == {"who_am_i", "sign_in"}
