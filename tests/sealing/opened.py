"""Open sealed files in Python, by the words of the format alone: what tests compare the program with."""

import base64
import hashlib
import json
import re
import zlib
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_DATA = re.compile(r'<script type="application/octet-stream" id="sealed">([^<]*)</script>')


def stream(length: int) -> bytes:
    """Make bytes that do not compress: the digests of 0, 1, 2 …, each number as four bytes."""
    digests = (hashlib.sha256(number.to_bytes(4)).digest() for number in range(length // 32 + 1))
    return b"".join(digests)[:length]


def derive_secret(key: str, file: bytes) -> bytes:
    """Derive the cipher's key and nonce, 44 bytes together."""
    return HKDF(SHA256(), 44, file[36:68], b"afterview/1/bundle").derive(key.encode())


def decrypt(key: str, file: bytes) -> bytes:
    """Return the body of a sealed file; raises InvalidTag when it is damaged or the key is another's."""
    secret = derive_secret(key, file)
    return AESGCM(secret[:32]).decrypt(secret[32:], file[68:], file[:68])


def sealed_bytes(page: bytes) -> bytes:
    """Return the sealed file that an HTML page carries."""
    found = _DATA.search(page.decode())
    assert found, "the page carries no sealed file"
    return base64.b64decode(found[1], validate=True)


def open_bundle(key: str, page: bytes) -> dict[str, Any]:
    """Return the bundle inside a sealed page."""
    body = decrypt(key, sealed_bytes(page))
    packed = body[4 : 4 + int.from_bytes(body[:4])]
    bundle: dict[str, Any] = json.loads(zlib.decompress(packed))
    return bundle
