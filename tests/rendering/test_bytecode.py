"""Compiled default layouts are cached in the user's cache folder, which never decides what a page says."""

import os
import stat
import sys

import msgspec
import pytest

from afterview.model.page import Page
from afterview.rendering.bytecode import find_cache_folder
from afterview.rendering.layouts import read_layouts
from afterview.rendering.renderer import Renderer
from tests.conftest import CACHE_VARIABLE


class Context(msgspec.Struct, frozen=True):
    word: str = "<word>"


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "cache" / "afterview"


@pytest.fixture
def default(tmp_path):
    folder = tmp_path / "default"
    folder.mkdir()
    (folder / "words.json").write_text('{"en": {"hello": "Hello"}}', encoding="utf-8")
    (folder / "page.html").write_text('constant {{ translate("hello") }} {{ word }}', encoding="utf-8")
    return folder


def render(*folders, layout="page.html"):
    page = Page(url="a.html", layout=layout, context=Context())
    return Renderer(read_layouts(folders)).render_page(page).body.decode()


def cached(cache):
    return [path for path in cache.rglob("*") if path.is_file()]


def test_a_default_layout_is_compiled_once(default, cache):
    assert render(default) == "constant Hello &lt;word&gt;"
    (file,) = cached(cache)
    file.write_bytes(file.read_bytes().replace(b"constant", b"CONSTANT"))
    assert render(default) == "CONSTANT Hello &lt;word&gt;"


def test_a_layout_that_changed_is_compiled_anew(default, cache):
    render(default)
    (default / "page.html").write_text("other", encoding="utf-8")
    assert [render(default), render(default)] == ["other"] * 2
    assert len(cached(cache)) == 1


def test_the_texts_are_those_of_now(default):
    render(default)
    (default / "words.json").write_text('{"en": {"hello": "Hi"}}', encoding="utf-8")
    assert render(default) == "constant Hi &lt;word&gt;"


def test_a_portfolio_s_own_layout_is_never_cached(default, tmp_path, cache):
    own = tmp_path / "own"
    own.mkdir()
    (own / "mine.html").write_text('{% extends "default/page.html" %}', encoding="utf-8")
    (own / "page.html").write_text("own {{ word }}", encoding="utf-8")
    assert render(own, default) == "own &lt;word&gt;"
    assert cached(cache) == []
    assert render(own, default, layout="mine.html") == "constant Hello &lt;word&gt;"
    assert len(cached(cache)) == 1  # the default one, which is extended


@pytest.mark.parametrize("damage", [slice(0), slice(9), slice(20), slice(-9), slice(1, None)])
def test_a_damaged_cache_file_is_replaced(default, cache, damage):
    render(default)
    (file,) = cached(cache)
    whole = file.read_bytes()
    file.write_bytes(whole[damage])
    assert render(default) == "constant Hello &lt;word&gt;"
    assert file.read_bytes() == whole


def test_nothing_is_cached_where_python_writes_no_bytecode(default, cache, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert render(default) == "constant Hello &lt;word&gt;"
    assert cached(cache) == []


def test_a_file_in_the_folder_s_place_is_no_error(default, cache):
    cache.parent.mkdir()
    cache.write_text("a file where the folder would be", encoding="utf-8")
    assert render(default) == "constant Hello &lt;word&gt;"


def test_a_folder_in_a_cache_file_s_place_is_no_error(default, cache):
    render(default)
    (file,) = cached(cache)
    file.unlink()
    file.mkdir()
    assert render(default) == "constant Hello &lt;word&gt;"


def test_a_home_folder_that_cannot_be_is_no_error(default, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", "relative/is/ignored")
    monkeypatch.setenv("HOME", str(tmp_path / "file"))
    assert render(default) == "constant Hello &lt;word&gt;"


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs POSIX permissions")
def test_only_this_user_may_write_to_the_folder(cache):
    folder = find_cache_folder()
    assert folder == cache
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    cache.chmod(0o770)
    assert find_cache_folder() is None


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs POSIX links")
def test_a_link_in_the_folder_s_place_is_not_followed(cache, tmp_path):
    cache.parent.mkdir()
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    cache.symlink_to(tmp_path / "elsewhere")
    assert find_cache_folder() is None
