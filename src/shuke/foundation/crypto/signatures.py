"""Signatures exchanged with others' servers: RSA with SHA-256, signed forms, and messages sealed with AES-GCM."""

import base64
import binascii
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key


class BadSignature(Exception):
    """The message is not by whom it says it is, or was touched on its way."""


def private_key(pem: str) -> RSAPrivateKey:
    """Read a private key; raises ValueError for anything but RSA."""
    key = load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("an RSA key is needed")
    return key


def public_key(pem: str) -> RSAPublicKey:
    """Read a public key; raises ValueError for anything but RSA."""
    key = load_pem_public_key(pem.encode())
    if not isinstance(key, RSAPublicKey):
        raise ValueError("an RSA key is needed")
    return key


def sign(key: RSAPrivateKey, message: str) -> str:
    """Return the signature of the message in base64."""
    return base64.b64encode(key.sign(message.encode(), PKCS1v15(), hashes.SHA256())).decode()


def verify(key: RSAPublicKey, message: str, signature: str) -> None:
    """Raise BadSignature unless the signature is the key's."""
    try:
        key.verify(base64.b64decode(signature, validate=True), message.encode(), PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, binascii.Error, ValueError) as wrong:
        raise BadSignature from wrong


def open_sealed(key: bytes, *, nonce: str, associated: str, ciphertext: str) -> bytes:
    """Return what AES-256-GCM sealed; raise BadSignature where it was touched."""
    try:
        return AESGCM(key).decrypt(nonce.encode(), base64.b64decode(ciphertext), associated.encode())
    except (InvalidTag, binascii.Error, ValueError) as wrong:
        raise BadSignature from wrong


def seal(key: bytes, *, nonce: str, associated: str, plain: bytes) -> str:
    """Return `plain` sealed by AES-256-GCM, in base64."""
    return base64.b64encode(AESGCM(key).encrypt(nonce.encode(), plain, associated.encode())).decode()


def canonical(form: Mapping[str, str], *, without: tuple[str, ...] = ("sign",)) -> str:
    """Return what is signed of a form: the filled fields by name, joined as name=value with ampersands."""
    return "&".join(f"{name}={form[name]}" for name in sorted(form) if name not in without and form[name] != "")
