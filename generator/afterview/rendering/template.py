"""Render the template of a new interview's file, in a sandbox."""

from collections.abc import Mapping

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from afterview.problems import Code, ContentError, Problem
from afterview.rendering.template_errors import find_template_line


def render_template(text: str, *, path: str, variables: Mapping[str, object]) -> str:
    """Render the text of a new file.

    ``path`` is the template's, relative to the portfolio, for problems. The template sees only ``variables``.

    Raises:
        ContentError: The template fails, at its line if that is known.
    """
    environment = ImmutableSandboxedEnvironment(
        autoescape=False,  # it makes a Markdown file for its own author, where &amp; would be a fault
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    try:
        return environment.from_string(text).render(variables)
    except Exception as error:  # a template is a person's code and may raise anything
        line = find_template_line(error)
        excerpt = text.splitlines()[line - 1] if 0 < line <= len(text.splitlines()) else ""
        problem = Problem(
            code=Code.LAYOUT,
            path=path,
            line=line,
            message=f"error in the template: {error}",
            hint=f"it may use {', '.join(sorted(variables)) or 'no variable'}; a hash sign in it is only text",
            excerpt=excerpt,
        )
        raise ContentError([problem]) from error
