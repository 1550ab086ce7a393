"""Turn one Markdown body into sections, points, commitments and links to check: the entry point of this package."""

from collections.abc import Mapping, Sequence
from functools import cache

import msgspec
from markdown_it.token import Token
from markupsafe import Markup

from afterview.model.audience import Visibility
from afterview.model.section import Commitment, Point, PointKind, Section, SectionRole
from afterview.model.text_direction import reads_right_to_left
from afterview.problems import Code, Problem
from afterview.reading.markup.anchors import Anchor, Anchors
from afterview.reading.markup.blocks import adjust_blocks, check_code, check_tables
from afterview.reading.markup.definitions import check_definitions, check_footnotes, check_hidden_definitions
from afterview.reading.markup.finishing import (
    align_by_class,
    direct_by_letters,
    keep_breaks,
    move_boxes,
    without_number,
)
from afterview.reading.markup.headings import Heading, Part, explain_mark, read_headings, split_parts
from afterview.reading.markup.inlines import InlineReader
from afterview.reading.markup.links import Link
from afterview.reading.markup.parser import Env, Parser, TooCostly, TooDeep
from afterview.reading.markup.points import Place, find_points, says_nothing
from afterview.reading.markup.preparing import parse_whole
from afterview.reading.markup.problem_log import ProblemLog
from afterview.reading.markup.rewriting import show_definitions
from afterview.reading.markup.tags import plain_text, read_marks, split_marked_lines
from afterview.reading.markup.uncounted import Uncounted
from afterview.reading.slugs import slugify_words
from afterview.reading.sources import Source
from afterview.reading.vocabulary import Vocabulary

_KINDS = {SectionRole.WENT_WELL: PointKind.STRENGTH, SectionRole.TO_IMPROVE: PointKind.GAP}
_POINTED = frozenset({*_KINDS, SectionRole.NEXT_TIME})


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """What a Markdown body says.

    ``commitment_lines`` and ``section_lines`` are the lines of the source where its commitments and sections begin,
    ``theme_lines`` those where each theme stands first; ``anchors`` are its headings by the name that a link uses.
    """

    sections: tuple[Section, ...] = ()
    points: tuple[Point, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    links: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()
    commitment_lines: tuple[int, ...] = ()
    section_lines: tuple[int, ...] = ()
    anchors: Mapping[str, Anchor] = {}
    theme_lines: Mapping[str, int] = {}


def parse_body(source: Source, text: str, *, first_line: int, slug: str, vocabulary: Vocabulary) -> Body:
    """Parse the body of the entry called ``slug``, which begins at ``first_line`` of its source."""
    reader = _BodyReader(source, text, first_line, slug, vocabulary)
    try:
        reader.read()
    except TooDeep as deep:
        reader.log.add(Code.MARKUP_TOO_DEEP, deep.line, "", "too many levels inside each other", "use fewer levels")
    except TooCostly as costly:
        message = f"this text has {costly}, so reading it would take far too long"
        hint = "put that part into a code block, between two lines of ```, or split the file"
        reader.log.add(Code.MARKUP_TOO_COSTLY, 0, "", message, hint)
    placed = sorted(reader.sections, key=lambda section: section[0])
    # The text above the first heading, and the footnotes below all sections, are looked for in the whole body.
    lines = (place if 0 <= place < len(text) else 0 for place, _ in placed)
    return Body(
        sections=tuple(section for _, section in placed),
        section_lines=tuple(first_line + line for line in lines),
        points=tuple(reader.points),
        commitments=tuple(reader.commitments),
        links=tuple(reader.inlines.links),
        problems=tuple(reader.log.problems),
        commitment_lines=tuple(reader.commitment_lines),
        anchors=reader.anchors.anchors,
        theme_lines=reader.theme_lines,
    )


@cache
def _parser() -> Parser:
    return Parser()


class _BodyReader:
    """Read one body, part by part."""

    def __init__(self, source: Source, text: str, first_line: int, slug: str, vocabulary: Vocabulary) -> None:
        self.text, self.slug, self.vocabulary = text, slug, vocabulary
        self.folder = source.path.split("/")[1]
        self.sections: list[tuple[int, Section]] = []
        self.points: list[Point] = []
        self.commitments: list[Commitment] = []
        self.log = ProblemLog(source, text, first_line)
        self.inlines = InlineReader(source.path, self.log)
        self.uncounted = Uncounted(self.log, vocabulary) if self.folder == "interviews" else None
        self.anchors = Anchors(of_note=slug if self.folder == "notes" else "", entry=f"{self.folder}-{slug}")
        self.commitment_lines: list[int] = []
        self.theme_lines: dict[str, int] = {}
        self.right_to_left = False

    def read(self) -> None:
        parser = _parser()
        text, tokens, env = parse_whole(parser, self.text, self.vocabulary, self.log)
        lines = text.split("\n")
        check_code(tokens, self.log, lines)
        if "|" in text:
            check_tables(tokens, self.log, lines)
        check_definitions(text, env, self.log)
        headings = read_headings(tokens, self.vocabulary)
        for heading in headings:
            if heading.bad_mark:
                self.log.warn(Code.SECTION_MARK, heading.line, heading.bad_mark, *explain_mark(heading.bad_mark))
        self.inlines.reported = {heading.text for heading in headings if heading.bad_mark}
        if all(heading.visibility is Visibility.PUBLIC for heading in headings):
            part = Part(visibility=Visibility.PUBLIC, text=text, lines=range(len(lines) + 1), headings=headings)
            self._read_part(part, tokens, env)
        else:
            self._read_parts(text, headings)
        if self.uncounted:
            self.uncounted.check_headings(headings)
            if any(section.html.strip() for _, section in self.sections):
                self.uncounted.check_sections(headings)

    def _read_parts(self, text: str, headings: tuple[Heading, ...]) -> None:
        references: Mapping[str, object] = {}
        defined: set[str] = set()
        wider = ""
        for part in split_parts(text, headings):
            env: Env = {"references": dict(references)}
            blocks = _parser().parse_blocks(part.text, env)
            if (shown := show_definitions(part.text, env, references)) is not part.text:
                part, env = msgspec.structs.replace(part, text=shown), {"references": dict(references)}
                blocks = _parser().parse_blocks(shown, env)
            self._read_part(part, blocks, env)
            labels = {*env["references"], *(f"^{label[1:]}" for label in env.get("footnotes", {}).get("refs", {}))}
            check_hidden_definitions(labels - defined, wider, self.log)
            references = env["references"]
            defined |= labels
            wider += part.text.upper()

    def _read_part(self, part: Part, blocks: list[Token], env: Env) -> None:
        """Read the sections of one part; ``blocks`` are its parsed blocks."""
        # A note and an interview may share a slug and a page; their footnotes must not share an id.
        env["docId"] = f"{self.folder}-{self.slug}-{part.visibility}"
        self.right_to_left = reads_right_to_left(part.text)
        self.log.lines = part.lines
        if self.uncounted:
            self.uncounted.check_labels(blocks)
        for index, heading in zip(_heading_places(blocks), part.headings, strict=True):
            blocks[index + 1].content = heading.text
        tokens = _parser().parse_inlines(part.text, adjust_blocks(blocks, env, self.log), env)
        check_footnotes(env, self.log)
        places = _heading_places(tokens)
        foot = next((i for i, token in enumerate(tokens) if token.type == "footnote_block_open"), len(tokens))
        first = places[0] if places else foot
        if first:
            self._read_section(None, tokens[:first], part, env, order=-1)
        for heading, start, end in zip(part.headings, places, [*places, foot][1:], strict=True):
            self._read_section(heading, tokens[start:end], part, env, order=heading.line)
        if foot < len(tokens):
            self._read_section(None, tokens[foot:], part, env, order=len(self.text))

    def _read_section(self, heading: Heading | None, tokens: list[Token], part: Part, env: Env, *, order: int) -> None:
        images: list[str] = []
        role = heading.role if heading else None
        title, anchor = Markup(""), ""
        lines: list[tuple[Token, int]] = []
        if heading is not None:
            lines = self._finish_texts(tokens[:3], part.visibility, images, breaks=False)
            words = tokens[1].children or []
            title = _parser().render_inline(words, env)
            anchor = self.anchors.add(words, part.visibility, wanted=heading.anchor)
        below = tokens[3:] if heading else tokens
        lines += self._finish_texts(below, part.visibility, images, breaks=role is SectionRole.INTERVIEWER)
        points = self._read_points(role, tokens, part.visibility, env) if role in _POINTED and role else set()
        if self.uncounted:
            for token, line in lines:
                if id(token) not in points:
                    self.uncounted.check_stray_marks(token, line)
        if "[" in part.text:
            move_boxes(tokens)
        section = Section(
            role=role,
            level=max(2, heading.level) if heading else 0,
            title=title,
            anchor=anchor,
            visibility=part.visibility,
            html=_parser().render(below, env),
            images=tuple(images),
        )
        self.sections.append((order, section))

    def _finish_texts(
        self, tokens: Sequence[Token], visibility: Visibility, images: list[str], *, breaks: bool
    ) -> list[tuple[Token, int]]:
        """Finish all text of a section in place, and return it with its lines; ``breaks`` keeps its line breaks."""
        texts: list[tuple[Token, int]] = []
        line = 0
        before = None
        for token in tokens:
            if token.map:
                line = token.map[0]
            if token.type == "inline":
                token.children = self.inlines.finish(token, line, visibility, images)
                texts.append((token, line))
                if breaks:
                    keep_breaks(token.children)
                if before is not None and before.type == "heading_open" and before.level:
                    before.attrSet("id", self.anchors.add(token.children, visibility, nested=True))
            elif token.type in ("th_open", "td_open"):
                align_by_class(token)
            elif token.tag == "h1":
                token.tag = "h2"
            before = token
        if self.right_to_left:
            direct_by_letters(tokens)
        return texts

    def _read_points(self, role: SectionRole, tokens: Sequence[Token], visibility: Visibility, env: Env) -> set[int]:
        """Read the points of a section; return the identities of their texts."""
        texts: set[int] = set()
        for place in find_points(tokens):
            texts.add(id(place.inline))
            children = place.inline.children or []
            lines = split_marked_lines(children) if place.paragraph else [children]
            shown: list[Token] = []
            for number, line in enumerate(lines):
                shown += [Token("hardbreak", "br", 0)] if number else []
                shown += self._read_point(role, place, line, number if len(lines) > 1 else None, visibility, env)
            place.inline.children = shown
        return texts

    def _read_point(
        self, role: SectionRole, place: Place, children: list[Token], line: int | None, visibility: Visibility, env: Env
    ) -> list[Token]:
        """Read a point, or the one in a ``line`` of several; return its tokens as they are shown."""
        takes_id = role is SectionRole.NEXT_TIME
        marks, shown, plain = read_marks(
            children, self.vocabulary.skills, takes_id=takes_id, counts=self.folder == "interviews"
        )
        if place.task:
            plain = without_number(plain)
        text = plain_text(plain)
        if not text:
            return children
        if says_nothing(text):
            if self.uncounted:
                self.uncounted.counted.add(role)
            return children
        number = (place.inline.map[0] if place.inline.map else 0) + (line or 0)
        for slug, tag in marks.written.items():
            self.theme_lines.setdefault(slug, self.log.line(number, f"#{tag}"))
        if self.uncounted:
            self.uncounted.check_point(role, place.inline, marks, number, paragraph=place.paragraph and line is None)
        html = _parser().render_inline(plain, env)
        if not takes_id:
            self.points.append(
                Point(
                    kind=_KINDS[role],
                    text=text,
                    html=html,
                    skill=marks.skill,
                    themes=marks.themes,
                    visibility=visibility,
                    quoted=place.quoted,
                )
            )
            return shown
        words = slugify_words(text)
        self.commitments.append(
            Commitment(
                id=marks.id or words,
                words=words,
                named=marks.id is not None,
                text=text,
                html=html,
                skill=marks.skill,
                themes=marks.themes,
                visibility=visibility,
                quoted=place.quoted,
            )
        )
        self.commitment_lines.append(self.log.line(number))
        return shown


def _heading_places(tokens: Sequence[Token]) -> list[int]:
    return [index for index, token in enumerate(tokens) if token.type == "heading_open" and not token.level]
