"""Remember what each file said, so that only what changed is parsed again; alone knows how that is written down."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast

import msgspec
from markupsafe import Markup

from afterview.model.interview import Interview
from afterview.model.portfolio import Article, Note, Skill
from afterview.output.manifest import digest
from afterview.output.memory import Known
from afterview.output.progress import Stage, Tell, ignore
from afterview.output.stamps import Stamp, read_now, read_stamp
from afterview.output.workers import spread
from afterview.problems import Problem
from afterview.reading.entries import Draft, One, Read, parse_article, parse_interview, parse_note, parse_skill
from afterview.reading.portfolio import Parse
from afterview.reading.sources import Source, read_source
from afterview.reading.vocabulary import Vocabulary

Parsed = tuple[str, bytes] | Problem
"""The digest of a file's text and what it says, encoded; or why it cannot be read."""


class Drafts:
    """Read entries, those that did not change out of memory; ``known`` is what a run before this one remembered.

    Those that changed are parsed in ``jobs`` processes, where they are many.
    """

    def __init__(self, known: Mapping[str, Known] | None = None, *, jobs: int = 1, tell: Tell = ignore) -> None:
        self._known = dict(known or {})
        self._held: dict[str, tuple[str, Read[Any]]] = {}
        self._jobs = jobs
        self._tell = tell
        self._met: set[str] = set()
        self.changed: list[str] = []

    def read_entries(
        self, root: Path, paths: Sequence[str], parse: Parse[One], vocabulary: Vocabulary
    ) -> Iterator[Read[One] | Problem]:
        """Give what each file says, or what is wrong with it as a file; as `reading.portfolio.read_entries` does."""
        words = _digest_words(parse, vocabulary)
        started = read_now()
        stamps = {path: read_stamp(f"{root}/{path}") for path in paths}
        changed = [path for path in paths if not self._has(root, path, stamps[path], words)]
        problems = self._parse_changed(root, changed, parse, vocabulary)
        self._met.update(paths)
        for path in paths:
            if path in problems:
                yield problems[path]
                continue
            known = self._known[path]
            stamp = stamps[path]
            if stamp and not stamp.is_settled(started):
                stamp = None
            if known.stamp != stamp:
                self._known[path] = Known(stamp, known.digest, known.said)
            yield self._recall(path, known, parse)

    def keep(self) -> dict[str, Known]:
        """Give what to remember of the files that were met."""
        return {path: known for path, known in self._known.items() if path in self._met}

    def _has(self, root: Path, path: str, stamp: Stamp | None, words: str) -> bool:
        """Tell whether what is remembered of a file still holds."""
        known = self._known.get(path)
        if known is None or known.digest[:32] != words:
            return False
        if stamp is not None and known.stamp == stamp:
            return True
        source = read_source(root, path)
        return isinstance(source, Source) and known.digest == digest_source(source, words)

    def _parse_changed(
        self, root: Path, paths: Sequence[str], parse: Parse[One], vocabulary: Vocabulary
    ) -> dict[str, Problem]:
        problems: dict[str, Problem] = {}
        self.changed += paths
        tell = partial(self._tell, Stage.READING, len(paths))
        work = partial(parse_here, root, parse, vocabulary)
        for path, parsed in zip(paths, spread(work, paths, jobs=self._jobs, tell=tell), strict=True):
            self._held.pop(path, None)
            if isinstance(parsed, Problem):
                self._known.pop(path, None)
                problems[path] = parsed
            else:
                text, said = parsed
                self._known[path] = Known(None, text, msgspec.Raw(said))
        return problems

    def _recall(self, path: str, known: Known, parse: Parse[One]) -> Read[One]:
        held = self._held.get(path)
        if held is None or held[0] != known.digest:
            held = (known.digest, _DECODERS[parse](known.said))
            self._held[path] = held
        return cast("Read[One]", held[1])


def parse_here(root: Path, parse: Parse[Any], vocabulary: Vocabulary, paths: Sequence[str]) -> Iterator[Parsed]:
    """Read and parse files one after another."""
    words = _digest_words(parse, vocabulary)
    for path in paths:
        source = read_source(root, path)
        if isinstance(source, Problem):
            yield source
        else:
            yield digest_source(source, words), _ENCODER.encode(parse(source, vocabulary))


def digest_source(source: Source, words: str) -> str:
    """Give the digest of a file's text, after that of the words that it is read by."""
    return words + digest(f"{source.path}\0{source.text}".encode("utf-8", "surrogatepass"))


def _digest_words(parse: Parse[Any], vocabulary: Vocabulary) -> str:
    # Sets have no order of their own; that of the kinds is the learner's, and is shown.
    words = (parse.__name__, tuple(vocabulary.kinds), vocabulary)
    return digest(msgspec.msgpack.Encoder(enc_hook=_plain, order="sorted").encode(words))


def _plain(value: object) -> object:
    """Write markup and the schema's own kinds of text and number as what they are made of."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int.__int__(value)
    raise TypeError(f"{type(value).__name__} cannot be remembered")


def _mark(_kind: type, value: object) -> Markup:
    return Markup(value)  # the Markdown renderer made it; in between it was only written down


def _decode(kind: type[Interview | Skill | Note | Article]) -> Callable[[msgspec.Raw], Read[Any]]:
    form: Any = tuple[Draft[kind] | None, list[Problem]]  # type: ignore[valid-type]  # a kind is chosen when it runs
    return cast("Callable[[msgspec.Raw], Read[Any]]", msgspec.msgpack.Decoder(form, dec_hook=_mark).decode)


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_plain)
_DECODERS: Mapping[object, Callable[[msgspec.Raw], Read[Any]]] = {
    parse_interview: _decode(Interview),
    parse_skill: _decode(Skill),
    parse_note: _decode(Note),
    parse_article: _decode(Article),
}
