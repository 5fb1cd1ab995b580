"""Reports that people put together, keep, share and have mailed; asked as the console asks."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from openpyxl import load_workbook
from tests.apps.staff_api.conftest import NOW

from shuke.foundation import clock, scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.audit.models import AuditEntry
from shuke.foundation.jobs.models import Job
from shuke.foundation.mailboxes import handlers as mailbox_handlers
from shuke.foundation.mailboxes.models import Mailbox
from shuke.foundation.org import operations as org
from shuke.foundation.org.models import Grant
from shuke.foundation.org.types import Role, TokenAccess
from shuke.foundation.outbox.types import Recorded
from shuke.insight.measures.cuts import answering
from shuke.insight.reports import operations as reports
from shuke.insight.reports import planning, rules
from shuke.insight.reports.models import Letter, SavedReport, Schedule, Sending
from shuke.insight.reports.types import Rhythm, Timing
from shuke.insight.warehouse import operations as warehouse
from shuke.selling.sales import operations as sales
from shuke.selling.sales.types import NewLine, NewReceipt
from shuke.surfaces.staff import report_mail, tasks

# The analytical engine reads by a connection of its own: it must be able to see what was written.
pytestmark = pytest.mark.django_db(transaction=True)

CUT = {
    "figures": ["net_minor", "purchases"],
    "groups": ["store"],
    "period": {"kind": "fixed", "from_date": "2026-03-01", "to_date": "2026-03-11"},
}
DAILY = {"every": "day", "hour": 8}
SHANGHAI = ZoneInfo("Asia/Shanghai")
EIGHT = datetime(2026, 3, 11, 0, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path, monkeypatch):
    settings.SHUKE_HOME = tmp_path
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def sold(chain):
    """One hundred yuan in S1, two hundred in S2, three hundred in the franchised one."""
    receipts = [
        NewReceipt(f"R-{code}", store_id, NOW - timedelta(days=2), (NewLine(None, 1000, fen, 0, fen),))
        for (code, store_id), fen in zip(sorted(chain.stores.items()), (30_000, 10_000, 20_000), strict=True)
    ]
    with scopes.everywhere(reason="the till's own receipts"):
        sales.record_many(receipts=receipts, source="till", by=SYSTEM, at=NOW)
    return chain


class TestRuns:
    @pytest.mark.covers("C45")
    def test_fields_filters_and_days_are_picked_and_the_answer_is_within_reach(self, signed_in, sold):
        fields = signed_in(Role.OWNER).get("/report-fields").json()
        assert {"store", "day", "brand", "tier"} <= {field["name"] for field in fields["groups"]}
        assert {"net_minor", "margin_bp"} <= {field["name"] for field in fields["figures"]}
        whole = signed_in(Role.FINANCE).post("/report-runs", CUT).json()
        assert whole["total"] == [None, 60_000, 3]
        assert [row[1] for row in whole["rows"]] == [30_000, 20_000, 10_000]
        manager = signed_in(Role.STORE_MANAGER)
        own = manager.post("/report-runs", CUT).json()
        assert own["rows"] == [[str(sold.stores["S1"]), 10_000, 1]]
        other = {**CUT, "filters": [{"field": "store", "values": [str(sold.stores["S2"])]}]}
        assert manager.post("/report-runs", other).json()["total"] == [None, 0, 0]
        regional = signed_in(Role.REGIONAL, region_id=sold.regions["华南"])
        assert regional.post("/report-runs", CUT).json()["total"] == [None, 50_000, 2]

    @pytest.mark.covers("C45")
    @pytest.mark.parametrize(("format_", "starts"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
    def test_a_file_is_permissioned_and_written_down(self, signed_in, sold, format_, starts):
        answer = signed_in(Role.STORE_MANAGER).post(f"/report-runs?format={format_}", CUT)
        assert answer.content.startswith(starts)
        entry = AuditEntry.objects.get(action="reports.export")
        assert (entry.after["figures"], entry.after["rows"]) == (["net_minor", "purchases"], 1)
        assert signed_in(Role.GUIDE).post(f"/report-runs?format={format_}", CUT).json()["code"] == "auth.not_allowed"

    def test_pages_follow_each_other(self, signed_in, sold):
        owner = signed_in(Role.OWNER)
        first = owner.post("/report-runs?limit=2", CUT).json()
        rest = owner.post(f"/report-runs?limit=2&cursor={first['next']}", CUT).json()
        assert (len(first["rows"]), len(rest["rows"]), rest["next"]) == (2, 1, None)
        assert first["of_rows"] == 3

    def test_values_are_offered_within_reach(self, signed_in, sold):
        manager = signed_in(Role.STORE_MANAGER)
        signed_in(Role.OWNER).post("/report-runs", CUT)
        assert [one["zh"] for one in manager.get("/report-fields/store/values").json()] == ["S1 人民路店"]
        assert [one["zh"] for one in manager.get("/report-fields/guide/values?text=guide").json()] == []
        assert manager.get("/report-fields/luck/values").json()["code"] == "measures.unknown_field"

    def test_wrong_documents_are_refused_by_name(self, signed_in, sold):
        owner = signed_in(Role.OWNER)
        assert owner.post("/report-runs", {**CUT, "groups": ["luck"]}).json()["code"] == "measures.unknown_field"
        assert owner.post("/report-runs", {**CUT, "sql": "SELECT 1"}).json()["code"] == "request.invalid"
        five = ["day", "store", "tier", "hour", "channel"]
        assert owner.post("/report-runs", {**CUT, "groups": five}).json()["code"] == "request.invalid"


class TestSaved:
    def test_a_report_is_kept_changed_shared_and_removed(self, signed_in, sold):
        owner, manager = signed_in(Role.OWNER), signed_in(Role.STORE_MANAGER)
        made = owner.post("/saved-reports", {"name": "周报", "document": CUT}).json()["id"]
        assert manager.get(f"/saved-reports/{made}").json()["code"] == "reports.no_such_report"
        change = {"name": "店铺周报", "document": CUT, "is_shared": True, "version": 1}
        assert owner.ask("PUT", f"/saved-reports/{made}", change).status_code == 200
        assert owner.ask("PUT", f"/saved-reports/{made}", change).json()["code"] == "reports.changed_meanwhile"
        seen = manager.get(f"/saved-reports/{made}").json()
        assert (seen["name"], seen["version"], seen["is_own"]) == ("店铺周报", 2, False)
        assert manager.post("/report-runs", seen["document"]).json()["total"] == [None, 10_000, 1]
        not_hers = manager.ask("PUT", f"/saved-reports/{made}", {**change, "version": 2})
        assert not_hers.json()["code"] == "reports.not_yours"
        versions = owner.get(f"/saved-reports/{made}/versions").json()["items"]
        assert [(one["number"], one["name"]) for one in versions] == [(2, "店铺周报"), (1, "周报")]
        assert owner.ask("DELETE", f"/saved-reports/{made}").status_code == 200
        assert manager.get("/saved-reports").json()["items"] == []

    def test_fixed_days_that_go_on_into_the_future_end_with_today(self, signed_in, sold):
        days = {"kind": "fixed", "from_date": "2026-03-01", "to_date": "2027-01-01"}
        owner = signed_in(Role.OWNER)
        made = owner.post("/saved-reports", {"name": "全年", "document": {**CUT, "period": days}}).json()["id"]
        kept = owner.get(f"/saved-reports/{made}").json()["document"]
        assert kept["period"] == days
        answer = owner.post("/report-runs", kept)
        assert answer.status_code == 200
        told = answer.json()
        assert (told["from_date"], told["to_date"], told["total"]) == ("2026-03-01", "2026-03-11", [None, 60_000, 3])
        file = owner.post("/report-runs?format=csv", kept)
        assert (file.status_code, len(file.content.decode("utf-8-sig").splitlines())) == (200, 5)

    def test_nobody_keeps_more_than_so_many(self, signed_in, chain, monkeypatch):
        monkeypatch.setattr(reports, "MOST_SAVED", 1)
        owner = signed_in(Role.OWNER)
        codes = [owner.post("/saved-reports", {"name": "一", "document": CUT}).json().get("code") for _ in range(2)]
        assert codes == [None, "reports.too_many"]


@pytest.fixture
def planned(signed_in, sold):
    """A manager's report, mailed daily at eight to the manager and to the owner of the shop."""

    def plan(role: Role = Role.STORE_MANAGER, **more: Any):
        asker = signed_in(role)
        asker.ask("PUT", "/mailbox", {"address": f"{role.value}@example.com"})
        made = asker.post("/saved-reports", {"name": "日报", "document": CUT}).json()["id"]
        schedule = asker.post(f"/saved-reports/{made}/schedules", {**DAILY, **more}).json()
        return asker, made, schedule["id"]

    return plan


def open_due(at: datetime = EIGHT) -> int:
    return reports.open_due(task=tasks.mail_report.module_path, zone=SHANGHAI, at=at)


def carry_out(at: datetime = EIGHT) -> list[str]:
    waiting = Sending.objects.filter(state="waiting").order_by("id").values_list("id", flat=True)
    return [report_mail.carry_out(sending_id=sending_id, at=at) for sending_id in waiting]


class TestLetters:
    def test_what_is_due_is_mailed_once_as_a_workbook(self, planned):
        planned()
        assert open_due(EIGHT - timedelta(seconds=1)) == 0
        assert (open_due(), open_due(), carry_out(), carry_out()) == (1, 0, ["sent"], [])
        (letter,) = mail.outbox
        assert letter.to == ["store_manager@example.com"]
        assert "日报" in letter.subject
        assert "不想再收到" in letter.body
        assert "To stop these letters" in letter.body
        assert "stop=" in letter.extra_headers["List-Unsubscribe"]
        (attached,) = letter.attachments
        sheet = load_workbook(io.BytesIO(attached[1])).worksheets[0]
        assert [tuple(row) for row in sheet.values] == [
            ("门店", "销售额 (元)", "消费次数"),
            ("S1 人民路店", 100, 1),
            ("合计", 100, 1),
        ]
        assert Job.objects.filter(task=tasks.mail_report.module_path).count() == 1
        assert AuditEntry.objects.filter(action="reports.sent").count() == 1

    def test_after_a_long_stop_one_letter_comes_and_a_stale_one_none(self, planned):
        planned()
        assert open_due(EIGHT + timedelta(days=3, hours=1)) == 1
        assert Sending.objects.get().due_at == EIGHT + timedelta(days=3)
        Schedule.objects.update(every="month", day=11, next_at=EIGHT + timedelta(days=4))
        assert open_due(EIGHT + timedelta(days=10)) == 0

    def test_what_the_server_refused_is_tried_again_and_what_was_cut_off_is_not(self, planned, monkeypatch):
        _, _, schedule = planned()
        open_due()
        with monkeypatch.context() as down:
            down.setattr(report_mail.EmailMessage, "send", lambda _: (_ for _ in ()).throw(OSError("no mail server")))
            with pytest.raises(OSError, match="no mail server"):
                carry_out()
        assert carry_out() == ["sent"]
        assert len(mail.outbox) == 1
        open_due(EIGHT + timedelta(days=1))
        Letter.objects.filter(sending__schedule_id=schedule, state="waiting").update(state="claimed")
        assert carry_out(EIGHT + timedelta(days=1)) == ["partly"]
        assert len(mail.outbox) == 1

    def test_a_busy_warehouse_is_tried_again(self, planned, monkeypatch):
        planned()
        open_due()
        with monkeypatch.context() as busy:
            busy.setattr(warehouse, "export", lambda **_: (_ for _ in ()).throw(warehouse.WarehouseBusy()))
            with pytest.raises(warehouse.WarehouseBusy):
                carry_out()
        assert carry_out() == ["sent"]

    def test_whoever_has_left_sends_nothing_and_the_schedule_pauses(self, planned):
        asker, _, schedule = planned()
        open_due()
        org.dismiss(staff_id=asker.staff_id, by=SYSTEM, at=NOW)
        assert carry_out() == ["withheld"]
        assert mail.outbox == []
        row = Schedule.objects.get(id=schedule)
        assert (row.state, row.why) == ("paused", "reports.owner_gone")
        assert open_due(EIGHT + timedelta(days=1)) == 0

    def test_whoever_lost_the_right_is_told_and_may_go_on_once_it_is_back(self, planned):
        asker, _, schedule = planned()
        open_due()
        held = Grant.objects.filter(staff_id=asker.staff_id)
        held.update(role=Role.GUIDE.value)
        assert carry_out() == ["withheld"]
        (notice,) = mail.outbox
        assert ("已暂停" in notice.subject, notice.attachments) == (True, [])
        held.update(role=Role.STORE_MANAGER.value)
        (listed,) = asker.get("/report-schedules").json()
        assert (listed["state"], listed["why"]) == ("paused", "reports.owner_may_not")
        assert asker.post(f"/report-schedules/{schedule}/resumption", {}).status_code == 200
        assert Schedule.objects.get().next_at == EIGHT
        assert carry_out() == []

    def test_the_rights_are_those_of_the_moment(self, planned, sold):
        asker, _, _ = planned()
        org.grant(staff_id=asker.staff_id, role=Role.STORE_MANAGER, store_id=sold.stores["S2"], by=SYSTEM, at=NOW)
        open_due()
        carry_out()
        book = load_workbook(io.BytesIO(mail.outbox[0].attachments[0][1]))
        assert [row[1] for row in book.worksheets[0].values][-1] == 300

    def test_what_is_too_large_is_not_mailed(self, planned, monkeypatch):
        monkeypatch.setattr(report_mail, "MOST_ROWS", 0)
        planned()
        open_due()
        assert carry_out() == ["withheld"]
        assert Schedule.objects.get().why == "reports.too_large_to_mail"
        monkeypatch.setattr(report_mail, "MOST_ROWS", 9)
        monkeypatch.setattr(report_mail, "MOST_BYTES", 10)
        Schedule.objects.update(state="active")
        open_due(EIGHT + timedelta(days=1))
        assert carry_out() == ["withheld"]

    @pytest.mark.parametrize(
        ("document", "why"),
        [
            ({**CUT, "figures": ["gone"]}, "measures.unknown_field"),
            ({"figures": 3}, "reports.no_longer_readable"),
        ],
    )
    def test_a_report_whose_fields_are_gone_pauses(self, planned, document, why):
        planned()
        open_due()
        SavedReport.objects.update(document=document)
        assert carry_out() == ["withheld"]
        assert Schedule.objects.get().why == why

    def test_a_report_that_takes_too_long_pauses(self, planned, monkeypatch):
        def heavy(*_: Any, **__: Any) -> None:
            raise answering.CutTooHeavy(seconds=20)

        planned()
        open_due()
        monkeypatch.setattr(report_mail.cutting, "take", heavy)
        assert carry_out() == ["withheld"]
        assert Schedule.objects.get().why == answering.CutTooHeavy.code

    def test_who_may_not_receive_or_has_no_address_is_left_out_by_name(self, planned, person, sold):
        left = person(Role.STORE_MANAGER, "left")
        mute = person(Role.STORE_MANAGER, "mute")
        asker, _, schedule = planned(recipients=[])
        everybody = [str(asker.staff_id), str(left), str(mute)]
        assert asker.ask("PUT", f"/report-schedules/{schedule}", {**DAILY, "recipients": everybody}).status_code == 200
        org.dismiss(staff_id=left, by=SYSTEM, at=NOW)
        open_due()
        assert carry_out() == ["partly"]
        reasons = sorted(letter["why"] for letter in self.letters(asker, schedule))
        assert reasons == ["", "reports.no_mailbox", "reports.not_a_recipient"]

    @staticmethod
    def letters(asker, schedule: str) -> list[dict[str, Any]]:
        return asker.get(f"/report-schedules/{schedule}/sendings").json()["items"][0]["letters"]

    def test_mail_it_to_me_now(self, planned, signed_in):
        asker, report, _ = planned()
        assert asker.post(f"/saved-reports/{report}/mailing", {}, **{"Idempotency-Key": "k"}).status_code == 200
        assert asker.post(f"/saved-reports/{report}/mailing", {}, **{"Idempotency-Key": "k"}).status_code == 200
        assert carry_out() == ["sent"]
        (letter,) = mail.outbox
        assert "不想再收到" not in letter.body
        finance = signed_in(Role.FINANCE)
        made = finance.post("/saved-reports", {"name": "一", "document": CUT}).json()["id"]
        assert finance.post(f"/saved-reports/{made}/mailing", {}).json()["code"] == "reports.no_mailbox"


class TestSchedules:
    def test_only_colleagues_in_reach_who_may_see_reports_receive(self, planned, person, chain):
        asker, _, schedule = planned()
        guide, far = person(Role.GUIDE, "g"), person(Role.STORE_MANAGER, "far", store_id=chain.stores["S2"])
        for other in (guide, far):
            answer = asker.ask("PUT", f"/report-schedules/{schedule}", {**DAILY, "recipients": [str(other)]})
            assert answer.json()["code"] == "reports.not_a_recipient"
        offered = asker.get("/report-recipients").json()
        assert [(one["id"], one["address_masked"]) for one in offered["people"]] == [
            (str(asker.staff_id), "s***@example.com")
        ]
        assert offered["is_delivered"] is False

    def test_whoever_receives_may_leave_and_only_the_owner_changes(self, planned, person, signed_in):
        asker, _, schedule = planned(Role.OWNER)
        hq = signed_in(Role.HQ)
        both = [str(asker.staff_id), str(hq.staff_id)]
        assert asker.ask("PUT", f"/report-schedules/{schedule}", {**DAILY, "recipients": both}).status_code == 200
        assert [one["is_own"] for one in hq.get("/report-schedules").json()] == [False]
        assert hq.ask("DELETE", f"/report-schedules/{schedule}").json()["code"] == "reports.no_such_schedule"
        assert hq.post(f"/report-schedules/{schedule}/leaving", {}).status_code == 200
        assert hq.post(f"/report-schedules/{schedule}/leaving", {}).json()["code"] == "reports.no_such_schedule"
        assert hq.get(f"/report-schedules/{schedule}/sendings").json()["code"] == "reports.no_such_schedule"
        assert asker.post(f"/report-schedules/{schedule}/leaving", {}).status_code == 200
        assert Schedule.objects.get().state == "stopped"

    def test_a_timing_says_all_that_its_rhythm_needs(self, planned):
        asker, report, _ = planned()
        for wrong in ({"every": "week"}, {"every": "month"}, {"every": "day", "weekday": 1}):
            answer = asker.post(f"/saved-reports/{report}/schedules", {"hour": 8, **wrong})
            assert answer.json()["code"] == "reports.wrong_timing"

    def test_nobody_has_more_than_so_many(self, planned, monkeypatch):
        asker, report, _ = planned()
        monkeypatch.setattr(planning, "MOST_SCHEDULES", 1)
        assert asker.post(f"/saved-reports/{report}/schedules", DAILY).json()["code"] == "reports.too_many_schedules"

    def test_a_removed_report_is_mailed_no_more(self, planned):
        asker, report, _ = planned()
        asker.ask("DELETE", f"/saved-reports/{report}")
        assert open_due() == 0


class TestMoments:
    @pytest.mark.parametrize(
        ("timing", "after", "due"),
        [
            (Timing(Rhythm.DAY, 8), "2026-03-10T23:59:59", "2026-03-11T00:00:00"),
            (Timing(Rhythm.DAY, 8), "2026-03-11T00:00:00", "2026-03-12T00:00:00"),
            (Timing(Rhythm.DAY, 0), "2026-03-10T15:59:59", "2026-03-10T16:00:00"),
            (Timing(Rhythm.WEEK, 8, weekday=1), "2026-03-10T06:30:00", "2026-03-16T00:00:00"),
            (Timing(Rhythm.WEEK, 23, weekday=2), "2026-03-10T06:30:00", "2026-03-10T15:00:00"),
            (Timing(Rhythm.MONTH, 8, day=31), "2026-02-10T00:00:00", "2026-02-28T00:00:00"),
            (Timing(Rhythm.MONTH, 8, day=31), "2026-02-28T00:00:00", "2026-03-31T00:00:00"),
            (Timing(Rhythm.MONTH, 8, day=1), "2026-12-31T00:00:00", "2027-01-01T00:00:00"),
        ],
    )
    def test_the_next_moment_is_on_the_clock_of_the_chain(self, timing, after, due):
        assert rules.next_moment(timing, told(after), SHANGHAI) == told(due)

    def test_a_day_on_which_clocks_leap_has_one_moment_and_one_on_which_they_fall_back_too(self):
        berlin, at_two = ZoneInfo("Europe/Berlin"), Timing(Rhythm.DAY, 2)
        leap = rules.next_moment(at_two, told("2026-03-28T12:00:00"), berlin)
        assert leap == told("2026-03-29T01:00:00")
        assert rules.next_moment(at_two, leap, berlin) == told("2026-03-30T00:00:00")
        back = rules.next_moment(at_two, told("2026-10-24T12:00:00"), berlin)
        assert back == told("2026-10-25T00:00:00")
        assert rules.next_moment(at_two, back, berlin) == told("2026-10-26T01:00:00")


def told(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class TestMailboxes:
    def test_an_address_is_sealed_masked_and_forgotten(self, signed_in, with_token):
        guide = signed_in(Role.GUIDE)
        assert guide.get("/mailbox").json() == {"address_masked": None}
        assert guide.ask("PUT", "/mailbox", {"address": "wang@example.com"}).status_code == 200
        assert guide.ask("PUT", "/mailbox", {"address": "wang.li@example.com"}).status_code == 200
        assert guide.get("/mailbox").json() == {"address_masked": "w***@example.com"}
        assert b"wang" not in bytes(Mailbox.objects.get().address)
        assert "wang" not in str(list(AuditEntry.objects.values_list("after", flat=True)))
        assert guide.ask("PUT", "/mailbox", {"address": "no address"}).json()["code"] == "mailboxes.no_mail_address"
        token = with_token(TokenAccess.WRITE)
        assert token.ask("PUT", "/mailbox", {"address": "a@example.com"}).json()["code"] == "auth.not_for_programs"
        left = Recorded(1, "org.staff_left", {"staff_id": guide.staff_id}, NOW)
        for _ in range(2):
            mailbox_handlers.on_staff_left(left)
        assert not Mailbox.objects.exists()

    def test_headquarters_writes_a_colleagues_and_leaves_its_own_to_the_owner(self, signed_in, person):
        hq, guide, owner = signed_in(Role.HQ), person(Role.GUIDE), person(Role.OWNER)
        assert hq.ask("PUT", f"/staff/{guide}/mailbox", {"address": "g@example.com"}).status_code == 200
        refused = hq.ask("PUT", f"/staff/{owner}/mailbox", {"address": "o@example.com"})
        assert refused.json()["code"] == "org.owner_only_by_owner"
        org.dismiss(staff_id=guide, by=SYSTEM, at=NOW)
        gone = hq.ask("PUT", f"/staff/{guide}/mailbox", {"address": "g@example.com"})
        assert gone.json()["code"] == "org.staff_gone"
