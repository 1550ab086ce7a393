"""Turn each Markdown source into the entry it is: an interview, a skill, a note, an article or a mentor."""

import posixpath
from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

import msgspec

from afterview.model.audience import Visibility
from afterview.model.interview import Interview, Shown
from afterview.model.mentor import Mentor
from afterview.model.portfolio import Article, Note, Skill
from afterview.problems import Code, Problem, Severity
from afterview.reading.asked import find_answers
from afterview.reading.did_you_mean import did_you_mean
from afterview.reading.field_parser import parse_fields
from afterview.reading.front_matter import Entry, parse_front_matter
from afterview.reading.interview_checks import check_interview, read_outcomes
from afterview.reading.markup.anchors import Anchor
from afterview.reading.markup.body import Body, parse_body
from afterview.reading.markup.links import Link
from afterview.reading.memo import digest_of
from afterview.reading.schema import InterviewFields, MentorFields, NoteFields, PageFields, SkillFields
from afterview.reading.slugs import slugify
from afterview.reading.sources import Source
from afterview.reading.vocabulary import Vocabulary

One = TypeVar("One", bound=Interview | Skill | Note | Article | Mentor)
Fields = TypeVar("Fields", bound=msgspec.Struct)
Place = tuple[int, int]


class ParsedEntry(msgspec.Struct, Generic[One], frozen=True, kw_only=True):
    """An entry that is read, and what can be checked only beside the others.

    ``places`` gives line and column of each name that it refers to others by: commitments whose outcome it gives,
    interviews that a note is about; ``interviewer_place`` that of the interviewer's name. The lines are those of its
    own commitments, sections and themes (where each stands first). ``shows`` are the names that the file permits the
    public to see; ``anchors`` are its headings. ``unknown`` has the line of each key that Afterview ignores. ``digest``
    is that of its path and text, and empty when the entry is no longer what the text alone says.
    """

    path: str
    entry: One
    links: tuple[Link, ...] = ()
    anchors: Mapping[str, Anchor] = {}
    theme_lines: Mapping[str, int] = {}
    places: Mapping[str, Place] = {}
    interviewer_place: Place = (1, 1)
    commitment_lines: tuple[int, ...] = ()
    section_lines: tuple[int, ...] = ()
    shows: frozenset[Shown] = frozenset()
    unknown: Mapping[str, int] = {}
    digest: bytes = b""

    def problem(
        self, code: Code, message: str, hint: str, line: int, column: int = 1, severity: Severity = Severity.ERROR
    ) -> Problem:
        """Return a problem of its file."""
        return Problem(
            code=code, path=self.path, message=message, hint=hint, line=line, column=column, severity=severity
        )


Read = tuple[ParsedEntry[One] | None, list[Problem]]


def slug_of(path: str) -> str:
    """Return the slug of a source: its file's name without ``.md``, slugified."""
    return slugify(posixpath.basename(path)[: -len(".md")])


def parse_interview(source: Source, vocabulary: Vocabulary) -> Read[Interview]:
    """Parse one interview; None with its problems where its front matter cannot be trusted."""

    def make(entry: Entry, fields: InterviewFields, body: Body, problems: list[Problem]) -> ParsedEntry[Interview]:
        problems += check_interview(entry, fields, vocabulary)
        outcomes, places = read_outcomes(entry, fields, problems)
        answered = _find_answered(entry, fields, body, vocabulary)
        interview = Interview(
            slug=slug_of(source.path),
            path=source.path,
            title=fields.title,
            date=fields.date,
            mode=fields.mode,
            kind=fields.kind,
            visibility=_visibility(entry, fields.visibility, vocabulary.default_visibility),
            company=fields.company,
            role=fields.role,
            interviewers=tuple(fields.interviewers or ()),
            relation=fields.relation,
            minutes=fields.minutes,
            asked=tuple(dict.fromkeys((*fields.asked, *(question for question, _ in answered)))),
            answered=answered,
            ratings={skill: step for skill, step in fields.ratings.items() if step is not None},
            self_ratings={skill: step for skill, step in fields.self_ratings.items() if step is not None},
            advance=fields.advance,
            outcomes=outcomes,
            shows=frozenset(fields.shows),
            source=fields.source,
            sections=body.sections,
            points=body.points,
            commitments=body.commitments,
        )
        return ParsedEntry(
            path=source.path,
            entry=interview,
            places=places,
            interviewer_place=entry.tree.place("interviewer"),
            shows=interview.shows,
        )

    return _parse(source, vocabulary, InterviewFields, make)


def _find_answered(
    entry: Entry, fields: InterviewFields, body: Body, vocabulary: Vocabulary
) -> tuple[tuple[str, Visibility], ...]:
    """Find the questions that the text alone says were asked, with who may see the section of each answer."""
    headings = [
        (line - entry.body_line, section.visibility)
        for section, line in zip(body.sections, body.section_lines, strict=True)
        if section.level
    ]
    return tuple(
        (question, next((seen for line, seen in reversed(headings) if line <= number), Visibility.PUBLIC))
        for question, number in find_answers(entry.body, vocabulary.asks)
        if question not in fields.asked
    )


def parse_skill(source: Source, vocabulary: Vocabulary) -> Read[Skill]:
    """Parse what a skill means."""

    def make(entry: Entry, fields: SkillFields, body: Body, problems: list[Problem]) -> ParsedEntry[Skill]:
        if fields.anchors and len(fields.anchors) != vocabulary.steps:
            message = f"there are {len(fields.anchors)} anchors, and {vocabulary.steps} steps in the scale"
            hint = "write one sentence for each step, lowest first"
            problems.append(entry.problem(Code.BAD_VALUE, message, hint, entry.tree.place("anchors")))
        for number, kind in enumerate(fields.kinds):
            if kind not in vocabulary.kinds and vocabulary.kinds:
                place = entry.tree.place("kinds", number)
                message = f"`{kind}` is not a kind of portfolio.yaml"
                problems.append(entry.problem(Code.UNKNOWN_KIND, message, did_you_mean(kind, vocabulary.kinds), place))
        slug = slug_of(source.path)
        listed = (kind for kind, skills in vocabulary.kinds.items() if slug in skills or kind in fields.kinds)
        skill = Skill(
            slug=slug,
            title=fields.title,
            kinds=tuple(listed),
            anchors=fields.anchors,
            target=fields.target,
            sections=body.sections,
        )
        return ParsedEntry(
            path=source.path,
            entry=skill,
            shows=frozenset(fields.shows),
        )

    return _parse(source, vocabulary, SkillFields, make)


def parse_note(source: Source, vocabulary: Vocabulary) -> Read[Note]:
    """Parse a mentor's answer."""

    def make(entry: Entry, fields: NoteFields, body: Body, _problems: list[Problem]) -> ParsedEntry[Note]:
        places = {slug: entry.tree.place("about", number) for number, slug in enumerate(fields.about)}
        note = Note(
            slug=slug_of(source.path),
            path=source.path,
            author=fields.author,
            date=fields.date,
            visibility=_visibility(entry, fields.visibility, Visibility.MENTOR),
            about=fields.about,
            title=fields.title,
            sections=body.sections,
        )
        return ParsedEntry(
            path=source.path,
            entry=note,
            places=places,
            shows=frozenset(fields.shows),
        )

    return _parse(source, vocabulary, NoteFields, make)


def parse_mentor(source: Source, vocabulary: Vocabulary) -> Read[Mentor]:
    """Parse who gets a sealed page, and the letter on top of it."""

    def make(entry: Entry, fields: MentorFields, body: Body, _problems: list[Problem]) -> ParsedEntry[Mentor]:
        mentor = Mentor(
            slug=slug_of(source.path),
            path=source.path,
            name=fields.name,
            link=fields.link,
            until=fields.until,
            language=fields.language,
            sections=body.sections,
        )
        return ParsedEntry(
            path=source.path,
            entry=mentor,
            places={"link": entry.tree.place("link")},
        )

    return _parse(source, vocabulary, MentorFields, make)


def parse_article(source: Source, vocabulary: Vocabulary) -> Read[Article]:
    """Parse a page of ``pages/``."""

    def make(entry: Entry, fields: PageFields, body: Body, _problems: list[Problem]) -> ParsedEntry[Article]:
        article = Article(
            slug=slug_of(source.path),
            path=source.path,
            title=fields.title,
            visibility=_visibility(entry, fields.visibility, vocabulary.default_visibility),
            order=fields.order,
            sections=body.sections,
        )
        return ParsedEntry(
            path=source.path,
            entry=article,
            shows=frozenset(fields.shows),
        )

    return _parse(source, vocabulary, PageFields, make)


def _parse(
    source: Source,
    vocabulary: Vocabulary,
    form: type[Fields],
    make: Callable[[Entry, Fields, Body, list[Problem]], ParsedEntry[One]],
) -> Read[One]:
    """Go the way that all entries share: front matter, fields, body; the body's problems show even without the rest."""
    entry, problems = parse_front_matter(source)
    if entry is None:
        return None, problems
    parsed = parse_fields(source, entry.tree, form, scale=vocabulary.scale, ignore=vocabulary.ignore)
    body = parse_body(source, entry.body, first_line=entry.body_line, slug=slug_of(source.path), vocabulary=vocabulary)
    found = [*problems, *parsed.problems, *body.problems]
    if entry.tree.value.get("visibility", "") is None:
        message = "`visibility` has no value. Until it has one, Afterview treats this as private"
        hint = "write private, mentor or public, or delete the line"
        found.append(entry.problem(Code.UNKNOWN_VISIBILITY, message, hint, entry.tree.place("visibility")))
    if parsed.fields is None:
        return None, found
    parsed_entry = msgspec.structs.replace(
        make(entry, parsed.fields, body, found),
        links=body.links,
        anchors=body.anchors,
        theme_lines=body.theme_lines,
        commitment_lines=body.commitment_lines,
        section_lines=body.section_lines,
        unknown=parsed.unknown,
        digest=digest_of(source.path, source.text),
    )
    return parsed_entry, found


def _visibility(entry: Entry, read: Visibility | None, default: Visibility) -> Visibility:
    """Return the visibility; a value that was not understood means private, whatever the default is."""
    if read is not None:
        return read
    return Visibility.PRIVATE if "visibility" in entry.tree.value else default


def find_same_addresses(parsed_entries: Iterable[ParsedEntry[One]], taken: Iterable[str] = ()) -> list[Problem]:
    """Report entries of one folder whose pages would have one address; ``taken`` are the site's own."""
    seen = dict.fromkeys(taken, "a page that every site has")
    problems = []
    for parsed_entry in parsed_entries:
        first = seen.setdefault(parsed_entry.entry.slug, parsed_entry.path)
        if first != parsed_entry.path:
            message = f"its page would have the same address, {parsed_entry.entry.slug}, as {first}"
            hint = "rename one of the two"
            problems.append(Problem(code=Code.SAME_ADDRESS, path=parsed_entry.path, message=message, hint=hint))
    return problems
