from collections.abc import Callable, Sequence

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from afterview.insight.compute import compute_insight
from afterview.insight.recurrence import collect_chances, find_state, is_rare, unite
from afterview.insight.themes import follow_skills, follow_themes
from afterview.model.audience import Audience, Visibility
from afterview.model.insight import Recurrence, RecurrenceState, ThemeStory
from afterview.model.interview import Interview
from afterview.model.portfolio import Portfolio
from afterview.model.section import Commitment, Point, Section, SectionRole
from afterview.narrow import narrow


@pytest.mark.parametrize(
    ("left", "state"),
    [
        ((0,), RecurrenceState.NEW),
        ((2,), RecurrenceState.NEW),
        ((3,), RecurrenceState.NOT_SEEN),
        ((1, 0), RecurrenceState.RECURRING),
        ((3, 0), RecurrenceState.RECURRING),
        ((4, 0), RecurrenceState.BACK),
        ((6, 2), RecurrenceState.BACK),
        ((6, 2, 1, 0), RecurrenceState.BACK),
        # It came back, and has been coming back since.
        ((7, 3, 2, 1, 0), RecurrenceState.RECURRING),
        ((9, 8, 5), RecurrenceState.NOT_SEEN),
    ],
)
def test_state_follows_the_chances_since(left: Sequence[int], state: RecurrenceState) -> None:
    assert find_state(left) is state


@pytest.mark.parametrize(
    ("seen", "chances", "missed", "rare"),
    [
        # Seen in every chance, then three times not.
        (3, 3, 3, True),
        (3, 3, 2, False),
        (2, 3, 2, False),
        (2, 3, 3, True),
        # One chance in three: five misses are chance one time in eight, six one in eleven.
        (2, 6, 5, False),
        (2, 6, 6, True),
        (1, 10, 20, False),
        (1, 10, 22, True),
    ],
)
def test_an_absence_is_a_change_only_where_it_would_rarely_be_chance(
    seen: int, chances: int, missed: int, rare: bool
) -> None:
    assert is_rare(seen, chances, missed) is rare


def follow(*interviews: Interview) -> list[ThemeStory]:
    return list(follow_themes(collect_chances(interviews)))


def count(recurrence: Recurrence) -> tuple[int, int, int]:
    return (recurrence.seen, len(recurrence.chances), recurrence.missed)


def test_a_chance_is_an_interview_with_what_to_improve_in_which_the_skill_was_rated_or_named(
    interview: Callable[..., Interview],
    gap: Callable[..., Point],
    strength: Callable[..., Point],
    commitment: Callable[..., Commitment],
) -> None:
    other = gap("other")
    [story] = [
        story
        for story in follow(
            interview(1, points=(other,), ratings={"tests": 2}),
            interview(2, points=(gap("edge cases", skill="tests"), gap("edge cases", skill="tests"))),
            # Its kind covers the skill, but nobody rated or named it.
            interview(3, points=(other,), ratings={"talk": 2}),
            # It was rated, but nothing to improve was noted, or may be seen.
            interview(4, ratings={"tests": 2}),
            interview(5, points=(other, strength(skill="tests"))),
            interview(6, points=(other,), commitments=(commitment("plan", skill="tests"),)),
            # A self-rating is not an interviewer's eye.
            interview(7, points=(other,), self_ratings={"tests": 1}),
        )
        if story.slug == "edge-cases"
    ]
    assert story.recurrence.chances == ("i1", "i2", "i5", "i6")
    assert count(story.recurrence) == (1, 4, 2)
    assert (story.label, story.skills) == ("edge cases", ("tests",))
    assert (story.recurrence.first, story.recurrence.interviews) == (story.recurrence.last, ("i2",))


def test_where_it_was_seen_is_a_chance_without_its_skill_too(
    interview: Callable[..., Interview], gap: Callable[..., Point]
) -> None:
    [story] = follow(interview(1, points=(gap("rushing", skill="tests"),)), interview(2, points=(gap("rushing"),)))
    assert count(story.recurrence) == (2, 2, 0)


def test_without_a_skill_every_interview_with_what_to_improve_is_a_chance(
    interview: Callable[..., Interview], gap: Callable[..., Point], strength: Callable[..., Point]
) -> None:
    prose = Section(role=SectionRole.TO_IMPROVE, level=2, html=Markup("<p>Slower.</p>"))
    empty = Section(role=SectionRole.TO_IMPROVE, level=2, html=Markup(""))
    other = Section(role=SectionRole.WENT_WELL, level=2, html=Markup("<p>Clear.</p>"))
    [story] = follow(
        interview(1, points=(gap("rushing"),)),
        interview(2, sections=(prose,)),
        interview(3, sections=(empty,)),
        interview(4),
        interview(5, sections=(other,), points=(strength(),)),
    )
    assert story.recurrence.chances == ("i1", "i2")


def test_an_audience_has_no_chance_where_what_to_improve_is_hidden_from_it(
    interview: Callable[..., Interview], gap: Callable[..., Point], portfolio: Callable[..., Portfolio]
) -> None:
    hidden = Section(role=SectionRole.TO_IMPROVE, level=2, html=Markup("<p>Slower.</p>"), visibility=Visibility.PRIVATE)
    unseen = msgspec.structs.replace(gap(), visibility=Visibility.PRIVATE)
    whole = portfolio(
        interview(1, points=(gap("rushing", skill="tests"), gap("pace"))),
        *(interview(day, ratings={"tests": 2}, sections=(hidden,), points=(unseen,)) for day in range(2, 6)),
    )
    for audience, chances in ((Audience.ME, 5), (Audience.PUBLIC, 1)):
        stories = compute_insight(narrow(whole, audience), audience).themes
        assert {story.slug: len(story.recurrence.chances) for story in stories} == dict.fromkeys(
            ("rushing", "pace"), chances
        )


def test_any_of_its_skills_gives_a_theme_a_chance(
    interview: Callable[..., Interview], gap: Callable[..., Point]
) -> None:
    [story] = follow(
        interview(1, points=(gap("rushing", skill="tests"), gap("rushing", skill="talk"))),
        interview(2, points=(gap(),), ratings={"tests": 2}),
        interview(3, points=(gap(),), ratings={"talk": 2}),
        interview(4, points=(gap(),), ratings={"limits": 2}),
    )
    assert story.recurrence.chances == ("i1", "i2", "i3")


@pytest.mark.parametrize(
    ("marks", "state", "missed", "changed"),
    [
        # Two of three, then three misses: chance one time in 27, although it was seen in two of all six.
        (".xx...", RecurrenceState.NOT_SEEN, 3, True),
        (".xx..", RecurrenceState.RECURRING, 2, False),
        # One of four, then three misses: chance in four of ten.
        ("...x...", RecurrenceState.NOT_SEEN, 3, False),
        (".x...x", RecurrenceState.BACK, 0, False),
        (".x", RecurrenceState.NEW, 0, False),
    ],
)
@pytest.mark.parametrize("skill", [None, "tests"])
def test_chances_are_counted_over_the_whole_portfolio_and_misses_since_the_last_sighting(
    interview: Callable[..., Interview],
    gap: Callable[..., Point],
    skill: str | None,
    marks: str,
    state: RecurrenceState,
    missed: int,
    changed: bool,
) -> None:
    seen, other = gap("pace", skill=skill), gap(skill="tests")
    interviews = [interview(day, points=(seen if mark == "x" else other,)) for day, mark in enumerate(marks)]
    [story] = follow(*interviews)
    shown = [each for each, mark in zip(interviews, marks, strict=True) if mark == "x"]
    assert story.recurrence == Recurrence(
        state=state,
        interviews=tuple(each.slug for each in shown),
        chances=tuple(each.slug for each in interviews),
        missed=missed,
        first=shown[0].date,
        last=shown[-1].date,
        changed=changed,
    )


def test_a_skill_comes_back_in_the_same_way(
    interview: Callable[..., Interview], gap: Callable[..., Point], strength: Callable[..., Point]
) -> None:
    recurrences = follow_skills(
        collect_chances(
            (
                interview(1, points=(gap(skill="tests"),)),
                interview(2, points=(gap(skill="talk"),), ratings={"tests": 3}),
                interview(3, points=(gap(skill="tests"), gap(skill="tests"))),
                interview(4, points=(gap(), strength(skill="tests"))),
            )
        )
    )
    assert {slug: count(recurrence) for slug, recurrence in recurrences.items()} == {
        "tests": (2, 4, 1),
        "talk": (1, 1, 0),
    }
    assert recurrences["tests"].state is RecurrenceState.RECURRING


def test_strengths_are_no_themes_but_lend_their_words(
    interview: Callable[..., Interview], gap: Callable[..., Point], strength: Callable[..., Point]
) -> None:
    [story] = follow(interview(1, points=(strength("Edge Cases"),)), interview(2, points=(gap("edge cases"),)))
    assert (story.label, story.recurrence.seen) == ("Edge Cases", 1)


def test_livelier_themes_come_first(interview: Callable[..., Interview], gap: Callable[..., Point]) -> None:
    seen = {1: ("back", "gone"), 2: ("gone",), 6: ("back", "often"), 7: ("often", "new"), 8: ("newer",)}
    stories = follow(
        *(interview(day, points=(gap(), *(gap(theme) for theme in seen.get(day, ())))) for day in range(1, 9))
    )
    assert [(story.slug, story.recurrence.state.value) for story in stories] == [
        ("back", "back"),
        ("often", "recurring"),
        ("newer", "new"),
        ("new", "new"),
        ("gone", "not-seen"),
    ]


@given(st.sets(st.integers(0, 300)))
def test_a_set_of_places_is_kept_in_bits(places: set[int]) -> None:
    united = unite(places)
    assert {place for place in range(301) if united >> place & 1} == places
