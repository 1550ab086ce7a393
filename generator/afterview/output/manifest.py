"""The list that every site carries of its own files; by it alone we know what is ours to replace or remove."""

import hashlib
from collections.abc import Iterable, Mapping

from afterview.model.address import fits_a_site
from afterview.output.outputs import Filed, Ready

MANIFEST = ".afterview-manifest"
"""The list's name in the site. A folder that has it was written by Afterview."""


class DamagedList(Exception):
    """Say that a list is not as we wrote it, so that nothing may be concluded from it."""


def list_outputs(outputs: Iterable[Ready]) -> dict[str, str]:
    """Give the digest of each output by its address, in the order of addresses."""
    return {
        output.url: output.digest if isinstance(output, Filed) else digest(output.body)
        for output in sorted(outputs, key=lambda output: output.url)
    }


def digest(body: bytes) -> str:
    """Give the digest of a file's bytes: BLAKE2b of 16 bytes, in hexadecimal."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()


def render_manifest(listed: Mapping[str, str]) -> str:
    """Write a list as text: one line a file, its digest, two spaces and its address."""
    return "".join(f"{listed[url]}  {url}\n" for url in sorted(listed))


def parse_manifest(body: bytes) -> dict[str, str]:
    """Read a list back; raises DamagedList when it is not as we write them."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DamagedList(str(error)) from error
    listed = {}
    for line in text.removesuffix("\n").split("\n") if text else ():
        known, _, url = line.partition("  ")
        if len(known) != 32 or not set(known) <= set("0123456789abcdef") or not fits_a_site(url):
            raise DamagedList(line)
        listed[url] = known
    return listed
