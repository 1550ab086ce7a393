"""Make slugs, the one-segment names of addresses; alone knows what an address may be called."""

import hashlib
import re
from collections.abc import Callable
from functools import lru_cache

from slugify import slugify as _transliterate

LONGEST = 80
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])\Z")
_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


@lru_cache(maxsize=4096)  # the same headings and tags come in every file
def slugify(text: str) -> str:
    """Make a slug of any text: lower-case ASCII letters, digits and hyphens, at most 80 of them, never empty.

    A longer text keeps its beginning and gets a short digest; a text with no letter or digit becomes a digest; names
    that Windows reserves for devices get a suffix.

    >>> slugify("Google: round 2"), slugify("¿Qué mejorar?"), slugify("CON")
    ('google-round-2', 'que-mejorar', 'con-x')
    """
    slug = text if _PLAIN.match(text) else _transliterate(text)
    if not slug:
        return f"x-{_digest(text)}"
    if len(slug) > LONGEST:
        slug = f"{slug[: LONGEST - 9].rstrip('-')}-{_digest(text)}"
    return f"{slug}-x" if _RESERVED.match(slug) else slug


def is_slug(text: str) -> bool:
    """Return whether a text is already a slug."""
    return len(text) <= LONGEST and slugify(text) == text


def find_free_slug(slug: str, is_taken: Callable[[str], bool]) -> str:
    """Return a slug that is not taken: this one, or with the first number behind it for which that is so.

    Examples:
        >>> find_free_slug("graphs", {"graphs", "graphs-2"}.__contains__)
        'graphs-3'
    """
    number = 1
    free = slug
    while is_taken(free):
        number += 1
        free = f"{slug}-{number}"
    return free


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
