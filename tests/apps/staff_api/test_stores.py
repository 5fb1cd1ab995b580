"""Stores are opened, renamed and closed by headquarters."""

import pytest

from shuke.foundation.org.models import Store
from shuke.foundation.org.types import Role

pytestmark = pytest.mark.django_db
OPENED = {"code": "S9", "name": "江边店", "kind": "direct", "opened_on": "2026-03-01"}


@pytest.fixture
def opened(chain, signed_in) -> str:
    made: str = signed_in(Role.HQ, "opener").post("/stores", OPENED).json()["id"]
    return made


def test_a_store_may_close_on_the_day_on_which_it_opened(signed_in, opened):
    body = {"name": "江边店", "closed_on": "2026-03-01"}
    assert signed_in(Role.HQ).ask("PATCH", f"/stores/{opened}", body).status_code == 200
    assert str(Store.objects.get(pk=opened).closed_on) == "2026-03-01"


def test_a_store_that_would_close_before_it_opened_is_refused_at_the_field(signed_in, opened):
    body = {"name": "新名", "closed_on": "2026-02-28"}
    answer = signed_in(Role.HQ).ask("PATCH", f"/stores/{opened}", body)
    told = answer.json()
    assert (answer.status_code, told["code"], told["field"]) == (422, "org.closes_before_opening", "closed_on")
    assert told["detail_zh"] == "停业日期不能早于开业日期 2026-03-01"
    assert told["detail_en"] == "A store cannot close before the day on which it opened, 2026-03-01"
    assert Store.objects.get(pk=opened).name == "江边店"
