import threading

import pytest
from django.db import connection

from shuke.foundation import failpoints
from shuke.foundation.actors import SYSTEM
from shuke.foundation.crypto import keyring
from shuke.foundation.crypto import operations as crypto
from shuke.foundation.crypto import queries as crypto_queries
from shuke.foundation.members import operations as members
from shuke.foundation.members import queries
from shuke.foundation.members.types import IdentityKind, NewMember
from shuke.foundation.scopes import everywhere

PEOPLE = 300


@pytest.fixture
def people(clerk, stores, at) -> list[int]:
    rows = [
        NewMember(stores["S1"], "import", phone=f"138{count:08d}", name=f"王{count}", birthday="1990-05-12")
        for count in range(PEOPLE)
    ]
    return members.enrol_many(rows=rows, by=clerk, at=at)


@pytest.fixture
def own_keys(tmp_path, settings):
    """Keys of this test's own, since it throws some away."""
    shared = settings.SHUKE_KEYS_FILE
    settings.SHUKE_KEYS_FILE = tmp_path / "keys.json"
    crypto.create_keys()
    keyring.reload()
    yield settings.SHUKE_KEYS_FILE
    settings.SHUKE_KEYS_FILE = shared
    keyring.reload()


def test_rotation_moves_every_value_and_the_old_key_may_go(own_keys, people, at):
    old = keyring.current().active
    fresh = crypto.begin_rotation(by=SYSTEM, at=at)
    with pytest.raises(crypto.KeyInUse):
        crypto.retire_key(key_id=old, by=SYSTEM, at=at)

    done = crypto.rotate(by=SYSTEM, at=at, batch=50)
    crypto.retire_key(key_id=old, by=SYSTEM, at=at)

    assert done == crypto.Rotated(fresh, 3 * PEOPLE)
    assert crypto_queries.keys_in_use() == {fresh: 3 * PEOPLE}
    assert queries.get(people[7]).phone_masked == "138****0007"
    assert crypto.rotate(by=SYSTEM, at=at).resealed == 0


def test_the_active_key_cannot_be_retired(own_keys, at, db):
    with pytest.raises(crypto.KeyInUse):
        crypto.retire_key(key_id=keyring.current().active, by=SYSTEM, at=at)


def test_a_rotation_cut_off_midway_is_taken_up_again(own_keys, people, at, monkeypatch):
    monkeypatch.setenv("SHUKE_FAILPOINTS", "crypto.rotated_batch=raise@4")
    failpoints._hits.clear()
    fresh = crypto.begin_rotation(by=SYSTEM, at=at)
    with pytest.raises(failpoints.FailpointError):
        crypto.rotate(by=SYSTEM, at=at, batch=50)
    half = crypto_queries.keys_in_use()[fresh]
    monkeypatch.delenv("SHUKE_FAILPOINTS")

    assert half == 200
    assert crypto.rotate(by=SYSTEM, at=at).resealed == 3 * PEOPLE - half


def test_a_missing_key_keeps_the_server_from_starting(own_keys, people, at):
    crypto_queries.verify_keys()
    own_keys.unlink()
    crypto.create_keys()
    keyring.reload()

    with pytest.raises(keyring.KeyUnknown):
        crypto_queries.verify_keys()


def test_one_value_under_a_missing_key_is_found_among_many(own_keys, people, clerk, stores, at):
    before = own_keys.read_text()
    fresh = crypto.begin_rotation(by=SYSTEM, at=at)
    members.enrol(new=NewMember(stores["S1"], "import", phone="13912345678"), by=clerk, at=at)
    crypto_queries.verify_keys()
    own_keys.write_text(before)
    keyring.reload()

    with pytest.raises(keyring.KeyUnknown, match=fresh):
        crypto_queries.verify_keys()


@pytest.mark.django_db(transaction=True)
def test_nobody_who_reads_during_a_rotation_is_refused(own_keys, people, at):
    crypto.begin_rotation(by=SYSTEM, at=at)
    read, faults, over = 0, [], threading.Event()

    def look() -> None:
        nonlocal read
        with everywhere(reason="a till reads on"):
            while not over.is_set():
                try:
                    assert queries.get(people[read % PEOPLE]).phone_masked.startswith("138****")
                    read += 1
                except Exception as fault:
                    faults.append(fault)
        connection.close()

    reader = threading.Thread(target=look)
    reader.start()
    done = crypto.rotate(by=SYSTEM, at=at, batch=20)
    over.set()
    reader.join()

    assert (done.resealed, faults) == (3 * PEOPLE, [])
    assert read > 0


def test_an_index_made_with_another_key_finds_nobody(own_keys, people):
    own_keys.unlink()
    crypto.create_keys()
    keyring.reload()

    assert queries.ids_by_identity(IdentityKind.PHONE, ["13800000007"]) == {}
