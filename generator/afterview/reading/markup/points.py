"""Find the points of a section: its list items, quotations and paragraphs, and who speaks in each."""

from collections.abc import Iterator, Sequence

import msgspec
from markdown_it.token import Token

from afterview.reading.markup.inlines import PICTURE

_NO_ANSWER = frozenset(
    {"-", "\u2013", "\u2014", "n/a", "na", "none", "nothing", "tbd", "todo", "s/o", "ninguno", "ninguna", "nada"}
    | {"nenhum", "nenhuma", "aucun", "aucune", "rien", "néant"}
)
"""What is written where there is nothing to say, in four languages."""
_LISTS = frozenset({"bullet_list_open", "ordered_list_open"})
_BOXES = frozenset({"blockquote_open", "alert_open"})
_PICTURES = frozenset({"image", "softbreak", "hardbreak"})


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a point stands: the inline token with its text, and whether it is a quotation.

    ``task``: it is a list item with a box; ``paragraph``: it stands in no list.
    """

    inline: Token
    quoted: bool
    task: bool = False
    paragraph: bool = False


def find_points(tokens: Sequence[Token]) -> Iterator[Place]:
    """List the points among a section's blocks, in order.

    A list item is a point by its first paragraph; what is below that only explains it. A quotation is a point (each
    paragraph and each list item of it) wherever it stands. A paragraph that only leads to a list, as "Three things:"
    does, or that has no text, is none. An alert (`> [!TIP]`) is no quotation.
    """
    yield from _find(tokens, 0, len(tokens), quoted=False)


def says_nothing(text: str) -> bool:
    """Report whether the text of a point only says that there is none, such as *N/A*.

    >>> says_nothing("N/A"), says_nothing("None."), says_nothing("None of them")
    (True, True, False)
    """
    return text.strip(" .*()").casefold() in _NO_ANSWER


def _find(tokens: Sequence[Token], start: int, end: int, *, quoted: bool) -> Iterator[Place]:
    """List the points among the blocks from ``start`` to ``end``."""
    index = start
    while index < end:
        token, after = tokens[index], _after(tokens, index)
        if token.type == "paragraph_open" or (token.type == "heading_open" and token.level):
            leads = after < end and tokens[after].type in _LISTS and tokens[index + 1].content.rstrip().endswith(":")
            if not leads and _has_text(tokens[index + 1]):
                item = tokens[index - 1] if index else token
                in_item = item.type == "list_item_open"
                task = in_item and "checked" in item.meta
                yield Place(inline=tokens[index + 1], quoted=quoted, task=task, paragraph=not in_item)
        elif token.type in _LISTS:
            for first, last in _items(tokens, index + 1, after - 1):
                yield from _find_in_item(tokens, first, last, quoted=quoted)
        elif token.type in _BOXES:
            yield from _find(tokens, index + 1, after - 1, quoted=quoted or token.type == "blockquote_open")
        index = after


def _find_in_item(tokens: Sequence[Token], start: int, end: int, *, quoted: bool) -> Iterator[Place]:
    """List the item's own point, or that of the list or quotation it begins with, and the quotations below it."""
    index = start
    while index < end:
        token, after = tokens[index], _after(tokens, index)
        if index == start or token.type == "blockquote_open":
            yield from _find(tokens, index, after, quoted=quoted)
        index = after


def _items(tokens: Sequence[Token], start: int, end: int) -> Iterator[tuple[int, int]]:
    """List where the content of each item of a list begins and ends."""
    index = start
    while index < end:
        after = _after(tokens, index)
        yield index + 1, after - 1
        index = after


def _after(tokens: Sequence[Token], index: int) -> int:
    """Find the block after the one that begins here."""
    if tokens[index].nesting <= 0:
        return index + 1
    level = tokens[index].level
    while tokens[index].nesting >= 0 or tokens[index].level != level:
        index += 1
    return index + 1


def _has_text(inline: Token) -> bool:
    return not all(child.type in _PICTURES or PICTURE in child.meta for child in inline.children or ())
