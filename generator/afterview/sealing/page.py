"""Write a sealed site as one HTML page, with the viewer that opens it; nothing in it is readable without the code."""

import base64
import html
import re
from string import Template

import msgspec

from afterview.rendering.inline import compact_script, digest_source
from afterview.rendering.layout_folders import find_default_layouts
from afterview.rendering.renderer import Renderer
from afterview.sealing.cipher import MAGIC

_SEALED = re.compile(rb'id="sealed">([A-Za-z0-9+/]{96})')
_LANGUAGES = ("en", "es", "pt", "fr")
_WORDS = ("title", "label", "open", "mistyped", "other", "damaged", "browser")
_SCRIPTS = (
    "sealed/unseal.js",
    "sealed/store.js",
    "assets/theme.js",
    "assets/filters.js",
    "assets/search.js",
    "assets/give.js",
    "assets/reply.js",
    "assets/since.js",
    "sealed/viewer.js",
)
_POLICY = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; img-src blob: data:; "
    "base-uri 'none'; form-action 'none'"
)


def find_front(page: bytes) -> bytes | None:
    """Find the front of the sealed file in a page: 68 bytes, enough to tell its key; None for any other page."""
    found = _SEALED.search(page)
    front = base64.b64decode(found[1])[:68] if found else b""
    return front if front.startswith(MAGIC) else None


def render_sealed_page(renderer: Renderer, sealed: bytes, *, language: str) -> str:
    """Render the page of a sealed file.

    ``language`` is that of the one sentence for browsers without JavaScript; the viewer speaks the browser's. The
    portfolio's own scripts are left out, so that nothing but the viewer reads the code.
    """
    folder = find_default_layouts()
    script = "".join(compact_script((folder / name).read_text(encoding="utf-8")) for name in _SCRIPTS)
    style = (folder / "sealed/page.css").read_text(encoding="utf-8")
    words = {name: _take_words(renderer, name) for name in _LANGUAGES}
    own = renderer.translations_for(language)
    return Template((folder / "sealed/page.html").read_text(encoding="utf-8")).substitute(
        language=html.escape(language),
        policy=_POLICY.format(script=digest_source(script), style=digest_source(style)),
        title=html.escape(own.translate("sealed-title")),
        noscript=html.escape(own.translate("sealed-noscript")),
        style=style,
        script=script,
        words=msgspec.json.encode(words).decode("utf-8").replace("<", "\\u003c"),
        sealed=base64.b64encode(sealed).decode("ascii"),
    )


def _take_words(renderer: Renderer, language: str) -> dict[str, str]:
    translations = renderer.translations_for(language)
    return {word: translations.translate(f"sealed-{word}") for word in _WORDS}
