"""Collect the problems of one body, at their places in its source."""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from afterview.problems import Code, Problem, Severity
from afterview.reading.sources import Source

MOST = 20
"""Problems of one code that are reported of one file; the last of them says how many more there are."""

_AHEAD = 40
"""Lines to search for what a problem is about: a paragraph is known by its first line only."""
_LONGEST_EXCERPT = 500


_MARK_HINT = "write {private} or {mentor} at the end of a heading of its own; it covers what is under it"


class ProblemLog:
    """Log the problems of a body that begins at ``first_line`` of its source.

    ``lines`` maps the lines of the part being read (from 0) to those of the body.
    """

    def __init__(self, source: Source, text: str, first_line: int) -> None:
        self.source, self.text, self.first_line = source, text, first_line
        self.lines: Sequence[int] = range(1)
        self._problems: list[Problem] = []
        self._counts: Counter[tuple[Code, Severity]] = Counter()

    @cached_property
    def body_lines(self) -> list[str]:
        """The lines of the body as they were written."""
        return self.text.split("\n")

    @property
    def problems(self) -> list[Problem]:
        """The problems logged, and how many more of a code there are."""
        more = [
            Problem(
                code=code,
                path=self.source.path,
                message=f"this file has {count - MOST:,} more problems of this kind",
                hint="correct the first ones, then run the check again",
                severity=severity,
            )
            for (code, severity), count in self._counts.items()
            if count > MOST
        ]
        return [*self._problems, *more]

    def line(self, line: int, snippet: str = "") -> int:
        """Return the source's line for a line of the part, or for one soon below it that holds the snippet."""
        return self.first_line + self._find(self.of_body(line), snippet)[0]

    def of_body(self, line: int) -> int:
        """Return the body's line (from 0) for a line of the part."""
        return self.lines[line] if line < len(self.lines) else 0

    def warn(self, code: Code, line: int, snippet: str, message: str, hint: str) -> None:
        """Log a warning at a line of the body (from 0), or soon below it, where the snippet stands."""
        self.add(code, line, snippet, message, hint, Severity.WARNING)

    def add(
        self, code: Code, line: int, snippet: str, message: str, hint: str, severity: Severity = Severity.ERROR
    ) -> None:
        """Log a problem at a line of the body (from 0), or soon below it, where the snippet stands."""
        self._counts[code, severity] += 1
        if self._counts[code, severity] > MOST:
            return
        line, column = self._find(line, snippet)
        excerpt = self.body_lines[line] if line < len(self.body_lines) else ""
        self._problems.append(
            Problem(
                code=code,
                path=self.source.path,
                message=message,
                hint=hint,
                line=self.first_line + line,
                column=column + 1,
                severity=severity,
                excerpt=excerpt if len(excerpt) <= _LONGEST_EXCERPT else f"{excerpt[:_LONGEST_EXCERPT]}…",
            )
        )

    def refuse_mark(self, line: int, mark: str) -> None:
        """Log a mark at a line of the body (from 0) where it hides nothing: the text was not meant for everyone."""
        self.add(Code.SECTION_MARK, line, mark, f"`{mark}` hides nothing here", _MARK_HINT)

    def _find(self, line: int, snippet: str) -> tuple[int, int]:
        for ahead in range(line, min(len(self.body_lines), line + _AHEAD)) if snippet else ():
            column = self.body_lines[ahead].find(snippet)
            if column >= 0:
                return ahead, column
        return line, 0
