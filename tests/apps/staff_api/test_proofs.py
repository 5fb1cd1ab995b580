"""Finance and auditors ask for a proof, see what was held against what, and read the chain of seals."""

import json

import pytest
from django.db import connection
from tests.apps.staff_api.conftest import NOW

from shuke.foundation.actors import SYSTEM
from shuke.foundation.audit.models import AuditEntry
from shuke.foundation.jobs import queries as jobs
from shuke.foundation.members import operations as members
from shuke.foundation.members.types import NewMember, Source
from shuke.foundation.org.types import Role
from shuke.ledgers.book import operations as book
from shuke.ledgers.points import operations as points
from shuke.surfaces.jobs import tasks as nightly
from shuke.surfaces.proofs import operations as proofs
from shuke.surfaces.proofs.models import KeptProof
from shuke.surfaces.proofs.types import ROOM_WORDS
from shuke.surfaces.staff import tasks
from shuke.surfaces.upkeep import heads, proving

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(signed_in, settings, tmp_path):
    settings.SHUKE_HOME = tmp_path
    return signed_in(Role.AUDITOR)


@pytest.fixture
def booked(chain):
    """One member with points, and the day sealed."""
    from shuke.foundation import scopes

    with scopes.everywhere(reason="a test's own chain"):
        new = NewMember(store_id=chain.stores["S1"], source=Source.TILL, phone="13800138000")
        member_id = members.enrol(new=new, by=SYSTEM, at=NOW)
        points.adjust(adjustment_id=1, member_id=member_id, points=100, reason="补记", by=SYSTEM, at=NOW)
    nightly.seal_the_book.call()
    return member_id


def ask(asker):
    token = asker.get("/session").json()["csrf_token"]
    return asker.post("/proofs", **{"X-CSRFToken": token})


def test_a_proof_is_asked_for_and_its_page_says_room_by_room_what_was_held_against_what(auditor, booked):
    proof_id = ask(auditor).json()["id"]
    waiting = auditor.get(f"/proofs/{proof_id}").json()
    assert (waiting["state"], waiting["holds"], waiting["rooms_proved"]) == ("waiting", None, 0)
    assert jobs.latest().first().kwargs == {"proof_id": int(proof_id)}

    tasks.run_proof.call(proof_id=int(proof_id))

    done = auditor.get(f"/proofs/{proof_id}").json()
    assert (done["state"], done["holds"], done["flaws"], done["findings"]) == ("done", True, 0, [])
    assert [room["flaws"] for room in done["rooms"]] == [0] * len(ROOM_WORDS)
    assert done["counts"]["postings"] == 2
    assert done["asked_by"] == "某auditor (auditor-1)"
    assert AuditEntry.objects.get(action="proofs.ask").subject == f"proof:{proof_id}"
    assert auditor.get("/proofs").json()["items"][0]["id"] == proof_id


def test_what_disagrees_is_named_with_its_room(auditor, booked):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE book_account SET available = available + 5 WHERE holder_id = %s", [booked])
    proof_id = ask(auditor).json()["id"]
    tasks.run_proof.call(proof_id=int(proof_id))
    done = auditor.get(f"/proofs/{proof_id}").json()
    assert done["holds"] is False
    assert done["flaws"] == sum(room["flaws"] for room in done["rooms"]) > 0
    assert {finding["code"] for finding in done["findings"] if finding["room"] == "book"} == {"wrong_balance"}
    (found,) = [finding for finding in done["findings"] if finding["code"] == "wrong_balance"]
    assert found["subject_name"]["zh"].startswith("账户 ")
    assert found["subject_name"]["en"].startswith("Account ")
    assert "按分录应为" in found["detail"]["zh"]
    assert "postings say" in found["detail"]["en"]


def test_the_nightly_proof_is_kept_for_the_page(auditor, booked):
    told = nightly.prove_the_book.call()
    assert told["holds"] is True
    last = auditor.get("/proofs").json()["items"][0]
    assert (last["asked_by"], last["holds"], last["rooms_proved"]) == ("", True, len(ROOM_WORDS))


def test_one_proof_at_a_time(auditor, chain):
    ask(auditor)
    assert ask(auditor).json()["code"] == proofs.ProofRuns.code


def test_a_proof_that_was_cut_off_says_so_and_runs_again(auditor, chain, monkeypatch):
    proof_id = int(ask(auditor).json()["id"])
    with monkeypatch.context() as patch:
        patch.setattr(book, "prove", lambda **_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            tasks.run_proof.call(proof_id=proof_id)
    assert auditor.get(f"/proofs/{proof_id}").json()["state"] == "failed"
    tasks.run_proof.call(proof_id=proof_id)
    assert KeptProof.objects.get().state == "done"


def test_every_room_that_is_proved_has_words():
    assert set(ROOM_WORDS) == {"book", *map(proving.room_of, proving.ROOMS)}


def test_the_chain_of_seals_is_shown_and_held_against_the_copy_beside_it(auditor, booked):
    seal = auditor.get("/seals").json()["items"][0]
    assert (seal["number"], seal["first_position"]) == (1, 1)
    head = auditor.get("/seals/head").json()
    assert (head["number"], head["kept_number"], head["kept_agrees"]) == (1, 1, True)
    (heads.settings.SHUKE_HOME / heads.SEAL_HEAD).write_text(json.dumps({"number": 1, "digest": "0" * 64}))
    assert auditor.get("/seals/head").json()["kept_agrees"] is False


def test_a_manager_sees_no_proof_and_headquarters_asks_for_none(signed_in):
    assert signed_in(Role.STORE_MANAGER).get("/proofs").json()["code"] == "auth.not_allowed"
    assert ask(signed_in(Role.HQ)).json()["code"] == "auth.not_allowed"
