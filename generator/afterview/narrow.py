"""Narrow a portfolio to what an audience may see, and count what that hides; alone decides it."""

import re
from collections.abc import Iterable
from typing import TypeVar

import msgspec

from afterview.model.audience import Audience, Visibility
from afterview.model.interview import Interview, Shown, drop_early_outcomes, join_commitments
from afterview.model.mentor import Mentor
from afterview.model.portfolio import Article, Note, Portfolio
from afterview.model.section import ROOT, Section

_SKILL_LINK = re.compile(rf"{ROOT}skills/([a-z0-9-]+)\.html")
_Entry = Interview | Note | Article
_Text = TypeVar("_Text", Note, Article, Mentor)


class Hidden(msgspec.Struct, frozen=True, kw_only=True):
    """How much a site hides, without naming it; ``sections`` are those missing from entries that it shows."""

    interviews: int = 0
    notes: int = 0
    articles: int = 0
    sections: int = 0


def narrow(portfolio: Portfolio, audience: Audience, *, reader: str | None = None) -> Portfolio:
    """Keep what the audience may see, before anything is counted, listed or drawn.

    Entries and sections by their visibility; of a public interview the interviewer's name and the company only where
    ``shows`` of the portfolio or of that interview says so. What points at something hidden goes too: the outcome of a
    commitment that the audience cannot see, and a note about an interview that it cannot see. Kinds, skills and
    questions are seen only as far as something seen uses them; pages follow the rule of all entries. Of the mentors
    only ``reader`` stays, a mentor's slug.
    """
    if audience is Audience.ME:
        return portfolio
    interviews = [
        _narrow_interview(interview, audience, portfolio.shows)
        for interview in portfolio.interviews
        if audience.may_see(interview.visibility)
    ]
    seen = {interview.slug for interview in interviews}
    joined = drop_early_outcomes(join_commitments(interviews))
    narrowed = msgspec.structs.replace(
        portfolio,
        shows=frozenset(),
        # What a file says of commitments that this audience does not see goes too.
        interviews=tuple(
            one if one.written_outcomes is None else msgspec.structs.replace(one, written_outcomes=None)
            for one in joined
        ),
        skills={
            slug: msgspec.structs.replace(skill, sections=_narrow_sections(skill.sections, audience))
            for slug, skill in portfolio.skills.items()
        },
        notes=_narrow_texts((note for note in portfolio.notes if seen.issuperset(note.about)), audience),
        articles=_narrow_texts(portfolio.articles, audience),
        mentors=_narrow_texts((mentor for mentor in portfolio.mentors if mentor.slug == reader), audience),
        replies=portfolio.replies if audience.may_see(Visibility.MENTOR) else None,
    )
    return _drop_unused(narrowed)


def count_hidden(whole: Portfolio, narrowed: Portfolio) -> Hidden:
    """Count what narrowing a portfolio hid."""
    return Hidden(
        interviews=len(whole.interviews) - len(narrowed.interviews),
        notes=len(whole.notes) - len(narrowed.notes),
        articles=len(whole.articles) - len(narrowed.articles),
        sections=_count_sections(whole, narrowed) - _count_sections(narrowed, narrowed),
    )


def _count_sections(portfolio: Portfolio, narrowed: Portfolio) -> int:
    """Count the headings of those entries of a portfolio that the narrowed one shows too."""
    kinds: tuple[tuple[Iterable[_Entry], Iterable[_Entry]], ...] = (
        (portfolio.interviews, narrowed.interviews),
        (portfolio.notes, narrowed.notes),
        (portfolio.articles, narrowed.articles),
    )
    skills = (skill for slug, skill in portfolio.skills.items() if slug in narrowed.skills)
    count = sum(section.level > 0 for skill in skills for section in skill.sections)
    for entries, shown in kinds:
        slugs = {entry.slug for entry in shown}
        count += sum(section.level > 0 for entry in entries if entry.slug in slugs for section in entry.sections)
    return count


def _narrow_interview(interview: Interview, audience: Audience, shows: frozenset[Shown]) -> Interview:
    public = audience is Audience.PUBLIC
    shows = shows | interview.shows
    in_text = {question for question, _ in interview.answered}
    answered = tuple(answer for answer in interview.answered if audience.may_see(answer[1]))
    listed = (question for question in interview.asked if question not in in_text)
    return msgspec.structs.replace(
        interview,
        interviewers=() if public and Shown.INTERVIEWER not in shows else interview.interviewers,
        company=None if public and Shown.COMPANY not in shows else interview.company,
        # Others do not see the visibility that the learner chose, nor which names are allowed.
        visibility=Visibility.PUBLIC if public else interview.visibility,
        shows=frozenset(),
        asked=tuple(dict.fromkeys((*listed, *(question for question, _ in answered)))),
        answered=answered,
        source=None,
        sections=_narrow_sections(interview.sections, audience),
        points=tuple(point for point in interview.points if audience.may_see(point.visibility)),
        commitments=tuple(made for made in interview.commitments if audience.may_see(made.visibility)),
    )


def _narrow_texts(entries: Iterable[_Text], audience: Audience) -> tuple[_Text, ...]:
    """Keep the entries that the audience may see, and of each its sections."""
    return tuple(
        msgspec.structs.replace(entry, sections=_narrow_sections(entry.sections, audience))
        for entry in entries
        if audience.may_see(entry.visibility)
    )


def _narrow_sections(sections: tuple[Section, ...], audience: Audience) -> tuple[Section, ...]:
    return tuple(section for section in sections if audience.may_see(section.visibility))


def _drop_unused(portfolio: Portfolio) -> Portfolio:
    """Keep the kinds, skills and questions that what is left of a portfolio uses; a link to a skill uses it too."""
    used: set[str] = set()
    for entries in (portfolio.interviews, portfolio.notes, portfolio.articles, portfolio.mentors):
        for entry in entries:
            used |= _linked_skills(entry.sections)
    for interview in portfolio.interviews:
        used |= {*interview.ratings, *interview.self_ratings}
        used |= {point.skill for point in interview.points if point.skill}
        used |= {commitment.skill for commitment in interview.commitments if commitment.skill}
    waiting = list(used)
    while waiting:
        skill = portfolio.skills.get(waiting.pop())
        more = _linked_skills(skill.sections) - used if skill else set()
        used |= more
        waiting += more
    kinds = {interview.kind for interview in portfolio.interviews}
    asked = {question for interview in portfolio.interviews for question in interview.asked}
    return msgspec.structs.replace(
        portfolio,
        skills={slug: skill for slug, skill in portfolio.skills.items() if slug in used},
        kinds={
            slug: msgspec.structs.replace(kind, skills=tuple(skill for skill in kind.skills if skill in used))
            for slug, kind in portfolio.kinds.items()
            if slug in kinds
        },
        questions={id_: question for id_, question in portfolio.questions.items() if id_ in asked},
        follow_ups=(),
    )


def _linked_skills(sections: Iterable[Section]) -> set[str]:
    return {slug for section in sections for slug in _SKILL_LINK.findall(section.html)}
