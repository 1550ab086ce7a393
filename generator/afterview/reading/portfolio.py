"""Read a whole portfolio from its folder: every file, every problem, one value."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from afterview.model.address import FOLDERS, PAGES
from afterview.model.mentor import Replies
from afterview.model.portfolio import Kind, Portfolio, Question
from afterview.problems import Code, Problem, Severity, errors_of
from afterview.reading.cross_checks import check_interviewers, check_themes, drop_loose_ends, report_unknown_keys
from afterview.reading.cross_links import check_links, rewrite_links
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
from afterview.reading.fields import Fields, parse_fields
from afterview.reading.linking import check_complete, check_mentors, check_notes
from afterview.reading.name_checks import check_names
from afterview.reading.outcomes import check_commitments
from afterview.reading.schema import KindFields, PortfolioFields, PublishFields, QuestionsFields, RepliesFields
from afterview.reading.sources import CONTENT, Source, list_sources, read_source
from afterview.reading.vocabulary import Vocabulary, folded, role_words
from afterview.reading.words import did_you_mean
from afterview.reading.yaml_tree import Tree, parse_yaml

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")
_URL = re.compile(r"https?://[^/\s?#]+(?:/[^\s?#]*)?\Z")


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """A portfolio as read, and its problems; with errors among them, the portfolio has only the entries that were read.

    ``paths`` are all files that were looked at; ``publish`` says where the public site goes; ``vocabulary`` is what
    entries were read by.
    """

    portfolio: Portfolio
    problems: tuple[Problem, ...]
    vocabulary: Vocabulary
    paths: tuple[str, ...] = ()
    publish: PublishFields | None = None


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


def read_portfolio(root: Path, read_entries: ReadEntries = read_entries) -> Read:
    """Read everything below ``content/``, and report every problem of every file."""
    reader = _PortfolioReader(root, read_entries)
    portfolio = reader.read()
    if errors_of(reader.problems):
        portfolio = drop_loose_ends(portfolio)
    problems = sorted((_with_excerpt(root, problem) for problem in reader.problems), key=lambda one: one.order)
    return Read(
        portfolio=portfolio,
        problems=tuple(problems),
        paths=tuple(reader.paths),
        publish=reader.settings.publish if reader.settings else None,
        vocabulary=reader.vocabulary,
    )


def read_settings(root: Path) -> Read:
    """Read what portfolio.yaml and the other settings say, and no entry."""
    return read_portfolio(root, lambda *_: ())


class _PortfolioReader:
    """Read one portfolio, in the order in which files need each other's words."""

    def __init__(self, root: Path, read_entries: ReadEntries) -> None:
        self.root = root
        self.read_entries = read_entries
        self.problems: list[Problem] = []
        self.paths: list[str] = []
        self.settings: PortfolioFields | None = None
        self.questions_tree: Tree | None = None
        self.questions_source: Source | None = None
        self.vocabulary: Vocabulary
        self.unknown: dict[str, list[tuple[str, int]]] = {}

    def read(self) -> Portfolio:
        settings, settings_tree, settings_source = self._yaml("portfolio.yaml", PortfolioFields)
        self.settings = settings
        fields = settings or PortfolioFields(title="", author="", kinds={})
        asked, self.questions_tree, self.questions_source = self._questions()
        skill_paths = self._list("skills")
        skills = frozenset(map(slug_of, skill_paths))
        if settings and settings_tree and settings_source:
            self._check_settings(settings, settings_tree, settings_source, skills)
        self._check_questions(asked, skills, fields)
        vocabulary = Vocabulary(
            kinds={slug: frozenset(kind.skills) for slug, kind in fields.kinds.items()},
            skills=skills,
            questions=frozenset(asked.questions),
            steps=len(fields.scale),
            scale=fields.scale,
            ignore=frozenset(fields.ignore),
            headings=role_words(fields.sections),
            default_visibility=fields.visibility,
            asks={folded(question.ask): id_ for id_, question in asked.questions.items()},
        )
        parsed_skills = self._entries(skill_paths, parse_skill, vocabulary)
        shown_by = {kind: set(known) for kind, known in vocabulary.kinds.items()}
        for parsed_entry in parsed_skills:
            for kind in parsed_entry.entry.kinds:
                shown_by[kind].add(parsed_entry.entry.slug)
        vocabulary = msgspec.structs.replace(
            vocabulary, kinds={kind: frozenset(shown) for kind, shown in shown_by.items()}
        )
        self.vocabulary = vocabulary
        interviews = self._entries(self._list("interviews"), parse_interview, vocabulary)
        notes = self._entries(self._list("notes"), parse_note, vocabulary)
        articles = self._entries(self._list("pages"), parse_article, vocabulary)
        mentors = self._entries(self._list("mentors"), parse_mentor, vocabulary)
        self.problems += find_same_addresses(articles, PAGES | FOLDERS)
        problems, rewrites = check_links(self.root, [*interviews, *parsed_skills, *notes, *articles, *mentors])
        self.problems += problems
        if rewrites:
            interviews = [rewrite_links(parsed_entry, rewrites) for parsed_entry in interviews]
            parsed_skills = [rewrite_links(parsed_entry, rewrites) for parsed_entry in parsed_skills]
            notes = [rewrite_links(parsed_entry, rewrites) for parsed_entry in notes]
            articles = [rewrite_links(parsed_entry, rewrites) for parsed_entry in articles]
            mentors = [rewrite_links(parsed_entry, rewrites) for parsed_entry in mentors]
        self.problems += check_themes(interviews)
        self.problems += check_interviewers(interviews)
        self.problems += check_commitments(interviews)
        self.problems += report_unknown_keys(self.unknown, fields.ignore)
        self.problems += check_complete(interviews, frozenset(fields.complete_for))
        self.problems += check_mentors(mentors)
        self.problems += check_notes(notes, interviews)
        self.problems += check_names(self.root, [*interviews, *parsed_skills, *notes, *articles], fields, asked)
        declared = [skill for kind in fields.kinds.values() for skill in kind.skills]
        ranks = {skill: place for place, skill in reversed(list(enumerate(declared)))}
        by_rank = sorted(
            (parsed_entry.entry for parsed_entry in parsed_skills), key=lambda one: (ranks.get(one.slug, 999), one.slug)
        )
        return Portfolio(
            title=fields.title,
            author=fields.author,
            language=fields.language,
            scale=fields.scale,
            url=fields.url.rstrip("/") + "/" if fields.url else None,
            shows=frozenset(fields.shows),
            complete_for=frozenset(fields.complete_for),
            kinds={slug: _kind(slug, kind, shown_by[slug]) for slug, kind in fields.kinds.items()},
            skills={skill.slug: skill for skill in by_rank},
            questions={
                id_: Question(id=id_, ask=one.ask, kinds=one.kinds, skills=one.skills)
                for id_, one in asked.questions.items()
            },
            follow_ups=asked.follow_ups,
            interviews=tuple(sorted((parsed_entry.entry for parsed_entry in interviews), key=lambda one: one.order)),
            notes=tuple(sorted((parsed_entry.entry for parsed_entry in notes), key=lambda one: (one.date, one.path))),
            articles=tuple(
                sorted((parsed_entry.entry for parsed_entry in articles), key=lambda one: (one.order, one.slug))
            ),
            mentors=tuple(sorted((parsed_entry.entry for parsed_entry in mentors), key=lambda one: one.slug)),
            replies=_replies(fields.replies),
        )

    def _collect_unknown(self, path: str, unknown: Mapping[str, int]) -> None:
        for key, line in unknown.items():
            self.unknown.setdefault(key, []).append((path, line))

    def _list(self, folder: str) -> list[str]:
        paths, problems = list_sources(self.root, folder)
        self.problems += problems
        self.paths += paths
        return paths

    def _entries(self, paths: Sequence[str], parse: Parse[One], vocabulary: Vocabulary) -> list[ParsedEntry[One]]:
        parsed_entries: list[ParsedEntry[One]] = []
        for read in self.read_entries(self.root, paths, parse, vocabulary):
            if isinstance(read, Problem):
                self.problems.append(_without_words(read))
                continue
            parsed_entry, problems = read
            self.problems += problems
            if parsed_entry is not None:
                parsed_entries.append(parsed_entry)
                self._collect_unknown(parsed_entry.path, parsed_entry.unknown)
        self.problems += find_same_addresses(parsed_entries)
        return parsed_entries

    def _yaml(self, name: str, form: type[Fields]) -> tuple[Fields | None, Tree | None, Source | None]:
        path = f"{CONTENT}/{name}"
        self.paths.append(path)
        source = read_source(self.root, path)
        if isinstance(source, Problem):
            self.problems.append(source)
            return None, None, None
        tree, problems = parse_yaml(source, source.text)
        self.problems += problems
        if tree is None:
            return None, None, source
        parsed = parse_fields(source, tree, form)
        self.problems += parsed.problems
        self._collect_unknown(path, parsed.unknown)
        return parsed.fields, tree, source

    def _questions(self) -> tuple[QuestionsFields, Tree | None, Source | None]:
        if not (self.root / CONTENT / "questions.yaml").exists():
            return QuestionsFields(), None, None
        fields, tree, source = self._yaml("questions.yaml", QuestionsFields)
        return fields or QuestionsFields(), tree, source

    def _check_questions(self, asked: QuestionsFields, skills: frozenset[str], settings: PortfolioFields) -> None:
        tree, source = self.questions_tree, self.questions_source
        if tree is None or source is None:
            return
        for id_, question in asked.questions.items():
            named = [
                ("skills", place, skill, skills, Code.UNKNOWN_SKILL) for place, skill in enumerate(question.skills)
            ]
            if settings.kinds:
                kinds = frozenset(settings.kinds)
                named += [("kinds", place, kind, kinds, Code.UNKNOWN_KIND) for place, kind in enumerate(question.kinds)]
            for key, place, name, known, code in named:
                if name not in known:
                    line, column = tree.place("questions", id_, key, place)
                    message = f"`{name}` is not a {key.removesuffix('s')} of this portfolio"
                    hint = did_you_mean(name, sorted(known))
                    self.problems.append(source.problem(code, message, hint, line=line, column=column))

    def _check_settings(self, fields: PortfolioFields, tree: Tree, source: Source, skills: frozenset[str]) -> None:
        def note(code: Code, message: str, hint: str, *path: str | int) -> None:
            line, column = tree.place(*path)
            self.problems.append(source.problem(code, message, hint, line=line, column=column))

        for slug, kind in fields.kinds.items():
            for place, skill in enumerate(kind.skills):
                if skill not in skills:
                    hint = f"{did_you_mean(skill, sorted(skills))}; or write content/skills/{skill}.md"
                    message = f"there is no skill `{skill}`"
                    note(Code.UNKNOWN_SKILL, message, hint, "kinds", slug, "skills", place)
        if not tree.value.get("kinds"):
            note(
                Code.MISSING_FIELD,
                "there is no kind of interview",
                "add one to `kinds`, as `afterview init` does",
                "kinds",
            )
        if len(set(fields.scale)) < len(fields.scale):
            note(Code.BAD_VALUE, "two steps of the scale have the same word", "give each step its own word", "scale")
        if not 2 <= len(fields.scale) <= 9:
            message = f"a scale of {len(fields.scale)} words cannot be used"
            note(Code.BAD_VALUE, message, "give it 2 to 9 words, lowest first", "scale")
        if fields.url is not None and not _URL.match(fields.url):
            hint = "write the full address, like https://ada.github.io/interviews/"
            note(Code.BAD_VALUE, f"`{fields.url}` is not a site's address", hint, "url")
        if not _LANGUAGE.match(fields.language):
            note(Code.BAD_VALUE, f"`{fields.language}` is not a language's code", "write en, es, pt, fr, …", "language")


def _replies(fields: RepliesFields | None) -> Replies | None:
    return Replies(email=fields.email, github=fields.github) if fields else None


def _without_words(problem: Problem) -> Problem:
    """Warn of an empty file, which says nothing yet; what a skill means has to be said."""
    if problem.code is not Code.EMPTY_FILE or problem.path.startswith(f"{CONTENT}/skills/"):
        return problem
    return msgspec.structs.replace(problem, message="this file says nothing yet", severity=Severity.WARNING)


def _kind(slug: str, fields: KindFields, shown: set[str]) -> Kind:
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
