"""The site becomes exactly what was asked for, or stays what it was; what is not ours is never lost."""

import ctypes
import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterview.output.build_report import Written
from afterview.output.existing import STAGE_MARK
from afterview.output.manifest import MANIFEST
from afterview.output.staging import Staging
from afterview.problems import Code, Exit, Refused

OLD = {"index.html": "old home", "skills/testing.html": "old skill", "gone/page.html": "gone"}
NEW = {"index.html": "new home", "skills/testing.html": "old skill", "fresh.html": "fresh"}


def write_site(root: Path, target: Path, pages: dict[str, str]) -> Written:
    staging = Staging(root, target)
    with staging.prepare(pages) as stage:
        return staging.put_in_place({url: stage.write(url, text.encode()) for url, text in sorted(pages.items())})


def write(root: Path, pages: dict[str, str]) -> Written:
    return write_site(root, root / "site", pages)


def read_tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def refusal(root: Path, pages: dict[str, str], code: Code) -> str:
    with pytest.raises(Refused) as caught:
        write(root, pages)
    (problem,) = caught.value.problems
    assert (problem.code, caught.value.exit_status) == (code, Exit.REFUSED)
    assert problem.hint
    return f"{problem.path}: {problem.message}"


@pytest.fixture
def root(tmp_path):
    write(tmp_path, OLD)
    return tmp_path


def names(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir())


def test_the_first_site(root):
    assert read_tree(root / "site") == OLD
    assert names(root) == ["site"]


def test_folders_on_the_way_are_made(tmp_path):
    write_site(tmp_path, tmp_path / "a" / "b" / "site", OLD)
    assert read_tree(tmp_path / "a" / "b" / "site") == OLD


def test_an_empty_folder_becomes_the_site(tmp_path):
    (tmp_path / "site").mkdir()
    write(tmp_path, OLD)
    assert read_tree(tmp_path / "site") == OLD
    assert names(tmp_path) == ["site"]


def test_the_next_site_takes_its_place_whole(root):
    assert write(root, NEW) == Written(added=1, changed=1, unchanged=1, removed=1)
    assert read_tree(root / "site") == NEW
    assert not (root / "site" / "gone").exists()
    assert names(root) == ["site"]


def test_a_second_build_writes_nothing(root):
    before = (root / "site").stat()
    assert write(root, OLD) == Written(unchanged=3)
    after = (root / "site").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_an_unchanged_page_keeps_its_date(root):
    before = (root / "site" / "skills" / "testing.html").stat().st_mtime_ns
    write(root, NEW)
    after = (root / "site" / "skills" / "testing.html").stat()
    assert (after.st_mtime_ns, after.st_nlink) == (before, 1)


def test_a_page_that_was_deleted_by_hand_comes_back(root):
    (root / "site" / "index.html").unlink()
    assert write(root, OLD).added == 1
    assert read_tree(root / "site") == OLD


def test_the_list_forgets_what_was_deleted_by_hand_and_is_not_wanted(root):
    (root / "site" / "gone" / "page.html").unlink()
    without = {url: text for url, text in OLD.items() if not url.startswith("gone/")}
    write(root, without)
    assert "gone" not in (root / "site" / MANIFEST).read_text()


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["a.html", "b.html", "c/d.html", "c/e.html", "f/g/h.html"]), st.text("xy")),
        min_size=1,
        max_size=4,
    )
)
def test_after_any_builds_the_site_is_what_a_clean_build_makes(tmp_path_factory, sites):
    root, clean = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("two")
    for pages in sites:
        write(root, pages)
    write(clean, sites[-1])
    assert read_tree(root / "site") == read_tree(clean / "site") == sites[-1]
    assert (root / "site" / MANIFEST).read_bytes() == (clean / "site" / MANIFEST).read_bytes()


def test_a_page_edited_by_hand_is_refused(root):
    (root / "site" / "index.html").write_text("my own words")
    (root / "site" / "skills" / "testing.html").write_text("more of them")
    message = refusal(root, NEW, Code.FOREIGN_FILE)
    assert message.startswith("site/index.html: ")
    assert "1 more" in message
    assert (root / "site" / "index.html").read_text() == "my own words"
    assert (root / "site" / "fresh.html").exists() is False


def test_a_page_replaced_by_a_link_is_refused(root, tmp_path):
    (root / "site" / "index.html").rename(root / "kept.html")
    (root / "site" / "index.html").symlink_to(root / "kept.html")
    assert "site/index.html" in refusal(root, NEW, Code.FOREIGN_FILE)


def test_files_of_somebody_else_are_carried_over(root):
    (root / "site" / "CNAME").write_text("ada.example")
    (root / "site" / "own").mkdir()
    (root / "site" / "own" / "cv.pdf").write_text("cv")
    (root / "site" / "latest").symlink_to("own/cv.pdf")
    (root / "site" / "folder").symlink_to("own")
    assert write(root, NEW).kept == ("CNAME", "folder", "latest", "own/cv.pdf")
    assert read_tree(root / "site") == {**NEW, "CNAME": "ada.example", "own/cv.pdf": "cv", "latest": "cv"}
    assert (root / "site" / "folder").readlink() == Path("own")
    assert (root / "site" / "own" / "cv.pdf").stat().st_nlink == 1
    assert names(root) == ["site"]


def test_files_of_somebody_else_are_copied_where_no_file_has_two_names(root, monkeypatch):
    def refuse(*_args, **_keywords):
        raise PermissionError(1, "Operation not permitted")

    (root / "site" / "CNAME").write_text("ada.example")
    (root / "site" / "latest").symlink_to("CNAME")
    monkeypatch.setattr(os, "link", refuse)
    write(root, NEW)
    assert read_tree(root / "site") == {**NEW, "CNAME": "ada.example", "latest": "ada.example"}
    assert (root / "site" / "latest").is_symlink()
    assert names(root) == ["site"]


@pytest.mark.parametrize(("foreign", "page"), [("x.html", "x.html"), ("X.html", "x.html"), ("x", "x/y"), ("x/y", "x")])
def test_a_foreign_file_in_a_pages_way_is_refused(root, foreign, page):
    file = root / "site" / foreign
    file.parent.mkdir(exist_ok=True)
    file.write_text("mine")
    assert f"site/{foreign}" in refusal(root, {**NEW, page: "theirs"}, Code.FOREIGN_FILE)
    assert file.read_text() == "mine"
    assert read_tree(root / "site") == {**OLD, foreign: "mine"}


def test_a_damaged_list_is_refused(root):
    (root / "site" / MANIFEST).write_text("00  ../../elsewhere\n")
    assert "damaged" in refusal(root, NEW, Code.UNSAFE_OUTPUT)
    assert read_tree(root / "site") == OLD


def test_a_file_where_the_next_site_is_made_is_refused(root):
    stage = root / ".site.afterview-stage"
    stage.write_text("mine")
    assert ".site.afterview-stage" in refusal(root, NEW, Code.FOREIGN_FILE)
    assert stage.read_text() == "mine"


@pytest.mark.parametrize("name", ["diary.txt", "index.html", "sub/diary.txt"])
def test_a_folder_where_the_next_site_is_made_is_not_emptied(root, name):
    diary = root / ".site.afterview-stage" / name
    diary.parent.mkdir(parents=True)
    diary.write_text("mine")
    assert name in refusal(root, NEW, Code.FOREIGN_FILE)
    assert diary.read_text() == "mine"


def test_a_stage_with_our_mark_keeps_what_the_mark_does_not_name(root):
    stage = root / ".site.afterview-stage"
    stage.mkdir()
    (stage / STAGE_MARK).write_bytes(b"index.html")
    (stage / "index.html").write_text("half")
    (stage / "diary.txt").write_text("mine")
    refusal(root, NEW, Code.FOREIGN_FILE)
    assert (stage / "diary.txt").read_text() == "mine"
    (stage / "diary.txt").unlink()
    write(root, NEW)
    assert names(root) == ["site"]


class Library:
    """A C library whose exchange of two folders first calls ``before``, and then fails with an error, if one is set."""

    def __init__(self, *, error: int = 0, before: Callable[[], object] = int) -> None:
        exchange = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)

        def renameat2(*arguments: object) -> int:
            before()
            ctypes.set_errno(error)
            return -1 if error or exchange is None else int(exchange(*arguments))

        self.renameat2 = renameat2


def set_library(monkeypatch, library: object) -> None:
    monkeypatch.setattr("ctypes.CDLL", lambda *_args, **_keywords: library)


@pytest.mark.parametrize("library", [object(), Library(error=errno.ENOSYS), Library(error=errno.EINVAL)])
def test_where_folders_cannot_be_exchanged_the_site_is_renamed_twice(root, monkeypatch, library):
    set_library(monkeypatch, library)
    write(root, NEW)
    assert read_tree(root / "site") == NEW
    assert names(root) == ["site"]


def test_what_a_build_killed_between_two_renames_left_is_healed(root):
    write_site(root, root / "other", NEW)
    (root / "other").rename(root / ".site.afterview-stage")
    (root / "site").rename(root / ".site.afterview-aside")
    assert write(root, OLD) == Written(unchanged=3)
    assert read_tree(root / "site") == OLD
    assert names(root) == ["site"]


def test_a_full_disk_leaves_the_old_site(root):
    script = f"""
import resource, sys
from pathlib import Path
from afterview.output.staging import Staging
from afterview.problems import Refused
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
root = Path({str(root)!r})
try:
    with Staging(root, root / "site").prepare(["big.html"]) as stage:
        stage.write("big.html", b"x" * 10_000)
except Refused as refused:
    print(refused.problems[0].code, refused.problems[0].path, sep=":")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "write-failed:.site.afterview-stage/big.html\n"
    assert read_tree(root / "site") == OLD
    assert names(root) == ["site"]


def test_a_name_that_the_disk_refuses_is_named(root):
    long = "x" * 300
    assert long in refusal(root, {**NEW, f"{long}.html": ""}, Code.WRITE_FAILED)
    assert read_tree(root / "site") == OLD
    assert names(root) == ["site"]


def test_a_file_in_the_way_of_a_folder_is_named(tmp_path):
    (tmp_path / "a").touch()
    with pytest.raises(Refused) as caught:
        write_site(tmp_path, tmp_path / "a" / "site", OLD)
    assert caught.value.problems[0].code is Code.WRITE_FAILED
    assert caught.value.problems[0].path == "a"


@pytest.mark.parametrize("existed", [True, False])
def test_a_swap_that_may_not_last_is_taken_back(tmp_path, monkeypatch, existed):
    if existed:
        write(tmp_path, OLD)
    calls = []

    def fail_second(opened: int) -> None:
        calls.append(opened)
        if len(calls) == 2:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail_second)
    assert "Input/output error" in refusal(tmp_path, NEW, Code.WRITE_FAILED)
    assert names(tmp_path) == (["site"] if existed else [])
    if existed:
        assert read_tree(tmp_path / "site") == OLD


@pytest.mark.parametrize("code", [5, 13, 28])
def test_a_swap_that_fails_leaves_the_old_site(root, monkeypatch, code):
    set_library(monkeypatch, Library(error=code))
    assert os.strerror(code) in refusal(root, NEW, Code.WRITE_FAILED)
    assert read_tree(root / "site") == OLD
    assert names(root) == ["site"]


def test_a_second_rename_that_fails_puts_the_old_site_back(root, monkeypatch):
    rename = Path.rename

    def rename_once(self: Path, target: Path) -> Path:
        if self.name.endswith("-stage"):
            raise OSError(13, "Permission denied")
        return rename(self, target)

    set_library(monkeypatch, object())
    monkeypatch.setattr(Path, "rename", rename_once)
    assert "Permission denied" in refusal(root, NEW, Code.WRITE_FAILED)
    assert read_tree(root / "site") == OLD


def test_words_written_while_the_site_was_are_kept_and_named(root, monkeypatch):
    set_library(monkeypatch, Library(before=lambda: (root / "site/index.html").write_text("written just now")))
    assert ".site.afterview-stage/index.html" in refusal(root, NEW, Code.FOREIGN_FILE)
    monkeypatch.undo()
    assert read_tree(root / "site") == NEW
    assert "index.html" in refusal(root, NEW, Code.FOREIGN_FILE)
    assert (root / ".site.afterview-stage" / "index.html").read_text() == "written just now"
