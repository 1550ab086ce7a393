"""Check a portfolio's own layouts without rendering a page."""

from collections.abc import Iterator

import jinja2
import msgspec
from jinja2 import nodes

from afterview.problems import ContentError, Problem
from afterview.rendering.environment import make_environment
from afterview.rendering.layouts import LayoutFile, Layouts
from afterview.rendering.template_errors import describe_error
from afterview.rendering.translations import choose_translations, parse_catalogues

_SUFFIXES = (".html", ".xml", ".txt", ".js", ".json")
_Reference = nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport


def check_layouts(layouts: Layouts) -> tuple[Problem, ...]:
    """Compile a portfolio's own layouts and report those that cannot work.

    These are layouts and a ``words.json`` that cannot be parsed, filters that do not exist, and layouts that another
    one extends, includes or imports but that are missing.
    """
    try:
        environment = make_environment(layouts, choose_translations(parse_catalogues(layouts), ""))
    except ContentError as error:
        return error.problems
    problems: list[Problem] = []
    for name, file in layouts.files.items():
        if layouts.own and file.path.is_relative_to(layouts.own) and name.endswith(_SUFFIXES):
            try:
                environment.get_template(name)
                problems += _find_missing(environment, layouts, name, file)
            except jinja2.TemplateError as error:
                problems.append(describe_error(error, layouts, name))
    return tuple(problems)


def _find_missing(environment: jinja2.Environment, layouts: Layouts, name: str, file: LayoutFile) -> Iterator[Problem]:
    text = file.body.decode()
    for node in environment.parse(text).find_all(nodes.Node):
        if isinstance(node, _Reference) and isinstance(node.template, nodes.Const):
            try:
                environment.get_template(node.template.value)
            except jinja2.TemplateNotFound as error:
                if not getattr(node, "ignore_missing", False):
                    problem = describe_error(error, layouts, name)
                    excerpt = text.splitlines()[node.lineno - 1]
                    yield msgspec.structs.replace(problem, line=node.lineno, excerpt=excerpt)
