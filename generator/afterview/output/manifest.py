"""Render and parse a site's manifest, the list of its own files; alone decides what Afterview may replace or remove."""

import hashlib
from collections.abc import Mapping

from afterview.model.address import fits_a_site

MANIFEST = ".afterview-manifest"
"""The manifest's name in the site. A folder that has it was written by Afterview."""


class DamagedManifest(Exception):
    """A manifest is not in the form that Afterview writes, so its content cannot be used."""


def digest(body: bytes) -> str:
    """Digest a file's bytes: BLAKE2b of 16 bytes, in hexadecimal."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()


def render_manifest(digests: Mapping[str, str]) -> str:
    """Render digests by address as a manifest: a line for each file, its digest, two spaces and its address.

    >>> render_manifest({"index.html": digest(b"")}).splitlines()
    ['cae66941d9efbd404e4d88758ea67670  index.html']
    """
    return "".join(f"{digests[url]}  {url}\n" for url in sorted(digests))


def parse_manifest(body: bytes) -> dict[str, str]:
    """Parse a manifest into digests by address.

    Raises:
        DamagedManifest: it is not in the form that Afterview writes.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DamagedManifest(str(error)) from error
    digests = {}
    for line in text.removesuffix("\n").split("\n") if text else ():
        known, _, url = line.partition("  ")
        if len(known) != 32 or not set(known) <= set("0123456789abcdef") or not fits_a_site(url):
            raise DamagedManifest(line)
        digests[url] = known
    return digests
