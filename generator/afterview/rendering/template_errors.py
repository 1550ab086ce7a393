"""Find the lines of a layout or template that an error comes from."""

import traceback

import jinja2


def trace_lines(error: BaseException) -> list[tuple[str, int]]:
    """List the files and lines that an error went through, the innermost last."""
    lines = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    if isinstance(error, jinja2.TemplateSyntaxError):
        lines.append((error.filename or "<template>", error.lineno))
    return lines


def find_line(error: BaseException, file: str) -> int:
    """Return the line of a file, as tracebacks call it, where an error arose; 0 if unknown."""
    return next((line for name, line in reversed(trace_lines(error)) if name == file), 0)
