"""Look for secrets in the files of a site, in whatever form they may have got there."""

import base64
import binascii
import html
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

_DEEPEST = 3
_STREAM = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]|PK\x03\x04")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}")
_UNICODE = re.compile(r"\\(?:u\{?([0-9a-fA-F]{1,6})\}?|x([0-9a-fA-F]{2}))")
_MOST = 16 * 1024 * 1024
"""Bytes to inflate from one stream: more is no page of ours."""


class Leak(NamedTuple):
    """Where a secret was found, and in which form."""

    url: str
    secret: str
    form: str


def find_leaks(outputs: Mapping[str, bytes], secrets: Iterable[str]) -> list[Leak]:
    """Find secrets in the names and contents of files, by address.

    A secret is found in any case, as a slug, as UTF-8 or UTF-16, escaped for HTML, addresses or JSON, in base64 at any
    offset, and inside compressed data.
    """
    hunted = {secret: _needles(secret) for secret in secrets}
    leaks = []
    for url, body in outputs.items():
        views = [*_views(url.encode("utf-8"), "name"), *_views(body, "")]
        for secret, (words, pieces) in hunted.items():
            forms = [form for form, text in views if isinstance(text, str) and any(word in text for word in words)]
            forms += [
                f"{form} {coded}".strip()
                for form, raw in views
                if isinstance(raw, bytes)
                for coded, piece in pieces
                if piece in raw
            ]
            if forms:
                leaks.append(Leak(url, secret, forms[0]))
    return leaks


def slug_of(text: str) -> str:
    """Return the words of a text as an address would."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return "-".join(re.findall(r"[a-z0-9]+", plain.casefold()))


def _needles(secret: str) -> tuple[list[str], list[tuple[str, bytes]]]:
    """Return the texts to look for in decoded, folded text, and the bytes to look for in what is not decoded."""
    words = sorted({secret.casefold(), slug_of(secret)})
    if min(map(len, words)) < 4:
        raise ValueError(f"{secret!r} is too short to be told from chance")
    pieces = []
    for text in {secret, secret.casefold(), slug_of(secret)}:
        pieces += [(coding, text.encode(coding)) for coding in ("utf-16-le", "utf-16-be")]
        for offset in range(3):
            pieces.append((f"base64 at {offset}", _base64_core(text.encode("utf-8"), offset)))
    return words, pieces + [(name, piece.translate(bytes.maketrans(b"+/", b"-_"))) for name, piece in pieces]


def _base64_core(text: bytes, offset: int) -> bytes:
    """Return those letters of the base64 of a text, ``offset`` bytes into a group of three, that depend on it alone."""
    first, last = (offset * 8 + 5) // 6, (offset + len(text)) * 8 // 6
    return base64.b64encode(b"\0" * offset + text)[first:last]


def _views(body: bytes, form: str, depth: int = 0) -> Iterator[tuple[str, str | bytes]]:
    """Return a file as it is, and undressed in every way, again and again."""
    yield form, body
    text = body.decode("utf-8", "replace")
    for name, decode_forms in _FORMS:
        yield f"{form} {name}".strip(), decode_forms(text).casefold()
    if depth == _DEEPEST:
        return
    for found in _STREAM.finditer(body):
        inner = _inflate(body[found.start() :])
        if inner:
            yield from _views(inner, f"{form} compressed".strip(), depth + 1)
    for found in _BASE64.finditer(body):
        try:
            inner = base64.b64decode(found[0][: len(found[0]) // 4 * 4], altchars=b"-_" if b"-" in found[0] else None)
        except binascii.Error:
            continue
        if _STREAM.search(inner):
            yield from _views(inner, f"{form} base64".strip(), depth + 1)


def _inflate(stream: bytes) -> bytes:
    if stream.startswith(b"PK"):
        name, extra = (int.from_bytes(stream[at : at + 2], "little") for at in (26, 28))
        stream, form = stream[30 + name + extra :], -zlib.MAX_WBITS
    else:
        form = zlib.MAX_WBITS | 32
    try:
        return zlib.decompressobj(form).decompress(stream, _MOST)
    except zlib.error:
        return b""


def _unquote(text: str) -> str:
    return unquote_to_bytes(text.replace("+", " ")).decode("utf-8", "replace")


def _unescape_json(text: str) -> str:
    plain = _UNICODE.sub(lambda found: chr(min(int(found[1] or found[2], 16), 0x10FFFF)), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


_FORMS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("plain", str),
    ("html", html.unescape),
    ("url", _unquote),
    ("json", _unescape_json),
    ("all", lambda text: _unquote(html.unescape(_unescape_json(html.unescape(text))))),
)
