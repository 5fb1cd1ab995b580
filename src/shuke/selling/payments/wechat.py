"""WeChat Pay, API v3: native payment (the customer scans a code), query, close, refund, and signed notices."""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from shuke.foundation import clock
from shuke.foundation.crypto import signatures
from shuke.foundation.crypto.signatures import BadSignature
from shuke.selling.payments.types import Asked, CodeRefused, Forged, Paid, ProviderSilent

BASE = "https://api.mch.weixin.qq.com"
_SCHEME = "WECHATPAY2-SHA256-RSA2048"
_TOLERANCE_SECONDS = 300
_TIMEOUT = httpx.Timeout(5.0)
_UNDECIDED = {"USERPAYING", "USER_PAYING", "SYSTEM_ERROR", "BANK_ERROR", "FREQUENCY_LIMITED"}


@dataclass(frozen=True, slots=True)
class Merchant:
    """The merchant's account. `serial` is the number of its certificate, `api_key` the 32 bytes that open notices."""

    merchant_id: str
    app_id: str
    serial: str
    key: RSAPrivateKey = field(repr=False)
    api_key: bytes = field(repr=False)
    platform_key: RSAPublicKey
    notify_url: str
    base: str = BASE


class WeChatPay:
    """Serves `Way.WECHAT`."""

    def __init__(self, merchant: Merchant, now: Callable[[], datetime]) -> None:
        """`now` tells the time: a request is signed with the moment at which it leaves."""
        self._of, self._now = merchant, now

    def prepare(self, asked: Asked) -> str:
        """Ask for a code that the customer scans."""
        body = {
            "appid": self._of.app_id,
            "mchid": self._of.merchant_id,
            "description": asked.description,
            "out_trade_no": asked.reference,
            "time_expire": clock.local(asked.expires_at).isoformat(timespec="seconds"),
            "notify_url": self._of.notify_url,
            "amount": {"total": asked.amount_minor, "currency": "CNY"},
        }
        return str(self._call("POST", "/v3/pay/transactions/native", body)["code_url"])

    def collect(self, asked: Asked, pay_code: str) -> Paid:
        """Collect by the code that the customer showed. WeChat sends no notice of it: it answers, or is asked."""
        body = {
            "appid": self._of.app_id,
            "mchid": self._of.merchant_id,
            "description": asked.description,
            "out_trade_no": asked.reference,
            "payer": {"auth_code": pay_code},
            "amount": {"total": asked.amount_minor, "currency": "CNY"},
            "scene_info": {"store_info": {"out_id": asked.place}},
        }
        try:
            return self._paid(self._call("POST", "/v3/pay/transactions/codepay", body))
        except ProviderSilent as silent:
            refusal = _refusal(silent)
            if refusal in _UNDECIDED:
                return Paid(asked.reference, "", 0, paid=False)
            if refusal:
                raise CodeRefused(refusal) from silent
            raise

    def query(self, reference: str) -> Paid:
        """Ask what became of a payment."""
        path = f"/v3/pay/transactions/out-trade-no/{reference}?mchid={self._of.merchant_id}"
        return self._paid(self._call("GET", path))

    def close(self, reference: str) -> None:
        """Close what is not paid."""
        self._call("POST", f"/v3/pay/transactions/out-trade-no/{reference}/close", {"mchid": self._of.merchant_id})

    def send_back(self, reference: str, *, of: str, amount_minor: int, whole_minor: int) -> bool:
        """Refund; the same reference is one refund however often it is asked."""
        body = {
            "out_trade_no": of,
            "out_refund_no": reference,
            "amount": {"refund": amount_minor, "total": whole_minor, "currency": "CNY"},
        }
        return bool(self._call("POST", "/v3/refund/domestic/refunds", body)["status"] == "SUCCESS")

    def read(self, headers: Mapping[str, str], body: bytes, at: datetime) -> Paid:
        """Verify, open and check a notice: signed by the platform, fresh, sealed for us, and about our account."""
        self._verify(headers, body, at)
        try:
            notice = json.loads(body)
            sealed = notice["resource"]
            plain = signatures.open_sealed(
                self._of.api_key,
                nonce=sealed["nonce"],
                associated=sealed.get("associated_data", ""),
                ciphertext=sealed["ciphertext"],
            )
            return self._paid(json.loads(plain), notice_id=str(notice["id"]))
        except (BadSignature, KeyError, TypeError, ValueError) as malformed:
            raise Forged from malformed

    def _paid(self, found: Mapping[str, Any], notice_id: str = "") -> Paid:
        if found.get("mchid") != self._of.merchant_id:
            raise Forged("merchant")
        return Paid(
            reference=str(found["out_trade_no"]),
            provider_id=str(found.get("transaction_id", "")),
            amount_minor=int(found.get("amount", {}).get("total", 0)),
            paid=found["trade_state"] == "SUCCESS",
            notice_id=notice_id,
        )

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        content = json.dumps(body, ensure_ascii=False).encode() if body is not None else b""
        headers = {
            "Authorization": self._authorization(method, path, content.decode()),
            "Content-Type": "application/json",
            "Accept": "application/json",
        }
        try:
            answer = httpx.request(
                method, self._of.base + path, content=content, headers=headers, timeout=_TIMEOUT, trust_env=False
            )
            answer.raise_for_status()
        except httpx.HTTPError as silent:
            raise ProviderSilent(str(silent)) from silent
        self._verify(answer.headers, answer.content, self._now())
        return dict(answer.json()) if answer.content else {}

    def _authorization(self, method: str, path: str, body: str) -> str:
        nonce, stamp = secrets.token_hex(16), str(int(self._now().timestamp()))
        signature = signatures.sign(self._of.key, f"{method}\n{path}\n{stamp}\n{nonce}\n{body}\n")
        return (
            f'{_SCHEME} mchid="{self._of.merchant_id}",nonce_str="{nonce}",signature="{signature}",'
            f'timestamp="{stamp}",serial_no="{self._of.serial}"'
        )

    def _verify(self, headers: Mapping[str, str], body: bytes, at: datetime) -> None:
        known = {name.lower(): value for name, value in headers.items()}
        try:
            stamp, nonce = known["wechatpay-timestamp"], known["wechatpay-nonce"]
            message = f"{stamp}\n{nonce}\n{body.decode()}\n"
            signatures.verify(self._of.platform_key, message, known["wechatpay-signature"])
            if abs(at.timestamp() - int(stamp)) > _TOLERANCE_SECONDS:
                raise Forged("age")
        except (BadSignature, KeyError, ValueError) as malformed:
            raise Forged from malformed


def _refusal(silent: ProviderSilent) -> str:
    """Return the code by which WeChat refused a request; empty where it gave no answer."""
    cause = silent.__cause__
    if not isinstance(cause, httpx.HTTPStatusError) or cause.response.is_server_error:
        return ""
    try:
        return str(cause.response.json().get("code", ""))
    except ValueError:
        return ""
