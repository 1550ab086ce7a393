"""Read entries through the cache, so that a source is parsed once for each text and vocabulary."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast

import msgspec

from afterview.model.interview import Interview
from afterview.model.mentor import Mentor
from afterview.model.portfolio import Article, Note, Skill
from afterview.output.build_report import OnProgress, Stage, ignore_progress
from afterview.output.cache import Cache
from afterview.output.pool import count_processes, spread
from afterview.problems import Problem
from afterview.reading.entries import (
    One,
    ParsedEntry,
    Read,
    parse_article,
    parse_interview,
    parse_mentor,
    parse_note,
    parse_skill,
)
from afterview.reading.memo import digest_of, encode_plain
from afterview.reading.portfolio import Parse
from afterview.reading.sources import Signature, Source, read_source, sign_files
from afterview.reading.vocabulary import Vocabulary

_UNSIGNED: tuple[Signature | None, bytes, bytes] = (None, b"", b"")


class EntryReader:
    """Read entries through a cache; the sources that are not in it are parsed in ``jobs`` processes.

    ``parsed`` are the paths of the sources that were parsed.
    """

    def __init__(self, cache: Cache, *, jobs: int = 1, on_progress: OnProgress = ignore_progress) -> None:
        self._cache = cache
        self._jobs = jobs
        self._on_progress = on_progress
        self._values: dict[bytes, Read[Any]] = {}
        self._earlier: dict[bytes, Read[Any]] = {}
        self._signed: dict[str, tuple[Signature | None, bytes, bytes]] = {}
        self.parsed: list[str] = []

    def start_over(self) -> None:
        """Start a new reading of the portfolio; entries that it does not use are dropped from the last one."""
        self._earlier, self._values = self._values, {}
        self.parsed.clear()

    def read_entries(
        self, root: Path, paths: Sequence[str], parse: Parse[One], vocabulary: Vocabulary
    ) -> Iterator[Read[One] | Problem]:
        """Read each file's entry, or its problems, as `reading.portfolio.read_entries` does."""
        way = digest_of(parse.__name__, _encode_vocabulary(vocabulary))
        keys: list[bytes | Problem] = []
        sources: dict[bytes, Source] = {}
        for path, signature in zip(paths, sign_files(root, paths), strict=True):
            signed, signed_way, key = self._signed.get(path, _UNSIGNED)
            if signed == signature and signature and signed_way == way and (value := self._earlier.get(key)):
                self._values[key] = value
                keys.append(key)
                continue
            source = read_source(root, path)
            if isinstance(source, Problem):
                keys.append(source)
                continue
            key = digest_of("entry", way, source.path, source.text)
            sources[key] = source
            keys.append(key)
            if signature:
                self._signed[path] = signature, way, key
        self._parse_missing(sources, parse, vocabulary)
        for key_or_problem in keys:
            yield self._values[key_or_problem] if isinstance(key_or_problem, bytes) else key_or_problem

    def _parse_missing(self, sources: Mapping[bytes, Source], parse: Parse[One], vocabulary: Vocabulary) -> None:
        missing: dict[bytes, Source] = {}
        for key, source in sources.items():
            if key in self._earlier:
                self._values[key] = self._earlier[key]
            elif (encoded := self._cache.find(key)) is not None:
                self._values[key] = _DECODERS[parse](encoded)
            else:
                missing[key] = source
        self.parsed += [source.path for source in missing.values()]
        processes = count_processes(len(missing), self._jobs)
        if processes > 1:
            on_progress = partial(self._on_progress, Stage.READING, len(missing))
            encode_all = partial(_encode_all, parse, vocabulary)
            results = spread(encode_all, list(missing.values()), processes, on_progress)
            for key, encoded in zip(missing, results, strict=True):
                self._cache.keep(key, encoded)
                self._values[key] = _DECODERS[parse](encoded)
            return
        for number, (key, source) in enumerate(missing.items()):
            self._on_progress(Stage.READING, len(missing), number)
            self._values[key] = parse(source, vocabulary)
            self._cache.keep(key, _ENCODER.encode(self._values[key]))


def _encode_all(parse: Parse[Any], vocabulary: Vocabulary, sources: Sequence[Source]) -> list[bytes]:
    return [_ENCODER.encode(parse(source, vocabulary)) for source in sources]


def _encode_vocabulary(vocabulary: Vocabulary) -> bytes:
    # Sets have no order; the order of the kinds is the author's, and pages show it.
    words = (tuple(vocabulary.kinds), vocabulary)
    return msgspec.msgpack.Encoder(enc_hook=encode_plain, order="sorted").encode(words)


def _make_decoder(kind: type) -> Callable[[bytes], Read[Any]]:
    form: Any = tuple[ParsedEntry[kind] | None, list[Problem]]  # type: ignore[valid-type]  # the type is chosen at run time
    # What is not a plain value is markup, which the Markdown renderer made, and an earlier build encoded.
    return cast("Callable[[bytes], Read[Any]]", msgspec.msgpack.Decoder(form, dec_hook=str.__new__).decode)


_ENCODER = msgspec.msgpack.Encoder(enc_hook=encode_plain)
_DECODERS: Mapping[object, Callable[[bytes], Read[Any]]] = {
    parse_interview: _make_decoder(Interview),
    parse_skill: _make_decoder(Skill),
    parse_note: _make_decoder(Note),
    parse_article: _make_decoder(Article),
    parse_mentor: _make_decoder(Mentor),
}
