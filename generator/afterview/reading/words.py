"""Compare words that a person wrote with those that are known; alone decides what nearly fits."""

import difflib
from collections.abc import Iterable

_NEAR = 0.8
"""Likeness from which a key is taken for another one, misspelt: `titel`, `compny`; not `draft` for `date`."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the hint for a misspelt word: the nearest known one, or else all of them, twelve at most."""
    words = list(known)
    near = difflib.get_close_matches(word.lower(), [known_word.lower() for known_word in words], n=1, cutoff=0.6)
    for known_word in words:
        if near and known_word.lower() == near[0]:
            return f"did you mean `{known_word}`?"
    if not words:
        return "there are none yet"
    return "use one of " + ", ".join(words[:12]) + (", …" if len(words) > 12 else "")


def find_near(word: str, known: Iterable[str]) -> str | None:
    """Find the known word that another one is, but for its letter case or a slip of the keyboard.

    >>> find_near("titel", ["title", "date"])
    'title'
    >>> find_near("draft", ["title", "date"])
    """
    near = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=_NEAR)
    return near[0] if near else None
