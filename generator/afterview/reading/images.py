"""Read the pictures that the visible text shows, and no others; it alone opens ``content/images``."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from afterview.model.address import fits_a_site
from afterview.model.page import Output
from afterview.model.portfolio import Portfolio
from afterview.model.section import Section
from afterview.problems import Code, ContentError, Problem, Refused


def read_images(root: Path, portfolio: Portfolio) -> tuple[Output, ...]:
    """Read every picture that a section of the narrowed portfolio shows, sorted by address.

    Raises ContentError where one is missing or no plain file, and Refused where it leads out of ``content/images``.
    """
    content = root / "content"
    addresses = sorted({address for section in _visible_sections(portfolio) for address in section.images})
    return tuple(Output(url=address, body=_read_image(content, address)) for address in addresses)


def _visible_sections(portfolio: Portfolio) -> Iterator[Section]:
    entries: tuple[Iterable[tuple[Section, ...]], ...] = (
        (interview.sections for interview in portfolio.interviews),
        (skill.sections for skill in portfolio.skills.values()),
        (note.sections for note in portfolio.notes),
        (article.sections for article in portfolio.articles),
    )
    for sections_of_entries in entries:
        for sections in sections_of_entries:
            yield from sections


def _read_image(content: Path, address: str) -> bytes:
    if not fits_a_site(address):
        raise ContentError([_problem(Code.BAD_FILE_NAME, address, "has a name that no address can hold")])
    path = content / address
    try:
        inside = path.resolve(strict=True).is_relative_to(content.resolve() / "images")
        if inside and path.is_file():
            return path.read_bytes()
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, before Python 3.13
        raise ContentError([_problem(Code.MISSING_IMAGE, address, f"cannot be read ({error})")]) from error
    if not inside:
        raise Refused(_problem(Code.LINK_OUTSIDE, address, "leads out of content/images"))
    raise ContentError([_problem(Code.NOT_A_FILE, address, "is no plain file")])


def _problem(code: Code, address: str, what: str) -> Problem:
    return Problem(
        code=code,
        path=f"content/{address}",
        message=f"a picture that a page shows {what}",
        hint="put the picture itself into content/images, or take it out of the text",
    )
