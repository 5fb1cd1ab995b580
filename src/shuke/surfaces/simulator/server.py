"""The simulator's server: the providers' requests that Shuke makes, and a customer who pays when told to.

Beside the providers' own paths: POST /customer/pay {"reference", "notify": bool} lets the customer pay, POST
/customer/silence {"seconds"} makes the provider answer 503 for a while. A pay code that ends in 0000 is refused, one
that ends in 9999 waits until the customer pays, and any other one pays at once.
"""

import json
import secrets
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from shuke.foundation import clock, money
from shuke.foundation.crypto import signatures
from shuke.surfaces.simulator import notices
from shuke.surfaces.simulator.keys import Keys

Trade = dict[str, Any]
_OK = {"code": "10000", "msg": "Success"}
_PAYING = {"code": "USERPAYING"}
_UNKNOWN = {"code": "40004", "msg": "Business Failed", "sub_code": "ACQ.TRADE_NOT_EXIST"}


class Box:
    """What both providers know: trades and refunds by the merchant's references."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        self.trades: dict[str, Trade] = {}
        self.refunds: dict[str, Trade] = {}
        self.silent_until = 0.0
        self.lock = threading.Lock()

    def open(self, reference: str, amount: int, way: str, notify_url: str) -> Trade:
        """Note what is to be collected; asked again it is the same trade."""
        with self.lock:
            return self.trades.setdefault(
                reference,
                {"reference": reference, "amount": amount, "way": way, "notify": notify_url, "paid": False,
                 "closed": False, "provider_id": secrets.token_hex(14), "refunded": 0},
            )  # fmt: skip

    def refund(self, of: str, reference: str, amount: int) -> bool:
        """Send money back once a reference; False beyond what was paid."""
        with self.lock:
            trade = self.trades.get(of)
            if reference in self.refunds:
                return True
            if trade is None or not trade["paid"] or trade["refunded"] + amount > trade["amount"]:
                return False
            trade["refunded"] += amount
            self.refunds[reference] = {"of": of, "amount": amount}
            return True

    def pay(self, reference: str, *, notify: bool) -> int:
        """Let the customer pay, and tell the merchant unless told to keep silent; return the merchant's status."""
        trade = self.trades[reference]
        trade["paid"] = True
        if not (notify and trade["notify"]):
            return 0
        write = notices.wechat if trade["way"] == "wechat" else notices.alipay
        notice = write(self.keys, trade, clock.now())
        answer = httpx.post(trade["notify"], content=notice.body, headers=notice.headers, timeout=5, trust_env=False)
        return answer.status_code

    def collect(self, reference: str, amount: int, way: str, pay_code: str) -> Trade | None:
        """Take the money by the code that the customer showed; None where it is refused."""
        if pay_code.endswith("0000"):
            return None
        trade = self.open(reference, amount, way, "")
        trade["paid"] = trade["paid"] or not pay_code.endswith("9999")
        return trade


def serve(keys: Keys, port: int) -> ThreadingHTTPServer:
    """Return a server on the loopback, ready to run; port 0 takes a free one."""
    return ThreadingHTTPServer(("127.0.0.1", port), handler(Box(keys)))


def handler(box: Box) -> type[BaseHTTPRequestHandler]:
    """Return the handler of requests to the box."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

        def _answer(self, body: bytes) -> None:
            path = urlsplit(self.path).path
            customers = path.startswith("/customer/")
            if not customers and clock.now().timestamp() < box.silent_until:
                return self._send(503, b"")
            if customers:
                return self._send(200, json.dumps(_customer(box, path, json.loads(body))).encode())
            if path == "/gateway.do":
                return self._send(200, _alipay(box, dict(parse_qsl(body.decode()))))
            status, answer = _wechat(box, path, json.loads(body) if body else {})
            return self._send(status, answer, notices.wechat_headers(box.keys, answer, clock.now()))

        def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in (headers or {"Content-Type": "application/json"}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    return Handler


def _customer(box: Box, path: str, asked: dict[str, Any]) -> dict[str, Any]:
    if path == "/customer/pay":
        return {"merchant_answered": box.pay(str(asked["reference"]), notify=asked.get("notify", True))}
    box.silent_until = clock.now().timestamp() + asked["seconds"]
    return {}


def _wechat(box: Box, path: str, asked: dict[str, Any]) -> tuple[int, bytes]:
    if path == "/v3/pay/transactions/native":
        reference = asked["out_trade_no"]
        box.open(reference, asked["amount"]["total"], "wechat", asked["notify_url"])
        return 200, _json({"code_url": f"weixin://wxpay/bizpayurl?pr={reference}"})
    if path == "/v3/pay/transactions/codepay":
        return _by_pay_code(box, asked)
    if path == "/v3/refund/domestic/refunds":
        done = box.refund(asked["out_trade_no"], asked["out_refund_no"], asked["amount"]["refund"])
        return (200, _json({"status": "SUCCESS"})) if done else (403, _json({"code": "NOT_ENOUGH"}))
    reference, *act = path.removeprefix("/v3/pay/transactions/out-trade-no/").split("/")
    trade = box.trades.get(reference)
    if trade is None:
        return 404, _json({"code": "ORDER_NOT_EXIST"})
    if act == ["close"]:
        trade["closed"] = True
        return 204, b""
    return 200, _json(notices.wechat_trade(trade))


def _by_pay_code(box: Box, asked: dict[str, Any]) -> tuple[int, bytes]:
    trade = box.collect(asked["out_trade_no"], asked["amount"]["total"], "wechat", asked["payer"]["auth_code"])
    if trade is None:
        return 400, _json({"code": "AUTH_CODE_INVALID"})
    return (200, _json(notices.wechat_trade(trade))) if trade["paid"] else (400, _json(_PAYING))


def _alipay(box: Box, form: dict[str, str]) -> bytes:
    method, asked = form["method"], json.loads(form["biz_content"])
    acts: dict[str, Callable[[], dict[str, Any]]] = {
        "alipay.trade.precreate": lambda: _precreate(box, asked, form["notify_url"]),
        "alipay.trade.pay": lambda: _collected(box, asked),
        "alipay.trade.query": lambda: _found(box.trades.get(asked["out_trade_no"])),
        "alipay.trade.close": lambda: _OK,
        "alipay.trade.refund": lambda: _refunded(box, asked),
    }
    inner = json.dumps(acts[method]())
    name = method.replace(".", "_") + "_response"
    return f'{{"{name}":{inner},"sign":"{signatures.sign(box.keys.platform, inner)}"}}'.encode()


def _precreate(box: Box, asked: dict[str, Any], notify_url: str) -> dict[str, Any]:
    reference = asked["out_trade_no"]
    box.open(reference, money.parse_fen(asked["total_amount"]), "alipay", notify_url)
    return {**_OK, "out_trade_no": reference, "qr_code": f"https://qr.alipay.com/{reference}"}


def _collected(box: Box, asked: dict[str, Any]) -> dict[str, Any]:
    amount = money.parse_fen(asked["total_amount"])
    trade = box.collect(asked["out_trade_no"], amount, "alipay", asked["auth_code"])
    if trade is None:
        return {"code": "40004", "msg": "Business Failed", "sub_code": "ACQ.PAYMENT_AUTH_CODE_INVALID"}
    return _found(trade) if trade["paid"] else {"code": "10003", "msg": "order success pay inprocess"}


def _found(trade: Trade | None) -> dict[str, Any]:
    if trade is None or not trade["paid"]:
        return _UNKNOWN
    return {
        **_OK,
        "out_trade_no": trade["reference"],
        "trade_no": trade["provider_id"],
        "trade_status": "TRADE_SUCCESS",
        "total_amount": money.yuan(trade["amount"]),
    }


def _refunded(box: Box, asked: dict[str, Any]) -> dict[str, Any]:
    amount = money.parse_fen(asked["refund_amount"])
    return _OK if box.refund(asked["out_trade_no"], asked["out_request_no"], amount) else _UNKNOWN


def _json(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer).encode()
