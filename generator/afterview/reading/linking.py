"""Check what entries say of each other: notes, and who may see what."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from afterview.model.audience import Audience
from afterview.model.interview import Interview
from afterview.model.mentor import Mentor
from afterview.model.portfolio import Article, Note, Skill
from afterview.problems import Code, Problem, Severity
from afterview.reading.entries import Draft
from afterview.reading.words import did_you_mean

Any_ = Draft[Interview] | Draft[Skill] | Draft[Note] | Draft[Article] | Draft[Mentor]


def check_complete(drafts: Sequence[Draft[Interview]], complete_for: AbstractSet[Audience]) -> Iterator[Problem]:
    """Report rated interviews that are hidden from an audience who, by portfolio.yaml, sees them all."""
    for draft in drafts:
        hidden_from = sorted(one for one in complete_for if not one.may_see(draft.entry.visibility))
        if hidden_from and draft.entry.ratings:
            message = f"this rated interview is {draft.entry.visibility}, but `complete_for` lists {hidden_from[0]}"
            hint = (
                f"set `visibility: {hidden_from[0]}`, or remove {hidden_from[0]} from `complete_for` in portfolio.yaml"
            )
            yield _problem(draft, Code.HIDDEN_RATING, message, hint, 1)


def check_mentors(mentors: Sequence[Draft[Mentor]]) -> Iterator[Problem]:
    """Report two mentors whose sealed pages would lie in one place."""
    first: dict[str, str] = {}
    for draft in mentors:
        path = first.setdefault(draft.entry.link, draft.path)
        if path != draft.path:
            message = f"{path} and this file have the same `link`"
            hint = "write the second file with `afterview mentor NAME`, which makes a link of its own"
            yield _problem(draft, Code.SAME_LINK, message, hint, *draft.places["link"])


def check_notes(notes: Sequence[Draft[Note]], interviews: Sequence[Draft[Interview]]) -> Iterator[Problem]:
    """Report notes about interviews that do not exist, or that fewer people may see than the note."""
    by_slug = {draft.entry.slug: draft.entry for draft in interviews}
    for draft in notes:
        for slug in draft.entry.about:
            line, column = draft.places[slug]
            interview = by_slug.get(slug)
            if interview is None:
                message = f"there is no interview `{slug}`"
                yield _problem(draft, Code.UNKNOWN_INTERVIEW, message, did_you_mean(slug, by_slug), line, column)
            elif interview.visibility.rank < draft.entry.visibility.rank:
                message = (
                    f"the note is {draft.entry.visibility}, but `{slug}` is {interview.visibility}: it stays hidden"
                )
                hint = (
                    "people see a note only if they may see every interview it is about. "
                    f"To show it, change the visibility of `{slug}`"
                )
                yield _problem(draft, Code.HIDDEN_NOTE, message, hint, line, column, Severity.WARNING)


def _problem(
    draft: Any_,
    code: Code,
    message: str,
    hint: str,
    line: int,
    column: int = 1,
    severity: Severity = Severity.ERROR,
) -> Problem:
    return Problem(code=code, path=draft.path, message=message, hint=hint, line=line, column=column, severity=severity)
