"""G1: a thousand phones, codes and names go through every flow of the room; then the raw bytes are searched."""

import base64
from pathlib import Path

import pytest
from django.db import connection

from shuke.foundation import scopes
from shuke.foundation.actors import SYSTEM
from shuke.foundation.crypto import operations as crypto
from shuke.foundation.members import operations as members
from shuke.foundation.members import queries
from shuke.foundation.members.types import FieldType, IdentityKind, NewMember

CANARIES = 250


# What every canary begins with: the disk is searched for these first, and for each whole canary where one is met.
STEMS = ("1537000", "1538000", "金丝雀", "改名雀", "canary0", "changed0", "oCanary0", "wmCanary0")


def phone(count: int) -> str:
    return f"1537{count:07d}"


def written(secret: str) -> list[bytes]:
    """The ways in which a secret could lie on disk; base64 in its three alignments."""
    plain = secret.encode()
    aligned = [base64.b64encode(b"\0" * shift + plain)[4 if shift else 0 : -4] for shift in range(3)]
    return [plain, secret.encode("utf-16-le"), secret.encode("utf-16-be"), plain.hex().encode(), *aligned]


def found_in(disk: bytes, secrets: list[str]) -> list[str]:
    if not any(form in disk for stem in STEMS for form in written(stem)):
        return []
    return [secret for secret in secrets if any(form in disk for form in written(secret))]


@pytest.mark.django_db(transaction=True)
def test_no_canary_lies_on_the_disk_in_clear(stores, clerk, at, capsys):
    members.define_field(
        key="mail", group="联系", label_zh="邮箱", label_en="E-mail", type=FieldType.TEXT, by=clerk, at=at
    )
    secrets: list[str] = []
    rows = []
    for count in range(CANARIES):
        name, mail, union = f"金丝雀{count:05d}号", f"canary{count:05d}@example.cn", f"oCanary{count:05d}x"
        secrets += [phone(count), name, mail, union]
        rows.append(
            NewMember(
                stores["S1"], "import", phone=phone(count), name=name, birthday="1987-06-05", profile={"mail": mail},
                identities=((IdentityKind.UNION_ID, union),),
            )
        )  # fmt: skip
    ids = members.enrol_many(rows=rows, by=clerk, at=at)
    _live(ids, secrets, clerk, at)

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
            files = [Path(f"{connection.settings_dict['NAME']}{end}") for end in ("", "-wal", "-shm")]
            disk = b"".join(file.read_bytes() for file in files if file.exists())
        else:
            disk = _everything_in_postgres(cursor)
    disk += "".join(capsys.readouterr()).encode()

    assert len(secrets) == 4 * CANARIES + 40
    assert b"members_identity" in disk or connection.vendor == "postgresql"
    assert found_in(disk, secrets) == []


def _live(ids, secrets, clerk, at) -> None:
    """Everything that the room lets happen to members, each with fresh canaries."""
    for turn in range(10):
        name, mail, number = f"改名雀{turn:05d}号", f"changed{turn:05d}@example.cn", f"1538{turn:07d}"
        secrets += [name, mail, number, f"wmCanary{turn:05d}x"]
        news = {"name": name, "mail": mail, "birthday": "1988-07-06"}
        members.update_profile(member_id=ids[turn], values=news, source="mini_program", by=clerk, at=at)
        members.update_profile(member_id=ids[turn], values={"name": "别名"}, source="import", by=clerk, at=at)
        members.change_phone(member_id=ids[turn], phone=number, by=clerk, at=at)
        members.add_identity(
            member_id=ids[turn], kind=IdentityKind.WECOM_ID, value=f"wmCanary{turn:05d}x", by=clerk, at=at
        )
        members.reveal(member_id=ids[turn], reason="核对", by=clerk, at=at)
        members.copy(member_id=ids[turn], by=clerk, at=at)
    with scopes.everywhere(reason="a till looks up"):
        assert all(queries.find(phone(count)) for count in range(20, 40))
        queries.duplicates()
    merge_id = members.merge(survivor_id=ids[0], merged_id=ids[1], reason="同一人", by=clerk, at=at)
    members.unmerge(merge_id=merge_id, by=clerk, at=at)
    members.merge(survivor_id=ids[2], merged_id=ids[3], by=clerk, at=at)
    members.erase(member_id=ids[2], reason="本人申请", by=clerk, at=at)
    members.freeze(member_id=ids[4], reason="核查", by=clerk, at=at)
    crypto.begin_rotation(by=SYSTEM, at=at)
    crypto.rotate(by=SYSTEM, at=at)


def _everything_in_postgres(cursor) -> bytes:
    """Every row of every table as text; the data directory itself belongs to the server."""
    found = []
    for table in connection.introspection.table_names(cursor):
        cursor.execute(f'SELECT t::text FROM "{table}" t')
        found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found).encode()


@pytest.mark.parametrize("secret", ["15370000001", "15380000007", "金丝雀00007号", "canary00007@example.cn"])
def test_the_search_itself_finds_what_lies_in_clear(secret):
    """The control: a canary in any of its forms, at any offset, is found."""
    for form in [
        *written(secret)[:4],
        *(base64.b64encode(b"x" * shift + secret.encode() + b"xyz") for shift in range(3)),
    ]:
        assert found_in(b"..." + form + b"...", [secret]) == [secret]


def test_no_refusal_repeats_what_it_refused(stores, clerk, at):
    with pytest.raises(members.InvalidPhone) as refused:
        members.enrol(new=NewMember(stores["S1"], "till", phone="15370000001x"), by=clerk, at=at)
    told = refused.value
    assert "15370000001" not in f"{told} {told!r} {told.message_zh} {told.details}"


def test_a_new_member_in_a_log_shows_no_person():
    new = NewMember(1, "till", phone="15370000001", name="金丝雀", birthday="1987-06-05", legacy_id="OLD")
    assert all(secret not in repr(new) for secret in ("15370000001", "金丝雀", "1987", "OLD"))
