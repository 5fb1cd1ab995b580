"""Logins, passwords, second factor and tokens: no default secrets, none in clear, all dead when a person leaves."""

import pytest
from django.contrib.auth import SESSION_KEY, get_user, get_user_model
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from shuke.foundation.actors import SYSTEM
from shuke.foundation.org import credentials, queries
from shuke.foundation.org import operations as org
from shuke.foundation.org.models import ApiToken, Grant, Staff
from shuke.foundation.org.types import Role, TokenAccess

pytestmark = pytest.mark.django_db


def test_the_first_run_makes_a_random_password_and_no_second_run_makes_another(at):
    first = org.set_up(chain_name="试店", by=SYSTEM, at=at)
    staff = Staff.objects.get(id=first.staff_id)
    assert staff.must_change_password
    assert staff.user.check_password(first.one_time_password)
    assert staff.user.password.startswith("argon2")
    assert first.one_time_password not in repr(first)
    with pytest.raises(org.AlreadySetUp):
        org.set_up(chain_name="试店", by=SYSTEM, at=at)


def test_a_fresh_installation_has_no_account(db):
    assert get_user_model().objects.count() == 0


@pytest.mark.parametrize("weak", ["short12", "password", "12345678", "qwertyui", "iloveyou", ""])
def test_weak_passwords_are_refused(at, guide, weak):
    present = org.give_login(staff_id=guide, username="xw", by=SYSTEM, at=at)
    with pytest.raises(credentials.WeakPassword):
        org.change_password(staff_id=guide, present=present, new=weak, by=SYSTEM, at=at)


@pytest.mark.parametrize("good", ["onlylowercase", "x" * 64, "十二个汉字也是一个好密码呀"])
def test_long_passwords_need_no_composition(at, guide, good):
    present = org.give_login(staff_id=guide, username="xw", by=SYSTEM, at=at)
    org.change_password(staff_id=guide, present=present, new=good, by=SYSTEM, at=at)
    assert not Staff.objects.get(id=guide).must_change_password


def test_a_wrong_present_password_changes_nothing(at, guide):
    present = org.give_login(staff_id=guide, username="xw", by=SYSTEM, at=at)
    with pytest.raises(org.WrongPassword):
        org.change_password(staff_id=guide, present="wrong", new="a-good-long-one", by=SYSTEM, at=at)
    assert Staff.objects.get(id=guide).user.check_password(present)


def test_a_user_name_serves_one_person(at, guide):
    org.give_login(staff_id=guide, username="xw", by=SYSTEM, at=at)
    other = org.hire(code="g2", name="小李", by=SYSTEM, at=at)
    with pytest.raises(credentials.UsernameTaken):
        org.give_login(staff_id=other, username="xw", by=SYSTEM, at=at)


def test_the_second_factor_counts_once_confirmed(at, guide):
    org.give_login(staff_id=guide, username="xw", by=SYSTEM, at=at)
    assert org.begin_second_factor(staff_id=guide, by=SYSTEM, at=at).startswith("otpauth://totp/")
    device = TOTPDevice.objects.get()
    with pytest.raises(org.WrongCode):
        org.confirm_second_factor(staff_id=guide, code="not-a-code", by=SYSTEM, at=at)
    TOTPDevice.objects.update(throttling_failure_count=0)
    code = f"{totp(device.bin_key):06d}"
    assert org.confirm_second_factor(staff_id=guide, code=code, by=SYSTEM, at=at).confirmed


def test_a_token_is_kept_as_a_hash_only_and_can_be_revoked(at, guide):
    token_id, secret = org.issue_token(
        staff_id=guide, name="till", access=TokenAccess.READ, expires_on=None, by=SYSTEM, at=at
    )
    assert secret not in str(ApiToken.objects.values().get())
    assert queries.live_token(secret, at.date()).staff_id == guide
    org.revoke_token(token_id=token_id, by=SYSTEM, at=at)
    assert queries.live_token(secret, at.date()) is None


def test_a_token_ends_on_its_day(at, guide):
    _, secret = org.issue_token(
        staff_id=guide, name="till", access=TokenAccess.READ, expires_on=at.date(), by=SYSTEM, at=at
    )
    assert queries.live_token(secret, at.date()) is None


def test_leaving_ends_grants_session_and_tokens_at_once(at, guide, stores):
    org.grant(staff_id=guide, role=Role.GUIDE, store_id=stores["S1"], by=SYSTEM, at=at)
    org.give_login(staff_id=guide, username="xw", by=SYSTEM, at=at)
    _, secret = org.issue_token(staff_id=guide, name="till", access=TokenAccess.READ, expires_on=None, by=SYSTEM, at=at)
    client = Client()
    client.force_login(Staff.objects.get(id=guide).user)
    assert client.session[SESSION_KEY]

    org.dismiss(staff_id=guide, by=SYSTEM, at=at)

    request = RequestFactory().get("/")
    request.session = client.session
    assert isinstance(get_user(request), AnonymousUser)
    assert queries.live_token(secret, at.date()) is None
    assert queries.grants_in_force(guide, at.date()) == []
    assert not Grant.objects.filter(staff_id=guide, to_date__isnull=True).exists()
    with pytest.raises(org.StaffGone):
        org.give_login(staff_id=guide, username="xw", by=SYSTEM, at=at)


def test_sessions_end_with_the_old_password(at, guide):
    present = org.give_login(staff_id=guide, username="xw", by=SYSTEM, at=at)
    client = Client()
    client.force_login(Staff.objects.get(id=guide).user)
    request = RequestFactory().get("/")
    request.session = client.session
    org.change_password(staff_id=guide, present=present, new="a-good-long-one", by=SYSTEM, at=at)
    assert isinstance(get_user(request), AnonymousUser)
