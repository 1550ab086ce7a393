"""Layouts are read once, a portfolio's own over the default ones, and have one fingerprint."""

import os
import pickle

import msgspec
import pytest

from afterview.model.page import Page
from afterview.problems import Code, ContentError
from afterview.rendering.layouts import read_layouts
from afterview.rendering.renderer import Renderer


@pytest.fixture
def folders(tmp_path):
    own, default = tmp_path / "own", tmp_path / "default"
    for folder, name, text in (
        (default, "page.html", "default page"),
        (default, "parts/a.html", "a"),
        (default, "words.json", "{}"),
        (default, "assets/style.css", "a {}"),
        (default, ".hidden", "?"),
        (own, "page.html", "own page"),
        (own, "parts/assets/x.html", "x"),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return own, default


def test_own_files_replace_default_ones_which_keep_a_second_name(folders):
    files = {name: file.body for name, file in read_layouts(folders).files.items()}
    assert files == {
        "page.html": b"own page",
        "default/page.html": b"default page",
        "parts/a.html": b"a",
        "default/parts/a.html": b"a",
        "parts/assets/x.html": b"x",
        "words.json": b"{}",
        "default/words.json": b"{}",
    }


@pytest.mark.parametrize("name", ["default/page.html", "default/parts/a.html", "own/new.html", "own/words.json"])
def test_any_change_changes_the_fingerprint(tmp_path, folders, name):
    before = read_layouts(folders).fingerprint
    assert read_layouts(folders).fingerprint == before
    (tmp_path / name).write_text("changed")
    assert read_layouts(folders).fingerprint != before


def test_assets_and_hidden_files_are_no_layouts(tmp_path, folders):
    before = read_layouts(folders)
    (tmp_path / "default/assets/style.css").write_text("changed")
    (tmp_path / "own/.DS_Store").write_text("changed")
    assert read_layouts(folders) == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_only_ordinary_files_are_opened(folders):
    before = read_layouts(folders)
    os.mkfifo(folders[0] / "pipe.html")
    assert read_layouts(folders) == before


@pytest.mark.parametrize("name", ["parts", "page.html"])
def test_what_cannot_be_read_is_a_problem(folders, name, as_ordinary_user):
    (folders[0] / name).chmod(0)
    try:
        with as_ordinary_user(), pytest.raises(ContentError) as caught:
            read_layouts(folders)
    finally:
        (folders[0] / name).chmod(0o700)
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == (Code.UNREADABLE, f"layouts/{name}")


def test_a_renderer_in_another_process_has_the_same_layouts(folders):
    class Context(msgspec.Struct, frozen=True):
        pass

    renderer = Renderer(read_layouts(folders))
    page = Page(url="page.html", layout="page.html", context=Context())
    renderer.render_page(page)
    (folders[0] / "page.html").write_text("changed since")
    copy = pickle.loads(pickle.dumps(renderer))
    assert copy.render_page(page).body == b"own page"
    assert copy.fingerprint == renderer.fingerprint
