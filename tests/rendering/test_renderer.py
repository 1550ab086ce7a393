"""Layouts turn a page's context into bytes; a portfolio's own file takes the default's place."""

import re

import msgspec
import pytest
from markupsafe import Markup

from afterview.model.page import Page
from afterview.model.section import ROOT
from afterview.problems import Code, ContentError, Refused
from afterview.rendering.layout_folders import find_default_layouts
from afterview.rendering.layouts import read_layouts
from afterview.rendering.renderer import Renderer, open_renderer

ASSETS = [f"assets/{name}" for name in sorted(path.name for path in (find_default_layouts() / "assets").iterdir())]


class Context(msgspec.Struct, frozen=True, kw_only=True):
    text: str = ""
    html: Markup = Markup("")


class Step(int):
    """A number with a name of its own."""


class Rooted(msgspec.Struct, frozen=True, kw_only=True):
    root: str


@pytest.fixture
def folders(tmp_path):
    own, default = tmp_path / "own" / "layouts", tmp_path / "default"
    for folder in (own, default):
        (folder / "assets").mkdir(parents=True)
    (default / "words.json").write_text('{"en": {"hello": "Hello", "bye": "Bye"}}', encoding="utf-8")
    return own, default


@pytest.fixture
def render(folders):
    def run(text: str, context: msgspec.Struct | None = None, url: str = "a/b.html", layout: str = "x.html") -> str:
        (folders[0] / layout).write_text(text, encoding="utf-8")
        page = Page(url=url, layout=layout, context=context or Context())
        return Renderer(read_layouts(folders)).render_page(page).body.decode()

    return run


@pytest.mark.parametrize(("url", "way"), [("a.html", ""), ("a/b.html", "../"), ("a/b/c.html", "../../")])
def test_every_internal_address_becomes_relative(render, url, way):
    context = Context(html=Markup(f'<a href="{ROOT}x.html">'))
    text = '<a href="{{ root }}y.html">{{ html }}'
    assert render(text, context, url) == f'<a href="{way}y.html"><a href="{way}x.html">'


def test_a_context_may_say_where_the_root_is(render):
    assert render("{{ root }}y.html", Rooted(root="https://a.example/?a&b/")) == "https://a.example/?a&amp;b/y.html"


def test_text_is_escaped_and_markup_is_not(render):
    context = Context(text="<b>&", html=Markup("<i>"))
    assert render("{{ text }}{{ html }}", context) == "&lt;b&gt;&amp;<i>"
    assert render("{{ text }}", context, layout="x.xml") == "&lt;b&gt;&amp;"
    assert render("{{ text }}", context, layout="x.txt") == "<b>&"


def test_json_carries_values_and_cannot_close_a_script(render):
    context = Context(text="</script>", html=Markup("<i>"))
    text = render("{{ [text, html, 1] | tojson }}", context, layout="x.json")
    assert msgspec.json.decode(text) == ["</script>", "<i>", 1]
    assert "<" not in text


def test_json_takes_a_number_by_another_name_for_a_number(render):
    class Steps(msgspec.Struct, frozen=True):
        step: Step

    assert render("{{ step | tojson }}", Steps(step=Step(3)), layout="x.json") == "3"


def test_json_refuses_what_is_no_value(render):
    with pytest.raises(ContentError, match="no place in JSON"):
        render("{{ translate | tojson }}")


def test_an_own_layout_wins_and_may_extend_the_one_that_it_replaces(folders, render):
    (folders[1] / "x.html").write_text("[{% block inner %}default{% endblock %}]", encoding="utf-8")
    assert render('{% extends "default/x.html" %}{% block inner %}own{% endblock %}') == "[own]"


def test_own_words_are_laid_over_the_default_ones(folders, render):
    (folders[0] / "words.json").write_text('{"en": {"bye": "See you"}}', encoding="utf-8")
    assert render('{{ translate("hello") }}, {{ translate("bye") }}') == "Hello, See you"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("one\n{{ nobody }}", 2),
        ("one\ntwo\n{% for %}", 3),
        ("{{ text.nothing }}", 1),
        ("\n{{ 1 // 0 }}", 2),
        ('{{ translate("unknown") }}', 1),
    ],
)
def test_a_broken_layout_is_a_problem_with_its_line(render, text, line):
    with pytest.raises(ContentError) as caught:
        render(text)
    (problem,) = caught.value.problems
    assert (problem.code, problem.path, problem.line) == (Code.LAYOUT, "layouts/x.html", line)
    assert problem.excerpt == text.splitlines()[line - 1]


def test_a_layout_that_is_not_utf_8_is_a_problem_with_its_line(folders):
    (folders[0] / "x.html").write_bytes("one\ncaf\u00e9".encode("latin-1"))
    with pytest.raises(ContentError, match="not UTF-8") as caught:
        Renderer(read_layouts(folders)).render_page(Page(url="x.html", layout="x.html", context=Context()))
    assert [(it.path, it.line, it.excerpt) for it in caught.value.problems] == [("layouts/x.html", 2, "caf\ufffd")]


def test_half_a_character_in_a_layout_is_a_problem(render):
    with pytest.raises(ContentError, match="surrogates not allowed"):
        render('{{ "\\ud800" }}')


def test_a_fault_in_a_part_is_found_there(folders, render):
    (folders[1] / "parts").mkdir()
    (folders[1] / "parts" / "p.html").write_text("\n{% macro m() %}{{ nobody }}{% endmacro %}", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        render('{% from "parts/p.html" import m %}{{ m() }}')
    assert [(it.path, it.line) for it in caught.value.problems] == [("layouts/parts/p.html", 2)]


def test_a_missing_layout_is_a_problem(folders):
    with pytest.raises(ContentError, match="there is no layout"):
        Renderer(read_layouts(folders)).render_page(Page(url="y.html", layout="y.html", context=Context()))


def test_a_bug_in_a_default_layout_is_not_blamed_on_the_writer(folders):
    (folders[1] / "y.html").write_text("{{ 1 // 0 }}", encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        Renderer(read_layouts(folders)).render_page(Page(url="y.html", layout="y.html", context=Context()))


def test_assets_are_read_whole_and_own_ones_win(folders):
    own, default = folders
    (default / "assets" / "style.css").write_bytes(b"default")
    (default / "assets" / "fonts").mkdir()
    (default / "assets" / "fonts" / "f.woff2").write_bytes(b"\x00\xff")
    (default / "assets" / ".DS_Store").write_bytes(b"?")
    (own / "assets" / "style.css").write_bytes(b"own")
    assets = Renderer(read_layouts(folders)).read_assets()
    assert [(output.url, output.body) for output in assets] == [
        ("assets/fonts/f.woff2", b"\x00\xff"),
        ("assets/style.css", b"own"),
    ]


@pytest.mark.parametrize("target", ["secret.txt", "."])
def test_a_link_out_of_the_assets_is_refused(folders, target):
    (folders[0].parent / "secret.txt").write_text("mine", encoding="utf-8")
    (folders[0] / "assets" / "link").symlink_to(folders[0].parent / target)
    with pytest.raises(Refused, match="leads out") as caught:
        Renderer(read_layouts(folders)).read_assets()
    assert caught.value.problems[0].path == "layouts/assets/link"


def test_a_portfolio_without_layouts_uses_the_default_ones(tmp_path):
    assert [output.url for output in open_renderer(tmp_path).read_assets()] == ASSETS


def test_a_portfolio_may_have_some_layouts_of_its_own(tmp_path):
    (tmp_path / "layouts" / "assets").mkdir(parents=True)
    (tmp_path / "layouts" / "assets" / "more.css").write_text("p{}", encoding="utf-8")
    assert [output.url for output in open_renderer(tmp_path).read_assets()] == sorted([*ASSETS, "assets/more.css"])


def test_the_default_layouts_are_nobodys_own():
    layouts = find_default_layouts()
    assert open_renderer(layouts.parent).read_assets() == Renderer(read_layouts((layouts,))).read_assets()


def test_no_layout_calls_anything_safe_and_none_asks_another_site():
    sealed = find_default_layouts() / "sealed"  # one file by design: its script and styles are inside it
    for path in find_default_layouts().rglob("*"):
        if path.is_file() and not path.is_relative_to(sealed):
            text = path.read_text(encoding="utf-8")
            assert "|safe" not in text.replace(" ", ""), path
            assert "<script" not in re.sub(r'<script src="{{ root }}assets/\w+\.js" defer></script>', "", text), path
            assert "style=" not in text, path
            assert "@import" not in text, path
            assert "url(" not in text, path
