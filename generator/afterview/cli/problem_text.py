"""Render problems in the forms that people, programs and GitHub read."""

import os
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum

import click
import msgspec

from afterview.cli.terminal_text import make_plain, render_count
from afterview.model.portfolio import Portfolio
from afterview.problems import Code, Problem, Severity, errors_of

_WIDEST = 100
_LARGEST_GROUP = 5
_SHOWN_OF_GROUP = 3


class Format(StrEnum):
    """The forms in which problems are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def print_problems(problems: Sequence[Problem], *, err: bool, form: Format | None = None) -> None:
    """Print problems on stdout, or on stderr with ``err``; at a terminal with the source line, a caret and colour.

    Without a form, many warnings of one kind are grouped.
    """
    stream = sys.stderr if err else sys.stdout
    terminal = stream.isatty()
    colour = terminal and not os.environ.get("NO_COLOR")
    if form is None:
        text = render_grouped(problems, excerpts=terminal, colour=colour)
    else:
        text = render_problems(problems, form, excerpts=terminal, colour=colour)
    if text:
        click.echo(text, err=err, color=colour)


def render_problems(
    problems: Iterable[Problem], form: Format = Format.TEXT, *, excerpts: bool = False, colour: bool = False
) -> str:
    """Write problems in one of the forms.

    As text, a line each: ``path:line:col: error[code]: message. Hint: …``, to which ``excerpts`` adds the source line
    and a caret; one JSON array; or GitHub's workflow commands.
    """
    if form is Format.JSON:
        plain = [problem.make_encodable() for problem in problems]
        return msgspec.json.format(msgspec.json.encode(plain), indent=2).decode()
    if form is Format.GITHUB:
        return "\n".join(_render_annotation(problem) for problem in problems)
    return "\n".join(_render_line(problem, excerpts=excerpts, colour=colour) for problem in problems)


def render_grouped(problems: Iterable[Problem], *, excerpts: bool = False, colour: bool = False) -> str:
    """Render problems as text; of many warnings of one kind, the first few and a count of the files."""
    problems = tuple(problems)
    groups: dict[Code, list[Problem]] = {}
    for problem in problems:
        if problem.severity is Severity.WARNING:
            groups.setdefault(problem.code, []).append(problem)
    large = {code: group for code, group in groups.items() if len(group) > _LARGEST_GROUP}
    lines = [
        _render_line(problem, excerpts=excerpts, colour=colour)
        for problem in problems
        if problem.severity is Severity.ERROR or problem.code not in large
    ]
    for code, group in large.items():
        files = render_count(len({problem.path for problem in group}), "file")
        more = len(group) - _SHOWN_OF_GROUP
        lines += [
            f"warning[{code}] in {files}: the first {_SHOWN_OF_GROUP} of {len(group)}",
            *(f"  {_render_line(problem, excerpts=False, colour=colour)}" for problem in group[:_SHOWN_OF_GROUP]),
            f"  {more} more: `afterview check --format text` lists them",
        ]
    return "\n".join(lines)


def count_problems(problems: Sequence[Problem]) -> str:
    """Render the number of errors and warnings: *2 errors and 1 warning*."""
    errors = len(errors_of(problems))
    counts = [render_count(errors, "error"), render_count(len(problems) - errors, "warning")]
    return " and ".join(count for count in counts if not count.startswith("0 ")) or "no problems"


def print_unsorted(portfolio: Portfolio) -> None:
    """List the interviews that have the interviewer's words and no points yet."""
    paths = [make_plain(interview.path) for interview in portfolio.interviews if interview.is_unsorted]
    if paths:
        shown = ", ".join(paths[:_SHOWN_OF_GROUP]) + (", …" if len(paths) > _SHOWN_OF_GROUP else "")
        click.echo(f"To sort when you have time, {render_count(len(paths), 'interview')} without points yet: {shown}")


def _render_line(problem: Problem, *, excerpts: bool, colour: bool) -> str:
    error = problem.severity is Severity.ERROR
    place = f"{make_plain(problem.path)}:{problem.line or 1}:{problem.column or 1}:"
    what = f"{problem.severity}[{problem.code}]:"
    if colour:
        place = click.style(place, bold=True)
        what = click.style(what, fg="red" if error else "yellow", bold=True)
    message = make_plain(problem.message)
    stop = "" if message.endswith((".", "?", "!")) else "."
    hint = f" Hint: {make_plain(problem.hint)}" if problem.hint else ""
    line = f"{place} {what} {message}{stop}{hint}"
    if excerpts and problem.line and problem.excerpt:
        line += f"\n{_render_excerpt(problem)}"
    return line


def _render_excerpt(problem: Problem) -> str:
    column = min(max(problem.column, 1), len(problem.excerpt) + 1)
    start = max(0, column - 60) if len(problem.excerpt) > _WIDEST else 0
    shown = make_plain(problem.excerpt[start : start + _WIDEST])
    before = make_plain(problem.excerpt[start : column - 1])
    number = str(problem.line)
    excerpt = f"  {number} | {shown}"
    if problem.column:
        excerpt += f"\n  {' ' * len(number)} | {' ' * _width(before)}^"
    return excerpt


def _width(text: str) -> int:
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def _render_annotation(problem: Problem) -> str:
    properties = {"file": problem.path, "title": problem.code.value}
    if problem.line:
        properties |= {"line": str(problem.line), "col": str(problem.column or 1)}
    listed = ",".join(f"{name}={_escape_property(value)}" for name, value in sorted(properties.items()))
    hint = f" Hint: {problem.hint}" if problem.hint else ""
    return f"::{problem.severity} {listed}::{_escape(f'{problem.message}{hint}')}"


def _escape(text: str) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return make_plain(escaped)


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
