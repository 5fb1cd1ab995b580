"""The simulator's keys, and the file by which Shuke finds it."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

MERCHANT, APP, SELLER = "1900000001", "wx0000000000000001", "2088000000000001"
_BITS = 2_048


@dataclass(frozen=True, slots=True)
class Keys:
    """Both ends of the conversation: the merchant's key, and the platform's key."""

    merchant: RSAPrivateKey
    platform: RSAPrivateKey
    api_key: bytes


def make() -> Keys:
    """Make fresh keys."""
    return Keys(_rsa(), _rsa(), secrets.token_hex(16).encode())


def write(keys: Keys, folder: Path, *, base: str, notify: str) -> Path:
    """Write the keys and `payments.toml` into the data folder, where the composition root reads them."""
    secret = folder / "payments"
    secret.mkdir(mode=0o700, exist_ok=True)
    (secret / "merchant.pem").write_bytes(_private(keys.merchant))
    (secret / "platform.pem").write_bytes(_public(keys.platform.public_key()))
    (secret / "api.key").write_bytes(keys.api_key)
    for path in secret.iterdir():
        path.chmod(0o600)
    described = folder / "payments.toml"
    described.write_text(
        f"""[wechat]
merchant_id = "{MERCHANT}"
app_id = "{APP}"
serial = "SIMULATOR"
key_file = "payments/merchant.pem"
api_key_file = "payments/api.key"
platform_key_file = "payments/platform.pem"
notify_url = "{notify}/api/partner/payments/wechat"
base = "{base}"

[alipay]
app_id = "{APP}"
seller_id = "{SELLER}"
key_file = "payments/merchant.pem"
platform_key_file = "payments/platform.pem"
notify_url = "{notify}/api/partner/payments/alipay"
base = "{base}/gateway.do"
"""
    )
    return described


def _rsa() -> RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65_537, key_size=_BITS)


def _private(key: RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _public(key: RSAPublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
