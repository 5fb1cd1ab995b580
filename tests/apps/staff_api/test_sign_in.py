"""Signing in: first password, second factor, lock-out by user and address, forged requests."""

import pytest
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from shuke.foundation.actors import SYSTEM
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import Role, TokenAccess

pytestmark = pytest.mark.django_db


def sign_in(client, username, password, code="", **extra):
    body = {"username": username, "password": password, "code": code}
    return client.post("/api/staff/session", body, content_type="application/json", **extra)


def send(client, path, body=None, **headers):
    return client.post(f"/api/staff{path}", body or {}, content_type="application/json", headers=headers)


def problem(answer):
    assert answer["Content-Type"] == "application/problem+json"
    return answer.json()["code"]


def test_the_owner_goes_from_the_one_time_password_to_a_full_sign_in(at):
    first = org.set_up(chain_name="试店", by=SYSTEM, at=at)
    client = Client()
    me = sign_in(client, first.username, first.one_time_password).json()
    assert me["due"] == ["password", "second_factor"]
    assert problem(client.get("/api/staff/stores")) == "auth.password_change_due"

    send(client, "/me/password", {"present": first.one_time_password, "new": "my own long phrase"})
    assert problem(client.get("/api/staff/stores")) == "auth.second_factor_due"

    assert send(client, "/me/second-factor").json()["address"].startswith("otpauth://")
    device = TOTPDevice.objects.get()
    send(client, "/me/second-factor/confirmation", {"code": f"{totp(device.bin_key):06d}"})
    assert client.get("/api/staff/stores").status_code == 200
    assert client.get("/api/staff/session").json()["due"] == []


def test_signing_in_again_asks_for_the_code(signed_in):
    signed_in(Role.OWNER, "zhu")
    client = Client()
    assert problem(sign_in(client, "zhu", "correct-horse-battery")) == "auth.code_due"
    assert problem(sign_in(client, "zhu", "correct-horse-battery", "000000")) == "org.wrong_code"
    assert client.get("/api/staff/session").json()["signed_in"] is False
    TOTPDevice.objects.update(throttling_failure_count=0)
    code = f"{totp(TOTPDevice.objects.get().bin_key):06d}"
    assert sign_in(client, "zhu", "correct-horse-battery", code).json()["due"] == []


def test_a_password_alone_cannot_replace_the_second_factor(signed_in):
    asker = signed_in(Role.OWNER, "zhu")
    session = asker.client.session
    del session["otp_device_id"]
    session.save()
    assert problem(asker.post("/me/second-factor")) == "auth.code_due"


def test_five_wrong_passwords_lock_this_user_at_this_address_only(signed_in):
    signed_in(Role.GUIDE, "wang", second_factor=False)
    signed_in(Role.GUIDE, "li", second_factor=False)
    here, there = {"REMOTE_ADDR": "10.0.0.1"}, {"REMOTE_ADDR": "10.0.0.2"}
    codes = [problem(sign_in(Client(), "wang", "wrong", **here)) for _ in range(5)]
    assert codes[:4] == ["auth.wrong_credentials"] * 4
    locked = sign_in(Client(), "wang", "correct-horse-battery", **here)
    assert problem(locked) == "auth.locked_out"
    assert locked["Retry-After"] == "900"
    assert sign_in(Client(), "wang", "correct-horse-battery", **there).status_code == 200
    assert sign_in(Client(), "li", "correct-horse-battery", **here).status_code == 200


def test_the_lock_opens_after_fifteen_minutes(signed_in, at):
    import time_machine

    signed_in(Role.GUIDE, "wang", second_factor=False)
    with time_machine.travel(at, tick=False) as moment:
        for _ in range(6):
            last = sign_in(Client(), "wang", "wrong")
        assert problem(last) == "auth.locked_out"
        moment.shift(15 * 60 + 1)
        assert sign_in(Client(), "wang", "correct-horse-battery").status_code == 200


def test_unknown_users_and_wrong_passwords_look_alike(signed_in):
    signed_in(Role.GUIDE, "wang", second_factor=False)
    wrong, unknown = sign_in(Client(), "wang", "wrong"), sign_in(Client(), "nobody", "wrong")
    assert (wrong.status_code, wrong.json()) == (unknown.status_code, unknown.json())


def test_a_change_by_session_needs_the_csrf_token(signed_in):
    asker = signed_in(Role.HQ)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = asker.client.cookies
    body = {"code": "R9", "name": "西北"}
    assert problem(send(strict, "/regions", body)) == "auth.csrf"
    token = strict.get("/api/staff/session").json()["csrf_token"]
    assert send(strict, "/regions", body, **{"X-CSRFToken": token}).status_code == 200


def test_a_form_of_another_site_cannot_post(signed_in):
    asker = signed_in(Role.HQ)
    answer = asker.client.post("/api/staff/regions", {"code": "R9"})
    assert problem(answer) == "request.wrong_media_type"
    answer = asker.client.post("/api/staff/regions", '{"code":"R9","name":"x"}', content_type="text/plain")
    assert problem(answer) == "request.wrong_media_type"


def test_a_token_signs_in_a_program_but_not_for_secrets(with_token):
    reader, writer = with_token(TokenAccess.READ), with_token(TokenAccess.WRITE)
    region = {"code": "R9", "name": "西北"}
    assert reader.get("/stores").status_code == 200
    assert problem(reader.post("/regions", region)) == "auth.token_only_reads"
    assert writer.post("/regions", region).status_code == 200
    assert problem(writer.post("/staff", {"code": "x", "name": "y"})) == "auth.not_for_programs"
    writer.bearer += "x"
    assert problem(writer.get("/stores")) == "auth.not_signed_in"


def test_a_refusal_speaks_the_readers_language(nobody):
    chinese, english = nobody.get("/stores"), nobody.get("/stores", **{"Accept-Language": "en-GB,zh;q=0.5"})
    assert chinese.json()["detail"] == "请先登录"
    assert english.json()["detail"] == "Please sign in"
    assert english.json()["detail_zh"] == "请先登录"
    assert english.status_code == 401
