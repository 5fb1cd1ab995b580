"""A file comes in by upload, look, rehearsal, run and undo."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shuke.foundation.jobs.models import Job
from shuke.foundation.members.models import Member
from shuke.foundation.org.types import Role
from shuke.surfaces.staff import rehearsals, tasks
from shuke.surfaces.staff.models import Rehearsal

pytestmark = pytest.mark.django_db
MEMBERS = "手机号,姓名,入会门店\n13800138001,王小明,S1\n13800138002,李小红,S1\nnonsense,张三,S1\n"
MAPPING = """
[members.columns]
phone = "手机号"
name = "姓名"
store = "入会门店"
"""


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.SHUKE_HOME = tmp_path


def upload(asker, name="会员.csv", content=MEMBERS):
    file = SimpleUploadedFile(name, content.encode())
    return asker.client.post("/api/staff/imports/files", {"file": file})


def rehearse(asker, reading) -> dict:
    """Try a file, let the worker do it, and return how it is told."""
    asked = asker.post("/imports/rehearsals", reading).json()["id"]
    job = Job.objects.filter(task__endswith="carry_out_rehearsal").latest("id")
    tasks.carry_out_rehearsal.call(**job.kwargs)
    return asker.get(f"/imports/rehearsals/{asked}").json()


def test_a_file_of_members_goes_the_whole_way_and_back(signed_in, tmp_path):
    asker = signed_in(Role.HQ)
    guess = upload(asker).json()
    assert (guess["kind"], guess["header"]) == ("members", ["手机号", "姓名", "入会门店"])
    assert "13800138001" not in str(guess["samples"])

    reading = {"upload_id": guess["upload_id"], "kind": "members", "mapping": MAPPING}
    rehearsed = rehearse(asker, reading)
    assert (rehearsed["state"], rehearsed["summary"]["accepted"], rehearsed["summary"]["rejected"]) == ("done", 2, 1)
    assert rehearsed["reading"]["upload_id"] == guess["upload_id"], "a reload can go on from here"
    assert Member.everyone.count() == 0

    import_id = asker.post("/imports", reading).json()["id"]
    job = Job.objects.get(task__endswith="carry_out_import")
    tasks.carry_out_import.call(**job.kwargs)
    run = asker.get(f"/imports/{import_id}").json()
    assert (run["state"], run["summary"]["members"]) == ("done", 2)
    assert not list((tmp_path / "uploads").glob("*")), "the uploaded rows are personal, so they go once they are read"

    rejects = asker.get(f"/imports/{import_id}/rejects").json()
    assert [(row["line"], row["code"]) for row in rejects] == [(4, "not_a_phone")]
    taken_away = asker.get(f"/imports/{import_id}/rejects/file").content.decode("utf-8-sig")
    assert "not_a_phone" in taken_away
    assert "nonsense" not in taken_away, "cells are masked; the sealed column lets the file be imported again"

    assert asker.post(f"/imports/{import_id}/undo").status_code == 200
    assert asker.get(f"/imports/{import_id}").json()["state"] == "undone"
    assert [row["id"] for row in asker.get("/imports").json()["items"]] == [import_id]


def test_only_tables_are_taken(signed_in):
    assert upload(signed_in(Role.HQ), name="run.exe").json()["code"] == "imports.not_a_table"


def test_a_ready_mapping_is_named_and_never_opened_as_a_path(signed_in):
    asker = signed_in(Role.HQ)
    reading = {"upload_id": upload(asker).json()["upload_id"], "kind": "members", "ready": "../../../etc/passwd"}
    assert asker.post("/imports/rehearsals", reading).json()["code"] == "imports.no_such_mapping"


def test_a_file_that_was_never_uploaded_is_not_found(signed_in):
    reading = {"upload_id": "1", "kind": "members", "mapping": MAPPING}
    assert signed_in(Role.HQ).post("/imports", reading).json()["code"] == "imports.no_such_upload"


def test_a_file_that_cannot_be_read_so_is_refused_in_words_after_a_reload_too(signed_in):
    asker = signed_in(Role.HQ)
    reading = {"upload_id": upload(asker).json()["upload_id"], "kind": "members"}
    told = rehearse(asker, {**reading, "mapping": MAPPING.replace("手机号", "电话")})
    assert (told["state"], told["summary"]) == ("refused", None)
    assert "电话" in told["refused"]["zh"]
    assert "电话" in told["refused"]["en"]


def test_a_rehearsal_stops_when_asked_and_changes_nothing(signed_in):
    asker = signed_in(Role.HQ)
    reading = {"upload_id": upload(asker).json()["upload_id"], "kind": "members", "mapping": MAPPING}
    asked = asker.post("/imports/rehearsals", reading).json()["id"]
    assert asker.get(f"/imports/rehearsals/{asked}").json()["state"] == "waiting"
    assert asker.post(f"/imports/rehearsals/{asked}/cancellation").status_code == 200
    job = Job.objects.get(task__endswith="carry_out_rehearsal")
    tasks.carry_out_rehearsal.call(**job.kwargs)
    assert asker.get(f"/imports/rehearsals/{asked}").json()["state"] == "cancelled"
    assert Member.everyone.count() == 0


def test_a_rehearsal_that_was_cut_off_is_run_again_and_a_finished_one_is_not(signed_in, at):
    asker = signed_in(Role.HQ)
    reading = {"upload_id": upload(asker).json()["upload_id"], "kind": "members", "mapping": MAPPING}
    first = rehearse(asker, reading)
    Rehearsal.objects.update(state="running", ended_at=None, summary=None)
    job = Job.objects.get(task__endswith="carry_out_rehearsal")
    tasks.carry_out_rehearsal.call(**job.kwargs)
    assert asker.get(f"/imports/rehearsals/{first['id']}").json() == first
    tasks.carry_out_rehearsal.call(**job.kwargs)
    assert Rehearsal.objects.count() == 1


def test_rehearsals_are_forgotten_with_their_uploads(signed_in):
    asker = signed_in(Role.HQ)
    reading = {"upload_id": upload(asker).json()["upload_id"], "kind": "members", "mapping": MAPPING}
    asked = rehearse(asker, reading)["id"]
    rehearsals.forget(before=Rehearsal.objects.get().asked_at + timedelta(days=7, seconds=1))
    assert asker.get(f"/imports/rehearsals/{asked}").json()["code"] == "imports.no_such_rehearsal"
