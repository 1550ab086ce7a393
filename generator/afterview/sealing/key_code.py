"""The code that opens a sealed page: made by chance, written in groups, and read as people type it."""

import hashlib
import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's letters: no I, L, O or U, which are read as something else."""
KEY_LENGTH = 26
CODE_LENGTH = 28
_LINK_LENGTH = 12
_GROUP = 4
_CONTEXT = b"afterview/1/key"
_READ_AS = str.maketrans("OIL", "011")
_LINK = re.compile(rf"/s/([{ALPHABET.lower()}]{{{_LINK_LENGTH}}})(?![0-9a-z])", re.IGNORECASE)
_NO_LETTER = re.compile(r"%[0-9A-F]{2}|[^0-9A-Z]", re.IGNORECASE)


class MistypedCode(Exception):
    """A text is no code, or one of its letters is wrong."""


def make_key() -> str:
    """Make the 26 letters of a new key: 130 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(KEY_LENGTH))


def make_link() -> str:
    """Make the name of a sealed page's folder: 12 random letters in lower case, which are no secret."""
    return "".join(secrets.choice(ALPHABET) for _ in range(_LINK_LENGTH)).lower()


def check_letters(key: str) -> str:
    """Compute the two letters that tell a mistyped key: the first 10 bits of a digest."""
    bits = int.from_bytes(hashlib.sha256(_CONTEXT + key.encode("ascii")).digest()[:2]) >> 6
    return ALPHABET[bits >> 5] + ALPHABET[bits & 31]


def format_code(key: str, *, separator: str = "-") -> str:
    """Write a key with its check letters, in groups of four.

    >>> format_code("0123456789ABCDEFGHJKMNPQRS")
    '0123-4567-89AB-CDEF-GHJK-MNPQ-RS0R'
    """
    code = key + check_letters(key)
    return separator.join(code[start : start + _GROUP] for start in range(0, CODE_LENGTH, _GROUP))


def find_links(text: str) -> tuple[str, ...]:
    """Find which sealed pages the links in a text lead to; none for a code alone.

    >>> find_links("https://ada.example/s/k7m2p9q4r6t8/#0123")
    ('k7m2p9q4r6t8',)
    """
    return tuple(found.lower() for found in _LINK.findall(text))


def parse_code(text: str) -> str:
    """Return the key of a code, or of a whole link that ends in one.

    Case and signs do not count, nor what is before a colon, and O, I and L are read as 0, 1 and 1.
    Raises MistypedCode.

    >>> parse_code("https://ada.example/s/k7m2p9q4r6t8/#ol23 4567 89ab-cdef-ghjk-mnpq-rs0r")
    '0123456789ABCDEFGHJKMNPQRS'
    """
    for part in text.split("#")[1:] or [text]:
        code = _NO_LETTER.sub("", part.partition("/")[0].rpartition(":")[2]).upper().translate(_READ_AS)
        key, check = code[:KEY_LENGTH], code[KEY_LENGTH:]
        if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) and check_letters(key) == check:
            return key
    raise MistypedCode
