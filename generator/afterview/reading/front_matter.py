"""Split a Markdown file into its front matter and its body."""

import re

import msgspec

from afterview.problems import Code, Problem
from afterview.reading.sources import Source
from afterview.reading.yaml_tree import Tree, parse_yaml

LONGEST = 64 * 1024
"""Characters that front matter may have."""

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """Hold a source's front matter as a tree, and its body, which begins at ``body_line``."""

    source: Source
    tree: Tree
    body: str
    body_line: int


def parse_front_matter(source: Source) -> tuple[Entry | None, list[Problem]]:
    """Split a source and parse its front matter; None where that cannot be trusted."""
    opening = _FENCE.match(source.text)
    if not opening:
        return None, [
            source.problem(
                Code.NO_FRONT_MATTER,
                "the file does not begin with front matter",
                "begin with a line `---`, then `title:` and the other facts, then a line `---`",
                line=1,
                column=1,
            )
        ]
    closing = _FENCE.search(source.text, opening.end())
    if not closing:
        return None, [
            source.problem(
                Code.FRONT_MATTER_OPEN,
                "the front matter that opens here is never closed",
                "put a line `---` after the last of its lines",
                line=1,
                column=1,
            )
        ]
    text = source.text[opening.end() + 1 : closing.start()]
    if len(text) > LONGEST:
        return None, [
            source.problem(
                Code.FRONT_MATTER_TOO_LONG,
                f"the front matter has {len(text):,} characters, more than {LONGEST:,}",
                "move the text below the second `---`",
                line=1,
                column=1,
            )
        ]
    tree, problems = parse_yaml(source, text, first_line=2)
    if tree is None:
        return None, problems
    body_line = source.text.count("\n", 0, closing.end()) + 2
    return Entry(source=source, tree=tree, body=source.text[closing.end() + 1 :], body_line=body_line), problems
