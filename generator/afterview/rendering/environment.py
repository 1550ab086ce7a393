"""Set up Jinja2 for layouts: where it finds them, what it escapes, and the names that it gives them."""

import posixpath
from collections.abc import Callable
from functools import partial

import jinja2
import msgspec

from afterview.model.section import ROOT
from afterview.rendering.bytecode import LayoutBytecode, find_cache_folder
from afterview.rendering.layout_filters import Fragments
from afterview.rendering.layouts import Layouts
from afterview.rendering.once import make_once
from afterview.rendering.translations import Translations, select_texts

_OPTIONS = {"trim_blocks": True, "lstrip_blocks": True}
_NOT_ESCAPED = (".txt", ".json", ".js")


def make_environment(layouts: Layouts, translations: Translations) -> jinja2.Environment:
    """Make the environment that renders these layouts in one language."""
    cache = find_cache_folder()
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_make_load(layouts)),
        autoescape=lambda name: not (name or "").endswith(_NOT_ESCAPED),
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=LayoutBytecode(cache, layouts.folders[-1], (_OPTIONS, _NOT_ESCAPED)) if cache else None,
        trim_blocks=_OPTIONS["trim_blocks"],
        lstrip_blocks=_OPTIONS["lstrip_blocks"],
    )
    environment.policies["json.dumps_function"] = _dump_json
    environment.policies["json.dumps_kwargs"] = {}
    environment.globals |= {
        "root": ROOT,
        "translate": translations.translate_on_page,
        "texts_of": partial(select_texts, layouts),
        "own_style": layouts.own_style,
    }
    environment.filters |= {"date": translations.date, "once": make_once(), **Fragments(translations).filters}
    return environment


def _make_load(layouts: Layouts) -> Callable[[str], tuple[str, str, None] | None]:
    def load(name: str) -> tuple[str, str, None] | None:
        file = layouts.files.get(posixpath.normpath(name))
        if file is None:
            return None
        try:
            return file.body.decode(), str(file.path), None
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise jinja2.TemplateSyntaxError("it is not UTF-8", line, name, str(file.path)) from error

    return load


def _dump_json(value: object, *, indent: int = 0) -> str:
    text = msgspec.json.encode(value, enc_hook=_to_plain)
    return (msgspec.json.format(text, indent=indent) if indent else text).decode()


def _to_plain(value: object) -> object:
    """Turn a subclass of text or of numbers, such as markup, into the plain type."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int.__int__(value)
    raise TypeError(f"{type(value).__name__} has no place in JSON")
