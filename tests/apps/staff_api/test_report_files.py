"""Files of reports are read without knowing our keys: whom and what a number means stands in them, in two languages."""

import csv
import io
import re

import pytest
from tests.apps.staff_api import cast as casting
from tests.apps.staff_api.cast import Cast
from tests.apps.staff_api.conftest import Asker

pytestmark = pytest.mark.django_db(transaction=True)

OUR_KEYS = re.compile(r"\b\d{15,}\b|[a-z]_[a-z]")


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.SHUKE_HOME = tmp_path


@pytest.fixture
def owner(db, own_home) -> Asker:
    cast: Cast = casting.gather()
    return cast.askers["owner"]


def taken(owner: Asker, path: str, **body: object) -> list[list[str]]:
    """Return the table, without the mark of who took it and without the members' own numbers."""
    answer = owner.post(path, body) if body else owner.get(path)
    table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    return [row[1:-1] if number == 0 else row[1:] for number, row in enumerate(table)]


def test_a_list_of_members_names_them_masked_and_tells_money_in_yuan(owner):
    heads, *rows = taken(owner, "/reports/rfm-members?format=csv&language=en")
    shown = owner.get("/reports/rfm-members").json()
    columns = [column["name"] for column in shown["columns"]]
    assert heads[:3] == ["Name", "Phone", "Store"]
    assert all("*" in row[1] for row in rows)
    place = next(place for place, head in enumerate(heads) if head.endswith("(yuan)"))
    assert [round(float(row[place]) * 100) for row in rows] == [
        row[columns.index("net_minor")] for row in shown["rows"]
    ]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/reports/rfm?format=csv", {}),
        ("/reports/lifecycle-members?format=csv", {}),
        ("/reports/overview/members?figure=members&format=csv", {}),
        ("/reports/overview/receipts?figure=net_minor&format=csv", {}),
        ("/member-files", {"filter": {"text": ""}, "format": "csv"}),
    ],
)
def test_no_key_of_ours_is_in_a_file(owner, path, body):
    table = taken(owner, path, **body)
    assert len(table) > 1
    assert not [cell for row in table for cell in row if OUR_KEYS.search(cell)]


def test_a_file_holds_all_rows_unless_fewer_are_asked_for(owner):
    everybody = taken(owner, "/reports/rfm-members?format=csv")
    assert len(taken(owner, "/reports/rfm-members?format=csv&param=limit=1")) == 2 < len(everybody)
