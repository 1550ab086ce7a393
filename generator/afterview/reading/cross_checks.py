"""Compare what all files say of each other: themes and people that may be one, notes, mentors and unknown fields."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

import msgspec

from afterview.model.audience import Audience, Visibility
from afterview.model.interview import Interview
from afterview.model.mentor import Mentor
from afterview.model.portfolio import Note, Portfolio
from afterview.model.section import Commitment, Point
from afterview.problems import Code, Problem, Severity
from afterview.reading.did_you_mean import did_you_mean
from afterview.reading.entries import ParsedEntry
from afterview.reading.memo import remember_last

Marked = TypeVar("Marked", Point, Commitment)

_SHORTEST = 5
"""Letters that a theme must have for one letter more or less to be a slip of the keyboard."""
_MOST = 20


def check_themes(parsed_entries: Sequence[ParsedEntry[Interview]]) -> Iterator[Problem]:
    """Warn of themes that nearly agree, as ``edge`` and ``edge-cases``, at the one that is used less."""
    for less, more in _find_similar_themes([parsed.entry.theme_uses for parsed in parsed_entries]):
        first = next((parsed for parsed in parsed_entries if less in parsed.theme_lines), None)
        if first:
            yield Problem(
                code=Code.SIMILAR_THEMES,
                path=first.path,
                line=first.theme_lines[less],
                column=1,
                message=f"`#{less}` and `#{more}` may be one theme, and are counted as two",
                hint=f"if they are one, write #{more} in each place",
                severity=Severity.WARNING,
            )


@remember_last
def _find_similar_themes(uses: Sequence[Mapping[str, int]]) -> list[tuple[str, str]]:
    total: Counter[str] = Counter()
    for counts in uses:
        total.update(counts)
    return _find_twins([slug for slug, _ in total.most_common()])[:_MOST]


def check_copies(parsed_entries: Sequence[ParsedEntry[Interview]]) -> Iterator[Problem]:
    """Warn of an interview that says the same as another whose name begins its own, as ``a (1).md`` beside ``a.md``."""
    alike: dict[tuple[object, ...], list[ParsedEntry[Interview]]] = {}
    for parsed in parsed_entries:
        interview = parsed.entry
        alike.setdefault((interview.date, interview.title, interview.kind), []).append(parsed)
    for several in alike.values():
        originals: dict[tuple[object, ...], ParsedEntry[Interview]] = {}
        for parsed in sorted(several, key=lambda parsed: (len(parsed.path), parsed.path)) if len(several) > 1 else ():
            texts = tuple(section.html for section in parsed.entry.sections)
            original = originals.setdefault((tuple(parsed.entry.ratings.items()), texts), parsed)
            begins = parsed.path.startswith(original.path.removesuffix(".md"))
            if begins and parsed is not original and (any(texts) or parsed.entry.ratings):
                message = f"this interview says the same as {original.path}, and both are counted"
                hint = "if one is a copy, delete it"
                yield parsed.problem(Code.SAME_INTERVIEW, message, hint, 1, severity=Severity.WARNING)


def check_interviewers(parsed_entries: Sequence[ParsedEntry[Interview]]) -> Iterator[Problem]:
    """Warn of interviewers whose names nearly agree, as ``Dana`` and ``Dana R.``, at the one that comes up less.

    One person under two names would count as two people, who might seem to agree with each other.
    """
    for less, more in _find_similar_names([parsed.entry.interviewers for parsed in parsed_entries]):
        first = next(parsed for parsed in parsed_entries if less in parsed.entry.interviewers)
        line, column = first.interviewer_place
        panel = next((name for name in (less, more) if "," in name), None)
        yield Problem(
            code=Code.SIMILAR_NAMES,
            path=first.path,
            line=line,
            column=column,
            message=f"`{less}` and `{more}` may be one person, and are counted as two",
            hint=f"if it is several people, write a list: [{panel}]"
            if panel
            else f"if they are one, write {more} in each file",
            severity=Severity.WARNING,
        )


@remember_last
def _find_similar_names(interviewers: Sequence[tuple[str, ...]]) -> list[tuple[str, str]]:
    """List the pairs of names that may be one person's, the one that comes up less first."""
    uses = Counter(person for people in interviewers for person in people)
    by_words: dict[str, list[str]] = {}
    found: list[tuple[str, str]] = []
    for name, _ in uses.most_common():
        words = _split_name(name)
        more = next((other for other in by_words.get(words[0], ()) if _may_be_one(words, _split_name(other))), None)
        by_words.setdefault(words[0], []).append(name)
        if more is not None:
            found.append((name, more))
    return found[:_MOST]


def _split_name(name: str) -> tuple[str, ...]:
    """Split a name into its words without dots and capitals; at least one, which may be empty."""
    return tuple(name.casefold().replace(".", " ").replace("-", " ").split()) or ("",)


def _may_be_one(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Return whether each word of the shorter name is, or begins, the word in its place of the longer one."""
    return all(one.startswith(other) or other.startswith(one) for one, other in zip(words, others, strict=False))


def report_unknown_keys(unknown: Mapping[str, Sequence[tuple[str, int]]], ignore: Collection[str]) -> Iterator[Problem]:
    """Warn once, for the whole portfolio, of the fields that Afterview ignores; ``unknown`` has the places of each."""
    keys = sorted(unknown.keys() - set(ignore))
    if not keys:
        return
    path, line = min(place for key in keys for place in unknown[key])
    files = len({path for key in keys for path, _ in unknown[key]})
    quoted = ", ".join(f"`{key}`" for key in keys[:_MOST]) + (", …" if len(keys) > _MOST else "")
    yield Problem(
        code=Code.IGNORED_KEY,
        path=path,
        line=line,
        column=1,
        message=f"Afterview does not know these fields and ignores them: {quoted} (files: {files})",
        hint=f"if another program needs them, write `ignore: [{', '.join(keys[:_MOST])}]` in portfolio.yaml",
        severity=Severity.WARNING,
    )


def check_complete(
    parsed_entries: Sequence[ParsedEntry[Interview]], complete_for: AbstractSet[Audience]
) -> Iterator[Problem]:
    """Report rated interviews that are hidden from an audience who, by portfolio.yaml, sees them all."""
    for parsed in parsed_entries if complete_for else ():
        hidden_from = sorted(one for one in complete_for if not one.may_see(parsed.entry.visibility))
        if hidden_from and parsed.entry.ratings:
            message = f"this rated interview is {parsed.entry.visibility}, but `complete_for` lists {hidden_from[0]}"
            hint = (
                f"set `visibility: {hidden_from[0]}`, or remove {hidden_from[0]} from `complete_for` in portfolio.yaml"
            )
            yield parsed.problem(Code.HIDDEN_RATING, message, hint, 1)


def check_mentors(mentors: Sequence[ParsedEntry[Mentor]]) -> Iterator[Problem]:
    """Report two mentors whose sealed pages would lie in one place."""
    first: dict[str, str] = {}
    for parsed in mentors:
        path = first.setdefault(parsed.entry.link, parsed.path)
        if path != parsed.path:
            message = f"{path} and this file have the same `link`"
            hint = "write the second file with `afterview mentor NAME`, which makes a link of its own"
            yield parsed.problem(Code.SAME_LINK, message, hint, *parsed.places["link"])


def check_notes(
    notes: Sequence[ParsedEntry[Note]], interviews: Sequence[ParsedEntry[Interview]], unread: AbstractSet[str]
) -> Iterator[Problem]:
    """Report notes about interviews that do not exist, or that fewer people may see than the note.

    ``unread`` are the slugs of interviews that could not be read: they are there.
    """
    by_slug = {parsed.entry.slug: parsed.entry for parsed in interviews} if notes else {}
    for parsed in notes:
        for slug in parsed.entry.about:
            line, column = parsed.places[slug]
            interview = by_slug.get(slug)
            if interview is None and slug in unread:
                continue
            if interview is None:
                message = f"there is no interview `{slug}`, so only you see this note"
                hint = did_you_mean(slug, by_slug)
                yield parsed.problem(Code.UNKNOWN_INTERVIEW, message, hint, line, column, Severity.WARNING)
            elif interview.visibility.rank < parsed.entry.visibility.rank:
                message = (
                    f"the note is {parsed.entry.visibility}, but `{slug}` is {interview.visibility}: it stays hidden"
                )
                hint = (
                    "people see a note only if they may see every interview it is about. "
                    f"To show it, change the visibility of `{slug}`"
                )
                yield parsed.problem(Code.HIDDEN_NOTE, message, hint, line, column, Severity.WARNING)


def hide_astray(note: Note, interviews: Collection[str]) -> Note:
    """Hide a note that names an interview that does not exist: it may be one that fewer people should know of."""
    about = tuple(slug for slug in note.about if slug in interviews)
    if len(about) == len(note.about):
        return note
    return msgspec.structs.replace(note, about=about, visibility=Visibility.PRIVATE)


def _find_twins(slugs: Sequence[str]) -> list[tuple[str, str]]:
    """List the pairs of slugs that nearly agree, the later of each pair first.

    One begins the other, or has a letter more, less or other, or a hyphen.
    """
    by_key: dict[str, str] = {}
    twins: dict[tuple[str, str], None] = {}
    for slug in slugs:
        parts = slug.split("-")
        begins = {"-".join(parts[:count]) for count in range(1, len(parts))}
        letters = slug.replace("-", "")
        slips = {letters[:place] + letters[place + 1 :] for place in range(len(letters))}
        same = {letters, *(slips if len(letters) > _SHORTEST else ())}
        keys = {f"{slug}-", *(f"{begin}-" for begin in begins), *same}
        own = {f"{slug}-", *(f"{begin}-" for begin in begins)}
        for key in sorted(keys):
            other = by_key.get(key)
            if other and other != slug and (key in same or key == f"{slug}-" or key == f"{other}-"):
                twins.setdefault((slug, other))
        for key in own | same:
            by_key.setdefault(key, slug)
    return list(twins)


def drop_loose_ends(portfolio: Portfolio) -> Portfolio:
    """Drop names of skills and kinds that nothing declares, and ratings off the scale; `new` goes on without them."""
    skills = portfolio.skills
    return msgspec.structs.replace(
        portfolio,
        kinds={
            slug: msgspec.structs.replace(kind, skills=_known(kind.skills, skills))
            for slug, kind in portfolio.kinds.items()
        },
        questions={
            id_: msgspec.structs.replace(question, skills=_known(question.skills, skills))
            for id_, question in portfolio.questions.items()
        },
        interviews=tuple(
            _mend(interview, portfolio) for interview in portfolio.interviews if interview.kind in portfolio.kinds
        ),
    )


def _mend(interview: Interview, portfolio: Portfolio) -> Interview:
    return msgspec.structs.replace(
        interview,
        ratings=_known_ratings(interview.ratings, portfolio),
        self_ratings=_known_ratings(interview.self_ratings, portfolio),
        points=tuple(_unmark(point, portfolio) for point in interview.points),
        commitments=tuple(_unmark(made, portfolio) for made in interview.commitments),
    )


def _known_ratings(ratings: Mapping[str, int], portfolio: Portfolio) -> dict[str, int]:
    steps = len(portfolio.scale)
    return {skill: step for skill, step in ratings.items() if skill in portfolio.skills and step <= steps}


def _unmark(one: Marked, portfolio: Portfolio) -> Marked:
    return one if one.skill is None or one.skill in portfolio.skills else msgspec.structs.replace(one, skill=None)


def _known(names: tuple[str, ...], known: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(name for name in names if name in known)
