"""Every page and style sheet of every whole site is valid, by the Nu HTML checker."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.joint.sites import REPOSITORY, SITES, Site

pytestmark = pytest.mark.needs("java", "npm packages")

CHECKER = REPOSITORY / "tests/node_modules/vnu-jar/build/dist/vnu.jar"
JAVA = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m", "-jar", str(CHECKER)]
"""With the simpler compiler and garbage collector, the checker takes a third of the time."""
ALLOWED = (
    # The checker reads from the disk, where `style-src 'self'` cannot hold; a server's own style sheet is allowed.
    "Resource violates Content Security Policy",
    # The checker knows CSS of some years ago; a browser that does not know these leaves them out.
    "CSS: “r”: Property “r” doesn't exist.",
    "CSS: “cy”: Property “cy” doesn't exist.",
    "CSS: “paint-order”: Property “paint-order” doesn't exist.",
    "CSS: Unrecognized at-rule “@view-transition”",
    # WebKit reads a list without bullets as none, unless it is told again that it is one.
    "The “list” role is unnecessary for element",
)


def check(*folders: Path) -> list[str]:
    """Run the checker over the pages and style sheets in some folders, and list what it says."""
    options = [
        "--skip-non-html",
        "--also-check-css",
        "--no-langdetect",
        "--format",
        "json",
        "--stdout",
        "--exit-zero-always",
    ]
    done = subprocess.run([*JAVA, *options, *folders], check=True, capture_output=True, text=True, encoding="utf-8")
    return [
        f"{one['type']} {one.get('url')}:{one.get('lastLine')}: {one['message']}\n    {one.get('extract', '').strip()}"
        for one in json.loads(done.stdout)["messages"]
        if not one["message"].startswith(ALLOWED)
    ]


def test_every_page_and_style_sheet_is_valid(site_of: Callable[[str], Site], tmp_path):
    page, style = tmp_path / "page.html", tmp_path / "style.css"
    page.write_text('<!doctype html><html lang="en"><title>A</title><b><p>x</b>', encoding="utf-8")
    style.write_text("p { colour: blue }", encoding="utf-8")
    found = check(tmp_path, *(site_of(name).folder for name in SITES))
    assert "\n".join(one for one in found if str(tmp_path) not in one) == ""
    for faulty in (page, style):
        assert any(str(faulty) in one for one in found), "the checker does not find the fault put before it"
