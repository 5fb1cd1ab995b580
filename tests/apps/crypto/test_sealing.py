import itertools
import json
import random
import stat

import pytest

from shuke.foundation.crypto import keyring, sealing
from shuke.foundation.crypto.sealing import Column

NAME, PHONE = Column("members_member", "name"), Column("members_identity", "ciphertext")


def test_a_sealed_text_opens_in_its_place(keys):
    assert NAME.open(7, NAME.seal(7, "王小明")) == "王小明"


def test_the_same_text_is_never_sealed_the_same_way_twice(keys):
    assert len({NAME.seal(7, "王小明") for _ in range(1_000)}) == 1_000


def test_a_thousand_swaps_between_rows_and_columns_are_a_thousand_refusals(keys):
    """G3: a blob copied to another row or another column does not open."""
    dice = random.Random(3)
    places = list(itertools.product((NAME, PHONE), range(1, 501)))
    blobs = {place: place[0].seal(place[1], f"text {place[1]}") for place in places}
    refused = 0
    for _ in range(1_000):
        here, there = dice.sample(places, 2)
        with pytest.raises(sealing.SealBroken):
            there[0].open(there[1], blobs[here])
        refused += 1
    assert refused == 1_000


@pytest.mark.parametrize("place", [5, 12, 20, -1])
def test_an_altered_blob_is_refused(keys, place):
    blob = bytearray(NAME.seal(7, "王小明"))
    blob[place] ^= 1
    with pytest.raises(sealing.SealBroken):
        NAME.open(7, bytes(blob))


def test_without_a_key_file_nothing_starts(keys):
    keys.unlink()
    with pytest.raises(keyring.KeysMissing):
        keyring.reload()


def test_a_key_file_that_others_can_read_is_refused(keys):
    keys.chmod(0o640)
    with pytest.raises(keyring.KeysOpenToOthers):
        keyring.reload()


def test_keys_are_random_and_for_the_owner_alone(keys):
    document = json.loads(keys.read_text())
    secrets = {*document["keys"].values(), document["index"], document["tail"]}
    assert len(secrets) == 3
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600


def test_an_existing_key_file_is_never_overwritten(keys):
    before = keys.read_text()
    assert keyring.create() is False
    assert keys.read_text() == before


def test_a_blob_of_an_unknown_key_is_refused_by_name(keys):
    blob = NAME.seal(7, "王小明")
    keys.unlink()
    keyring.create()
    keyring.reload()
    with pytest.raises(keyring.KeyUnknown):
        NAME.open(7, blob)


def test_the_keyring_never_shows_its_keys(keys):
    document = json.loads(keys.read_text())
    assert not any(secret in repr(keyring.current()) for secret in document["keys"].values())


def test_the_index_finds_equal_values_and_tells_nothing_without_its_key(keys):
    mine = sealing.index("phone", "13812345678")
    assert mine == sealing.index("phone", "13812345678")
    assert mine != sealing.index("card", "13812345678")
    keys.unlink()
    keyring.create()
    keyring.reload()
    assert mine != sealing.index("phone", "13812345678")


def test_the_last_four_have_a_key_of_their_own(keys):
    assert sealing.tail_index("phone", "13812345678") == sealing.tail_index("phone", "15900005678")
    assert sealing.tail_index("phone", "5678") != sealing.index("phone", "5678")
