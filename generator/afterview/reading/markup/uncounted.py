"""Warn of what a reader would count and Afterview does not: almost headings, sections without points, stray tags."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import zip_longest

from markdown_it.token import Token

from afterview.model.section import SectionRole
from afterview.problems import Code
from afterview.reading.markup.headings import Heading
from afterview.reading.markup.problem_log import ProblemLog
from afterview.reading.markup.tags import Marks, find_marks
from afterview.reading.vocabulary import Vocabulary, folded

_POINTED = (SectionRole.WENT_WELL, SectionRole.TO_IMPROVE, SectionRole.NEXT_TIME)
_LABEL = re.compile(r"(?:\*\*|__)([^*_\n]{2,60}?):?(?:\*\*|__):?(?=\s|\Z)|([^\W\d_][^\n:.!?]{1,50}):(?=\s|\Z)")
_CALLOUT = re.compile(r"\[![\w-]+\][+-]?[ \t]*")
_LABEL_SIGNS = re.compile(r"\*\*|__|\[!")
_SECTION_HINT = "write the heading on a line of its own, such as `## {}`, with the points below it"
_MOST_HEADINGS = 100
_LEAST_LIKE = 0.82
_LEAST_LIKE_TAG = 0.8
_SHORTEST_PHRASE = 9
_MOST_EXTRA = 3
_WIDEST_POINT = 60
_COMMENT = re.compile(r"\[//\]: # \(.*\)\s*\Z")


class Uncounted:
    """Collect the warnings of one interview's body."""

    def __init__(self, log: ProblemLog, vocabulary: Vocabulary) -> None:
        self.log, self.vocabulary = log, vocabulary
        self.counted: set[SectionRole] = set()

    def check_headings(self, headings: Sequence[Heading]) -> None:
        """Warn of headings that nearly are known ones, or hold one among other words."""
        known = self.vocabulary.headings
        for heading in headings[:_MOST_HEADINGS]:
            words = folded(heading.text)
            if words in known or len(words) > 2 * _WIDEST_POINT:
                continue
            near = _nearest(words, tuple(known), _LEAST_LIKE) or self._phrase_in(words)
            if near:
                message = f"`{heading.text[:60]}` is nearly a heading that Afterview knows"
                hint = f"did you mean `{near[0].upper()}{near[1:]}`? Under that its points are counted"
                self.log.warn(Code.ALMOST_HEADING, heading.line, heading.text[:60], message, hint)

    def _phrase_in(self, words: str) -> str:
        """Return the known phrase that a heading holds beside few other words."""
        padded = f" {words} "
        for phrase, role in self.vocabulary.headings.items():
            if role in _POINTED and (" " in phrase or len(phrase) >= _SHORTEST_PHRASE) and f" {phrase} " in padded:
                return phrase if len(words.split()) - len(phrase.split()) <= _MOST_EXTRA else ""
        return ""

    def check_labels(self, tokens: Sequence[Token]) -> None:
        """Warn of known headings inside lists, quotations, tables and paragraphs, where they begin no section."""
        for place, token in enumerate(tokens):
            if token.type != "inline" or not token.content or not token.map:
                continue
            before = tokens[place - 1]
            if before.type == "heading_open" and not before.level:
                continue
            in_item = tokens[place - 2].type == "list_item_open"
            labelled = ":" in token.content or _LABEL_SIGNS.search(token.content)
            if before.type == "paragraph_open" and not in_item and not labelled:
                continue
            whole = before.type in ("heading_open", "th_open") or (
                place > 1 and tokens[place - 2].type == "list_item_open" and " " in token.content.strip()
            )
            for number, line in enumerate(token.content.split("\n")):
                for words in self._labels_in(line, whole=whole and not number):
                    message = f"`{words}` begins no section here, so what follows it is not counted under it"
                    hint = _SECTION_HINT.format(words)
                    self.log.warn(Code.MISPLACED_HEADING, self.log.of_body(token.map[0] + number), words, message, hint)

    def _labels_in(self, line: str, *, whole: bool) -> Iterator[str]:
        """Return the known heading that begins a line, or, if ``whole``, is the line."""
        callout = _CALLOUT.match(line)
        found = _LABEL.match(line)
        words = found[1] or found[2] if found else line if whole else ""
        words = line[callout.end() :] if callout else words
        if words and len(words) < _WIDEST_POINT and self.vocabulary.headings.get(folded(words)) in _POINTED:
            yield words.strip()

    def check_stray_marks(self, inline: Token, line: int) -> None:
        """Warn of tags and ids outside points."""
        if "#" not in inline.content and "^" not in inline.content:
            return
        for mark in find_marks(inline.children or []):
            message = f"`{mark}` is not part of a point here, so it is not counted"
            hint = (
                "move it to a list item, a quotation or a paragraph under What went well, What to improve or Next time"
            )
            if mark.startswith("^"):
                hint = "an id belongs at the end of a point under Next time"
            self.log.warn(Code.STRAY_TAG, self.log.of_body(line), mark, message, hint)

    def check_point(self, role: SectionRole, inline: Token, marks: Marks, line: int, *, paragraph: bool) -> None:
        """Warn of what in a point is not counted as it may be meant."""
        self.counted.add(role)
        if "private" in marks.written:
            self.log.refuse_mark(self.log.of_body(line), f"#{marks.written['private']}")
        self._check_tags(marks.written, line)
        self._check_ids(marks.ignored_ids, line)
        if marks.cut_tag:
            self._check_cut_tag(*marks.cut_tag, line)
        if paragraph:
            self._check_lines(inline, line)

    def _check_tags(self, tags: Mapping[str, str], line: int) -> None:
        """Warn of tags that are counted as themes, by slug, and nearly name a skill, or a second one."""
        for slug, tag in tags.items():
            if slug in self.vocabulary.skills:
                message = f"`#{tag}` is the second skill of this point, which counts for the first one only"
                hint = "make two points of it, one for each skill"
                self.log.warn(Code.ALMOST_SKILL, self.log.of_body(line), f"#{tag}", message, hint)
            elif near := _nearest_skill(slug, self.vocabulary.skills):
                message = f"`#{tag}` names no skill, so it is counted as a theme"
                self.log.warn(Code.ALMOST_SKILL, self.log.of_body(line), f"#{tag}", message, f"did you mean `#{near}`?")

    def _check_ids(self, ids: Sequence[str], line: int) -> None:
        """Warn of ids in a point that do not name it."""
        for id_ in ids:
            message = f"`^{id_}` names nothing here, and is shown as text"
            hint = "a point under Next time has one id, at its end; points of other sections have none"
            self.log.warn(Code.STRAY_TAG, self.log.of_body(line), f"^{id_}", message, hint)

    def _check_cut_tag(self, tag: str, word: str, line: int) -> None:
        """Warn of a tag that a single word follows at the end of a point."""
        message = f"the tag is `#{tag}`, and `{word}` is not part of it"
        hint = f"write #{tag}-{word} if both belong to it, else put the tag at the end"
        self.log.warn(Code.CUT_TAG, self.log.of_body(line), f"#{tag}", message, hint)

    def _check_lines(self, inline: Token, line: int) -> None:
        """Warn of short lines that are read as one point."""
        lines = inline.content.split("\n")
        if len(lines) > 1 and all(len(one) <= _WIDEST_POINT for one in lines) and not lines[0].endswith((",", ";")):
            message = f"these {len(lines)} lines are read as one point"
            hint = "begin each with `- ` if each is a point of its own"
            self.log.warn(Code.JOINED_LINES, self.log.of_body(line), lines[0], message, hint)

    def check_sections(self, headings: Sequence[Heading]) -> None:
        """Warn of known sections in which nothing counts.

        A file without any point is not sorted yet: its sections with nothing below them wait, and are no mistake.
        """
        seen: set[SectionRole] = set()
        for heading, below in zip_longest(headings, headings[1:]):
            role = heading.role
            if not self.counted and self._is_empty(heading, below):
                continue
            if role in _POINTED and role not in seen and role not in self.counted:
                message = f"there is no point under `{heading.text}`"
                hint = "write one as a list item, `- Asked before typing #communication`, or delete the heading"
                self.log.warn(Code.NO_POINTS, heading.line, heading.text, message, hint)
            if role is not None:
                seen.add(role)

    def _is_empty(self, heading: Heading, below: Heading | None) -> bool:
        lines = self.log.body_lines[heading.line + 1 : below.line if below else None]
        return not any(line.strip() and not _COMMENT.match(line) for line in lines)


@lru_cache(maxsize=1024)
def _nearest_skill(slug: str, skills: AbstractSet[str]) -> str:
    return _nearest(slug, tuple(sorted(skills)), _LEAST_LIKE_TAG)


@lru_cache(maxsize=1024)
def _nearest(word: str, known: tuple[str, ...], least: float) -> str:
    near = difflib.get_close_matches(word, known, n=1, cutoff=least)
    return near[0] if near else ""
