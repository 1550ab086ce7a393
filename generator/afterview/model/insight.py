"""What the feedback of a narrowed portfolio says, counted; every word that a page says about it comes from here."""

import datetime
from collections.abc import Mapping
from enum import StrEnum

import msgspec

from afterview.model.interview import Mode, Relation
from afterview.model.section import Outcome, Theme


class Source(StrEnum):
    """Whose rating it is."""

    INTERVIEWER = "interviewer"
    SELF = "self"


class Observation(msgspec.Struct, frozen=True, kw_only=True):
    """One rating of one skill: a step of the scale, 1..K, given in one interview (a slug)."""

    interview: str
    date: datetime.date
    value: int
    source: Source
    mode: Mode
    relation: Relation | None = None


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """Where a skill stands, over its last ``considered`` interviewer ratings (at most five).

    ``median`` (the lower where even), ``low`` and ``high`` are steps; ``solid`` counts ratings at or above the solid
    step; ``interval`` is the 80 % Wilson interval of that share, as fractions. It assumes different people and a skill
    that does not change, so it belongs in a table and never on a line.
    """

    considered: int
    median: int
    low: int
    high: int
    solid: int
    interval: tuple[float, float]


class TrendWord(StrEnum):
    """All words that a trend can have."""

    RISING = "rising"
    MAY_BE_RISING = "may be rising"
    NO_CLEAR_CHANGE = "no clear change yet"
    MAY_BE_FALLING = "may be falling"
    FALLING = "falling"
    TOO_FEW = "too few ratings to say"


class Caveat(StrEnum):
    """What else changed between the early and the late ratings of a skill.

    ``PEOPLE``: different interviewers. ``UNNAMED``: not all interviewers are named, so they could not be compared.
    ``KINDS``: other kinds of interview, or mock ones before real ones or the other way round.
    """

    PEOPLE = "people"
    UNNAMED = "unnamed"
    KINDS = "kinds"


class Trend(msgspec.Struct, frozen=True, kw_only=True):
    """A skill's trend: Mann-Kendall's S over ``ratings`` interviewer ratings, and its one-sided p each way.

    ``adjusted`` is Holm's p, over all skills with enough ratings, in the direction of S; None for too few ratings.
    Only a word with a direction has ``caveats``.
    """

    word: TrendWord
    ratings: int
    s: int = 0
    p_rising: float = 1.0
    p_falling: float = 1.0
    adjusted: float | None = None
    caveats: tuple[Caveat, ...] = ()


class Perception(msgspec.Struct, frozen=True, kw_only=True):
    """How often a self-rating was lower than, equal to or higher than the interviewer's of the same interview.

    Each skill that both rated in one interview is one pair; ``interviews`` counts those with at least one pair.
    """

    below: int = 0
    equal: int = 0
    above: int = 0
    interviews: int = 0

    @property
    def pairs(self) -> int:
        """Count all pairs."""
        return self.below + self.equal + self.above


class HardDay(msgspec.Struct, frozen=True, kw_only=True):
    """A rating at the lowest step, given in one interview (a slug), and what came after it.

    Of the last ``considered`` ratings after it (at most five), ``solid`` were at least solid. A consolation and no
    evidence: after the worst of several ratings better ones are usual.
    """

    interview: str
    date: datetime.date
    solid: int
    considered: int


class RecurrenceState(StrEnum):
    """Whether a point to improve keeps coming back."""

    NEW = "new"
    RECURRING = "recurring"
    NOT_SEEN = "not-seen"
    BACK = "back"


class Recurrence(msgspec.Struct, frozen=True, kw_only=True):
    """How a theme or a skill came back as a point to improve.

    ``interviews`` are the slugs of those where it was seen, ``chances`` of all that could have shown it, both oldest
    first; ``missed`` counts the last chances that did not. ``changed``: so many misses would rarely be chance, and no
    later point to improve has a theme's words without its tag.
    """

    state: RecurrenceState
    interviews: tuple[str, ...]
    chances: tuple[str, ...]
    missed: int
    first: datetime.date
    last: datetime.date
    changed: bool = False

    @property
    def seen(self) -> int:
        """Count the interviews where it was seen."""
        return len(self.interviews)

    @property
    def keeps_returning(self) -> bool:
        """Whether it keeps coming back: without a break, or after one."""
        return self.state in (RecurrenceState.RECURRING, RecurrenceState.BACK)


class ThemeStory(msgspec.Struct, frozen=True, kw_only=True):
    """A theme among the points to improve; ``skills`` are those that its points name."""

    slug: str
    label: str
    recurrence: Recurrence
    skills: tuple[str, ...] = ()


class SkillInsight(msgspec.Struct, frozen=True, kw_only=True):
    """All that is known of one skill; ``series`` has both sources, oldest first.

    ``trend`` is None for an audience from whom interviews may be hidden: a selection can look like a change.
    ``recurrence`` is None where the skill was never a point to improve; ``hard_days`` are for the learner alone.
    """

    slug: str
    trend: Trend | None = None
    series: tuple[Observation, ...] = ()
    level: Level | None = None
    perception: Perception = Perception()
    recurrence: Recurrence | None = None
    hard_days: tuple[HardDay, ...] = ()


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One later interview that says how a commitment went."""

    interview: str
    date: datetime.date
    outcome: Outcome


class CommitmentState(StrEnum):
    """Where a commitment stands: no try noted yet, missed so far, tried and still open, kept, or set aside."""

    UNTRIED = "untried"
    MISSED = "missed"
    TRYING = "trying"
    KEPT = "kept"
    DROPPED = "dropped"

    @property
    def open(self) -> bool:
        """Whether a later interview can still close it."""
        return self not in (CommitmentState.KEPT, CommitmentState.DROPPED)


class Since(msgspec.Struct, frozen=True, kw_only=True):
    """The interviewer ratings of a commitment's skill before and after the interview where it was first tried.

    Neither has the rating of that interview, nor of the one that led to the commitment. ``date`` is the day of the try.
    """

    date: datetime.date
    before: tuple[int, ...]
    after: tuple[int, ...]
    solid_before: int
    solid_after: int


class CommitmentStory(msgspec.Struct, frozen=True, kw_only=True):
    """A commitment from the interview that led to it (a slug) to its attempts, oldest first."""

    id: str
    interview: str
    made: datetime.date
    state: CommitmentState
    skill: str | None = None
    themes: tuple[Theme, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    since: Since | None = None


class Naming(msgspec.Struct, frozen=True, kw_only=True):
    """Where a strength was named: an interview's slug and the place among its points."""

    interview: str
    date: datetime.date
    point: int


class Strength(msgspec.Struct, frozen=True, kw_only=True):
    """A skill that went well more than once, oldest first: ``quoted`` by interviewers, ``noted`` by the learner.

    ``quoted`` is empty unless ``people`` are two or more: so many different interviewers were quoted, of the ``asked``
    who could have seen the skill. Without names, ``people`` is None and two interviews are enough, as for ``noted``.
    """

    skill: str
    people: int | None
    asked: int
    quoted: tuple[Naming, ...] = ()
    noted: tuple[Naming, ...] = ()


class Gate(msgspec.Struct, frozen=True, kw_only=True):
    """The test over all skills together that comes before any trend word: the sum of S, one-sided p each way."""

    interviews: int = 0
    s: int = 0
    p_rising: float = 1.0
    p_falling: float = 1.0


class NextKind(StrEnum):
    """What a next step is about, in the order in which they are given."""

    COMMITMENT = "commitment"
    THEME = "theme"
    SKILL = "skill"
    BELOW_TARGET = "below-target"


class NextStep(msgspec.Struct, frozen=True, kw_only=True):
    """One fact to act on; ``interviews`` are the slugs that it rests on, oldest first.

    - ``COMMITMENT``: ``slug`` is the commitment's id. Nothing was noted of it since the day ``since``, although in
      ``count`` of the ``total`` interviews after that day its skill was rated or named.
    - ``THEME``, or ``SKILL`` where no theme comes back: ``slug`` was a point to improve in ``count`` of its last
      ``total`` chances, last on the day ``since``. ``commitment`` is the id of the open commitment that answers it.
    - ``BELOW_TARGET``: of the last ``total`` ratings of the skill ``slug``, ``count`` were below its target, the last
      of them on the day ``since``.
    """

    kind: NextKind
    slug: str
    count: int
    total: int
    since: datetime.date
    interviews: tuple[str, ...]
    commitment: str | None = None


class Insight(msgspec.Struct, frozen=True, kw_only=True):
    """All that is known: open commitments first, livelier themes first.

    ``skills`` are by slug, in the portfolio's order; ``solid`` is the step from which a rating counts as solid.
    ``gate`` is None where ``skills`` have no trend. ``next`` has at most three steps, in the order of their kinds.
    """

    solid: int
    skills: Mapping[str, SkillInsight]
    gate: Gate | None = None
    next: tuple[NextStep, ...] = ()
    commitments: tuple[CommitmentStory, ...] = ()
    themes: tuple[ThemeStory, ...] = ()
    strengths: tuple[Strength, ...] = ()
    perception: Perception = Perception()
