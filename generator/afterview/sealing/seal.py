"""Seal a portfolio's sites for its mentors: a page each, of what a mentor may see, judged as a mentor's site first."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from afterview.model.audience import Audience
from afterview.model.mentor import Mentor
from afterview.output.cache import Cache
from afterview.output.render import render_site
from afterview.problems import Code, Problem, Refused, Severity
from afterview.reading.memo import digest_of
from afterview.rendering.layout_folders import find_default_layouts
from afterview.sealing.bundle import make_bundle
from afterview.sealing.cipher import is_sealed_under, pack, seal, sign_origin
from afterview.sealing.key_folder import check_key, require_key
from afterview.sealing.page import find_front, render_sealed_page
from afterview.sealing.published import PublishedPages, sealed_file
from afterview.site import Site

_LARGE = 10 * 1024 * 1024
_TOO_LARGE = 50 * 1024 * 1024
"""Bytes: what GitHub warns of, and what it refuses."""
_MOST_PICTURES = 3


class SealedPages(msgspec.Struct, frozen=True, kw_only=True):
    """The sealed pages of a portfolio by their addresses, whose pages have ended, and warnings.

    ``codes`` are for the next time: by link, what its page was made from.
    """

    files: Mapping[str, bytes] = {}
    codes: Mapping[str, str] = {}
    ended: tuple[Mentor, ...] = ()
    warnings: tuple[Problem, ...] = ()


def seal_pages(site: Site, keys: Path, today: datetime.date, *, cache: Cache, published: PublishedPages) -> SealedPages:
    """Seal a page for each mentor whose page has not ended; ``keys`` is the folder of keys.

    A page that is ``published`` already, of the same site under the same key, is used as it is.

    Raises:
        ContentError: a layout has errors.
        Refused: a key is not here (NO_KEY), damaged or not that of the published page (BAD_KEY), or a page is too large
            (SEALED_TOO_LARGE).
        AfterviewError: REFUSED, when a mentor's site fails its audit.
    """
    mentors = [it for it in site.whole.mentors if not it.has_ended(today)]
    found = {mentor.link: require_key(keys, mentor) for mentor in mentors}
    files: dict[str, bytes] = {}
    codes: dict[str, str] = {}
    warnings: list[Problem] = []
    for mentor in mentors:
        url, key = sealed_file(mentor.link), found[mentor.link]
        shown = site.for_audience(Audience.MENTOR, reader=mentor.slug, remember=cache.get)
        bundle = make_bundle(render_site(shown, cache=cache))
        origin = digest_of(bundle, _render_page(site, mentor, b""))
        page = published.files.get(url)
        _check_same_key(mentor, key, page or b"")
        if page is None or published.codes.get(mentor.link) != sign_origin(key, origin, page):
            page = _seal(site, mentor, key, bundle, shown.files)
        files[url], codes[mentor.link] = page, sign_origin(key, origin, page)
        warnings += _warn(mentor, len(page), shown.files)
        warnings += filter(None, [check_key(keys, mentor.link, site.root)])
    return SealedPages(
        files=files,
        codes=codes,
        ended=tuple(mentor for mentor in site.whole.mentors if mentor not in mentors),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _check_same_key(mentor: Mentor, key: str, page: bytes) -> None:
    """Refuse another key than that of the published page: the link that the mentor has would open nothing any more."""
    front = find_front(page)
    if front and not is_sealed_under(key, front):
        message = f"the key on this machine is not the one of the page that {mentor.name} has the link to"
        command = f"afterview mentor {mentor.slug}"
        hint = f"delete the key here and paste the right link into `{command} --key -`, or use `{command} --renew`"
        raise Refused(Problem(code=Code.BAD_KEY, path=mentor.path, message=message, hint=hint))


def seal_page(site: Site, mentor: Mentor, key: str) -> tuple[bytes, tuple[Problem, ...]]:
    """Seal one mentor's site as an HTML page, with warnings.

    Raises:
        ContentError: a layout has errors.
        Refused: the page is too large (SEALED_TOO_LARGE).
        AfterviewError: REFUSED, when the mentor's site fails its audit.
    """
    files = render_site(site.for_audience(Audience.MENTOR, reader=mentor.slug))
    page = _seal(site, mentor, key, make_bundle(files), files)
    return page, tuple(_warn(mentor, len(page), files))


def _seal(site: Site, mentor: Mentor, key: str, bundle: bytes, files: Mapping[str, bytes]) -> bytes:
    page = _render_page(site, mentor, seal(key, pack(bundle)))
    if len(page) >= _TOO_LARGE:
        raise Refused(_too_large(mentor, len(page), files))
    return page


def _render_page(site: Site, mentor: Mentor, sealed: bytes) -> bytes:
    language = mentor.language or site.whole.language
    return render_sealed_page(site.renderer, sealed, language=language).encode("utf-8")


def _warn(mentor: Mentor, size: int, files: Mapping[str, bytes]) -> Iterator[Problem]:
    if size >= _LARGE:
        yield Problem(
            code=Code.SEALED_LARGE,
            path=mentor.path,
            message=f"the sealed page has {_megabytes(size)} MB, which is slow to open on a phone",
            hint=f"make pictures smaller, the largest first: {_name_largest(files)}",
            severity=Severity.WARNING,
        )
    for url in _own_scripts(files):
        yield Problem(
            code=Code.SEALED_SCRIPT,
            path=f"layouts/{url}",
            message="this script of your own does not run on a sealed page",
            hint="a mentor who needs it can get the archive: `afterview build --audience mentor --zip`",
            severity=Severity.WARNING,
        )


def _own_scripts(files: Mapping[str, bytes]) -> Iterable[str]:
    default = find_default_layouts()
    for url, body in files.items():
        if url.startswith("assets/") and url.endswith(".js"):
            file = default / url
            if not file.is_file() or file.read_bytes() != body:
                yield url


def _too_large(mentor: Mentor, size: int, files: Mapping[str, bytes]) -> Problem:
    return Problem(
        code=Code.SEALED_TOO_LARGE,
        path=mentor.path,
        message=f"the sealed page has {_megabytes(size)} MB, more than the {_megabytes(_TOO_LARGE)} that GitHub takes",
        hint=f"make pictures smaller or fewer, the largest first: {_name_largest(files)}",
    )


def _name_largest(files: Mapping[str, bytes]) -> str:
    pictures = sorted((url for url in files if url.startswith("images/")), key=lambda url: (-len(files[url]), url))
    return (
        ", ".join(f"{url} ({_megabytes(len(files[url]))} MB)" for url in pictures[:_MOST_PICTURES]) or "there is none"
    )


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f}"
