"""Codes as people copy, type and mistype them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterview.sealing.key_code import ALPHABET, MistypedCode, find_links, format_code, make_key, make_link, parse_code

KEY = "0123456789ABCDEFGHJKMNPQRS"
KEYS = st.text(ALPHABET, min_size=26, max_size=26)


@pytest.mark.parametrize(
    "text",
    [
        "0123456789ABCDEFGHJKMNPQRS0R",
        "0123-4567-89AB-CDEF-GHJK-MNPQ-RS0R",
        " 0123 4567 89ab cdef ghjk mnpq rs0r\n",
        "oI23-4567-89AB-CDEF-GHJK-MNPQ-RSOR",
        "OL23–4567–89AB–CDEF–GHJK–MNPQ–RS0R",
        "https://ada.github.io/interviews/s/x4m2k9q7c5w1/#0123456789ABCDEFGHJKMNPQRS0R",
        "https://ada.github.io/s/x/#0123456789ABCDEFGHJKMNPQRS0R/interviews/a.html?q=1#s-x",
        "Hello, is C# fine?\nhttps://ada.github.io/s/x/#0123456789ABCDEFGHJKMNPQRS0R",
        "Code: 0123-4567-89AB-CDEF-GHJK-MNPQ-RS0R",
        "<https://ada.github.io/s/x/#0123456789ABCDEFGHJKMNPQRS0R>",
        "(see https://ada.github.io/s/x/#0123456789ABCDEFGHJKMNPQRS0R).",
        "“0123-4567-89AB-CDEF-GHJK-MNPQ-RS0R”,",
        "https://ada.github.io/s/x/#0123456789ABCDEFGHJKMNPQRS0R\nCode: 0123-4567-89AB-CDEF-GHJK-MNPQ-RS0R",
    ],
)
def test_a_code_is_read_as_people_type_it(text: str) -> None:
    assert parse_code(text) == KEY


@given(KEYS)
def test_every_key_is_read_back_from_its_code(key: str) -> None:
    assert parse_code(format_code(key)) == key
    assert parse_code(format_code(key, separator=" ").lower()) == key


@given(KEYS, st.integers(0, 27), st.sampled_from(ALPHABET))
def test_a_mistyped_letter_is_found_nearly_always(key: str, place: int, letter: str) -> None:
    code = format_code(key, separator="")
    mistyped = code[:place] + letter + code[place + 1 :]
    try:
        read = parse_code(mistyped)
    except MistypedCode:
        return
    assert mistyped == code or read != key


@pytest.mark.parametrize("text", ["", "0123", "0123456789ABCDEFGHJKMNPQRS0", "0123456789ABCDEFGHJKMNPQRS1R", "U" * 28])
def test_what_is_no_code_is_called_mistyped(text: str) -> None:
    with pytest.raises(MistypedCode):
        parse_code(text)


def test_new_keys_and_links_are_all_different() -> None:
    assert len({make_key() for _ in range(1000)}) == 1000
    assert len({make_link() for _ in range(1000)}) == 1000
    assert all(re.fullmatch(r"[0-9a-hjkmnp-tv-z]{12}", make_link()) for _ in range(1000))


@pytest.mark.parametrize("rest", ["/#0123", "#0123", "", "/index.html#0123", "?utm=1#0123"])
def test_the_page_of_a_link_is_found_however_it_goes_on(rest: str) -> None:
    assert find_links(f"https://ada.example/s/k7m2p9q4r6t8{rest}") == ("k7m2p9q4r6t8",)
    assert find_links(f"https://ada.example/s/k7m2p9q4r6t8x{rest}") == ()
