"""Describe an error in a layout or template: its file, its line and what can be done about it."""

import traceback
from pathlib import Path

import jinja2

from afterview.model.page import Page
from afterview.problems import Code, Problem
from afterview.rendering.layouts import Layouts


def trace_lines(error: BaseException) -> list[tuple[str, int]]:
    """List the files and lines that an error went through, the innermost last."""
    lines = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    if isinstance(error, jinja2.TemplateSyntaxError):
        lines.append((error.filename or "<template>", error.lineno))
    return lines


def find_template_line(error: BaseException) -> int:
    """Return the line where an error arose in a template that is no file; 0 if unknown."""
    return next((line for name, line in reversed(trace_lines(error)) if name == "<template>"), 0)


def describe_error(error: Exception, layouts: Layouts, layout: str, page: Page | None = None) -> Problem:
    """Describe an error that a layout raised when ``page`` was rendered by it, or when it was compiled."""
    path, line, excerpt = f"layouts/{layout}", 0, ""
    for name, number in trace_lines(error):
        for folder in layouts.folders:
            if Path(name).is_relative_to(folder):
                path = f"layouts/{Path(name).relative_to(folder).as_posix()}"
                line, excerpt = number, _find_excerpt(layouts, Path(name), number)
    hint = "correct this line; Jinja2's documentation of templates has the syntax"
    if isinstance(error, jinja2.TemplateNotFound):
        message, hint = f"there is no layout {error.name}", "write it in layouts/, or correct the name"
    elif page is None:
        message = f"error in the layout: {error}"
    else:
        message = f"error in the layout, on the page {page.url}: {error}"
        hint = f"this layout has {', '.join(page.context.__struct_fields__)}, translate() and root"
    return Problem(code=Code.LAYOUT, path=path, line=line, message=message, hint=hint, excerpt=excerpt)


def _find_excerpt(layouts: Layouts, path: Path, number: int) -> str:
    body = next((file.body for file in layouts.files.values() if file.path == path), b"")
    lines = body.decode(errors="replace").splitlines()
    return lines[number - 1] if 0 < number <= len(lines) else ""
