"""Look in a finished site for words that its readers may not see; it alone knows which words would tell."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path, PurePosixPath

import msgspec

from afterview.build.undress import read_words, split_words, undress
from afterview.model.insight import Insight
from afterview.model.interview import Interview
from afterview.model.page import Output
from afterview.model.portfolio import Article, Note, Portfolio
from afterview.model.section import ROOT, Section
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


def find_leaks(
    whole: Portfolio, narrowed: Portfolio, insight: Insight, outputs: Sequence[Output], layouts: Iterable[Path]
) -> list[Leak]:
    """Find what ``whole`` says and ``narrowed`` does not in the names and contents of the outputs.

    A text counts as told if eight of its words are there in their order. Texts that readers meet elsewhere, in what
    they may see or in the ``layouts``, tell nothing. Takes time in proportion to what is hidden and to the site.
    """
    if not outputs:
        return []
    hidden = {words: path for path, text, shortest in _hidden_texts(whole, narrowed) for words in _cut(text, shortest)}
    if not hidden:
        return []
    seen = split_words(undress(_say_all(narrowed, insight, layouts)))
    rare, common = _sort_out(hidden, set(seen))
    known = b" " + b" ".join(seen) + b" "
    found = set()
    for output in outputs:
        for words in (split_words(undress(output.url)), *read_words(output.body)):
            for piece in _find(words, rare, common):
                if _join(piece) not in known:
                    found.add((output.url, hidden[piece]))
    return [Leak(url=url, path=path) for url, path in sorted(found)]


def _sort_out(hidden: Iterable[Words], seen: set[bytes]) -> tuple[dict[bytes, list[Words]], dict[Words, list[Words]]]:
    """Sort the pieces that tell something: by a word that readers meet nowhere else, or by how they begin."""
    rare: dict[bytes, list[Words]] = {}
    common: dict[Words, list[Words]] = {}
    for piece in hidden:
        strange = [word for word in piece if len(word) >= _NAME and word not in seen and not word.isdigit()]
        if strange:
            rare.setdefault(max(strange, key=len), []).append(piece)
        elif len(piece) >= _MANY and sum(map(len, piece)) >= _LONG:
            common.setdefault(piece[:_MANY], []).append(piece)
    return rare, common


def _find(words: list[bytes], rare: Mapping[bytes, list[Words]], common: Mapping[Words, list[Words]]) -> list[Words]:
    """Find pieces in a file's words, in one pass for each of the two kinds."""
    hits = [piece for word in rare.keys() & set(words) for piece in rare[word]] if rare else []
    if common:
        runs = zip(*(words[start:] for start in range(_MANY)), strict=False)
        hits += [piece for run in common.keys() & set(runs) for piece in common[run]]
    if not hits:
        return []
    text = _join(words)
    return [piece for piece in hits if _join(piece) in text]


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
        for text in _texts_of(skill.sections, narrowed.skills[slug].sections):
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


def _say_all(narrowed: Portfolio, insight: Insight, layouts: Iterable[Path]) -> str:
    """Give all that readers may see, and every word of the program's own that may stand around it."""
    told = msgspec.json.encode((narrowed, insight), enc_hook=_plain).decode("utf-8")
    named = " ".join(" ".join(kind.skills) for kind in narrowed.kinds.values())
    files = (path for folder in layouts for path in sorted(folder.rglob("*")) if path.is_file())
    return "\n".join((told, named, *(path.read_bytes().decode("utf-8", "replace") for path in files)))


def _plain(value: object) -> object:
    if isinstance(value, str):
        return str.__str__(value)
    raise TypeError(f"{type(value).__name__} is no part of a portfolio")
