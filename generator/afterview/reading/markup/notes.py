"""Gather the problems of one body, at their places in its source."""

from collections.abc import Sequence
from functools import cached_property

from afterview.problems import Code, Problem, Severity
from afterview.reading.sources import Source

_AHEAD = 40
"""Lines to look ahead for what a problem is about: a paragraph is known by its first line only."""


class Notes:
    """Note problems of a body that begins at ``first_line`` of its source.

    ``lines`` maps the lines of the part being read (from 0) to those of the body.
    """

    def __init__(self, source: Source, text: str, first_line: int) -> None:
        self.source, self.text, self.first_line = source, text, first_line
        self.lines: Sequence[int] = range(1)
        self.problems: list[Problem] = []

    @cached_property
    def _body_lines(self) -> list[str]:
        return self.text.split("\n")

    def line(self, line: int, snippet: str = "") -> int:
        """Give the source's line for a line of the part, or for one soon below it that holds the snippet."""
        return self.first_line + self._find(self.of_body(line), snippet)[0]

    def of_body(self, line: int) -> int:
        """Give the body's line (from 0) for a line of the part."""
        return self.lines[line] if line < len(self.lines) else 0

    def add(
        self, code: Code, line: int, snippet: str, message: str, hint: str, severity: Severity = Severity.ERROR
    ) -> None:
        """Note a problem at a line of the body (from 0), or soon below it, where the snippet stands."""
        line, column = self._find(line, snippet)
        self.problems.append(
            self.source.problem(code, message, hint, line=self.first_line + line, column=column + 1, severity=severity)
        )

    def _find(self, line: int, snippet: str) -> tuple[int, int]:
        for ahead in range(line, min(len(self._body_lines), line + _AHEAD)) if snippet else ():
            column = self._body_lines[ahead].find(snippet)
            if column >= 0:
                return ahead, column
        return line, 0
