"""Make slugs, the one-segment names of addresses; alone knows what an address may be called."""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from slugify import slugify as _transliterate

LONGEST = 80
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])\Z")
_ID = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\Z")
_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_SIGNS = re.compile(
    r"(?P<plus>(?<=[\w+])\+(?!\w)|(?<!\w)\+(?=\+\w)|(?<=\+)\+(?=\w))|(?P<root>√)|(?P<percent>(?<=\d)\s?%)"
    r"|(?P<dollar>\$(?=\d))|(?P<minus>(?<![\w.])[-\u2212](?=\d))|(?P<dot>(?<![\w.\u2026])\.(?=[A-Za-z]))|(?P<sharp>(?<=\w)[#♯](?!\w))|(?P<most>≤|<=)|(?P<least>≥|(?<!<)>=)|(?P<other>≠|!=)"
    # A comparison, not the brackets around a name, nor an arrow.
    r"|(?P<less><)(?=\s*\d|(?<=\s<)\s|(?<=\w<)\w(?!\w*>))"
    r"|(?P<more>(?<![-=<])>)(?=\s*\d|(?<=\s>)\s|(?<=\w>)\w)|(?<=\d)(?P<comma>,)(?=\d)"
)
_WORDS_OF_SIGNS = {
    "plus": " plus ",
    "sharp": " sharp ",
    "most": " at most ",
    "least": " at least ",
    "other": " other than ",
    "less": " less than ",
    "more": " more than ",
    "root": " root ",
    "percent": " percent ",
    "dollar": " dollar ",
    "minus": " minus ",
    "dot": " dot ",
    "comma": "-",
}
_APOSTROPHES = re.compile("[\u2018\u2019\u02bc]")
# The points of Hebrew and Arabic, and the line that makes an Arabic word longer: they may be left out.
_OPTIONAL = re.compile("[\u0591-\u05bd\u05bf-\u05c7\u0640\u064b-\u0652\u0670]")
# Letters and marks of other scripts than Latin.
_OTHER_SCRIPT = re.compile(
    "[^\0-\u036f\u1d00-\u1eff\u2000-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\ufe00-\ufe0f\U0001f000-\U000e01ef]"
)


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
        slug = f"{slug[: LONGEST - 9].rstrip('-')}-{_digest(slug)}"
    return f"{slug}-x" if _RESERVED.match(slug) else slug


@lru_cache(maxsize=4096)
def slugify_words(text: str) -> str:
    """Make a slug that is another one for other words: what identifies a theme or a commitment.

    Letter case, punctuation and the accents of Latin letters make no difference. Signs such as ``<`` become words.
    Since spelling another script in Latin letters makes one word of several, those words get a short digest.

    >>> slugify_words("Practise in C++"), slugify_words("时间"), slugify_words("事件")
    ('practise-in-c-plus-plus', 'shi-jian-fcb0', 'shi-jian-dae9')
    """
    if _PLAIN.match(text):
        return slugify(text)
    text = _OPTIONAL.sub("", unicodedata.normalize("NFKC", _APOSTROPHES.sub("'", text)))
    slug = slugify(_SIGNS.sub(lambda sign: _WORDS_OF_SIGNS[str(sign.lastgroup)], text))
    others = "".join(
        letter for letter in _OTHER_SCRIPT.findall(text.casefold()) if unicodedata.category(letter)[0] in "LNM"
    )
    return f"{slug[: LONGEST - 9].rstrip('-')}-{_digest(others)[:4]}" if others else slug


def make_commitment_id(written: str) -> str:
    """Make the id that a commitment has in all places, of what is written: an id, or its words.

    >>> make_commitment_id("Say-first"), make_commitment_id("Say it first.")
    ('Say-first', 'say-it-first')
    """
    return written if len(written) <= LONGEST and _ID.match(written) else slugify_words(written)


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
