"""Look in a finished site for words that its readers may not see; it alone knows which words would tell."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from html import unescape
from itertools import chain
from pathlib import Path, PurePosixPath

import msgspec

from afterview.model.insight import Insight
from afterview.model.interview import Interview
from afterview.model.page import Output
from afterview.model.portfolio import Article, Note, Portfolio
from afterview.model.section import ROOT, Section
from afterview.output.undress import read_words, split_words, undress
from afterview.reading.slugs import slugify

_TAG = re.compile(r"<[^>]*>|\0")
_VALUE = re.compile(r"\s(?:href|src|alt|title)=\"([^\"]*)\"")
_CHUNK = 8
_TELLING = 12
"""Letters from which a text can be told from chance, if one of its words occurs nowhere else."""
_LONG = 30
"""Letters from which a text of many words can, though each of them occurs elsewhere."""
_MANY = 6
_NAME = 4

Words = tuple[bytes, ...]
_Entry = Interview | Note | Article


class Leak(msgspec.Struct, frozen=True, kw_only=True):
    """Say which file of a site shows something of which source, and never what."""

    url: str
    path: str


class Watch:
    """Know what ``whole`` says and ``narrowed`` does not, and find it in the names and contents of files.

    A text counts as told if eight of its words are there in their order. Texts that readers meet elsewhere, in what
    they may see or in the ``layouts``, tell nothing. Takes time in proportion to what is hidden and to the site.
    """

    def __init__(self, whole: Portfolio, narrowed: Portfolio, insight: Insight, layouts: Iterable[Path]) -> None:
        self._lawful = partial(_say_lawful, narrowed, insight, tuple(layouts))
        self._sources = {
            words: path for path, text, shortest in _hidden_texts(whole, narrowed) for words in _cut(text, shortest)
        }
        self.glance = _sort_out(self._sources, self._lawful)

    def judge(self, told: Mapping[str, Iterable[Words]]) -> list[Leak]:
        """Say which of the pieces found, by the address of their file, readers meet nowhere else."""
        pieces = {piece for several in told.values() for piece in several}
        if not pieces:
            return []
        known = b" " + b" ".join(word for words in self._lawful() for word in words) + b" "
        leaks = {piece for piece in pieces if _join(piece) not in known}
        found = {(url, self._sources[piece]) for url, several in told.items() for piece in leaks.intersection(several)}
        return [Leak(url=url, path=path) for url, path in sorted(found)]


class Glance(msgspec.Struct, frozen=True, kw_only=True):
    """Hold the pieces of hidden text to look for in one file after another.

    ``rare`` has them by a word that readers meet nowhere else, ``common`` the rest by how they begin, and ``first``
    the words that those begin with.
    """

    rare: Mapping[bytes, tuple[Words, ...]]
    common: Mapping[Words, tuple[Words, ...]]
    first: frozenset[bytes]

    def find(self, output: Output) -> tuple[Words, ...]:
        """Find the pieces that a file tells, by its name or in any dress."""
        if not self.rare and not self.common:
            return ()
        told = chain([split_words(undress(output.url))], read_words(output.body))
        return tuple({piece for words in told for piece in self._find(words)})

    def _find(self, words: list[bytes]) -> list[Words]:
        hits = [piece for word in self.rare.keys() & set(words) for piece in self.rare[word]]
        if self.common:
            starts = [place for place, word in enumerate(words) if word in self.first]
            runs = {tuple(words[start : start + _MANY]) for start in starts}
            hits += [piece for run in self.common.keys() & runs for piece in self.common[run]]
        if not hits:
            return []
        text = _join(words)
        return [piece for piece in hits if _join(piece) in text]


def _sort_out(hidden: Collection[Words], lawful: Callable[[], Iterable[list[bytes]]]) -> Glance:
    """Sort the pieces that tell something: by a word that readers meet nowhere else, or by how they begin."""
    strange = {word for piece in hidden for word in piece if len(word) >= _NAME and not word.isdigit()}
    for words in lawful() if strange else ():
        strange.difference_update(words)
    rare: dict[bytes, list[Words]] = defaultdict(list)
    common: dict[Words, list[Words]] = defaultdict(list)
    for piece in hidden:
        own = strange.intersection(piece)
        if own:
            rare[max(sorted(own), key=len)].append(piece)
        elif len(piece) >= _MANY and sum(map(len, piece)) >= _LONG:
            common[piece[:_MANY]].append(piece)
    return Glance(
        rare={word: tuple(pieces) for word, pieces in rare.items()},
        common={run: tuple(pieces) for run, pieces in common.items()},
        first=frozenset(run[0] for run in common),
    )


def _join(words: Sequence[bytes]) -> bytes:
    return b" " + b" ".join(words) + b" "


def _hidden_texts(whole: Portfolio, narrowed: Portfolio) -> Iterator[tuple[str, str, int]]:
    """Give each text that was narrowed away: its source's path, the text, and the fewest letters that would tell."""
    for all_, shown in (
        (whole.interviews, narrowed.interviews),
        (whole.notes, narrowed.notes),
        (whole.articles, narrowed.articles),
    ):
        by_slug: Mapping[str, _Entry] = {entry.slug: entry for entry in shown}
        for entry in all_:
            for text, shortest in _hidden_of(entry, by_slug.get(entry.slug)):
                yield entry.path, text, shortest
    for slug, skill in whole.skills.items():
        seen = narrowed.skills.get(slug)
        for text in _texts_of(skill.sections, seen.sections if seen else ()):
            yield f"content/skills/{slug}.md", text, _TELLING


def _hidden_of(entry: _Entry, shown: _Entry | None) -> Iterator[tuple[str, int]]:
    if shown is None:
        yield entry.slug, _TELLING
        yield getattr(entry, "title", ""), _TELLING
        yield getattr(entry, "role", None) or "", _TELLING
    for name in ("company", "interviewer", "author"):
        text = getattr(entry, name, None)
        if text and getattr(shown, name, None) != text:
            yield text, _NAME
    for text in _texts_of(entry.sections, shown.sections if shown else ()):
        yield text, _TELLING


def _texts_of(sections: Sequence[Section], shown: Sequence[Section]) -> Iterator[str]:
    kept = set(map(id, shown))
    for section in sections:
        if id(section) not in kept and section not in shown:
            for markup in (str(section.title), str(section.html)):
                yield unescape(_TAG.sub("\n", markup))
                # An address inside the site is that of something else, which may be seen.
                yield from (unescape(value) for value in _VALUE.findall(markup) if not value.startswith(ROOT))
            yield from (PurePosixPath(image).stem for image in section.images)


def _cut(text: str, shortest: int) -> Iterator[Words]:
    """Cut a text, line by line, into pieces of a few words, as they are and as an address would have them."""
    lines = [line for line in text.split("\n") if len(line) >= shortest]
    slugs = [slugify(line) for line in lines if not line.isascii()]
    for line in (*lines, *slugs):
        words = split_words(line)
        for start in range(0, len(words), _CHUNK):
            piece = tuple(words[start : start + _CHUNK])
            if sum(map(len, piece)) + len(piece) - 1 >= shortest:
                yield piece


def _say_lawful(narrowed: Portfolio, insight: Insight, layouts: Sequence[Path]) -> Iterator[list[bytes]]:
    """Give the words that readers may see, and every word of the program's own that may stand around them."""
    for interview in narrowed.interviews:
        # Its points and commitments say again what its sections say.
        facts = msgspec.structs.replace(interview, sections=(), points=(), commitments=())
        texts = [text for section in interview.sections for text in (section.title, section.html)]
        yield split_words(undress("\n".join((_ENCODE(facts).decode("utf-8"), *texts))))
    for told in (msgspec.structs.replace(narrowed, interviews=()), insight):
        yield split_words(undress(_ENCODE(told).decode("utf-8")))
    yield split_words(" ".join(skill for kind in narrowed.kinds.values() for skill in kind.skills))
    for folder in layouts:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield split_words(undress(path.read_bytes().decode("utf-8", "replace")))


def _plain(value: object) -> object:
    if isinstance(value, str):
        return str.__str__(value)
    raise TypeError(f"{type(value).__name__} is no part of a portfolio")


_ENCODE = msgspec.json.Encoder(enc_hook=_plain).encode
