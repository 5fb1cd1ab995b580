"""A call goes to the host that was judged and nowhere else, and whatever goes wrong is an outcome."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tests.apps.webhooks.ear import HOST, Ear, listening

from shuke.engaging.webhooks import calling
from shuke.engaging.webhooks.types import Outcome, SendFault

pytestmark = pytest.mark.any_database
INNER = "erp.inner"


@pytest.fixture
def ear() -> Iterator[Ear]:
    with listening() as ear:
        yield ear


def call(
    address: str, *, numbers: tuple[str, ...] = (HOST,), trusted: tuple[str, ...] = (INNER,), patience: float = 10.0
) -> Outcome:
    headers = {"Shuke-Delivery": "9"}
    return calling.post(
        address,
        body='{"id":"9"}',
        headers=headers,
        trusted=trusted,
        resolve=lambda *_: numbers,
        patience=patience,
    )


def inner(ear: Ear, scheme: str = "http") -> str:
    return f"{scheme}://{INNER}:{ear.port}/in?x=1"


def test_the_number_is_called_and_the_name_is_said(ear):
    outcome = call(inner(ear))
    assert (outcome.status, outcome.is_taken) == (200, True)
    (heard,) = ear.heard
    assert (heard.path, heard.body, heard.headers["Host"]) == ("/in?x=1", '{"id":"9"}', f"{INNER}:{ear.port}")
    assert heard.headers["Shuke-Delivery"] == "9"


@pytest.mark.parametrize("status", [204, 299])
def test_any_answer_of_the_two_hundreds_takes_it(ear, status):
    ear.statuses = [status]
    assert call(inner(ear)).is_taken


@pytest.mark.parametrize("status", [301, 307, 404, 500, 503])
def test_any_other_does_not_and_nobody_is_followed_elsewhere(ear, status):
    ear.statuses = [status]
    outcome = call(inner(ear))
    assert (outcome.status, outcome.fault) == (status, SendFault.STATUS)
    assert [heard.path for heard in ear.heard] == ["/in?x=1"]


def test_a_name_that_stands_for_an_inner_host_is_not_called(ear):
    for numbers in ((HOST,), ("8.8.8.8", HOST), ("::ffff:127.0.0.1",)):
        outcome = call(inner(ear, "https"), numbers=numbers, trusted=())
        assert (outcome.status, outcome.fault) == (None, SendFault.NOT_ALLOWED)
    assert ear.heard == []


def test_a_name_is_asked_for_once_and_never_again(ear):
    """Between the judgement and the call a name may come to stand for another host."""
    asked = []

    def resolve(host: str, _: int) -> list[str]:
        asked.append(host)
        return [HOST] if len(asked) == 1 else ["10.0.0.1"]

    outcome = calling.post(inner(ear), body="{}", headers={}, trusted=(INNER,), resolve=resolve)
    assert (outcome.is_taken, asked) == (True, [INNER])


def test_the_next_number_is_tried_where_one_is_silent(ear):
    assert call(inner(ear), numbers=("127.0.0.2", HOST)).is_taken


def test_the_system_itself_is_asked_what_a_name_stands_for():
    assert HOST in calling.resolved("localhost", 80)


def test_a_name_of_nobody():
    def resolve(*_: object) -> list[str]:
        raise socket.gaierror

    outcome = calling.post("https://nobody.example/", body="{}", headers={}, trusted=(), resolve=resolve)
    assert outcome.fault is SendFault.NO_HOST


def test_what_is_no_address_is_not_called():
    assert call("nonsense").fault is SendFault.NOT_ALLOWED


@contextmanager
def speaking(speak: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server of one connection, which speaks as it is told to."""
    with socket.create_server((HOST, 0)) as door:

        def serve() -> None:
            line, _ = door.accept()
            with line:
                line.recv(65_536)
                speak(line)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://{INNER}:{door.getsockname()[1]}/"
        thread.join()


def test_a_closed_door():
    with socket.create_server((HOST, 0)) as door:
        port = door.getsockname()[1]
    assert call(f"http://{INNER}:{port}/").fault is SendFault.NO_CONNECTION


def test_a_line_that_is_cut():
    with speaking(lambda line: line.close()) as address:
        assert call(address).fault is SendFault.CUT_OFF


def test_an_answer_of_nonsense():
    with speaking(lambda line: line.sendall(b"220 smtp ready\r\n\r\n")) as address:
        assert call(address).fault is SendFault.CUT_OFF


def test_who_speaks_too_slowly_is_not_waited_for():
    """It says a letter again and again, so no single wait is long; the whole call is."""
    heard_enough = threading.Event()

    def drip(line: socket.socket) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\nX: ")
        for _ in range(200):
            if heard_enough.wait(0.05):
                return
            line.sendall(b"x")
        line.sendall(b"\r\n\r\n")

    with speaking(drip) as address:
        outcome = call(address, patience=0.3)
        heard_enough.set()
    assert outcome.fault is SendFault.TOO_SLOW


@pytest.fixture
def certificates(tmp_path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What the inner host shows, and what trusts it."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    shown = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(INNER)]), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = shown.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "shown.pem").write_bytes(pem + private)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(tmp_path / "shown.pem")
    return server, ssl.create_default_context(cadata=pem.decode())


def test_a_certificate_that_nobody_vouches_for_is_not_taken(certificates):
    with listening(certificates[0]) as ear:
        assert call(inner(ear, "https")).fault is SendFault.NO_TLS
        assert ear.heard == []


def test_the_certificate_is_the_name_s_and_not_the_number_s(certificates, monkeypatch):
    monkeypatch.setattr(calling, "_certificates", lambda: certificates[1])
    with listening(certificates[0]) as ear:
        assert call(inner(ear, "https")).is_taken
        assert call(f"https://{HOST}:{ear.port}/", trusted=(HOST,)).fault is SendFault.NO_TLS
        assert len(ear.heard) == 1
