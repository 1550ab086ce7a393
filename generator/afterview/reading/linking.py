"""Check what entries say of each other: notes, and who may see what."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from afterview.model.audience import Audience
from afterview.model.interview import Interview
from afterview.model.mentor import Mentor
from afterview.model.portfolio import Article, Note, Skill
from afterview.problems import Code, Problem, Severity
from afterview.reading.entries import ParsedEntry
from afterview.reading.words import did_you_mean

Any_ = ParsedEntry[Interview] | ParsedEntry[Skill] | ParsedEntry[Note] | ParsedEntry[Article] | ParsedEntry[Mentor]


def check_complete(
    parsed_entries: Sequence[ParsedEntry[Interview]], complete_for: AbstractSet[Audience]
) -> Iterator[Problem]:
    """Report rated interviews that are hidden from an audience who, by portfolio.yaml, sees them all."""
    for parsed in parsed_entries:
        hidden_from = sorted(one for one in complete_for if not one.may_see(parsed.entry.visibility))
        if hidden_from and parsed.entry.ratings:
            message = f"this rated interview is {parsed.entry.visibility}, but `complete_for` lists {hidden_from[0]}"
            hint = (
                f"set `visibility: {hidden_from[0]}`, or remove {hidden_from[0]} from `complete_for` in portfolio.yaml"
            )
            yield _problem(parsed, Code.HIDDEN_RATING, message, hint, 1)


def check_mentors(mentors: Sequence[ParsedEntry[Mentor]]) -> Iterator[Problem]:
    """Report two mentors whose sealed pages would lie in one place."""
    first: dict[str, str] = {}
    for parsed in mentors:
        path = first.setdefault(parsed.entry.link, parsed.path)
        if path != parsed.path:
            message = f"{path} and this file have the same `link`"
            hint = "write the second file with `afterview mentor NAME`, which makes a link of its own"
            yield _problem(parsed, Code.SAME_LINK, message, hint, *parsed.places["link"])


def check_notes(notes: Sequence[ParsedEntry[Note]], interviews: Sequence[ParsedEntry[Interview]]) -> Iterator[Problem]:
    """Report notes about interviews that do not exist, or that fewer people may see than the note."""
    by_slug = {parsed.entry.slug: parsed.entry for parsed in interviews}
    for parsed in notes:
        for slug in parsed.entry.about:
            line, column = parsed.places[slug]
            interview = by_slug.get(slug)
            if interview is None:
                message = f"there is no interview `{slug}`"
                yield _problem(parsed, Code.UNKNOWN_INTERVIEW, message, did_you_mean(slug, by_slug), line, column)
            elif interview.visibility.rank < parsed.entry.visibility.rank:
                message = (
                    f"the note is {parsed.entry.visibility}, but `{slug}` is {interview.visibility}: it stays hidden"
                )
                hint = (
                    "people see a note only if they may see every interview it is about. "
                    f"To show it, change the visibility of `{slug}`"
                )
                yield _problem(parsed, Code.HIDDEN_NOTE, message, hint, line, column, Severity.WARNING)


def _problem(
    parsed: Any_,
    code: Code,
    message: str,
    hint: str,
    line: int,
    column: int = 1,
    severity: Severity = Severity.ERROR,
) -> Problem:
    return Problem(code=code, path=parsed.path, message=message, hint=hint, line=line, column=column, severity=severity)
