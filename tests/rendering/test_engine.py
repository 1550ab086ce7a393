"""The quicker engine says what Jinja2 by itself would say."""

import datetime

import jinja2
import msgspec
import pytest
from markupsafe import Markup, escape

from afterview.rendering.closure import Closures
from afterview.rendering.engine import Engine


class Thing(msgspec.Struct, frozen=True):
    """Hold something to say."""

    name: str
    html: Markup = Markup("<b>bold</b>")


class Quoted:
    """Say itself in HTML."""

    def __html__(self) -> str:
        return "<q>said</q>"


LAYOUTS = {
    "parts.html": """\
{% macro link(thing, kind="a & b", more=none) -%}
<a class="{{ kind }}">{{ thing.name }}{{ thing.html }}{{ more }}</a>{% endmacro %}
{% macro outer(thing) %}{{ link(thing, more=link(thing)) }}{% endmacro %}
{% macro wrap() %}<p>{{ caller("in <it>") }}</p>{% endmacro %}
{% macro many() %}{{ varargs | join("-") }}{{ kwargs.x }}{% endmacro %}
{% macro missed(thing) %}[{{ thing is defined }}]{% endmacro %}
""",
    "base.html": "<title>{% block title %}base{% endblock %}</title>{{ self.title() }}",
    "page.html": """\
{% extends "base.html" %}
{% from "parts.html" import link, outer, wrap, many, missed %}
{% block title %}{{ super() }}
{%- for thing in things %}{{ link(thing) }}{{ link(thing, "k") }}{{ link(kind="<k>", thing=thing) }}{{ outer(thing) }}
{%- if loop.first %}first{% endif %}{% endfor %}
{% call(word) wrap() %}{{ word }} {{ plain }}{% endcall %}{{ many(1, "<2>", x=3) }}{{ missed() }}
{% set markup %}<i>{{ plain }}</i>{% endset %}{{ markup }}{{ plain | upper }}{{ number }}{{ none }}{{ "a<b" ~ plain }}
{{ greet("<you>", again=plain) }}{{ range(3) | list }}{% set counted = namespace(n=0) %}
{%- for _ in things %}{% set counted.n = counted.n + 1 %}{% endfor %}{{ counted.n }}
{% macro own(word) %}{{ word }} of {{ plain }}{% endmacro %}{{ own("this") }}{{ own("this") }}
{% endblock %}""",
}
VALUES = {
    "things": (Thing("one <1>"), Thing("two"), Thing("one <1>")),
    "plain": "a < b & \"c\" 'd'",
    "number": 3.5,
    "greet": lambda who, again: f"hello {who} {again}",
}


def render(kind: type[jinja2.Environment], name: str = "page.html", **values: object) -> list[str]:
    environment = kind(
        loader=jinja2.DictLoader(LAYOUTS),
        autoescape=lambda name: not (name or "").endswith(".txt"),
        undefined=jinja2.StrictUndefined,
    )
    return [environment.get_template(name).render({**VALUES, **values}) for _ in range(2)]


def test_it_says_what_jinja_says():
    assert render(Engine) == render(jinja2.Environment)


def test_a_macro_of_a_page_says_it_of_that_page():
    first, second = render(Engine, plain="<1>")[0], render(Engine, plain="<2>")[0]
    assert "this of &lt;1&gt;" in first
    assert "this of &lt;2&gt;" in second


@pytest.mark.parametrize(
    "value", [3, 2.5, True, None, "a & b", Markup("<b>"), ["<", "'"], datetime.date(2026, 3, 4), Quoted()]
)
def test_it_escapes_as_markupsafe_does(value):
    assert Engine.escape(value) == escape(value)


@pytest.mark.parametrize(
    "layout",
    [
        "{{ nothing }}",
        "{{ nothing() }}",
        "{{ things[0].nothing }}",
        "{% from 'parts.html' import link %}{{ link() }}",
        "{% from 'parts.html' import link %}{{ link(1, 2, 3, 4) }}",
        "{% from 'parts.html' import link %}{{ link(things[0], colour=1) }}",
        "{% from 'parts.html' import link %}{{ link(things[0], thing=1) }}",
    ],
)
def test_it_fails_where_jinja_fails(monkeypatch, layout):
    monkeypatch.setitem(LAYOUTS, "page.html", layout)
    failures = []
    for kind in (Engine, jinja2.Environment):
        with pytest.raises(Exception) as caught:  # noqa: PT011 - whichever it is, it is the same
            render(kind)
        failures.append((type(caught.value), str(caught.value)))
    assert failures[0] == failures[1]


@pytest.fixture
def folders(tmp_path):
    """Give two folders of layouts, the first of somebody's own."""
    own, default = tmp_path / "own", tmp_path / "default"
    for folder, name, text in (
        (default, "page.html", '{% extends "base.html" %}{% from "parts/a.html" import a %}'),
        (default, "base.html", "{% include 'foot.html' ignore missing %}"),
        (default, "parts/a.html", "a"),
        (default, "other.html", "other"),
        (default, "assets/style.css", "a {}"),
        (own, "own.html", '{%- extends "default/page.html" -%}'),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return own, default


def digests(folders) -> dict[str, bytes]:
    closures = Closures(folders)
    return {name: closures.digest(name) for name in ("page.html", "own.html", "other.html")}


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("default/base.html", {"page.html", "own.html"}),
        ("default/parts/a.html", {"page.html", "own.html"}),
        ("default/foot.html", {"page.html", "own.html"}),
        ("own/base.html", {"page.html", "own.html"}),
        ("own/own.html", {"own.html"}),
        ("default/other.html", {"other.html"}),
        ("default/assets/style.css", set()),
        ("own/words.json", {"page.html", "own.html", "other.html"}),
    ],
)
def test_a_layout_changes_with_what_it_is_put_together_from(tmp_path, folders, name, changed):
    before = digests(folders)
    (tmp_path / name).write_text("changed")
    after = digests(folders)
    assert {layout for layout in before if before[layout] != after[layout]} == changed


@pytest.mark.parametrize(
    "tag", ["{% include name %}", '{% include ["a.html", name] %}', '{% extends "a" if name else "b" %}']
)
def test_a_layout_that_decides_when_it_runs_changes_with_any(tmp_path, folders, tag):
    (tmp_path / "own/own.html").write_text(tag)
    before = digests(folders)
    (tmp_path / "default/other.html").write_text("changed")
    assert digests(folders)["own.html"] != before["own.html"]
