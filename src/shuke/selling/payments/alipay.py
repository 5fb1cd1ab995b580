"""Alipay, open platform with RSA2: precreate (the customer scans a code), query, close, refund, and signed notices."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

import httpx
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from shuke.foundation import clock, money
from shuke.foundation.crypto import signatures
from shuke.foundation.crypto.signatures import BadSignature
from shuke.selling.payments.types import Asked, CodeRefused, Forged, Paid, ProviderSilent

BASE = "https://openapi.alipay.com/gateway.do"
_TOLERANCE_SECONDS = 300
_TIMEOUT = httpx.Timeout(5.0)
_TIME = "%Y-%m-%d %H:%M:%S"
_UNDECIDED = {"10003", "20000"}
_DONE = {"TRADE_SUCCESS", "TRADE_FINISHED"}


@dataclass(frozen=True, slots=True)
class App:
    """The merchant's app. `seller_id` is the account that must have been paid."""

    app_id: str
    seller_id: str
    key: RSAPrivateKey = field(repr=False)
    platform_key: RSAPublicKey
    notify_url: str
    base: str = BASE


class Alipay:
    """Serves `Way.ALIPAY`."""

    def __init__(self, app: App, now: Callable[[], datetime]) -> None:
        """`now` tells the time: a request is signed with the moment at which it leaves."""
        self._of, self._now = app, now

    def prepare(self, asked: Asked) -> str:
        """Ask for a code that the customer scans."""
        content = {
            "out_trade_no": asked.reference,
            "total_amount": money.yuan(asked.amount_minor),
            "subject": asked.description,
            "time_expire": clock.local(asked.expires_at).strftime(_TIME),
        }
        return str(self._call("alipay.trade.precreate", content)["qr_code"])

    def collect(self, asked: Asked, pay_code: str) -> Paid:
        """Collect by the code that the customer showed; Alipay answers whether it is paid, waits, or is refused."""
        content = {
            "out_trade_no": asked.reference,
            "scene": "bar_code",
            "auth_code": pay_code,
            "total_amount": money.yuan(asked.amount_minor),
            "subject": asked.description,
            "store_id": asked.place,
        }
        found = self._call("alipay.trade.pay", content)
        if found.get("code") == "10000":
            return _paid({**found, "trade_status": "TRADE_SUCCESS"})
        if found.get("code") in _UNDECIDED:
            return Paid(asked.reference, "", 0, paid=False)
        raise CodeRefused(str(found.get("sub_code", "")))

    def query(self, reference: str) -> Paid:
        """Ask what became of a payment; one that nobody has scanned yet is unknown to Alipay and thus not paid."""
        found = self._call("alipay.trade.query", {"out_trade_no": reference})
        if found.get("sub_code") == "ACQ.TRADE_NOT_EXIST":
            return Paid(reference, "", 0, paid=False)
        return _paid(found)

    def close(self, reference: str) -> None:
        """Close what is not paid."""
        self._call("alipay.trade.close", {"out_trade_no": reference})

    def send_back(self, reference: str, *, of: str, amount_minor: int, whole_minor: int) -> bool:
        """Refund; the same reference is one refund however often it is asked."""
        content = {"out_trade_no": of, "out_request_no": reference, "refund_amount": money.yuan(amount_minor)}
        return bool(self._call("alipay.trade.refund", content).get("code") == "10000")

    def read(self, headers: Mapping[str, str], body: bytes, at: datetime) -> Paid:
        """Verify and check a notice: signed by Alipay, fresh, and about our app and account."""
        try:
            sent = dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
            signatures.verify(
                self._of.platform_key, signatures.canonical(sent, without=("sign", "sign_type")), sent["sign"]
            )
            if (sent["app_id"], sent["seller_id"]) != (self._of.app_id, self._of.seller_id):
                raise Forged("merchant")
            if sent["sign_type"] != "RSA2":
                raise Forged("form")
            stamp = datetime.strptime(sent["notify_time"], _TIME).replace(tzinfo=clock.local(at).tzinfo)
            if abs((at - stamp).total_seconds()) > _TOLERANCE_SECONDS:
                raise Forged("age")
            return _paid(sent, notice_id=sent["notify_id"])
        except (BadSignature, KeyError, ValueError) as malformed:
            raise Forged from malformed

    def _call(self, method: str, content: Mapping[str, str]) -> dict[str, Any]:
        form = {
            "app_id": self._of.app_id,
            "method": method,
            "charset": "utf-8",
            "sign_type": "RSA2",
            "timestamp": clock.local(self._now()).strftime(_TIME),
            "version": "1.0",
            "notify_url": self._of.notify_url,
            "biz_content": json.dumps(content, ensure_ascii=False),
        }
        form["sign"] = signatures.sign(self._of.key, signatures.canonical(form))
        try:
            answer = httpx.post(self._of.base, data=form, timeout=_TIMEOUT, trust_env=False)
            answer.raise_for_status()
        except httpx.HTTPError as silent:
            raise ProviderSilent(str(silent)) from silent
        return self._opened(method, answer.text)

    def _opened(self, method: str, text: str) -> dict[str, Any]:
        """Return the answer of the method; its signature covers the very characters between the braces."""
        name = method.replace(".", "_") + "_response"
        try:
            start = text.index("{", text.index(f'"{name}"'))
            _, length = json.JSONDecoder().raw_decode(text[start:])
            inner = text[start : start + length]
            signatures.verify(self._of.platform_key, inner, json.loads(text)["sign"])
            return dict(json.loads(inner))
        except (BadSignature, KeyError, ValueError) as malformed:
            raise ProviderSilent("no answer in the provider's form") from malformed


def _paid(found: Mapping[str, Any], notice_id: str = "") -> Paid:
    return Paid(
        reference=str(found["out_trade_no"]),
        provider_id=str(found.get("trade_no", "")),
        amount_minor=money.parse_fen(str(found.get("total_amount", "0"))),
        paid=found.get("trade_status") in _DONE,
        notice_id=notice_id,
    )
