"""Read a whole portfolio from its folder: every file, every problem, one value."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Protocol

import msgspec

from afterview.model.address import FOLDERS, PAGES
from afterview.model.interview import Interview, drop_early_outcomes, join_commitments
from afterview.model.mentor import Mentor, Replies
from afterview.model.portfolio import Article, Kind, Note, Portfolio, Question, Skill
from afterview.problems import Code, Problem, Severity, errors_of
from afterview.reading.cross_checks import (
    check_complete,
    check_copies,
    check_interviewers,
    check_mentors,
    check_notes,
    check_themes,
    drop_loose_ends,
    hide_astray,
    report_unknown_keys,
)
from afterview.reading.cross_links import Rewrites, check_links, rewrite_links
from afterview.reading.entries import (
    One,
    ParsedEntry,
    find_same_addresses,
    parse_article,
    parse_interview,
    parse_mentor,
    parse_note,
    parse_skill,
    slug_of,
)
from afterview.reading.entries import Read as ReadOne
from afterview.reading.memo import Remember, make_always
from afterview.reading.outcomes import check_commitments
from afterview.reading.private_name_checks import AnyParsed, check_names
from afterview.reading.schema import KindFields, RepliesFields
from afterview.reading.settings import Settings, read_settings
from afterview.reading.sources import CONTENT, Source, find_strays, list_sources, read_source
from afterview.reading.vocabulary import Vocabulary


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """A portfolio as read, and its problems; with errors among them, the portfolio has only the entries that were read.

    ``paths`` are all files that were found; ``vocabulary`` is what entries were read by.
    """

    portfolio: Portfolio
    problems: tuple[Problem, ...]
    vocabulary: Vocabulary
    paths: tuple[str, ...] = ()


Parse = Callable[[Source, Vocabulary], ReadOne[One]]


class ReadEntries(Protocol):
    """Read and parse several files in the order of their paths; a file that cannot be read gives its problem.

    Whoever has many of them may remember what files said before, or spread them over processes.
    """

    def __call__(
        self, root: Path, paths: Sequence[str], parse: Parse[One], vocabulary: Vocabulary
    ) -> Iterable[ReadOne[One] | Problem]:
        """Read and parse each file; a file that cannot be read becomes its problem."""


def read_entries(
    root: Path, paths: Sequence[str], parse: Parse[One], vocabulary: Vocabulary
) -> Iterable[ReadOne[One] | Problem]:
    """Read and parse files one after the other."""
    for path in paths:
        source = read_source(root, path)
        yield source if isinstance(source, Problem) else parse(source, vocabulary)


def read_portfolio(root: Path, read_entries: ReadEntries = read_entries, remember: Remember = make_always) -> Read:
    """Read everything below ``content/``, and report every problem of every file."""
    reader = _PortfolioReader(root, read_entries, remember)
    portfolio = reader.read()
    if errors_of(reader.problems):
        portfolio = drop_loose_ends(portfolio)
    problems = sorted((_with_excerpt(root, problem) for problem in reader.problems), key=lambda one: one.order)
    return Read(portfolio=portfolio, problems=tuple(problems), paths=tuple(reader.paths), vocabulary=reader.vocabulary)


class _Entries(msgspec.Struct, frozen=True, kw_only=True):
    """The entries that could be read, of every kind."""

    interviews: list[ParsedEntry[Interview]]
    skills: list[ParsedEntry[Skill]]
    notes: list[ParsedEntry[Note]]
    articles: list[ParsedEntry[Article]]
    mentors: list[ParsedEntry[Mentor]]

    @property
    def shown(self) -> list[AnyParsed]:
        """The entries that a site may show; the others say with whom it is shared."""
        return [*self.interviews, *self.skills, *self.notes, *self.articles]


class _PortfolioReader:
    """Read one portfolio, in the order in which files need each other's words."""

    def __init__(self, root: Path, read_entries: ReadEntries, remember: Remember) -> None:
        self._root = root
        self._read_entries = read_entries
        self._remember = remember
        self._settings = read_settings(root)
        self.problems = [*self._settings.problems]
        self.paths = [*self._settings.paths, *self._settings.skill_paths]
        self.vocabulary = self._settings.make_vocabulary()
        self._unread: set[str] = set()
        self._unknown: dict[str, list[tuple[str, int]]] = {}
        for path, unknown in self._settings.unknown.items():
            self._collect_unknown(path, unknown)

    def read(self) -> Portfolio:
        skills = self._parse(self._settings.skill_paths, parse_skill)
        self.vocabulary = _add_kinds(self.vocabulary, skills)
        entries = _Entries(
            interviews=self._parse(self._list("interviews"), parse_interview),
            skills=skills,
            notes=self._parse(self._list("notes"), parse_note),
            articles=self._parse(self._list("pages"), parse_article),
            mentors=self._parse(self._list("mentors"), parse_mentor),
        )
        problems, rewrites = check_links(self._root, [*entries.shown, *entries.mentors], self._unread)
        self.problems += problems
        if rewrites:
            entries = _rewrite(entries, rewrites)
        self._check(entries)
        return _combine(self._settings, self.vocabulary, entries)

    def _check(self, entries: _Entries) -> None:
        """Check what the entries say about each other; one that could not be read makes no other wrong."""
        settings, fields = self._settings, self._settings.fields
        self.problems += chain(
            find_strays(self._root),
            find_same_addresses(entries.articles, PAGES | FOLDERS),
            check_themes(entries.interviews),
            check_interviewers(entries.interviews),
            check_copies(entries.interviews),
            check_commitments(entries.interviews, self._list_unread()),
            report_unknown_keys(self._unknown, fields.ignore),
            check_complete(entries.interviews, frozenset(fields.complete_for)),
            check_mentors(entries.mentors),
            check_notes(entries.notes, entries.interviews, {slug_of(path) for path in self._unread}),
            check_names(self._root, entries.shown, fields, settings.questions, self.vocabulary, self._remember),
        )

    def _list_unread(self) -> list[str]:
        """List the texts of files that are no entry, since something in them is wrong."""
        sources = (read_source(self._root, path) for path in sorted(self._unread))
        return [source.text for source in sources if isinstance(source, Source)]

    def _collect_unknown(self, path: str, unknown: Mapping[str, int]) -> None:
        for key, line in unknown.items():
            self._unknown.setdefault(key, []).append((path, line))

    def _list(self, folder: str) -> list[str]:
        paths, problems = list_sources(self._root, folder)
        self.problems += problems
        self.paths += paths
        return paths

    def _parse(self, paths: Sequence[str], parse: Parse[One]) -> list[ParsedEntry[One]]:
        parsed_entries: list[ParsedEntry[One]] = []
        for read in self._read_entries(self._root, paths, parse, self.vocabulary):
            if isinstance(read, Problem):
                self.problems.append(_without_words(read))
                self._unread.add(read.path)
                continue
            parsed_entry, problems = read
            self.problems += problems
            if parsed_entry is None:
                self._unread.update(problem.path for problem in problems)
            else:
                parsed_entries.append(parsed_entry)
                self._collect_unknown(parsed_entry.path, parsed_entry.unknown)
        self.problems += find_same_addresses(parsed_entries)
        return parsed_entries


def _add_kinds(vocabulary: Vocabulary, skills: Iterable[ParsedEntry[Skill]]) -> Vocabulary:
    """Add the skills that name a kind in their own files."""
    kinds = {kind: set(known) for kind, known in vocabulary.kinds.items()}
    for parsed_entry in skills:
        for kind in parsed_entry.entry.kinds:
            kinds[kind].add(parsed_entry.entry.slug)
    return msgspec.structs.replace(vocabulary, kinds={kind: frozenset(shown) for kind, shown in kinds.items()})


def _rewrite(entries: _Entries, rewrites: Rewrites) -> _Entries:
    """Replace links to other entries by their addresses on the site."""
    return _Entries(
        interviews=[rewrite_links(one, rewrites) for one in entries.interviews],
        skills=[rewrite_links(one, rewrites) for one in entries.skills],
        notes=[rewrite_links(one, rewrites) for one in entries.notes],
        articles=[rewrite_links(one, rewrites) for one in entries.articles],
        mentors=[rewrite_links(one, rewrites) for one in entries.mentors],
    )


def _combine(settings: Settings, vocabulary: Vocabulary, entries: _Entries) -> Portfolio:
    """Combine what all files say, every kind of entry in its order."""
    fields, asked = settings.fields, settings.questions
    declared = [skill for kind in fields.kinds.values() for skill in kind.skills]
    ranks = {skill: place for place, skill in reversed(list(enumerate(declared)))}
    skills = sorted((one.entry for one in entries.skills), key=lambda skill: (ranks.get(skill.slug, 999), skill.slug))
    interviews = drop_early_outcomes(join_commitments([one.entry for one in entries.interviews]))
    slugs = {interview.slug for interview in interviews}
    notes = (hide_astray(one.entry, slugs) for one in entries.notes)
    return Portfolio(
        title=fields.title,
        author=fields.author,
        about=fields.about,
        language=fields.language,
        scale=fields.scale,
        url=settings.url,
        shows=frozenset(fields.shows),
        complete_for=frozenset(fields.complete_for),
        kinds={slug: _kind(slug, kind, vocabulary.kinds[slug]) for slug, kind in fields.kinds.items()},
        skills={skill.slug: skill for skill in skills},
        questions={
            id_: Question(id=id_, ask=one.ask, kinds=one.kinds, skills=one.skills)
            for id_, one in asked.questions.items()
        },
        follow_ups=asked.follow_ups,
        interviews=tuple(sorted(interviews, key=attrgetter("date", "path"))),
        notes=tuple(sorted(notes, key=lambda note: (note.date, note.path))),
        articles=tuple(sorted((one.entry for one in entries.articles), key=lambda one: (one.order, one.slug))),
        mentors=tuple(sorted((one.entry for one in entries.mentors), key=lambda mentor: mentor.slug)),
        replies=_replies(fields.replies),
    )


def _replies(fields: RepliesFields | None) -> Replies | None:
    return Replies(email=fields.email, github=fields.github) if fields else None


def _without_words(problem: Problem) -> Problem:
    """Warn of an empty file, which says nothing yet; what a skill means has to be said."""
    if problem.code is not Code.EMPTY_FILE or problem.path.startswith(f"{CONTENT}/skills/"):
        return problem
    return msgspec.structs.replace(problem, message="this file says nothing yet", severity=Severity.WARNING)


def _kind(slug: str, fields: KindFields, shown: frozenset[str]) -> Kind:
    more = sorted(shown.difference(fields.skills))
    return Kind(slug=slug, title=fields.title, skills=(*fields.skills, *more))


def _with_excerpt(root: Path, problem: Problem) -> Problem:
    """Add the source line to a problem that was found when its text was no longer at hand."""
    if problem.excerpt or not problem.line:
        return problem
    source = read_source(root, problem.path)
    if isinstance(source, Problem):
        return problem
    lines = source.text.split("\n")
    excerpt = lines[problem.line - 1] if problem.line <= len(lines) else ""
    return msgspec.structs.replace(problem, excerpt=excerpt)
