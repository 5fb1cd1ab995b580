"""The programme is changed through the interface: drafted, checked, withdrawn, approved, in force on its date."""

import copy

import pytest

from shuke.foundation.audit.models import AuditEntry
from shuke.foundation.org.types import Role
from shuke.ledgers.growth.defaults import DEFAULT_RULES
from shuke.ledgers.points.defaults import DEFAULT_RULE

pytestmark = pytest.mark.django_db

TIERS = "growth.tiers"


def draft(asker, kind=TIERS, body=None, on="2026-03-10", **more):
    told = {"kind": kind, "body": body or DEFAULT_RULES, "effective_from": on, **more}
    return asker.post("/rules", told)


def stands(asker, version_id: str) -> str:
    return asker.get(f"/rules/versions/{version_id}").json()["standing"]


def test_a_kind_brings_its_words_and_its_form(signed_in):
    hq = signed_in(Role.HQ)

    kinds = {each["kind"]: each for each in hq.get("/rules/kinds").json()}
    form = hq.get(f"/rules/form?kind={TIERS}").json()

    assert (kinds[TIERS]["zh"], kinds[TIERS]["keyed"], kinds[TIERS]["trial"]) == ("等级", False, "tiers")
    assert (kinds["promotions.rule"]["keyed"], kinds["measures.rfm"]["trial"]) == (True, None)
    level = form["form"]["properties"]["levels"]["items"]
    assert level["properties"]["number"]["zh"] == "级别"
    spend = next(each for each in level["properties"]["qualifications"]["items"]["oneOf"] if each["en"] == "Spend of")
    assert spend["properties"]["amount_minor"]["unit"] == "minor"
    assert "anyOf" not in level
    assert "$ref" not in str(form)
    assert hq.get("/rules/form?kind=none").json()["code"] == "rulebook.unknown_kind"


def test_from_draft_to_force_and_past(signed_in):
    hq, owner = signed_in(Role.HQ), signed_in(Role.OWNER)
    first = draft(hq, note="第一版").json()["id"]
    shown = hq.get(f"/rules/versions/{first}").json()
    assert (shown["standing"], shown["proposed_by_name"], shown["approved_by_name"]) == ("draft", "某hq", "")
    assert hq.post(f"/rules/{first}/approval").json()["code"] == "rulebook.needs_second_person"
    assert owner.post(f"/rules/{first}/approval").status_code == 200
    assert stands(hq, first) == "in_force"

    second = draft(hq, on="2026-03-10").json()["id"]
    third = draft(hq, on="2199-05-01").json()["id"]
    for each in (second, third):
        owner.post(f"/rules/{each}/approval")

    assert [stands(hq, each) for each in (first, second, third)] == ["past", "in_force", "coming"]
    assert hq.get(f"/rules/versions/{second}").json()["until"] == "2199-04-30"
    listed = hq.get(f"/rules?kind={TIERS}&latest_first=true").json()["items"]
    assert [(row["id"], row["approved_by_name"]) for row in listed] == [
        (each, "某owner") for each in (third, second, first)
    ]
    assert [row["id"] for row in hq.get(f"/rules?kind={TIERS}&standing=coming").json()["items"]] == [third]
    kind = next(each for each in hq.get("/rules/kinds").json() if each["kind"] == TIERS)
    assert (kind["drafts"], kind["coming"], kind["in_force"]) == (0, 1, 1)


def test_the_latest_come_first_page_by_page(signed_in):
    hq = signed_in(Role.HQ)
    made = [draft(hq).json()["id"] for _ in range(3)]

    first = hq.get("/rules?latest_first=true&limit=2").json()
    then = hq.get(f"/rules?latest_first=true&limit=2&cursor={first['next']}").json()

    assert [row["id"] for row in (*first["items"], *then["items"])] == made[::-1]


def test_a_draft_is_withdrawn_once_and_never_approved_then(signed_in):
    hq, owner = signed_in(Role.HQ), signed_in(Role.OWNER)
    version = draft(hq).json()["id"]

    assert owner.post(f"/rules/{version}/withdrawal", {"reason": "先不改"}).status_code == 200

    shown = hq.get(f"/rules/versions/{version}").json()
    assert (shown["standing"], shown["withdrawn_by_name"], shown["withdrawn_because"]) == (
        "withdrawn",
        "某owner",
        "先不改",
    )
    assert owner.post(f"/rules/{version}/approval").json()["code"] == "rulebook.not_a_draft"
    assert hq.post(f"/rules/{version}/withdrawal", {}).json()["code"] == "rulebook.not_a_draft"
    assert hq.post("/rules/1/withdrawal", {}).status_code == 404
    assert AuditEntry.objects.filter(action="rulebook.withdraw", subject=f"rule:{version}").count() == 1


def test_an_approved_version_is_not_withdrawn(signed_in):
    hq, owner = signed_in(Role.HQ), signed_in(Role.OWNER)
    version = draft(hq).json()["id"]
    owner.post(f"/rules/{version}/approval")

    assert hq.post(f"/rules/{version}/withdrawal", {}).json()["code"] == "rulebook.not_a_draft"


def test_a_draft_is_replaced_by_a_better_one(signed_in):
    hq = signed_in(Role.HQ)
    version = draft(hq).json()["id"]

    better = draft(hq, replaces=version).json()["id"]
    other = draft(hq, kind="points.earn", body=DEFAULT_RULE, replaces=better)

    assert [stands(hq, each) for each in (version, better)] == ["withdrawn", "draft"]
    assert (other.status_code, other.json()["code"]) == (422, "rulebook.other_rule")
    assert hq.get("/rules?kind=points.earn").json()["items"] == []


def test_a_check_tells_every_fault_and_writes_nothing(signed_in):
    hq = signed_in(Role.HQ)

    told = hq.post("/rules/check", {"kind": "points.earn", "body": {"points": 0, "pending_days": 900}}).json()

    assert [(each["path"], each["zh"]) for each in told["faults"]] == [
        (["points"], "不能小于 1"),
        (["pending_days"], "不能大于 365"),
    ]
    assert (told["body"], told["findings"]) == (None, [])
    assert hq.get("/rules").json()["items"] == []


def test_a_check_reads_a_sound_form_with_care(signed_in):
    hq = signed_in(Role.HQ)
    falling = copy.deepcopy(DEFAULT_RULES)
    falling["levels"] = [
        {"number": 1, "code": "base", "zh": "普通", "en": "Base", "open": True},
        {
            "number": 2,
            "code": "gold",
            "zh": "金",
            "en": "Gold",
            "benefits": [{"kind": "discount", "percent_off": 5}],
        },
    ]

    told = hq.post("/rules/check", {"kind": TIERS, "body": falling}).json()

    assert told["faults"] == []
    assert told["body"]["notice_days"] == DEFAULT_RULES.get("notice_days", 30)
    assert ("no_qualification", "error", "2") in {(f["code"], f["severity"], f["subject"]) for f in told["findings"]}


def test_a_check_shows_where_quadrants_leave_a_hole(signed_in):
    box = {"key": "q1", "zh": "一", "en": "One", "purchases_from": 2, "amount_from_minor": 60_000}

    told = signed_in(Role.HQ).post("/rules/check", {"kind": "measures.quadrants", "body": {"boxes": [box]}}).json()

    holes = [each for each in told["findings"] if each["code"] == "hole"]
    (little,) = [each for each in holes if each["area"]["amount_to_minor"] == 59_999]
    assert (little["area"]["purchases_from"], little["area"]["purchases_to"]) == (2, None)
    assert (little["zh"], little["en"]) == (
        "购买 2 次及以上、金额 0–599.99 元:没有归属",
        "2 and more purchases, ¥0–599.99: no quadrant holds it",
    )


def test_a_check_names_what_stands_for_nothing(signed_in):
    hq = signed_in(Role.HQ)
    pack = {"name": "礼包", "contents": [{"template": "NONE"}]}
    coupon = {
        "name": "券",
        "gives": {"kind": "gift", "gift_sku_id": 5},
        "validity": {"kind": "always"},
        "store_ids": [7],
        "goods": {"category_paths": ["/no/"], "brand_ids": [9]},
    }

    packed = hq.post("/rules/check", {"kind": "coupons.bundle", "key": "P", "body": pack}).json()["findings"]
    named = hq.post("/rules/check", {"kind": "coupons.template", "key": "C", "body": coupon}).json()["findings"]

    assert [(each["path"], each["subject"]) for each in packed] == [(["contents", "0", "template"], "NONE")]
    assert {tuple(each["path"]) for each in named if each["code"] == "names_nothing"} == {
        ("gives", "gift_sku_id"),
        ("goods", "category_paths", "0"),
        ("goods", "brand_ids", "0"),
        ("store_ids", "0"),
    }


def test_only_headquarters_withdraws(signed_in):
    version = draft(signed_in(Role.HQ)).json()["id"]

    assert signed_in(Role.FINANCE).post(f"/rules/{version}/withdrawal", {}).status_code == 403
