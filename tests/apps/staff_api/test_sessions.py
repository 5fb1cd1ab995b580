"""A person sees where they are signed in, and ends all but here."""

import pytest
from django.test import Client
from tests.apps.staff_api.conftest import PASSWORD, Asker

from shuke.foundation.audit.models import AuditEntry
from shuke.foundation.org.types import Role
from shuke.surfaces.staff import signed_in as signs

pytestmark = pytest.mark.django_db
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"


@pytest.fixture
def guide(person, signed_in):
    return signed_in(Role.GUIDE, second_factor=False)


def elsewhere(agent: str = WINDOWS) -> Asker:
    client = Client(headers={"User-Agent": agent})
    asker = Asker(None, client)
    answer = asker.post("/session", {"username": "guide-1", "password": PASSWORD})
    assert answer.status_code == 200, answer.content
    return asker


def test_each_device_is_told_apart_and_all_others_are_ended(guide):
    other = elsewhere()
    told = guide.get("/me/sessions").json()
    assert sorted(each["is_this"] for each in told) == [False, True]
    [foreign] = [each for each in told if not each["is_this"]]
    assert (foreign["device"], foreign["address"]) == ("Chrome · Windows", "127.0.0.1")
    assert foreign["since"] < foreign["ends_at"]

    assert guide.ask("DELETE", "/me/sessions").json() == {"ended": 1}

    assert other.get("/me/sessions").status_code == 401
    assert [each["is_this"] for each in guide.get("/me/sessions").json()] == [True]
    assert AuditEntry.objects.get(action="org.end_sessions").after == {"ended": 1}


def test_nobody_sees_or_ends_the_sessions_of_another(guide, signed_in):
    cashier = signed_in(Role.CASHIER, second_factor=False)
    assert len(cashier.get("/me/sessions").json()) == 1
    cashier.ask("DELETE", "/me/sessions")
    assert guide.get("/me/sessions").status_code == 200


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("", ""),
        ("curl/8", ""),
        (WINDOWS, "Chrome · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) MicroMessenger/8.0", "WeChat · iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) Version/18.0 Safari/605.1", "Safari · macOS"),
    ],
)
def test_a_browser_is_called_as_people_call_it(agent, device):
    assert signs.device_of(agent) == device
