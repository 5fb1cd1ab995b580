"""Runs: fed twice, tried dry, stopped, taken back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from tests.apps.intake.conftest import (
    MEMBER_HEADER,
    MEMBERS,
    RECEIPT_HEADER,
    RECEIPTS,
    Importing,
    Writing,
    people,
    read_rejects,
)

from shuke.foundation.actors import SYSTEM
from shuke.foundation.catalog.models import Sku
from shuke.foundation.db import locks
from shuke.foundation.members.models import Member
from shuke.foundation.members.types import Status
from shuke.foundation.org.models import Store
from shuke.ledgers.book.models import Posting
from shuke.selling.intake import files, queries, tables
from shuke.selling.intake import mapping as mappings
from shuke.selling.intake import operations as intake
from shuke.selling.intake.models import ImportRun
from shuke.selling.intake.types import Kind, Progress, State, Summary
from shuke.selling.sales.models import Receipt

RECEIPT_ROWS = [
    [f"R{n}", f"S{n % 3}", f"2026-02-{n % 28 + 1:02} 10:00", f"1390000{n % 40:04}", f"P{n % 9}", "1", "10", "1", ""]
    for n in range(100)
]


def counts() -> tuple[int, ...]:
    active = Member.everyone.filter(status=Status.ACTIVE.value)
    return (*(model.objects.count() for model in (Store, Sku, Receipt, Posting, ImportRun)), active.count())


@pytest.mark.covers("C36")
def test_a_file_fed_twice_changes_nothing(bring: Importing, write: Writing) -> None:
    path = write("r.csv", RECEIPT_HEADER, RECEIPT_ROWS)
    people_path = write("m.csv", MEMBER_HEADER, people(60)[0])
    bring(Kind.MEMBERS, people_path, mapping=MEMBERS)
    once = bring(Kind.RECEIPTS, path, mapping=RECEIPTS, replay_rules=True)
    before = (Receipt.objects.count(), Posting.objects.count(), Member.everyone.count())

    twice = bring(Kind.RECEIPTS, path, mapping=RECEIPTS, replay_rules=True)
    again = bring(Kind.MEMBERS, people_path, mapping=MEMBERS)

    assert once.receipts == 100
    assert twice == Summary(rows=100, duplicates=100)
    assert again == Summary(rows=60, duplicates=60)
    assert (Receipt.objects.count(), Posting.objects.count(), Member.everyone.count()) == before


def test_a_store_that_would_close_before_it_opened_is_rejected_at_that_column(
    bring: Importing, write: Writing, tmp_path: Path
) -> None:
    mapping = "[stores.columns]\ncode = '编码'\nopened_on = '开业'\nclosed_on = '闭店'"
    rows = [["S1", "2026-03-01", "2026-03-01"], ["S2", "2026-03-01", "2026-02-28"], ["S3", "2026-03-01", ""]]
    summary = bring(Kind.STORES, write("s.csv", ["编码", "开业", "闭店"], rows), mapping=mapping)

    assert (summary.rows, summary.rejected) == (3, 1)
    assert sorted(Store.objects.values_list("code", flat=True)) == ["S1", "S3"]
    (told,) = read_rejects(tmp_path / "rejects.csv")
    assert "闭店" in told.values()
    assert any("2026-03-01" in cell and "停业日期不能早于" in cell for cell in told.values())


@pytest.mark.covers("C36")
def test_a_dry_run_counts_and_lists_the_same_and_changes_nothing(
    bring: Importing, write: Writing, tmp_path: Path
) -> None:
    rows, _ = people(6_000, rotten=80)
    path = write("m.csv", MEMBER_HEADER, rows)
    receipt_path = write("r.csv", RECEIPT_HEADER, RECEIPT_ROWS)
    before = counts()
    rehearsed = bring(Kind.MEMBERS, path, mapping=MEMBERS, dry=True, rejects=tmp_path / "dry.csv")
    rehearsed_receipts = bring(Kind.RECEIPTS, receipt_path, mapping=RECEIPTS, dry=True)
    assert counts() == before

    done = bring(Kind.MEMBERS, path, mapping=MEMBERS, rejects=tmp_path / "wet.csv")
    done_receipts = bring(Kind.RECEIPTS, receipt_path, mapping=RECEIPTS)

    assert rehearsed == done
    assert (rehearsed_receipts.receipts, rehearsed_receipts.amount_minor) == (
        done_receipts.receipts,
        done_receipts.amount_minor,
    )
    lines = [
        [row.split(",")[7] for row in (tmp_path / name).read_text().splitlines()] for name in ("dry.csv", "wet.csv")
    ]
    assert lines[0] == lines[1]


def test_a_run_tells_how_far_it_is_and_stops_when_asked(db: None, at: datetime, write: Writing, monkeypatch) -> None:
    monkeypatch.setattr(tables, "CHUNK", 100)
    path = write("m.csv", MEMBER_HEADER, people(1_000)[0])
    import_id = intake.start(kind=Kind.MEMBERS, paths=[path], mapping=mappings.parse(MEMBERS), by=SYSTEM, at=at)
    told: list[Progress] = []

    def watch(progress: Progress) -> None:
        told.append(progress)
        if progress.done == 300:
            intake.cancel(import_id=import_id, by=SYSTEM, at=at)

    stopped = intake.carry_out(import_id=import_id, by=SYSTEM, at=at, on_progress=watch)
    assert (stopped.rows, stopped.members) == (300, 300)
    assert queries.run(import_id).state == State.CANCELLED

    assert intake.carry_out(import_id=import_id, by=SYSTEM, at=at) == Summary(rows=1000, accepted=1000, members=1000)
    assert [progress.done for progress in told] == [100, 200, 300]


@pytest.mark.covers("C36")
def test_an_import_is_taken_back_within_seven_days(bring: Importing, write: Writing, at: datetime) -> None:
    bring(Kind.MEMBERS, write("m.csv", MEMBER_HEADER, people(5)[0]), mapping=MEMBERS)
    before = counts()
    path = write("r.csv", RECEIPT_HEADER, RECEIPT_ROWS)
    bring(Kind.RECEIPTS, path, mapping=RECEIPTS)
    (run,) = [run for run in queries.runs() if run.kind == Kind.RECEIPTS]

    undone = intake.undo(import_id=run.id, by=SYSTEM, at=at + timedelta(days=6))

    assert (undone.receipts, undone.members) == (100, 40)
    after = counts()
    assert (after[2], after[3], after[5]) == (before[2], before[3], before[5])
    with pytest.raises(intake.TooLateToUndo):
        intake.undo(import_id=run.id, by=SYSTEM, at=at + timedelta(days=6))
    fresh = bring(Kind.RECEIPTS, path, mapping=RECEIPTS)
    assert (fresh.receipts, fresh.members) == (100, 40)


@pytest.mark.django_db(transaction=True)
def test_a_run_is_worked_on_by_one_at_a_time(write: Writing, at: datetime) -> None:
    path = write("m.csv", MEMBER_HEADER, people(5)[0])
    import_id = intake.start(kind=Kind.MEMBERS, paths=[path], mapping=mappings.parse(MEMBERS), by=SYSTEM, at=at)

    with locks.exclusive(f"intake-{import_id}"), ThreadPoolExecutor(1) as somebody_else:
        attempt = somebody_else.submit(carry_out_elsewhere, import_id, at)
        with pytest.raises(intake.AlreadyAtWork):
            attempt.result()


def carry_out_elsewhere(import_id: int, at: datetime) -> Summary:
    """On a connection of its own, as another process would have."""
    try:
        return intake.carry_out(import_id=import_id, by=SYSTEM, at=at)
    finally:
        connection.close()


def test_files_that_bring_something_else_are_refused(db: None, write: Writing, at: datetime) -> None:
    paths = [write(name, MEMBER_HEADER, people(2)[0]) for name in ("a.csv", "b.csv")]
    mapping = mappings.parse(MEMBERS + RECEIPTS.replace('source = "till"\nmember_by = "phone"', ""))

    with pytest.raises(files.NoFile):
        intake.start(kind=Kind.RECEIPTS, paths=paths, mapping=mapping, by=SYSTEM, at=at)


def test_members_with_opening_points_are_taken_back_unless_touched(
    bring: Importing, write: Writing, at: datetime
) -> None:
    bring(Kind.MEMBERS, write("m.csv", MEMBER_HEADER, people(5)[0]), mapping=MEMBERS)
    (run,) = queries.runs()
    bring(
        Kind.RECEIPTS,
        write("r.csv", RECEIPT_HEADER, [["R1", "S1", "2026-03-01", "13800000003", "A", "1", "10", "", ""]]),
        mapping=RECEIPTS,
    )

    undone = intake.undo(import_id=run.id, by=SYSTEM, at=at)

    assert undone.members == 4
    assert Member.everyone.filter(status=Status.ACTIVE.value).count() == 1


def test_after_seven_days_an_import_stays(bring: Importing, write: Writing, at: datetime) -> None:
    bring(Kind.RECEIPTS, write("r.csv", RECEIPT_HEADER, RECEIPT_ROWS), mapping=RECEIPTS)
    (run,) = queries.runs()
    with pytest.raises(intake.TooLateToUndo):
        intake.undo(import_id=run.id, by=SYSTEM, at=at + timedelta(days=8))


def test_a_file_that_changed_under_a_run_is_refused(db: None, at: datetime, write: Writing) -> None:
    path = write("m.csv", MEMBER_HEADER, people(5)[0])
    import_id = intake.start(kind=Kind.MEMBERS, paths=[path], mapping=mappings.parse(MEMBERS), by=SYSTEM, at=at)
    write("m.csv", MEMBER_HEADER, people(6)[0])
    with pytest.raises(intake.FileChanged):
        intake.carry_out(import_id=import_id, by=SYSTEM, at=at)


def test_the_same_files_give_the_run_that_was_cut_off(db: None, at: datetime, write: Writing) -> None:
    path = write("m.csv", MEMBER_HEADER, people(5)[0])
    begin = {"kind": Kind.MEMBERS, "paths": [path], "mapping": mappings.parse(MEMBERS), "by": SYSTEM, "at": at}
    assert intake.start(**begin) == intake.start(**begin)


def test_a_file_without_the_mapped_columns_is_refused_by_name(bring: Importing, write: Writing) -> None:
    path = write("m.csv", ["手机号"], [["13912345678"]])
    with pytest.raises(files.ColumnsMissing) as refused:
        bring(Kind.MEMBERS, path, mapping=MEMBERS)
    assert "门店" in refused.value.message_zh


def test_unknown_imports_are_refused(db: None, at: datetime) -> None:
    with pytest.raises(intake.NoSuchImport):
        intake.carry_out(import_id=1, by=SYSTEM, at=at)
