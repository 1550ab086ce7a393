"""Find a body's headings, what they are, and who may see what stands under them.

Text for different eyes is parsed apart: a footnote or a link's definition in a private section can then never reach
the public text, and what the public text is does not depend on what is private.
"""

import html
import re
import unicodedata
from collections.abc import Sequence

import msgspec
from markdown_it.token import Token

from afterview.model.audience import Visibility
from afterview.model.section import SectionRole
from afterview.reading.vocabulary import Vocabulary, folded

MARK = re.compile(r"(?<!\\)\{([^{}]*)\}")
HIDES = re.compile(r"(?<!\\)\{\s*(?:private|mentor)\s*\}", re.IGNORECASE)
_ALMOST = re.compile(
    r"(?:\A\W*(?:not[ae]s?\s+)?(?:private|privad[oa]s?|privée?s?|confidential|confidencial|confidentiel)(?:\s+notes?)?\W*"
    r"|[-\u2013\u2014:]\s*private\W*"
    r"|(?<!\\)(?:[({\[<]\s*(?:private|mentor)\b\W*|(?<!\S)#(?:private|mentor)\W*"
    r"|(?<!\\\{)\b(?:private|mentor)\s*\}\W*))\Z",
    re.IGNORECASE,
)
# A bracket of any script, a way to write one, or the word itself; a heading without has no mark.
_ANY_BRACKET = re.compile(r"[({\[<&#}]|[^\x00-\u024f]|priv|confiden", re.IGNORECASE)
_PRIVATE_FIRST = re.compile(r"\W*private\s*[-\u2013\u2014:]", re.IGNORECASE)
_SIGNED = re.compile(r"#{1,6}(?:[ \t]|\Z)")
_RUN = re.compile(r"`+")
_ANCHOR = re.compile(r"#([\w.:-]+)\Z")
_ALLOWED = {"private": Visibility.PRIVATE, "mentor": Visibility.MENTOR}


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """A top-level heading: its line in the body (from 0), its text without the marks, and what it governs.

    ``anchor`` is the name that its writer gave it, or nothing; ``bad_mark`` a mark that hides it because nobody knows
    what it means.
    """

    line: int
    level: int
    text: str
    role: SectionRole | None
    visibility: Visibility
    anchor: str = ""
    bad_mark: str = ""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """The text that one visibility covers, where each of its lines came from, and its headings in order."""

    visibility: Visibility
    text: str
    lines: Sequence[int]
    headings: tuple[Heading, ...]


def read_headings(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[Heading, ...]:
    """List the headings of a parsed body that stand on their own, not inside a quotation or a list."""
    found: list[Heading] = []
    above: list[Heading] = []
    for index, token in enumerate(tokens):
        if token.type != "heading_open" or token.level:
            continue
        level = int(token.tag[1])
        while above and above[-1].level >= level:
            above.pop()
        marks = _split_marks(tokens[index + 1].content)
        visibility = marks.visibility
        if above and above[-1].visibility.rank < visibility.rank:
            visibility = above[-1].visibility
        words = folded(MARK.sub("", marks.text) if marks.bad else marks.text)
        heading = Heading(
            line=token.map[0] if token.map else 0,
            level=level,
            text=marks.text,
            role=vocabulary.headings.get(words) or (above[-1].role if above else None),
            visibility=visibility,
            anchor=marks.anchor,
            bad_mark=marks.bad,
        )
        found.append(heading)
        above.append(heading)
    return tuple(found)


def explain_mark(mark: str) -> tuple[str, str]:
    """Say why a heading with this mark, or with these words, hides its section, and what to do."""
    if not all(letter.isalnum() or letter in " -\u2013\u2014:" for letter in mark):
        message = f"`{mark}` is not a known mark. Until you fix it, this section is private"
        words = "if you mean the words themselves, put a backslash before the {"
        return message, f"write {{private}} or {{mentor}} to hide it from others; {words}"
    message = f"`{mark}` sounds as if others should not read this, so this section is private"
    return message, "end the heading with {private} to say so, or use other words"


class _Marks(msgspec.Struct, frozen=True, kw_only=True):
    """A heading's text without the marks at its end, and what they say; ``bad`` is one that is not understood."""

    text: str
    visibility: Visibility
    anchor: str = ""
    bad: str = ""


def _split_marks(text: str) -> _Marks:
    """Split a heading from its marks; one that is not understood hides the section, and stays in its text."""
    if not _ANY_BRACKET.search(text):
        return _Marks(text=text, visibility=Visibility.PUBLIC)
    words = without_code(text)
    marks = list(MARK.finditer(words))
    visibilities: list[Visibility] = []
    anchor, end = "", len(words)
    while marks and not words[marks[-1].end() : end].strip():
        mark = marks.pop()
        word = text[mark.start(1) : mark.end(1)].strip()
        named = _ANCHOR.match(word)
        if named and not anchor and named[1].lower() not in _ALLOWED:
            anchor = named[1]
        elif word.lower() in _ALLOWED and not visibilities:
            visibilities.append(_ALLOWED[word.lower()])
        else:
            return _Marks(text=text, visibility=Visibility.PRIVATE, bad=mark[0])
        end = mark.start()
    if marks:
        return _Marks(text=text, visibility=Visibility.PRIVATE, bad=marks[0][0])
    almost = None if visibilities else _find_almost_mark(words[:end])
    if almost:
        return _Marks(text=text, visibility=Visibility.PRIVATE, bad=almost[0].strip())
    visibility = visibilities[0] if visibilities else Visibility.PUBLIC
    return _Marks(text=text[:end].rstrip() if end < len(text) else text, visibility=visibility, anchor=anchor)


def _find_almost_mark(words: str) -> "re.Match[str] | None":
    plain = unicodedata.normalize("NFKC", html.unescape(words))
    return _ALMOST.search(plain) or _PRIVATE_FIRST.match(plain)


def without_code(text: str) -> str:
    """Blank out code spans, keeping the length: a run of backticks ends at the next run as long as itself."""
    if "`" not in text:
        return text
    runs = list(_RUN.finditer(text))
    by_length: dict[int, list[int]] = {}
    for place in range(len(runs) - 1, -1, -1):
        by_length.setdefault(len(runs[place][0]), []).append(place)
    blanked, place, end = [], 0, 0
    while place < len(runs):
        later = by_length[len(runs[place][0])]
        while later and later[-1] <= place:
            later.pop()
        if not later:
            place += 1
            continue
        closing = later[-1]
        blanked += [text[end : runs[place].start()], "\0" * (runs[closing].end() - runs[place].start())]
        place, end = closing + 1, runs[closing].end()
    return "".join((*blanked, text[end:]))


def split_parts(text: str, headings: Sequence[Heading]) -> tuple[Part, ...]:
    """Split a body by who may see it, widest first; each part keeps its blocks in order.

    A blank line keeps a heading that is underlined apart from the text that comes to stand above it.
    """
    lines = text.split("\n")
    starts = [0, *(heading.line for heading in headings), len(lines)]
    owners = [None, *headings]
    pieces: dict[Visibility, tuple[list[str], list[int], list[Heading]]] = {}
    for owner, start, end in zip(owners, starts, starts[1:], strict=False):
        if owner is None and start == end:
            continue
        kept, numbers, mine = pieces.setdefault(owner.visibility if owner else Visibility.PUBLIC, ([], [], []))
        # Without what stood above it, an indented heading could fall into a list that ends the part before.
        line = lines[start].lstrip(" ") if owner else lines[start]
        if kept and not _SIGNED.match(line):
            kept.append("")
            numbers.append(numbers[-1])
        kept += [line, *lines[start + 1 : end]]
        numbers += range(start, end)
        if owner is not None:
            mine.append(owner)
    return tuple(
        Part(visibility=visibility, text="\n".join(kept), lines=tuple(numbers), headings=tuple(mine))
        for visibility, (kept, numbers, mine) in sorted(pieces.items(), key=lambda piece: -piece[0].rank)
    )
