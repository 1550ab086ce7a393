"""The same sources give the same bytes, in any time zone, locale, place and order of files on the disk."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from afterview.model.audience import Audience
from afterview.output.render import render_site
from afterview.site import load_site
from tests.conftest import bare_environment
from tests.joint.sites import read_tree

pytestmark = pytest.mark.slow

PORTFOLIO = Path(__file__).parent / "portfolio"
PLACES = [
    # Time zone, locale, seed of hashes: every zone meets every locale, and no two share a seed.
    ("UTC", "C", "0"),
    ("UTC", "C.UTF-8", "1"),
    ("UTC", "POSIX", "2"),
    ("Pacific/Kiritimati", "C", "3"),
    ("Pacific/Kiritimati", "C.UTF-8", "4"),
    ("Pacific/Kiritimati", "POSIX", "5"),
    ("America/St_Johns", "C", "4294967295"),
    ("America/St_Johns", "C.UTF-8", "7"),
    ("America/St_Johns", "POSIX", "random"),
]


@pytest.fixture(scope="module")
def expected() -> dict[str, bytes]:
    return render_site(load_site(PORTFOLIO, Audience.PUBLIC))


def build(
    root: Path, *, cwd: Path, program: tuple[str, ...] = ("-m", "afterview"), **environment: str
) -> dict[str, bytes]:
    """Build in a process of its own, and read what it wrote."""
    options = ["build", "--root", os.path.relpath(root, cwd), "--output", os.fspath(root / "out")]
    done = subprocess.run(
        [sys.executable, *program, *options],
        cwd=cwd,
        env=bare_environment() | environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return read_tree(root / "out")


@pytest.mark.parametrize(("zone", "locale", "seed"), PLACES)
def test_any_clock_locale_and_hash_seed(expected, tmp_path, zone, locale, seed):
    shutil.copytree(PORTFOLIO, tmp_path / "here")
    built = build(tmp_path / "here", cwd=tmp_path, TZ=zone, LC_ALL=locale, PYTHONHASHSEED=seed)
    assert built == expected


@pytest.mark.parametrize("order", ["1", "2", "3"])
def test_any_order_of_files_in_any_place(expected, tmp_path, order):
    root = tmp_path / "a place" / "much deeper ü" / order
    files = [path.relative_to(PORTFOLIO) for path in PORTFOLIO.rglob("*") if path.is_file()]
    random.Random(order).shuffle(files)
    for number, file in enumerate(files):
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PORTFOLIO / file, root / file)
        os.utime(root / file, (number * 1e6, number * 1e6))
    shuffled = (str(Path(__file__).parent / "shuffled.py"),)
    assert build(root, cwd=root / "content/skills", program=shuffled, ORDER=order) == expected
