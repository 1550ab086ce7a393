"""Read the marks of a list item: the tags that name its skill and themes, and the id of a commitment."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

import msgspec
from markdown_it.token import Token

from afterview.model.address import commitment_url, skill_url, theme_url
from afterview.model.section import ROOT, Theme
from afterview.reading.markup.parser import MARK
from afterview.reading.slugs import slugify

_MARK = re.compile(
    # The sign comes first, so that a search can leap from one to the next.
    r"#(?<![^\s(]#)(?P<tag>[^\W\d_]\w*(?:-\w+)*)|\^(?<![^\s(]\^)(?P<id>[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)(?=\s|\Z)"
)
_BREAKS = frozenset({"softbreak", "hardbreak"})
_BLANK = re.compile(r"[\s.,;]*\Z")


class Marks(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what the marks of an item say."""

    skill: str | None
    themes: tuple[Theme, ...]
    id: str | None


def read_marks(
    children: Sequence[Token], skills: AbstractSet[str], *, takes_id: bool, counts: bool = True
) -> tuple[Marks, list[Token], list[Token]]:
    """Read an item's marks; give them, the tokens with the marks as links, and the tokens without them.

    Marks in the tail of the item are taken away; a tag within a sentence stays there as words. Where items do not
    count (``counts``), as in a note, their themes and ids have no page that a link could lead to, and are words alone.
    """
    shown: list[Token] = []
    plain: list[Token] = []
    themes: dict[str, Theme] = {}
    skill: str | None = None
    id_: str | None = None
    marks = [list(_MARK.finditer(token.content)) if token.type == "text" else [] for token in children]
    tail = _tail_start(children, marks)
    for place, token in enumerate(children):
        if token.type != "text":
            shown.append(token)
            plain.append(token)
            continue
        begins = not place or children[place - 1].type in _BREAKS
        for start, piece, found in _pieces(token.content, marks[place], begins=begins):
            if found is None or (found["id"] and (not takes_id or id_)):
                shown.append(token if piece == token.content else _text(piece))
                # Within the tail only a closing full stop is left of what stands between the marks.
                plain.append(_text(piece.strip()) if (place, start) > tail else shown[-1])
                continue
            if found["id"]:
                id_ = found["id"]
                if counts:
                    shown.append(_link("commitment-id", commitment_url(id_), id_))
                continue
            slug = slugify(found["tag"])
            words = found["tag"].replace("-", " ").lower()
            if skill is None and slug in skills:
                skill = slug
                shown.append(_link("tag", skill_url(slug), words))
            else:
                themes.setdefault(slug, Theme(slug=slug, label=words))
                shown.append(_link("tag theme", theme_url(slug), words) if counts else _text(words))
            if (place, start) < tail:
                plain.append(_text(words))
    return Marks(skill=skill, themes=tuple(themes.values()), id=id_), shown, _trimmed(plain)


def plain_text(children: Sequence[Token]) -> str:
    """Give the words of inline tokens, on one line."""
    words = []
    for token in children:
        if token.type in _BREAKS:
            words.append(" ")
        elif token.type in ("text", "code_inline", "image"):
            words.append(token.content)
    return " ".join("".join(words).split())


def _pieces(
    text: str, marks: Sequence["re.Match[str]"], *, begins: bool
) -> Iterator[tuple[int, str, "re.Match[str] | None"]]:
    """Split text at its marks, with the offset of each piece; one that touches a word before it does not count."""
    end = 0
    for found in marks:
        if not found.start() and not begins:
            continue
        if found.start() > end:
            yield end, text[end : found.start()], None
        yield found.start(), found[0], found
        end = found.end()
    if end < len(text):
        yield end, text[end:], None


def _tail_start(children: Sequence[Token], marks: Sequence[Sequence["re.Match[str]"]]) -> tuple[int, int]:
    """Find where the marks at the end of the item begin: the token's place, and the offset in it."""
    start = (len(children), 0)
    for place in range(len(children) - 1, -1, -1):
        token = children[place]
        if token.type in _BREAKS or token.type == "footnote_ref":
            continue
        if token.type != "text":
            return start
        end = len(token.content)
        for found in reversed(marks[place]):
            if not _BLANK.match(token.content, found.end(), end):
                return start
            start, end = (place, found.start()), found.start()
        if token.content[:end].strip():
            return start
    return start


def _trimmed(tokens: list[Token]) -> list[Token]:
    """Take trailing white space, line breaks and footnote signs off, also before a closing full stop."""
    kept = [token for token in tokens if token.type != "footnote_ref"]
    stop = kept.pop() if kept and kept[-1].content in (".", ";", ",") else None
    while kept and (kept[-1].type in _BREAKS or (kept[-1].type == "text" and not kept[-1].content.strip())):
        kept.pop()
    if kept and kept[-1].type == "text":
        kept[-1] = _text(kept[-1].content.rstrip())
    return [*kept, stop] if stop else kept


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _link(kind: str, url: str, words: str) -> Token:
    return Token(MARK, "a", 0, attrs={"class": kind, "href": ROOT + url}, content=words)
