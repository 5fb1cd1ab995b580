"""Secrets of people and programs: how they are made, judged and kept. None is ever logged or stored in clear."""

import hashlib
import secrets

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    validate_password,
)
from django.core.exceptions import ValidationError

from shuke.foundation.refusals import Refusal

TOKEN_PREFIX = "shk_"  # a mark that lets leak scanners find a token, not a secret
_ONE_TIME_BYTES = 15
_TOKEN_BYTES = 32

# ASVS 6.2: length and a list of common passwords; no rules about what characters a password is made of.
_RULES = (MinimumLengthValidator(min_length=8), CommonPasswordValidator())


class WeakPassword(Refusal):
    code = "org.weak_password"
    status = 422
    zh = "密码至少 8 位,且不能是常见密码"
    en = "A password needs at least 8 characters and must not be a common one"


class UsernameTaken(Refusal):
    code = "org.username_taken"
    zh = "登录名已被使用"
    en = "The user name is taken"


def make_user(username: str) -> tuple[User, str]:
    """Make a login with a random one-time password, which is returned and kept nowhere."""
    user_model = get_user_model()
    if user_model.objects.filter(username=username).exists():
        raise UsernameTaken(field="username")
    password = secrets.token_urlsafe(_ONE_TIME_BYTES)
    return user_model.objects.create_user(username=username, password=password), password


def set_password(user: User, password: str) -> None:
    """Judge and set the password; every session of the user ends with the old one."""
    try:
        validate_password(password, user, _RULES)
    except ValidationError as weak:
        raise WeakPassword(field="password") from weak
    user.set_password(password)
    user.save(update_fields=["password"])


def reset_password(user: User) -> str:
    """Put a fresh random one-time password in place of the old one."""
    password = secrets.token_urlsafe(_ONE_TIME_BYTES)
    user.set_password(password)
    user.save(update_fields=["password"])
    return password


def disable(user: User) -> None:
    """End the login for good: sessions are bound to the password hash, so they die with it at the next request."""
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])


def new_token() -> str:
    """Make a token: 256 random bits behind a mark that scanners can find."""
    return TOKEN_PREFIX + secrets.token_urlsafe(_TOKEN_BYTES)


def fingerprint(token: str) -> str:
    """Return the only trace of a token that is kept. It has 256 random bits, so a plain SHA-256 cannot be searched."""
    return hashlib.sha256(token.encode()).hexdigest()
