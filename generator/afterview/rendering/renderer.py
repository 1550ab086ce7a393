"""Render pages by their layouts, and read the assets beside the layouts."""

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import jinja2
from markupsafe import escape

from afterview.model.page import Output, Page
from afterview.model.section import ROOT
from afterview.problems import Code, ContentError, Problem, Refused
from afterview.rendering.environment import make_environment
from afterview.rendering.layout_folders import find_layouts
from afterview.rendering.layouts import ASSETS, Layouts, read_layouts, reporting_unreadable
from afterview.rendering.template_errors import describe_error, trace_lines
from afterview.rendering.translations import Catalogue, Translations, choose_translations, parse_catalogues


class Renderer:
    """Render pages by one set of layouts."""

    def __init__(self, layouts: Layouts) -> None:
        self._layouts = layouts
        self._environments: dict[str, jinja2.Environment] = {}

    def __reduce__(self) -> tuple[type["Renderer"], tuple[Layouts]]:
        """Go to another process as the layouts alone, since compiled ones cannot be pickled."""
        return Renderer, (self._layouts,)

    @property
    def layouts(self) -> Layouts:
        """The layouts that pages are rendered by."""
        return self._layouts

    @property
    def fingerprint(self) -> bytes:
        """A digest of all layouts and interface texts: a page is a function of these and its context."""
        return self._layouts.fingerprint

    def render_page(self, page: Page) -> Output:
        """Render a page by its layout.

        The context's fields are the layout's variables. Every ROOT becomes the relative way up to the site's root, or
        the context's own field ``root`` if it has one.

        Raises:
            ContentError: A layout or ``words.json`` does not work.
        """
        context = page.context
        variables = {name: getattr(context, name) for name in context.__struct_fields__}
        root = str(escape(variables.get("root", "../" * page.url.count("/"))))
        environment = self._environment(str(getattr(getattr(page.context, "shell", None), "language", "")))
        try:
            body = environment.get_template(page.layout).render(variables).encode()
        except (jinja2.TemplateError, UnicodeEncodeError) as error:  # half a character never comes from content
            raise ContentError([describe_error(error, self._layouts, page.layout, page)]) from error
        except Exception as error:
            # In a portfolio's own layout this is its author's mistake, in a default one a bug of ours.
            if not self._is_own(error):
                raise
            raise ContentError([describe_error(error, self._layouts, page.layout, page)]) from error
        return Output(url=page.url, body=body.replace(ROOT.encode(), root.encode()))

    def read_assets(self) -> tuple[Output, ...]:
        """Read the files of ``assets/``, sorted by address; a portfolio's own file replaces the default one.

        Raises:
            ContentError: A file cannot be read.
            Refused: A link leads out of the folder.
        """
        found: dict[str, bytes] = {}
        for folder in reversed(self._layouts.folders):
            with reporting_unreadable(folder):
                for path in _files_below(folder / ASSETS):
                    found[path.relative_to(folder).as_posix()] = path.read_bytes()
        return tuple(Output(url=url, body=body) for url, body in sorted(found.items()))

    def translations_for(self, language: str) -> Translations:
        """Return the texts of a language, the portfolio's own over the default ones.

        Raises:
            ContentError: a catalogue of texts is not as it has to be.
        """
        return choose_translations(self._catalogues, language)

    def _environment(self, language: str) -> jinja2.Environment:
        if language not in self._environments:
            self._environments[language] = make_environment(self._layouts, self.translations_for(language))
        return self._environments[language]

    @cached_property
    def _catalogues(self) -> tuple[Catalogue, ...]:
        return parse_catalogues(self._layouts)

    def _is_own(self, error: BaseException) -> bool:
        own = self._layouts.own
        return own is not None and any(Path(name).is_relative_to(own) for name, _ in trace_lines(error))


def open_renderer(root: Path) -> Renderer:
    """Read the layouts of a portfolio, its own over the default ones.

    Raises:
        ContentError: A file of ``layouts/`` cannot be read.
    """
    return Renderer(read_layouts(find_layouts(root)))


def _raise(error: OSError) -> None:
    """Raise the error of a folder that cannot be listed; one that is not there has no files."""
    if not isinstance(error, FileNotFoundError):
        raise error


def _files_below(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder, onerror=_raise):
        for name in sorted([*folders, *files]):
            path = Path(parent, name)
            if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
                raise Refused(_leads_out(path, folder))
        yield from (Path(parent, name) for name in files if not name.startswith(".") and Path(parent, name).is_file())


def _leads_out(path: Path, folder: Path) -> Problem:
    return Problem(
        code=Code.LINK_OUTSIDE,
        path=f"layouts/{path.relative_to(folder.parent).as_posix()}",
        message="this link leads out of the folder, and what it shows would be published",
        hint="put the file itself here",
    )
