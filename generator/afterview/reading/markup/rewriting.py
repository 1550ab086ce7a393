"""Rewrite what people type otherwise than Markdown has it, line for line, before it is parsed.

Headings without signs, bullets from other programs and definitions that define nothing keep their lines, so that every
problem is still reported where it stands.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence

from markdown_it.token import Token

from afterview.reading.markup.definitions import find_unused
from afterview.reading.markup.finishing import LONG_LINE
from afterview.reading.markup.headings import MARK, without_code
from afterview.reading.markup.parser import Env
from afterview.reading.vocabulary import Vocabulary, folded

# Round, square and pointed bullets, some with and some without white space behind; Word has an o and a tab for one.
_BULLET = re.compile(
    r"(?:[\u2022\u25e6\u25aa\u25ab\u2023\u25cf\u25cb\u25a0\u25a1\u2219\u2043\u27a2\u27a4\u25ba\u25b8][ \t\u00a0]*"
    r"|[\u2013\u00b7\u2192][ \t\u00a0]+|o\t+)(?=[^\s\u2022\u25e6\u2013\u00b7-])"
)
_TWICE = re.compile(r"(?:\u2014[ \t\u00a0]+|-(?=[^\W\d]))(?=[^\s\u2014-])")
"""What begins a list only where two lines of a paragraph begin so: one alone is a quotation's source, or a word."""
_BOLD = re.compile(r"(\*\*|__|\*|_)(?=\S)(.*?)(?<=\S)\1(:?)\Z")
_ADDRESS = re.compile(r"[./#:@%]")
_COMMENT = re.compile(r"(?<!\\)%%")
_LINE_ENDS = re.compile(r"%%[ \t]*(?:\n|\Z)")
_LONGEST_HEADING = 80
_HEADING_ENDS = frozenset(":\uff1a*_")
_DEEPEST = 6


def rewrite(text: str, tokens: Sequence[Token], env: Env, vocabulary: Vocabulary) -> str:
    """Return the text with its lines rewritten; the text itself where there is nothing to rewrite.

    ``tokens`` are its blocks, ``env`` what parsing them collected.
    """
    return _rewrite_lines(text, (*_edit_definitions(text, env), *_edits(text, tokens, vocabulary)))


def show_definitions(text: str, env: Env, wider: Container[str]) -> str:
    """Return the text of one part with definitions that define nothing, such as ``[Dana]: yes``, shown as text.

    ``wider`` has the labels that parts for more readers define.
    """
    own = {label: definition for label, definition in env["references"].items() if label not in wider}
    return _rewrite_lines(text, _edit_definitions(text, {"references": own}))


def _rewrite_lines(text: str, edits: Iterable[tuple[int, str, str]]) -> str:
    lines: list[str] = []
    for line, old, new in edits:
        lines = lines or text.split("\n")
        lines[line] = new if new.startswith("#") else lines[line].replace(old, new, 1)
    return "\n".join(lines) if lines else text


def _edit_definitions(text: str, env: Env) -> Iterator[tuple[int, str, str]]:
    """Find definitions that nothing refers to and that name no address."""
    if not env["references"]:
        return
    unused = find_unused(text, env)
    doubles = env.get("duplicate_refs", ())
    for label, definition in (*env["references"].items(), *((double["label"], double) for double in doubles)):
        if label in unused and not _ADDRESS.search(definition["href"]):
            yield definition["map"][0], "[", "\\["


def _edits(text: str, tokens: Sequence[Token], vocabulary: Vocabulary) -> Iterator[tuple[int, str, str]]:
    """List the lines to rewrite (from 0), each with its words and what replaces them."""
    level = 1
    written: list[str] = []
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and not token.level:
            level = int(token.tag[1])
        elif token.type == "inline" and token.map and tokens[place - 1].type == "paragraph_open":
            nested = tokens[place - 1].level > 0
            yield from _edit_paragraph(token, _DEEPEST if nested else level, vocabulary)
            if nested and "\n" in token.content and level < _DEEPEST:
                written = written or text.split("\n")
                yield from _end_lists(token, written, level, vocabulary)


def _end_lists(
    token: Token, written: Sequence[str], level: int, vocabulary: Vocabulary
) -> Iterator[tuple[int, str, str]]:
    """Turn a line with the words of a known heading into one where it stands right below a list or a quotation.

    Without an empty line before it, Markdown would add it to the last item. Such a line begins at the margin, and has a
    colon or is bold. A small letter below a long line goes on with its sentence.
    """
    first, end = token.map or (0, 0)
    for number in range(first + 1, end):
        line = written[number].rstrip()
        goes_on = line[:1].islower() and len(written[number - 1]) >= LONG_LINE
        at_margin = line and not line[0].isspace() and line[0] != ">"
        if at_margin and not goes_on and len(line) <= _LONGEST_HEADING:
            heading = _heading_of(line, vocabulary, begins=False)
            if heading:
                yield number, line, f"{'#' * (level + 1)} {heading}"


def _edit_paragraph(token: Token, level: int, vocabulary: Vocabulary) -> Iterator[tuple[int, str, str]]:
    """Rewrite the lines of a paragraph under a heading of ``level``; a heading made of one lies below that."""
    first = token.map[0] if token.map else 0
    lines = token.content.split("\n")
    repeated = _repeated(lines) if len(lines) > 1 else ""
    begins = True
    for number, written in enumerate(lines):
        line = written.strip()
        if not line:
            continue
        if level < _DEEPEST and len(line) <= _LONGEST_HEADING:
            heading = _heading_of(line, vocabulary, begins=begins)
            if heading:
                yield first + number, line, f"{'#' * (level + 1)} {heading}"
                begins = False
                continue
        bullet = None if line[0].isascii() and line[0] != "o" else _BULLET.match(line)
        if bullet:
            yield first + number, line, f"- {line[bullet.end() :]}"
            begins = True
        elif repeated and (line[0] == repeated or (repeated == "S" and _is_sign(line[0]))):
            rest = line[1:].lstrip() if repeated in "\u2014-" else line
            yield first + number, line, f"- {rest}"
            begins = True
        else:
            begins = False


def _repeated(lines: Sequence[str]) -> str:
    """Return the dash that begins at least two lines of a paragraph, ``S`` for signs such as a tick, or nothing."""
    starts = [line.lstrip() for line in lines]
    if sum(bool(start) and not start[0].isascii() and _is_sign(start[0]) for start in starts) > 1:
        return "S"
    dashes = [start[0] for start in starts if start[:1] in ("\u2014", "-") and _TWICE.match(start)]
    return dashes[0] if len(dashes) > 1 and len(set(dashes)) == 1 else ""


def _is_sign(character: str) -> bool:
    return unicodedata.category(character) == "So"


def _heading_of(line: str, vocabulary: Vocabulary, *, begins: bool) -> str:
    """Return the heading that a line is meant as, without its emphasis; nothing for any other line.

    A bold line or one that ends in a colon counts when it is a known heading; a bare one only where it ``begins`` a
    paragraph, or follows a list, with a capital letter.
    """
    mark = MARK.search(line) if line[-1] == "}" else None
    words = line[: mark.start()].rstrip() if mark and mark.end() == len(line) else line
    bare = begins and words and (words[-1].isalnum() or words[-1] == "?") and _is_capital(words)
    if not bare and words[-1:] not in _HEADING_ENDS:
        return ""
    if folded(words) not in vocabulary.headings:
        return ""
    bold = _BOLD.match(words)
    words = bold[2] + bold[3] if bold else words
    return f"{words} {mark[0]}" if mark and mark.end() == len(line) else words


def _is_capital(words: str) -> bool:
    letter = next((character for character in words if character.isalpha()), "")
    return letter.isupper() or letter == words[0]


def hide_comments(text: str, tokens: Sequence[Token]) -> tuple[str, list[tuple[int, str]]]:
    """Remove the text between ``%%`` and ``%%``, as Obsidian does, except in code.

    Returns the text, with all its line breaks, and each comment with its line (from 0). A comment within a line ends in
    its paragraph; one that begins on a line of its own may end anywhere, and without an end hides all that follows.
    """
    marks = list(_comment_marks(text, tokens))
    comments: list[tuple[int, str]] = []
    pieces: list[str] = []
    end = line = number = 0
    while number < len(marks):
        start = marks[number]
        closing = marks[number + 1] if number + 1 < len(marks) else -1
        alone = _stands_alone(text, start)
        if closing < 0 and alone:
            closing = len(text)
        if closing < 0 or (not alone and text.find("\n\n", start, closing) >= 0):
            number += 1
            continue
        after = min(closing + 2, len(text))
        line += text.count("\n", end, start)
        comments.append((line, text[start:after]))
        breaks = text.count("\n", start, after)
        pieces += [text[end:start], "\n" * breaks]
        line += breaks
        end = after
        number += 2
    return "".join((*pieces, text[end:])), comments


def _comment_marks(text: str, tokens: Sequence[Token]) -> Iterator[int]:
    """Find every ``%%`` that is neither in code nor behind a backslash."""
    code: set[int] = set()
    for token in tokens:
        if token.type in ("fence", "code_block") and token.map:
            code.update(range(*token.map))
    start = 0
    for number, line in enumerate(text.split("\n")):
        if "%%" in line and number not in code:
            yield from (start + found.start() for found in _COMMENT.finditer(without_code(line)))
        start += len(line) + 1


def _stands_alone(text: str, start: int) -> bool:
    """Return whether the ``%%`` at ``start`` has its line to itself."""
    before = text.rfind("\n", 0, start) if _LINE_ENDS.match(text, start) else start - 2
    return not text[before + 1 : start].strip(" \t>")
