"""Split the text of a file into words, with escapes decoded, and number them.

A number may stand for several words: a file that lacks a number lacks the word, but not the other way round.
"""

import contextlib
import re
from array import array
from collections.abc import Collection, Iterable, Iterator
from html import unescape
from urllib.parse import unquote_to_bytes
from zlib import crc32

_TAGS_OF_A_DRAWING = re.compile(rb"<[^>]*>")
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{2})|.)", re.DOTALL)
_ASCII = bytes(range(128))
_APART = bytes(byte if chr(byte).isalnum() or byte > 127 else 32 for byte in range(256))
_PART = 1_000_000
"""Letters of a long text that are split into words at a time."""
BREAK = " \N{SYMBOL FOR UNIT SEPARATOR} ".encode()
"""Stands between two texts of a page, so that no piece is found across them; no word that a person wrote is like it."""


def join_texts(texts: Iterable[bytes]) -> bytes:
    """Join texts of a page that do not follow one another in its reader's eyes."""
    return BREAK.join(texts)


def split_words(text: str) -> list[bytes]:
    """Split a text into its words, in lower case and in UTF-8; anything but letters and digits separates them."""
    body = text.encode("utf-8", "replace")
    beyond = body.translate(None, _ASCII).decode("utf-8")
    # ASCII is changed to lower case as bytes, which is fast; text with an accented capital is decoded first.
    lower = body.lower() if beyond == beyond.lower() else text.lower().encode("utf-8", "replace")
    return lower.translate(_APART).split()


def list_readings(url: str, text: bytes) -> set[bytes]:
    """List what the text of a file may read like: in a drawing, tags may stand between the words, and in them."""
    between = (b" ", b"") if url.lower().endswith(".svg") else ()
    return {text, *(_TAGS_OF_A_DRAWING.sub(one, text) for one in between)}


def split_body(body: bytes) -> Iterator[list[bytes]]:
    """Split the bytes of a text into words, a part at a time; what is not UTF-8 text, such as a photograph, has none.

    The words of some megabytes, all at once, would be the largest thing in memory.
    """
    if b"\0" in body:
        return
    with contextlib.suppress(UnicodeDecodeError):
        text = body.decode("utf-8")
        start = 0
        while start < len(text):
            end = text.find(" ", start + _PART)  # no escape that stands for a letter has one in it
            end = len(text) if end < 0 else end
            yield split_words(decode_escapes(text[start:end]))
            start = end


def decode_escapes(text: str) -> str:
    """Decode HTML, JSON and URL escapes, outermost first.

    >>> decode_escapes(r"caf&eacute;, caf\u00e9, caf%C3%A9")
    'café, café, café'
    """
    text = unescape(text) if "&" in text else text
    if "\\" in text:
        text = _ESCAPED.sub(_unescape, text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = unescape(text) if "&" in text else text
    return unquote_to_bytes(text).decode("utf-8", "replace") if "%" in text else text


def _unescape(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    return chr(min(int(code, 16), 0x10FFFF)) if code else " "


def number_words(url: str, text: bytes, tags: Iterable[bytes]) -> bytes:
    """Return the numbers of the words in a file's address, its text and its tags, encoded."""
    bodies = join_texts((url.encode(), *list_readings(url, text), *tags))
    words = split_words(decode_escapes(bodies.decode("utf-8", "replace")))
    return array("I", sorted(set(map(crc32, set(words))))).tobytes()


def may_show(numbers: bytes | None, pieces: Collection[Collection[bytes]]) -> bool:
    """Return whether a file with these numbers of words, if they are known, may have all words of a piece."""
    if numbers is None or not pieces:
        return bool(pieces)
    words = set(memoryview(numbers).cast("I"))
    return any(words.issuperset(map(crc32, piece)) for piece in pieces)
