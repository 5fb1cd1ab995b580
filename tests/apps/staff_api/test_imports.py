"""A file comes in by upload, look, rehearsal, run and undo."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shuke.foundation.jobs.models import Job
from shuke.foundation.members.models import Member
from shuke.foundation.org.types import Role
from shuke.surfaces.staff import tasks

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


def test_a_file_of_members_goes_the_whole_way_and_back(signed_in, tmp_path):
    asker = signed_in(Role.HQ)
    guess = upload(asker).json()
    assert (guess["kind"], guess["header"]) == ("members", ["手机号", "姓名", "入会门店"])
    assert "13800138001" not in str(guess["samples"])

    reading = {"upload_id": guess["upload_id"], "kind": "members", "mapping": MAPPING}
    rehearsed = asker.post("/imports/rehearsals", reading).json()
    assert (rehearsed["accepted"], rehearsed["rejected"]) == (2, 1)
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
