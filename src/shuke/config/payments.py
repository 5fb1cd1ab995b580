"""Which payment providers the chain has accounts with, as `payments.toml` in the data folder says."""

import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings

from shuke.foundation import clock
from shuke.foundation.crypto import signatures
from shuke.selling.payments import alipay, wechat
from shuke.selling.payments.types import Way, serve

FILE = "payments.toml"


def connect() -> None:
    """Let the providers of the file serve; without it no money comes from outside."""
    path = settings.SHUKE_HOME / FILE
    accounts = tomllib.loads(path.read_text()) if path.exists() else {}
    folder = path.parent
    serve(Way.WECHAT, _wechat(accounts["wechat"], folder) if "wechat" in accounts else None)
    serve(Way.ALIPAY, _alipay(accounts["alipay"], folder) if "alipay" in accounts else None)


def _wechat(account: dict[str, Any], folder: Path) -> wechat.WeChatPay:
    return wechat.WeChatPay(
        wechat.Merchant(
            merchant_id=account["merchant_id"],
            app_id=account["app_id"],
            serial=account["serial"],
            key=signatures.private_key((folder / account["key_file"]).read_text()),
            api_key=(folder / account["api_key_file"]).read_bytes().strip(),
            platform_key=signatures.public_key((folder / account["platform_key_file"]).read_text()),
            notify_url=account["notify_url"],
            base=account.get("base", wechat.BASE),
        ),
        clock.now,
    )


def _alipay(account: dict[str, Any], folder: Path) -> alipay.Alipay:
    return alipay.Alipay(
        alipay.App(
            app_id=account["app_id"],
            seller_id=account["seller_id"],
            key=signatures.private_key((folder / account["key_file"]).read_text()),
            platform_key=signatures.public_key((folder / account["platform_key_file"]).read_text()),
            notify_url=account["notify_url"],
            base=account.get("base", alipay.BASE),
        ),
        clock.now,
    )
