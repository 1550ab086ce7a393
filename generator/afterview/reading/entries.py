"""Turn each Markdown source into the entry it is: an interview, a skill, a note, an article or a mentor."""

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

import msgspec

from afterview.model.audience import Visibility
from afterview.model.interview import Interview, Shown
from afterview.model.mentor import Mentor
from afterview.model.portfolio import Article, Note, Skill
from afterview.model.section import Outcome
from afterview.problems import Code, Problem, Severity
from afterview.reading.asked import find_asked
from afterview.reading.fields import did_you_mean, parse_fields
from afterview.reading.front_matter import Entry, parse_front_matter
from afterview.reading.markup.anchors import Anchor
from afterview.reading.markup.body import Body, parse_body
from afterview.reading.markup.links import Link
from afterview.reading.schema import InterviewFields, MentorFields, NoteFields, PageFields, SkillFields
from afterview.reading.slugs import slugify
from afterview.reading.sources import Source
from afterview.reading.vocabulary import Vocabulary

One = TypeVar("One", bound=Interview | Skill | Note | Article | Mentor)
Fields = TypeVar("Fields", bound=msgspec.Struct)
Place = tuple[int, int]
_COMMITMENT_ID = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\Z")


class Draft(msgspec.Struct, Generic[One], frozen=True, kw_only=True):
    """An entry that is read, and what can be checked only beside the others.

    ``places`` gives line and column of each name that it refers to others by: commitments whose outcome it gives,
    interviews that a note is about; ``interviewer_place`` that of the interviewer's name. The lines are those of its
    own commitments, sections and themes (where each stands first). ``shows`` are the names that the file permits the
    public to see; ``anchors`` are its headings.
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


Read = tuple[Draft[One] | None, list[Problem]]


def slug_of(path: str) -> str:
    """Give the slug of a source: its file's name without ``.md``, slugified."""
    return slugify(posixpath.basename(path)[: -len(".md")])


def parse_interview(source: Source, vocabulary: Vocabulary) -> Read[Interview]:
    """Parse one interview; None with its problems where its front matter cannot be trusted."""

    def make(entry: Entry, fields: InterviewFields, body: Body, problems: list[Problem]) -> Draft[Interview]:
        problems += _check_interview(entry, fields, vocabulary)
        outcomes, places = _read_outcomes(entry, fields, problems)
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
            interviewer=fields.interviewer,
            relation=fields.relation,
            minutes=fields.minutes,
            asked=tuple(dict.fromkeys((*fields.asked, *find_asked(entry.body, vocabulary.asks)))),
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
        return Draft(
            path=source.path,
            entry=interview,
            links=body.links,
            anchors=body.anchors,
            theme_lines=body.theme_lines,
            places=places,
            interviewer_place=entry.tree.place("interviewer"),
            commitment_lines=body.commitment_lines,
            section_lines=body.section_lines,
            shows=interview.shows,
        )

    return _parse(source, vocabulary, InterviewFields, make)


def _read_outcomes(
    entry: Entry, fields: InterviewFields, problems: list[Problem]
) -> tuple[dict[str, Outcome], dict[str, Place]]:
    """Read the outcomes that are given, by commitment id, with the place of each; words are made an id of."""
    outcomes: dict[str, Outcome] = {}
    places: dict[str, Place] = {}
    for written, outcome in fields.outcomes.items():
        if outcome is None:
            continue
        place = entry.tree.keys[("outcomes", written)]
        id_ = written if _COMMITMENT_ID.match(written) else slugify(written)
        if id_ in outcomes:
            message = f"`{written}` and the commitment on line {places[id_][0]} are the same"
            problems.append(_note(entry, Code.DUPLICATE_KEY, message, "keep one of the two", place))
        outcomes[id_], places[id_] = outcome, place
    return outcomes, places


def _check_interview(entry: Entry, fields: InterviewFields, vocabulary: Vocabulary) -> list[Problem]:
    problems = []
    skills_of_kind = vocabulary.kinds.get(fields.kind)
    if skills_of_kind is None and vocabulary.kinds:
        place = entry.tree.place("kind")
        message = f"`{fields.kind}` is not a kind of portfolio.yaml"
        problems.append(_note(entry, Code.UNKNOWN_KIND, message, did_you_mean(fields.kind, vocabulary.kinds), place))
    for place_in_list, question in enumerate(fields.asked):
        if question not in vocabulary.questions:
            place = entry.tree.place("asked", place_in_list)
            message = f"`{question}` is not a question of questions.yaml"
            hint = did_you_mean(question, vocabulary.questions)
            problems.append(_note(entry, Code.UNKNOWN_QUESTION, message, hint, place))
    for key, ratings in (("self", fields.self_ratings), ("ratings", fields.ratings)):
        for skill, step in ratings.items():
            place = entry.tree.keys[(key, skill)]
            if skill not in vocabulary.skills:
                hint = f"{did_you_mean(skill, sorted(vocabulary.skills))}; or write content/skills/{slugify(skill)}.md"
                problems.append(_note(entry, Code.UNKNOWN_SKILL, f"`{skill}` is not a declared skill", hint, place))
            elif skills_of_kind is not None and skill not in skills_of_kind and step is not None:
                message = f"a {fields.kind} interview is not said to show {skill}"
                hint = f"add {skill} to that kind's skills in portfolio.yaml, or remove the rating"
                problems.append(_note(entry, Code.SKILL_OUTSIDE_KIND, message, hint, place, Severity.WARNING))
            if step is not None and step > vocabulary.steps:
                message = f"{step} is beyond the scale, which has {vocabulary.steps} steps"
                hint = f"write 1 to {vocabulary.steps}, or ~ for not observed"
                problems.append(_note(entry, Code.BAD_RATING, message, hint, entry.tree.place(key, skill)))
    return problems


def parse_skill(source: Source, vocabulary: Vocabulary) -> Read[Skill]:
    """Parse what a skill means."""

    def make(entry: Entry, fields: SkillFields, body: Body, problems: list[Problem]) -> Draft[Skill]:
        if fields.anchors and len(fields.anchors) != vocabulary.steps:
            message = f"there are {len(fields.anchors)} anchors, and {vocabulary.steps} steps in the scale"
            hint = "write one sentence for each step, lowest first"
            problems.append(_note(entry, Code.BAD_VALUE, message, hint, entry.tree.place("anchors")))
        if fields.target is not None and fields.target > vocabulary.steps:
            message = f"{fields.target} is beyond the scale, which has {vocabulary.steps} steps"
            hint = f"write 1 to {vocabulary.steps}"
            problems.append(_note(entry, Code.BAD_RATING, message, hint, entry.tree.place("target")))
        for number, kind in enumerate(fields.kinds):
            if kind not in vocabulary.kinds and vocabulary.kinds:
                place = entry.tree.place("kinds", number)
                message = f"`{kind}` is not a kind of portfolio.yaml"
                problems.append(_note(entry, Code.UNKNOWN_KIND, message, did_you_mean(kind, vocabulary.kinds), place))
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
        return Draft(
            path=source.path,
            entry=skill,
            links=body.links,
            anchors=body.anchors,
            section_lines=body.section_lines,
            shows=frozenset(fields.shows),
        )

    return _parse(source, vocabulary, SkillFields, make)


def parse_note(source: Source, vocabulary: Vocabulary) -> Read[Note]:
    """Parse a mentor's answer."""

    def make(entry: Entry, fields: NoteFields, body: Body, _problems: list[Problem]) -> Draft[Note]:
        places = {slug: entry.tree.place("about", number) for number, slug in enumerate(fields.about)}
        note = Note(
            slug=slug_of(source.path),
            path=source.path,
            author=fields.author,
            date=fields.date,
            visibility=_visibility(entry, fields.visibility, Visibility.MENTOR),
            about=fields.about,
            sections=body.sections,
        )
        return Draft(
            path=source.path,
            entry=note,
            links=body.links,
            anchors=body.anchors,
            places=places,
            section_lines=body.section_lines,
            shows=frozenset(fields.shows),
        )

    return _parse(source, vocabulary, NoteFields, make)


def parse_mentor(source: Source, vocabulary: Vocabulary) -> Read[Mentor]:
    """Parse who gets a sealed page, and the letter on top of it."""

    def make(entry: Entry, fields: MentorFields, body: Body, _problems: list[Problem]) -> Draft[Mentor]:
        mentor = Mentor(
            slug=slug_of(source.path),
            path=source.path,
            name=fields.name,
            link=fields.link,
            until=fields.until,
            language=fields.language,
            sections=body.sections,
        )
        return Draft(
            path=source.path,
            entry=mentor,
            links=body.links,
            anchors=body.anchors,
            places={"link": entry.tree.place("link")},
        )

    return _parse(source, vocabulary, MentorFields, make)


def parse_article(source: Source, vocabulary: Vocabulary) -> Read[Article]:
    """Parse a page of ``pages/``."""

    def make(entry: Entry, fields: PageFields, body: Body, _problems: list[Problem]) -> Draft[Article]:
        article = Article(
            slug=slug_of(source.path),
            path=source.path,
            title=fields.title,
            visibility=_visibility(entry, fields.visibility, vocabulary.default_visibility),
            order=fields.order,
            sections=body.sections,
        )
        return Draft(
            path=source.path,
            entry=article,
            links=body.links,
            anchors=body.anchors,
            section_lines=body.section_lines,
            shows=frozenset(fields.shows),
        )

    return _parse(source, vocabulary, PageFields, make)


def _parse(
    source: Source,
    vocabulary: Vocabulary,
    form: type[Fields],
    make: Callable[[Entry, Fields, Body, list[Problem]], Draft[One]],
) -> Read[One]:
    """Go the way that all entries share: front matter, fields, body; the body's problems show even without the rest."""
    entry, problems = parse_front_matter(source)
    if entry is None:
        return None, problems
    fields, more = parse_fields(source, entry.tree, form)
    body = parse_body(source, entry.body, first_line=entry.body_line, slug=slug_of(source.path), vocabulary=vocabulary)
    found = [*problems, *more, *body.problems]
    if entry.tree.value.get("visibility", "") is None:
        message = "`visibility` has no value; until it has one it is read as private"
        hint = "write private, mentor or public, or delete the line"
        found.append(_note(entry, Code.UNKNOWN_VISIBILITY, message, hint, entry.tree.place("visibility")))
    return (make(entry, fields, body, found) if fields is not None else None), found


def _visibility(entry: Entry, read: Visibility | None, default: Visibility) -> Visibility:
    """Take the visibility read; what was written but not understood is private, whatever the default says."""
    if read is not None:
        return read
    return Visibility.PRIVATE if "visibility" in entry.tree.value else default


def _note(
    entry: Entry, code: Code, message: str, hint: str, place: Place, severity: Severity = Severity.ERROR
) -> Problem:
    line, column = place
    return entry.source.problem(code, message, hint, line=line, column=column, severity=severity)


def find_same_addresses(drafts: Iterable[Draft[One]], taken: Iterable[str] = ()) -> list[Problem]:
    """Report entries of one folder whose pages would have one address; ``taken`` are the site's own."""
    seen = dict.fromkeys(taken, "a page that every site has")
    problems = []
    for draft in drafts:
        first = seen.setdefault(draft.entry.slug, draft.path)
        if first != draft.path:
            message = f"its page would have the same address, {draft.entry.slug}, as {first}"
            hint = "rename one of the two"
            problems.append(Problem(code=Code.SAME_ADDRESS, path=draft.path, message=message, hint=hint))
    return problems
