"""The archive of a site: the same bytes each time, nothing but the site, and pages that open from a disk."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from afterview.cli.main import cli
from afterview.model.audience import Audience
from afterview.output.archive import write_archive
from afterview.output.build import build_site
from afterview.problems import Code, Refused
from tests.joint.crawl import crawl, fetch_from_disk

TEXT = "---\ntitle: {0}\ndate: {1}\nkind: coding\nvisibility: {2}\n---\n"
FILES = {
    "content/interviews/first.md": TEXT.format("First", "2026-01-10", "public"),
    "content/interviews/second.md": TEXT.format("Second", "2026-02-10", "mentor"),
    "content/interviews/third.md": TEXT.format("Third", "2026-03-10", "private"),
}


@pytest.fixture
def site(make_site) -> Path:
    return build_site(make_site(FILES), audience=Audience.MENTOR).output


def test_it_is_dated_by_the_latest_interview_that_its_readers_see(site):
    assert write_archive(site.parent, site) == site.parent / "site-mentor-2026-02-10.zip"


def test_it_holds_the_site_and_opens_from_a_disk(site, tmp_path):
    (site / "mine.txt").write_text("mine")
    with zipfile.ZipFile(write_archive(site.parent, site)) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    listed = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert names == listed - {"mine.txt"}
    base = f"{folder.as_uri()}/"
    reached, dead = crawl(fetch_from_disk, [f"{base}index.html"], base=base)
    assert dead == []
    assert f"{base}interviews/second.html" in reached
    assert f"{base}interviews/third.html" not in reached


def test_the_same_site_gives_the_same_bytes(site):
    first = write_archive(site.parent, site)
    before = first.read_bytes()
    first.unlink()
    for path in site.rglob("*.html"):
        path.touch()
    assert write_archive(site.parent, site).read_bytes() == before
    assert write_archive(site.parent, site).read_bytes() == before
    assert [path.name for path in site.parent.iterdir() if path.name.endswith("draft")] == []


def test_somebody_elses_file_of_that_name_stays(site):
    taken = site.parent / "site-mentor-2026-02-10.zip"
    taken.write_bytes(b"mine")
    with pytest.raises(Refused) as refused:
        write_archive(site.parent, site)
    assert refused.value.problems[0].code is Code.FOREIGN_FILE
    assert taken.read_bytes() == b"mine"


def test_a_site_edited_by_hand_is_not_sent(site):
    (site / "index.html").write_text("edited")
    with pytest.raises(Refused) as refused:
        write_archive(site.parent, site)
    assert refused.value.problems[0].path == "site-mentor/index.html"


def test_it_is_packed_while_the_lock_is_held(make_site):
    root = make_site(FILES)
    script = f"""
import sys
from pathlib import Path
from afterview.model.audience import Audience
from afterview.output.build import build_site
from afterview.output.lock import hold_lock
from afterview.problems import Refused
root = Path({str(root)!r})
def try_lock(event, arguments):
    if event == "os.rename" and str(arguments[1]).endswith(".zip"):
        try:
            with hold_lock(root, patience=0.0):
                print("free")
        except Refused:
            print("held")
sys.addaudithook(try_lock)
build_site(root, audience=Audience.MENTOR, archive=True)
build_site(root, audience=Audience.MENTOR, archive=True)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["held", "held"]


def test_build_packs_it_and_says_where(make_site):
    root = make_site(FILES)
    for _ in range(2):
        done = CliRunner().invoke(cli, ["build", "--audience", "mentor", "--zip", "--root", str(root)])
        assert done.exit_code == 0, done.output
        assert "site-mentor-2026-02-10.zip. Send only this file." in done.output
    assert (root / "site-mentor-2026-02-10.zip").is_file()
