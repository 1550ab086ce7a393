"""Sections are known by their headings, in four languages, however these are typed."""

import pytest

from afterview.model.section import SectionRole
from afterview.reading.vocabulary import HEADINGS, folded, role_words


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
    ],
)
def test_a_heading_is_recognised(heading, role):
    assert role_words({})[folded(heading)] is role


def test_every_heading_is_written_as_it_is_looked_up_and_means_one_section():
    words = [word for known in HEADINGS.values() for word in known]
    assert words == [folded(word) for word in words]
    assert len(words) == len(set(words))


def test_a_portfolio_adds_words_and_its_own_come_first():
    words = role_words({SectionRole.TO_IMPROVE: ("Next time!",)})
    assert words["next time"] is SectionRole.TO_IMPROVE
    assert words["what went well"] is SectionRole.WENT_WELL
