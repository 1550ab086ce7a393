"""Render counts, and text of files so that it is harmless for a terminal."""

import unicodedata

_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def render_count(number: int, noun: str) -> str:
    """Render a number of things: *1 page*, *2 pages*."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def make_plain(text: str) -> str:
    """Make text harmless for a terminal: control characters and changes of direction become visible."""
    return "".join(_spell(letter) if _is_harmful(letter) else letter for letter in text)


def _is_harmful(letter: str) -> bool:
    return letter in _BIDI or unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp")


def _spell(letter: str) -> str:
    return " " if letter == "\t" else letter.encode("unicode_escape", "backslashreplace").decode("ascii")
