"""The format AVW1: bytes sealed under a key; it alone imports ``cryptography``, and only when something is sealed.

A file is ``AVW1 ‖ check ‖ salt ‖ AES-256-GCM(body)``. The salt is a digest of the body under the key, and key and nonce
of the cipher come from it: the same body gives the same file, and two bodies never share a nonce.
"""

import hmac
import zlib

MAGIC = b"AVW1"
_LEAST = 65536
_SALT = b"afterview/1/salt"
_CHECK = b"afterview/1/check"
_BUNDLE = b"afterview/1/bundle"
_ORIGIN = b"afterview/1/origin"


def round_size(size: int) -> int:
    """Round a size in bytes up, so that a file's length tells its content's to within a quarter."""
    size = max(size, _LEAST)
    step = 1 << ((size - 1).bit_length() - 3)
    return -(-size // step) * step


def pack(content: bytes) -> bytes:
    """Compress content, put its length before it, and fill it with zeros to a rounded size."""
    return fill(zlib.compress(content, 9))


def fill(packed: bytes) -> bytes:
    """Put the length of compressed content before it, and fill it with zeros to a rounded size."""
    body = len(packed).to_bytes(4) + packed
    return body.ljust(round_size(len(body)), b"\0")


def seal(key: str, body: bytes) -> bytes:
    """Seal a body under the 26 letters of a key.

    The salt covers the compressed bytes, since two versions of zlib may compress the same content differently.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    material = key.encode("ascii")
    salt = hmac.digest(_derive(material, b"", _SALT, 32), body, "sha256")
    front = MAGIC + _derive(material, salt, _CHECK, 32) + salt
    secret = _derive(material, salt, _BUNDLE, 44)
    return front + AESGCM(secret[:32]).encrypt(secret[32:], body, front)


def is_sealed_under(key: str, front: bytes) -> bool:
    """Return whether a sealed file opens with a key, by the check value in its front, its first 68 bytes."""
    check, salt = front[len(MAGIC) :][:32], front[len(MAGIC) + 32 :][:32]
    return hmac.compare_digest(check, _derive(key.encode("ascii"), salt, _CHECK, 32))


def sign_origin(key: str, origin: bytes, page: bytes) -> str:
    """Compute the code that says what a page was made from: without the key nobody can make it, or learn from it."""
    content = len(origin).to_bytes(8) + origin + page
    return hmac.digest(_derive(key.encode("ascii"), b"", _ORIGIN, 32), content, "sha256").hex()


def _derive(material: bytes, salt: bytes, purpose: bytes, length: int) -> bytes:
    """Derive bytes from a key by HKDF-SHA256 (RFC 5869)."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), length, salt, purpose).derive(material)
