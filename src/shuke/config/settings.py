"""Django's settings, read from the environment; a chain needs to set none of them to begin.

SHUKE_HOME          the data folder (default ~/.shuke)
SHUKE_DATABASE_URL  postgres://user:password@host:port/name, or nothing for SQLite in SHUKE_HOME
SHUKE_ENGINE        duckdb (default) or spark://host:port
SHUKE_SECRET_KEY    signs sessions; made at first start and kept in SHUKE_HOME when not given
SHUKE_HOSTS         host names that the server answers to, separated by commas
SHUKE_ADDRESS       how people reach the server, for links in letters (default http://127.0.0.1:8000)
SHUKE_MAIL_URL      smtp://user:password@host:port (smtps:// for TLS from the start, ?tls=1 for STARTTLS); letters are
                    laid into the folder mail/ of SHUKE_HOME when it is not given
SHUKE_MAIL_FROM     whom letters come from (default shuke@localhost)
SHUKE_WEBHOOK_HOSTS hosts that webhooks may call though they are not public or speak plain http, separated by commas
"""

import os
import secrets
import stat
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from shuke.foundation.db import engine

engine.install_sqlite()

_KEPT_SECONDS = 60  # a connection: opening one takes as long as a third of a checkout


def _home() -> Path:
    home = Path(os.environ.get("SHUKE_HOME", "~/.shuke")).expanduser().resolve()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return home


def _secret_key(home: Path) -> str:
    if given := os.environ.get("SHUKE_SECRET_KEY"):
        return given
    path = home / "secret-key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        key = secrets.token_urlsafe(48)
        file.write(key)
    return key


def _database(url: str, home: Path) -> dict[str, Any]:
    if not url:
        return {
            "ENGINE": "shuke.foundation.db.sqlite",
            "NAME": str(home / "shuke.sqlite3"),
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30},
            "TEST": {"NAME": str(home / "test.sqlite3")},
            "CONN_MAX_AGE": _KEPT_SECONDS,
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"SHUKE_DATABASE_URL: unknown kind of database {parts.scheme!r}")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": _KEPT_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        # A till sends the same few statements all day: planned once for a connection, each costs the server half.
        # jit: compiling a statement takes longer than running most that look costly
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 2, "options": "-c jit=off"},
    }


def _mail(url: str, home: Path) -> dict[str, Any]:
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": home / "mail"}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"}:
        raise ValueError(f"SHUKE_MAIL_URL: unknown kind of mail server {parts.scheme!r}")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": "tls=1" in parts.query,
        "EMAIL_TIMEOUT": 20,
    }


SHUKE_HOME = _home()
SHUKE_ENGINE = os.environ.get("SHUKE_ENGINE", "duckdb")
SHUKE_KEYS_FILE = Path(os.environ.get("SHUKE_KEYS_FILE", SHUKE_HOME / "keys.json"))
SHUKE_TIME_ZONE = os.environ.get("SHUKE_TIME_ZONE", "Asia/Shanghai")
SHUKE_ADDRESS = os.environ.get("SHUKE_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
SHUKE_MAIL_URL = os.environ.get("SHUKE_MAIL_URL", "")
globals().update(_mail(SHUKE_MAIL_URL, SHUKE_HOME))
DEFAULT_FROM_EMAIL = os.environ.get("SHUKE_MAIL_FROM", "shuke@localhost")
SHUKE_WEBHOOK_HOSTS = frozenset(
    host.strip().lower() for host in os.environ.get("SHUKE_WEBHOOK_HOSTS", "").split(",") if host.strip()
)

SECRET_KEY = _secret_key(SHUKE_HOME)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("SHUKE_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
DATABASES = {"default": _database(os.environ.get("SHUKE_DATABASE_URL", ""), SHUKE_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "ninja",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "shuke.foundation.outbox",
    "shuke.foundation.jobs",
    "shuke.foundation.audit",
    "shuke.foundation.rulebook",
    "shuke.foundation.org",
    "shuke.foundation.mailboxes",
    "shuke.foundation.catalog",
    "shuke.foundation.members",
    "shuke.foundation.tags",
    "shuke.foundation.policy",
    "shuke.ledgers.book",
    "shuke.ledgers.points",
    "shuke.ledgers.growth",
    "shuke.ledgers.stored_value",
    "shuke.ledgers.coupons",
    "shuke.ledgers.passes",
    "shuke.ledgers.benefits",
    "shuke.ledgers.stock",
    "shuke.selling.sales",
    "shuke.selling.intake",
    "shuke.selling.promotions",
    "shuke.selling.payments",
    "shuke.selling.tills",
    "shuke.selling.checkout",
    "shuke.selling.cashup",
    "shuke.selling.rewards",
    "shuke.selling.referrals",
    "shuke.insight.warehouse",
    "shuke.insight.measures",
    "shuke.insight.reports",
    "shuke.insight.liability",
    "shuke.insight.timemachine",
    "shuke.engaging.care",
    "shuke.engaging.roll",
    "shuke.engaging.webhooks",
    "shuke.surfaces.proofs",
    "shuke.surfaces.staff",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

TASKS = {"default": {"BACKEND": "shuke.foundation.jobs.backend.QueueBackend", "QUEUES": []}}

ROOT_URLCONF = "shuke.config.urls"
WSGI_APPLICATION = "shuke.config.wsgi.application"

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
_HTTPS = os.environ.get("SHUKE_HTTPS", "") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _HTTPS

LANGUAGE_CODE = "zh-hans"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STATIC_ROOT = SHUKE_HOME / "static"
# The console's files carry a hash in their names, so a browser may keep them for good.
WHITENOISE_ROOT = Path(__file__).parents[1] / "surfaces" / "console" / "built"
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/console/assets/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
