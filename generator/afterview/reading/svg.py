"""Read an SVG drawing and write it again with nothing in it that runs, asks another site, or tells who drew it."""

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator

from afterview.reading.unfit_picture import UnfitPicture

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_RUNS = frozenset({"script", "foreignobject", "handler", "listener", "iframe", "object", "embed", "audio", "video"})
_DROPPED = frozenset({"metadata"})
_LINKING = frozenset({"href", "src"})
_ASKING = frozenset({"base", "ping", "srcset"})
"""Attributes that no drawing needs, and by which one could ask another site for something."""
_ANIMATED = frozenset({"from", "to", "values", "by"})
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*\s*:|//", re.IGNORECASE)
_ADDRESS = re.compile(r"url\s*\(\s*['\"]?\s*([^'\")\s]*)", re.IGNORECASE)
_IMAGE = re.compile(r"image-set\s*\(|\bsrc\s*\(", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)\s*(px)?\s*\Z")
_LARGEST = 5 * 1024 * 1024


def clean_svg(body: bytes) -> tuple[bytes, int, int]:
    """Parse a drawing and write it without comments, metadata and editors' own attributes.

    Returns the bytes, and its width and height in pixels, 0 where it says neither. Raises UnfitPicture for a drawing
    with scripts, event handlers, foreign objects, entities, or references to anything outside itself, and for what is
    not SVG.
    """
    if len(body) > _LARGEST:
        raise UnfitPicture("is larger than 5 MiB")
    if b"<!ENTITY" in body or re.search(rb"<!DOCTYPE[^>]*\[", body):
        raise UnfitPicture("defines entities, which could stand for anything")
    try:
        root = ElementTree.fromstring(body)  # noqa: S314 - entities are refused above
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError) as error:
        raise UnfitPicture("is not well-formed SVG") from error
    if root.tag != f"{{{_SVG}}}svg":
        raise UnfitPicture("is not an SVG drawing")
    _clean_element(root)
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    width, height = _size_of(root)
    return ElementTree.tostring(root, encoding="utf-8"), width, height


def list_words(body: bytes) -> tuple[str, ...]:
    """List the texts of a drawing as it is published: all that it says, and the values of attributes.

    What it says comes twice, with elements as spaces and as nothing: one word may be in several. A drawing that cannot
    be published has none.
    """
    try:
        drawn, _, _ = clean_svg(body)
    except UnfitPicture:
        return ()
    root = ElementTree.fromstring(drawn)  # noqa: S314 - written here
    parts = list(root.itertext())
    values = (value for element in root.iter() for value in element.attrib.values())
    return (" ".join(parts), "".join(parts), *values)


def _clean_element(root: ElementTree.Element) -> None:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        _check(element)
        for name in tuple(element.attrib):
            space, _, local = name.rpartition("}")
            if space[1:] not in ("", _XLINK, _XML) or local.startswith("data-") or local in _ASKING:
                del element.attrib[name]
        for child in tuple(element):
            space, _, local = str(child.tag).rpartition("}")
            editors_own = space[1:] != _SVG and local.lower() not in _RUNS
            if editors_own or local.lower() in _DROPPED:
                element.remove(child)
            else:
                waiting.append(child)


def _check(element: ElementTree.Element) -> None:
    local = str(element.tag).rpartition("}")[2].lower()
    if local in _RUNS:
        raise UnfitPicture(f"contains <{local}>, which could run or load something")
    if local == "style":
        _check_references("".join(element.itertext()))
    for name, value in element.attrib.items():
        attribute = name.rpartition("}")[2].lower()
        if attribute.startswith("on"):
            raise UnfitPicture(f"contains {attribute}=, which could run a script")
        outside = not value.strip().startswith("#") if attribute in _LINKING else bool(_SCHEME.search(value))
        if outside and attribute in _LINKING | _ANIMATED:
            raise UnfitPicture(f"refers to something outside itself by {attribute}=")
        _check_references(value)


def _check_references(text: str) -> None:
    if "@import" in text.lower() or "\\" in text:
        raise UnfitPicture("loads a style sheet, or hides an address in its style")
    if _IMAGE.search(text):
        raise UnfitPicture("may load a picture by its style")
    for address in _addresses(text):
        if not address.startswith("#"):
            raise UnfitPicture("refers to something outside itself by url()")


def _addresses(text: str) -> Iterator[str]:
    return (match[1] for match in _ADDRESS.finditer(text))


def _size_of(root: ElementTree.Element) -> tuple[int, int]:
    width, height = _LENGTH.match(root.get("width", "")), _LENGTH.match(root.get("height", ""))
    if width and height:
        return round(float(width[1])), round(float(height[1]))
    return 0, 0  # a view box alone is a shape: the page decides how large it is shown
