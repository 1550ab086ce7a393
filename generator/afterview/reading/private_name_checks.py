"""Report names that the public would read although no file permits it, at their lines."""

import html
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import msgspec

from afterview.model.audience import Visibility
from afterview.model.interview import Interview, Shown
from afterview.model.portfolio import Article, Note, Skill
from afterview.problems import Code, Problem, Severity
from afterview.reading.entries import ParsedEntry
from afterview.reading.memo import Remember, digest_of, encode_plain, remember_last
from afterview.reading.pictures import read_picture
from afterview.reading.private_names import Hit, Name, NameFinder, make_name, plain
from afterview.reading.schema import PortfolioFields, QuestionsFields
from afterview.reading.sources import CONTENT, Source, read_source
from afterview.reading.svg import list_words
from afterview.reading.vocabulary import Vocabulary

AnyParsed = ParsedEntry[Interview] | ParsedEntry[Skill] | ParsedEntry[Note] | ParsedEntry[Article]

_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r'(?:(?:href|src|title|alt|id|data-commitment)="|class="language-)([^"]*)"')
_HOST = re.compile(r"\b(?:github|gitlab)\.io\b")
_ENCODE = msgspec.msgpack.Encoder(enc_hook=encode_plain, order="sorted").encode
_DECODE = msgspec.msgpack.Decoder(list[Problem]).decode
_NO_PROBLEMS = _ENCODE([])
_WHOSE = {Shown.COMPANY: "company's name", Shown.INTERVIEWER: "interviewer's name"}


class _Facts(NamedTuple):
    """The names of one interview, and who may see them."""

    slug: str
    company: str | None
    interviewers: tuple[str, ...]
    visibility: Visibility
    shows: frozenset[Shown]


class _Names(NamedTuple):
    """All names: by interview, those that the public may see, all, what finds them, and the public interviews."""

    own: Mapping[str, frozenset[Name]]
    shown: AbstractSet[Name]
    every: AbstractSet[Name]
    finder: NameFinder
    public: frozenset[str]


class _Text(msgspec.Struct, frozen=True, kw_only=True):
    """A text that the public would see, and where it stands: from ``line`` on, or in a field named ``key``."""

    words: str
    line: int = 1
    key: str = ""


def check_names(
    root: Path,
    parsed_entries: Sequence[AnyParsed],
    settings: PortfolioFields,
    questions: QuestionsFields,
    vocabulary: Vocabulary,
    remember: Remember,
) -> Iterator[Problem]:
    """Report the names of interviewers and companies, also of hidden interviews, in what the public would see.

    They are warnings here, since other audiences may read them; a site for the public is refused because of them.
    """
    everywhere = frozenset(settings.shows)
    interviews = [
        _Facts(entry.slug, entry.company, entry.interviewers, entry.visibility, entry.shows)
        for entry in (parsed.entry for parsed in parsed_entries)
        if isinstance(entry, Interview)
    ]
    found = _collect_names(interviews, everywhere, settings.author, settings.language)
    own_names, shown, names, finder, public = found

    def list_wanted(parsed: AnyParsed) -> tuple[set[Name], frozenset[Name]]:
        """List the names that no file permits in an entry, and its own among them."""
        own = own_names.get(parsed.entry.slug, frozenset()) if isinstance(parsed.entry, Interview) else frozenset()
        permitted = everywhere | parsed.shows
        return {name for name in names - shown | own if name.of not in permitted}, own

    def check_text(parsed: AnyParsed) -> list[Problem]:
        return list(_check_file(root, parsed.path, _texts_of(parsed), finder, *list_wanted(parsed)))

    circumstances = digest_of(
        "names", _ENCODE((names, shown, everywhere, settings.author, settings.language, vocabulary))
    )
    for parsed in parsed_entries if names else ():
        if not _is_public(parsed.entry, public):
            continue
        if parsed.digest:
            key = circumstances + parsed.digest
            encoded = remember(key, lambda parsed=parsed: _ENCODE(check_text(parsed)))  # type: ignore[misc]  # mypy#12557
            if encoded != _NO_PROBLEMS:
                yield from _DECODE(encoded)
        else:
            yield from check_text(parsed)
        if parsed.links and (drawings := _find_drawings(parsed)):
            yield from _check_drawings(root, parsed, drawings, finder, *list_wanted(parsed))
    wanted = {name for name in names - shown if name.of not in everywhere}
    if wanted:
        path = f"{CONTENT}/portfolio.yaml"
        yield from _check_file(root, path, _texts_of_settings(settings), finder, wanted, frozenset())
        asks = (
            _Text(words=words, key=key)
            for id_, question in questions.questions.items()
            for words, key in ((id_, id_), (question.ask, "ask"))
        )
        yield from _check_file(root, f"{CONTENT}/questions.yaml", asks, finder, wanted, frozenset())


@remember_last
def _collect_names(interviews: Sequence[_Facts], everywhere: AbstractSet[Shown], author: str, language: str) -> _Names:
    written = make_name(Shown.INTERVIEWER, author)
    own_words = frozenset(written.words) if written else frozenset()
    own = {one.slug: _names_of(one.company, one.interviewers, own_words) for one in interviews}
    public = [one for one in interviews if one.visibility is Visibility.PUBLIC]
    every = {name for names in own.values() for name in names}
    return _Names(
        own=own,
        # What one public interview may show is no secret in another text.
        shown={name for one in public for name in own[one.slug] if name.of in one.shows | everywhere},
        every=every,
        finder=NameFinder(sorted(every), language),
        public=frozenset(one.slug for one in public),
    )


@lru_cache(maxsize=16_384)  # many interviews have the same names
def _names_of(company: str | None, interviewers: tuple[str, ...], author: frozenset[str]) -> frozenset[Name]:
    """Make an interview's names, without the author's own words, which every page shows."""
    fields = [(Shown.INTERVIEWER, person) for person in interviewers]
    made = (make_name(of, written) for of, written in ((Shown.COMPANY, company), *fields) if written)
    shorter = (
        msgspec.structs.replace(name, words=tuple(word for word in name.words if word not in author))
        for name in made
        if name
    )
    return frozenset(name for name in shorter if name.words)


def _is_public(entry: Interview | Skill | Note | Article, public: frozenset[str]) -> bool:
    """Return whether the public may see an entry: a note only with all the interviews that it is about."""
    if isinstance(entry, Skill):
        return True
    if entry.visibility is not Visibility.PUBLIC:
        return False
    return not isinstance(entry, Note) or public.issuperset(entry.about)


def _texts_of(parsed: AnyParsed) -> Iterator[_Text]:
    entry = parsed.entry
    yield _Text(words=posixpath.basename(parsed.path).removesuffix(".md").replace("-", " "), key="file")
    if isinstance(entry, Note):
        yield _Text(words=entry.author, key="from")
    yield _Text(words=entry.title or "", key="title")
    if isinstance(entry, Interview):
        yield _Text(words=entry.role or "", key="role")
    if isinstance(entry, Skill):
        yield from (_Text(words=anchor, key="anchors") for anchor in entry.anchors)
    for section, line in zip(entry.sections, parsed.section_lines, strict=True):
        if section.visibility is Visibility.PUBLIC:
            yield _Text(words=section.anchor, line=line)
            for markup in (str(section.title), str(section.html)):
                # A tag may stand inside a word, or be all that stands between two.
                for between in ("", " "):
                    yield _Text(words=html.unescape(_TAG.sub(between, markup)), line=line)
                for value in _ATTRIBUTE.findall(markup):
                    yield _Text(words=unquote(html.unescape(value)), line=line)


def _texts_of_settings(settings: PortfolioFields) -> Iterator[_Text]:
    yield _Text(words=settings.title, key="title")
    yield _Text(words=settings.about or "", key="about")
    yield _Text(words=_HOST.sub("", unquote(settings.url or "")), key="url")
    yield from (_Text(words=word, key="scale") for word in settings.scale)
    for slug, kind in settings.kinds.items():
        yield from (_Text(words=words, key="kinds") for words in (slug, kind.title))


def _check_file(
    root: Path, path: str, texts: Iterator[_Text], finder: NameFinder, wanted: set[Name], own: frozenset[Name]
) -> Iterator[Problem]:
    """Report each place of a file where one of the names stands, once."""
    source: Source | Problem | None = None
    reported: set[tuple[int, Shown]] = set()
    for text in texts:
        words = plain(text.words)
        for hit in finder.find(words):
            if hit.name not in wanted:
                continue
            source = source or read_source(root, path)
            if isinstance(source, Problem):
                return
            line, column = _place(source, text, words[hit.start : hit.end])
            if (line, hit.name.of) not in reported:
                reported.add((line, hit.name.of))
                yield _report(source, hit, words[hit.start : hit.end], text, line, column, is_own=hit.name in own)


def _find_drawings(parsed: AnyParsed) -> dict[str, int]:
    """Find the drawings that the public would see, by address, with the line of their section."""
    return {
        image: line
        for section, line in zip(parsed.entry.sections, parsed.section_lines, strict=True)
        for image in section.images
        if section.visibility is Visibility.PUBLIC and image.lower().endswith(".svg")
    }


def _check_drawings(
    root: Path,
    parsed: AnyParsed,
    drawings: Mapping[str, int],
    finder: NameFinder,
    wanted: set[Name],
    own: frozenset[Name],
) -> Iterator[Problem]:
    """Report the names in drawings that a file shows, where it shows them."""
    for address, first in drawings.items():
        body = read_picture(root / CONTENT, address)
        source = read_source(root, parsed.path)
        if isinstance(body, Problem) or isinstance(source, Problem):
            continue
        hits = (hit for text in list_words(body) for hit in finder.find(text) if hit.name in wanted)
        for of, hit in {hit.name.of: hit for hit in hits}.items():
            whose = f"the {_WHOSE[of]}" if hit.name in own else f"the {_WHOSE[of]} of another interview"
            line, column = _place(source, _Text(words="", line=first), posixpath.basename(address))
            yield source.problem(
                Code.NAME_SHOWN,
                f"the drawing {address} has {whose} in it, and the public would read it here",
                f"change its words, title or labels, or ask them and write `shows: [{of}]` in this file",
                line=line,
                column=column,
                severity=Severity.WARNING,
            )


def _report(source: Source, hit: Hit, word: str, text: _Text, line: int, column: int, *, is_own: bool) -> Problem:
    whose = f"the {_WHOSE[hit.name.of]}" if is_own else f"the {_WHOSE[hit.name.of]} of another interview"
    where = "in this file's name" if text.key == "file" else "here"
    where_to = "portfolio.yaml" if source.path.endswith(".yaml") else "this file"
    return source.problem(
        Code.NAME_SHOWN,
        f"`{word}` is {whose}, and the public would read it {where}",
        f"use other words, or ask them and write `shows: [{hit.name.of}]` in {where_to}",
        line=line,
        column=column,
        severity=Severity.WARNING,
    )


def _place(source: Source, text: _Text, word: str) -> tuple[int, int]:
    """Find the line and column of a word, in its field or from its section on; the section's own where it is gone."""
    lines = source.text.split("\n")
    first = text.line
    if text.key:
        field = re.compile(rf"\s*(?:[-{{]\s*)?{text.key}\s*:")
        first = next((number for number, line in enumerate(lines, 1) if field.match(line)), 1)
    if text.key != "file":
        for number, line in enumerate(lines[first - 1 :], first):
            column = line.casefold().find(word.casefold())
            if column >= 0:
                return number, column + 1
    return first, 1
