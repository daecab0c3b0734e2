"""口令 passwords are kept as scrypt hashes only (RFC 7914); nobody reads a password from a file."""

import base64
import hashlib
import hmac
import secrets

COST, BLOCK, PARALLEL = 2**15, 8, 3  # 32 MiB and a tenth of a second: guessing is slow
_MEMORY = 256 * COST * BLOCK
_KIND = "scrypt"


class BadHashError(ValueError):
    """It is not what `ivr password` prints."""


def hashed(password: str, salt: bytes | None = None) -> str:
    """The line for the configuration: `scrypt:cost:block:parallel:salt:hash`."""
    salt = salt or secrets.token_bytes(16)
    key = _derive(password, salt, COST, BLOCK, PARALLEL)
    return ":".join((_KIND, str(COST), str(BLOCK), str(PARALLEL), _text(salt), _text(key)))


def matches(password: str, kept: str) -> bool:
    """Whether it is the password that was hashed; takes as long either way."""
    cost, block, parallel, salt, key = parsed(kept)
    return hmac.compare_digest(_derive(password, salt, cost, block, parallel), key)


def parsed(kept: str) -> tuple[int, int, int, bytes, bytes]:
    """The parts of a hash; raises `BadHashError`."""
    try:
        kind, cost, block, parallel, salt, key = kept.split(":")
        parts = int(cost), int(block), int(parallel), _bytes(salt), _bytes(key)
    except ValueError:
        raise BadHashError("not what `ivr password` prints") from None
    if kind != _KIND or len(parts[3]) < 8 or len(parts[4]) < 16:
        raise BadHashError("not what `ivr password` prints")
    if 128 * parts[0] * parts[1] > _MEMORY or not 1 <= parts[2] <= 16:
        raise BadHashError("asks for too much memory or time")
    return parts


def _derive(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    return hashlib.scrypt(
        password.encode(), salt=salt, n=cost, r=block, p=parallel, maxmem=_MEMORY, dklen=32
    )


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
