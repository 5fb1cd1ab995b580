"""Notices as the providers write and sign them."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from shuke.foundation import clock, money
from shuke.foundation.crypto import signatures
from shuke.surfaces.simulator.keys import APP, MERCHANT, SELLER, Keys

_TIME = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True, slots=True)
class Notice:
    """What is posted to the merchant."""

    headers: dict[str, str]
    body: bytes


def wechat(keys: Keys, trade: dict[str, object], at: datetime, *, merchant: str = MERCHANT) -> Notice:
    """Return the notice that a payment has succeeded, sealed and signed; `trade` has reference, amount, provider id."""
    found = json.dumps(wechat_trade(trade, merchant=merchant))
    nonce = secrets.token_hex(6)
    body = json.dumps(
        {
            "id": secrets.token_hex(16),
            "create_time": clock.local(at).isoformat(timespec="seconds"),
            "event_type": "TRANSACTION.SUCCESS",
            "resource_type": "encrypt-resource",
            "resource": {
                "algorithm": "AEAD_AES_256_GCM",
                "original_type": "transaction",
                "associated_data": "transaction",
                "nonce": nonce,
                "ciphertext": signatures.seal(
                    keys.api_key, nonce=nonce, associated="transaction", plain=found.encode()
                ),
            },
        }
    ).encode()
    return Notice(wechat_headers(keys, body, at), body)


def wechat_trade(trade: dict[str, object], *, merchant: str = MERCHANT) -> dict[str, object]:
    """Return a payment as WeChat Pay describes it."""
    return {
        "mchid": merchant,
        "appid": APP,
        "out_trade_no": trade["reference"],
        "transaction_id": trade["provider_id"],
        "trade_state": "SUCCESS" if trade["paid"] else "NOTPAY",
        "amount": {"total": trade["amount"], "currency": "CNY"},
    }


def wechat_headers(keys: Keys, body: bytes, at: datetime) -> dict[str, str]:
    """Return the headers that sign a body of WeChat Pay."""
    stamp, nonce = str(int(at.timestamp())), secrets.token_hex(16)
    return {
        "Content-Type": "application/json",
        "Wechatpay-Timestamp": stamp,
        "Wechatpay-Nonce": nonce,
        "Wechatpay-Serial": "SIMULATOR",
        "Wechatpay-Signature": signatures.sign(keys.platform, f"{stamp}\n{nonce}\n{body.decode()}\n"),
    }


def alipay(keys: Keys, trade: dict[str, object], at: datetime, *, seller: str = SELLER) -> Notice:
    """Return the notice that a payment has succeeded, signed."""
    form = {
        "app_id": APP,
        "seller_id": seller,
        "notify_id": secrets.token_hex(16),
        "notify_time": clock.local(at).strftime(_TIME),
        "notify_type": "trade_status_sync",
        "out_trade_no": str(trade["reference"]),
        "trade_no": str(trade["provider_id"]),
        "trade_status": "TRADE_SUCCESS" if trade["paid"] else "WAIT_BUYER_PAY",
        "total_amount": money.yuan(int(str(trade["amount"]))),
    }
    signed = {**form, "sign_type": "RSA2", "sign": signatures.sign(keys.platform, signatures.canonical(form))}
    return Notice({"Content-Type": "application/x-www-form-urlencoded"}, urlencode(signed).encode())
