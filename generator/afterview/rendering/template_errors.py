"""Find the line of a layout or template that failed; alone knows how Jinja2 tells it."""

import traceback

import jinja2


def places_of(error: BaseException) -> list[tuple[str, int]]:
    """List the files and lines that an error went through, the innermost last."""
    places = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    if isinstance(error, jinja2.TemplateSyntaxError):
        places.append((error.filename or "<template>", error.lineno))
    return places


def line_of(error: BaseException, file: str) -> int:
    """Give the line of a file (as tracebacks call it) where an error arose, 0 if unknown."""
    return next((line for name, line in reversed(places_of(error)) if name == file), 0)
