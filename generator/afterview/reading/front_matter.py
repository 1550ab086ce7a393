"""Split a Markdown file into its front matter and its body."""

import re

import msgspec

from afterview.problems import Code, Problem, Severity
from afterview.reading.sources import Source
from afterview.reading.yaml_tree import Tree, parse_yaml

LONGEST = 64 * 1024
"""Characters that front matter may have."""

_NO_BREAK = re.compile(r"^[ \t]*[\w-]+:[\u00a0\u202f\u2007]", re.MULTILINE)
_BLANK = re.compile(r"(?:[ \t]*\n)+")
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A source's front matter as a tree, and its body, which starts at ``body_line``."""

    source: Source
    tree: Tree
    body: str
    body_line: int

    def problem(
        self, code: Code, message: str, hint: str, place: tuple[int, int], severity: Severity = Severity.ERROR
    ) -> Problem:
        """Make a problem at a place of the front matter."""
        line, column = place
        return self.source.problem(code, message, hint, line=line, column=column, severity=severity)


def parse_front_matter(source: Source) -> tuple[Entry | None, list[Problem]]:
    """Split a source and parse its front matter; None where that cannot be trusted."""
    problems: list[Problem] = []
    blank = _BLANK.match(source.text)
    start = blank.end() if blank else 0
    first_line = source.text.count("\n", 0, start) + 1
    opening = _FENCE.match(source.text, start)
    if not opening:
        return None, [_explain_missing(source, start, first_line)]
    if start:
        message = "there is a blank line above the front matter"
        hint = "delete it: other programs read front matter only from the first line on"
        problems.append(source.problem(Code.BLANK_LINE, message, hint, line=1, column=1, severity=Severity.WARNING))
    closing = _FENCE.search(source.text, opening.end())
    if not closing:
        message, hint = (
            "the front matter that opens here is never closed",
            "put a line `---` after the last of its lines",
        )
        return None, [source.problem(Code.FRONT_MATTER_OPEN, message, hint, line=first_line, column=1)]
    text = source.text[opening.end() + 1 : closing.start()]
    if len(text) > LONGEST:
        message = f"the front matter has {len(text):,} characters, more than {LONGEST:,}"
        hint = "move the text below the second `---`"
        return None, [source.problem(Code.FRONT_MATTER_TOO_LONG, message, hint, line=first_line, column=1)]
    if found := _NO_BREAK.search(text):
        line = first_line + 1 + text.count("\n", 0, found.start())
        column = found.end() - found.start()
        message = "the space after this colon is a no-break space, and YAML needs an ordinary one"
        hint = "delete it and type a space; it often comes along when text is pasted, or by Alt+Space"
        return None, [*problems, source.problem(Code.YAML_SYNTAX, message, hint, line=line, column=column)]
    tree, found_problems = parse_yaml(source, text, first_line=first_line + 1)
    problems += found_problems
    if tree is None:
        return None, problems
    body_line = source.text.count("\n", 0, closing.end()) + 2
    return Entry(source=source, tree=tree, body=source.text[closing.end() + 1 :], body_line=body_line), problems


def _explain_missing(source: Source, start: int, line: int) -> Problem:
    """Explain what a file begins with instead of front matter."""
    if source.text.startswith("+++", start):
        message = "the front matter between lines of +++ is TOML, and Afterview reads YAML"
        hint = 'use lines `---`, and write `title: "…"` in place of `title = "…"`'
    else:
        message = "the file does not begin with front matter"
        hint = "begin with a line `---`, then `title:` and the other facts, then a line `---`"
    return source.problem(Code.NO_FRONT_MATTER, message, hint, line=line, column=1)
