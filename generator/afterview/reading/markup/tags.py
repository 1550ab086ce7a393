"""Read the marks of a point: the tags that name its skill and themes, and the id of a commitment."""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

import msgspec
from markdown_it.token import Token

from afterview.model.address import skill_url, theme_url
from afterview.model.section import ROOT, Theme
from afterview.reading.markup.parser import MARK
from afterview.reading.slugs import make_commitment_id, slugify, slugify_words

# What may stand right before a tag: white space, a bracket, the end of a sentence, a script without spaces.
_BEFORE = (
    r"\s(\[{,;:.!?\u2026\"\u00bb\u201d\u2019\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f\u300d\u300f\uff09"
    r"\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
# What words are made of: `\w` leaves out the vowels, points and tones that scripts write above or below a letter.
_IN_WORD = (
    r"[\w\u0300-\u036f\u0591-\u05bd\u05bf\u05c1-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963"
    r"\u0966-\u0dff\u0e01-\u0eff\u0f18-\u0fbc\u1000-\u109f\u1780-\u17d3\u200c\u200d\u3099\u309a]"
)
TAG = rf"[^\W\d_]{_IN_WORD}*(?:[-/]{_IN_WORD}+)*(?:\+\+|\#(?!\w))?"
"""The pattern of a tag, without its sign."""
_MARK = re.compile(
    # The sign comes first, so that a search can leap from one to the next.
    rf"#(?<![^{_BEFORE}]#)(?P<tag>{TAG})"
    r"|\^(?<![^\s(]\^)(?P<id>[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)(?=\s|\Z)"
)
_WORD_AFTER = re.compile(rf"[ \n]([^\W\d_](?:{_IN_WORD}|-)*)[.!?]?\s*\Z")
_BREAKS = frozenset({"softbreak", "hardbreak"})
_BLANK = re.compile(r"[\s.,;]*\Z")


class Marks(msgspec.Struct, frozen=True, kw_only=True):
    """What the marks of a point say.

    ``written`` has the themes' tags as they were typed, by slug; ``cut_tag`` is a tag that a single word follows at the
    end, as in ``#edge cases``, with that word; ``ignored_ids`` name nothing where they stand.
    """

    skill: str | None
    themes: tuple[Theme, ...]
    id: str | None
    written: Mapping[str, str] = {}
    cut_tag: tuple[str, str] | None = None
    ignored_ids: tuple[str, ...] = ()


def read_marks(
    children: Sequence[Token], skills: AbstractSet[str], *, takes_id: bool, counts: bool = True
) -> tuple[Marks, list[Token], list[Token]]:
    """Read a point's marks; return them, the tokens with the marks as links, and the tokens without them.

    Marks in the tail of the point are taken away; a tag within a sentence stays there as words. Where points do not
    count (``counts``), as in a note, their themes and ids have no page that a link could lead to, and are words alone.
    """
    reader = _MarkReader(children, skills, takes_id=takes_id, counts=counts)
    return reader.read(), reader.shown, _trimmed(reader.plain)


class _MarkReader:
    """Read the marks of one point; ``shown`` are its tokens with the marks as links, ``plain`` those without them."""

    def __init__(self, children: Sequence[Token], skills: AbstractSet[str], *, takes_id: bool, counts: bool) -> None:
        self._children, self._skills = children, skills
        self._takes_id, self._counts = takes_id, counts
        self._marks = _marks_of(children)
        self._tail = _tail_start(children, self._marks)
        self.shown: list[Token] = []
        self.plain: list[Token] = []
        self._themes: dict[str, Theme] = {}
        self._written: dict[str, str] = {}
        self._skill: str | None = None
        self._id: str | None = None
        self._ignored_ids: list[str] = []

    def read(self) -> Marks:
        for place, token in enumerate(self._children):
            if token.type != "text":
                self.shown.append(token)
                self.plain.append(token)
                continue
            for start, piece, found in _pieces(token.content, self._marks[place]):
                if found and found["tag"]:
                    self._take_tag(found["tag"], token.content[:start], place, start)
                elif found and self._takes_id and not self._id:
                    self._take_id(found["id"])
                else:
                    self._ignored_ids += [found["id"]] if found else []
                    self.shown.append(token if piece == token.content else _text(piece))
                    # Within the tail only a closing full stop is left of what stands between the marks.
                    in_tail = (place, start) > self._tail
                    self.plain.append(_text(piece.strip()) if in_tail else self.shown[-1])
        return Marks(
            skill=self._skill,
            themes=tuple(self._themes.values()),
            id=self._id,
            written=self._written,
            cut_tag=self._find_cut_tag(),
            ignored_ids=tuple(self._ignored_ids),
        )

    def _take_id(self, id_: str) -> None:
        self._id = make_commitment_id(id_)
        if self._counts:
            self.shown.append(Token(MARK, "span", 0, attrs={"data-commitment": id_}))

    def _take_tag(self, tag: str, before: str, place: int, start: int) -> None:
        if _touches(before, self._children[place - 1] if place else None):
            self.shown.append(_text(" "))
            self.plain += [] if (place, start) >= self._tail else [_text(" ")]
        slug = tag_slug(tag, self._skills)
        words = tag.replace("-", " ").lower()
        if self._skill is None and slug in self._skills:
            self._skill = slug
            self.shown.append(_link("tag", skill_url(slug), words))
        else:
            self._themes.setdefault(slug, Theme(slug=slug, label=words))
            self._written.setdefault(slug, tag)
            self.shown.append(_link("tag theme", theme_url(slug), words) if self._counts else _text(words))
        if (place, start) < self._tail:
            self.plain.append(_text(words))

    def _find_cut_tag(self) -> tuple[str, str] | None:
        """Find a tag that may have been cut at a space, from the word after it; a skill's tag is whole."""
        cut = _cut_tag(self._children[-1], self._marks[-1]) if self._children else None
        slug = tag_slug(cut[0], self._skills) if cut else ""
        return None if cut and slug in self._skills and f"{slug}-{cut[1]}" not in self._skills else cut


def split_marked_lines(children: list[Token]) -> list[list[Token]]:
    """Split a paragraph into its lines if each of several ends in a mark: each is then a point of its own.

    It stays whole where emphasis goes on over a line's end, or a line goes on with a small letter: that is a sentence.
    """
    lines: list[list[Token]] = [[]]
    depth = 0
    for token in children:
        depth += token.nesting
        if token.type not in _BREAKS:
            lines[-1].append(token)
        elif depth:
            return [children]
        else:
            lines.append([])
    goes_on = any(plain_text(line)[:1].islower() for line in lines[1:])
    return lines if len(lines) > 1 and not goes_on and all(map(_ends_in_mark, lines)) else [children]


def _ends_in_mark(line: Sequence[Token]) -> bool:
    marks = _marks_of(line)[-1] if line else []
    return bool(marks and _BLANK.match(line[-1].content, marks[-1].end()))


def find_marks(children: Sequence[Token]) -> Iterator[str]:
    """List the tags and ids in inline text, as they are typed."""
    for marks in _marks_of(children):
        yield from (found[0] for found in marks)


def tag_slug(tag: str, skills: AbstractSet[str]) -> str:
    """Return the slug of a tag; of a path such as ``skills/testing`` the last word alone, where it names a skill."""
    last = slugify(tag.rpartition("/")[2])
    if last in skills:
        return last
    return slugify_words(tag)


def _marks_of(children: Sequence[Token]) -> list[list["re.Match[str]"]]:
    """List the marks of each token: none inside a link, and none that touches code before it."""
    marks: list[list[re.Match[str]]] = []
    links = 0
    before = ""
    for token in children:
        links += token.type == "link_open"
        links -= token.type == "link_close"
        found = list(_MARK.finditer(token.content)) if token.type == "text" and not links else []
        marks.append(found[1:] if found and not found[0].start() and before == "code_inline" else found)
        before = token.type
    return marks


def _touches(before: str, previous: Token | None) -> bool:
    """Return whether a tag follows a word without a space."""
    if before:
        return not before[-1].isspace() and before[-1] not in "([{"
    return previous is not None and previous.type.endswith("_close")


def _cut_tag(last: Token, marks: Sequence["re.Match[str]"]) -> tuple[str, str] | None:
    """Return the last tag and the one word that follows it to the end of the point."""
    if not marks or not marks[-1]["tag"]:
        return None
    after = _WORD_AFTER.match(last.content, marks[-1].end())
    return (marks[-1]["tag"], after[1]) if after else None


def plain_text(children: Sequence[Token]) -> str:
    """Return the words of inline tokens, on one line."""
    words = []
    for token in children:
        if token.type in _BREAKS:
            words.append(" ")
        elif token.type in ("text", "code_inline", "image"):
            words.append(token.content)
    return " ".join("".join(words).split())


def _pieces(text: str, marks: Sequence["re.Match[str]"]) -> Iterator[tuple[int, str, "re.Match[str] | None"]]:
    """Split text at its marks, with the offset of each piece."""
    end = 0
    for found in marks:
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
    """Remove trailing white space, line breaks and footnote signs, also before a closing full stop."""
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
