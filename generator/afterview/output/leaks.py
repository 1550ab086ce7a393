"""Find hidden text in a finished site: the leak scanner."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from html import unescape
from pathlib import PurePosixPath

import msgspec
from markupsafe import Markup
from msgspec import Struct, structs

from afterview.model.interview import Interview
from afterview.model.mentor import Mentor
from afterview.model.portfolio import Article, Note, Portfolio, Skill
from afterview.model.section import ROOT, Commitment, Point
from afterview.output.page_words import decode_escapes, join_texts, list_readings, split_body, split_words
from afterview.reading.memo import digest_of, encode_plain
from afterview.reading.slugs import slugify
from afterview.site import Site

_TAG = re.compile(r"<[^>]*>|\0")
_VALUE = re.compile(r"\s(?:href|src|alt|title|data-commitment)=\"([^\"]*)\"")
_CHUNK = 8
"""Words in a piece of hidden text: a text is found if this many of its words follow each other."""
_DISTINCT = 12
"""Letters of a piece that is recognised if one of its words occurs nowhere else."""
_LONG = 30
"""Letters of a piece that is recognised though each of its words occurs elsewhere; it has at least ``_MANY`` words."""
_MANY = 6
_NAME = 4
_NAMED = frozenset({"company", "interviewers", "author"})
"""Fields with a name, which is recognised by that few letters."""
_PASSED_OVER = frozenset(
    {"points", "commitments", "written_outcomes", "kind", "kinds", "ratings", "self_ratings", "asked"}
)
"""Fields that repeat what sections or outcomes say, or name what the portfolio declares: kinds, skills, questions."""

_TAGS = 20_000
"""Tags to remember."""
Words = tuple[bytes, ...]
_Entry = Interview | Note | Article | Mentor


class Leak(Struct, frozen=True, kw_only=True):
    """A file of a site that shows hidden words of a source."""

    url: str
    path: str
    words: Words


class HiddenWords(Struct, frozen=True, kw_only=True):
    """The pieces of hidden text to find in any file.

    ``rare`` are indexed by a word that readers see nowhere else; ``common`` are the others, and ``starts`` the first
    few words of each of these. ``pieces`` are all of them, with spaces between their words, and ``fingerprint`` is a
    digest of these. ``clean_tags`` are tags in which none was found: most tags are on many pages.
    """

    rare: Mapping[bytes, tuple[Words, ...]]
    common: frozenset[Words]
    starts: frozenset[Words]
    pieces: frozenset[bytes]
    fingerprint: bytes
    clean_tags: set[bytes] = msgspec.field(default_factory=set)

    def find(self, url: str, text: bytes, tags: Set[bytes] = frozenset()) -> tuple[Words, ...]:
        """Find the pieces in a file's address, its text and its tags, with HTML, JSON and URL escapes decoded."""
        if not self.rare and not self.common:
            return ()
        new_tags = tags - self.clean_tags
        in_tags = self._find(join_texts(new_tags))
        if not in_tags:
            if len(self.clean_tags) > _TAGS:
                self.clean_tags.clear()
            self.clean_tags.update(new_tags)
        texts = list_readings(url, text)
        return tuple(sorted({*self._find(url.encode()), *in_tags, *(hit for one in texts for hit in self._find(one))}))

    def _find(self, body: bytes) -> set[Words]:
        found: set[Words] = set()
        before: list[bytes] = []
        for part in split_body(body):
            words = before + part
            before = words[1 - _CHUNK :]
            found |= self._find_in(words)
        return found

    def _find_in(self, words: list[bytes]) -> set[Words]:
        found: set[Words] = set()
        rare = self.rare.keys() & set(words)
        if rare:
            text = _join(words)
            found.update(piece for word in rare for piece in self.rare[word] if _join(piece) in text)
        if self.common:
            runs = [words[start:] for start in range(_MANY)]
            if self.starts.intersection(zip(*runs, strict=False)):
                starts = [start for start, run in enumerate(zip(*runs, strict=False)) if run in self.starts]
                lengths = range(_MANY, _CHUNK + 1)
                found |= self.common & {tuple(words[start : start + length]) for start in starts for length in lengths}
        return found


class LeakScanner:
    """Find text of the whole portfolio that the narrowed one does not have.

    Words that readers also see elsewhere, in visible text or in the layouts, are not a leak. Takes time in proportion
    to the hidden text and to the site.
    """

    def __init__(self, site: Site) -> None:
        self._visible_words = partial(_visible_words, site)
        self._words_as_read = partial(_words_as_read, site)
        self._sources = {
            words: path
            for path, text, shortest in _hidden_texts(site.whole, site.narrowed)
            for words in _cut(text, shortest)
        }
        self.hidden = _sort_pieces(self._sources, self._visible_words)

    def find_leaks(self, found: Mapping[str, Iterable[Words]]) -> list[Leak]:
        """Find the leaks among the pieces that were found in files, by address."""
        pieces = {piece for several in found.values() for piece in several}
        if not pieces:
            return []
        texts = (*self._visible_words(), *self._words_as_read())
        visible = _join([word for words in texts for word in words])
        leaks = {piece for piece in pieces if _join(piece) not in visible}
        sources: dict[tuple[str, str], Words] = {}
        for url, several in found.items():
            for piece in sorted(leaks.intersection(several)):
                sources.setdefault((url, self._sources[piece]), piece)
        return [Leak(url=url, path=path, words=words) for (url, path), words in sorted(sources.items())]


def _sort_pieces(pieces: Collection[Words], visible_words: Callable[[], Iterable[list[bytes]]]) -> HiddenWords:
    """Index pieces by a word that readers see nowhere else; of the others, drop those that are too short."""
    strange = {word for piece in pieces for word in piece if len(word) >= _NAME and not word.isdigit()}
    for words in visible_words() if strange else ():
        strange.difference_update(words)
    rare: dict[bytes, list[Words]] = defaultdict(list)
    common: set[Words] = set()
    for piece in pieces:
        own = strange.intersection(piece)
        if own:
            rare[max(sorted(own), key=len)].append(piece)
        elif len(piece) >= _MANY and sum(map(len, piece)) >= _LONG:
            common.add(piece)
    kept = frozenset(map(b" ".join, (*common, *(piece for several in rare.values() for piece in several))))
    return HiddenWords(
        rare={word: tuple(several) for word, several in rare.items()},
        common=frozenset(common),
        starts=frozenset(piece[:_MANY] for piece in common),
        pieces=kept,
        fingerprint=digest_of(b"\n".join(sorted(kept))),  # pieces have no line break
    )


def _join(words: Sequence[bytes]) -> bytes:
    return b" " + b" ".join(words) + b" "


def _hidden_texts(whole: Portfolio, narrowed: Portfolio) -> Iterator[tuple[str, str, int]]:
    """Yield each hidden text: its source's path, the text, and the fewest letters by which it is recognised."""
    shown = _entries_of(narrowed)
    for path, entry in _entries_of(whole).items():
        for name, text in _find_missing(entry, shown.get(path)):
            shortest = _NAME if name in _NAMED else _DISTINCT
            if isinstance(text, Markup):
                yield path, unescape(_TAG.sub("\n", text)), shortest
                # An address inside the site belongs to another entry, which is visible.
                values = (value for value in _VALUE.findall(text) if not value.startswith(ROOT))
                yield from ((path, unescape(value), shortest) for value in values)
            else:
                yield path, PurePosixPath(text).stem if name in ("images", "path") else text, shortest


def _entries_of(portfolio: Portfolio) -> dict[str, Struct]:
    """List entries by their paths; what a skill is called is no secret."""
    entries: dict[str, Struct] = {}
    for kind in (portfolio.interviews, portfolio.notes, portfolio.articles, portfolio.mentors):
        entries.update((entry.path, entry) for entry in kind)
    for skill in portfolio.skills.values():
        entries[f"content/skills/{skill.slug}.md"] = structs.replace(skill, slug="", title="")
    return entries


def _find_missing(value: object, shown: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Find every text in a value that what is shown of it does not have, with the name of its field."""
    if value is shown:
        return
    if isinstance(value, str):
        if value != shown:
            yield name, value
    elif isinstance(value, Struct):
        for field in value.__struct_fields__:
            if field not in _PASSED_OVER:
                yield from _find_missing(getattr(value, field), getattr(shown, field, None), field)
    elif isinstance(value, Mapping):
        known = shown if isinstance(shown, Mapping) else {}
        for key, one in value.items():
            yield from _find_missing(key, key if key in known else None, name)
            yield from _find_missing(one, known.get(key), name)
    elif isinstance(value, tuple | frozenset):
        kept = set(map(id, shown)) if isinstance(shown, tuple) else set()
        for one in value:
            if id(one) not in kept and not (isinstance(shown, tuple | frozenset) and one in shown):
                yield from _find_missing(one, None, name)


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


def _visible_words(site: Site) -> Iterator[list[bytes]]:
    """Yield the words that readers may see, and every word of the layouts."""
    portfolio = site.portfolio
    for interview in portfolio.interviews:
        # Its points and commitments repeat what its sections say.
        facts = structs.replace(interview, sections=(), points=(), commitments=())
        texts = [text for section in interview.sections for text in (section.title, section.html)]
        yield split_words(decode_escapes("\n".join((_ENCODE(facts).decode("utf-8"), *texts))))
    for value in (structs.replace(portfolio, interviews=()), site.insight):
        yield split_words(decode_escapes(_ENCODE(value).decode("utf-8")))
    yield split_words(" ".join(skill for kind in portfolio.kinds.values() for skill in kind.skills))
    assets = [body for url, body in site.files.items() if url.startswith("assets/")]
    for body in (*(file.body for file in site.renderer.layouts.files.values()), *assets):
        yield split_words(decode_escapes(body.decode("utf-8", "replace")))


def _words_as_read(site: Site) -> Iterator[list[bytes]]:
    """Yield the words that readers may see, with the tags between them removed."""
    portfolio = site.portfolio
    entries: tuple[_Entry | Skill, ...] = (
        *portfolio.interviews,
        *portfolio.notes,
        *portfolio.articles,
        *portfolio.skills.values(),
    )
    for markup in (section.html for entry in entries for section in entry.sections):
        yield from (split_words(unescape(_TAG.sub(between, markup))) for between in ("", " "))
    for interview in portfolio.interviews:
        points: tuple[Point | Commitment, ...] = (*interview.points, *interview.commitments)
        yield from (split_words(point.text) for point in points)


_ENCODE = msgspec.json.Encoder(enc_hook=encode_plain).encode
