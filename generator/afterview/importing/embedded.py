"""Move pictures that are written as text in a document into files."""

import base64
import binascii
import re

import msgspec

LARGEST = 5 * 1024 * 1024
"""Bytes that a picture in a document may have."""
_DEFINITION = re.compile(
    r"^\[(?P<name>[^\]]+)\]:[ \t]*<?data:image/[a-z+.-]+;base64,(?P<body>[A-Za-z0-9+/=\s]+?)>?[ \t]*$", re.MULTILINE
)
_INLINE = re.compile(r"!\[(?P<alt>[^\]]*)\]\(data:image/[a-z+.-]+;base64,(?P<body>[A-Za-z0-9+/=]+)\)")
_REFERENCE = re.compile(r"!\[([^\]]*)\](?:\[([^\]]*)\])?(?!\()")
_MAGIC = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"GIF8": "gif", b"RIFF": "webp"}


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture that lay in a document: where it goes, relative to the portfolio, and its bytes."""

    path: str
    body: bytes


def measure_text(text: str) -> int:
    """Count the characters of a text, without the pictures that are written in it."""
    return len(_INLINE.sub("", _DEFINITION.sub("", text)))


def take_pictures(text: str, slug: str) -> tuple[str, tuple[Picture, ...]]:
    """Replace every embedded picture by a reference to a file, named after ``slug``; return the text and the files.

    PNG, JPEG, GIF and WebP up to 5 MiB are taken; in the place of anything else its description stands.
    """
    pictures: list[Picture] = []

    def take(body: str) -> str:
        try:
            raw = base64.b64decode("".join(body.split()), validate=True)
        except (binascii.Error, ValueError):
            return ""
        suffix = next((suffix for magic, suffix in _MAGIC.items() if raw.startswith(magic)), "")
        if not suffix or len(raw) > LARGEST:
            return ""
        name = f"{slug}-{len(pictures) + 1}.{suffix}"
        pictures.append(Picture(path=f"content/images/{name}", body=raw))
        return f"../images/{name}"

    def replace_inline(match: re.Match[str]) -> str:
        address = take(match["body"])
        return f"![{match['alt']}]({address})" if address else f"[{match['alt'] or 'picture'}]"

    addresses: dict[str, str] = {}

    def drop_definition(match: re.Match[str]) -> str:
        addresses[match["name"].casefold()] = take(match["body"])
        return ""

    text = _INLINE.sub(replace_inline, _DEFINITION.sub(drop_definition, text))

    def refer(match: re.Match[str]) -> str:
        address = addresses.get((match[2] or match[1]).casefold())
        if address is None:
            return match[0]
        return f"![{match[1]}]({address})" if address else f"[{match[1] or 'picture'}]"

    return (_REFERENCE.sub(refer, text) if addresses else text).strip("\n"), tuple(pictures)
