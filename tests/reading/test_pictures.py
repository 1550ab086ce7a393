"""Pictures are published upright, of a sensible size, and with nothing in them but what one sees."""

import io
import os
import struct
import zlib

import pytest
from markupsafe import Markup
from PIL import Image, ImageCms, PngImagePlugin

from afterview.model.audience import Visibility
from afterview.model.portfolio import Article, Portfolio
from afterview.model.section import ROOT, Section
from afterview.problems import Code, Severity
from afterview.reading.pictures import place_pictures, read_pictures
from afterview.reading.raster import encode_raster
from afterview.reading.svg import clean_svg
from afterview.reading.unfit_picture import UnfitPicture

SECRET = b"Lat 48.8584 Zyxcorp"


def opened(body):
    return Image.open(io.BytesIO(body))


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def gradient(size, mode="RGB"):
    image = Image.linear_gradient("L").resize(size)
    return image.convert(mode)


def exif_with(orientation=1):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[0x1D] = SECRET.decode()
    return exif


def profile_named(name):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile + name


def jpeg_segments(body):
    """Names of the marker segments of a JPEG file before its pixels."""
    place, found = 2, []
    while body[place] == 0xFF and body[place + 1] != 0xDA:
        found.append(body[place + 1])
        place += 2 + struct.unpack(">H", body[place + 2 : place + 4])[0]
    return found


def test_63_a_jpeg_keeps_no_metadata_and_no_trailing_bytes():
    body = saved(
        gradient((64, 48)),
        "JPEG",
        exif=exif_with(),
        comment=SECRET,
        xmp=b"<x:xmpmeta>" + SECRET,
        icc_profile=profile_named(SECRET),
    )
    iptc = b"\xff\xed" + struct.pack(">H", 2 + 14 + len(SECRET)) + b"Photoshop 3.0\0" + SECRET
    body = body[:2] + iptc + body[2:] + SECRET
    assert body.count(SECRET) >= 5
    clean = encode_raster(body).body
    assert SECRET not in clean
    assert not {0xE1, 0xE2, 0xED, 0xFE} & set(jpeg_segments(clean))
    assert clean.endswith(b"\xff\xd9")


def test_63_a_png_keeps_no_metadata_and_no_trailing_bytes():
    about = PngImagePlugin.PngInfo()
    about.add_text("Comment", SECRET.decode())
    about.add_itxt("XML:com.adobe.xmp", SECRET.decode(), zip=True)
    body = (
        saved(gradient((40, 30), "RGBA"), "PNG", pnginfo=about, exif=exif_with(), icc_profile=profile_named(b"n"))
        + SECRET
    )
    clean = encode_raster(body).body
    chunks, place = [], 8
    while place < len(clean):
        length = struct.unpack(">I", clean[place : place + 4])[0]
        chunks.append(clean[place + 4 : place + 8])
        place += 12 + length
    assert set(chunks) <= {b"IHDR", b"IDAT", b"IEND", b"PLTE", b"tRNS"}
    assert opened(clean).mode == "RGBA"


@pytest.mark.parametrize("kind", ["WEBP", "GIF"])
def test_63_other_formats_keep_no_metadata(kind):
    options = {
        "WEBP": {"exif": exif_with(), "xmp": SECRET, "icc_profile": profile_named(SECRET)},
        "GIF": {"comment": SECRET},
    }
    body = saved(gradient((40, 30)), kind, **options[kind]) + SECRET
    assert SECRET in body
    clean = encode_raster(body).body
    assert SECRET not in clean
    assert b"EXIF" not in clean
    assert b"XMP" not in clean
    assert b"ICCP" not in clean


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_63_an_animation_keeps_its_frames_and_their_times(kind):
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("red", "green", "blue")]
    body = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=[100, 200, 300], loop=0)
    clean = opened(encode_raster(body).body)
    assert clean.n_frames == 3
    assert clean.format == kind
    times = []
    for number, colour in enumerate([(255, 0, 0), (0, 128, 0), (0, 0, 255)]):
        clean.seek(number)
        clean.load()
        times.append(clean.info.get("duration"))
        shown = clean.convert("RGB").getpixel((5, 5))
        assert all(abs(a - b) < 12 for a, b in zip(shown, colour, strict=True))
    assert times == [100, 200, 300]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_63_a_photo_is_turned_upright(orientation):
    upright = Image.new("RGB", (60, 40), "white")
    upright.paste("red", (0, 0, 20, 20))
    turned = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    stored = upright if turned is None else upright.transpose(turned)
    made = encode_raster(saved(stored, "JPEG", exif=exif_with(orientation), quality=95))
    assert (made.width, made.height) == (60, 40)
    red, white = opened(made.body).getpixel((8, 8)), opened(made.body).getpixel((52, 32))
    assert red[0] > 200
    assert red[1] < 80
    assert min(white) > 200


def test_64_a_large_photo_is_made_smaller_and_says_so():
    made = encode_raster(saved(Image.new("RGB", (4032, 3024)), "JPEG", exif=exif_with(6)))
    assert (made.width, made.height) == (1500, 2000)
    assert made.was == (3024, 4032)
    assert opened(made.body).size == (1500, 2000)


def test_63_sixteen_bits_palettes_and_print_colours_stay_right():
    deep = Image.new("I;16", (30, 20), 40_000)
    assert opened(encode_raster(saved(deep, "PNG")).body).getpixel((3, 3)) == 40_000
    large = opened(encode_raster(saved(Image.new("I;16", (2400, 20), 32_768), "PNG")).body)
    assert abs(large.getpixel((9, 9)) - 128) <= 1
    cmyk = opened(encode_raster(saved(Image.new("CMYK", (30, 20), (0, 255, 255, 0)), "JPEG")).body)
    assert cmyk.mode == "RGB"
    assert cmyk.getpixel((3, 3))[0] > 200
    palette = Image.new("P", (30, 20), 1)
    palette.putpalette([0, 0, 0, 10, 200, 30])
    shown = opened(encode_raster(saved(palette, "PNG", transparency=0)).body)
    assert shown.convert("RGBA").getpixel((3, 3)) == (10, 200, 30, 255)
    assert (
        opened(encode_raster(saved(Image.new("P", (30, 20), 0), "PNG", transparency=0)).body)
        .convert("RGBA")
        .getpixel((1, 1))[3]
        == 0
    )


@pytest.mark.parametrize("kind", ["BMP", "TIFF"])
def test_65_a_format_that_browsers_do_not_show_becomes_png(kind):
    made = encode_raster(saved(gradient((30, 20)), kind))
    assert made.suffix == "png"
    assert opened(made.body).format == "PNG"


def test_68_a_cut_off_picture_is_damaged():
    body = saved(gradient((300, 200)), "JPEG")
    for cut in (len(body) // 2, 40, 3, 0):
        with pytest.raises(UnfitPicture):
            encode_raster(body[:cut])
    with pytest.raises(UnfitPicture):
        encode_raster(saved(gradient((300, 200)), "PNG")[:-300])


def test_68_a_picture_of_too_many_pixels_is_never_decoded():
    header = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )
    with pytest.raises(UnfitPicture, match="50 million"):
        encode_raster(bomb)


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="30" height="20">{}</svg>'
)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>1</script>",
        '<rect onclick="x()"/>',
        "<foreignObject/>",
        '<image href="https://example.org/a.png"/>',
        '<image xlink:href="data:image/png;base64,AAAA"/>',
        '<use href="other.svg#p"/>',
        '<a href="javascript:x()"><rect/></a>',
        '<a href="#p"><animate attributeName="href" values="javascript:x()"/></a>',
        '<rect style="fill: url(https://example.org/a)"/>',
        "<style>@import 'https://example.org/a.css';</style>",
        "<style>rect { fill: u\\72l(//example.org) }</style>",
        '<style>svg { background: image-set("https://example.org/a.png" 1x) }</style>',
        '<style>svg { background: src("https://example.org/a.png") }</style>',
        "<rect style=\"background: -webkit-image-set('https://example.org/a.png' 1x)\"/>",
        "<h:script xmlns:h='http://www.w3.org/1999/xhtml'>1</h:script>",
    ],
)
def test_66_a_drawing_that_could_run_or_load_something_is_refused(inside):
    with pytest.raises(UnfitPicture):
        clean_svg(SVG.format(inside).encode())


def test_66_entities_in_a_drawing_are_refused_quickly():
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + SVG.format("&b;").encode()
    with pytest.raises(UnfitPicture, match="entities"):
        clean_svg(bomb)


def test_56a_a_drawing_that_uses_its_own_parts_is_right():
    inside = (
        '<defs><path id="p" d="M0 0L3.5.2"/></defs><use href="#p"/>'
        '<use xlink:href="#p"/><rect fill="url(#p)"><animate values="0;1.5;.2"/></rect>'
    )
    body, width, height = clean_svg(SVG.format(inside).encode())
    assert (width, height) == (30, 20)
    assert body.count(b"#p") == 3


def test_66_a_drawing_keeps_no_attribute_by_which_it_could_ask_another_site():
    inside = (
        '<a href="#a" ping="https://example.org"><text>a</text></a><image href="#a" srcset="https://example.org 1x"/>'
    )
    body, _, _ = clean_svg(SVG.format(inside).encode())
    assert b"example.org" not in body


def test_66_a_drawing_keeps_no_word_of_who_drew_it():
    inside = (
        "<!-- secret-comment --><metadata>secret-metadata</metadata>"
        '<g xmlns:ink="http://www.inkscape.org/namespaces/inkscape" ink:label="secret-label"'
        ' data-name="secret-data"><ink:grid/></g>'
    )
    body, _, _ = clean_svg(f'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x">{SVG.format(inside)}'.encode())
    assert b"secret" not in body
    assert body.startswith(b"<svg")


def showing(*addresses, html=""):
    section = Section(images=tuple(f"images/{address}" for address in addresses), html=Markup(html))
    article = Article(
        slug="about", path="content/pages/about.md", title="About", visibility=Visibility.PUBLIC, sections=(section,)
    )
    return Portfolio(
        title="", author="", language="en", scale=("no", "yes"), kinds={}, skills={}, articles=(article, article)
    )


@pytest.fixture
def images(tmp_path):
    folder = tmp_path / "content" / "images"
    (folder / "boards").mkdir(parents=True)
    (folder / "b.png").write_bytes(saved(gradient((30, 20)), "PNG"))
    (folder / "boards" / "a.png").write_bytes(saved(gradient((20, 30)), "PNG"))
    (folder / "secret.png").write_bytes(b"secret")
    return folder


def problem_of(root, address):
    pictures, (problem,) = read_pictures(root, showing(address))
    assert not pictures
    assert problem.path == f"content/images/{address}"
    return problem


def test_only_pictures_that_are_shown_are_read(tmp_path, images):
    pictures, problems = read_pictures(tmp_path, showing("boards/a.png", "b.png"))
    assert problems == ()
    assert [(it.output.url, it.width, it.height) for it in pictures.values()] == [
        ("images/b.png", 30, 20),
        ("images/boards/a.png", 20, 30),
    ]


def test_a_picture_that_is_missing(tmp_path, images):
    assert problem_of(tmp_path, "c.png").code is Code.MISSING_IMAGE


def test_37_a_picture_that_is_a_link_out_of_the_folder(tmp_path, images):
    (tmp_path / "passwd").write_text("secret")
    (images / "c.png").symlink_to(tmp_path / "passwd")
    assert problem_of(tmp_path, "c.png").code is Code.LINK_OUTSIDE
    assert problem_of(tmp_path, "boards/../../../passwd").code is Code.BAD_FILE_NAME


def test_38_a_picture_that_is_a_loop_of_links(tmp_path, images):
    (images / "c.png").symlink_to(images / "c.png")
    assert problem_of(tmp_path, "c.png").code is Code.MISSING_IMAGE


def test_39_a_picture_that_is_no_file_is_never_opened(tmp_path, images):
    os.mkfifo(images / "c.png")
    assert problem_of(tmp_path, "c.png").code is Code.NOT_A_FILE
    assert problem_of(tmp_path, "boards").code is Code.NOT_A_FILE


def test_a_picture_whose_name_no_address_can_hold(tmp_path, images):
    (images / "a\nb.png").touch()
    assert problem_of(tmp_path, "a\nb.png").code is Code.BAD_FILE_NAME


def test_65_a_heic_photo_is_a_warning_and_its_description_is_shown(tmp_path, images):
    (images / "c.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0")
    problem = problem_of(tmp_path, "c.heic")
    assert (problem.code, problem.severity) == (Code.PICTURE_FORMAT, Severity.WARNING)
    portfolio = showing("c.heic", html=f'<p><img src="{ROOT}images/c.heic" alt="The &amp; board"></p>')
    placed = place_pictures(portfolio, {})
    assert placed.articles[0].sections[0].html == "<p>[The &amp; board]</p>"


def test_a_picture_on_a_page_says_its_size(tmp_path, images):
    portfolio = showing("b.png", html=f'<p><img src="{ROOT}images/b.png" alt="x" title="y"></p>')
    pictures, _ = read_pictures(tmp_path, portfolio)
    html = place_pictures(portfolio, pictures).articles[0].sections[0].html
    assert html == f'<p><img src="{ROOT}images/b.png" alt="x" title="y" width="30" height="20"></p>'
    assert isinstance(html, Markup)


def test_what_was_made_of_a_picture_is_kept_by_its_bytes(tmp_path, images):
    kept = {}

    def remember(key, make):
        if key not in kept:
            kept[key] = make()
        return kept[key]

    first = read_pictures(tmp_path, showing("b.png"), remember)
    assert len(kept) == 1
    assert read_pictures(tmp_path, showing("b.png"), remember) == first
    (images / "b.png").write_bytes(saved(gradient((31, 20)), "PNG"))
    assert read_pictures(tmp_path, showing("b.png"), remember) != first
    assert len(kept) == 2
