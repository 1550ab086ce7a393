"""Sections are known by their headings, in four languages, however these are typed."""

import pytest

from afterview.model.section import SectionRole
from afterview.reading.heading_words import HEADINGS
from afterview.reading.vocabulary import folded, role_words


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("What went well", SectionRole.WENT_WELL),
        ("  NEXT   time: ", SectionRole.NEXT_TIME),
        ("¿Qué salió bien?", SectionRole.WENT_WELL),
        ("Qué mejorar", SectionRole.TO_IMPROVE),
        ("La próxima vez", SectionRole.NEXT_TIME),
        ("O que foi bem", SectionRole.WENT_WELL),
        ("O que melhorar", SectionRole.TO_IMPROVE),
        ("Da próxima vez", SectionRole.NEXT_TIME),
        ("Ce qui s’est bien passé", SectionRole.WENT_WELL),
        ("Ce que j'ai ressenti", SectionRole.FELT),
        ("À améliorer", SectionRole.TO_IMPROVE),
        ("Question pour ma mentore :", SectionRole.MENTOR),
        ("Pregunta para mentoría", SectionRole.MENTOR),
        ("Pergunta para a mentoria", SectionRole.MENTOR),
        ("Question pour le mentorat", SectionRole.MENTOR),
        ("What to change next time", SectionRole.NEXT_TIME),
        ("¿Qué haré distinto?", SectionRole.NEXT_TIME),
        ("Pasos siguientes", SectionRole.NEXT_TIME),
        ("Lo malo", SectionRole.TO_IMPROVE),
        ("O que vou mudar", SectionRole.NEXT_TIME),
        ("Ce que je ferai différemment", SectionRole.NEXT_TIME),
    ],
)
def test_a_heading_is_recognised(heading, role):
    assert role_words({})[folded(heading)] is role


@pytest.mark.parametrize(
    "written",
    [
        "{}",
        "**{}**",
        "**{}:**",
        "__{}__",
        "*{}* :",
        "✅ {}",
        "{} 🎯",
        "1. {}",
        "2) {}",
        "(3) {}",
        "1️⃣ {}",
        "II. {}",
        "a) {}",
        "{} (Dana R.)",
        "{} [Dana]",
        "[{}](#top)",
        "{}…",
        "«{}»",
        "~~{}~~",
    ],
)
@pytest.mark.parametrize("words", ["What went well", "Points à améliorer", "Next steps", "¿Qué mejorar?"])
def test_what_stands_around_a_heading_makes_no_difference(written, words):
    assert folded(written.format(words)) == folded(words)
    assert folded(written.format(words)) in role_words({})


@pytest.mark.parametrize("heading", ["", "1.", "🙂", "(Dana)", "What went well and what did not", "C++", "`x`"])
def test_other_headings_stay_the_writers_own(heading):
    assert folded(heading) not in role_words({})


def test_every_heading_means_one_section():
    roles: dict[str, SectionRole] = {}
    for role, known in HEADINGS.items():
        for word in known:
            assert roles.setdefault(folded(word), role) is role, word


def test_a_portfolio_adds_words_and_its_own_come_first():
    words = role_words({SectionRole.TO_IMPROVE: ("Next time!",)})
    assert words["next time"] is SectionRole.TO_IMPROVE
    assert words["what went well"] is SectionRole.WENT_WELL
