"""Read words out of any file, whatever they are dressed in; it alone knows the dresses that a leak may wear."""

import base64
import binascii
import html
import re
import zlib
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

_DEEPEST = 3
_MOST = 1024 * 1024
"""Bytes that are looked at of one compressed stream."""
_STREAM = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]|PK\x03\x04")
_SHORTEST = 16
"""Letters of the shortest base64 that is opened."""
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{2})|.)", re.DOTALL)
_CODED = re.compile(r"\\[ux]")
_BASE64 = b"+/-_"
_NO_BASE64 = bytes(byte if byte < 128 and (chr(byte).isalnum() or byte in _BASE64) else 32 for byte in range(256))
_FOR_ADDRESSES = bytes.maketrans(b"-_", b"+/")
_APART = bytes(byte if chr(byte).isalnum() or byte > 127 else 32 for byte in range(256))
_ASCII = bytes(range(128))
_SPACE = re.compile(rb"\s")
_PIECE = 256 * 1024
_LAP = 4 * 1024
"""Bytes of a text that are looked at together, and of its end that are looked at again with what follows."""


def split_words(text: str) -> list[bytes]:
    """Give the words of a text, in lower case and in UTF-8: whatever is neither letter nor digit lies between them."""
    body = text.encode("utf-8", "replace")
    beyond = body.translate(None, _ASCII).decode("utf-8")
    # Lower case is found in bytes at once, unless there is an accented capital among them.
    lower = body.lower() if beyond == beyond.lower() else text.lower().encode("utf-8", "replace")
    return lower.translate(_APART).split()


def undress(text: str) -> str:
    """Take off what JSON, HTML and addresses put around letters, in the order in which they are put on."""
    if "&" in text:
        text = html.unescape(text)
    if "\\" in text:
        if _CODED.search(text):
            text = _ESCAPED.sub(_unescape, text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        else:
            text = _ESCAPED.sub(" ", text)
    if "&" in text:
        text = html.unescape(text)
    return unquote_to_bytes(text).decode("utf-8", "replace") if "%" in text else text


def read_words(body: bytes, depth: int = 0) -> Iterator[list[bytes]]:
    """Give the words of a file, a long text piece by piece, then those in each thing that is packed in it.

    As UTF-8 or UTF-16, escaped or not, in base64 at any offset, and inside compressed data, also one in the other.
    """
    if b"\0" not in body and all(map(_is_utf8, _cut(body))):  # no compressed data is UTF-8
        for piece in _cut(body):
            yield split_words(undress(piece.decode("utf-8", "replace")))
            yield from _read_packed(piece, depth)
        return
    yield split_words(undress(body.decode("utf-8", "replace")))
    if b"\0" in body:
        for start in (0, 1):
            for coding in ("utf-16-le", "utf-16-be"):
                yield split_words(undress(body[start:].decode(coding, "replace")))
    for found in _STREAM.finditer(body) if depth < _DEEPEST else ():
        inner = _inflate(body, found.start())
        if inner:
            yield from read_words(inner, depth + 1)
    yield from _read_packed(body, depth)


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _cut(body: bytes) -> Iterator[bytes]:
    """Cut a text at white space, so that nothing is cut apart but words that follow each other, and those only once."""
    start = 0
    while len(body) - start > _PIECE:
        found = _SPACE.search(body, start + _PIECE)
        if found is None:
            break
        yield body[start : found.start()]
        again = _SPACE.search(body, found.start() - _LAP)
        start = again.start() if again else found.start()
    yield body[start:]


def _read_packed(body: bytes, depth: int) -> Iterator[list[bytes]]:
    if depth == _DEEPEST:
        return
    for run in {run for run in body.translate(_NO_BASE64).split() if len(run) >= _SHORTEST}:
        # A slug, a name or a number is none: base64 mixes cases.
        if not (run.islower() or run.isdigit() or run.isupper()):
            yield from _read_base64(run, depth)


def _read_base64(run: bytes, depth: int) -> Iterator[list[bytes]]:
    run = run.translate(_FOR_ADDRESSES)
    for start in range(4):
        piece = run[start:]
        try:
            inner = base64.b64decode(piece[: len(piece) // 4 * 4])
        except binascii.Error:
            continue
        # Most runs of letters are no base64 at all, and what they would give is no text.
        if _STREAM.search(inner) or _is_text(inner):
            yield from read_words(inner, depth + 1)


def _is_text(inner: bytes) -> bool:
    return b"\0" in inner or sum(byte < 32 for byte in inner[:64]) <= 2


def _inflate(body: bytes, start: int) -> bytes:
    form = zlib.MAX_WBITS | 32
    if body.startswith(b"PK", start):
        name, extra = (int.from_bytes(body[start + at : start + at + 2], "little") for at in (26, 28))
        start, form = start + 30 + name + extra, -zlib.MAX_WBITS
    try:
        return zlib.decompressobj(form).decompress(memoryview(body)[start:], _MOST)
    except zlib.error:
        return b""


def _unescape(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    return chr(min(int(code, 16), 0x10FFFF)) if code else " "
