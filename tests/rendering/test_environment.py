"""A portfolio's own layouts may use Jinja2 as its documentation describes it."""

import msgspec
import pytest

from afterview.model.page import Page
from afterview.rendering.layout_folders import find_default_layouts
from afterview.rendering.layouts import read_layouts
from afterview.rendering.renderer import Renderer


class Context(msgspec.Struct, frozen=True, kw_only=True):
    word: str = "<word>"
    numbers: tuple[int, ...] = (1, 2, 3)


@pytest.fixture
def render(tmp_path):
    def run(text: str, **parts: str) -> str:
        for name, body in {"page": text, **parts}.items():
            (tmp_path / f"{name}.html").write_text(body, encoding="utf-8")
        page = Page(url="page.html", layout="page.html", context=Context())
        return Renderer(read_layouts((tmp_path, find_default_layouts()))).render_page(page).body.decode()

    return run


def test_a_cycler_in_a_macro_goes_round(render):
    text = '{% set row = cycler("odd", "even") %}{% macro next() %}{{ row.next() }}{% endmacro %}'
    assert render(text + "{% for _ in numbers %}{{ next() }} {% endfor %}") == "odd even odd "


def test_a_cycler_in_an_imported_macro_goes_round(render):
    parts = '{% set row = cycler("odd", "even") %}{% macro next() %}{{ row.next() }}{% endmacro %}'
    text = '{% from "parts.html" import next %}{% for _ in numbers %}{{ next() }} {% endfor %}'
    assert render(text, parts=parts) == "odd even odd "


def test_a_namespace_counts_across_a_loop(render):
    text = "{% set seen = namespace(n=0) %}{% macro count() %}{% set seen.n = seen.n + 1 %}{{ seen.n }}{% endmacro %}"
    assert render(text + "{% for _ in numbers %}{{ count() }}{% endfor %}") == "123"


def test_an_import_with_context_sees_the_page_s_values(render):
    parts = "{% macro say() %}{{ word }}{% endmacro %}"
    assert render('{% import "parts.html" as parts with context %}{{ parts.say() }}', parts=parts) == "&lt;word&gt;"
    assert render('{% from "parts.html" import say with context %}{{ say() }}', parts=parts) == "&lt;word&gt;"


def test_an_include_sees_the_page_s_values(render):
    assert render("{% include './parts.html' %}", parts="{{ word }}") == "&lt;word&gt;"
    assert render("{% for number in numbers %}{% include 'parts.html' %}{% endfor %}", parts="{{ number }}") == "123"


def test_filters_that_need_the_context_work(render):
    assert render('{{ ["kept", "missed"] | map("outcome") | join(" ") | striptags }}') == "kept missed"
    assert render('{{ numbers | select("odd") | join(",") }}') == "1,3"


def test_macros_take_a_caller_and_any_arguments(render):
    text = '{% macro box() %}<p>{{ caller("in") }}{{ varargs | join("-") }}{{ kwargs.x }}</p>{% endmacro %}'
    assert render(text + "{% call(word) box(1, '<2>', x=3) %}{{ word }} {% endcall %}") == "<p>in 1-&lt;2&gt;3</p>"


def test_a_macro_is_rendered_once_for_the_same_values(render):
    parts = '{% set row = cycler("first", "second") %}{% macro say(it) %}{{ row.next() }} {{ it }}{% endmacro %}'
    text = '{% from "parts.html" import say %}{{ say | once(word) }}, {{ say | once(numbers) }}, {{ say | once(word) }}'
    assert render(text, parts=parts) == "first &lt;word&gt;, second (1, 2, 3), first &lt;word&gt;"


def test_equal_values_of_two_types_are_told_apart(render):
    parts = "{% macro say(it) %}{{ it }}{% endmacro %}"
    text = '{% from "parts.html" import say %}'
    text += '{{ say | once(1) }} {{ say | once(true) }} {{ say | once("&gt;" | escape) }} {{ say | once("&amp;gt;") }}'
    assert render(text, parts=parts) == "1 True &amp;gt; &amp;amp;gt;"


def test_a_macro_that_sees_its_page_shows_it_on_every_page(tmp_path):
    (tmp_path / "parts.html").write_text("{% macro say(it) %}{{ word }} {{ it }}{% endmacro %}", encoding="utf-8")
    text = '{% from "parts.html" import say with context %}{{ say | once(1) }}'
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    renderer = Renderer(read_layouts((tmp_path, find_default_layouts())))
    pages = [Page(url="page.html", layout="page.html", context=Context(word=word)) for word in ("one", "two")]
    assert [renderer.render_page(page).body for page in pages] == [b"one 1", b"two 1"]
