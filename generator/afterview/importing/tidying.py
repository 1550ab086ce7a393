"""Undo what word processors and note programs put into Markdown, outside code."""

import re

from afterview.importing.rating_lines import lines_outside_code

_ESCAPE = re.compile(r"\\([-.!_#+=~()])")
_LEFTOVER = re.compile(r"<a (?:id|name)=\"[^\"<>]*\">\s*</a>|^\s*</?aside>\s*$")
"""Word's bookmarks, and the tags that Notion puts around a callout."""


def tidy_markdown(text: str) -> tuple[str, tuple[str, ...]]:
    """Undo backslashes before plain signs, and take out bookmarks and empty tags; also list what was taken out."""
    lines = text.split("\n")
    removed: list[str] = []
    for number, line in lines_outside_code(lines):
        pieces = re.split(r"(`+[^`]*`+)", line)
        for place in range(0, len(pieces), 2):
            removed += (found[0].strip() for found in _LEFTOVER.finditer(pieces[place]))
            pieces[place] = _ESCAPE.sub(_unescape, _LEFTOVER.sub("", pieces[place]))
        lines[number] = "".join(pieces)
    return "\n".join(lines), tuple(removed)


def _unescape(match: re.Match[str]) -> str:
    """Keep a backslash without which the line would become a heading or a rule; a list is what was meant."""
    if match.string[: match.start()].strip():
        return match[1]
    after = match.string[match.end() :]
    if match[1] in "-+":
        return match[1] if after[:1] == " " and after.strip() else match[0]
    return match[0] if match[1] in "=#" and after[:1] in ("", " ", "\t", "=", "#") else match[1]
