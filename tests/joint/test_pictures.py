"""What a phone writes into a photo never reaches a site, whoever it is for."""

import io

import pytest
from click.testing import CliRunner
from PIL import Image

from afterview.cli.main import cli
from afterview.model.audience import Audience
from afterview.output.build import build_site
from afterview.problems import Code, ContentError

pytestmark = pytest.mark.slow

PAGE = "---\ntitle: About\nvisibility: public\n---\n![The board](../images/board.jpg)\n"
SECRET = b"Lat 48.8584"


def photo(size=(40, 30), orientation=6):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, "JPEG", exif=exif, comment=SECRET)
    assert out.getvalue().count(SECRET) == 2
    return out.getvalue() + SECRET


def test_a_site_shows_a_photo_upright_with_its_size_and_without_its_metadata(make_site):
    root = make_site({"content/pages/about.md": PAGE, "content/images/board.jpg": photo()})
    source = (root / "content/images/board.jpg").read_bytes()
    site = build_site(root, audience=Audience.PUBLIC).output
    published = (site / "images/board.jpg").read_bytes()
    assert SECRET not in published
    assert Image.open(io.BytesIO(published)).size == (30, 40)
    assert '<img src="images/board.jpg" alt="The board" width="30" height="40">' in (site / "about.html").read_text()
    assert (root / "content/images/board.jpg").read_bytes() == source
    for file in site.rglob("*"):
        assert file.is_dir() or SECRET not in file.read_bytes()


def test_a_photo_of_a_theme_of_ones_own_has_no_metadata_either(make_site):
    root = make_site({"layouts/assets/me.JPG": photo(), "layouts/assets/own.css": "body { color: red }"})
    site = build_site(root, audience=Audience.PUBLIC).output
    assert SECRET not in (site / "assets/me.JPG").read_bytes()
    (root / "layouts/assets/me.JPG").write_bytes(photo()[:200])
    with pytest.raises(ContentError) as caught:
        build_site(root, audience=Audience.PUBLIC)
    assert [(it.code, it.path) for it in caught.value.problems] == [(Code.PICTURE, "layouts/assets/me.JPG")]


def test_a_damaged_picture_stops_a_build_and_check_reports_it(make_site):
    root = make_site({"content/pages/about.md": PAGE, "content/images/board.jpg": photo()[:200]})
    with pytest.raises(ContentError) as caught:
        build_site(root, audience=Audience.PUBLIC)
    assert [(it.code, it.path) for it in caught.value.problems] == [(Code.PICTURE, "content/images/board.jpg")]
    checked = CliRunner().invoke(cli, ["check", "-C", str(root)])
    assert checked.exit_code == 3
    assert "content/images/board.jpg:1:1: error[picture]" in checked.output or "error[picture]" in checked.output


def test_a_damaged_picture_that_only_a_private_page_shows_stops_no_public_build(make_site):
    page = PAGE.replace("public", "private")
    root = make_site({"content/pages/about.md": page, "content/images/board.jpg": b"no picture"})
    site = build_site(root, audience=Audience.PUBLIC).output
    assert not (site / "images").exists()
