"""Members are looked through by many marks at once, taken away as a file, and dealt with in numbers."""

from datetime import date, datetime, timedelta

import pytest

from shuke.engaging.roll import operations as roll
from shuke.engaging.roll.models import RollRow
from shuke.engaging.roll.saving import MOST_FILTERS
from shuke.foundation import clock, scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.audit.models import AuditEntry
from shuke.foundation.jobs.models import Job
from shuke.foundation.members import operations as members
from shuke.foundation.members import queries
from shuke.foundation.members.models import Ownership
from shuke.foundation.members.types import Decision, NewConsent, NewMember, Purpose, Source
from shuke.foundation.org.types import Role
from shuke.foundation.rulebook import operations as rulebook
from shuke.foundation.tags import operations as tags
from shuke.foundation.tags.types import NewTag
from shuke.insight.warehouse import operations as warehouse
from shuke.ledgers.book.types import Source as Cause
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.growth.defaults import DEFAULT_RULES
from shuke.surfaces.staff import tasks
from shuke.surfaces.staff.areas import member_list

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WHY = {"reason": "换导购"}
TEN = {
    "name": "十元券",
    "gives": {"kind": "amount_off", "amount_minor": 1_000},
    "validity": {"kind": "days", "first_day": "2020-01-01", "last_day": "2199-01-01"},
    "per_member": 1,
}


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.SHUKE_HOME = tmp_path


@pytest.fixture
def at() -> datetime:
    """What one is asked about days is of today."""
    return clock.now()


@pytest.fixture
def guide(person) -> int:
    return person(Role.GUIDE, "guide-anna")


@pytest.fixture
def crowd(chain, guide, at) -> dict[str, int]:
    """Five members: Anna and Bea of S1 (Anna's guide is known), Cleo of S2, Dora nobody's, Emil of the franchisee."""
    today = clock.business_date(at)
    told = {
        "anna": ("S1", guide, "13800138001", "female", f"1990-{today.month:02d}-{today.day:02d}", 400),
        "bea": ("S1", None, None, "female", "1980-05-20", 300),
        "cleo": ("S2", None, "13800138003", "male", "", 200),
        "dora": ("S1", None, "13800138004", None, "", 100),
        "emil": ("F1", None, "13800138005", "male", "2000", 50),
    }
    found = {}
    for nth, (name, (store, owner, phone, sex, birthday, days)) in enumerate(told.items()):
        new = NewMember(
            chain.stores[store], Source.TILL, phone=phone, number=f"CARD-{nth}", name=name, gender=sex,
            birthday=birthday or None, guide_id=owner, enrolled_at=at - days * DAY,
        )  # fmt: skip
        found[name] = members.enrol(new=new, by=SYSTEM, at=at - days * DAY)
    Ownership.objects.filter(member_id=found["dora"]).delete()
    grant = NewConsent(purpose=Purpose.MARKETING, decision=Decision.GRANTED)
    members.decide(member_id=found["anna"], consents=[grant], by=SYSTEM, at=at)
    put(found["anna"], "active", "high_value", at, 3, 90_000, 10)
    put(found["bea"], "lost", "asleep", at, 0, 0, 500)
    put(found["cleo"], "active", "value", at, 7, 40_000, 2)
    return found


def put(member_id: int, state: str, rfm_class: str, at: datetime, purchases: int, net_minor: int, days: int) -> None:
    last_on = clock.business_date(at) - days * DAY
    classes = {"state": state, "rfm_class": rfm_class, "quadrant": "none", "value_class": "ordinary"}
    figures = {"all_purchases": purchases, "purchases": purchases, "net_minor": net_minor}
    RollRow.objects.create(member_id=member_id, first_on=last_on, last_on=last_on, **classes, **figures)


def names(crowd: dict[str, int], answer) -> list[str]:
    by_id = {str(member_id): name for name, member_id in crowd.items()}
    return [by_id[row["member_id"]] for row in answer.json()["items"]]


@pytest.fixture
def owner(signed_in):
    return signed_in(Role.OWNER)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["anna", "bea", "cleo", "dora", "emil"]),
        ("state=active", ["anna", "cleo"]),
        ("state=active&state=lost", ["anna", "bea", "cleo"]),
        ("rfm_class=asleep", ["bea"]),
        ("value_class=ordinary", ["anna", "bea", "cleo"]),
        ("quadrant=none", ["anna", "bea", "cleo"]),
        ("unowned=true", ["dora"]),
        ("spent_least=40000", ["anna", "cleo"]),
        ("spent_most=40000", ["bea", "cleo", "dora", "emil"]),
        ("receipts_least=4", ["cleo"]),
        ("receipts_most=3&receipts_least=1", ["anna"]),
        ("quiet_days=100", ["bea"]),
        ("sex=male", ["cleo", "emil"]),
        ("sex=unknown&sex=female", ["anna", "bea", "dora"]),
        ("birthday_within=0", ["anna"]),
        ("birth_month=5", ["bea"]),
        ("age_least=30&age_most=40", ["anna"]),
        ("age_most=30", ["emil"]),
        ("has_phone=false", ["bea"]),
        ("marketing=true", ["anna"]),
        ("marketing=false", ["bea", "cleo", "dora", "emil"]),
        ("points_least=1", []),
        ("stored_least=1", []),
        ("tier=0", ["anna", "bea", "cleo", "dora", "emil"]),
        ("text=13800138003", ["cleo"]),
        ("text=8003", ["cleo"]),
    ],
)
def test_each_mark_finds_whom_it_says_and_is_counted_so(owner, crowd, asked, found):
    assert names(crowd, owner.get(f"/members?{asked}")) == found
    assert owner.get(f"/member-count?{asked}").json() == {"members": len(found)}


def test_marks_are_held_together_and_days_end_before_the_last(owner, crowd, chain, guide, at):
    today = clock.business_date(at)
    joined = f"joined_from={today - 300 * DAY}&joined_before={today - 100 * DAY}"
    last = f"last_from={today - 10 * DAY}&last_before={today - 2 * DAY}"

    assert names(crowd, owner.get(f"/members?{joined}")) == ["bea", "cleo"]
    assert names(crowd, owner.get(f"/members?{last}")) == ["anna"]
    assert names(crowd, owner.get(f"/members?store_id={chain.stores['S1']}&state=lost")) == ["bea"]
    assert names(crowd, owner.get(f"/members?guide_id={guide}")) == ["anna"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("-spent", ["anna", "cleo", "bea", "dora", "emil"]),
        ("spent", ["bea", "cleo", "anna", "dora", "emil"]),
        ("-last", ["cleo", "anna", "bea", "dora", "emil"]),
        ("-visits", ["cleo", "anna", "bea", "dora", "emil"]),
        ("-joined", ["emil", "dora", "cleo", "bea", "anna"]),
        ("-points", ["anna", "bea", "cleo", "dora", "emil"]),
    ],
)
def test_pages_follow_each_other_in_every_order_and_whoever_has_nothing_of_it_comes_last(owner, crowd, sort, order):
    found, cursor = [], ""
    while cursor is not None:
        answer = owner.get(f"/members?sort={sort}&limit=2&cursor={cursor}")
        found += names(crowd, answer)
        cursor = answer.json()["next"]
    assert found == order


def test_a_row_tells_figures_owner_and_tags_and_hides_who_it_is(owner, crowd, chain, at):
    tag_id = new_tag(at)
    owner.post(f"/members/{crowd['anna']}/tags", {"tag_id": str(tag_id)})
    row = owner.get(f"/members?tag_id={tag_id}").json()["items"][0]

    assert (row["spent_minor"], row["receipts"], row["state"]) == (90_000, 3, "active")
    assert (row["store_name"], row["guide_name"]) == ("人民路店", "某guide")
    assert row["tags"] == [{"tag_id": str(tag_id), "zh": "爱奶粉", "en": "Milk"}]
    assert (row["phone_masked"], row["name_masked"]) == ("138****8001", "a**")


def test_whoever_has_stores_sees_whom_these_own(signed_in, crowd, chain):
    manager = signed_in(Role.STORE_MANAGER)

    assert names(crowd, manager.get("/members")) == ["anna", "bea"]
    assert names(crowd, manager.get("/members?unowned=true")) == []
    assert manager.get(f"/member-count?store_id={chain.stores['S2']}").json()["code"] == "org.store_unknown"
    assert manager.get(f"/member-guides?store_id={chain.stores['S2']}").json()["code"] == "org.store_unknown"
    guides = manager.get(f"/member-guides?store_id={chain.stores['S1']}").json()
    assert [row["name"] for row in guides] == ["某guide", "某store_manager"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("spent_least=2&spent_most=1", "roll.range_reversed"),
        ("last_from=2026-02-01&last_before=2026-02-01", "roll.range_reversed"),
        ("unowned=true&guide_id=7", "roll.owned_by_nobody"),
        ("rfm_class=nonsense", "roll.unknown_class"),
        ("quadrant=nonsense", "roll.unknown_class"),
        ("tier=99", "roll.unknown_class"),
        ("text=123", "roll.text_too_short"),
        ("state=gone", "request.invalid"),
        ("sort=number", "request.invalid"),
        ("cursor=WyJ4IiwxXQ", "request.invalid_cursor"),
        ("cursor=e30", "request.invalid_cursor"),
        ("sort=points&cursor=WyIyMDI2LTAxLTAxIiwxXQ", "request.invalid_cursor"),
        ("sort=last&cursor=WzcsMV0", "request.invalid_cursor"),
    ],
)
def test_a_filter_that_cannot_be_asked_is_refused_by_name(owner, crowd, asked, code):
    assert owner.get(f"/members?{asked}").json()["code"] == code


def test_the_choices_are_those_of_the_rules_in_force(owner, crowd, at):
    version = rulebook.propose(
        kind="growth.tiers", body=DEFAULT_RULES, effective_from=(at - 9 * DAY).date(), by=SYSTEM, at=at
    )
    rulebook.approve(version_id=version, by=SYSTEM, at=at)
    new_coupon(at)
    told = owner.get("/member-choices").json()

    assert [each["key"] for each in told["state"]] == ["never", "new", "active", "silent", "dormant", "lost"]
    assert told["tier"][0]["level"] == 1
    assert told["coupon"] == [{"key": "TEN", "zh": "十元券", "en": "十元券"}]
    assert told["figures_at"] is None


@pytest.mark.django_db(transaction=True)  # what is not committed yet does not reach the warehouse
def test_the_roll_is_made_of_what_the_warehouse_knows_and_again_only_for_news(chain, at):
    new = NewMember(store_id=chain.stores["S1"], source=Source.TILL, phone="13800138009", enrolled_at=at)
    anna = members.enrol(new=new, by=SYSTEM, at=at)
    with scopes.everywhere(reason="facts leave the database whole"):
        warehouse.export(at=at)

    assert roll.refresh(at=at) == 1
    assert RollRow.objects.get(member_id=anna).state == "never"
    RollRow.objects.all().delete()
    assert roll.refresh(at=at) == 1
    assert RollRow.objects.count() == 0
    roll.refresh(at=at + DAY)
    assert RollRow.objects.count() == 1


# --- a file


def test_a_file_holds_whom_the_list_shows_masked_and_leaves_a_trace(owner, crowd):
    body = {"filter": {"state": ["active"], "text": ""}, "sort": "-spent", "format": "csv"}
    lines = owner.post("/member-files", body).content.decode("utf-8-sig").splitlines()

    assert len(lines) == 3
    assert "138****8001" in lines[1]
    assert "13800138001" not in "".join(lines)
    entry = AuditEntry.objects.get(action="members.export")
    assert entry.after == {"members": 2, "filter": {"state": ["active"]}}


def test_a_file_of_a_choice_by_hand_tells_how_many_and_not_who(owner, crowd):
    body = {"filter": {"member_id": [str(crowd["bea"])], "text": "CARD-1"}, "format": "xlsx"}

    assert owner.post("/member-files", body).content[:2] == b"PK"
    assert AuditEntry.objects.get(action="members.export").after == {
        "members": 1,
        "filter": {"member_id": 1, "text": "***"},
    }


def test_a_file_of_too_many_is_refused(owner, crowd, monkeypatch):
    monkeypatch.setattr(member_list, "_MOST_IN_A_FILE", 2)

    assert owner.post("/member-files", {"filter": {}}).json()["code"] == "roll.too_many_for_a_file"


# --- saved filters


def test_a_filter_is_kept_changed_and_dropped_by_its_owner(owner):
    kept = owner.post("/member-filters", {"name": "流失大客", "filter": {"state": ["lost"], "spent_least": 100_000}})
    (row,) = owner.get("/member-filters").json()["items"]
    assert (row["id"], row["name"], row["version"], row["is_own"]) == (kept.json()["id"], "流失大客", 1, True)
    assert (row["filter"]["state"], row["filter"]["spent_least"]) == (["lost"], 100_000)

    changed = {"name": "流失", "filter": {"state": ["lost"]}, "is_shared": True}
    assert owner.ask("PUT", f"/member-filters/{row['id']}", changed).json() == {"done": True}
    assert owner.get("/member-filters").json()["items"][0]["is_shared"]
    assert owner.ask("DELETE", f"/member-filters/{row['id']}").json() == {"done": True}
    assert owner.get("/member-filters").json()["items"] == []


def test_others_see_what_is_shared_within_their_reach_and_change_nothing(owner, signed_in, chain):
    manager = signed_in(Role.STORE_MANAGER)
    own = owner.post("/member-filters", {"name": "自己的", "filter": {}}).json()["id"]
    owner.post("/member-filters", {"name": "大家的", "filter": {"state": ["new"]}, "is_shared": True})
    elsewhere = {"name": "二店的", "filter": {"store_id": str(chain.stores["S2"])}, "is_shared": True}
    owner.post("/member-filters", elsewhere)

    assert [(row["name"], row["is_own"]) for row in manager.get("/member-filters").json()["items"]] == [
        ("大家的", False)
    ]
    assert manager.ask("DELETE", f"/member-filters/{own}").json()["code"] == "roll.no_such_filter"
    assert (
        manager.ask("PUT", f"/member-filters/{own}", {"name": "x", "filter": {}}).json()["code"]
        == "roll.no_such_filter"
    )
    assert manager.post("/member-filters", elsewhere).json()["code"] == "org.store_unknown"


def test_names_are_ones_own_and_filters_not_without_number(owner, signed_in, monkeypatch):
    body = {"name": "新客", "filter": {"state": ["new"]}}
    owner.post("/member-filters", body)

    assert owner.post("/member-filters", body).json()["code"] == "roll.filter_name_taken"
    assert "id" in signed_in(Role.HQ).post("/member-filters", body).json()
    monkeypatch.setattr("shuke.engaging.roll.saving.MOST_FILTERS", 1)
    assert owner.post("/member-filters", {**body, "name": "老客"}).json()["code"] == "roll.too_many_filters"
    assert MOST_FILTERS == 50


# --- acts on many


def new_tag(at: datetime) -> int:
    dimension = tags.define_dimension(zh="口味", en="Taste", by=SYSTEM, at=at)
    return tags.define(new=NewTag(dimension, "爱奶粉", "Milk"), by=SYSTEM, at=at)


def new_coupon(at: datetime) -> None:
    version = rulebook.propose(
        kind="coupons.template", key="TEN", body=TEN, effective_from=(at - 9 * DAY).date(), by=SYSTEM, at=at
    )
    rulebook.approve(version_id=version, by=SYSTEM, at=at)


def begin(asker, kind: str, **told) -> str:
    answer = asker.post(f"/member-runs/{kind}", {**told, **WHY})
    assert answer.status_code == 200, answer.content
    return answer.json()["id"]


def carry_out(run_id: str) -> None:
    assert Job.objects.filter(kwargs={"run_id": int(run_id)}).exists()
    tasks.carry_out_run.call(int(run_id))


def test_many_are_given_to_a_guide_told_of_and_given_back(owner, crowd, chain, guide, at):
    target = {"store_id": str(chain.stores["S1"]), "guide_id": str(guide), "from_date": str(clock.business_date(at))}
    run_id = begin(owner, "owners", filter={}, **target)
    assert owner.get(f"/member-runs/{run_id}").json()["state"] == "waiting"
    carry_out(run_id)

    told = owner.get(f"/member-runs/{run_id}").json()
    assert (told["state"], told["total"], told["done"], told["refused"]) == ("done", 5, 4, 1)
    (passed,) = owner.get(f"/member-runs/{run_id}/refusals").json()["items"]
    assert (passed["member_id"], passed["code"]) == (str(crowd["anna"]), "roll.already_theirs")
    assert owned_by(guide) == {*crowd.values()}

    away = {"store_id": str(chain.stores["S2"]), "from_date": target["from_date"], **WHY}
    owner.ask("PUT", f"/members/{crowd['cleo']}/owner", away)
    owner.post(f"/member-runs/{run_id}/undo")
    tasks.undo_run.call(int(run_id))
    told = owner.get(f"/member-runs/{run_id}").json()
    assert (told["state"], told["undone"]) == ("undone", 2)
    codes = {row["code"] for row in owner.get(f"/member-runs/{run_id}/refusals").json()["items"]}
    assert codes == {"roll.already_theirs", "roll.owner_changed_since", "roll.no_owner_before"}
    assert owned_by(guide) == {crowd["anna"], crowd["dora"]}
    assert owner.post(f"/member-runs/{run_id}/undo").json()["code"] == "roll.not_to_be_undone"


def owned_by(guide_id: int) -> set[int]:
    return set(Ownership.objects.filter(guide_id=guide_id, to_date__isnull=True).values_list("member_id", flat=True))


def test_each_is_given_one_coupon_however_often_the_worker_begins(owner, crowd, at):
    new_coupon(at)
    coupons.issue(template="TEN", member_id=crowd["bea"], source=Cause("staff", 1), by=SYSTEM, at=at)
    run_id = begin(owner, "coupons", filter={"state": ["active", "lost"]}, template="TEN")
    carry_out(run_id)
    carry_out(run_id)

    told = owner.get(f"/member-runs/{run_id}").json()
    assert (told["state"], told["done"], told["refused"]) == ("done", 2, 1)
    (passed,) = owner.get(f"/member-runs/{run_id}/refusals").json()["items"]
    assert (passed["member_id"], passed["code"]) == (str(crowd["bea"]), "coupons.had_enough")
    assert owner.post(f"/member-runs/{run_id}/undo").json()["code"] == "roll.not_to_be_undone"


def test_a_coupon_that_is_not_there_passes_everybody_over_with_the_reason(owner, crowd):
    run_id = begin(owner, "coupons", filter={"state": ["lost"]}, template="NONE")
    carry_out(run_id)

    (passed,) = owner.get(f"/member-runs/{run_id}/refusals").json()["items"]
    assert passed["code"] == "coupons.no_such_template"


def test_many_are_tagged(owner, crowd, at):
    tag_id = new_tag(at)
    run_id = begin(owner, "tags", filter={"sex": ["male"]}, tag_id=str(tag_id))
    carry_out(run_id)

    assert names(crowd, owner.get(f"/members?tag_id={tag_id}")) == ["cleo", "emil"]


def test_what_is_begun_can_be_stopped_before_it_does_anything(owner, crowd, at):
    tag_id = new_tag(at)
    run_id = begin(owner, "tags", filter={}, tag_id=str(tag_id))
    owner.post(f"/member-runs/{run_id}/cancellation")
    carry_out(run_id)

    told = owner.get(f"/member-runs/{run_id}").json()
    assert (told["state"], told["done"]) == ("cancelled", 0)
    assert owner.post(f"/member-runs/{run_id}/cancellation").json()["code"] == "roll.not_at_work"


def test_an_act_stays_within_the_reach_of_who_asked_and_is_nobody_elses_to_see(signed_in, owner, crowd, at):
    manager = signed_in(Role.STORE_MANAGER)
    tag_id = new_tag(at)
    run_id = begin(manager, "tags", filter={}, tag_id=str(tag_id))
    carry_out(run_id)

    assert names(crowd, owner.get(f"/members?tag_id={tag_id}")) == ["anna", "bea"]
    assert owner.get(f"/member-runs/{run_id}").json()["code"] == "roll.no_such_run"
    assert owner.get("/member-runs").json()["items"] == []
    assert [row["id"] for row in manager.get("/member-runs").json()["items"]] == [run_id]


def test_an_act_on_nobody_is_refused_and_one_under_a_key_begins_once(owner, crowd, at):
    tag_id = str(new_tag(at))
    assert owner.post("/member-runs/tags", {"filter": {"points_least": 9}, "tag_id": tag_id, **WHY}).json()["code"] == (
        "roll.nobody_matches"
    )
    body = {"filter": {}, "tag_id": tag_id, **WHY}
    twice = [owner.post("/member-runs/tags", body, **{"Idempotency-Key": "one"}).json()["id"] for _ in range(2)]
    assert len(set(twice)) == 1
    entry = AuditEntry.objects.get(action="roll.start")
    assert (entry.after["members"], entry.reason) == (5, WHY["reason"])


def test_birthdays_of_leap_days_are_met_in_every_year(chain, at):
    new = NewMember(
        store_id=chain.stores["S1"], source=Source.TILL, phone="13800138029", birthday="2000-02-29", enrolled_at=at
    )
    leap = members.enrol(new=new, by=SYSTEM, at=at)

    assert queries.birthdays_within(date(2027, 2, 28), 0) == {leap}
    assert queries.birthdays_within(date(2028, 2, 28), 0) == set()
    assert queries.birthdays_within(date(2028, 2, 20), 9) == {leap}
