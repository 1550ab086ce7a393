"""Decode a photograph or drawing and encode it again: upright, of a sensible size, and without any metadata.

Only pixels pass from the old file to the new one, so nothing else of it can: no EXIF, XMP, IPTC or GPS data, no
comment, thumbnail or colour profile, and no bytes after the end. Colours are converted to sRGB first, which is what
browsers assume where no profile is given.
"""

import io
import warnings
from typing import Any

import msgspec
from PIL import Image, ImageCms, ImageOps, ImageSequence, UnidentifiedImageError, features

from afterview.reading.unfit_picture import UnfitPicture

LONGEST_SIDE = 2_000
"""Pixels of the longer side, above which a picture is made smaller."""
MOST_PIXELS = 50_000_000
MOST_PIXELS_OF_ALL_FRAMES = 400_000_000
_QUALITY = 88
_SHOWN_BY_BROWSERS = ("JPEG", "PNG", "GIF", "WEBP")
_CONVERTED_TO_PNG = ("BMP", "TIFF")
_EIGHT_BITS = 1 / 256


class Raster(msgspec.Struct, frozen=True, kw_only=True):
    """A picture as it is published; ``suffix`` is that of its format, ``width`` and ``height`` are in pixels.

    ``was`` is the size in pixels before it was made smaller, None if it was not.
    """

    body: bytes
    suffix: str
    width: int
    height: int
    was: tuple[int, int] | None = None


def encode_raster(body: bytes) -> Raster:
    """Decode a JPEG, PNG, GIF, WebP, AVIF, BMP or TIFF file and encode only its pixels.

    The same bytes give the same result with the same version of Pillow. BMP and TIFF become PNG. Raises UnfitPicture
    for any other format, for a damaged file and for one of more than 50 megapixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own warning of large pictures: the limit below is lower
            return _encode(body)
    except UnidentifiedImageError as error:
        raise UnfitPicture("is not a picture that can be read") from error
    except Image.DecompressionBombError as error:
        raise UnfitPicture("has more than 50 million pixels") from error
    except UnfitPicture:
        raise
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, KeyError, MemoryError) as error:
        # Pillow's decoders raise all of these for damaged files.
        raise UnfitPicture("is damaged or cut off") from error


def _encode(body: bytes) -> Raster:
    with Image.open(io.BytesIO(body), formats=_formats()) as image:
        if image.width * image.height > MOST_PIXELS:
            raise UnfitPicture("has more than 50 million pixels")
        count = getattr(image, "n_frames", 1) if image.format not in _CONVERTED_TO_PNG else 1
        if count * image.width * image.height > MOST_PIXELS_OF_ALL_FRAMES:
            raise UnfitPicture("has more than 400 million pixels in all its frames")
        kind = "PNG" if image.format in _CONVERTED_TO_PNG else str(image.format)
        durations: list[int] = []
        frames: list[Image.Image] = []
        was = (image.width, image.height)
        for frame in ImageSequence.Iterator(image) if count > 1 else (image,):
            frame.load()
            durations.append(int(frame.info.get("duration", 0)))
            frames.append(_clean(frame, kind))
        loop = image.info.get("loop")
    first = frames[0]
    small = max(was) > LONGEST_SIDE
    upright_was = (was if (first.width >= first.height) == (was[0] >= was[1]) else was[::-1]) if small else None
    out = io.BytesIO()
    first.save(out, kind, **_options(kind, frames[1:], durations, loop))
    return Raster(body=out.getvalue(), suffix=kind.lower(), width=first.width, height=first.height, was=upright_was)


def _formats() -> tuple[str, ...]:
    avif = ("AVIF",) if features.check("avif") else ()
    return (*_SHOWN_BY_BROWSERS, *_CONVERTED_TO_PNG, *avif)


def _clean(frame: Image.Image, kind: str) -> Image.Image:
    """Turn one frame upright, into sRGB and to its size, and drop all that was stored beside its pixels."""
    image = _to_srgb(ImageOps.exif_transpose(frame))
    if kind == "JPEG" and image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
    if max(image.size) > LONGEST_SIDE:
        if image.mode.startswith("I;16") or image.mode in ("I", "F"):
            image = image.convert("I").point(lambda value: value * _EIGHT_BITS).convert("L")
        elif image.mode in ("P", "1"):
            image = image.convert("RGBA" if "transparency" in image.info else "RGB")
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    transparency = image.info.get("transparency")
    clean = image.copy()
    clean.info = {} if transparency is None or image.mode == "RGBA" else {"transparency": transparency}
    clean.getexif().clear()
    return clean


def _to_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            target = "RGB" if image.mode in ("CMYK", "L") else image.mode
            converted = ImageCms.profileToProfile(
                image, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode=target
            )
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):  # a damaged profile: show the colours as they are
            converted = None
        if converted is not None:
            return converted
    return image.convert("RGB") if image.mode in ("CMYK", "YCbCr", "LAB", "HSV") else image


def _options(kind: str, rest: list[Image.Image], durations: list[int], loop: object) -> dict[str, Any]:
    options: dict[str, Any] = {}
    if kind == "JPEG":
        options |= {"quality": _QUALITY, "progressive": True, "optimize": True}
    elif kind in ("WEBP", "AVIF"):
        options |= {"quality": _QUALITY}
    if rest:
        options |= {"save_all": True, "append_images": rest}
        options["duration"] = durations if any(durations) else 100
        if loop is not None:
            options["loop"] = loop
        if kind in ("GIF", "PNG"):
            options["disposal"] = 2 if kind == "GIF" else 0
    return options
