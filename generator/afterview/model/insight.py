"""What the feedback of a narrowed portfolio says, counted; every word that a page says about it comes from here."""

import datetime
from collections.abc import Mapping
from enum import StrEnum

import msgspec

from afterview.model.interview import Mode, Relation
from afterview.model.section import Outcome, Theme


class Source(StrEnum):
    """Say whose rating it is."""

    INTERVIEWER = "interviewer"
    SELF = "self"


class Observation(msgspec.Struct, frozen=True, kw_only=True):
    """Hold one rating of one skill: a step of the scale, 1..K, given in one interview (a slug)."""

    interview: str
    date: datetime.date
    value: int
    source: Source
    mode: Mode
    relation: Relation | None = None


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """Hold where a skill stands, over its last ``considered`` interviewer ratings (at most five).

    ``median`` (the lower where even), ``low`` and ``high`` are steps; ``solid`` counts ratings at or above the solid
    step; ``interval`` is the 80 % Wilson interval of that share, as fractions.
    """

    considered: int
    median: int
    low: int
    high: int
    solid: int
    interval: tuple[float, float]


class TrendWord(StrEnum):
    """Name all that a trend may be said to be."""

    RISING = "rising"
    MAY_BE_RISING = "may be rising"
    NO_CLEAR_CHANGE = "no clear change yet"
    MAY_BE_FALLING = "may be falling"
    FALLING = "falling"
    TOO_FEW = "too few to say"


class Raters(StrEnum):
    """Say whether the people who rated can explain a change.

    ``UNKNOWN``: this audience is not shown who they were, so nothing can be said of it.
    """

    SAME = "same"
    CHANGED = "changed"
    UNKNOWN = "unknown"


class Trend(msgspec.Struct, frozen=True, kw_only=True):
    """Hold a skill's trend: Mann-Kendall's S over ``ratings`` interviewer ratings, and its one-sided p each way.

    ``adjusted`` is Holm's p, over all skills with enough ratings, in the direction of S; None for too few ratings.
    """

    word: TrendWord
    ratings: int
    s: int = 0
    p_rising: float = 1.0
    p_falling: float = 1.0
    adjusted: float | None = None
    raters: Raters = Raters.SAME


class Perception(msgspec.Struct, frozen=True, kw_only=True):
    """Count how often a self rating was below, equal to or above the interviewer's of the same interview."""

    below: int = 0
    equal: int = 0
    above: int = 0

    @property
    def pairs(self) -> int:
        """Count all pairs."""
        return self.below + self.equal + self.above


class Recovery(msgspec.Struct, frozen=True, kw_only=True):
    """Hold a hard rating that was followed by better ones: the lowest step, when, and what the last ones say."""

    value: int
    date: datetime.date
    interview: str
    solid: int
    considered: int


class SkillInsight(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what is known of one skill; ``series`` has both sources, oldest first."""

    slug: str
    trend: Trend
    series: tuple[Observation, ...] = ()
    level: Level | None = None
    perception: Perception = Perception()
    recovery: Recovery | None = None


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """Hold one later interview that says what became of a commitment."""

    interview: str
    date: datetime.date
    outcome: Outcome


class CommitmentState(StrEnum):
    """Say where a commitment stands: still to be tried, tried and not yet kept, kept, or let go."""

    UNTRIED = "untried"
    TRYING = "trying"
    KEPT = "kept"
    DROPPED = "dropped"

    @property
    def open(self) -> bool:
        """Tell whether the next interview may settle it."""
        return self in (CommitmentState.UNTRIED, CommitmentState.TRYING)


class Since(msgspec.Struct, frozen=True, kw_only=True):
    """Hold the interviewer ratings of a commitment's skill before, and from, the day that it was first tried."""

    date: datetime.date
    before: tuple[int, ...]
    after: tuple[int, ...]
    solid_before: int
    solid_after: int


class CommitmentStory(msgspec.Struct, frozen=True, kw_only=True):
    """Hold a commitment from its making (an interview's slug) to its attempts, oldest first."""

    id: str
    interview: str
    made: datetime.date
    state: CommitmentState
    skill: str | None = None
    themes: tuple[Theme, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    since: Since | None = None


class ThemeState(StrEnum):
    """Say whether a point to improve keeps coming back."""

    NEW = "new"
    RECURRING = "recurring"
    QUIET = "quiet"
    RETURNED = "returned"


class ThemeStory(msgspec.Struct, frozen=True, kw_only=True):
    """Hold a theme among the points to improve, ``seen`` in so many of the ``opportunities`` to show it.

    An opportunity is an interview that could have shown it; ``quiet_for`` counts the last ones that did not.
    ``interviews`` are the slugs where it was seen, oldest first.
    """

    slug: str
    label: str
    state: ThemeState
    seen: int
    opportunities: int
    quiet_for: int
    first: datetime.date
    last: datetime.date
    skills: tuple[str, ...] = ()
    interviews: tuple[str, ...] = ()


class Naming(msgspec.Struct, frozen=True, kw_only=True):
    """Point at one strength as it was said: the interview's slug and the place among its points."""

    interview: str
    date: datetime.date
    point: int


class Strength(msgspec.Struct, frozen=True, kw_only=True):
    """Hold a strength that came up more than once: a skill's slug, or a theme's, and each time it was named.

    ``people`` counts different interviewers; None where this audience is not shown who they were.
    """

    slug: str
    label: str
    is_skill: bool
    people: int | None
    named: tuple[Naming, ...]


class Gate(msgspec.Struct, frozen=True, kw_only=True):
    """Hold the test over all skills together that comes before any trend word: the sum of S, one-sided p each way."""

    interviews: int = 0
    s: int = 0
    p_rising: float = 1.0
    p_falling: float = 1.0


class Insight(msgspec.Struct, frozen=True, kw_only=True):
    """Hold all that is known: open commitments first, livelier themes first.

    ``skills`` are by slug, in the portfolio's order; ``solid`` is the step from which a rating counts as solid.
    """

    solid: int
    skills: Mapping[str, SkillInsight]
    gate: Gate = Gate()
    commitments: tuple[CommitmentStory, ...] = ()
    themes: tuple[ThemeStory, ...] = ()
    strengths: tuple[Strength, ...] = ()
    perception: Perception = Perception()
