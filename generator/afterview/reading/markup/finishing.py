"""Finish tokens for the page: boxes of tasks, line breaks, alignment and the direction of the script."""

import re
from collections.abc import Sequence

from markdown_it.token import Token

from afterview.reading.markup.parser import BOX

_NUMBER = re.compile(r"\d{1,2}[.)]\s+")
_DIRECTED = frozenset({"p", "li", "h2", "h3", "h4", "h5", "h6", "td", "th"})
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


def reads_right_to_left(text: str) -> bool:
    """Return whether a text has letters of a script that is written from right to left."""
    return bool(_RIGHT_TO_LEFT.search(text))


def direct_by_letters(token: Token) -> None:
    """Make a block take its direction from its own letters."""
    if token.tag in _DIRECTED and token.nesting > 0:
        token.attrSet("dir", "auto")


def move_boxes(tokens: Sequence[Token]) -> None:
    """Move the box of each task whose text is a paragraph into that paragraph, so that both share a line."""
    for place, token in enumerate(tokens):
        if "checked" in token.meta and not tokens[place + 1].hidden and tokens[place + 1].type == "paragraph_open":
            box = Token(BOX, "", 0, meta={"checked": token.meta.pop("checked")})
            tokens[place + 2].children = [box, *(tokens[place + 2].children or [])]


def keep_breaks(children: Sequence[Token]) -> None:
    """Make every line break of a text one on the page."""
    for child in children:
        if child.type == "softbreak":
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
