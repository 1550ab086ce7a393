"""Turn one Markdown body into sections, points, commitments and links to check: the way through this room."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

import msgspec
from markdown_it.token import Token
from markupsafe import Markup

from afterview.model.address import section_anchor
from afterview.model.audience import Visibility
from afterview.model.section import Commitment, Point, PointKind, Section, SectionRole
from afterview.problems import Code, Problem, Severity
from afterview.reading.markup.headings import Heading, Part, read_headings, split_parts
from afterview.reading.markup.inlines import MARK_HINT, InlineReader
from afterview.reading.markup.links import Link
from afterview.reading.markup.marks import plain_text, read_marks
from afterview.reading.markup.notes import Notes
from afterview.reading.markup.parser import Env, Parser, TooCostly, TooDeep
from afterview.reading.markup.points import find_points
from afterview.reading.slugs import slugify
from afterview.reading.sources import Source
from afterview.reading.vocabulary import Vocabulary

_KINDS = {SectionRole.WENT_WELL: PointKind.STRENGTH, SectionRole.TO_IMPROVE: PointKind.GAP}
_HEADING_IN_CODE = re.compile(r"^\s*#+\s.*(\{\s*(?:private|mentor)\s*\})", re.IGNORECASE | re.MULTILINE)
_UNSEEN = re.compile("[\x01-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_POINTED = frozenset({*_KINDS, SectionRole.NEXT_TIME})


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what a Markdown body says; ``commitment_lines`` are the lines of its commitments in the source."""

    sections: tuple[Section, ...] = ()
    points: tuple[Point, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    links: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()
    commitment_lines: tuple[int, ...] = ()


def parse_body(source: Source, text: str, *, first_line: int, slug: str, vocabulary: Vocabulary) -> Body:
    """Parse the body of the entry called ``slug``, which begins at ``first_line`` of its source."""
    reader = _BodyReader(source, text, first_line, slug, vocabulary)
    try:
        reader.read()
    except TooDeep as deep:
        reader.notes.add(Code.MARKUP_TOO_DEEP, deep.line, "", "this nests too deep to be read", "write it flatter")
    except TooCostly:
        message = "this text has so many open brackets or stars that reading it would take far too long"
        reader.notes.add(
            Code.MARKUP_TOO_COSTLY, 0, "", message, "put the odd part into a code block, between lines of ```"
        )
    return Body(
        sections=tuple(section for _, section in sorted(reader.sections, key=lambda placed: placed[0])),
        points=tuple(reader.points),
        commitments=tuple(reader.commitments),
        links=tuple(reader.inlines.links),
        problems=tuple(reader.notes.problems),
        commitment_lines=tuple(reader.commitment_lines),
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
        self.notes = Notes(source, text, first_line)
        self.inlines = InlineReader(source.path, self.notes)
        self.anchors: set[str] = set()
        self.commitment_lines: list[int] = []

    def read(self) -> None:
        parser, text = _parser(), self.text
        if unseen := _UNSEEN.search(text):
            line = text.count("\n", 0, unseen.start())
            message = f"the character U+{ord(unseen[0]):04X} cannot be used here"
            hint = "delete it: it is invisible, and often comes along when text is pasted"
            self.notes.add(Code.FORBIDDEN_CHARACTER, line, unseen[0], message, hint)
        env: Env = {"references": {}}
        tokens = parser.parse_blocks(text, env)
        self._look_at_code(tokens)
        headings = read_headings(tokens, self.vocabulary)
        for heading in headings:
            if heading.bad_mark:
                message = f"`{heading.bad_mark}` is not a mark that a heading can carry; it is read as private"
                self.notes.add(Code.SECTION_MARK, heading.line, heading.bad_mark, message, MARK_HINT)
        self.inlines.reported = {heading.text for heading in headings if heading.bad_mark}
        if all(heading.visibility is Visibility.PUBLIC for heading in headings):
            everything = range(text.count("\n") + 2)
            part = Part(visibility=Visibility.PUBLIC, text=text, lines=everything, headings=headings)
            self._read_part(part, tokens, env)
            return
        references: Mapping[str, object] = {}
        defined: set[str] = set()
        wider = ""
        for part in split_parts(text, headings):
            env = {"references": dict(references)}
            self._read_part(part, parser.parse_blocks(part.text, env), env)
            labels = {*env["references"], *(f"^{label[1:]}" for label in env.get("footnotes", {}).get("refs", {}))}
            self._note_hidden_definitions(labels - defined, wider)
            references = env["references"]
            defined |= labels
            wider += part.text.upper()

    def _look_at_code(self, blocks: Sequence[Token]) -> None:
        """Report code that swallows headings: what a mark below it should hide would be shown, or the other way."""
        lines = self.text.split("\n")
        for token in blocks:
            if token.type == "fence" and not token.level and token.map:
                first, after = token.map
                if after - first < 2 or not re.fullmatch(f"{token.markup}{token.markup[0]}*", lines[after - 1].strip()):
                    message = "the code that opens here is never closed, so all that follows would be code"
                    self.notes.add(Code.OPEN_FENCE, first, "", message, f"close it with a line {token.markup}")
            elif token.type == "code_block" and token.map and (mark := _HEADING_IN_CODE.search(token.content)):
                message = f"`{mark[1]}` hides nothing here: a heading indented by four spaces is code"
                self.notes.add(
                    Code.SECTION_MARK, token.map[0], mark[1], message, "begin the heading at the line's start"
                )

    def _read_part(self, part: Part, blocks: list[Token], env: Env) -> None:
        """Read the sections of one part; ``blocks`` are its parsed blocks."""
        # A note and an interview may share a slug and a page; their footnotes must not share an id.
        env["docId"] = f"{self.folder}-{self.slug}-{part.visibility}"
        for index, heading in zip(_heading_places(blocks), part.headings, strict=True):
            blocks[index + 1].content = heading.text
        tokens = _parser().parse_inlines(part.text, blocks, env)
        self.notes.lines = part.lines
        self._note_unused_footnotes(env)
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
        line = 0
        for token in tokens:
            if token.map:
                line = token.map[0]
            if token.type == "inline":
                token.children = self.inlines.finish(token, line, part.visibility, images)
            elif token.type in ("th_open", "td_open"):
                _align_by_class(token)
            elif token.tag == "h1":
                token.tag = "h2"
        if heading is not None and heading.role in _POINTED:
            self._read_points(heading.role, tokens, part.visibility, env)
        title = Markup("")
        anchor = ""
        if heading is not None:
            title = _parser().render_inline(tokens[1].children or [], env)
            anchor = self._anchor(plain_text(tokens[1].children or []))
            tokens = tokens[3:]
        section = Section(
            role=heading.role if heading else None,
            level=max(2, heading.level) if heading else 0,
            title=title,
            anchor=anchor,
            visibility=part.visibility,
            html=_parser().render(tokens, env),
            images=tuple(images),
        )
        self.sections.append((order, section))

    def _read_points(self, role: SectionRole, tokens: Sequence[Token], visibility: Visibility, env: Env) -> None:
        for place in find_points(tokens):
            first = place.inline
            takes_id = role is SectionRole.NEXT_TIME
            marks, shown, plain = read_marks(
                first.children or [], self.vocabulary.skills, takes_id=takes_id, counts=self.folder == "interviews"
            )
            text = plain_text(plain)
            if not text:
                continue
            first.children = shown
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
                continue
            self.commitments.append(
                Commitment(
                    id=marks.id or slugify(text),
                    text=text,
                    html=html,
                    skill=marks.skill,
                    themes=marks.themes,
                    visibility=visibility,
                    quoted=place.quoted,
                )
            )
            self.commitment_lines.append(self.notes.line(first.map[0] if first.map else 0))

    def _anchor(self, title: str) -> str:
        anchor = section_anchor(slugify(title), of_note=self.slug if self.folder == "notes" else "")
        number = 2 if anchor in self.anchors else 1
        while (unused := anchor if number == 1 else f"{anchor}-{number}") in self.anchors:
            number += 1
        self.anchors.add(unused)
        return unused

    def _note_hidden_definitions(self, labels: set[str], wider: str) -> None:
        """Report what wider text refers to but only narrower text defines: the wider must not show it."""
        for label in sorted(labels):
            if f"[{label.upper()}]" in wider:
                message = f"`[{label.lower()}]` is used in a section that more people may see than the one defining it"
                hint = "move its definition up, into a section without a mark, such as the first"
                self.notes.add(Code.HIDDEN_DEFINITION, 0, f"[{label.lower()}]", message, hint)

    def _note_unused_footnotes(self, env: Env) -> None:
        for label, number in env.get("footnotes", {}).get("refs", {}).items():
            if number < 0:
                snippet = f"[^{label[1:]}]:"
                message = f"nothing refers to the footnote `{label[1:]}`, so it is not shown"
                hint = f"write [^{label[1:]}] where it belongs, in a section that the same people may see"
                self.notes.add(Code.UNUSED_FOOTNOTE, 0, snippet, message, hint, Severity.WARNING)


def _heading_places(tokens: Sequence[Token]) -> list[int]:
    return [index for index, token in enumerate(tokens) if token.type == "heading_open" and not token.level]


def _align_by_class(token: Token) -> None:
    """Say a cell's alignment by a class: a page allows no style attribute."""
    style = token.attrs.pop("style", None)
    if style is not None:
        token.attrSet("class", "align-" + str(style).removeprefix("text-align:"))
