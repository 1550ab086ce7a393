"""Finish tokens for the page: boxes of tasks, line breaks and alignment."""

import re
from collections.abc import Sequence

from markdown_it.token import Token

from afterview.model.text_direction import reads_right_to_left
from afterview.reading.markup.parser import BOX

_NUMBER = re.compile(r"\d{1,2}[.)]\s+")
_DIRECTED = frozenset({"p", "h2", "h3", "h4", "h5", "h6", "td", "th"})
_AROUND = frozenset({"blockquote", "ul", "ol", "li"})
LONG_LINE = 60
"""From as many letters on, an editor may have broken a line, since the next word did not fit."""
_ENDS = (".", "!", "?", "…", ":", ";", ")", '"', "”", "»", "\u3002", "\uff01", "\uff1f")
"""What a line ends with that its writer ended."""
_SPEAKER = re.compile(
    r"(?:\[?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[AaPp]\.?[Mm]\b\.?)?\]?[,\s-]*)?"
    r"(?P<letter>[^\W\d_])[\w .'\u2019()-]{0,40}:(?:\s|\Z)"
)
"""How a line of a conversation begins: who speaks, and before that maybe the time."""


def direct_by_letters(tokens: Sequence[Token]) -> None:
    """Make blocks take their direction from their own letters, and what stands around blocks from the first of them.

    A browser would not look into blocks that have a direction of their own.
    """
    direction = ""
    for token in reversed(tokens):
        if token.type == "inline":
            letter = next((letter for letter in token.content if letter.isalpha()), "")
            direction = "rtl" if reads_right_to_left(letter) else "ltr"
        elif token.tag in _DIRECTED and token.nesting > 0:
            token.attrSet("dir", "auto")
        elif token.tag in _AROUND and token.nesting > 0 and direction:
            token.attrSet("dir", direction)


def move_boxes(tokens: Sequence[Token]) -> None:
    """Move the box of each task whose text is a paragraph into that paragraph, so that both share a line."""
    for place, token in enumerate(tokens):
        if "checked" in token.meta and not tokens[place + 1].hidden and tokens[place + 1].type == "paragraph_open":
            box = Token(BOX, "", 0, meta={"checked": token.meta.pop("checked")})
            tokens[place + 2].children = [box, *(tokens[place + 2].children or [])]


def keep_breaks(children: Sequence[Token]) -> None:
    """Make every line break of a text one on the page, but not where an editor broke a long line within a sentence."""
    lines, breaks = [""], []
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            breaks.append(child)
            lines.append("")
        else:
            lines[-1] += child.content
    for child, before, after in zip(breaks, lines, lines[1:], strict=False):
        speaker = _SPEAKER.match(after)
        begins = speaker is not None and not speaker["letter"].islower()
        if len(before) < LONG_LINE or before.rstrip().endswith(_ENDS) or begins:
            child.type, child.tag = "hardbreak", "br"


def without_number(children: list[Token]) -> list[Token]:
    """Remove the number of a task that has both a box and a number."""
    if children and children[0].type == "text" and (number := _NUMBER.match(children[0].content)):
        return [Token("text", "", 0, content=children[0].content[number.end() :]), *children[1:]]
    return children


def align_by_class(token: Token) -> None:
    """Write a cell's alignment as a class, since pages allow no style attribute."""
    style = token.attrs.pop("style", None)
    if style is not None:
        token.attrSet("class", "align-" + str(style).removeprefix("text-align:"))
