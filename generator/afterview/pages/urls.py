"""Sort the addresses of a site, and report those that would be one file on some disk."""

from collections.abc import Iterable

from afterview.model.address import fits_a_site, fold_url, folders_of
from afterview.problems import Code, ContentError, Problem


def sort_urls(urls: Iterable[str]) -> tuple[str, ...]:
    """Sort the addresses of a site, so that the same sources give the same site in any order of reading.

    Raises:
        ContentError: SAME_ADDRESS, where two addresses are one on a disk that ignores case or the encoding of
            accents, or where one would be a file and the other a folder of the same name.
        ValueError: for an address that leaves the site, which only a bug could make.
    """
    ordered = tuple(sorted(urls))
    taken: dict[str, str] = {}
    problems = []
    for url in ordered:
        if not fits_a_site(url):
            raise ValueError(f"an address that no site can hold: {url!r}")
        if fold_url(url) in taken:
            problems.append(_clash(taken[fold_url(url)], url))
        taken.setdefault(fold_url(url), url)
    for url in ordered:
        for folder in folders_of(fold_url(url)):
            if folder in taken:
                problems.append(_clash(taken[folder], url))
    if problems:
        raise ContentError(problems)
    return ordered


def _clash(first: str, second: str) -> Problem:
    message = (
        f"two files have the address {first}"
        if first == second
        else f"{first} and {second} are the same address on many disks"
    )
    return Problem(
        code=Code.SAME_ADDRESS,
        path=second,
        message=message,
        hint="rename one of the files that they come from, so that their names differ in more than case",
    )
