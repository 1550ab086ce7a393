"""Compare words that a person wrote with those that are known; alone decides what nearly fits."""

import difflib
from collections.abc import Iterable
from functools import lru_cache

_NEAR = 0.8
"""Likeness from which a key is taken for another one, misspelt: `titel`, `compny`; not `draft` for `date`."""
_ALIKE = 0.6
"""Likeness from which a hint asks whether another word was meant."""
_FEW = 200
"""Names up to which a word is compared with all of them; among more, only with those that share a rare part."""
_COMMON = 50
"""Names that share a part, from which it is too common to tell anything."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the hint for a misspelt word: the nearest known one, or else all of them, twelve at most."""
    words = tuple(known)
    if near := find_nearest(word, words):
        return f"did you mean `{near[0]}`?"
    if not words:
        return "there are none yet"
    return "use one of " + ", ".join(words[:12]) + (", …" if len(words) > 12 else "")


def find_nearest(word: str, names: tuple[str, ...], count: int = 1) -> list[str]:
    """Find the names most like a word in any letter case, also among thousands, the nearest first."""
    return _index(names).find(word.lower(), count)


def find_near(word: str, known: Iterable[str]) -> str | None:
    """Find the known word that another one is, but for its letter case or a slip of the keyboard.

    >>> find_near("titel", ["title", "date"])
    'title'
    >>> find_near("draft", ["title", "date"])
    """
    near = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=_NEAR)
    return near[0] if near else None


class _Index:
    """Names by their lower case and, where there are many, by each part of three letters."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names: dict[str, str] = {}
        for name in names:
            self._names.setdefault(name.lower(), name)
        self._by_part: dict[str, list[str]] = {}
        for name in self._names if len(self._names) > _FEW else ():
            for part in _parts(name):
                self._by_part.setdefault(part, []).append(name)

    def find(self, word: str, count: int) -> list[str]:
        names = list(self._names)
        if self._by_part:
            lists = (self._by_part.get(part, ()) for part in sorted(_parts(word)))
            names = list(dict.fromkeys(name for some in lists if len(some) <= _COMMON for name in some))[:_FEW]
        near = difflib.get_close_matches(word, names, n=count, cutoff=_ALIKE)
        return [self._names[name] for name in near]


@lru_cache(maxsize=16)  # one word after another is compared with the same names
def _index(names: tuple[str, ...]) -> _Index:
    return _Index(names)


def _parts(word: str) -> set[str]:
    return {word[place : place + 3] for place in range(len(word) - 2)}
