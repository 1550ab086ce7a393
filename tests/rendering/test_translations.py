"""The interface speaks one language at a time, from one catalogue."""

import datetime
import json
import re
from string import Formatter

import pytest
from markupsafe import Markup

from afterview.model.insight import Caveat, CommitmentState, RecurrenceState, TrendWord
from afterview.model.section import Outcome
from afterview.problems import Code, ContentError
from afterview.rendering.layout_folders import find_default_layouts
from afterview.rendering.translations import choose_translations, parse_catalogue

DEFAULT = parse_catalogue((find_default_layouts() / "words.json").read_bytes())
DAY = datetime.date(2026, 11, 22)
LANGUAGES = DEFAULT


@pytest.fixture
def catalogue():
    return lambda texts: parse_catalogue(json.dumps(texts).encode())


def test_a_trend_is_called_what_insight_calls_it():
    translations = choose_translations([DEFAULT], "en")
    for word in TrendWord:
        assert translations.translate(f"trend-{word.value.replace(' ', '-')}") == word.value


def test_every_state_and_outcome_has_its_words():
    translations = choose_translations([DEFAULT], "en")
    for outcome in Outcome:
        assert translations.translate(f"outcome-{outcome}")
    for state in CommitmentState:
        assert translations.translate(f"state-{state}")
    for recurrence in RecurrenceState:
        assert translations.translate(f"theme-{recurrence}", n=4)
    for caveat in Caveat:
        assert translations.translate(f"caveat-{caveat}")


def test_the_number_chooses_singular_or_plural():
    translations = choose_translations([DEFAULT], "en")
    assert [translations.translate("minutes", n=n) for n in (0, 1, 2)] == ["0 minutes", "1 minute", "2 minutes"]


def test_a_language_says_which_numbers_are_singular(catalogue):
    french = catalogue({"fr": {"ones": ["0", "1"], "minutes": {"one": "{n} minute", "other": "{n} minutes"}}})
    assert choose_translations([DEFAULT, french], "fr").translate("minutes", n=0) == "0 minute"


def test_dates_are_written_in_words():
    translations = choose_translations([DEFAULT], "en")
    assert translations.date(DAY) == "22 November 2026"
    assert translations.date(DAY, "date-short") == "22 Nov 2026"
    assert translations.date(DAY) == translations.date(DAY)


def test_what_a_language_lacks_is_in_english(catalogue):
    dutch = catalogue({"nl": {"nav": "Wegwijzer"}, "nl-BE": {"ratings": "Punten"}})
    translations = choose_translations([DEFAULT, dutch], "nl-BE")
    assert (translations.translate("nav"), translations.translate("ratings"), translations.translate("skip")) == (
        "Wegwijzer",
        "Punten",
        "Skip to content",
    )


def test_words_around_markup_are_escaped_and_the_markup_is_kept(catalogue):
    translations = choose_translations([catalogue({"en": {"with": "<with> {name} & {other}"}})], "en")
    text = translations.translate("with", name=Markup("<b>Dana</b>"), other="<i>")
    assert text == "&lt;with&gt; <b>Dana</b> &amp; &lt;i&gt;"
    assert isinstance(text, Markup)


def test_a_field_is_never_read_as_a_pattern(catalogue):
    translations = choose_translations([catalogue({"en": {"with": "with {name}"}})], "en")
    assert translations.translate("with", name="{name.__class__}") == "with {name.__class__}"


@pytest.mark.parametrize("key", ["no-such-words", "months"])
def test_unknown_words_are_a_fault(key):
    with pytest.raises(LookupError, match=key):
        choose_translations([DEFAULT], "en").translate(key)


def test_a_missing_list_of_months_is_a_fault(catalogue):
    with pytest.raises(LookupError, match="months"):
        choose_translations([catalogue({"en": {"date": "{month}"}})], "en").date(DAY)


@pytest.mark.parametrize("text", ["{", "[]", '{"en": {"nav": 3}}'])
def test_a_broken_catalogue_is_a_problem_with_a_path(text):
    with pytest.raises(ContentError) as caught:
        parse_catalogue(text.encode())
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [(Code.LAYOUT, "layouts/words.json")]


def _fields(words):
    texts = words.values() if isinstance(words, dict) else [words] if isinstance(words, str) else []
    return {field for text in texts for _, field, _, _ in Formatter().parse(text) if field is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything_with_the_same_fields(language):
    english, words = LANGUAGES["en"], LANGUAGES[language]
    assert list(words) == list(english)
    for key, text in words.items():
        assert type(text) is type(english[key]), key
        assert _fields(text) == _fields(english[key]), key


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("es", "22 de noviembre de 2026", "22 nov 2026"),
        ("pt-BR", "22 de novembro de 2026", "22 nov 2026"),
        ("fr", "22 novembre 2026", "22 nov. 2026"),
    ],
)
def test_dates_follow_the_language(language, long, short):
    translations = choose_translations([DEFAULT], language)
    assert (translations.date(DAY), translations.date(DAY, "date-short")) == (long, short)


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "1 March 2026", "2 March 2026"),
        ("es", "1 de marzo de 2026", "2 de marzo de 2026"),
        ("pt", "1º de março de 2026", "2 de março de 2026"),
        ("fr", "1er mars 2026", "2 mars 2026"),
    ],
)
def test_the_first_day_of_a_month_is_an_ordinal_where_the_language_has_one(language, first, second):
    translations = choose_translations([DEFAULT], language)
    assert translations.date(datetime.date(2026, 3, 1)) == first
    assert translations.date(datetime.date(2026, 3, 2)) == second


@pytest.mark.parametrize(
    ("language", "quarters"),
    [
        ("en", ["Quarter 1, 2026", "Quarter 2, 2026"]),
        ("es", ["Trimestre 1 de 2026", "Trimestre 2 de 2026"]),
        ("pt", ["1º trimestre de 2026", "2º trimestre de 2026"]),
        ("fr", ["1er trimestre 2026", "2e trimestre 2026"]),
    ],
)
def test_quarters_have_the_ordinals_of_the_language(language, quarters):
    translations = choose_translations([DEFAULT], language)
    assert [translations.translate("quarter", n=n, year=2026) for n in (1, 2)] == quarters


@pytest.mark.parametrize("n", [0, 1, 2, 21])
def test_french_counts_agree_with_their_number(n):
    translate = choose_translations([DEFAULT], "fr").translate
    ratings = translate("since-share", solid="acquis", n=n, of=30)
    assert (f"{n} évaluations sur" if n > 1 else f"{n} évaluation sur") in ratings
    people = translate("strengths-people", n=n, of=30)
    assert (f"{n} personnes sur" if n > 1 else f"{n} personne sur") in people
    for key in ("theme-seen", "brief-theme", "prompt-theme-back", "prompt-theme-recurring"):
        text = translate(key, name="scope", seen=n, n=30 if key == "theme-seen" else n, of=30, date="2 mai 2026")
        assert f"{n} fois en 30 occasions" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_caveats_can_follow_each_other(language):
    translate = choose_translations([DEFAULT], language).translate
    starts = {translate(f"caveat-{caveat}").split()[0] for caveat in Caveat}
    assert starts.isdisjoint({"but", "pero", "mas", "mais"})


def test_french_has_no_word_that_a_name_could_elide():
    texts = [
        text for words in LANGUAGES["fr"].values() for text in (words.values() if isinstance(words, dict) else [words])
    ]
    fields = "author|name|skill|usual|low|high|solid|step|company|interview|theme|title"
    found = [
        text
        for text in texts
        if isinstance(text, str) and re.search(rf"\b(?:de|le|la|que|du|au) {{(?:{fields})}}", text)
    ]
    assert found == []


def test_nothing_is_singular_in_french_and_plural_in_spanish():
    assert choose_translations([DEFAULT], "fr").translate("minutes", n=0) == "0 minute"
    assert choose_translations([DEFAULT], "es").translate("minutes", n=0) == "0 minutos"


def test_french_puts_no_break_spaces_before_its_double_punctuation():
    catalogue = json.dumps(LANGUAGES["fr"], ensure_ascii=False)
    assert re.findall(r"\S [:;?!»]|« ", catalogue) == []


def test_a_word_from_right_to_left_does_not_reorder_its_sentence():
    translations = choose_translations([DEFAULT], "en")
    word = "\u062c\u064a\u062f"
    assert translations.translate_on_page("level-every", usual=word) == translations.translate(
        "level-every", usual=f"\u2068{word}\u2069"
    )
    assert translations.translate_on_page("pair", label=word, value=Markup("<b>3</b>")) == Markup(
        f"\u2068{word}\u2069: <b>3</b>"
    )
    assert translations.translate_on_page("pair", label="naïve", value="3") == "naïve: 3"
