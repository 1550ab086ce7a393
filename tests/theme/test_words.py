"""The interface speaks one language at a time, from one catalogue."""

import datetime
import json

import pytest
from markupsafe import Markup

from afterview.model.insight import CommitmentState, ThemeState, TrendWord
from afterview.model.section import Outcome
from afterview.problems import Code, ContentError
from afterview.theme.theme import find_default_layouts
from afterview.theme.words import read_words

DEFAULT = find_default_layouts() / "words.json"
DAY = datetime.date(2026, 11, 22)


@pytest.fixture
def catalogue(tmp_path):
    def write(words):
        path = tmp_path / "words.json"
        path.write_text(json.dumps(words), encoding="utf-8")
        return path

    return write


def test_a_trend_is_called_exactly_what_insight_calls_it():
    words = read_words([DEFAULT], "en")
    for word in TrendWord:
        assert words.say(f"trend-{word.value.replace(' ', '-')}") == word.value


def test_every_state_and_outcome_has_its_words():
    words = read_words([DEFAULT], "en")
    for outcome in Outcome:
        assert words.say(f"outcome-{outcome}")
    for state in CommitmentState:
        assert words.say(f"state-{state}")
    for theme in ThemeState:
        assert words.say(f"theme-{theme}", n=4)


def test_the_number_chooses_singular_or_plural():
    words = read_words([DEFAULT], "en")
    assert [words.say("minutes", n=n) for n in (0, 1, 2)] == ["0 minutes", "1 minute", "2 minutes"]


def test_a_language_says_which_numbers_are_singular(catalogue):
    french = catalogue({"fr": {"ones": ["0", "1"], "minutes": {"one": "{n} minute", "other": "{n} minutes"}}})
    assert read_words([DEFAULT, french], "fr").say("minutes", n=0) == "0 minute"


def test_dates_are_said_in_words():
    words = read_words([DEFAULT], "en")
    assert words.date(DAY) == "22 November 2026"
    assert words.date(DAY, "date-short") == "22 Nov 2026"
    assert words.date(DAY) == words.date(DAY)


def test_what_a_language_lacks_is_said_in_english(catalogue):
    spanish = catalogue({"es": {"nav": "Sitio"}, "es-MX": {"ratings": "Notas"}})
    words = read_words([DEFAULT, spanish], "es-MX")
    assert (words.say("nav"), words.say("ratings"), words.say("skip")) == ("Sitio", "Notas", "Skip to the text")


def test_words_around_markup_are_escaped_and_the_markup_is_kept(catalogue):
    words = read_words([catalogue({"en": {"with": "<with> {name} & {other}"}})], "en")
    said = words.say("with", name=Markup("<b>Dana</b>"), other="<i>")
    assert said == "&lt;with&gt; <b>Dana</b> &amp; &lt;i&gt;"
    assert isinstance(said, Markup)


def test_a_field_is_never_read_as_a_pattern(catalogue):
    words = read_words([catalogue({"en": {"with": "with {name}"}})], "en")
    assert words.say("with", name="{name.__class__}") == "with {name.__class__}"


@pytest.mark.parametrize("key", ["no-such-words", "months"])
def test_unknown_words_are_a_fault(key):
    with pytest.raises(LookupError, match=key):
        read_words([DEFAULT], "en").say(key)


def test_a_missing_list_of_months_is_a_fault(catalogue):
    with pytest.raises(LookupError, match="months"):
        read_words([catalogue({"en": {"date": "{month}"}})], "en").date(DAY)


@pytest.mark.parametrize("text", ["{", "[]", '{"en": {"nav": 3}}'])
def test_a_broken_catalogue_is_a_problem_with_a_path(tmp_path, text):
    path = tmp_path / "words.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_words([path], "en")
    assert [(it.code, it.path) for it in caught.value.problems] == [(Code.LAYOUT, "layouts/words.json")]
