"""Read the pictures that visible text shows, make them fit to publish, and give their places on the pages a size."""

import os
import re
import stat
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import msgspec
from markupsafe import Markup, escape

from afterview.model.address import fits_a_site
from afterview.model.page import Output
from afterview.model.portfolio import Portfolio
from afterview.model.section import ROOT, Commitment, Point, Section
from afterview.problems import Code, Problem, Severity
from afterview.reading.memo import Remember, digest_of, make_always
from afterview.reading.sources import escape_name

_LARGEST = 60 * 1024 * 1024
_PHOTOGRAPHS = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif")
_HEIC = re.compile(rb"....ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1)", re.DOTALL)
_TAG = re.compile(r'<img src="([^"]*)"([^>]*)>')
_ALT = re.compile(r'\salt="([^"]*)"')

_Entry = TypeVar("_Entry", Section, Point, Commitment)


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture as it is published: its file, its size in pixels (0: unknown), and what it was before, if larger."""

    output: Output
    width: int
    height: int
    was: tuple[int, int] | None = None


class _Made(msgspec.Struct, frozen=True, array_like=True):
    """What became of a picture's bytes, as it is cached: the fault if there is one, else what to publish."""

    fault: str = ""
    body: bytes = b""
    suffix: str = ""
    width: int = 0
    height: int = 0
    was: tuple[int, int] | None = None


def read_pictures(
    root: Path, portfolio: Portfolio, remember: Remember = make_always
) -> tuple[Mapping[str, Picture], tuple[Problem, ...]]:
    """Read every picture that a section of the portfolio shows, by its address below ``content/``.

    Returns the pictures that can be published, and the problems: an error for one that is missing, unsafe or damaged,
    a warning for a format that browsers do not show, and for a picture that was made smaller.
    """
    pictures: dict[str, Picture] = {}
    problems: list[Problem] = []
    for address in sorted(_images_of(portfolio)):
        found = _read_picture(root / "content", address, remember)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            pictures[address] = found
    return pictures, tuple(problems)


def place_pictures(portfolio: Portfolio, pictures: Mapping[str, Picture]) -> Portfolio:
    """Set the width, height and address of every picture in a portfolio's text; one that is not published becomes text.

    A picture of unknown size keeps its place without one.
    """
    if not _images_of(portfolio):
        return portfolio
    by_source = {ROOT + quote(address): picture for address, picture in pictures.items()}

    def place(entry: _Entry) -> _Entry:
        if "<img " not in entry.html:
            return entry
        html = _TAG.sub(lambda tag: _render_tag(tag, by_source), str(entry.html))
        return msgspec.structs.replace(entry, html=Markup(html))

    return msgspec.structs.replace(
        portfolio,
        interviews=tuple(
            msgspec.structs.replace(
                interview,
                sections=tuple(map(place, interview.sections)),
                points=tuple(map(place, interview.points)),
                commitments=tuple(map(place, interview.commitments)),
            )
            if interview.images
            else interview
            for interview in portfolio.interviews
        ),
        skills={
            slug: msgspec.structs.replace(skill, sections=tuple(map(place, skill.sections)))
            for slug, skill in portfolio.skills.items()
        },
        notes=tuple(
            msgspec.structs.replace(note, sections=tuple(map(place, note.sections))) for note in portfolio.notes
        ),
        articles=tuple(
            msgspec.structs.replace(article, sections=tuple(map(place, article.sections)))
            for article in portfolio.articles
        ),
    )


def _render_tag(tag: re.Match[str], by_source: Mapping[str, Picture]) -> str:
    source, rest = tag[1], tag[2]
    if not source.startswith(f"{ROOT}images/"):
        return tag[0]
    picture = by_source.get(source)
    if picture is None:
        alt = _ALT.search(rest)
        return f"[{alt[1] if alt and alt[1] else source.rpartition('/')[2]}]"
    size = f' width="{picture.width}" height="{picture.height}"' if picture.width and picture.height else ""
    return f'<img src="{ROOT}{escape(quote(picture.output.url))}"{rest}{size}>'


def _images_of(portfolio: Portfolio) -> frozenset[str]:
    skills = (section for skill in portfolio.skills.values() for section in skill.sections)
    notes = (section for note in portfolio.notes for section in note.sections)
    articles = (section for article in portfolio.articles for section in article.sections)
    found = (interview.images for interview in portfolio.interviews)
    return frozenset().union(*found, *(section.images for section in chain(skills, notes, articles)))


def _read_picture(content: Path, address: str, remember: Remember) -> Picture | Problem:
    body = read_picture(content, address)
    if isinstance(body, Problem):
        return body
    if _HEIC.match(body):
        return _problem(
            Code.PICTURE_FORMAT,
            address,
            "is a HEIC photo, which most browsers do not show: the page shows its description",
            hint='save it as JPEG (on a phone: camera settings, "Most compatible"), and change its name in the text',
            severity=Severity.WARNING,
        )
    made = _make(address, body, remember)
    if made.fault:
        return _problem(Code.PICTURE, address, made.fault)
    url = address if not made.suffix else f"{address}.{made.suffix}"
    return Picture(output=Output(url=url, body=made.body), width=made.width, height=made.height, was=made.was)


def clean_assets(
    assets: Iterable[Output], remember: Remember = make_always
) -> tuple[tuple[Output, ...], tuple[Problem, ...]]:
    """Take the metadata off the photographs among the files of a theme.

    One that is damaged is an error, as is a file whose name no address can hold.
    """
    cleaned: list[Output] = []
    problems: list[Problem] = []
    for asset in assets:
        if not fits_a_site(asset.url):
            message = "the file's name has a character that no address can hold"
            path = f"layouts/{escape_name(asset.url)}"
            hint = "rename it with letters and digits"
            problems.append(Problem(code=Code.BAD_FILE_NAME, path=path, message=message, hint=hint))
            continue
        if asset.url.lower().endswith(_PHOTOGRAPHS):
            made = _make(asset.url, asset.body, remember)
            if made.fault:
                problems.append(_problem(Code.PICTURE, asset.url, made.fault, folder="layouts"))
            else:
                asset = msgspec.structs.replace(asset, body=made.body)
        cleaned.append(asset)
    return tuple(cleaned), tuple(problems)


def _make(address: str, body: bytes, remember: Remember) -> _Made:
    key = digest_of("picture 1", str(address.lower().endswith(".svg")), body)
    return msgspec.msgpack.decode(remember(key, lambda: _encode(address, body)), type=_Made)


def _encode(address: str, body: bytes) -> bytes:
    """Make a picture fit to publish; the result, or the fault, encoded for the cache."""
    # Pillow takes 50 ms to import: only a portfolio with pictures pays for it.
    from afterview.reading.raster import encode_raster
    from afterview.reading.svg import clean_svg
    from afterview.reading.unfit_picture import UnfitPicture

    try:
        if address.lower().endswith(".svg"):
            drawn, width, height = clean_svg(body)
            made = _Made(body=drawn, width=width, height=height)
        else:
            raster = encode_raster(body)
            renamed = raster.suffix == "png" and address.lower().endswith((".bmp", ".tif", ".tiff"))
            made = _Made(
                body=raster.body,
                suffix=raster.suffix if renamed else "",
                width=raster.width,
                height=raster.height,
                was=raster.was,
            )
    except UnfitPicture as error:
        made = _Made(fault=str(error))
    return msgspec.msgpack.encode(made)


def read_picture(content: Path, address: str) -> bytes | Problem:
    """Read the bytes of a picture below ``content/images``, as they are there."""
    if not fits_a_site(address):
        return _problem(Code.BAD_FILE_NAME, address, "has a name that no address can hold")
    path = content / address
    try:
        if not path.resolve(strict=True).is_relative_to(content.resolve() / "images"):
            return _problem(Code.LINK_OUTSIDE, address, "leads out of content/images")
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            return _problem(Code.NOT_A_FILE, address, "is not an ordinary file")
        if state.st_size > _LARGEST:
            return _problem(Code.PICTURE, address, "is larger than 60 MiB")
        return path.read_bytes()
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, before Python 3.13
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        return _problem(Code.MISSING_IMAGE, address, f"cannot be read ({reason})")


def _problem(
    code: Code,
    address: str,
    what: str,
    *,
    hint: str = "put another picture in its place, or take it out of the text",
    severity: Severity = Severity.ERROR,
    folder: str = "content",
) -> Problem:
    return Problem(
        code=code,
        path=f"{folder}/{address}",
        message=f"this picture, which a page shows, {what}",
        hint=hint,
        severity=severity,
    )
