"""The whole public site of a small fixed portfolio, byte for byte, so that every change of a page is seen and meant."""

import difflib
import re
import shutil
from pathlib import Path

from afterview.model.audience import Audience
from afterview.output.render import render_site
from afterview.pages.shell import LINK_PICTURE
from afterview.site import load_site
from tests.joint.sites import REPOSITORY

HERE = Path(__file__).parent
PORTFOLIO = HERE / "portfolio"
GOLDEN = HERE / "golden"


def test_golden_site(update_golden):
    outputs = render_site(load_site(PORTFOLIO, Audience.PUBLIC))
    # Assets are copied as they are: a second copy of each would have nothing to say.
    assets = {url for url in outputs if url.startswith("assets/")}
    assert assets
    for url in assets:
        assert outputs.pop(url) == (REPOSITORY / "layouts" / url).read_bytes()
    # How its pixels are packed is up to the version of Pillow; tests/pages has what it shows.
    assert outputs.pop(LINK_PICTURE).startswith(b"\x89PNG")
    if update_golden:
        _write_golden(outputs)
    golden = {path.relative_to(GOLDEN).as_posix(): path.read_bytes() for path in GOLDEN.rglob("*") if path.is_file()}
    changed = [_difference(url, golden.get(url), outputs.get(url)) for url in sorted(outputs | golden)]
    assert "\n".join(filter(None, changed)) == "", "run `make update-golden` and read what it changes"


def test_nothing_hidden_is_in_the_golden_site():
    for path in GOLDEN.rglob("*"):
        text = path.name.encode() + (path.read_bytes() if path.is_file() else b"")
        assert not re.search(rb"(?i)hidden-\d", text), path


def _write_golden(outputs: dict[str, bytes]) -> None:
    shutil.rmtree(GOLDEN, ignore_errors=True)
    for url, body in outputs.items():
        (GOLDEN / url).parent.mkdir(parents=True, exist_ok=True)
        (GOLDEN / url).write_bytes(body)


def _difference(url: str, golden: bytes | None, now: bytes | None) -> str:
    if golden == now:
        return ""
    if golden is None or now is None:
        return f"{url}: {'is new' if golden is None else 'is gone'}"
    before, after = golden.decode("utf-8").splitlines(), now.decode("utf-8").splitlines()
    return "\n".join(difflib.unified_diff(before, after, f"golden/{url}", url, lineterm=""))
