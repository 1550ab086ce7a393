"""Find the names of people and companies in a text; alone decides what counts as a name in it.

A name is known by each of its distinctive words, in any letter case and without accents. A word that is an ordinary
one too, such as *Will* or *Apple*, counts only where it is used as a name.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

import msgspec

from afterview.model.interview import Shown
from afterview.reading.ordinary_words import CAPITALISED, FIRST_NAMES, IN_LONGER_NAMES, NO_PART, ORDINARY, ORDINARY_IN
from afterview.reading.slugs import slugify

_WORD = re.compile(r"[^\W_]+")
_JOINT = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
"""Where a word is made of several: `ZqcorpTest`, `zqcorp2026`."""
_INNER = re.compile(r"[A-Z\d](?:(?<=[^\W\d_].)|(?<=\d)(?=[^\W\d_]))|[\u05d0-\u05ea\u0621-\u064a\u1100-\u11ff]{4}")
"""What every word that may have a name as its part contains; it is found faster than a joint."""
_ATTACHED = re.compile("[\u05d0-\u05ea\u0621-\u064a]{4,}")
_PREFIX = re.compile("[ובהכלמש]{1,3}|[وفبكل]{0,2}(?:ال|لل)|[وفبكل]{1,2}")
"""What Hebrew and Arabic write before a word, without a space."""
_SUFFIX = re.compile(
    unicodedata.normalize(
        "NFKD",
        "(?:씨|님)?(?:은|는|이|가|을|를|의|도|만|과|와|께|에|야|랑|로|께서|에게|에게서|에서|한테|한테서|이랑|으로|하고)?",
    )
)
"""What Korean writes after a name, without a space; a syllable is the letters that it is made of."""
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Letters of languages that are written without spaces between words."""
_SENTENCE_START = re.compile(
    '(?:\\A|[.!?\u2026:;\n>\u2022*\u2013\u2014-]|["\u201c\u00ab(\\[])[\\s"\u201c\u00ab(\\[]*\\Z'
)
_BEFORE_NAME = re.compile(r"(?i)\b(?:with|told|tells|asked|asks|thanked|thanks|at|joined|con|com|avec|chez|em|en)\s+\Z")
_AFTER_NAME = re.compile(
    "\\A(?:['\u2019]s\\b|\\s+(?:(?:me|nos|m['\u2019]a|a)\\s+)?"
    "(?:said|says|asked|asks|told|tells|wrote|thinks|thought|gave|noted"
    "|dijo|dice|pregunto|conto|comento|cree|disse|diz|perguntou|contou|acha|achou"
    "|dit|demande|pense|trouve)\\b)"
)

_MOST_JOINTS = 12
"""Places in a word, from its beginning, between which a name is looked for; long numbers in hexadecimal have more."""
_SHORTEST_JOINED = _SHORTEST_PART = 4
"""Fewer letters, joined as those of *H&M* or a part of a word as *Ed* of *EdTech*, are mostly another word."""


class Name(msgspec.Struct, frozen=True, order=True, kw_only=True):
    """One name that a text may contain: whose it is, as it was written, and its words, folded."""

    of: Shown
    written: str
    words: tuple[str, ...]


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A name in a text: where it begins and ends, and the name."""

    start: int
    end: int
    name: Name


def make_name(of: Shown, written: str) -> Name | None:
    """Make a name of what a field says: its distinctive words, else all of them; None where it has no word."""
    every = _WORD.findall(plain(written))
    words = [word for word in every if (len(word) > 1 or _UNSPACED.match(word)) and not word.isdigit()]
    capitalised = [word for word in words if not word.islower()]
    folded = tuple(dict.fromkeys(fold(word) for word in capitalised or words))
    kept = tuple(word for word in folded if word not in NO_PART)
    if not kept and not all(word.islower() for word in every):
        kept = tuple(map(fold, every))
    return Name(of=of, written=written, words=kept) if kept else None


def plain(text: str) -> str:
    """Return a text without accents and invisible characters, such as soft hyphens, which would divide its words."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if unicodedata.category(letter) not in ("Mn", "Cf"))


def fold(word: str) -> str:
    """Fold letter case and accents away, to compare words by."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


class NameFinder:
    """Find any of several names in texts; each text is read once, however many names there are.

    ``language`` is that of the portfolio: what is an ordinary word depends on it.
    """

    def __init__(self, names: Iterable[Name], language: str = "en") -> None:
        of_language = ORDINARY_IN.get(language.partition("-")[0].lower(), frozenset())
        ordinary, people = NO_PART | ORDINARY | of_language, FIRST_NAMES | of_language
        self._by_word: dict[str, list[Name]] = defaultdict(list)
        self._by_first: dict[str, list[tuple[tuple[str, ...], Name]]] = defaultdict(list)
        self._unspaced: list[tuple[str, Name]] = []
        for name in names:
            common = ordinary if len(name.words) == 1 else ordinary | IN_LONGER_NAMES
            distinctive = [
                word for word in name.words if word not in common and (len(word) > 1 or _UNSPACED.match(word))
            ]
            for word in distinctive:
                if _UNSPACED.search(word):
                    self._unspaced.append((word, name))
                for spelling in {word, *slugify(word).split("-")}:
                    self._by_word[spelling].append(name)
            for joined in _list_joined(name):
                self._by_word[joined].append(name)
            spellings = {*_list_parts(name)}
            if not distinctive:
                spellings.update((name.words, _list_whole(name), *_list_divided(name)))
            elif name.of is Shown.INTERVIEWER:
                spellings.update((word,) for word in name.words if word in people)
            for parts in sorted(spellings, key=len, reverse=True):
                self._by_first[parts[0]].append((parts, name))
        self._keys = frozenset((*self._by_word, *self._by_first))

    def find(self, text: str) -> list[Hit]:
        """List the names in a text; their places are those in the plain text."""
        text = plain(text)
        hits = []
        for part, name in self._unspaced:
            if (start := text.find(part)) >= 0:
                hits.append(Hit(start=start, end=start + len(part), name=name))
        if self._keys.isdisjoint(_WORD.findall(fold(text))) and not _INNER.search(text):  # mostly, and quick
            return hits
        words = list(_WORD.finditer(text))
        for index, word in enumerate(words):
            for start, end in _list_spans(word):
                found = self._by_word.get(fold(text[start:end]), ())
                hits += [Hit(start=start, end=end, name=name) for name in found]
                if found and (start, end) == word.span():
                    break
            for parts, name in self._by_first.get(fold(word[0]), ()):
                following = words[index : index + len(parts)]
                if tuple(fold(one[0]) for one in following) == parts and _are_used_as_name(text, following, name):
                    hits.append(Hit(start=word.start(), end=following[-1].end(), name=name))
                    break
        return hits


def _list_whole(name: Name) -> tuple[str, ...]:
    """List the words of a name from its first distinctive one to its last, with what stands between: *del*, *of*."""
    words = [fold(word) for word in _WORD.findall(plain(name.written))]
    places = [place for place, word in enumerate(words) if word in name.words]
    return tuple(words[places[0] : places[-1] + 1])


def _list_divided(name: Name) -> Iterator[tuple[str, ...]]:
    """List the words of a name that a sign and no space divides: *booking.com*, *O'Brien*."""
    for written in plain(name.written).split():
        parts = tuple(fold(part) for part in _WORD.findall(written))
        if len(parts) > 1 and not set(parts).isdisjoint(name.words):
            yield parts


def _list_joined(name: Name) -> set[str]:
    """List how a name is written in one word, such as *danareyes* or *obrien*."""
    joined = {"".join(name.words)} if len(name.words) > 1 else set()
    joined.update(map("".join, _list_divided(name)))
    return {word for word in joined if len(word) >= _SHORTEST_JOINED}


def _list_parts(name: Name) -> Iterator[tuple[str, ...]]:
    """List how a name of one word is written in several: *ZqoorDash* as *Zqoor Dash*."""
    for written in _WORD.findall(plain(name.written)):
        parts = tuple(fold(part) for part in _JOINT.split(written))
        if len(parts) > 1 and fold(written) in name.words:
            yield parts


def _list_spans(word: "re.Match[str]") -> Iterator[tuple[int, int]]:
    """List where names may stand in a word: all of it, the parts that it is joined of, and without a prefix."""
    start, end = word.span()
    yield start, end
    if not _INNER.search(word[0]):
        return
    joints = [start, *(start + joint.start() for joint in _JOINT.finditer(word[0])), end]
    for first, last in combinations(joints[:_MOST_JOINTS], 2):
        if _SHORTEST_PART <= last - first < end - start:
            yield first, last
    if _ATTACHED.fullmatch(word[0]):
        for length in range(1, min(5, len(word[0]) - 2)):
            if _PREFIX.fullmatch(word[0], 0, length):
                yield start + length, end
    if "\u1100" <= word[0][0] <= "\u11ff":
        for last in range(start + _SHORTEST_PART, end):
            if _SUFFIX.fullmatch(word.string, last, end):
                yield start, last


def _are_used_as_name(text: str, words: Sequence["re.Match[str]"], name: Name) -> bool:
    """Return whether words that are those of a name are meant as one."""
    if len(words) == 1:
        return _is_used_as_name(text, words[0])
    if fold(text[words[0].start() : words[-1].end()]) in fold(plain(name.written)):
        return True
    # Words of one letter, and the parts of a word, are ordinary as such: only capital letters make them a name.
    if any(len(word[0]) == 1 for word in words) or name.words != tuple(fold(word[0]) for word in words):
        return (
            not any(word[0][0].islower() for word in words)
            and words[-1].end() - words[0].start() <= len(name.written) + 2
        )
    return True


def _is_used_as_name(text: str, word: "re.Match[str]") -> bool:
    """Return whether an ordinary word is written like a name: with a capital letter that has no other reason."""
    if word[0].islower() or (len(word[0]) > 1 and word[0].isupper()):
        return False
    before, after = text[max(0, word.start() - 40) : word.start()], text[word.end() : word.end() + 24]
    if _AFTER_NAME.match(after) or (_BEFORE_NAME.search(before) and fold(word[0]) not in CAPITALISED):
        return True
    return len(word[0]) > 1 and fold(word[0]) not in CAPITALISED and not _SENTENCE_START.search(before)
