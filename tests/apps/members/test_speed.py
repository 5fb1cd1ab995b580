"""The look-up by phone touches one index, and bulk work takes a fixed number of statements."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuke.foundation.members import operations as members
from shuke.foundation.members import queries
from shuke.foundation.members.types import Channel, IdentityKind, NewMember, Purpose


def people(stores, clerk, at, count):
    rows = [NewMember(stores["S1"], "import", phone=f"138{number:08d}", name="王") for number in range(count)]
    return members.enrol_many(rows=rows, by=clerk, at=at)


def test_a_look_up_by_phone_is_one_index_hit(stores, clerk, at):
    people(stores, clerk, at, 1_000)
    with CaptureQueriesContext(connection) as asked:
        assert len(queries.find("13800000777")) == 1

    assert len(asked) <= 4
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE members_identity, members_member")
        explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        cursor.execute(f"{explain} {asked[0]['sql']}")
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert ("SEARCH i USING INDEX" if connection.vendor == "sqlite" else "members_identity_one_member") in plan


def test_answers_for_many_take_one_statement(stores, clerk, at, django_assert_num_queries):
    ids = people(stores, clerk, at, 300)
    with django_assert_num_queries(1):
        queries.consenting(Purpose.MARKETING, Channel.SMS, ids)
    with django_assert_num_queries(1):
        queries.ids_by_identity(IdentityKind.PHONE, [f"138{number:08d}" for number in range(300)])
    with django_assert_num_queries(1):
        queries.resolve(ids)
