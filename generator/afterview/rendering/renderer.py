"""Render pages by the layouts, a portfolio's own before the default ones; alone knows where layouts lie."""

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path

import jinja2
import msgspec
from markupsafe import escape

from afterview.model.page import Output, Page
from afterview.model.section import ROOT
from afterview.problems import Code, ContentError, Problem, Refused
from afterview.rendering.closure import Closures
from afterview.rendering.compiled import CompiledLayouts
from afterview.rendering.engine import Engine
from afterview.rendering.layout_folders import find_layouts
from afterview.rendering.template_errors import places_of
from afterview.rendering.translations import read_translations

_PLAIN = (".txt", ".json", ".js")


class Renderer:
    """Render pages and hand out assets, from the folders of layouts given: the first that has a file wins."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._folders = folders
        self._closures = Closures(folders)
        self._environments: dict[str, jinja2.Environment] = {}

    def __reduce__(self) -> tuple[type["Renderer"], tuple[tuple[Path, ...]]]:
        """Travel to another process as the folders alone; what is compiled from them stays behind."""
        return Renderer, (self._folders,)

    def render_page(self, page: Page) -> Output:
        """Render a page by its layout.

        The context's fields are the layout's variables. Every ROOT becomes the relative way up to the site's root, or
        what the context's own field ``root`` says. Raises ContentError for a layout that does not work.
        """
        context = page.context
        variables = {name: getattr(context, name) for name in context.__struct_fields__}
        way = str(escape(variables.get("root", "../" * page.url.count("/"))))
        environment = self._environment(_language_of(context))
        try:
            body = environment.get_template(page.layout).render(variables).encode()
        except (jinja2.TemplateError, UnicodeEncodeError) as error:  # half a character is never the content's
            raise ContentError([self._problem(error, page)]) from error
        except Exception as error:
            # In a layout of the portfolio's own it is the author's mistake, in a default one a bug of ours.
            if not self._is_own(error):
                raise
            raise ContentError([self._problem(error, page)]) from error
        return Output(url=page.url, body=body.replace(ROOT.encode(), way.encode()))

    def compile_layouts(self, pages: Iterable[Page]) -> None:
        """Compile what these pages need, so that processes that begin with a copy of this one need not each do so."""
        for language, layout in {(_language_of(page.context), page.layout) for page in pages}:
            for name in sorted(self._closures.names(layout)):
                with contextlib.suppress(jinja2.TemplateError):  # it is told where the page is rendered
                    self._environment(language).get_template(name)

    def digest_layout(self, layout: str) -> bytes:
        """Give a digest that changes when the layout does, or anything that it is put together from."""
        return self._closures.digest(layout)

    def read_assets(self) -> tuple[Output, ...]:
        """Read the files of ``assets/``, sorted by address. Raises Refused for a link that leads out of the folder."""
        found: dict[str, Path] = {}
        for folder in reversed(self._folders):
            assets = folder / "assets"
            found.update((path.relative_to(folder).as_posix(), path) for path in _files_below(assets))
        return tuple(Output(url=url, body=path.read_bytes()) for url, path in sorted(found.items()))

    def _environment(self, language: str) -> jinja2.Environment:
        if language not in self._environments:
            self._environments[language] = _make_environment(self._folders, language, self._compiled)
        return self._environments[language]

    @cached_property
    def _compiled(self) -> CompiledLayouts:
        return CompiledLayouts()

    def _is_own(self, error: BaseException) -> bool:
        own = [str(folder) for folder in self._folders[:-1]]
        return any(name.startswith(tuple(own)) for name, _ in places_of(error)) if own else False

    def _problem(self, error: Exception, page: Page) -> Problem:
        path, line, excerpt = f"layouts/{page.layout}", 0, ""
        for name, number in places_of(error):
            for folder in self._folders:
                if Path(name).is_relative_to(folder):
                    path = f"layouts/{Path(name).relative_to(folder).as_posix()}"
                    line, excerpt = number, _read_line(Path(name), number)
        if isinstance(error, jinja2.TemplateNotFound):
            message, hint = f"there is no layout {error.name}", "write it into layouts/, or mend the name"
        else:
            message = f"the layout does not work, on the page {page.url}: {error}"
            hint = f"it may use {', '.join(page.context.__struct_fields__)}, translate(), date and root"
        return Problem(code=Code.LAYOUT, path=path, line=line, message=message, hint=hint, excerpt=excerpt)


def _language_of(context: msgspec.Struct) -> str:
    return str(getattr(getattr(context, "shell", None), "language", ""))


def open_renderer(root: Path) -> Renderer:
    """Open the layouts of a portfolio: its own ``layouts/`` first, then the default ones."""
    return Renderer(find_layouts(root))


class _Loader(jinja2.FileSystemLoader):
    """Load layouts; one that is not UTF-8 is at fault like any other that does not work."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Read a layout."""
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            file = next(path for folder in self.searchpath if (path := Path(folder, template)).is_file())
            raise jinja2.TemplateSyntaxError("it is not UTF-8", line, template, str(file)) from error


def _make_environment(folders: tuple[Path, ...], language: str, compiled: CompiledLayouts) -> jinja2.Environment:
    translations = read_translations(
        (file for folder in reversed(folders) if (file := folder / "words.json").is_file()), language
    )
    default = _Loader(folders[-1])
    environment = Engine(
        # An own layout may extend the one whose place it takes: {% extends "default/skill.html" %}.
        loader=jinja2.ChoiceLoader([_Loader(folders), jinja2.PrefixLoader({"default": default})]),
        autoescape=lambda name: not (name or "").endswith(_PLAIN),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=compiled,
    )
    environment.policies["json.dumps_function"] = _dump
    environment.policies["json.dumps_kwargs"] = {}
    environment.globals |= {"root": ROOT, "translate": translations.translate}
    environment.filters["date"] = translations.date
    return environment


def _dump(value: object, *, indent: int = 0) -> str:
    text = msgspec.json.encode(value, enc_hook=_plain)
    return (msgspec.json.format(text, indent=indent) if indent else text).decode()


def _plain(value: object) -> object:
    """Turn what is text or a number by another name, such as markup, into just that."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int.__int__(value)
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def _files_below(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        for name in sorted([*folders, *files]):
            path = Path(place, name)
            if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
                raise Refused(_leads_out(path, folder))
        yield from (Path(place, name) for name in files if not name.startswith(".") and Path(place, name).is_file())


def _leads_out(path: Path, folder: Path) -> Problem:
    return Problem(
        code=Code.LINK_OUTSIDE,
        path=f"layouts/{path.relative_to(folder.parent).as_posix()}",
        message="this link leads out of the folder, and what it shows would be published",
        hint="put the file itself here",
    )


def _read_line(path: Path, number: int) -> str:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return lines[number - 1] if 0 < number <= len(lines) else ""
