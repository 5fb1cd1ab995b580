"""A chain in which every kind of object is there four times: one's own, of the same store, of another, of strangers."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, override_settings
from tests.apps.staff_api import hook_seeds, sale_seeds
from tests.apps.staff_api.conftest import NOW, PLACES, Asker, Chain, session_of

from shuke.engaging.roll.models import BulkRun, SavedFilter
from shuke.engaging.roll.types import Act, RunState
from shuke.foundation import clock, ids, scopes
from shuke.foundation.actors import SYSTEM, Actor, ActorKind
from shuke.foundation.catalog import operations as catalog
from shuke.foundation.catalog.models import Category
from shuke.foundation.catalog.types import ProductRow
from shuke.foundation.crypto import operations as crypto
from shuke.foundation.mailboxes import operations as mailboxes
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember, Source
from shuke.foundation.org import operations as org
from shuke.foundation.org.models import ApiToken, Entity, Region
from shuke.foundation.org.types import Role, StoreKind, StoreRow, TokenAccess
from shuke.foundation.rulebook import operations as rulebook
from shuke.foundation.tags import operations as tags
from shuke.foundation.tags.types import NewTag, NewTagging
from shuke.insight.measures import queries as measures
from shuke.insight.reports import operations as reports
from shuke.insight.reports.models import SavedReport, Schedule
from shuke.insight.reports.types import Rhythm, Timing
from shuke.ledgers.book.types import Source as Cause
from shuke.ledgers.book.types import member as holder
from shuke.ledgers.coupons import operations as coupons
from shuke.ledgers.growth.defaults import DEFAULT_RULES
from shuke.ledgers.points.defaults import DEFAULT_RULE
from shuke.ledgers.stock import operations as stock
from shuke.ledgers.stored_value import operations as stored_value
from shuke.ledgers.stored_value.types import Method, NewTopUp
from shuke.selling.intake.models import ImportRun
from shuke.selling.sales import operations as sales
from shuke.selling.sales import queries as sold
from shuke.selling.sales.types import NewLine, NewReceipt
from shuke.surfaces import merging
from shuke.surfaces.proofs.models import KeptProof
from shuke.surfaces.staff import permissions, tasks

RELATIONS = ("own", "same_store", "other_store", "other_entity")
PLACE = {"own": "S1", "same_store": "S1", "other_store": "S2", "other_entity": "F1"}
MAPPING = """
[members.columns]
phone = "手机号"
store = "入会门店"
"""

CARD_SECRET = "24681357"
CUT: dict[str, Any] = {
    "figures": ["net_minor"],
    "groups": ["store"],
    "period": {"kind": "fixed", "from_date": "2026-03-01", "to_date": "2026-03-10"},
}
DAILY = {"every": "day", "hour": 8}
REPORT_BODIES: dict[str, Any] = {
    "change_saved_report": {"name": "周报", "document": CUT, "version": 1},
    "plan_report": DAILY,
    "change_schedule": DAILY,
    "write_mailbox": {"address": "guide@example.com"},
    **hook_seeds.BODIES,
}

Objects = Mapping[str, int | str]


@dataclass
class Cast:
    """Who asks, by name, and what is asked about: kind of object → relation → its id."""

    chain: Chain
    askers: dict[str, Asker] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    access: dict[str, TokenAccess] = field(default_factory=dict)
    objects: dict[str, Objects] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    cards: dict[str, dict[str, str]] = field(default_factory=dict)

    def ids(self, kind: str) -> list[str]:
        return sorted({str(one) for one in self.objects[kind].values()})


@contextmanager
def for_a_module(blocker) -> Iterator[None]:
    """Keep what is written until the block ends, and take it back then."""
    fast = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with fast, blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def gather() -> Cast:
    """Found the chain, take everybody on and make every object. One transaction must be open."""
    crypto.create_keys()
    rows = [
        StoreRow("S1", "人民路店", region="华东"),
        StoreRow("S2", "中山路店", region="华南"),
        StoreRow("F1", "加盟一店", kind=StoreKind.FRANCHISE, region="华南"),
    ]
    chain = Chain(
        stores=org.upsert_stores(rows=rows, by=SYSTEM, at=NOW),
        entities=dict(Entity.objects.values_list("code", "id")),
        regions=dict(Region.objects.values_list("code", "id")),
    )
    cast = Cast(chain)
    _take_on_everybody(cast)
    stores = {relation: chain.stores[store] for relation, store in PLACE.items()}
    cast.objects["store"] = stores
    cast.objects["staff"] = {relation: _guide(f"of-{relation}", stores[relation]) for relation in RELATIONS}
    cast.objects["grant"] = {
        relation: org.grant(staff_id=staff_id, role=Role.CASHIER, store_id=stores[relation], by=SYSTEM, at=NOW)
        for relation, staff_id in cast.objects["staff"].items()
    }
    cast.objects["token"] = {relation: _token(staff_id) for relation, staff_id in cast.objects["staff"].items()}
    people = cast.objects["staff"].items()
    cast.objects["filter"] = {relation: _filter(int(staff_id)) for relation, staff_id in people}
    cast.objects["run"] = {relation: _run(int(staff_id), RunState.WAITING) for relation, staff_id in people}
    _goods(cast)
    _rules(cast)
    _members(cast, stores)
    _receipts(cast, stores)
    _tags(cast)
    _coupons(cast)
    _stored_value(cast, stores)
    sale_seeds.sow(cast.objects, cast.words, stores)
    _imports(cast)
    _simulations(cast)
    cast.objects["proof"] = {
        relation: KeptProof.objects.create(asked_at=NOW - timedelta(days=1)).id for relation in RELATIONS
    }
    _reports(cast)
    hook_seeds.sow(cast.objects)
    return cast


def _take_on_everybody(cast: Cast) -> None:
    """Each role at its usual place: by session, and by a token that reads and one that writes."""
    for role in Role:
        staff_id = org.hire(code=f"{role.value}-1", name=f"某{role.value}", by=SYSTEM, at=NOW)
        place = PLACES.get(role, lambda _: {})(cast.chain)
        org.grant(staff_id=staff_id, role=role, by=SYSTEM, at=NOW, **place)
        cast.askers[role.value] = session_of(staff_id)
        cast.roles[role.value] = role
        for access in TokenAccess:
            name = f"{role.value}, token to {access.value}"
            _, secret = org.issue_token(
                staff_id=staff_id, name="程序", access=access, expires_on=None, by=SYSTEM, at=NOW
            )
            cast.askers[name] = Asker(staff_id, Client(), bearer=secret)
            cast.roles[name], cast.access[name] = role, access
    cast.askers["anonymous"] = Asker(None, Client())


def _guide(code: str, store_id: int) -> int:
    staff_id = org.hire(code=code, name=code, by=SYSTEM, at=NOW)
    org.grant(staff_id=staff_id, role=Role.GUIDE, store_id=store_id, by=SYSTEM, at=NOW)
    return staff_id


def _token(staff_id: int) -> int:
    return org.issue_token(staff_id=staff_id, name="程序", access=TokenAccess.READ, expires_on=None, by=SYSTEM, at=NOW)[
        0
    ]


def own_token(asker: Asker, _: str = "") -> int:
    """Return a token of the asker's own."""
    return ApiToken.objects.filter(staff_id=asker.staff_id).order_by("id").values_list("id", flat=True)[0]


def own_filter(asker: Asker, _: str) -> int:
    """Return a saved filter of the asker's own."""
    return _filter(asker.staff_id or 0)


def own_run(asker: Asker, operation: str) -> int:
    """Return an act on many of the asker's own: one that has ended where it is to be undone, else one that waits."""
    return _run(asker.staff_id or 0, RunState.DONE if operation == "undo_member_run" else RunState.WAITING)


def own_report(asker: Asker, _: str) -> int:
    """Return the asker's own report; a number that nobody knows for whoever keeps none."""
    return SavedReport.objects.filter(owner_id=asker.staff_id).values_list("id", flat=True).first() or 1


def own_schedule(asker: Asker, _: str) -> int:
    """Return the schedule that mails it."""
    return Schedule.objects.filter(owner_id=asker.staff_id).values_list("id", flat=True).first() or 1


OWN = {
    "token": own_token,
    "filter": own_filter,
    "run": own_run,
    "report": own_report,
    "schedule": own_schedule,
}


def _filter(staff_id: int) -> int:
    row = SavedFilter.objects.create(
        staff_id=staff_id, name=str(ids.new()), version=1, document={"state": ["lost"]}, changed_at=NOW
    )
    return row.id


def _run(staff_id: int, state: RunState) -> int:
    row = BulkRun.objects.create(
        act=Act.OWNER.value,
        terms={"reason": "换导购"},
        document={},
        state=state.value,
        asked_by=staff_id,
        asked_role="",
        asked_label="",
        asked_at=NOW,
    )
    return row.id


def _goods(cast: Cast) -> None:
    rows = [
        ProductRow(
            f"SKU{nth}",
            f"商品{nth}",
            f"大类{nth}",
            "品牌",
            barcodes=(f"690000000000{nth}",),
            cost_minor=500,
            list_minor=990,
        )
        for nth in range(len(RELATIONS))
    ]
    skus = catalog.upsert_products(rows=rows, by=SYSTEM, at=NOW)
    categories = Category.objects.filter(name__startswith="大类").order_by("name").values_list("id", flat=True)
    cast.objects["category"] = dict(zip(RELATIONS, categories, strict=True))
    cast.objects["sku"] = {relation: skus[f"SKU{nth}"] for nth, relation in enumerate(RELATIONS)}
    for store_id in set(cast.objects["store"].values()):
        stock.receive(store_id=int(store_id), goods={skus["SKU0"]: 100_000}, by=SYSTEM, at=NOW)
    cast.objects["barcode"] = {relation: f"690000000000{nth}" for nth, relation in enumerate(RELATIONS)}


def _rules(cast: Cast) -> None:
    for kind, body in (("points.earn", DEFAULT_RULE), ("growth.tiers", DEFAULT_RULES)):
        version = rulebook.propose(
            kind=kind, body=body, effective_from=(NOW - timedelta(days=90)).date(), by=SYSTEM, at=NOW
        )
        rulebook.approve(version_id=version, by=SYSTEM, at=NOW)
    cast.objects["version"] = {
        relation: rulebook.propose(
            kind="points.earn",
            body=DEFAULT_RULE,
            effective_from=datetime(2027, 1, 1 + nth, tzinfo=UTC).date(),
            by=SYSTEM,
            at=NOW,
        )
        for nth, relation in enumerate(RELATIONS)
    }


def _members(cast: Cast, stores: Mapping[str, int]) -> None:
    """The own member belongs to the asking guide. Each has a double to be merged, and a pair that was merged."""
    guide = cast.askers["guide"].staff_id

    def enrol(nth: int, relation: str, prefix: str) -> int:
        new = NewMember(
            store_id=stores[relation],
            source=Source.TILL,
            phone=f"{prefix}001380{nth}",
            name="王小明",
            guide_id=guide if relation == "own" else None,
            enrolled_at=NOW - timedelta(days=30),
        )
        return members.enrol(new=new, by=SYSTEM, at=NOW - timedelta(days=30))

    each = list(enumerate(RELATIONS))
    cast.objects["member"] = {relation: enrol(nth, relation, "1380") for nth, relation in each}
    cast.objects["phone"] = {relation: f"1380001380{nth}" for nth, relation in each}
    cast.objects["double"] = {relation: enrol(nth, relation, "1381") for nth, relation in each}
    with scopes.everywhere(reason="two accounts of one person anywhere"):
        cast.objects["merge"] = {
            relation: members.merge(
                survivor_id=enrol(nth, relation, "1382"),
                merged_id=enrol(nth, relation, "1383"),
                reason="同一人",
                followers=merging.FOLLOWERS,
                by=SYSTEM,
                at=NOW,
            )
            for nth, relation in each
        }


def _tags(cast: Cast) -> None:
    """Four tags, one of which each member has; and a fifth, which nobody has."""
    dimension = tags.define_dimension(zh="喜好", en="Taste", by=SYSTEM, at=NOW)
    cast.objects["dimension"] = dict.fromkeys(RELATIONS, dimension)
    cast.objects["tag"] = {}
    for relation, member_id in cast.objects["member"].items():
        tag = tags.define(new=NewTag(dimension, f"标签 {relation}", relation), by=SYSTEM, at=NOW)
        tags.put(new=NewTagging(tag, (int(member_id),)), by=SYSTEM, at=NOW)
        cast.objects["tag"] = {**cast.objects["tag"], relation: tag}
    cast.words["tag"] = str(tags.define(new=NewTag(dimension, "无人", "nobody"), by=SYSTEM, at=NOW))


def _coupons(cast: Cast) -> None:
    """A template for every way, a bundle of it, a coupon for each member, and four batches of codes."""
    ten_off = {
        "name": "满100减10",
        "gives": {"kind": "amount_off", "amount_minor": 1_000},
        "validity": {"kind": "always"},
        "ways": ["grant", "claim", "code"],
        "transferable": True,
    }
    pack = {"name": "大礼包", "contents": [{"template": "TEN", "count": 2}]}
    long_ago = (NOW - timedelta(days=90)).date()
    for kind, key, body in (("coupons.template", "TEN", ten_off), ("coupons.bundle", "PACK", pack)):
        version = rulebook.propose(kind=kind, key=key, body=body, effective_from=long_ago, by=SYSTEM, at=NOW)
        rulebook.approve(version_id=version, by=SYSTEM, at=NOW)
    cast.objects["coupon"] = {
        relation: coupons.issue(template="TEN", member_id=int(member), source=Cause("test", 1), by=SYSTEM, at=NOW)
        for relation, member in cast.objects["member"].items()
    }
    cast.objects["batch"] = {
        relation: coupons.make_codes(template="TEN", count=3, reason="印刷", by=SYSTEM, at=NOW).id
        for relation in RELATIONS
    }


def _stored_value(cast: Cast, stores: Mapping[str, int]) -> None:
    """Each member has paid in, holds a card and lost another, and has an adjustment that awaits a second person.

    Two cards that nobody is named on: one in use, one whose days are over.
    """
    for kind in ("card", "lost", "proposal"):
        cast.objects[kind] = {}
    for relation, member_id in cast.objects["member"].items():
        place, owner = {"by": SYSTEM, "at": NOW}, int(member_id)
        new = NewTopUp(ids.new(), holder(owner), 10_000, stores[relation], Method.CASH)
        stored_value.top_up(new=new, **place)
        for kind in ("card", "lost"):
            opened = stored_value.open_card(store_id=stores[relation], **place)
            stored_value.bind_card(number=opened.number, secret=opened.secret, member_id=owner, **place)
            cast.objects[kind] = {**cast.objects[kind], relation: opened.id}
        stored_value.report_lost(card_id=int(cast.objects["lost"][relation]), member_id=owner, **place)
        proposal = stored_value.propose_adjustment(
            proposal_id=ids.new(), holder=holder(owner), currency="bonus", amount_minor=100, reason="补记", **place
        )
        cast.objects["proposal"] = {**cast.objects["proposal"], relation: proposal}
    for name, at in (("new", None), ("active", NOW), ("expired", NOW - timedelta(days=4 * 366))):
        opened = stored_value.open_card(store_id=stores["own"], by=SYSTEM, at=NOW)
        stored_value.change_secret(
            number=opened.number, secret=opened.secret, new_secret=CARD_SECRET, by=SYSTEM, at=NOW
        )
        cast.cards[name] = {"number": opened.number, "secret": CARD_SECRET}
        if at is not None:
            stored_value.activate_card(**cast.cards[name], by=SYSTEM, at=at)


def _receipts(cast: Cast, stores: Mapping[str, int]) -> None:
    """The own member bought everywhere, so that a list of receipts has something to hide."""
    buyer = int(cast.objects["member"]["own"])
    line = NewLine(None, 1000, 20_000, 0, 20_000)
    receipts = [
        NewReceipt(f"R-{relation}", stores[relation], NOW - timedelta(days=5 - nth), (line,), member_id=buyer)
        for nth, relation in enumerate(RELATIONS)
    ]
    with scopes.everywhere(reason="the till's own receipts"):
        sales.record_many(receipts=receipts, source="till", by=SYSTEM, at=NOW)
    written = sold.ids_by_external("till", [receipt.external_id for receipt in receipts])
    cast.objects["receipt"] = {relation: written[stores[relation], f"R-{relation}"] for relation in RELATIONS}


def _imports(cast: Cast) -> None:
    """Four runs that are done, and four uploaded files that nobody has read yet."""
    asker = cast.askers["hq"]

    def upload(phone: str) -> str:
        file = SimpleUploadedFile("会员.csv", f"手机号,入会门店\n{phone},S1\nnonsense,S1\n".encode())
        token = asker.get("/session").json()["csrf_token"]
        answer = asker.client.post("/api/staff/imports/files", {"file": file}, headers={"X-CSRFToken": token})
        return answer.json()["upload_id"]

    done = {}
    for nth, relation in enumerate(RELATIONS):
        reading = {"upload_id": upload(f"1390000000{nth}"), "kind": "members", "mapping": MAPPING}
        done[relation] = int(asker.post("/imports", reading).json()["id"])
        tasks.carry_out_import.call(import_id=done[relation], staff_id=asker.staff_id, role=Role.HQ.value)
    assert set(ImportRun.objects.filter(id__in=done.values()).values_list("state", flat=True)) == {"done"}
    cast.objects["import"] = done
    cast.objects["upload"] = {relation: upload(f"1390000001{nth}") for nth, relation in enumerate(RELATIONS)}
    cast.objects["rehearsal"] = {
        relation: int(asker.post("/imports/rehearsals", {**reading, "upload_id": upload_id}).json()["id"])
        for relation, upload_id in cast.objects["upload"].items()
    }


def _simulations(cast: Cast) -> None:
    """Four drafts that wait to be tried."""
    asker = cast.askers["hq"]
    body = {"kind": "points", "body": DEFAULT_RULE, "from_date": "2026-03-01", "to_date": "2026-03-10"}
    cast.objects["simulation"] = {
        relation: int(asker.post("/simulations", body).json()["id"]) for relation in RELATIONS
    }


def _reports(cast: Cast) -> None:
    """Everybody who may see reports keeps one that is mailed; so do four others, whom it concerns alone."""

    def keep(staff_id: int) -> tuple[int, int]:
        by = Actor(kind=ActorKind.STAFF, id=staff_id)
        mailboxes.write(staff_id=staff_id, address=f"p{staff_id}@example.com", by=by, at=NOW)
        kept = reports.save(name="周报", document=measures.Cut.model_validate(CUT), is_shared=False, by=by, at=NOW)
        daily = Timing(Rhythm.DAY, 8)
        return kept, reports.plan(report_id=kept, timing=daily, recipients=[staff_id], zone=clock.zone(), by=by, at=NOW)

    for name, role in cast.roles.items():
        if name == role.value and role in permissions.REPORTS_SEE.roles:
            keep(int(cast.askers[name].staff_id or 0))
    made = {relation: keep(int(staff_id)) for relation, staff_id in cast.objects["staff"].items()}
    for place, kind in enumerate(("report", "schedule")):
        cast.objects[kind] = {relation: pair[place] for relation, pair in made.items()}


def read(answer) -> object:
    """Return what a JSON answer says."""
    return json.loads(answer.content)
