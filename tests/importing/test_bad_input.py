"""Bad input is refused whole: nothing is half done, nothing is overwritten, and every fault is named."""

import errno
import os

import pytest
from click.testing import CliRunner

from afterview.cli.main import cli
from afterview.problems import errors_of
from afterview.reading.portfolio import read_portfolio

DOCUMENT = "# Graphs\nDate: 2026-11-20\nKind: coding\n\n## What went well\n- Drew it\n"
FORM = "Timestamp,Your name,How was communication?\n22/11/2026 18:00,Dana,3\n23/11/2026 18:00,Mo,2\n"


@pytest.fixture
def root(make_site):
    return make_site({})


def files_of(root):
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def run(root, file, *options, status=0):
    result = CliRunner().invoke(cli, ["import", "-C", str(root), str(file), "--yes", *options])
    assert result.exit_code == status, result.output
    return result.output


def refuse(root, tmp_path, name, body, *options):
    """Import a file that must be refused, and return what is said of it."""
    file = tmp_path / name
    file.write_bytes(body if isinstance(body, bytes) else body.encode())
    before = files_of(root)
    output = run(root, file, *options, status=3)
    assert files_of(root) == before
    assert name in output
    return output


def test_a_binary_file_is_refused(root, tmp_path):
    assert "error[" in refuse(root, tmp_path, "board.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")


def test_text_in_utf_16_is_read(root, tmp_path):
    (tmp_path / "graphs.md").write_bytes(DOCUMENT.encode("utf-16"))
    run(root, tmp_path / "graphs.md")
    assert [interview.title for interview in read_portfolio(root).portfolio.interviews] == ["Graphs"]


def test_a_file_of_fifty_megabytes_is_refused_unread(root, tmp_path):
    (tmp_path / "huge.md").touch()
    os.truncate(tmp_path / "huge.md", 50 * 1024 * 1024)
    before = files_of(root)
    assert "error[file-too-large]" in run(root, tmp_path / "huge.md", status=3)
    assert files_of(root) == before


def test_a_text_longer_than_a_file_may_be_is_refused_before_it_is_parsed(root, tmp_path):
    assert "longer than 1 MiB" in refuse(root, tmp_path, "long.md", DOCUMENT + "- [[[[\n" * 200_000)


def test_57_a_form_that_is_cut_off_is_refused_at_its_line(root, tmp_path):
    output = refuse(root, tmp_path, "cut.csv", FORM + '24/11/2026 18:00,"Ra', "--kind", "coding")
    assert "not valid CSV" in output


def test_a_form_with_two_headers_alike_is_refused(root, tmp_path):
    output = refuse(root, tmp_path, "twice.csv", FORM.replace("How was communication?", "Your name"))
    assert "two columns are called “Your name”" in output


def test_days_of_either_order_are_refused_until_their_order_is_given(root, tmp_path):
    text = FORM.replace("22/11", "02/11").replace("23/11", "03/11")
    assert "could be either" in refuse(root, tmp_path, "days.csv", text, "--kind", "coding")
    (tmp_path / "map.yaml").write_text(
        'columns: {Timestamp: {field: date, as: "%d/%m/%Y %H:%M"}, "How was communication?": ratings.communication}\n'
    )
    run(root, tmp_path / "days.csv", "--kind", "coding", "--map", str(tmp_path / "map.yaml"))
    assert [str(it.date) for it in read_portfolio(root).portfolio.interviews] == ["2026-11-02", "2026-11-03"]


@pytest.mark.parametrize(
    "bomb",
    [
        "---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n" + DOCUMENT,
        "---\n" + "a: " + "[" * 100_000 + "\n---\n" + DOCUMENT,
        DOCUMENT + "> " * 5_000 + "deep\n",
        DOCUMENT + "![[]()" * 100_000,
        DOCUMENT + "| " * 100_000 + "\n" + "|-" * 100_000 + "\n",
    ],
    ids=["aliases", "nesting", "quotations", "links", "cells"],
)
def test_a_bomb_is_refused_or_is_text(root, tmp_path, bomb):
    (tmp_path / "bomb.md").write_text(bomb)
    result = CliRunner().invoke(
        cli, ["import", "-C", str(root), str(tmp_path / "bomb.md"), "--kind", "coding", "--date", "2026-11-20", "--yes"]
    )
    assert result.exit_code in (0, 3), result.output
    assert errors_of(read_portfolio(root).problems) == ()


def test_forty_interviews_in_one_document_are_forty_files(root, tmp_path):
    days = [f"2026-{month:02}-{day:02}" for month in range(1, 11) for day in (3, 10, 17, 24)]
    text = "# My log\n\n" + "".join(
        f"## {day} Mock\nKind: coding\n\n### What went well\n- Said {day}\n\n" for day in days
    )
    (tmp_path / "log.md").write_text(text)
    assert "40 new, 0 already here, 0 incomplete" in run(root, tmp_path / "log.md")
    interviews = read_portfolio(root).portfolio.interviews
    assert [str(interview.date) for interview in interviews] == days
    assert all(len(interview.points) == 1 for interview in interviews)
    assert "0 new, 40 already here" in run(root, tmp_path / "log.md")
    # A log grows at its top.
    (tmp_path / "log.md").write_text(text.replace("# My log\n", "# My log\n\n## 2026-12-01 Mock\nKind: coding\n", 1))
    assert "1 new, 40 already here" in run(root, tmp_path / "log.md")


def test_of_forty_interviews_with_one_bad_none_is_written(root, tmp_path):
    text = "".join(f"# Mock 2026-11-{day:02}\n{'Kind: coding' if day != 7 else ''}\n\nText\n\n" for day in range(1, 29))
    assert "“Mock 2026-11-07” needs a kind" in refuse(root, tmp_path, "log.md", text)


def test_names_of_interviews_and_pictures_that_exist_are_not_taken(root, tmp_path):
    picture = "![Board](data:image/png;base64,iVBORw0KGgo=)\n"
    (tmp_path / "one.md").write_text(DOCUMENT + picture)
    (root / "content" / "images").mkdir(exist_ok=True)
    (root / "content" / "images" / "2026-11-20-graphs-1.png").write_bytes(b"mine")
    (root / "content" / "interviews").mkdir(exist_ok=True)
    (root / "content" / "interviews" / "2026-11-20-graphs-2.md").write_text("mine")
    run(root, tmp_path / "one.md")
    assert (root / "content" / "images" / "2026-11-20-graphs-1.png").read_bytes() == b"mine"
    assert (root / "content" / "interviews" / "2026-11-20-graphs-2.md").read_text() == "mine"
    text = (root / "content" / "interviews" / "2026-11-20-graphs-3.md").read_text()
    assert "![Board](../images/2026-11-20-graphs-3-1.png)" in text
    assert (root / "content" / "images" / "2026-11-20-graphs-3-1.png").read_bytes().startswith(b"\x89PNG")


def test_a_disk_that_fills_leaves_everything_as_it_was(root, tmp_path, monkeypatch):
    (tmp_path / "log.md").write_text("".join(f"# Mock 2026-11-{day}\nKind: coding\n\n" for day in range(10, 20)))
    before = files_of(root)
    synced = []

    def fill(descriptor: int) -> None:
        synced.append(descriptor)
        if len(synced) == 5:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", fill)
    output = run(root, tmp_path / "log.md", status=4)
    assert "content/interviews/2026-11-14-mock-2026-11-14.md" in output
    assert "No space left on device" in output
    assert files_of(root) == before
