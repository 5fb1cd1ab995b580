"""Take members from a file: who is new joins, who is known is a duplicate, points come in as opening balances."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from shuke.foundation import clock, ids
from shuke.foundation.db import bulk
from shuke.foundation.members import operations as members
from shuke.foundation.members import queries as member_queries
from shuke.foundation.members.types import (
    Decision,
    FieldType,
    IdentityKind,
    NewConsent,
    NewMember,
    Purpose,
    Sensitivity,
    Source,
)
from shuke.foundation.org import queries as org_queries
from shuke.foundation.sheets.types import Problem
from shuke.ledgers.points import operations as points
from shuke.ledgers.points.types import OpeningBalance
from shuke.selling.intake import tables, take_stores
from shuke.selling.intake.cells import Rows
from shuke.selling.intake.models import ImportedMember
from shuke.selling.intake.run import Run

IN_FUTURE = Problem("in_future", "日期在未来", "The date lies in the future")
NO_IDENTITY = Problem("no_identity", "没有手机号、卡号或其他标识", "No phone, card or other identifier")
UNKNOWN_STORE = Problem("unknown_store", "没有这家门店", "There is no such store")
NO_STORE = Problem("no_store", "没有门店", "No store")
NEGATIVE_POINTS = Problem("negative_points", "积分不能为负", "Points cannot be negative")
HEADQUARTERS = "HQ"  # where members join whose file knows no stores
_ENROLLED_AT_ONCE = 1_000  # of a chunk: sealed copies of more would weigh on memory
_IDENTITIES = (
    ("card", IdentityKind.CARD),
    ("union_id", IdentityKind.UNION_ID),
    ("wecom_id", IdentityKind.WECOM_ID),
)


def take_members(run: Run, rows: Rows) -> int:
    """Enrol the chunk's new members; return how many were known before this run."""
    _check(run, rows)
    stores = _stores(run, rows)
    guides = org_queries.staff_ids({str(code) for code in rows.values.get("guide", ()) if code is not None})
    new = {row: _member(rows, row, stores, guides) for row in rows.good()}
    day = clock.business_date(run.at)
    for row, member in list(new.items()):
        if wrong := member_queries.problems(member, day):
            rows.reject(row, wrong[0].field or "", tables.problem_of(wrong[0]))
            del new[row]
    found: dict[int, tuple[int, bool]] = {}
    for batch in bulk.batches(new, _ENROLLED_AT_ONCE):
        tables.salvage(
            batch,
            lambda part: found.update(_enrol(run, new, part)),
            lambda row, refusal: rows.reject(row, refusal.field or "", tables.problem_of(refusal)),
        )
    return _account(run, rows, found)


def define_profile(run: Run) -> None:
    """Make the profile fields that the mapping feeds and nobody has made yet."""
    section = run.mapping.members
    for position, (key, feed) in enumerate(section.profile.items() if section else ()):
        try:
            members.define_field(
                key=key,
                group=feed.group,
                label_zh=feed.zh or key,
                label_en=feed.en or key,
                type=FieldType.CHOICE if feed.options else FieldType.TEXT,
                options=feed.options,
                sensitivity=Sensitivity.NONE if feed.options else Sensitivity.PERSONAL,
                position=position,
                by=run.by,
                at=run.at,
            )
        except members.FieldExists:
            continue


def note_new(run: Run, member_ids: Sequence[int], opening: dict[int, int] | None = None) -> None:
    """Remember whom the run has brought."""
    rows = [
        (key, run.record.id, member_id, (opening or {}).get(member_id, 0))
        for key, member_id in zip(ids.many(len(member_ids)), member_ids, strict=True)
    ]
    bulk.insert(ImportedMember, ("id", "run_id", "member_id", "opening_points"), rows)
    run.record.members += len(member_ids)


def _check(run: Run, rows: Rows) -> None:
    names = ("phone", "legacy_id", *(name for name, _ in _IDENTITIES))
    told = [rows.values[name] for name in names if name in rows.values]
    latest, today = run.at + timedelta(days=1), clock.business_date(run.at)
    for row in rows.good():
        if all(column[row] is None for column in told):
            rows.reject(row, "", NO_IDENTITY)
        joined, born = _value(rows, "enrolled_at", row), _value(rows, "birthday", row)
        if isinstance(joined, datetime) and joined > latest:
            rows.reject(row, _column(run, "enrolled_at"), IN_FUTURE)
        if isinstance(born, date) and born > today:
            rows.reject(row, _column(run, "birthday"), IN_FUTURE)
        balance = _value(rows, "points", row)
        if isinstance(balance, int) and balance < 0:
            rows.reject(row, _column(run, "points"), NEGATIVE_POINTS)


def _stores(run: Run, rows: Rows) -> dict[str, int]:
    good = rows.good()
    rows.values.setdefault("store", [HEADQUARTERS] * len(rows.lines))
    codes = {str(code) for row in good if (code := _value(rows, "store", row)) is not None}
    found = take_stores.store_ids(run, codes)
    for row in good:
        code = _value(rows, "store", row)
        if code is None:
            rows.reject(row, _column(run, "store"), NO_STORE)
        elif str(code) not in found:
            rows.reject(row, _column(run, "store"), UNKNOWN_STORE)
    return found


def _member(rows: Rows, row: int, stores: dict[str, int], guides: dict[str, int]) -> NewMember:
    def told(name: str) -> str | None:
        value = _value(rows, name, row)
        return None if value is None or value == "" else str(value)

    joined, born, consent = _value(rows, "enrolled_at", row), _value(rows, "birthday", row), told("marketing")
    return NewMember(
        store_id=stores[str(_value(rows, "store", row))],
        source=Source.IMPORT,
        phone=told("phone"),
        name=told("name"),
        gender=told("gender"),
        birthday=born if isinstance(born, date) else None,
        enrolled_at=joined if isinstance(joined, datetime) else None,
        identities=tuple((kind, text) for name, kind in _IDENTITIES if (text := told(name)) is not None),
        profile={key: str(column[row]) for key, column in rows.profile.items() if column[row] is not None},
        consents=(NewConsent(Purpose.MARKETING, decision=Decision(consent)),) if consent else (),
        guide_id=guides.get(told("guide") or ""),
        legacy_id=told("legacy_id"),
    )


def _enrol(run: Run, new: dict[int, NewMember], part: Sequence[int]) -> dict[int, tuple[int, bool]]:
    """Enrol some rows: row → (member, whether known), and news about known ones from the profile columns."""
    enrolment = members.enrol_batch(rows=[new[row] for row in part], by=run.by, at=run.at)
    found: dict[int, tuple[int, bool]] = {}
    for position, (row, member_id) in enumerate(zip(part, enrolment.ids, strict=True)):
        is_known = position in enrolment.known
        found[row] = (member_id, is_known)
        if is_known and new[row].profile:
            members.update_profile(
                member_id=member_id, values=new[row].profile, source=Source.IMPORT.value, by=run.by, at=run.at
            )
    return found


def _account(run: Run, rows: Rows, found: dict[int, tuple[int, bool]]) -> int:
    """Note the new members, open their points, and tell rows repeated in the file from people known before."""
    new = {row: member_id for row, (member_id, is_known) in found.items() if not is_known}
    known = {row: member_id for row, (member_id, is_known) in found.items() if is_known}
    if run.is_rehearsal:
        for row in [row for row in new if _was_rehearsed(run, rows, row)]:
            rows.reject(row, "", tables.DUPLICATE_IN_FILE)
            del new[row]
    repeated = _brought_by_run(run, known.values(), set(new.values()))
    for row, member_id in known.items():
        if member_id in repeated:
            rows.reject(row, "", tables.DUPLICATE_IN_FILE)
    openings = {row: balance for row in new if isinstance(balance := _value(rows, "points", row), int) and balance > 0}
    note_new(run, list(new.values()), {new[row]: balance for row, balance in openings.items()})
    _open_points(run, rows, new, openings)
    return sum(1 for member_id in known.values() if member_id not in repeated)


def _open_points(run: Run, rows: Rows, new: dict[int, int], openings: dict[int, int]) -> None:
    balances = [
        OpeningBalance(
            member_id=new[row],
            points=balance,
            expires_on=expires if isinstance(expires := _value(rows, "points_expire_on", row), date) else None,
            provenance=f"import:{run.record.id}",
        )
        for row, balance in openings.items()
    ]
    if balances:
        points.open_balances(openings=balances, by=run.by, at=run.at)


def _brought_by_run(run: Run, known: Collection[int], fresh: set[int]) -> set[int]:
    before = ImportedMember.objects.filter(run_id=run.record.id, member_id__in=set(known) - fresh)
    return set(before.values_list("member_id", flat=True)) | (fresh & set(known))


def _was_rehearsed(run: Run, rows: Rows, row: int) -> bool:
    """Tell whether an earlier chunk of the rehearsal had the same person: its rows were rolled back."""
    names = ("phone", "legacy_id", *(name for name, _ in _IDENTITIES))
    marks = [hash((name, value)) for name in names if (value := _value(rows, name, row)) is not None]
    met = any(mark in run.seen for mark in marks)
    run.seen.update(marks)
    return met


def _value(rows: Rows, name: str, row: int) -> object:
    return rows.values[name][row] if name in rows.values else None


def _column(run: Run, name: str) -> str:
    section = run.mapping.members
    feed = section.columns.get(name) if section else None
    return " + ".join(feed.columns) if feed and feed.columns else name
