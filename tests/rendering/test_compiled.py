"""What default layouts were compiled to is kept as Python keeps its own, and never decides what a page says."""

import sys

import jinja2
import msgspec
import pytest

from afterview.model.page import Page
from afterview.rendering.renderer import Renderer


class Context(msgspec.Struct, frozen=True):
    word: str = "<word>"


@pytest.fixture
def default(tmp_path, monkeypatch):
    folder = tmp_path / "default"
    folder.mkdir()
    (folder / "words.json").write_text('{"en": {"hello": "Hello"}}', encoding="utf-8")
    (folder / "page.html").write_text('{{ translate("hello") }} {{ word }}', encoding="utf-8")
    monkeypatch.setattr("afterview.rendering.compiled.find_default_layouts", lambda: folder)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return folder


@pytest.fixture
def compiled(monkeypatch):
    names = []
    parse = jinja2.Environment._parse

    def note(self, source, name, filename):
        names.append(name)
        return parse(self, source, name, filename)

    monkeypatch.setattr(jinja2.Environment, "_parse", note)
    return names


def render(*folders, layout="page.html"):
    return Renderer(folders).render_page(Page(url="a.html", layout=layout, context=Context())).body.decode()


def kept(tmp_path):
    return [path for path in (tmp_path / "kept").rglob("*") if path.is_file()]


def test_a_default_layout_is_compiled_once(default, compiled):
    assert [render(default), render(default)] == ["Hello &lt;word&gt;"] * 2
    assert compiled == ["page.html"]


def test_a_layout_that_changed_is_compiled_anew(default, tmp_path):
    render(default)
    (default / "page.html").write_text("other", encoding="utf-8")
    assert [render(default), render(default)] == ["other"] * 2
    assert len(kept(tmp_path)) == 1


def test_the_words_are_those_of_now(default):
    render(default)
    (default / "words.json").write_text('{"en": {"hello": "Hi"}}', encoding="utf-8")
    assert render(default) == "Hi &lt;word&gt;"


def test_a_layout_of_the_portfolio_s_own_is_never_kept(default, tmp_path, compiled):
    own = tmp_path / "own"
    own.mkdir()
    (own / "mine.html").write_text('{% extends "default/page.html" %}', encoding="utf-8")
    (own / "page.html").write_text("own {{ word }}", encoding="utf-8")
    for _ in range(2):
        assert render(own, default) == "own &lt;word&gt;"
        assert render(own, default, layout="mine.html") == "Hello &lt;word&gt;"
    assert sorted(compiled) == ["mine.html"] * 2 + ["page.html"] * 3  # of which the default one, once
    assert len(kept(tmp_path)) == 1


@pytest.mark.parametrize("damage", [slice(0), slice(9), slice(-9), slice(1, None)])
def test_what_is_damaged_is_compiled_again(default, tmp_path, compiled, damage):
    render(default)
    (file,) = kept(tmp_path)
    file.write_bytes(file.read_bytes()[damage])
    assert [render(default), render(default)] == ["Hello &lt;word&gt;"] * 2
    assert compiled == ["page.html"] * 2


def test_nothing_is_kept_where_python_keeps_nothing(default, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert render(default) == "Hello &lt;word&gt;"
    assert kept(tmp_path) == []


def test_where_nothing_can_be_written_pages_are_rendered_all_the_same(default, tmp_path):
    (tmp_path / "kept").write_text("a file where the folder would be", encoding="utf-8")
    assert render(default) == "Hello &lt;word&gt;"


def test_nothing_is_left_beside_what_could_not_be_put_in_its_place(default, tmp_path):
    render(default)
    (file,) = kept(tmp_path)
    file.unlink()
    file.mkdir()
    assert render(default) == "Hello &lt;word&gt;"
    assert kept(tmp_path) == []
