"""Keyed hashes and field encryption, each with rotating keys.

The newest key hashes and encrypts; older keys are still recognised while they stay listed in the settings
(`CODE_PEPPERS`, `FIELD_KEYS`), so that a key can be changed without losing what was made with the one before.
Limits are counted under a key of their own (`LIMIT_KEY`), which has no order and so is the same in every process.
"""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12  # NIST SP 800-38D, 8.2: the length AES-GCM is made for
KEY_ID_BYTES = 4


class UnknownKey(Exception):
    """No listed key has the id under which something was signed."""


class CannotDecrypt(Exception):
    """No listed key opens this value, or it was made for somebody else."""


def new_token() -> str:
    """Returns 256 random bits as text that fits into an address."""
    return secrets.token_urlsafe(32)


def new_code(length: int, alphabet: str) -> str:
    """Returns a random code of `length` signs of `alphabet`."""
    return "".join(secrets.choice(alphabet) for _ in range(length))


def derived_code(length: int, alphabet: str, secret: str, value: str) -> str:
    """Returns the code of `length` characters of `alphabet` that belongs to `value` under `secret`.

    The bias is below 2^-128 for what people can type. As hard to guess as `secret`.
    """
    number, letters = int(_hash(secret, "code", value), 16), []
    for _ in range(length):
        number, place = divmod(number, len(alphabet))
        letters.append(alphabet[place])
    return "".join(letters)


def _hash(pepper: str, purpose: str, value: str) -> str:
    return hmac.new(pepper.encode(), f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def keyed_hash(purpose: str, value: str) -> str:
    """Returns the hash of `value` under the newest pepper; equal values of other purposes hash differently."""
    return _hash(settings.CODE_PEPPERS[0], purpose, value)


def possible_hashes(purpose: str, value: str) -> list[str]:
    """Returns the hashes that `value` may be stored under, one for each pepper still listed, newest first."""
    return [_hash(pepper, purpose, value) for pepper in settings.CODE_PEPPERS]


def matches(stored: str, purpose: str, value: str) -> bool:
    """Says in constant time whether `stored` is the hash of `value` under any listed pepper."""
    found = [hmac.compare_digest(stored, candidate) for candidate in possible_hashes(purpose, value)]
    return any(found)


def limit_key(value: str) -> str:
    """Returns the hash of `value` under which it is counted: one only, so that no rotation starts a count anew."""
    return _hash(settings.LIMIT_KEY, "limit", value)


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"key id" + key).digest()[:KEY_ID_BYTES]


def encrypt(plain: bytes, *, bound_to: str) -> bytes:
    """Returns `plain` under the newest field key, openable only with the same `bound_to` (a person's id)."""
    key = settings.FIELD_KEYS[0]
    nonce = secrets.token_bytes(NONCE_BYTES)
    return _key_id(key) + nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def decrypt(sealed: bytes, *, bound_to: str) -> bytes:
    """Returns what `encrypt` sealed. Raises CannotDecrypt if the key is gone or `bound_to` is another."""
    sealed = bytes(sealed)
    key_id, nonce = sealed[:KEY_ID_BYTES], sealed[KEY_ID_BYTES : KEY_ID_BYTES + NONCE_BYTES]
    for key in settings.FIELD_KEYS:
        if _key_id(key) == key_id:
            try:
                return AESGCM(key).decrypt(nonce, sealed[KEY_ID_BYTES + NONCE_BYTES :], bound_to.encode())
            except InvalidTag as error:
                raise CannotDecrypt from error
    raise CannotDecrypt


def _signature(key: bytes, purpose: str, data: bytes) -> str:
    derived = hmac.new(key, f"sign\0{purpose}".encode(), hashlib.sha256).digest()  # no key serves two ends
    return hmac.new(derived, data, hashlib.sha256).hexdigest()


def sign(purpose: str, data: bytes) -> tuple[str, str]:
    """Returns the id of the newest field key, and the signature of `data` under a key derived from it for `purpose`."""
    key = settings.FIELD_KEYS[0]
    return _key_id(key).hex(), _signature(key, purpose, data)


def is_signed(purpose: str, data: bytes, *, key_id: str, signature: str) -> bool:
    """Says in constant time whether `sign` signed `data`. Raises UnknownKey if that key is no longer listed."""
    for key in settings.FIELD_KEYS:
        if _key_id(key).hex() == key_id:
            return hmac.compare_digest(_signature(key, purpose, data), signature)
    raise UnknownKey(key_id)
