"""One interview, as its file describes it."""

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from itertools import chain

import msgspec
from markupsafe import Markup

from afterview.model.audience import Visibility
from afterview.model.section import Commitment, Outcome, Point, Section, SectionRole

_QUOTED = re.compile(r"<blockquote[^>]*>\s*<[a-z]")


class Mode(StrEnum):
    """Whether an interview was practice or the real thing."""

    MOCK = "mock"
    REAL = "real"


class Relation(StrEnum):
    """What the interviewer is to the learner."""

    PEER = "peer"
    MENTOR = "mentor"
    PROFESSIONAL = "professional"
    COMPANY = "company"


class Advance(StrEnum):
    """Whether the interviewer would move the learner to the next round."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Shown(StrEnum):
    """Name what the public may be shown of a public interview beside its text."""

    COMPANY = "company"
    INTERVIEWER = "interviewer"


class Interview(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One interview: its facts, text, points and commitments.

    ``ratings`` (the interviewer's) and ``self_ratings`` (noted before hearing theirs) map skill slugs to steps of the
    scale, 1..K; what was not observed is absent. ``interviewers`` are several for a panel, whose ratings are joint;
    without a name there are none. ``outcomes`` maps ids of earlier commitments to how they went, and
    ``written_outcomes`` is what the file says of them, where that differs. ``shows`` names what the public may see of
    this interview beside its text. ``source`` says where it was imported from, if it was.
    ``asked`` are ids of questions; ``answered`` are those that only an answer in the text shows to be asked, with who
    may see each answer. ``path`` is the source's, relative to the portfolio. What is derived is computed once.
    """

    slug: str
    path: str
    title: str
    date: datetime.date
    mode: Mode
    kind: str
    visibility: Visibility
    company: str | None = None
    role: str | None = None
    interviewers: tuple[str, ...] = ()
    relation: Relation | None = None
    minutes: int | None = None
    asked: tuple[str, ...] = ()
    answered: tuple[tuple[str, Visibility], ...] = ()
    ratings: Mapping[str, int] = {}
    self_ratings: Mapping[str, int] = {}
    advance: Advance = Advance.UNKNOWN
    outcomes: Mapping[str, Outcome] = {}
    written_outcomes: Mapping[str, Outcome] | None = None
    shows: frozenset[Shown] = frozenset()
    source: str | None = None
    sections: tuple[Section, ...] = ()
    points: tuple[Point, ...] = ()
    commitments: tuple[Commitment, ...] = ()

    @property
    def interviewer(self) -> str | None:
        """The interviewer's name, or the names of a panel; None where not named."""
        return ", ".join(self.interviewers) or None

    @property
    def is_unsorted(self) -> bool:
        """Report whether the interviewer's words, or imported notes, are there, and no point or commitment yet."""
        if self.points or self.commitments:
            return False
        texts = [section.html for section in self.sections if section.role is SectionRole.INTERVIEWER]
        return any(_QUOTED.search(text) or (self.source and text.strip()) for text in texts)

    @property
    def mentor_questions(self) -> tuple[Markup, ...]:
        """What it asks a mentor, section by section; an empty section of the template asks nothing."""
        return tuple(section.html for section in self.sections if section.role is SectionRole.MENTOR and section.html)

    @cached_property
    def images(self) -> frozenset[str]:
        """The addresses of the pictures that its sections show, below ``images/``."""
        return frozenset(address for section in self.sections for address in section.images)

    @cached_property
    def commitment_ids(self) -> tuple[str, ...]:
        """The ids of its commitments, in their order."""
        return tuple(commitment.id for commitment in self.commitments)

    @cached_property
    def joinable(self) -> frozenset[str] | None:
        """The ids that may be those of other interviews' commitments; None if it must be joined in any case."""
        ids = tuple(_own_id(commitment) for commitment in self.commitments)
        if self.written_outcomes is not None or ids != self.commitment_ids or len(set(ids)) < len(ids):
            return None
        return frozenset(ids).union(self.outcomes)

    @cached_property
    def theme_uses(self) -> Mapping[str, int]:
        """How many of its points and commitments have each theme, by the theme's slug."""
        return Counter(
            theme.slug for marked in (self.points, self.commitments) for one in marked for theme in one.themes
        )

    @property
    def order(self) -> tuple[datetime.date, str]:
        """The key that interviews are sorted by: date, then source path."""
        return (self.date, self.path)


def join_commitments(interviews: Sequence[Interview]) -> tuple[Interview, ...]:
    """Give each commitment without a `^id` the id of the commitment with the same words, if there is just one such id.

    Outcomes are renamed with it. The result depends only on what the files of these interviews say. If an interview
    makes several commitments of one id, the first is kept, which is one that most readers may see.
    """
    joined = map_words_to_ids(chain.from_iterable(interview.commitments for interview in interviews))
    return tuple(_join_interview(interview, joined) for interview in interviews)


def map_words_to_ids(commitments: Iterable[Commitment]) -> dict[str, str]:
    """Map the words of commitments made without a `^id` to the one id that commitments with these words have."""
    named: dict[str, set[str]] = {}
    unnamed: set[str] = set()
    for commitment in commitments:
        if commitment.named:
            named.setdefault(commitment.words, set()).add(commitment.id)
        else:
            unnamed.add(commitment.words)
    ids = {id_ for several in named.values() for id_ in several}
    return {words: min(named[words]) for words in unnamed & named.keys() - ids if len(named[words]) == 1}


def _own_id(commitment: Commitment) -> str:
    return commitment.id if commitment.named or not commitment.words else commitment.words


def _join_interview(interview: Interview, joined: Mapping[str, str]) -> Interview:
    if interview.joinable is not None and interview.joinable.isdisjoint(joined):
        return interview
    commitments: dict[str, Commitment] = {}
    for commitment in interview.commitments:
        own = _own_id(commitment)
        id_ = own if commitment.named else joined.get(own, own)
        if id_ not in commitments:
            commitments[id_] = commitment if id_ == commitment.id else msgspec.structs.replace(commitment, id=id_)
    written = interview.outcomes if interview.written_outcomes is None else interview.written_outcomes
    # If the file names one commitment by both ids, each outcome keeps the id that it was given.
    outcomes = {id_ if joined.get(id_) in written else joined.get(id_, id_): how for id_, how in written.items()}
    made = tuple(commitments.values())
    if made == interview.commitments and outcomes == interview.outcomes:
        return interview
    return msgspec.structs.replace(interview, commitments=made, outcomes=outcomes, written_outcomes=written)


def drop_early_outcomes(interviews: Sequence[Interview]) -> tuple[Interview, ...]:
    """Keep the outcomes of those commitments that another one of these interviews made, on that day or before."""
    wanted = {id_ for interview in interviews for id_ in interview.outcomes}
    made: dict[str, list[Interview]] = {}
    for interview in interviews if wanted else ():
        for id_ in interview.commitment_ids:
            if id_ in wanted:
                made.setdefault(id_, []).append(interview)

    def keep(interview: Interview) -> Interview:
        if not interview.outcomes:
            return interview
        outcomes = {
            id_: outcome
            for id_, outcome in interview.outcomes.items()
            if any(making.slug != interview.slug and making.date <= interview.date for making in made.get(id_, ()))
        }
        # One that stays the same value is equal to itself at a glance when two portfolios are compared.
        if len(outcomes) == len(interview.outcomes):
            return interview
        written = interview.outcomes if interview.written_outcomes is None else interview.written_outcomes
        return msgspec.structs.replace(interview, outcomes=outcomes, written_outcomes=written)

    return tuple(map(keep, interviews))
