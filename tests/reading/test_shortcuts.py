"""Where reading takes a shorter way than the Markdown library, it comes out at the same place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.parser_inline import ParserInline
from markdown_it.token import Token

from afterview.reading.markup.parser import Env, Parser
from tests.reading.commonmark import read_examples

SIGNS = [*"ab \n!#$%&*+-:<=>@[]\\^_`{}~()|.\"'/é“", "**", "~~", "![", "^[", "!^[", "](", "\\!", "  \n", "\n- ", "\n> "]
LONGER = ["[a](b)", "[^a]", "\n\n[a]: b\n\n", "\n\n[^a]: c\n\n", "<http://a.b>", "&amp;", "https://a.bc/d", "{private}"]
WORDS = [*"aA_~#?é@./\n", "..", "b-c", "xn--a", "org", "%20", "a" * 61, ":80", "127.0.0.1", "http://", "https://"]


def parse(text: str, parser: Parser) -> list[Token]:
    env: Env = {"references": {}}
    return parser.parse_inlines(text, parser.parse_blocks(text, env), env)


def plain_parser() -> Parser:
    """Make a parser that stops at every sign at which the library stops."""
    parser = Parser()
    parser._inlines.inline.terminator_re = ParserInline().terminator_re
    return parser


@pytest.mark.needs("node", "npm packages")
def test_examples_give_the_tokens_that_stopping_at_every_sign_gives():
    for example in read_examples():
        assert parse(example["markdown"], Parser()) == parse(example["markdown"], plain_parser())


@given(st.lists(st.sampled_from(SIGNS + LONGER), max_size=40).map("".join))
def test_any_text_gives_the_tokens_that_stopping_at_every_sign_gives(text: str):
    assert parse(text, Parser()) == parse(text, plain_parser())


@given(st.lists(st.sampled_from(WORDS), max_size=8).map("".join))
def test_an_address_comes_out_as_the_library_normalizes_it(address: str):
    url = "https://" + address
    assert Parser()._inlines.normalizeLink(url) == normalizeLink(url)
